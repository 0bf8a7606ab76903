"""The list of uses: sorted by the database as people read the texts, a page at a time, at a price that does not grow."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scopes_disabled
from recorded_uses import BOTH, DAY, EXTENSION, SEVEN, load, record

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


def column(client: Client, number: int, asked: str) -> list[str]:
    page = client.get(f"/sager/?sorter={asked}").content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2].partition("</tbody>")[0], re.DOTALL)
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL)[number] for row in rows]
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


@pytest.mark.parametrize(
    "number, key", [(0, "name"), (2, "answer"), (3, "state"), (4, "place"), (5, "responsible")]
)
def test_each_column_is_sorted_both_ways_as_people_read_it(lone: Client, number: int, key: str) -> None:
    up = column(lone, number, key)
    assert len(up) == 4
    assert up == sorted(up)
    assert column(lone, number, f"-{key}") == sorted(up, reverse=True)


def test_days_are_sorted_as_days_and_an_unknown_column_as_nothing(lone: Client) -> None:
    days = column(lone, 1, "begun")
    assert days == ["15. september 2018", "25. oktober 2018", "4. december 2018", "13. januar 2019"]
    assert column(lone, 1, "-begun") == column(lone, 1, "citizen__cpr_lookup") == days[::-1]


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
