"""What a cell carries that a person does not see, and what a spreadsheet puts round a number to keep it as text."""

from __future__ import annotations

import re
from enum import StrEnum

from frirum.core.files.sentences import say

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_FORMULA_TEXT = re.compile(r'^="?.*"?$')
_QUOTED_NUMBER = re.compile(r"^['’`]\d")
_POINT_NOUGHT = re.compile(r"^\d{6,}[.,]0$")
_POWER = re.compile(r"^\d([.,]\d+)?E\+\d{1,2}$", re.IGNORECASE)
_ERROR = re.compile(
    r"^#(N/A|I/T|REF!|REFERENCE!|VALUE!|VÆRDI!|DIV/0!|DIVISION/0!|NAME\?|NAVN\?|NUM!|NUL!|NULL!)$"
)

SUSPECT = rf"[{INVISIBLE}]|^=|^['’`]\d|^#[A-ZÆØÅ]+[/!?]"
"""What cells are searched for before each is looked at: a pattern for polars."""


class Oddity(StrEnum):
    """What a cell has that its writer did not mean."""

    INVISIBLE = "invisible"
    FORMULA_TEXT = "formula_text"
    APOSTROPHE = "apostrophe"
    POINT_NOUGHT = "point_nought"
    POWER = "power"
    ERROR_VALUE = "error_value"


def oddity_of(cell: str) -> Oddity | None:
    """The oddity of a cell, or None."""
    text = cell.strip()
    found = (
        (_INVISIBLE, Oddity.INVISIBLE),
        (_FORMULA_TEXT, Oddity.FORMULA_TEXT),
        (_QUOTED_NUMBER, Oddity.APOSTROPHE),
        (_ERROR, Oddity.ERROR_VALUE),
        (_POINT_NOUGHT, Oddity.POINT_NOUGHT),
        (_POWER, Oddity.POWER),
    )
    return next((kind for pattern, kind in found if pattern.search(text)), None)


def oddity_words(oddity: Oddity) -> tuple[str, str]:
    """(what is wrong, what to do), in the reader's language; the cell itself is not repeated."""
    return {
        Oddity.INVISIBLE: (
            say("cell_has_invisible_character_soft_hyphen"),
            say("type_cell_again_or_remove_character"),
        ),
        Oddity.FORMULA_TEXT: (
            say("cell_is_formula_written_as_text"),
            say("remove_and_around_value_and_format"),
        ),
        Oddity.APOSTROPHE: (
            say("cell_begins_with_apostrophe_which_spreadsheet"),
            say("remove_apostrophe_and_format_column"),
        ),
        Oddity.POINT_NOUGHT: (
            say("cell_is_number_code_was_made"),
            say("export_column_again_as_text_leading"),
        ),
        Oddity.POWER: (
            say("cell_is_number_code_spreadsheet_wrote"),
            say("export_column_again_as_text"),
        ),
        Oddity.ERROR_VALUE: (
            say("cell_is_error_value_from_spreadsheet"),
            say("mend_formula_value_comes"),
        ),
    }[oddity]
