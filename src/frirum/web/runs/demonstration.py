"""A run of the synthetic experiment, ordered as a person does it; the worker computes it. For `frirum init --demo`."""

from __future__ import annotations

import datetime as dt
import io

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.core.catalogue.plan import Comparison, Direction
from frirum.core.catalogue.plan import Test as AnswerSought
from frirum.core.evidence.plan import EvaluationPlan, PlannedQuestion, locked_plan
from frirum.core.vocabulary.municipalities import all_municipalities
from frirum.synthetic.panel import share_in_work
from frirum.web import clock
from frirum.web.experiments.definitions import latest_version
from frirum.web.following.demonstration import SLUG
from frirum.web.organisations.models import Organisation
from frirum.web.runs.actions import KeptFor, order_run
from frirum.web.runs.bringing import BroughtFile
from frirum.web.runs.models import EvaluationRun, FileRole
from frirum.web.trail.actors import SET_UP

_OWNER, _OUTCOME, _BEGIN = "820", "arbejde-6m", 11
_LOCKED = dt.datetime(2023, 1, 1, tzinfo=dt.UTC)


def order_example() -> str | None:
    """Order the run where it is missing; returns how many runs there are."""
    with scopes_disabled():
        known = EvaluationRun.objects.filter(slug=SLUG).exists()
        if not known and latest_version(SLUG) and Organisation.objects.filter(key=_OWNER).exists():
            _order()
        return _("{n} kørsel").format(n=EvaluationRun.objects.count())


def _order() -> None:
    codes = [one.code for one in all_municipalities() if one.region == "Region Nordjylland"][:_BEGIN]
    others = [one.code for one in all_municipalities() if one.code not in codes]
    data = share_in_work(codes, others, start=8, effect=0.04, outcome=_OUTCOME, seed=2027)
    order_run(
        plan=_plan(),
        design=None,
        files=[BroughtFile(FileRole.EXTRACT, "syntetisk-panel.csv", io.BytesIO(data))],
        kept_for=KeptFor("Syntetiske data: ingen personer", clock.today() + dt.timedelta(days=3650)),
        synthetic=True,
        opens=clock.today(),
        organisation=_OWNER,
        by=SET_UP,
    )


def _plan() -> EvaluationPlan:
    question = PlannedQuestion(
        id=_OUTCOME,
        text="Kommer flere i arbejde? (syntetisk spørgsmål)",
        text_en="Do more get into work? (synthetic question)",
        outcome=_OUTCOME,
        outcome_text="Andelen i arbejde efter 6 måneder",
        outcome_text_en="The share in work after 6 months",
        test=AnswerSought.SUPERIORITY,
        direction=Direction.INCREASE,
        smallest_relevant=0.03,
        unit="andel af borgerne",
        comparison=(Comparison.OTHER_MUNICIPALITIES,),
    )
    return locked_plan(EvaluationPlan(slug=SLUG, question=(question,)), at=_LOCKED, by="syntetisk")
