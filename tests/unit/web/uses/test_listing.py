"""The list of uses: sorted by the database as people read the texts, a page at a time, at a price that does not grow."""

from __future__ import annotations

import datetime as dt

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from django_scopes import scopes_disabled
from recorded_uses import BOTH, DAY, EXTENSION, SEVEN, load, record

from frirum.core.vocabulary.danish import sort_key
from frirum.web.site import pages
from frirum.web.site.dates import parse_date
from frirum.web.trail.models import TrailEvent
from frirum.web.uses.actions import retract_use
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import Use, UseSource

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


@pytest.fixture
def lone(cast: Cast) -> Client:
    load(SEVEN, BOTH, EXTENSION)
    with scopes_disabled():
        for n, slug in enumerate((SEVEN, BOTH, SEVEN, BOTH)):
            made = record(
                cast, slug=slug, facts={}, source=UseSource.EXTRACT, by=SET_UP,
                begun_on=DAY + dt.timedelta(days=40 * n), identity=Identity(case_number=f"18/{n}"),
                responsible=(cast.rikke if n else cast.lone).trail_reference,
            )  # fmt: skip
        retract_use(use=made, reason="Forkert sag.", by=cast.rikke)
    return cast.log_in(Client(), cast.lone)


def column(client: Client, heading: str, asked: str, side: int = 1) -> list[str]:
    table = client.get(f"/sager/?sorter={asked}&side={side}").context["table"]
    place = [header.column.label for header in table.headers].index(heading)
    return [strip_tags(str(row.cells[place][1])) for row in table.rows]


def sortable(client: Client) -> list[tuple[str, str]]:
    """Key and heading of every column whose heading is a link."""
    headers = client.get("/sager/").context["table"].headers
    return [(one.column.key, one.column.label) for one in headers if one.column.sortable]


def test_each_column_that_can_be_sorted_by_sorts_the_whole_list_before_it_is_cut_into_pages(
    lone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever columns there are: one that came in sorted nothing but the page of fifty, and every test passed."""
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    columns = sortable(lone)
    assert {"name", "begun", "place", "responsible"} <= {key for key, _heading in columns}
    for key, heading in columns:
        up = [cell for side in (1, 2) for cell in column(lone, heading, key, side)]
        down = [cell for side in (1, 2) for cell in column(lone, heading, f"-{key}", side)]
        read = parse_date if key == "begun" else sort_key
        assert len(up) == 4
        assert up == sorted(up, key=read), key
        assert down == sorted(up, key=read, reverse=True), key


def test_days_are_sorted_as_days_and_an_unknown_column_as_nothing(lone: Client) -> None:
    days = column(lone, "Brugt fra", "begun")
    assert days == ["15. september 2018", "25. oktober 2018", "4. december 2018", "13. januar 2019"]
    assert (
        column(lone, "Brugt fra", "-begun") == column(lone, "Brugt fra", "citizen__cpr_lookup") == days[::-1]
    )


def test_many_uses_cost_no_more_queries_and_only_what_is_shown_is_an_event(lone: Client, cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert lone.get("/sager/?sorter=name&side=2").status_code == 200
        return len(queries)

    asked()
    few = asked()
    with scopes_disabled():
        one = Use.objects.filter(organisation=VESTHIMMERLAND, slug=SEVEN).last()
        assert one is not None
        copies = [
            Use(**{f.attname: getattr(one, f.attname) for f in Use._meta.fields if f.name not in ("id", "reference")})
            for _n in range(60)
        ]  # fmt: skip
        for n, copy in enumerate(copies):
            copy.begun_on = DAY + dt.timedelta(days=200 + n)
        Use.objects.bulk_create(copies)
    assert asked() == few
    last = TrailEvent.objects.order_by("id").last()
    assert last is not None
    assert (last.event, last.details["count"]) == ("use.listed", 14)
