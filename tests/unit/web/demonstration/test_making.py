"""The made-up experiment in full use: on whatever day it is made, each role has something to do."""

from __future__ import annotations

import datetime as dt

import pytest
from cast import SET_UP
from django_scopes import scopes_disabled

from frirum.core.law.due import DueKind, due_items
from frirum.web import clock
from frirum.web.audits.models import AuditRound, RoundState
from frirum.web.demonstration.making import SLUG, make_work
from frirum.web.experiments.actions import load_shipped
from frirum.web.forms.models import EvaluationForm, FormState
from frirum.web.obligations.reading import read_uses
from frirum.web.organisations.demonstration import make_demonstration
from frirum.web.survey_answers.models import SurveyAnswer
from frirum.web.surveys.models import SurveyWave, WaveState
from frirum.web.trail.verification import verify
from frirum.web.uses.models import Use

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


@pytest.mark.parametrize(
    "day",
    ["2028-02-29", *(pytest.param(day, marks=pytest.mark.long) for day in ("2027-01-31", "2026-12-01"))],
)
def test_there_is_work_for_each_role_on_any_day(day: str) -> None:
    moment = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12), dt.UTC)
    with scopes_disabled(), clock.at(moment):
        make_demonstration()
        load_shipped(by=SET_UP)
        assert make_work() is not None
        assert make_work() is None, "it is safe to repeat"
        found = [
            (item.kind, item.day < clock.today())
            for _use, facts in read_uses(Use.objects.filter(slug=SLUG))
            for item in due_items(facts, on=clock.today())
            if item.is_owed and item.kind is not DueKind.ENDING
        ]
        late = sorted(kind for kind, is_late in found if is_late)
        assert late == [DueKind.DUTY] * 3 + [DueKind.NOTE]
        assert sum(not is_late for _kind, is_late in found) >= 5
        assert sorted(AuditRound.objects.values_list("state", flat=True)) == [
            RoundState.HELD,
            RoundState.OPEN,
        ]
        wave = SurveyWave.objects.get(slug=SLUG)
        assert (wave.state, wave.answers, SurveyAnswer.objects.filter(wave=wave.reference).count()) == (
            WaveState.CLOSED, 36, 36,
        )  # fmt: skip
        assert EvaluationForm.objects.get(slug=SLUG).state == FormState.SUBMITTED
        assert verify() == []
