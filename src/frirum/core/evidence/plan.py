"""The plan of an evaluation: its questions with what was agreed, fixed before outcomes are seen; a file of its own.

A locked plan carries the fingerprint of its own canonical bytes. A plan that was changed after the lock is refused, not
run: the fingerprint is reckoned anew from what the file says, and a statement that it is locked counts for nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from frirum.core.catalogue.base import Count, DefinitionTable, Flag, Identifier, Number, Ref, Text, refuse
from frirum.core.catalogue.beside import proposed_plans
from frirum.core.catalogue.canonical import canonical_bytes
from frirum.core.catalogue.casework import Duration
from frirum.core.catalogue.editor_schema import editor_schema_text
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.faults import Fault
from frirum.core.catalogue.instruments import Measure
from frirum.core.catalogue.plan import Comparison, Direction, Outcome, ResearchQuestion
from frirum.core.catalogue.plan import Test as AnswerSought
from frirum.core.catalogue.questions import Wording
from frirum.core.catalogue.reading import read_table, read_toml
from frirum.core.catalogue.told_together import ToldMeasure, told_together
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.evidence.draw_words import draw_impossible
from frirum.core.evidence.sentences import say
from frirum.core.paths import catalogue_dir

PLAN_VERSION = 1
FIRST_OUTCOME = "outcome"
"""The column of an analysis table that answers the plan's first question."""


class PlannedVariant(DefinitionTable):
    """Another way of reckoning a question, registered with it: what it says stands for the question's own."""

    text: Text = Field(description="What is otherwise, in a few words.")
    covariates: tuple[Text, ...] = Field(default=(), alias="covariate")
    size: Text | None = None
    strata: Text | None = None
    blocks: Text | None = None
    without: tuple[Text, ...] = Field(default=(), description="Units left out.")


class PlannedQuestion(DefinitionTable):
    """One question with one outcome, and everything that decides its answer."""

    id: Text
    text: Text
    text_en: Text | None = None
    outcome: Identifier = Field(description="The outcome's id: the column of the analysis table.")
    outcome_text: Text = Field(description="What is measured, as it begins a sentence.")
    outcome_text_en: Text | None = None
    measure: Identifier | None = Field(
        default=None, description="The measure of the definition that gives it, where it has another name."
    )
    before: Identifier | None = Field(
        default=None, description="The measure of the time before that it is held against."
    )
    told: tuple[Identifier, ...] = Field(
        default=(), description="Every measure that the answer tells: before, during and the change."
    )
    harm: Flag = Field(default=False, description="An outcome to watch rather than to gain.")
    placebo: Flag = Field(
        default=False,
        description="What the experiment cannot have moved: another outcome, or a group it did not concern.",
    )
    test: AnswerSought
    direction: Direction | None = None
    smallest_relevant: Number | None = Field(default=None, description="Absolute, in the outcome's unit.")
    margin: Number | None = None
    unit: Text | None = None
    comparison: tuple[Comparison, ...] = ()
    comparison_reason: Text | None = None
    horizon: Duration | None = None
    scheme: Text | None = Field(
        default=None,
        description="The outcome definition that a register is read by (`outcome_schemes.toml`).",
    )
    version: Text | None = Field(default=None, description="Its version when the plan was made.")
    criterion: Flag = Field(default=False, description="An agreed level, not a question of effect.")
    covariates: tuple[Text, ...] = Field(default=(), alias="covariate")
    size: Text | None = Field(
        default=None, description="Column with the unit's size: people count, not units."
    )
    strata: Text | None = None
    blocks: Text | None = None
    variants: tuple[PlannedVariant, ...] = Field(
        default=(), alias="variant", description="Other ways of reckoning it; all are run and shown."
    )
    proposed: Flag = Field(default=False, description="The question is ours, made after the fact.")
    after_look: Flag = Field(
        default=False, description="Added or changed after outcomes had been seen: told apart as not planned."
    )


class PlannedDraw(DefinitionTable):
    """Who begins by lot: the units in the order of SHA-256 of "SEED:start:UNIT", and how many begin at each start."""

    seed: Text = Field(description="As it was published, before anybody could know what it gives.")
    units: Annotated[tuple[Text, ...], Field(min_length=2)] = Field(
        alias="unit", description="Those drawn among, as the data have them; a municipality by its code."
    )
    begin: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1)] = Field(
        description="How many begin at each start, in order; the rest do not begin."
    )
    fixed: Text | None = Field(
        default=None,
        description="When the draw was locked, where something else in the plan was changed later.",
    )

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if len(set(self.units)) != len(self.units) or sum(self.begin) > len(self.units):
            raise refuse(draw_impossible(), key="begin")
        return self


