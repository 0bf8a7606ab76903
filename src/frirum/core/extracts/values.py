"""From a cell to a value of its field's type, or to the finding that says why not. Nothing is guessed.

A cell that is empty is None. Dates: a Danish order with dots, hyphens or spaces and ISO are certain; with slashes the
order must have been chosen unless the day is above 12; two-digit years are ambiguous.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from frirum.core.catalogue.extract_kinds import FieldType
from frirum.core.extracts.findings import FindingCode
from frirum.core.extracts.model import RowField, Value
from frirum.core.extracts.source import Cell
from frirum.core.vocabulary.benefits import all_benefits
from frirum.core.vocabulary.municipalities import by_code, by_name
from frirum.core.vocabulary.target_groups import target_group

LONGEST_TEXT = 200
FIRST_YEAR, LAST_YEAR = 1900, 2100
_EMPTY = frozenset({"", "-", "–", "null", "na", "n/a", "ingen", "(tom)"})
_MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_COMPACT = re.compile(r"(19|20)\d{6}")
_DAY_FIRST = re.compile(r"(\d{1,2})([-./ ]+)(\d{1,2})([-./ ]+)(\d{4})")
_WORDS = re.compile(r"(\d{1,2})\.? *([a-zæøå]+)\.? *(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[-./ ]\d{1,2}[-./ ]\d{2}")
# What systems write after a date that has no time of day.
_MIDNIGHT = re.compile(r"[ T]0{1,2}[:.]00([:.]00([.,]0+)?)?Z?$", re.IGNORECASE)
_TIME = re.compile(r"[ T]\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?|-?\d+\.\d{1,2}")
_CPR_IN_TEXT = re.compile(r"(?<!\d)\d{6}[-\s_.\u2010-\u2015]?\d{4}(?!\d)")
_YES, _NO = (
    frozenset({"ja", "j", "1", "x", "true", "sand", "yes"}),
    frozenset({"nej", "n", "0", "false", "falsk", "no"}),
)


class DateOrder(StrEnum):
    """How a date with slashes is to be read."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True)
class Reading:
    """How the cells of one file are to be read.

    Attributes:
        date_order: for dates with slashes; None: not chosen, and an ambiguous one is set aside.
        translations: field id -> (cell in folded form -> value).
    """

    date_order: DateOrder | None = None
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def translated(self, field_id: str, text: str) -> str:
        """The value a cell was translated to, or the cell itself."""
        return self.translations.get(field_id, {}).get(fold(text), text)


def fold(text: str) -> str:
    """A cell as it is compared: one case, single spaces, one kind of dash without spaces."""
    return re.sub(r" ?[-–—] ?", "-", " ".join(text.casefold().split()))


def is_empty(cell: Cell) -> bool:
    """Whether a cell says nothing, in the ways systems write that."""
    return isinstance(cell, str) and cell.strip().casefold() in _EMPTY


def read_value(of: RowField, cell: Cell, reading: Reading) -> Value | FindingCode | None:
    """The value of a cell that is not about identity; None for an empty one."""
    if is_empty(cell):
        return None
    if of.type is FieldType.DATE:
        return read_date(cell, reading.date_order)
    if isinstance(cell, dt.date):
        return FindingCode.UNKNOWN_CODE if of.codes else FindingCode.NOT_A_NUMBER
    return _READERS[of.type](of, reading.translated(of.id, cell.strip()))


def read_date(cell: Cell, order: DateOrder | None = None) -> dt.date | FindingCode:
    """A date as case systems and people write it."""
    return _in_range(cell) if isinstance(cell, dt.date) else _date_in(cell, order)


@lru_cache(maxsize=50_000)
def _date_in(cell: str, order: DateOrder | None) -> dt.date | FindingCode:
    text = _TIME.sub("", _MIDNIGHT.sub("", cell.strip())).casefold().strip()
    if found := _ISO.fullmatch(text):
        return _date(found[1], found[2], found[3])
    if _COMPACT.fullmatch(text):
        return _date(text[:4], text[4:6], text[6:])
    if found := _DAY_FIRST.fullmatch(text):
        return _numbers(found, order)
    if found := _WORDS.fullmatch(text):
        name = found[2][:3]
        if name in _MONTHS and len(found[2]) >= 3:
            return _date(found[3], str(_MONTHS.index(name) + 1), found[1])
    if _SHORT_YEAR.fullmatch(text):
        return FindingCode.DATE_SHORT_YEAR
    return FindingCode.DATE_IS_NUMBER if text.isdigit() else FindingCode.DATE_UNREADABLE


