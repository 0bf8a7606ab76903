"""Checking a case on the site: what is asked, what is answered, and that nothing of it stays."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Any

import pytest
from cast import Cast
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from frirum.core.catalogue import shipped_catalogue
from frirum.core.law.facts import read_facts
from frirum.web.cases import views
from frirum.web.cases.answers import answer
from frirum.web.cases.fitting import all_questions, candidates, next_facts
from frirum.web.cases.forms import CaseForm, posted
from frirum.web.cases.questions import questions

SEVEN = "foertidspension-opfoelgning"
SEVEN_FACTS = {
    "municipality": "820",
    "on_disability_pension": "ja",
    "in_wage_subsidy_job": "ja",
    "employment_start": "15-09-2018",
}
both_databases = pytest.mark.django_db(databases=["default", "statistics"])


@pytest.fixture
def _catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped definitions without the second it takes to publish them in a database."""
    monkeypatch.setattr(views, "current_catalogue", shipped_catalogue)


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def chosen(page: str) -> list[str]:
    """The values of the options that stand chosen."""
    return re.findall(r'<option\s+value="(\d*)"\s+selected', page)


# ---- what is asked ----


def test_only_what_the_answer_or_a_deadline_needs_is_asked() -> None:
    asked = questions(shipped_catalogue().experiment(SEVEN), None)
    assert [question.fact.id for question in asked] == [
        "municipality",
        "on_disability_pension",
        "in_wage_subsidy_job",
        "employment_start",
        "last_follow_up",
    ]
    assert asked[1].rules == ("frikommunebekendtgørelsens § 23",)
    assert asked[3].example == "15. september 2018"


def test_an_example_of_a_number_is_what_is_typed_and_the_unit_stands_at_the_question() -> None:
    experiment = shipped_catalogue().experiment("ressourceforloeb-forlaengelse")
    [asked] = [question for question in questions(experiment, None) if question.fact.unit == "måneder"]
    assert asked.example == "6"


def test_a_part_asks_its_own_questions_and_not_its_siblings() -> None:
    experiment = shipped_catalogue().experiment("mentorregler")
    exempt, flexible = ({q.fact.id for q in questions(experiment, part)} for part in experiment.parts)
    assert "seriously_ill" in exempt - flexible
    assert "mentor_start" in flexible - exempt
    assert "municipality" in exempt & flexible


EXAMPLES = [
    pytest.param(experiment.slug, example.id, id=f"{experiment.slug}-{example.id}")
    for experiment in shipped_catalogue().experiments.values()
    for example in experiment.examples
    if example.on is None and (example.part_slug or not experiment.parts)
]


@pytest.mark.parametrize(("slug", "example_id"), EXAMPLES)
def test_every_example_of_the_catalogue_gets_its_answer_through_the_form(slug: str, example_id: str) -> None:
    experiment = shipped_catalogue().experiment(slug)
    example = next(e for e in experiment.examples if e.id == example_id)
    part = experiment.part(example.part_slug) if example.part_slug else None
    raw = {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in example.facts.items()}
    form = CaseForm(questions(experiment, part), dict(posted(read_facts(raw, experiment.all_facts()))))
    assert form.is_valid(), form.errors
    found = answer(experiment, part, form.facts())
    assert found.assessment.answer == example.answer
    if example.answer is None:
        assert {fact.id for fact in found.missing} == set(example.missing_facts)


# ---- the page ----


@both_databases
@pytest.mark.usefixtures("_catalogue")
def test_the_answer_stands_first_with_deadlines_and_note(client: Client) -> None:
    page = text(client.post(reverse("cases:check", args=[SEVEN]), SEVEN_FACTS))
    assert "15. marts 2019 15. marts 2021 731 dage" in page
    assert page.index("Sagen er omfattet") < page.index("Notat til sagen") < page.index("Ret oplysningerne")


