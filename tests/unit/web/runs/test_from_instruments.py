"""Audits and waves that were held here, read by a run: from the order page to what documents may quote."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from recorded_uses import BOTH, load, record

from frirum.core.catalogue.canonical import to_toml
from frirum.core.errors import InputRefused
from frirum.core.evidence.plan import EvaluationPlan, PlannedQuestion
from frirum.core.instruments.survey import SurveyResponse, survey_of
from frirum.web import clock
from frirum.web.audits import actions as audits
from frirum.web.audits.actions import RoundPlan
from frirum.web.audits.models import DrawnBy
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.files import store
from frirum.web.jobs import queue
from frirum.web.jobs.worker import run_job
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.runs.actions import look
from frirum.web.runs.from_instruments import answers_for
from frirum.web.runs.models import EvaluationRun, RunFile
from frirum.web.runs.reading import typed_result
from frirum.web.surveys.actions import begin_import
from frirum.web.surveys.keeping import keep_sheets
from frirum.web.trail.models import TrailEvent
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import UseSource

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

NOW = dt.datetime(2019, 8, 1, 9, tzinfo=dt.UTC)
AUDIT, SURVEY = "temaledelsestilsyn", "raadgiversurvey"
HALVES = ((dt.date(2018, 7, 1), dt.date(2018, 12, 31)), (dt.date(2019, 1, 1), dt.date(2019, 6, 30)))


@pytest.fixture(autouse=True)
def _ready():
    with organisation_scope([VESTHIMMERLAND]), clock.at(NOW):
        load(BOTH)
        yield


def hold_round(cast: Cast, half: int, *, without: int, of: int) -> None:
    first, last = HALVES[half]
    for k in range(of):
        record(
            cast, slug=BOTH, identity=Identity(case_number=f"{half}{k:03}"), begun_on=first + dt.timedelta(5 * k),
            facts={}, source=UseSource.EXTRACT, extract_row=f"row-{half}-{k}", by=SET_UP,
        )  # fmt: skip
    round_ = audits.open_round(
        slug=BOTH, instrument=AUDIT, organisation=VESTHIMMERLAND, plan=RoundPlan("", (first, last)), by=cast.lone
    )  # fmt: skip
    for n, case in enumerate(round_.cases.order_by("number")):
        written = {"afgjort-uden": "nej", "indhentet-ved-tvivl": "ja"}
        if n < without:
            written = {"afgjort-uden": "ja", "egen-laege-inddraget": "ja", "burde-vaere-indhentet": "nej"}
            written["ville-have-forlaenget"] = "ja"
        audits.save_case(case=case, written=written, dropped="", revision=case.revision, by=cast.lone)
    audits.hold_round(round_=round_, by=cast.lone)


def hold_wave(cast: Cast, name: str, *, yes: int, of: int) -> None:
    catalogue = current_catalogue()
    survey = survey_of(catalogue.experiment(BOTH), SURVEY, catalogue.scales)
    given = [
        {"anden-adfaerd": "yes" if n < yes else "no", "egen-laege-hvordan": "hemmelig"} for n in range(of)
    ]
    wave = begin_import(
        slug=BOTH, instrument=SURVEY, name=name, organisation=VESTHIMMERLAND, sha256=name.replace(" ", "-"), invited=40, answers=of,
        keep_until=dt.date(2020, 6, 30), by=cast.karen,
    )  # fmt: skip
    keep_sheets(wave, survey, [SurveyResponse(one, 820) for one in given])


def asked(outcome: str) -> PlannedQuestion:
    return PlannedQuestion.model_validate(
        {
            "id": outcome, "text": "Hvad blev det?", "outcome": outcome, "outcome_text": "Andelen", "test": "superiority",
            "direction": "increase", "smallest_relevant": 0.03, "comparison": ["waves"],
        }
    )  # fmt: skip


def test_a_run_reads_what_was_held_here(cast: Cast) -> None:
    """Rounds in time order, both sides know the file's fingerprint, and no case number or free text is in it."""
    hold_round(cast, 0, without=6, of=24)
    hold_round(cast, 1, without=18, of=24)
    hold_wave(cast, "runde 1", yes=6, of=20)
    hold_wave(cast, "runde 2", yes=14, of=20)
    hold_wave(cast, "lille", yes=2, of=4)
    anders = cast.log_in(Client(), cast.anders)
    page = reverse("runs:order")
    shown = anders.get(page).content.decode()
    assert "brugt 1. januar 2019 til 30. juni 2019: 24 svar" in shown
    assert "lille" not in shown, "fewer answers than the house's minimum are offered to no run"
    sources = [one.split('"')[0] for one in shown.split('name="held" value="')[1:]]
    assert len(sources) == 4
    plan = EvaluationPlan(slug=BOTH, question=(asked("sager-uden-lae265"), asked("anden-adfaerd-andel")))
    said = {"plan": BOTH, "opens": "01-08-2019", "organisation": VESTHIMMERLAND, "held": sources}

    def order(**more: str):
        file = SimpleUploadedFile("plan.toml", to_toml(plan).encode())
        return anders.post(page, said | more | {"plan_file": file})

    assert order().status_code == 200, "an audit's cases were told no day: it is asked for"
    ordered = order(legal_basis="Databeskyttelseslovens § 10", delete_on="01-08-2020")
    assert ordered.status_code == 302, ordered.content.decode()
    job = queue.take("test:1:1")
    assert job is not None
    run_job(job, threading.Event())
    run = EvaluationRun.objects.get()
    look(run=run, by=cast.anders)
    audit, survey = typed_result(run).result.questions
    assert audit.headline is not None
    assert audit.headline.inference == "hypergeometric", (
        "both lists were read whole: nothing is left to doubt"
    )
    assert audit.headline.point == pytest.approx(18 / 24 - 6 / 24)
    assert survey.headline is not None
    assert survey.headline.point == pytest.approx(14 / 20 - 6 / 20)
    files = list(RunFile.objects.all())
    noted = TrailEvent.objects.filter(event__in=("audit.answers_read", "survey.answers_read"))
    assert {one.details["sha256"] for one in noted} == {one.sha256 for one in files}
    assert len(files) == 4
    for one in files:
        text = store.path_of("statistics", one.sha256).read_text(encoding="utf-8-sig")
        assert "hemmelig" not in text
        assert "row-" not in text


