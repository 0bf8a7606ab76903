"""Extracts from case systems: brought in, looked at, kept or laid aside, corrected and taken back."""