@both_databases
@pytest.mark.usefixtures("_catalogue")
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"employment_start": ""}, "Der mangler oplysninger"),
        ({"on_disability_pension": "nej"}, "Sagen er ikke omfattet"),
        ({"municipality": "851"}, "Aalborg deltager ikke"),
        ({"employment_start": "01-01-2026"}, "Forsøget gælder ikke på sagens dato"),
        # Employed before the start: no source says whether such a case moved over, so no certain answer is given.
        ({"employment_start": "30-06-2018"}, "Der skal skønnes, før der kan svares"),
        (
            {"employment_start": "30-06-2018"},
            "Sagens egen dato er den 30. juni 2018; svaret gælder den 1. juli 2018.",
        ),
        (
            {"employment_start": "30-06-2018"},
            "Tvivl i kilderne: Kilderne siger ikke, om borgere, der allerede var ansat",
        ),
        # A follow-up before the employment: no verdict, and said at the question in its own words.
        (
            {"last_follow_up": "01-01-2018"},
            "Svaret på »Hvornår blev der sidst fulgt op«, 1. januar 2018, ligger før",
        ),
        ({"employment_start": "01-02-2020"}, "Reglerne er ændret, mens forsøget kørte"),
        ({"employment_start": "30-02-2019"}, "Datoen findes ikke"),
        ({"employment_start": "01-07-9999"}, "Skriv et årstal mellem 1900 og 2100"),
        ({"municipality": "999"}, "Ret fejlen"),
    ],
)
def test_what_is_said(client: Client, facts: dict[str, str], said: str) -> None:
    assert said in text(client.post(reverse("cases:check", args=[SEVEN]), SEVEN_FACTS | facts))


@both_databases
@pytest.mark.usefixtures("_catalogue")
def test_no_law_change_is_shown_before_it_happened(client: Client) -> None:
    facts = SEVEN_FACTS | {"employment_start": "31-12-2019"}
    assert "Reglerne er ændret" not in text(client.post(reverse("cases:check", args=[SEVEN]), facts))


@both_databases
@pytest.mark.usefixtures("_catalogue")
def test_a_judgement_names_the_one_who_judges(client: Client) -> None:
    experiment = shipped_catalogue().experiment("revalidering-lae265")
    assert any(question.judged_by for question in questions(experiment, None))
    facts = {"municipality": "851", "kind_of_case": "extension", "case_start": "01-03-2019"}
    found = {q.fact.id: [c.value for c in q.fact.choices] for q in questions(experiment, None)}
    facts["kind_of_case"] = found["kind_of_case"][1]
    page = text(client.post(reverse("cases:check", args=["revalidering-lae265"]), facts))
    assert "Der skal skønnes" in page
    assert "Skønnet er overladt til: rådgiver" in page


# ---- nothing of it stays ----


@both_databases
@pytest.mark.usefixtures("_catalogue")
def test_a_check_writes_no_row_and_no_log_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with (
        CaptureQueriesContext(connections["default"]) as one,
        CaptureQueriesContext(connections["statistics"]) as other,
    ):
        response = client.post(reverse("cases:check", args=[SEVEN]), SEVEN_FACTS)
    assert response.status_code == 200
    asked = [query["sql"] for query in (*one.captured_queries, *other.captured_queries)]
    assert [
        sql for sql in asked if not sql.lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE"))
    ] == []
    assert not [
        r for r in caplog.records if r.name != "django.db.backends" and "15-09-2018" in r.getMessage()
    ]
    assert "no-store" in response.headers["Cache-Control"]


@both_databases
@pytest.mark.usefixtures("_catalogue")
@pytest.mark.parametrize(
    "query",
    [
        "?cpr=0101011234",
        "?0101011234=1",
        "?on_disability_pension=ja",
        "?kommune=820&navn=Hansen",
        "?kommune=0101011234",
    ],
)
@pytest.mark.parametrize("route", ["start", "which", "check"])
def test_what_does_not_belong_in_an_address_is_taken_out(client: Client, route: str, query: str) -> None:
    address = reverse(f"cases:{route}", args=[SEVEN] if route == "check" else [])
    response = client.get(address + query)
    named = "?kommune=820&afvist=1" if "820" in query else "?afvist=1"
    # A number is taken out for every page of the site (test_addresses.py), before this page sees it.
    named = "" if "0101011234" in query else named
    assert (response.status_code, response["Location"]) == (302, address + named)
    page = client.get(response["Location"]).content.decode()
    assert ("Noget i adressen blev ikke brugt" if named else "ligner et CPR-nummer") in page
    assert "0101011234" not in page
    assert "Hansen" not in page


@both_databases
@pytest.mark.usefixtures("_catalogue")
def test_a_deep_link_may_name_the_municipality(client: Client) -> None:
    page = client.get(reverse("cases:check", args=[SEVEN]) + "?kommune=820").content.decode()
    assert chosen(page) == ["820"]


