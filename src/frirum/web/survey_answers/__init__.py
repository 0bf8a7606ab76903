"""Answers to surveys, in the statistics zone: nothing in a row tells who gave it, when, or in which order."""
