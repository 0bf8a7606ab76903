"""The pages of the diagnosis, the planner and the back-test; the design as a document."""

from __future__ import annotations

import itertools

import pytest

from frirum.core.designs.diagnosis.forecast import Estimate, forecast_uses
from frirum.web.designs.forecast_picture import draw_forecast
from frirum.web.designs.forms import PlannerForm
from frirum.web.experiments.actions import load_shipped
from frirum.web.following.demonstration import make_synthetic_experiment
from frirum.web.organisations.demonstration import make_demonstration
from frirum.web.trail.actors import SET_UP

PAGE = "/forsoeg/integration-kontaktforloeb/diagnose/"


@pytest.fixture
def site(client, db):
    load_shipped(by=SET_UP)
    return client


def test_the_page_says_what_is_unknown_and_what_is_wanting(site):
    text = site.get(PAGE).content.decode()
    assert "Ukendt volumen" in text
    assert "et højt skøn over brugen" in text
    for word_of_the_file in ("plan.uptake", "smallest_relevant"):
        assert word_of_the_file not in text
    assert "Designet modsiger sig selv" in text
    assert "Ingen bliver spurgt om det, der loves." in text


def test_the_page_says_how_precisely_the_instruments_will_answer(site):
    text = site.get("/forsoeg/mentorregler/diagnose/").content.decode()
    assert "Hvor præcist redskaberne kan svare" in text
    assert "29 sager uden fejl viser, at under 10 pct. har fejl" in text


def test_the_planner_answers_with_the_published_figures(site):
    text = site.get(
        PAGE, {"brug": "7", "udgangspunkt": "30", "forskel": "10", "maaneder": "42"}
    ).content.decode()
    assert "For spinkelt" in text
    assert "fra 30 pct. op på 88 pct." in text
    assert "op på 88 pct." in text
    assert "Det tager 97 år i jeres tempo." in text


def test_the_planner_forecasts_uses(site):
    text = site.get(
        PAGE,
        {
            "citizens": "60 80 120",
            "bider": "20 30 50",
            "bruges": "10 20 40",
            "maaneder": "42",
            "forskel": "10",
        },
    ).content.decode()
    assert "Sandsynlighed for brug nok" in text
    assert "i otte af ti tilfælde" in text
    assert "Hvor mange sager perioden vil give" in text
    assert "<rect" in text


def test_the_picture_of_a_forecast_holds_the_whole_distribution_and_marks_what_is_enough():
    certain = {name: Estimate.exactly(1) for name in ("share_rule_bites", "share_used", "share_consenting")}
    forecast = forecast_uses(eligible_per_year=Estimate.exactly(30), months=12, **certain)
    picture = draw_forecast(forecast, 35)
    assert sum(bar.share for bar in picture.bars) + picture.outside == pytest.approx(1)
    assert picture.bars[0].first == 0
    for left, right in itertools.pairwise(picture.bars):
        assert left.last + 1 == right.first
        assert left.x + left.width < right.x
    assert all(bar.enough == (bar.first >= 35) for bar in picture.bars)
    at = next(bar for bar in picture.bars if bar.first <= 35 <= bar.last)
    assert picture.mark is not None
    assert at.x - 1 <= picture.mark <= at.x + at.width + 1
    assert max(picture.bars, key=lambda bar: bar.share).height == picture.bottom - 28
    assert draw_forecast(forecast, 500).mark is None
    assert draw_forecast(forecast, None).enough == 20


def test_a_forecast_of_nothing_is_one_bar():
    nothing = Estimate.exactly(0)
    forecast = forecast_uses(
        eligible_per_year=nothing,
        share_rule_bites=nothing,
        share_used=nothing,
        share_consenting=nothing,
        months=12,
    )
    (bar,) = draw_forecast(forecast, None).bars
    assert (bar.first, bar.last, bar.share) == (0, 0, 1)


@pytest.mark.parametrize(
    "answers, field",
    [
        ({"brug": "-1"}, "brug"),
        ({"brug": "10", "udgangspunkt": "130"}, "udgangspunkt"),
        ({"brug": "10", "udgangspunkt": "nan"}, "udgangspunkt"),
        ({"brug": "10", "municipalities": "11", "deltagere": "12"}, "deltagere"),
        ({"brug": "10", "municipalities": "11"}, "deltagere"),
        ({"citizens": "60 80 120"}, "citizens"),
        ({"citizens": "120 80 60", "bider": "50", "bruges": "50", "maaneder": "12"}, "citizens"),
        ({"citizens": "80", "bider": "150", "bruges": "50", "maaneder": "12"}, "bider"),
        ({"citizens": "80", "bider": "50", "bruges": "50"}, "maaneder"),
        ({"udgangspunkt": "30"}, "brug"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(answers, field):
    assert field in PlannerForm(answers).errors


def test_numbers_that_are_impossible_together_are_refused_on_the_page(site):
    text = site.get(PAGE, {"brug": "50", "udgangspunkt": "30", "forskel": "-40"}).content.decode()
    assert "Udgangspunktet plus den mindste relevante forskel skal være mellem 0 og 100 pct." in text
    # A margin that nothing can break is no margin, and a 0 that was typed is not "nobody has said".
    text = site.get(PAGE, {"brug": "50", "udgangspunkt": "30", "margin": "40"}).content.decode()
    assert "så den er altid overholdt" in text
    text = site.get(PAGE, {"brug": "50", "udgangspunkt": "30", "margin": "0"}).content.decode()
    assert "Skriv et tal, der ikke er 0" in text


def test_the_back_test_calls_hindsight_by_its_name(site):
    text = site.get("/tilbageblik/").content.decode()
    assert "Antal sager er bagklogskab" in text
    assert "i så lav grad, at der ikke kan konkluderes" in text


def test_the_back_test_leaves_out_what_is_made_up(site):
    make_demonstration()
    make_synthetic_experiment()
    assert "Syntetisk" not in site.get("/tilbageblik/").content.decode()


@pytest.mark.parametrize(
    "extension, start", [("html", b"<!DOCTYPE html>"), ("docx", b"PK"), ("pdf", b"%PDF")]
)
def test_the_design_in_three_formats(site, extension, start):
    found = site.get(f"/forsoeg/integration-kontaktforloeb/evalueringsdesign.{extension}")
    assert found.status_code == 200
    assert found.content.startswith(start)


def test_what_does_not_exist_is_not_found(site):
    assert site.get("/forsoeg/findes-ikke/diagnose/").status_code == 404
    assert site.get("/forsoeg/mikrolaan/evalueringsdesign.exe").status_code == 404
    assert site.get("/forsoeg/findes-ikke/evalueringsdesign.pdf").status_code == 404
    assert site.get("/forsoeg/mikrolaan/deler-landet/").status_code == 404  # it shares the country with none