def _numbers(found: re.Match[str], order: DateOrder | None) -> dt.date | FindingCode:
    first, second, year = found[1], found[3], found[5]
    # "1/7 2018" and "01.07.2018" are Danish habits; only slashes throughout are written month first elsewhere.
    if found[2] == found[4] == "/":
        month_possible, day_possible = int(first) <= 12, int(second) <= 12
        if order is DateOrder.MONTH_FIRST:
            return _date(year, first, second)
        if order is None and month_possible and day_possible and int(first) != int(second):
            return FindingCode.DATE_AMBIGUOUS
    return _date(year, second, first)


def _date(year: str, month: str, day: str) -> dt.date | FindingCode:
    try:
        return _in_range(dt.date(int(year), int(month), int(day)))
    except ValueError:
        return FindingCode.DATE_UNREADABLE


def _in_range(date: dt.date) -> dt.date | FindingCode:
    return date if FIRST_YEAR <= date.year <= LAST_YEAR else FindingCode.DATE_OUT_OF_RANGE


def _code(of: RowField, text: str) -> str | FindingCode:
    return _words_of(of).get(fold(text), FindingCode.UNKNOWN_CODE)


@cache
def _words_of(of: RowField) -> Mapping[str, str]:
    return {fold(word): code.value for code in of.codes for word in (code.value, code.danish, *code.also)}


@cache
def _benefits() -> Mapping[str, str]:
    return {fold(word): benefit.id for benefit in all_benefits() for word in (benefit.id, benefit.name)}


def _benefit(_of: RowField, text: str) -> str | FindingCode:
    return _benefits().get(fold(text), FindingCode.UNKNOWN_BENEFIT)


def _municipality(_of: RowField, text: str) -> int | FindingCode:
    # Some systems put the name after the code.
    found = by_code(text) or by_name(text) or by_code(text.split(maxsplit=1)[0])
    return found.code if found else FindingCode.UNKNOWN_MUNICIPALITY


def _group(_of: RowField, text: str) -> str | FindingCode:
    found = target_group(text.split(maxsplit=1)[0].rstrip(".:"))
    return found.code if found else FindingCode.UNKNOWN_TARGET_GROUP


def _integer(_of: RowField, text: str) -> int | FindingCode:
    digits = text.rstrip(".")
    return int(digits) if re.fullmatch(r"-?\d{1,9}", digits) else FindingCode.NOT_A_NUMBER


def _number(_of: RowField, text: str) -> Decimal | FindingCode:
    if not _NUMBER.fullmatch(text) or len(text) > 20:
        return FindingCode.NOT_A_NUMBER
    # A point before one or two digits is a decimal point; before three it groups thousands, as in Danish.
    return Decimal(text if re.fullmatch(r"-?\d+\.\d{1,2}", text) else text.replace(".", "").replace(",", "."))


def _yes_no(_of: RowField, text: str) -> bool | FindingCode:
    folded = fold(text)
    if folded in _YES:
        return True
    return False if folded in _NO else FindingCode.NOT_YES_OR_NO


def _text(_of: RowField, text: str) -> str | FindingCode:
    if _CPR_IN_TEXT.search(text):
        return FindingCode.CPR_IN_TEXT
    return " ".join(text.split()) if len(text) <= LONGEST_TEXT else FindingCode.TOO_LONG


_READERS: dict[FieldType, Callable[[RowField, str], Value | FindingCode]] = {
    FieldType.CODE: _code,
    FieldType.BENEFIT: _benefit,
    FieldType.USE_MARK: _text,
    FieldType.MUNICIPALITY: _municipality,
    FieldType.TARGET_GROUP: _group,
    FieldType.INTEGER: _integer,
    FieldType.NUMBER: _number,
    FieldType.YES_NO: _yes_no,
    FieldType.TEXT: _text,
}
