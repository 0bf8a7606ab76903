"""A code that respondents make themselves: asked for where the wave says so, kept as a mark, used where pairs are enough."""

from __future__ import annotations

import datetime as dt

import pytest
from cast import VESTHIMMERLAND
from django.test import Client
from django.urls import reverse
from published import publish_shipped

from frirum.web import clock
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.survey_answers.models import SurveyAnswer, SurveyMark
from frirum.web.surveys import answering
from frirum.web.surveys.actions import Told, close_wave, prepare_wave
from frirum.web.surveys.channel_actions import begin_interview, open_to_all
from frirum.web.surveys.keeping import keep_pending
from frirum.web.surveys.models import PendingAnswer
from frirum.web.zones import STATISTICS, alias

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

NOON = dt.datetime(2027, 2, 1, 11, tzinfo=dt.UTC)
SLUG, INSTRUMENT = "mentorregler", "survey-raadgivere"


@pytest.fixture(autouse=True)
def _february():
    with clock.at(NOON), organisation_scope([VESTHIMMERLAND]):
        publish_shipped(SLUG)
        yield


def opened(cast, name, *, pairing=True):
    wave = prepare_wave(
        slug=SLUG, instrument=INSTRUMENT, name=name, organisation=VESTHIMMERLAND, closes_on=dt.date(2027, 2, 28),
        told=Told("Erfaring", "Kommunen", "Artikel 6", "Jobcentret", dt.date(2027, 12, 31)), named=False,
        wording_confirmed=True, pairing=pairing, by=cast.karen,
    )  # fmt: skip
    return open_to_all(wave=wave, most=50, by=cast.karen)


def answer(wave, code, *, kvaliteten="2"):
    """From the open link to the receipt, or the page that refuses the code; (response, link)."""
    own = answering.begin_openly(wave.open_token, 820)
    client, link = Client(), f"/s/{own}/"
    client.post(f"{link}?side=1", {"go": "next", "har-benyttet": "3"})
    client.post(f"{link}?side=2", {"go": "next", "har-forenklet": "4", "kvaliteten": kvaliteten})
    return client.post(f"{link}?side=99", {"kode": code}), link


def test_answers_of_two_waves_are_paired_and_the_code_is_nowhere(cast, client):
    first, second = opened(cast, "1"), opened(cast, "2")
    codes = [f"AN{n:02}RA" for n in range(9)]
    for code in codes:
        assert answer(first, code, kvaliteten="2")[0].status_code == 200
    for code in codes:
        assert answer(second, f" {code.lower()[:4]}-{code[4:]}", kvaliteten="3")[0].status_code == 200
    answer(second, "")
    assert not any("an00ra" in row.sealed.casefold() for row in PendingAnswer.objects.all())
    assert keep_pending() == 19
    marks = SurveyMark.objects.using(alias(STATISTICS))
    assert marks.count() == 18, "one wrote no code"
    assert marks.filter(wave=first.reference).values_list("mark").intersection(
        marks.filter(wave=second.reference).values_list("mark")
    ).count() == 9  # fmt: skip
    assert not any(
        "ra" in str(row.content).casefold() for row in SurveyAnswer.objects.using(alias(STATISTICS))
    )
    other = opened(cast, "3")
    other.instrument = "en-anden"
    assert answering.mark_of(first, "an00ra") == answering.mark_of(second, "an00ra")
    assert answering.mark_of(first, "an00ra") != answering.mark_of(other, "an00ra")
    for wave in (first, second):
        close_wave(wave=wave, by=cast.karen)
    cast.log_in(client, cast.karen)
    page = client.get(reverse("surveys:results", args=[second.reference]), {"mod": str(first.reference)})
    shown = page.content.decode()
    assert "9 skrev samme kode begge gange" in shown
    assert "ingen p-værdi kan regnes" in shown
    assert "100,0 procentpoint" in shown


def test_a_code_is_asked_for_where_the_wave_says_so_and_one_that_names_somebody_is_refused(cast):
    wave = opened(cast, "1")
    refused, link = answer(wave, "010203-1234")
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "Skriv ikke et nummer" in shown
    assert "Send svar" in shown
    assert not PendingAnswer.objects.exists()
    assert "Til sidst kan du skrive en kode" in Client().get(link).content.decode()
    assert Client().post(f"{link}?side=99", {"kode": "AN07RA"}).status_code == 200
    token = begin_interview(wave=wave, municipality=820, by=cast.karen)
    assert "kode" not in Client().get(f"/s/{token}/?side=99").content.decode()
    plain = opened(cast, "2", pairing=False)
    sent, _link = answer(plain, "AN07RA")
    assert sent.status_code == 200
    while keep_pending():
        pass
    close_wave(wave=plain, by=cast.karen)
    keep_pending()
    assert not SurveyMark.objects.using(alias(STATISTICS)).filter(wave=plain.reference).exists()
