"""A home whose every true count is a number that stands nowhere else: no outsider's answer holds one, on any day asked.

Outsiders are everybody but the municipality's own team: its network, other municipalities, anybody; and whoever is sent
the municipality's own file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import combinations

import pytest
from cast import AALBORG, NORTH_JUTLAND, SET_UP, VESTHIMMERLAND, Cast
from django.test import Client

from frirum.web import clock
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.following.demonstration import SLUG, definition
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.uses.actions import record_use, retract_use
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import Use

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
START = dt.date(2026, 5, 1)
# Days after the start on which uses begin: the count passes 10, 11 and 12 inside July, and one comes in August.
DAYS = {
    VESTHIMMERLAND: (3, 20, 40, 41, 55, 62, 64, 65, 70, 71, 75, 80, 95),
    AALBORG: (10, 12, 35, 44, 58, 63, 77),
}
OWN_FILE = "karen"
OUTSIDERS = ("nobody", "otto", "niels")


def _at(day: dt.date) -> AbstractContextManager[None]:
    return clock.at(dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC))


@pytest.fixture
def home(cast: Cast) -> Iterator[None]:
    with _at(START):
        publish(text=definition(START), origin=Origin.OWN, organisation=NORTH_JUTLAND, reason="", by=SET_UP)
    for code, days in DAYS.items():
        for n in days:
            enter(code, START + dt.timedelta(days=n))
    with _at(START + dt.timedelta(days=100)):
        yield


def enter(code: str, begun_on: dt.date, *, entered: dt.date | None = None) -> Use:
    with organisation_scope([code]), _at(entered or begun_on):
        return record_use(
            slug=SLUG, organisation=code, identity=Identity(case_number=f"{code}-{begun_on}-{entered}"),
            begun_on=begun_on, facts={"case_date": begun_on.isoformat(), "wish": True}, by=SET_UP,
        )  # fmt: skip


def answers(client: Client, cast: Cast, name: str, days: list[dt.date]) -> dict[dt.date, list[str]]:
    """The counts in the file that somebody gets, by the day asked for."""
    client = client if name == "nobody" else cast.log_in(client, getattr(cast, name))
    found = {}
    for day in days:
        answer = client.get(f"/foelg/{SLUG}/tal.csv?pr={day}")
        text = answer.content.decode("utf-8-sig") if answer.status_code == 200 else ""
        found[day] = [line.split(";")[4] for line in text.splitlines()[1:]]
    return found


def true_counts(day: dt.date) -> set[int]:
    """Each municipality's count and their sum, on that day."""
    each = [sum(START + dt.timedelta(days=n) <= day for n in days) for days in DAYS.values()]
    return {n for n in (*each, sum(each)) if n}


@pytest.mark.parametrize("name", [OWN_FILE, "niels"])
def test_a_file_is_the_same_on_every_day_of_a_month_and_moves_by_the_threshold(
    home: None, cast: Cast, name: str
) -> None:
    days = [START + dt.timedelta(days=n) for n in range(20, 99, 3)]
    found = answers(Client(), cast, name, days)
    by_month: dict[str, set[tuple[str, ...]]] = {}
    for day, counts in found.items():
        by_month.setdefault((day + dt.timedelta(days=1)).strftime("%Y-%m"), set()).add(tuple(counts))
    assert all(len(of) == 1 for of in by_month.values()), "a day asked for tells the month's end and no more"
    for place in zip(*[next(iter(of)) for of in by_month.values() if len(next(iter(of))) > 0], strict=False):
        told = [int(count) for count in place if count.isdigit()]
        assert all(abs(a - b) == 0 or abs(a - b) >= 5 for a, b in combinations(told, 2))


def test_a_late_entry_or_a_retraction_changes_no_month_that_is_over(home: None, cast: Cast) -> None:
    days = [dt.date(2026, 5, 31), dt.date(2026, 6, 30), dt.date(2026, 7, 31)]
    before = {name: answers(Client(), cast, name, days) for name in (OWN_FILE, "niels")}
    for late in (1, 2, 5, 6, 7, 30):
        enter(VESTHIMMERLAND, START + dt.timedelta(days=late), entered=dt.date(2026, 8, 3))
    with organisation_scope([AALBORG]):
        retract_use(
            use=Use.objects.filter(organisation=AALBORG).earliest("begun_on"),
            reason="Forkert sag.",
            by=SET_UP,
        )
    assert before == {name: answers(Client(), cast, name, days) for name in (OWN_FILE, "niels")}
    with _at(dt.date(2026, 9, 1)):
        assert answers(Client(), cast, "niels", [dt.date(2026, 8, 31)]) != before["niels"], (
            "it counts from August"
        )


def test_the_last_day_of_a_month_tells_nothing_of_that_month_yet(home: None, cast: Cast) -> None:
    """Asked for on its own last day, a month was told while it was still counted: who came that day showed."""
    last = dt.date(2026, 8, 31)
    with _at(last):
        before = {name: answers(Client(), cast, name, [last]) for name in (OWN_FILE, "niels")}
        for late in (81, 85, 90, 95, 100, 104):
            enter(VESTHIMMERLAND, START + dt.timedelta(days=late), entered=last)
        assert before == {name: answers(Client(), cast, name, [last]) for name in (OWN_FILE, "niels")}
    with _at(last + dt.timedelta(days=1)):
        assert before["niels"] != answers(Client(), cast, "niels", [last])


@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_outsider_reads_a_single_use_or_a_true_count_of_today(home: None, cast: Cast, name: str) -> None:
    client = Client() if name == "nobody" else cast.log_in(Client(), getattr(cast, name))
    for path in (
        f"/foelg/{SLUG}/",
        f"/foelg/{SLUG}/tal.csv",
        "/foelg/",
        "/brug/",
        "/brug/liste.csv",
        "/haendelser/",
        "/",
    ):
        answer = client.get(path)
        text = (
            re.sub(r"<[^>]*>", " ", answer.content.decode("utf-8-sig")) if answer.status_code == 200 else ""
        )
        assert f"{VESTHIMMERLAND}-" not in text
        today = true_counts(START + dt.timedelta(days=100)) - {
            7
        }  # seven stands in the text of the experiment
        for count in today:
            assert not re.search(rf"(?<![\d.,-]){count}\s+brug", text), (path, count)
