"""How many answers a group must have before they are shown, by itself: checks ask it without computing anything."""

FEWEST_RESPONDENTS = 5
"""The fewest answers of a group that are shown: the house's threshold for counts (`core/disclosure/settings.py`)."""
