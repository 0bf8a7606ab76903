"""The calendar: every audit, wave, study and form with its day, and what is late on the coordinator's front page."""

from __future__ import annotations

import datetime as dt

import pytest
from cast import VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from published import publish_shipped

from frirum.web import clock
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.schedule.items import ItemState, items_for, late_ones
from frirum.web.surveys.actions import Told, prepare_wave
from frirum.web.surveys.channel_actions import open_to_all

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

SLUG = "revalidering-lae265"


def at(year: int, month: int, day: int):
    return clock.at(dt.datetime(year, month, day, 8, tzinfo=dt.UTC))


def test_a_wave_is_soon_then_late_then_done_and_lapses_with_the_experiment(cast: Cast):
    publish_shipped(SLUG)
    states = {}
    with organisation_scope([VESTHIMMERLAND]):
        for year, month in ((2018, 9), (2018, 12), (2019, 3), (2027, 1)):
            with at(year, month, 10):
                found = [
                    one for one in items_for(cast.karen, on=clock.today()) if one.uid.startswith("survey.")
                ]
                states[year, month] = [(one.day, one.state) for one in found]
        day = dt.date(2019, 1, 1)
        assert states[2018, 9] == [(day, ItemState.LATER)]
        assert states[2018, 12] == [(day, ItemState.SOON)]
        assert states[2019, 3] == [(day, ItemState.LATE)]
        assert states[2027, 1] == [(day, ItemState.LAPSED)]
        with at(2019, 3, 10):
            karen = cast.log_in(Client(), cast.karen)
            assert "Overskredet i kalenderen" in karen.get(reverse("site:front")).content.decode()
            assert (
                "Overskredet i kalenderen" not in cast.log_in(Client(), cast.rikke).get("/").content.decode()
            )
            told = Told("Erfaring", "Kommunen", "Artikel 6", "Jobcentret", dt.date(2019, 12, 31))
            wave = prepare_wave(
                slug=SLUG, instrument="raadgiversurvey", name="halvt-aar-efter", organisation=VESTHIMMERLAND, told=told,
                closes_on=dt.date(2019, 4, 1), named=False, wording_confirmed=True, by=cast.karen,
            )  # fmt: skip
            open_to_all(wave=wave, most=10, by=cast.karen)
            items = items_for(cast.karen, on=clock.today())
            assert not late_ones(items)
            assert [one.day for one in items if one.uid == f"wave.{wave.reference}"] == [dt.date(2019, 4, 1)]
            file = Calendar.from_ical(karen.get(reverse("schedule:ics")).content)
            events = {str(one["uid"]): one for one in file.walk("VEVENT")}
            assert events[f"wave.{wave.reference}@frirum"]["dtstart"].dt == dt.date(2019, 4, 1)
            planned = next(one for uid, one in events.items() if uid.startswith("survey."))
            assert str(planned["status"]) == "CANCELLED"
            assert karen.get(reverse("schedule:page")).status_code == 200