def test_a_round_reported_as_counts_is_held_against_another(cast: Cast) -> None:
    """The shares are those reported; a question that depends on another is counted of the cases it was put in."""
    counts = {
        "afgjort-uden": {"1": 15, "2": 5},
        "egen-laege-inddraget": {"1": 3, "2": 2, "not_put": 15},
    }

    def report(counts):
        audits.report_results(
            slug=BOTH, instrument=AUDIT, round_="", organisation=VESTHIMMERLAND, days=HALVES[0], rule=DrawnBy.ALL,
            listed=20, reviewed=20, counts=counts, by=cast.lone,
        )  # fmt: skip

    with pytest.raises(InputRefused, match="6 svar, men spørgsmålet gælder kun 5"):
        report(counts | {"egen-laege-inddraget": {"1": 6}})
    report(counts)
    hold_round(cast, 1, without=18, of=24)
    early, late = sorted(answers_for([VESTHIMMERLAND]).values(), key=lambda one: one.when)
    assert "indberettet som tal" in early.held
    assert early.answers == 20
    rows = [dict(zip(early.questions, given, strict=True)) for _place, given in early.rows()]
    assert len(rows) == 20
    assert sum(bool(row["egen-laege-inddraget"]) for row in rows) == 5
    assert {row["afgjort-uden"] for row in rows if row["egen-laege-inddraget"]} == {"ja"}
    anders = cast.log_in(Client(), cast.anders)
    plan = EvaluationPlan(slug=BOTH, question=(asked("sager-uden-lae265"),))
    said = {
        "plan": BOTH, "opens": "01-08-2019", "organisation": VESTHIMMERLAND, "held": [late.source, early.source],
        "legal_basis": "Databeskyttelseslovens § 10", "delete_on": "01-08-2020",
    }  # fmt: skip
    file = SimpleUploadedFile("plan.toml", to_toml(plan).encode())
    assert anders.post(reverse("runs:order"), said | {"plan_file": file}).status_code == 302
    job = queue.take("test:1:1")
    assert job is not None
    run_job(job, threading.Event())
    run = EvaluationRun.objects.get()
    look(run=run, by=cast.anders)
    (found,) = typed_result(run).result.questions
    assert found.headline is not None
    assert found.headline.point == pytest.approx(18 / 24 - 5 / 20)
