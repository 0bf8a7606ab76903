"""A harm watched in the site: fed by each run that counts it, an alarm told once, without a person in it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from cast import VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from ready_run import EXAMPLE, harm_plan, order, watched

from frirum.core.errors import InputRefused, NotAllowed
from frirum.web import clock
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.runs.actions import keep_result
from frirum.web.runs.models import EvaluationRun, HarmCountRow
from frirum.web.runs.work import feed
from frirum.web.trail.actors import WORKER

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


@pytest.fixture(autouse=True)
def _in_scope():
    with organisation_scope([VESTHIMMERLAND]):
        yield


def a_run(cast: Cast, events: tuple[int | None, int | None], n: tuple[int, int]) -> None:
    """A finished run whose result counts so many harms among so many."""
    plan = harm_plan()
    run = order(cast, plan=plan)
    result = json.loads((EXAMPLE / "result.json").read_text(encoding="utf-8"))
    result["plan"]["sha256"] = plan.sha256
    result["questions"][0] |= {"share": True, "events": list(events), "people": list(n)}
    text = json.dumps(result)
    keep_result(run=run, plan=plan, text=text, by=WORKER)
    feed(run, plan, text)
    feed(run, plan, text)  # the worker was killed in between: nothing is read or told twice


def test_each_run_feeds_the_watch_and_an_alarm_is_told_once(cast: Cast, client: Client) -> None:
    made = watched(cast)
    a_run(cast, (20, 20), (200, 200))
    assert not OutboxMail.objects.exists()
    for day in (1, 2):
        with clock.at(clock.now() + dt.timedelta(days=day)):
            a_run(cast, (150 + day, 60), (600, 600))
    assert list(HarmCountRow.objects.filter(watch=made).values_list("rings", flat=True)) == [
        False,
        True,
        True,
    ]
    mails = list(OutboxMail.objects.order_by("address"))
    assert [one.address for one in mails] == ["karen@eksempel.dk", "lone@eksempel.dk", "niels@eksempel.dk"]
    body = mails[0].body
    assert "Alarm: skaden er hyppigere" in body
    assert "Syntetiske data" in body
    assert "med skaden: 151" in body
    assert "Beslut, om forsøget fortsætter" in body
    cast.log_in(client, cast.anders)
    shown = client.get(reverse("runs:harm", args=[made.reference])).content.decode()
    assert "Alarmen ringede ved aflæsningen" in shown
    assert "Holdes også op mod dem, planen sammenligner med" in shown
    assert '<svg role="img"' in shown
    assert "Alarm" in client.get(reverse("runs:harms")).content.decode()


def test_a_run_that_counts_no_harm_is_named_on_the_page(cast: Cast, client: Client) -> None:
    """A table over time tells how many there are in each period; the watch says so instead of waiting in silence."""
    made = watched(cast)
    a_run(cast, (None, None), (200, 200))
    assert not HarmCountRow.objects.exists()
    cast.log_in(client, cast.anders)
    shown = client.get(reverse("runs:harm", args=[made.reference])).content.decode()
    assert "Kørsler, der ikke talte skaden" in shown
    assert EvaluationRun.objects.get().code in shown
    with clock.at(clock.now() + dt.timedelta(days=1)):
        a_run(cast, (20, 20), (200, 200))
    shown = client.get(reverse("runs:harm", args=[made.reference])).content.decode()
    assert shown.count('<li><a href="/koersler/') == 2


def test_an_alarm_on_few_says_that_the_numbers_are_not_shown(cast: Cast) -> None:
    watched(cast, baseline=0.02, harm=None, beside=False)
    a_run(cast, (7, 0), (20, 20))
    body = OutboxMail.objects.first().body
    assert "Tallene vises ikke" in body
    assert "7" not in body.partition("http")[0]


def test_fewer_cases_than_before_are_set_aside_with_the_reason(cast: Cast) -> None:
    made = watched(cast)
    a_run(cast, (20, 20), (200, 200))
    with clock.at(clock.now() + dt.timedelta(days=1)):
        a_run(cast, (19, 20), (150, 200))
    aside = HarmCountRow.objects.filter(watch=made).last()
    assert not aside.rings
    assert "færre tilfælde" in aside.aside


def test_what_is_watched_is_agreed_once(cast: Cast) -> None:
    watched(cast)
    with pytest.raises(NotAllowed):
        watched(cast, baseline=0.2)
    for changes in ({"question": "findes-ikke"}, {"baseline_source": " "}):
        with pytest.raises(InputRefused):
            watched(cast, **{"synthetic": False, **changes})
