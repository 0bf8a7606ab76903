"""From a cell to a value of its field's type, or to the finding that says why not. Nothing is guessed.

A cell that is empty is None. How dates are written says `core.files.dates`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from frirum.core.catalogue.extract_kinds import FieldType
from frirum.core.extracts.findings import FindingCode
from frirum.core.extracts.model import RowField, Value
from frirum.core.files import dates
from frirum.core.files.characters import INVISIBLE, Oddity, oddity_of
from frirum.core.files.dates import DateOrder
from frirum.core.files.one_number import NumberFault, read_decimal, read_whole
from frirum.core.files.source import Cell
from frirum.core.vocabulary.benefits import all_benefits
from frirum.core.vocabulary.citizen_numbers import contains_cpr
from frirum.core.vocabulary.municipalities import by_code, by_name
from frirum.core.vocabulary.target_groups import target_group

LONGEST_TEXT = 200
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_EMPTY = frozenset({"", "-", "–", "null", "na", "n/a", "ingen", "(tom)"})
_YES, _NO = (
    frozenset({"ja", "j", "1", "x", "true", "sand", "yes"}),
    frozenset({"nej", "n", "0", "false", "falsk", "no"}),
)


@dataclass(frozen=True)
class CellReading:
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


_FIGURES = re.compile(r"[\d.,\s%-]+")
_TOTALS = frozenset({"i alt", "ialt", "total", "totalt", "sum", "hovedtotal", "antal i alt", "grand total"})
_TOTALS_BEGIN = frozenset(letter for word in _TOTALS for letter in (word[0], word[0].upper()))


def is_total(cells: Iterable[Cell]) -> bool:
    """Whether a line is the sum under a table: one of its cells says so, and the rest are figures or empty."""
    found = 0
    for cell in cells:
        if not isinstance(cell, str) or is_empty(cell) or _FIGURES.fullmatch(cell.strip()):
            continue
        found += 1
        # Nearly every row is told apart by its first word, and most of those by their first letter.
        text = cell.strip()
        if found > 1 or text[0] not in _TOTALS_BEGIN or fold(text).rstrip(":") not in _TOTALS:
            return False
    return found == 1


def is_empty(cell: Cell) -> bool:
    """Whether a cell says nothing, in the ways systems write that."""
    return isinstance(cell, str) and cell.strip().casefold() in _EMPTY


def read_value(of: RowField, cell: Cell, reading: CellReading) -> Value | FindingCode | None:
    """The value of a cell that is not about identity; None for an empty one."""
    if is_empty(cell):
        return None
    if of.type is FieldType.DATE:
        return read_date(cell, reading.date_order)
    if isinstance(cell, dt.date):
        return FindingCode.UNKNOWN_CODE if of.codes else FindingCode.NOT_A_NUMBER
    if of.type is FieldType.TEXT:
        return _text(of, _UNSEEN.sub("", cell))
    if (odd := oddity_of(cell)) is not None and odd not in (Oddity.POWER, Oddity.POINT_NOUGHT):
        return FindingCode(odd.value)
    value = _READERS[of.type](of, reading.translated(of.id, cell.strip()))
    return FindingCode.OUT_OF_RANGE if _is_implausible(of, value) else value


def _is_implausible(of: RowField, value: Value | FindingCode) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return False
    return (of.lowest is not None and value < of.lowest) or (of.highest is not None and value > of.highest)


def is_open_end(cell: Cell) -> bool:
    """Whether a cell says that something has not ended: 31 December 9999, as registers write it."""
    return "9999" in str(cell) and dates.read_date(cell) == dates.OPEN_END


def identity_oddity(cell: str) -> FindingCode | None:
    """What is odd about a cell that should say who the citizen is: a number that a spreadsheet has changed."""
    odd = oddity_of(cell)
    return None if odd is None else FindingCode(odd.value)


def read_date(cell: Cell, order: DateOrder | None = None) -> dt.date | FindingCode:
    """A date as case systems and people write it. The open end of registers is no date: see `is_open_end`."""
    if isinstance(cell, str) and (odd := oddity_of(cell)) in (
        Oddity.INVISIBLE,
        Oddity.FORMULA_TEXT,
        Oddity.APOSTROPHE,
    ):
        return FindingCode(odd.value)
    found = dates.read_date(cell, order)
    if found == dates.OPEN_END:
        return FindingCode.DATE_OUT_OF_RANGE
    return FindingCode(found.value) if isinstance(found, dates.DateFault) else found


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
    written = text.split(maxsplit=1)[0].rstrip(".:")
    # A spreadsheet that takes 2.7 for a number writes it 2,7; 2.10 it makes 2,1, so where both exist nobody can say.
    number = written.replace(",", ".")
    if number != written and target_group(f"{number}0"):
        return FindingCode.UNKNOWN_TARGET_GROUP
    found = target_group(number)
    return found.code if found else FindingCode.UNKNOWN_TARGET_GROUP


def _integer(_of: RowField, text: str) -> int | FindingCode:
    found = read_whole(text)
    return FindingCode(found.value) if isinstance(found, NumberFault) else found


def _number(_of: RowField, text: str) -> Decimal | FindingCode:
    found = read_decimal(text)
    return FindingCode(found.value) if isinstance(found, NumberFault) else found


def _yes_no(_of: RowField, text: str) -> bool | FindingCode:
    folded = fold(text)
    if folded in _YES:
        return True
    return False if folded in _NO else FindingCode.NOT_YES_OR_NO


def _text(_of: RowField, text: str) -> str | FindingCode:
    if contains_cpr(text):
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
