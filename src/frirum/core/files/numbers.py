"""One reading of numbers: a column of cells as people and programs write them, and which mark its decimals have.

The mark is never guessed cell by cell. A cell such as `1,5` or `0.25` says it for its whole column; a column that says
two is refused. Where every dotted cell looks like `1.234`, a column of counts has thousands, and any other column is
ambiguous, unless the file divides its cells by commas.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from frirum.core.files.data_file import DecimalMark

# Columns that count, by name; the columns that an option calls a count are told by the caller.
COUNT_NAMES = frozenset({"n", "events", "people", "count", "antal", "personer"})

_SIGN, _EXPONENT = r"[+-]?", r"([eE][+-]?\d{1,3})?"
_DOTTED_GROUPS = rf"^{_SIGN}[1-9]\d{{0,2}}(\.\d{{3}})+$"
_COMMA_GROUPS = rf"^{_SIGN}[1-9]\d{{0,2}}(,\d{{3}})+$"
_SEVERAL_DOTTED = rf"^{_SIGN}[1-9]\d{{0,2}}(\.\d{{3}}){{2,}}$"
_SEVERAL_COMMAS = rf"^{_SIGN}[1-9]\d{{0,2}}(,\d{{3}}){{2,}}$"
_WITH_POINT = rf"^{_SIGN}(\d+|[1-9]\d{{0,2}}(,\d{{3}})+)?\.\d*{_EXPONENT}$"
_WITH_COMMA = rf"^{_SIGN}(\d+|[1-9]\d{{0,2}}(\.\d{{3}})+)?,\d*{_EXPONENT}$"
_PLAIN = rf"^{_SIGN}\d+{_EXPONENT}$"
_ANY_NUMBER = rf"{_PLAIN}|{_WITH_POINT}|{_WITH_COMMA}|(?i)^[+-]?inf(inity)?$"
_SPACED = r"^[+-]?\d{1,3}([ \u00a0\u202f]\d{3})+([.,]\d+)?$"


@dataclass(frozen=True)
class MarkRefused(Exception):
    """The column does not say which mark it has.

    Attributes:
        row: the first cell that leaves it open, or that says another mark than one before.
        other: for two marks, the cell that says the first one; None for an ambiguous column.
    """

    row: int
    other: int | None = None


def read_numbers(
    cells: pl.Series, *, separator: str, decimal: DecimalMark | None = None, counts: bool = False
) -> pl.Series:
    """Text cells as float64; null where a cell is no number. Whole numbers are exact to 15 digits here.

    Args:
        cells: text.
        separator: what divides the cells of the file, "" for a workbook.
        decimal: the mark, when it was said.
        counts: the column counts something, so that `1.234` is a thousand and more.

    Raises:
        MarkRefused: two marks in one column, or none that can be told.
    """
    text = _without_spaces(cells.str.strip_chars().str.replace_all("−", "-", literal=True))
    mark = decimal or decimal_mark(text, separator=separator, counts=counts)
    return _with_point(text, mark).cast(pl.Float64, strict=False)


def looks_numeric(cells: pl.Series) -> bool:
    """Whether every cell is a number in one mark or the other, infinite ones among them."""
    text = _without_spaces(cells.str.strip_chars().str.replace_all("−", "-", literal=True))
    fits = (
        text.str.contains(_ANY_NUMBER) | text.str.contains(_DOTTED_GROUPS) | text.str.contains(_COMMA_GROUPS)
    )
    return bool(fits.all())


def decimal_mark(text: pl.Series, *, separator: str, counts: bool) -> DecimalMark:
    """The mark of a column.

    Raises:
        MarkRefused: two marks, or none that can be told.
    """
    dots, commas = text.str.contains(".", literal=True), text.str.contains(",", literal=True)
    by_comma = separator == ","
    if not commas.any() and (not dots.any() or (by_comma and not text.str.contains(_SEVERAL_DOTTED).any())):
        return DecimalMark.POINT
    dotted, grouped = text.str.contains(_DOTTED_GROUPS), text.str.contains(_COMMA_GROUPS)
    points = (text.str.contains(_WITH_POINT) & ~dotted) | text.str.contains(_SEVERAL_COMMAS)
    comma = (text.str.contains(_WITH_COMMA) & ~(grouped & by_comma)) | text.str.contains(_SEVERAL_DOTTED)
    comma &= ~text.str.contains(_SEVERAL_COMMAS)
    if by_comma and not comma.any() and not grouped.any():
        return DecimalMark.POINT
    says_point, says_comma = _first(points), _first(comma)
    if says_point is not None and says_comma is not None:
        raise MarkRefused(max(says_point, says_comma), min(says_point, says_comma))
    if says_point is not None:
        return DecimalMark.POINT
    if says_comma is not None:
        return DecimalMark.COMMA
    return _of_groups(_first(dotted), _first(grouped & by_comma), counts=counts)


def _of_groups(dotted: int | None, grouped: int | None, *, counts: bool) -> DecimalMark:
    """The mark where only cells such as `1.234` (row `dotted`) and, in a `,` file, `1,234` (row `grouped`) tell."""
    if dotted is not None and grouped is not None:
        raise MarkRefused(max(dotted, grouped), min(dotted, grouped))
    open_at = dotted if dotted is not None else grouped
    if open_at is None:
        return DecimalMark.POINT
    if not counts:
        raise MarkRefused(open_at)
    return DecimalMark.COMMA if dotted is not None else DecimalMark.POINT


def _first(where: pl.Series) -> int | None:
    place = where.fill_null(value=False).arg_max()
    return place if place is not None and where[place] else None


def _without_spaces(text: pl.Series) -> pl.Series:
    """`12 500` and the same with no-break spaces, as 12500."""
    spaced = text.str.contains(_SPACED)
    if not spaced.any():
        return text
    together = text.str.replace_all(r"[ \u00a0\u202f]", "")
    return pl.select(pl.when(spaced).then(together).otherwise(text)).to_series()


def _with_point(text: pl.Series, mark: DecimalMark) -> pl.Series:
    """The numbers with a decimal point and without groups; text that is no number in this mark is null."""
    groups, pattern = (",", _WITH_POINT) if mark is DecimalMark.POINT else (".", _WITH_COMMA)
    if not text.str.contains(r"[.,]").any():
        return text
    only_groups = _COMMA_GROUPS if mark is DecimalMark.POINT else _DOTTED_GROUPS
    fits = text.str.contains(pattern) | text.str.contains(only_groups)
    marked = text.str.contains(r"[.,]")
    plain = text.str.replace_all(groups, "", literal=True).str.replace(",", ".", literal=True)
    return pl.select(pl.when(marked & fits).then(plain).when(marked).then(None).otherwise(text)).to_series()
