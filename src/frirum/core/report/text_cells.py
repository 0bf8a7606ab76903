"""Cells of text in a file that a spreadsheet opens."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
"""A cell of text that begins so is run, or hides what it is, where a spreadsheet opens it from text."""


def shown_as_text(cell: str) -> str:
    """A cell of text for a CSV file: with an apostrophe before it where a spreadsheet would run it."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
