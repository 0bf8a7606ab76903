"""Keeping an installation: one archive of a home in use, its way back, and what its operator may ask of it."""
