"""Minutes and experience: a time study on drawn days, and a conversation whose claims stay experience."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io

import pytest
from cast import VESTHIMMERLAND, Cast
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from published import publish_shipped

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.extracts.kinds import kind_named
from frirum.web import clock
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.studies.actions import (
    begin_time_study,
    close_time_study,
    note_claim,
    record_conversation,
    take_time_away,
    write_time,
)
from frirum.web.studies.form_lines import study_lines
from frirum.web.studies.models import TimeStudy

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

NOW = dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)
SLUG = "revalidering-lae265"
FIRST, LAST = dt.date(2027, 3, 1), dt.date(2027, 3, 31)


@pytest.fixture(autouse=True)
def _march():
    with clock.at(NOW), organisation_scope([VESTHIMMERLAND]):
        publish_shipped(SLUG)
        yield


def begun(cast: Cast, phase: str = "before", **changes) -> TimeStudy:
    given = {
        "slug": SLUG, "organisation": VESTHIMMERLAND, "tasks": ["certificate", "plan"], "first_day": FIRST,
        "last_day": LAST, "n_days": 4, "seed": 42,
    } | changes  # fmt: skip
    return begin_time_study(phase=phase, by=cast.karen, **given)


def test_the_days_are_weekdays_that_anybody_can_draw_again(cast: Cast):
    study = begun(cast)
    weekdays = [FIRST + dt.timedelta(n) for n in range(31) if (FIRST + dt.timedelta(n)).weekday() < 5]
    order = sorted(weekdays, key=lambda day: hashlib.sha256(f"42::{day.isoformat()}".encode()).hexdigest())
    assert study.days == sorted(day.isoformat() for day in order[:4])
    for changes in (
        {"n_days": 99},
        {"tasks": []},
        {"tasks": ["opdigtet"]},
        {"last_day": dt.date(2027, 2, 1)},
    ):
        with pytest.raises(InputRefused):
            begun(cast, **changes)


def test_time_is_written_corrected_compared_and_fetched(cast: Cast):
    before, during = begun(cast), begun(cast, "during")
    rikke = cast.log_in(Client(), cast.rikke)
    page = reverse("studies:study", args=[before.reference])
    given = {"on": before.days[0], "task": "certificate", "role": "caseworker"}
    assert rikke.post(page, given | {"minutes": "0"}).status_code == 200
    for minutes in (30, 40, 50, 60, 70):
        assert rikke.post(page, given | {"minutes": minutes}).status_code == 302
        write_time(
            study=during, on=dt.date.fromisoformat(during.days[0]), task="certificate", role="caseworker",
            minutes=minutes - 20, by=cast.lone,
        )  # fmt: skip
    with pytest.raises(InputRefused):
        write_time(
            study=before, on=dt.date(2027, 3, 6), task="plan", role="caseworker", minutes=5, by=cast.rikke
        )
    one = before.entries.last()
    with pytest.raises(NotAllowed):
        take_time_away(entry=one, by=cast.lone)
    rikke.post(reverse("studies:remove", args=[before.reference, one.pk]))
    assert before.entries.count() == 4
    text = cast.log_in(Client(), cast.karen).get(page).content.decode()
    assert "for få linjer" in text
    assert "30,0" in text
    close_time_study(study=before, by=cast.karen)
    # Four lines are too few to be told; the other study goes on.
    assert list(study_lines(SLUG, VESTHIMMERLAND, LAST)) == []
    assert set(before.entries.values_list("written_by", flat=True)) == {""}
    with pytest.raises(NotAllowed):
        write_time(study=before, on=FIRST, task="plan", role="caseworker", minutes=5, by=cast.rikke)
    with pytest.raises(DatabaseError), transaction.atomic():
        TimeStudy.objects.filter(pk=before.pk).update(days=[])
    karen = cast.log_in(Client(), cast.karen)
    body = karen.get(reverse("studies:csv", args=[during.reference])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body), delimiter=";"))
    kind = kind_named("time_entries")
    words = {heading for field in kind.fields for heading in (field.danish.casefold(), *field.headings)}
    assert {"opgave", "dato", "minutter"} <= words
    assert [row["minutter"] for row in rows] == ["10", "20", "30", "40", "50"]
    close_time_study(study=during, by=cast.karen)
    (line,) = study_lines(SLUG, VESTHIMMERLAND, LAST)
    assert "30 minutter i midten og 30,0 i gennemsnit" in line.text
    assert (line.question, line.about) == ("results.gains", "money")


def test_what_is_said_in_a_conversation_is_experience_and_names_nobody(cast: Cast):
    given = {
        "slug": SLUG, "organisation": VESTHIMMERLAND, "kind": "focus_group", "held_on": NOW.date(), "notes": "",
        "guide": "Hvad er blevet lettere?", "participants": {"Rådgiver": 4}, "by": cast.karen,
    }  # fmt: skip
    for changes in (
        {"held_on": NOW.date() + dt.timedelta(1)}, {"guide": " "}, {"participants": {}}, {"notes": "010203-1234"},
    ):  # fmt: skip
        with pytest.raises(InputRefused):
            record_conversation(**(given | changes))
    made = record_conversation(**given)
    said = {"conversation": made, "theme": "Tid", "direction": "better", "by": cast.karen}
    with pytest.raises(InputRefused, match="deltog"):
        note_claim(**said, text="Det går hurtigere.", said_by="Borger")
    note_claim(**said, text="Det går hurtigere.", said_by="Rådgiver")
    page = cast.log_in(Client(), cast.karen).get(reverse("studies:conversation", args=[made.reference]))
    assert "erfaring, trin 0" in page.content.decode()
    (line,) = study_lines(SLUG, VESTHIMMERLAND, NOW.date())
    assert (
        line.text
        == "Tid: Det går hurtigere (bedre end før). Det er erfaring (trin 0) og viser ingen virkning."
    )
    assert (line.question, line.source) == ("results.benefits", "fokusgruppe, 1. marts 2027")
    form = {
        "slug": SLUG, "organisation": VESTHIMMERLAND, "kind": "interview", "held_on": "1-3-2027",
        "guide": "Hvad?", "participants": "Læge: 1\nRådgiver: mange", "notes": "",
    }  # fmt: skip
    client = cast.log_in(Client(), cast.karen)
    assert client.post(reverse("studies:new_conversation"), form).status_code == 200
    assert (
        client.post(reverse("studies:new_conversation"), form | {"participants": "Læge: 1"}).status_code
        == 302
    )
