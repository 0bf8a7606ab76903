"""A list of rows from the database: one declaration of a column gives its heading, its order and its place in the file.

The database sorts, before the list is cut into pages: a heading can only be a link where the column says how the whole
list is sorted by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.http import QueryDict

from frirum.core.report.export import rows_to_csv
from frirum.core.vocabulary.danish import sort_key
from frirum.web.site.tables import Column, Table, build

R = TypeVar("R")
Cells = Callable[[Sequence[Any]], Iterable[Any]]


def each(say: Callable[[Any], Any]) -> Cells:
    """The cells of a column that needs nothing but its row."""
    return lambda rows: [say(row) for row in rows]


@dataclass(frozen=True)
class ByText:
    """Sort by what a column says, as Danes do: each text that occurs gets its place in the Danish order.

    Args:
        of: the columns of the database that the text is of; they take few values together.
        says: the combinations that occur -> their texts, in the same order.
    """

    of: tuple[str, ...]
    says: Callable[[Sequence[tuple[Any, ...]]], Iterable[Any]]


@dataclass(frozen=True)
class ListColumn(Generic[R]):
    """One column of a list.

    Args:
        key: its name in the address that sorts by it.
        label: the heading, in the reader's language, on the page and in the file.
        cells: what a page of rows says; None for a column that is in the file alone.
        order: the database's column that the list is sorted by, or the text; None: it cannot be sorted by.
        export: what the file says of a row; None keeps the column out of the file.
        numeric: right-aligned figures.
    """

    key: str
    label: str
    cells: Cells | None = None
    order: str | ByText | None = None
    export: Callable[[R], str | int] | None = None
    numeric: bool = False


def ordered(
    rows: QuerySet[Any], columns: Sequence[ListColumn[Any]], query: QueryDict, *, then: Sequence[str]
) -> QuerySet[Any]:
    """The rows as the address asks (`?sorter=begun`, `?sorter=-name`), sorted by the database.

    Args:
        rows: the list, in the order it has when nothing is asked for.
        columns: its columns; a key that none of them has, or one without an order, leaves the rows as they are.
        query: the address.
        then: what rows that are alike are sorted by, in either direction.
    """
    wanted = query.get("sorter", "")
    key, backwards = wanted.removeprefix("-"), wanted.startswith("-")
    order = next((one.order for one in columns if one.key == key), None)
    match order:
        case None:
            return rows
        case str():
            return rows.order_by(("-" if backwards else "") + order, *then)
    place = _place(rows, order)
    return rows.order_by(place.desc() if backwards else place.asc(), *then)


def _place(rows: QuerySet[Any], text: ByText) -> Case:
    """The place of a row's text among those that occur."""
    occurring = list(rows.order_by().values_list(*text.of).distinct())
    says = dict(zip(occurring, map(str, text.says(occurring)), strict=True))
    places = {said: n for n, said in enumerate(sorted(set(says.values()), key=sort_key))}
    whens = [When(Q(*zip(text.of, one, strict=True)), then=places[said]) for one, said in says.items()]
    return Case(*whens, default=len(places), output_field=IntegerField())


def list_table(
    query: QueryDict,
    rows: Sequence[Any],
    columns: Sequence[ListColumn[Any]],
    *,
    caption: str,
    href: Callable[[Any], str] | None = None,
) -> Table:
    """A page of the list as a table, in the order the rows have.

    Args:
        query: the address.
        rows: one page of what `ordered` gave.
        columns: the columns.
        caption: what the table is.
        href: where a row's first cell leads.
    """
    shown = [one for one in columns if one.cells is not None]
    cells = [list(one.cells(rows)) for one in shown if one.cells is not None]
    drawn = [
        {one.key: cells[place][n] for place, one in enumerate(shown)} | ({"href": href(row)} if href else {})
        for n, row in enumerate(rows)
    ]
    heads = [
        Column(one.key, one.label, numeric=one.numeric, is_in_order=one.order is not None) for one in shown
    ]
    return build(query, caption=caption, columns=heads, rows=drawn)


def list_file(rows: Iterable[Any], columns: Sequence[ListColumn[Any]]) -> bytes:
    """The list as CSV."""
    kept = [one for one in columns if one.export is not None]
    return rows_to_csv([[one.label for one in kept], *_lines(rows, kept)])


def _lines(rows: Iterable[Any], columns: Sequence[ListColumn[Any]]) -> Iterator[list[str | int]]:
    for row in rows:
        yield [one.export(row) for one in columns if one.export is not None]
