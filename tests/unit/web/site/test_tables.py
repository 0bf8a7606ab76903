"""Tables sort as the address asks, as Danes sort, and keep the rest of the address."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from frirum.web.site import tables

COLUMNS = (
    tables.Column("name", "Kommune", sort=tables.by_name("name")),
    tables.Column("uses", "Anvendelser", numeric=True, sort=tables.by_value("uses")),
    tables.Column("note", "Bemærkning"),
)
ROWS = (
    {"name": "Ærø", "uses": 3, "note": ""},
    {"name": "Aalborg", "uses": None, "note": ""},
    {"name": "Thisted", "uses": 15, "note": ""},
    {"name": "Rebild", "uses": 0, "note": ""},
)


def names(query: str) -> list[str]:
    table = tables.build(QueryDict(query), caption="Brug", columns=COLUMNS, rows=ROWS)
    return [row.cells[0][1] for row in table.rows]


@pytest.mark.parametrize(
    "query, expected",
    [
        ("", ["Ærø", "Aalborg", "Thisted", "Rebild"]),
        ("sorter=name", ["Rebild", "Thisted", "Ærø", "Aalborg"]),
        ("sorter=-name", ["Aalborg", "Ærø", "Thisted", "Rebild"]),
        ("sorter=uses", ["Rebild", "Ærø", "Thisted", "Aalborg"]),
        ("sorter=-uses", ["Thisted", "Ærø", "Rebild", "Aalborg"]),  # the unknown stays last
        ("sorter=note", ["Ærø", "Aalborg", "Thisted", "Rebild"]),  # cannot be sorted by
        ("sorter=nonsense", ["Ærø", "Aalborg", "Thisted", "Rebild"]),
    ],
)
def test_order(query: str, expected: list[str]) -> None:
    assert names(query) == expected


def test_heading_links_turn_the_order_and_keep_the_filter() -> None:
    table = tables.build(QueryDict("q=fleks&sorter=name&side=3"), caption="Brug", columns=COLUMNS, rows=ROWS)
    name, uses, _note = table.headers
    assert (name.direction, name.href) == ("ascending", "?q=fleks&sorter=-name")
    assert (uses.direction, uses.href) == ("", "?q=fleks&sorter=uses")


def test_whole_numbers_are_drawn_as_people_write_them() -> None:
    rows = [{"name": "Rebild", "uses": 2527, "note": 2527}, {"name": "Thisted", "uses": True, "note": ""}]
    table = tables.build(QueryDict("sorter=-uses"), caption="Brug", columns=COLUMNS, rows=rows)
    # Only in a column of figures, and sorted by what they are worth; a year or a number that is a name stays.
    assert [cell for _column, cell in table.rows[0].cells] == ["Rebild", "2.527", 2527]
    assert table.rows[1].cells[1][1] is True
