"""Answers from another tool in the site: columns and values pointed out on a page, told by cell, taken in whole rows."""

from __future__ import annotations

import datetime as dt

import pytest
from cast import VESTHIMMERLAND
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from published import publish_shipped

from frirum.web import clock
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.surveys.bringing_views import _value_key
from frirum.web.surveys.keeping import close_due
from frirum.web.surveys.models import AnswerFile, SurveyWave
from frirum.web.surveys.reading import answers_of, texts_of

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

START = dt.datetime(2027, 2, 1, 8, tzinfo=dt.UTC)
SLUG, INSTRUMENT = "mentorregler", "survey-raadgivere"
TOLD = {
    "organisation": VESTHIMMERLAND, "name": "papir", "invited": "9", "closes_on": "15-1-2027",
    "keep_until": "31-12-2027",
}  # fmt: skip
FILE = (
    "Tid;Spm 1;Spm 2;Hvor\n"
    "8.01;Tit;i høj grad;Vesthimmerlands\n"
    "8.02;aldrig;;Vesthimmerlands\n"
    "8.03;få gange;hverken eller;Aalborg\n"
    "8.04;få gange;meget;Vesthimmerlands\n"
    "8.05;Tit;i nogen grad;Vesthimmerlands\n"
)


@pytest.fixture(autouse=True)
def _february():
    with clock.at(START), organisation_scope([VESTHIMMERLAND]):
        publish_shipped(SLUG)
        yield


def bring(client, content=FILE, **told):
    file = SimpleUploadedFile("svar.csv", content.encode(), "text/csv")
    return client.post(reverse("surveys:bring", args=[SLUG, INSTRUMENT]), TOLD | told | {"file": file})


def questions():
    from frirum.core.catalogue import shipped_catalogue
    from frirum.core.instruments.survey import survey_of

    catalogue = shipped_catalogue()
    return survey_of(catalogue.experiment(SLUG), INSTRUMENT, catalogue.scales).questions


def test_columns_and_values_are_pointed_out_and_the_rows_taken_in(cast):
    karen = cast.log_in(Client(), cast.karen)
    page = bring(karen)["Location"]
    first, second = questions()[0].id, questions()[1].id
    shown = karen.get(page).content.decode()
    assert "Ingen kolonne hører til et spørgsmål." in shown
    said = {"municipality": "3", f"c-{first}": "1", f"c-{second}": "2", "go": "look"}
    shown = karen.post(page, said).content.decode()
    assert "Hvad betyder »Tit«?" in shown
    assert "B2" in shown
    said |= {_value_key(first, "Tit"): str(questions()[0].options[2].value)}
    shown = karen.post(page, said).content.decode()
    assert "Tag 3 svar ind" in shown, shown[shown.index("<main") :]
    assert "D4" in shown, "a row of another municipality is told by its cell"
    assert "C5" in shown
    assert "8.01" not in shown
    brought = AnswerFile.objects.get()
    assert "Tit" not in brought.sealed
    taken = karen.post(page, said | {"go": "take"})
    wave = SurveyWave.objects.get()
    assert taken["Location"] == reverse("surveys:wave", args=[wave.reference])
    assert (wave.answers, wave.invited, wave.keep_until) == (3, 9, dt.date(2027, 12, 31))
    assert wave.closes_on == dt.date(2027, 1, 15), "the day tells which of several waves came first"
    kept = [sheet.answers for sheet in answers_of(wave).sheets]
    assert sorted(one[first] for one in kept) == sorted(
        [questions()[0].options[2].value] * 2 + [questions()[0].options[0].value]
    )
    assert not texts_of(wave)
    assert not AnswerFile.objects.exists()
    again = bring(karen)["Location"]
    refused = karen.post(again, said | {"go": "take"})
    assert refused.status_code == 409
    assert "er taget ind i runden papir før" in refused.content.decode()
    karen.post(again, {"go": "drop"})
    assert not AnswerFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", {}),
        ("PK\x03\x04 no workbook", {}),
        (FILE, {"keep_until": "1-1-2027"}),
        (FILE, {"closes_on": ""}),
        (FILE, {"closes_on": "2-2-2027"}),
        (FILE, {"name": "010203-1234"}),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(cast, content, told):
    refused = bring(cast.log_in(Client(), cast.karen), content, **told)
    assert refused.status_code in (200, 409)
    assert "fejl" in refused.content.decode().lower()
    assert not AnswerFile.objects.exists()


def test_a_file_is_its_organisations_own_and_gone_after_a_day(cast):
    page = bring(cast.log_in(Client(), cast.karen))["Location"]
    assert cast.log_in(Client(), cast.otto).get(page).status_code == 404
    with clock.at(START + dt.timedelta(days=1, hours=1)):
        close_due()
    assert not AnswerFile.objects.exists()


def test_cells_that_look_like_a_person_are_not_shown(cast):
    karen = cast.log_in(Client(), cast.karen)
    page = bring(karen, FILE.replace("Tit", "010203-1234"))["Location"]
    said = {"municipality": "3", f"c-{questions()[0].id}": "1", "go": "look"}
    shown = karen.post(page, said).content.decode()
    assert "B2" in shown
    assert "010203" not in shown
