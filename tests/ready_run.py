"""Runs of the worked pair in the docs, ordered as a person does; the result is kept without computing it again."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

from cast import SET_UP, VESTHIMMERLAND, Cast

import frirum
from frirum.core.evidence.plan import EvaluationPlan, locked_plan, read_plan
from frirum.web import clock
from frirum.web.experiments.actions import load_shipped
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.runs.actions import KeptFor, keep_result, look, order_run
from frirum.web.runs.bringing import BroughtFile
from frirum.web.runs.harm import watch_harm
from frirum.web.runs.models import EvaluationRun, FileRole, WatchedHarm
from frirum.web.trail.actors import WORKER

EXAMPLE = Path(frirum.__file__).parents[2] / "docs/example-evaluation"


def example_plan() -> EvaluationPlan:
    return read_plan(EXAMPLE / "plan.toml")


def order(
    cast: Cast, *, content: bytes | None = None, opens: int | None = 0, **changes: Any
) -> EvaluationRun:
    """A run by Anders in Vesthimmerland; results may be seen `opens` days from today."""
    load_shipped(by=SET_UP)
    body = (EXAMPLE / "data.csv").read_bytes() if content is None else content
    today = clock.today()
    given: dict[str, Any] = {
        "plan": example_plan(),
        "design": None,
        "files": [BroughtFile(FileRole.EXTRACT, "data.csv", io.BytesIO(body))],
        "kept_for": KeptFor("Databeskyttelseslovens § 10", today + dt.timedelta(days=90)),
        "synthetic": True,
        "opens": None if opens is None else today + dt.timedelta(days=opens),
        "organisation": VESTHIMMERLAND,
        "by": cast.anders,
    }
    with organisation_scope([VESTHIMMERLAND]):
        return order_run(**{**given, **changes})


def done(cast: Cast, **changes: Any) -> EvaluationRun:
    """The same with its result."""
    run = order(cast, **changes)
    text = (EXAMPLE / "result.json").read_text(encoding="utf-8")
    keep_result(run=run, plan=example_plan(), text=text, by=WORKER)
    with organisation_scope([VESTHIMMERLAND]):
        return EvaluationRun.objects.get(pk=run.pk)


def seen(cast: Cast, **changes: Any) -> EvaluationRun:
    """The same, opened by Anders."""
    run = done(cast, **changes)
    with organisation_scope([VESTHIMMERLAND]):
        look(run=run, by=cast.anders)
    return run


def harm_plan() -> EvaluationPlan:
    """The plan of the pair with its one outcome as a harm."""
    plan = example_plan()
    harmful = plan.questions[0].model_copy(update={"harm": True, "outcome_text": "Andelen på sygedagpenge"})
    changed = plan.model_copy(update={"questions": (harmful,), "lock": None})
    return locked_plan(changed, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), by="karen")


def watched(cast: Cast, **changes: Any) -> WatchedHarm:
    """A harm that Anders watches in Vesthimmerland."""
    load_shipped(by=SET_UP)
    given: dict[str, Any] = {
        "plan": harm_plan(), "question": "arbejde-6m", "rises": True, "baseline": 0.10,
        "baseline_source": "Udtræk fra 2025", "harm": 0.03, "clusters": None, "beside": True, "synthetic": True,
        "organisation": VESTHIMMERLAND, "by": cast.anders,
    }  # fmt: skip
    with organisation_scope([VESTHIMMERLAND]):
        return watch_harm(**{**given, **changes})


PEOPLE = {"people": 4_100, "events": 1_700, "rest": 3_000, "differing": None, "two_largest": None}


def with_people(
    cast: Cast, *, treated: int = 4_100, file_sha256: str | None = None, **changes: Any
) -> EvaluationRun:
    """A run that Anders has opened, whose files told how many people stand behind."""
    run = order(cast, **changes)
    content = json.loads((EXAMPLE / "result.json").read_text(encoding="utf-8"))
    content["questions"][0]["behind"] = {
        "treated": {**PEOPLE, "people": treated}, "comparison": {**PEOPLE, "people": 20_000}, "parameters": 58,
    }  # fmt: skip
    if file_sha256 is not None:
        content["inputs"][0]["sha256"] = file_sha256
    keep_result(run=run, plan=example_plan(), text=json.dumps(content), by=WORKER)
    with organisation_scope([VESTHIMMERLAND]):
        run = EvaluationRun.objects.get(pk=run.pk)
        look(run=run, by=cast.anders)
    return run
