"""What a cell carries that a person does not see, and what a spreadsheet puts round a number to keep it as text."""

from __future__ import annotations

import re
from enum import StrEnum

from frirum.core.language import gettext as _

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
            _("Cellen har et usynligt tegn (blødt bindestreg eller nulbredde-mellemrum)."),
            _("Skriv cellen igen med tastaturet, eller fjern tegnet med søg og erstat."),
        ),
        Oddity.FORMULA_TEXT: (
            _('Cellen er en formel skrevet som tekst (="…"), som et program bruger for at holde på nuller.'),
            _('Fjern =" og " om værdien, og formatér kolonnen som tekst.'),
        ),
        Oddity.APOSTROPHE: (
            _("Cellen begynder med en apostrof, som et regneark bruger for at holde tal som tekst."),
            _("Fjern apostroffen, og formatér kolonnen som tekst."),
        ),
        Oddity.POINT_NOUGHT: (
            _("Cellen er et nummer, der er gjort til et decimaltal (705031647.0)."),
            _("Eksportér kolonnen igen som tekst; der kan også mangle et nul forrest."),
        ),
        Oddity.POWER: (
            _("Cellen er et nummer, som et regneark har skrevet med tipotens (7,05E+08); cifre er tabt."),
            _("Eksportér kolonnen igen som tekst fra det program, den kommer fra."),
        ),
        Oddity.ERROR_VALUE: (
            _("Cellen er en fejlværdi fra et regneark."),
            _("Ret den formel, værdien kommer fra, eller lad cellen stå tom."),
        ),
    }[oddity]
