"""Locks: what was written at a moment, as bytes with a fingerprint, the amendments chained to it, and the receipt."""
