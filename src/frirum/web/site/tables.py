"""Tables as data: a view names columns and rows, the template draws them sorted, captioned, narrow or wide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from frirum.core.vocabulary.danish import format_number, sort_key


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        key: where in a row the cell stands.
        label: the heading, in the reader's language.
        numeric: right-aligned figures.
        sort: the value a row is sorted by, where all the rows are here; a list that is cut into pages is sorted by the
            database instead (`listing.ListColumn`).
        is_in_order: the rows come sorted by it when the address asks.
    """

    key: str
    label: str
    numeric: bool = False
    sort: Callable[[Mapping[str, Any]], Any] | None = None
    is_in_order: bool = False

    @property
    def sortable(self) -> bool:
        """Whether the heading is a link; a template would call `sort` itself."""
        return self.sort is not None or self.is_in_order


@dataclass(frozen=True)
class Header:
    """A heading as it is drawn: `direction` is "ascending", "descending" or "" and `href` sorts by it."""

    column: Column
    href: str
    direction: str

    @property
    def icon(self) -> str:
        """The icon that shows the direction."""
        return f"sort-table-{self.direction or 'none'}"


@dataclass(frozen=True)
class Row:
    """A row as it is drawn: pairs of column and cell, the first one heads the row."""

    cells: tuple[tuple[Column, Any], ...]
    href: str | None


@dataclass(frozen=True)
class Table:
    """What `{% table %}` draws. `stacked` turns each row into a card on a narrow screen."""

    caption: str
    headers: tuple[Header, ...]
    rows: tuple[Row, ...]
    stacked: bool


def by_name(key: str) -> Callable[[Mapping[str, Any]], Any]:
    """Sort a column of names as Danes do: æ, ø and å last."""
    return lambda row: sort_key(str(row[key]))


def by_value(key: str) -> Callable[[Mapping[str, Any]], Any]:
    """Sort a column of figures or dates; what is None comes last in both directions."""
    return lambda row: row[key]


def build(
    query: QueryDict,
    *,
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    parameter: str = "sorter",
    stacked: bool = True,
) -> Table:
    """The table of `rows`, sorted as the address asks (`?sorter=key`, `?sorter=-key`).

    A row is a mapping with a cell per column key; cells are text, figures already formatted, whole numbers (drawn with
    their thousands in a column of figures), or safe HTML.
    The key "href", where present, makes the first cell a link. An unknown sort key is ignored.
    """
    wanted = query.get(parameter, "")
    key, descending = wanted.removeprefix("-"), wanted.startswith("-")
    sorters = {column.key: column.sort for column in columns if column.sort}
    ordered = _sorted(list(rows), sorters[key], descending) if key in sorters else list(rows)
    return Table(
        caption=caption,
        headers=tuple(_header(column, query, parameter, key, descending) for column in columns),
        rows=tuple(
            Row(tuple((column, _drawn(column, row[column.key])) for column in columns), row.get("href"))
            for row in ordered
        ),
        stacked=stacked,
    )


def _drawn(column: Column, cell: Any) -> Any:
    """A bare whole number in a column of figures as people write it, "2.527"; anything else as it came."""
    return format_number(cell) if column.numeric and type(cell) is int else cell


def _sorted(
    rows: list[Mapping[str, Any]], sorter: Callable[[Mapping[str, Any]], Any], descending: bool
) -> list[Mapping[str, Any]]:
    known = [row for row in rows if sorter(row) is not None]
    unknown = [row for row in rows if sorter(row) is None]
    return sorted(known, key=sorter, reverse=descending) + unknown


def _header(column: Column, query: QueryDict, parameter: str, key: str, descending: bool) -> Header:
    chosen = column.key == key
    direction = ("descending" if descending else "ascending") if chosen else ""
    target = query.copy()
    target[parameter] = f"-{column.key}" if chosen and not descending else column.key
    target.pop("side", None)
    return Header(column, f"?{target.urlencode()}", direction)
