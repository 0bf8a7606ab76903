"""A result read back: what `result.json` holds, as frozen values, together with the plan that was run.

Documents and pages are made from this and never from an evaluation at hand, so that what stands in a report is what
stands in the file, whoever ran it and wherever.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.effects.rows import Check, EstimateRow, Refused
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.evidence.figures import EvaluationFigure
from frirum.core.evidence.judgement import Precision, Why
from frirum.core.evidence.plan import EvaluationPlan, PlannedQuestion, read_plan
from frirum.core.evidence.rules import Finding
from frirum.core.evidence.sentences import say
from frirum.core.evidence.steps import DeductionReason

Pair = tuple[int | None, int | None]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StoredExclusion(_Read):
    """Those who stand in a file and not in its answer."""

    reason: str
    n: int


class StoredPopulation(_Read):
    """Who stands where: units, or people where the files tell of people."""

    treated: int
    comparison: int
    excluded: tuple[StoredExclusion, ...]


class StoredDeduction(_Read):
    """What one check took from the step."""

    check: str
    reason: DeductionReason
    value: float | int | None


class StoredSide(_Read):
    """One group behind an answer; see `answered.BehindSide`."""

    people: int | None
    events: int | None
    rest: int | None
    differing: int | None
    two_largest: float | None


class StoredBehind(_Read):
    """Who stands behind an answer; see `answered.Behind`."""

    treated: StoredSide
    comparison: StoredSide | None
    parameters: int | None


class StoredQuestion(_Read):
    """One question's answer. `share`: its numbers lie in 0-1; `people`, `events`: (treated, comparison), if known."""

    id: str
    planned: bool
    proposed: bool
    share: bool
    estimates: tuple[EstimateRow, ...]
    headline: EstimateRow | None
    checks: tuple[Check, ...]
    step: EvidenceStep
    population: StoredPopulation
    people: Pair
    events: Pair
    behind: StoredBehind | None = None
    deductions: tuple[StoredDeduction, ...]
    precision: Precision
    verdict: Finding
    why: tuple[Why, ...]
    words: tuple[str, ...]
    refused: Refused | None


class StoredBaselineRow(_Read):
    """A figure of the time before."""

    measure: str | None
    group: str | None
    at: str | int | float | None
    value: float | int | None
    n: int | float | None


class StoredBaseline(_Read):
    """The time before, or why there is none."""

    possible: bool
    why: str | None
    rows: tuple[StoredBaselineRow, ...]


class StoredFigure(_Read):
    """A picture's numbers, from which it is drawn anew."""

    kind: Literal["intervals", "event_study", "flow", "likert", "series", "funnel", "curves"]
    question: str | None
    title: str
    svg: str
    csv: str
    description: str
    unit: str
    share: bool
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]

    def drawn(self) -> EvaluationFigure:
        """The picture as the run drew it."""
        name = self.svg.removesuffix(".svg")
        return EvaluationFigure(
            name,
            self.kind,
            self.question,
            self.title,
            self.description,
            self.headings,
            self.rows,
            self.unit,
            self.share,
        )


class StoredInput(_Read):
    """One file that was read."""

    file: str
    kind: str
    sha256: str
    rows: int


class StoredPlan(_Read):
    """The plan's fingerprint, and whether it was locked."""

    sha256: str
    locked: bool


class _Content(_Read):
    slug: str
    part: str | None
    plan: StoredPlan
    inputs: tuple[StoredInput, ...]
    population: StoredPopulation
    baseline: StoredBaseline
    questions: tuple[StoredQuestion, ...]
    figures: tuple[StoredFigure, ...]
    rules: str
    version: str
    assumed: str | None = None


class StoredResult(_Content):
    """A whole run. `planned` is the plan it ran; `sha256` is of the bytes of `result.json`."""

    planned: EvaluationPlan
    sha256: str

    def asked(self, question: StoredQuestion) -> PlannedQuestion:
        """The question as it was planned."""
        return next(one for one in self.planned.questions if one.id == question.id)

    def figures_of(self, question: str | None) -> tuple[StoredFigure, ...]:
        """The pictures of a question, or of the run as a whole."""
        return tuple(one for one in self.figures if one.question == question)


def result_of(text: str, plan: EvaluationPlan, *, file: str = "result.json") -> StoredResult:
    """The result that a run wrote.

    Raises:
        InputRefused: the text is no result of this version; says which key.
        NotAllowed: the plan is not the one that was run.
    """
    try:
        content = _Content.model_validate_json(text)
    except ValidationError as fault:
        first = fault.errors()[0]
        raise InputRefused(
            say(
                "result_cannot_be_read_key_fault",
                key=".".join(map(str, first["loc"])) or "JSON",
                fault=first["msg"],
            ),
            file=file,
            remedy=say("run_evaluation_again_with_version"),
        ) from fault
    known = {one.id for one in plan.questions}
    if plan.sha256 != content.plan.sha256 or not {one.id for one in content.questions} <= known:
        raise NotAllowed(
            say("plan_is_not_one_result"),
            remedy=say("put_plan_toml_beside_run_itself"),
        )
    values = {name: getattr(content, name) for name in _Content.model_fields}
    return StoredResult(**values, planned=plan, sha256=hashlib.sha256(text.encode("utf-8")).hexdigest())


def read_result(folder: Path) -> StoredResult:
    """The result in a folder that `frirum evaluate --out` wrote.

    Raises:
        InputRefused, NotAllowed: as `result_of`, or there is no result.
    """
    path = folder / "result.json"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputRefused(
            say("is_no_result_in_folder"),
            file=str(path),
            remedy=say("name_folder_frirum_evaluate_out"),
        ) from fault
    return result_of(text, read_plan(folder / "plan.toml"), file=str(path))