class PlanLock(DefinitionTable):
    """When the plan was locked, by whom, and the SHA-256 of its canonical bytes without this table."""

    at: Text
    by: Text
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class EvaluationPlan(DefinitionTable):
    """The plan as a whole."""

    plan: Count = Field(default=PLAN_VERSION, description="Version of this kind of file.")
    slug: Identifier
    part: Annotated[str | None, Ref("part")] = None
    definition_sha256: Text | None = None
    seed: Count = 1
    questions: tuple[PlannedQuestion, ...] = Field(default=(), alias="question")
    draw: PlannedDraw | None = None
    lock: PlanLock | None = None

    @property
    def sha256(self) -> str:
        """The fingerprint of what was planned, without the lock."""
        return hashlib.sha256(canonical_bytes(self.model_copy(update={"lock": None}))).hexdigest()

    @property
    def locked(self) -> bool:
        """Locked, and still what was locked."""
        return self.lock is not None and self.lock.sha256 == self.sha256


def locked_plan(plan: EvaluationPlan, *, at: dt.datetime, by: str) -> EvaluationPlan:
    """The plan with its lock; `at` has a time zone."""
    moment = at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return plan.model_copy(update={"lock": PlanLock(at=moment, by=by, sha256=plan.sha256)})


def with_later_questions(before: EvaluationPlan, now: EvaluationPlan) -> EvaluationPlan:
    """The plan as it stands now, with each question marked that is another than before outcomes were seen."""
    known = {one.id: one for one in before.questions}
    marked = tuple(
        one if known.get(one.id) == one else one.model_copy(update={"after_look": True})
        for one in now.questions
    )
    return now.model_copy(update={"questions": marked})


def plan_from(text: str, file: str) -> EvaluationPlan:
    """The plan in a TOML text; `file` names it in what is refused.

    Raises:
        InputRefused, NotAllowed: as `read_plan`.
    """
    raw = read_toml(text, file)
    if isinstance(raw, Fault):
        raise InputRefused(raw.message, file=file, line=raw.line, remedy=say("mend_file_and_try_again"))
    reading = read_table(raw, EvaluationPlan, file, {})
    if reading.faults or reading.table is None:
        said = " ".join(f"{fault.path}: {fault.message}" for fault in reading.faults)
        remedy = say("keys_are_in_evaluation_plan_schema")
        raise InputRefused(said, file=file, line=reading.faults[0].line, remedy=remedy)
    plan = reading.table
    if plan.lock is not None and not plan.locked:
        raise NotAllowed(
            say("plan_was_changed_after_was_locked"),
            remedy=say("use_plan_was_locked_or_remove"),
        )
    return plan