@both_databases
@pytest.mark.usefixtures("_catalogue")
def test_the_own_municipality_stands_chosen(cast: Cast, client: Client) -> None:
    own = cast.log_in(client, cast.rikke).get(reverse("cases:check", args=[SEVEN])).content.decode()
    assert chosen(own) == ["820"]
    # A coordinator of a whole network acts for several, so none is assumed.
    several = cast.log_in(client, cast.niels).get(reverse("cases:check", args=[SEVEN])).content.decode()
    assert chosen(several) == [""]


@both_databases
@pytest.mark.usefixtures("_catalogue")
@pytest.mark.parametrize("place", [["findes-ikke"], [SEVEN, "ingen-del"]])
def test_what_does_not_exist(client: Client, place: list[str]) -> None:
    route = "cases:check_part" if len(place) > 1 else "cases:check"
    assert client.get(reverse(route, args=place)).status_code == 404


@both_databases
@pytest.mark.usefixtures("_catalogue")
def test_the_menu_has_it_for_those_whose_work_it_is(cast: Cast, client: Client) -> None:
    assert 'href="/sag/"' in cast.log_in(client, cast.rikke).get("/").content.decode()
    assert 'href="/sag/"' not in cast.log_in(client, cast.mette).get("/").content.decode()


# ---- the calendar ----


@both_databases
@pytest.mark.usefixtures("_catalogue")
def test_the_calendar_holds_the_date_that_governs(client: Client) -> None:
    response = client.post(reverse("cases:calendar", args=[SEVEN]), SEVEN_FACTS)
    assert response["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event.decoded("dtstart") == dt.date(2021, 3, 15)
    assert event.decoded("dtend") == dt.date(2021, 3, 16)
    assert "15. marts 2019" in str(event["description"])


@both_databases
@pytest.mark.usefixtures("_catalogue")
@pytest.mark.parametrize(
    "facts", [{"municipality": "851"}, {"employment_start": ""}, {"employment_start": "x"}]
)
def test_no_calendar_without_a_date_to_keep(client: Client, facts: dict[str, str]) -> None:
    assert client.post(reverse("cases:calendar", args=[SEVEN]), SEVEN_FACTS | facts).status_code == 404
    assert client.get(reverse("cases:calendar", args=[SEVEN])).status_code == 405


def test_a_text_shaped_like_a_cpr_number_is_refused() -> None:
    from django.forms import ValidationError

    from frirum.web.cases.forms import without_cpr

    for shape in ("010101-1234", "0101011234", "født 010101 1234"):
        with pytest.raises(ValidationError):
            without_cpr(shape)
    without_cpr("brev af 01-01-2019, nr. 12345")


# ---- every experiment ----


def test_place_and_day_put_most_aside_and_answers_the_rest() -> None:
    catalogue = shipped_catalogue()
    asked = all_questions(catalogue)
    day = dt.date(2019, 3, 1)
    first = candidates(catalogue, municipality=461, day=day, facts={})
    assert {c.experiment.slug for c in first if c.answer is None} <= {
        e.slug for e in catalogue.experiments.values() if not e.participation
    }
    known = {"on_disability_pension": True, "in_wage_subsidy_job": True}
    found = candidates(catalogue, municipality=820, day=day, facts=known)
    assert found[0].experiment.slug == SEVEN
    assert found[0].posted == [
        ("on_disability_pension", "ja"),
        ("in_wage_subsidy_job", "ja"),
        ("municipality", "820"),
        ("employment_start", "01-03-2019"),
    ]
    assert not set(next_facts(found, known, asked)) & set(known)


def test_what_does_not_fit_says_why() -> None:
    catalogue = shipped_catalogue()
    facts = {"on_disability_pension": False}
    found = candidates(catalogue, municipality=820, day=dt.date(2019, 3, 1), facts=facts)
    seven = next(c for c in found if c.experiment.slug == SEVEN)
    assert seven.obstacle == "Ikke opfyldt: Borgeren får førtidspension"
    elsewhere = candidates(catalogue, municipality=851, day=dt.date(2019, 3, 1), facts={})
    assert "deltager ikke" in next(c for c in elsewhere if c.experiment.slug == SEVEN).obstacle
