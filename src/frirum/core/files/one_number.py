"""One number by itself, where no column tells which mark its decimals have."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

_WHOLE = re.compile(r"[+-]?\d{1,18}")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([.\u00a0\u202f ]\d{3})+")
_SEVERAL_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}([.\u00a0\u202f ]\d{3}){2,}")
_WITH_COMMA = re.compile(r"[+-]?(\d{1,18}|[1-9]\d{0,2}([.\u00a0\u202f ]\d{3})+),\d{1,12}")
_WITH_POINT = re.compile(r"[+-]?\d{1,18}\.\d{1,12}")


class NumberFault(StrEnum):
    """Why a cell is no number for certain."""

    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS = "number_ambiguous"


def read_decimal(written: str) -> Decimal | NumberFault:
    """A number in a Danish file, exact: `18,5`, `18.5`, `1.234,50`, `1 234`; `1.234` may be two numbers."""
    text = written.strip().replace("−", "-")
    if _WHOLE.fullmatch(text):
        return Decimal(text)
    if _WITH_COMMA.fullmatch(text) or _SEVERAL_GROUPS.fullmatch(text):
        return Decimal(re.sub(r"[.\u00a0\u202f ]", "", text).replace(",", "."))
    if _GROUPED.fullmatch(text):
        return NumberFault.AMBIGUOUS if "." in text else Decimal(re.sub(r"[\u00a0\u202f ]", "", text))
    return Decimal(text) if _WITH_POINT.fullmatch(text) else NumberFault.NOT_A_NUMBER


def read_whole(written: str) -> int | NumberFault:
    """A whole number that counts something, exact to 18 digits; `1.234` is a thousand and more, `5.` is 5."""
    text = written.strip().replace("−", "-").removesuffix(".")
    if _WHOLE.fullmatch(text):
        return int(text)
    return (
        int(re.sub(r"[.\u00a0\u202f ]", "", text)) if _GROUPED.fullmatch(text) else NumberFault.NOT_A_NUMBER
    )
