"""Every audit, review and survey of the catalogue is held from its definition with a yes to what is ours and no more.

`test_seed_instruments.py` holds their words against the designs.
"""

from __future__ import annotations

import datetime as dt

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from django_scopes import scopes_disabled
from published import publish_shipped
from recorded_uses import record

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.instruments import InstrumentKind
from frirum.core.catalogue.questions import QuestionKind
from frirum.core.errors import InputRefused
from frirum.core.instruments.questions import YES, applies, asked_questions, find_instrument
from frirum.core.instruments.survey import survey_of
from frirum.web import clock
from frirum.web.audits import actions as audits
from frirum.web.audits.frames import Wanted
from frirum.web.audits.models import DrawnBy
from frirum.web.audits.reviewing import REVIEWED
from frirum.web.surveys.actions import Told, prepare_wave
from frirum.web.surveys.channel_actions import open_to_all
from frirum.web.surveys.models import PendingAnswer
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import UseSource

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
CATALOGUE = shipped_catalogue()
# The numbers of the experiments that the issue names: audits and reviews, and surveys.
AUDITED, ASKED = {4, 6, 12, 16}, {1, 4, 6, 9, 12, 15, 18}


def held(kinds: tuple[InstrumentKind, ...]) -> list[tuple[str, str]]:
    return [
        (slug, one.id)
        for slug, experiment in CATALOGUE.experiments.items()
        for one in experiment.instruments
        if one.kind in kinds and one.questions and not one.omitted
    ]


SURVEYS, AUDITS = held((InstrumentKind.SURVEY,)), held(REVIEWED)
WRITTEN = {QuestionKind.OPEN: "tekst", QuestionKind.NUMBER: "4", QuestionKind.DATE: "3-9-2018"}
DAY = dt.datetime(2027, 2, 1, 8, tzinfo=dt.UTC)
TOLD = Told("Erfaring", "Kommunen", "Artikel 6", "Jobcentret", dt.date(2027, 12, 31))


def numbers(of: list[tuple[str, str]]) -> set[int]:
    return {CATALOGUE.experiment(slug).number for slug, _id in of}


def place_of(slug: str) -> str:
    taking_part = CATALOGUE.experiment(slug).participation
    return str(taking_part[0].municipality) if taking_part else VESTHIMMERLAND


def test_those_that_the_designs_ask_for_are_there() -> None:
    assert numbers(SURVEYS) >= ASKED
    assert numbers(AUDITS) >= AUDITED


@pytest.mark.parametrize(("slug", "instrument"), SURVEYS, ids=lambda one: one)
def test_a_survey_is_prepared_opened_and_answered_to_the_receipt(
    cast: Cast, slug: str, instrument: str
) -> None:
    publish_shipped(slug)
    survey = survey_of(CATALOGUE.experiment(slug), instrument, CATALOGUE.scales)
    given = {
        "slug": slug, "instrument": instrument, "name": "1", "organisation": place_of(slug), "told": TOLD,
        "closes_on": dt.date(2027, 2, 28), "named": True, "by": SET_UP,
    }  # fmt: skip
    with clock.at(DAY), scopes_disabled():
        if survey.proposed():
            with pytest.raises(InputRefused):
                prepare_wave(**given, wording_confirmed=False)
        wave = open_to_all(
            wave=prepare_wave(**given, wording_confirmed=bool(survey.proposed())), most=5, by=SET_UP
        )
        person = Client()
        link = person.post(f"/s/aabent/{wave.open_token}/")["Location"].split("?")[0]
        first = {asked.id: asked.options[-1].value for asked in survey.questions if asked.options}
        first |= {asked.id: YES for asked in survey.questions if asked.question.screening}
        side, shown = "?side=1", ""
        for _page in range(30):
            page = person.get(link + side).content.decode()
            shown += page
            if "Send svar" in page:
                break
            side = "?" + person.post(link + side, {"go": "next", **first})["Location"].split("?")[1]
        assert survey.questions[0].question.text in shown
        assert "Tak for dit svar" in person.post(link + side).content.decode()
    assert PendingAnswer.objects.filter(wave=wave.reference).count() == 1


@pytest.mark.parametrize(("slug", "instrument"), AUDITS, ids=lambda one: one)
def test_an_audit_is_opened_reviewed_and_held(cast: Cast, slug: str, instrument: str) -> None:
    publish_shipped(slug)
    experiment = CATALOGUE.experiment(slug)
    place, begun = place_of(slug), dt.date(2018, 9, 3)
    questions = asked_questions(find_instrument(experiment, instrument), experiment, CATALOGUE.scales)
    part = experiment.parts[0].slug if experiment.parts else ""
    with scopes_disabled():
        for n in range(3):
            record(
                cast, slug=slug, part=part, organisation=place, identity=Identity(case_number=f"{n:03}"), facts={},
                begun_on=begun + dt.timedelta(n), source=UseSource.EXTRACT, extract_row=f"row-{n}", by=SET_UP,
            )  # fmt: skip
        round_ = audits.open_round(
            slug=slug, instrument=instrument, organisation=place, by=SET_UP,
            plan=audits.RoundPlan(
                round_="", days=(begun, begun + dt.timedelta(30)), wanted=Wanted(DrawnBy.ALL, None, None)
            ),
        )  # fmt: skip
        for number in (1, 2, 3):
            case = round_.cases.get(number=number)
            written: dict[str, str] = {}
            given: dict[str, object] = {}
            for one in questions:
                if applies(one.id, [q.question for q in questions], given) is True:
                    given[one.id] = one.options[0].value if one.options else "tekst"
                    written[one.id] = one.options[0].text if one.options else WRITTEN[one.question.kind]
            saved = audits.save_case(
                case=case, written=written, dropped="", revision=case.revision, by=SET_UP
            )
            assert set(saved.answers) == set(written)
        # A counterfactual question is two people's: the design's way where there is no baseline.
        if not any(one.question.counterfactual for one in questions):
            assert audits.hold_round(round_=round_, by=SET_UP).is_held
