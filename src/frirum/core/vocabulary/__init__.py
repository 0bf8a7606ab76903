"""Nouns as types: Danish numbers and dates, weeks, municipalities, target groups, provisions."""