def read_plan(path: Path) -> EvaluationPlan:
    """The plan in a TOML file.

    Raises:
        InputRefused: not TOML, or not a plan; every fault at once.
        NotAllowed: the plan says that it is locked and is not what was locked.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputRefused(
            say("plan_cannot_be_read"), file=str(path), remedy=say("name_toml_file_in_utf_8")
        ) from fault
    return plan_from(text, str(path))


def plan_of(
    experiment: Experiment,
    part: str | None = None,
    *,
    definition_sha256: str | None = None,
    draw: PlannedDraw | None = None,
) -> EvaluationPlan:
    """The plan that a definition holds, not locked: a question for each outcome and horizon it names.

    Where the definition asks nothing, the proposed plan that stands beside it, with every question marked as proposed:
    it is ours and no source's.
    """
    asked = experiment.plan.research_questions if experiment.plan else ()
    questions = tuple(_questions(asked, experiment, part))
    proposal = proposed_plans().get(experiment.slug)
    if not questions and proposal is not None:
        questions = tuple(_questions(proposal.questions, experiment, part))
    return EvaluationPlan(
        slug=experiment.slug,
        part=part,
        definition_sha256=definition_sha256,
        question=questions,
        draw=draw,
    )


def told_of(question: PlannedQuestion, experiment: Experiment) -> tuple[ToldMeasure, ...]:
    """The measures that answer a planned question: one, or several for an outcome that several give.

    A plan that was written before told its measures has only its outcome to go by.
    """
    own = experiment.measures_named(question.measure or question.outcome)
    if question.before is not None or question.measure is not None:
        before = experiment.measures_named(question.before) if question.before else ()
        return tuple(
            ToldMeasure(one, next(iter(before), None), question.told or (one.id,)) for one in own[:1]
        )
    known = {one.id for one in experiment.all_measures()}
    if all(one.id in known for one in own):
        return told_together([one.id for one in own], experiment)
    return tuple(ToldMeasure(one, None, (one.id,)) for one in own)


def _questions(
    asked: Iterable[ResearchQuestion], experiment: Experiment, part: str | None
) -> Iterator[PlannedQuestion]:
    for question in asked:
        if part is None or not question.part_slugs or part in question.part_slugs:
            yield from _planned(question, experiment, part)


@dataclass(frozen=True)
class _Asked:
    """What a question is asked of: the outcome (or measure) that names it, and the figure that gives it, if any."""

    outcome: Outcome | Measure
    told: ToldMeasure | None
    harm: bool = False

    @property
    def has_horizons(self) -> bool:
        """Whether its figure is another for each time after the start; a count or a mean time is not."""
        rule = self.told.measure.rule if self.told is not None else self.outcome.rule
        return rule is None or bool(rule.horizons)


def _planned(
    question: ResearchQuestion, experiment: Experiment, part: str | None
) -> Iterator[PlannedQuestion]:
    found = list(_asked_of(question, experiment, part))
    for one in found:
        horizons = question.horizons if one.has_horizons else ()
        for horizon in horizons or (None,):
            several = [one.outcome.id] if len(found) > 1 else []
            several += [_short(horizon)] if horizon is not None and len(horizons) > 1 else []
            yield _one(question, one, horizon, "/".join([question.id, *several]))


def _asked_of(question: ResearchQuestion, experiment: Experiment, part: str | None) -> Iterator[_Asked]:
    """Each outcome of the question, or each figure of one that several measures give; else its own measures.

    A figure of another part than the plan's is left out.
    """
    outcomes = {one.id: one for one in (experiment.plan.outcomes if experiment.plan else ())}
    for name in question.outcomes:
        outcome = outcomes[name]
        told = told_together(outcome.measure, experiment) if outcome.rule is None else ()
        of_part = [one for one in told if _is_of(one.measure, part)]
        if len(told) > 1:
            yield from (_Asked(one.measure, one, outcome.harm) for one in of_part)
        else:
            yield _Asked(outcome, next(iter(told), None), outcome.harm)
    if not question.outcomes:
        for one in told_together(question.measure, experiment):
            yield _Asked(one.measure, one)


def _is_of(measure: Measure, part: str | None) -> bool:
    return part is None or not measure.part_slugs or part in measure.part_slugs


def _short(horizon: Duration) -> str:
    parts = (horizon.years, "y"), (horizon.months, "m"), (horizon.weeks, "w"), (horizon.days, "d")
    return "".join(f"{number}{letter}" for number, letter in parts if number)


def _one(question: ResearchQuestion, asked: _Asked, horizon: Duration | None, name: str) -> PlannedQuestion:
    criterion, outcome, told = question.criterion, asked.outcome, asked.told
    scheme, version = _scheme(outcome)
    test = criterion.test if criterion is not None else AnswerSought.DESCRIPTION
    before = told.before if told is not None else None
    return PlannedQuestion(
        id=name,
        text=question.text,
        text_en=question.text_en,
        outcome=outcome.id,
        outcome_text=outcome.text,
        outcome_text_en=outcome.text_en,
        measure=told.measure.id if told is not None and told.measure.id != outcome.id else None,
        before=before.id if before is not None else None,
        told=told.names if told is not None and len(told.names) > 1 else (),
        harm=asked.harm,
        test=test,
        direction=None if criterion is None else criterion.direction,
        smallest_relevant=None if criterion is None else criterion.smallest_relevant,
        margin=None if criterion is None else criterion.margin,
        unit=(criterion.unit if criterion is not None else None) or _unit(told) or outcome.unit,
        comparison=question.comparison,
        comparison_reason=question.comparison_reason,
        horizon=horizon,
        scheme=scheme,
        version=version,
        proposed=question.wording is Wording.PROPOSED,
    )


def _unit(told: ToldMeasure | None) -> str | None:
    rule = told.measure.rule if told is not None else None
    return rule.unit if rule is not None else None


def _scheme(outcome: Outcome | Measure) -> tuple[str | None, str | None]:
    """The definition a register is read by: what was picked for the outcome, else its rule's."""
    if isinstance(outcome, Outcome) and outcome.scheme:
        return outcome.scheme, outcome.version
    rule = outcome.rule
    return (rule.scheme, rule.version) if rule is not None else (None, None)


SCHEMA_FILE = "evaluation_plan.schema.json"


if __name__ == "__main__":
    # Made anew with: python -m frirum.core.evidence.plan
    (catalogue_dir() / "schema" / SCHEMA_FILE).write_text(
        editor_schema_text(EvaluationPlan), encoding="utf-8"
    )
