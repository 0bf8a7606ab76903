"""A plan run as a whole: inputs, who is in, the time before, each question's answer and what may be said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.plan import Test as AnswerSought
from frirum.core.effects.rows import Check, EstimateRow, Refused, Result, rounded
from frirum.core.evidence.analysis import answer
from frirum.core.evidence.answered import TIME, Answered, detectable, is_share
from frirum.core.evidence.behind import behind_counts, behind_table
from frirum.core.evidence.blinding import blinding
from frirum.core.evidence.check_words import said_in_unit
from frirum.core.evidence.draw import with_draw
from frirum.core.evidence.figures import figures_of
from frirum.core.evidence.inputs import EvaluationInput, Inputs
from frirum.core.evidence.judgement import Aim, Judgement, Seen, judge
from frirum.core.evidence.measured import measured
from frirum.core.evidence.placebo import placebo_checks
from frirum.core.evidence.plan import FIRST_OUTCOME, EvaluationPlan, PlannedQuestion
from frirum.core.evidence.register_people import Flow
from frirum.core.evidence.rules import DesignType, EvidenceRules, shipped_rules
from frirum.core.evidence.sentences import say
from frirum.core.evidence.starts import starts_of
from frirum.core.evidence.strength import adjusted_p, strength_checks
from frirum.core.evidence.surroundings import Around, surroundings
from frirum.core.evidence.variants import with_variants
from frirum.core.evidence.words import allowed_words

NO_DATA = "no_data"
_NOTHING_ALIKE = frozenset(
    ("no_comparison", "not_comparable", "no_earlier_outcome", "no_start", "no_population")
)
"""Refusals for want of somebody to compare with, or to find, which says nothing of how many there are."""


@dataclass(frozen=True)
class QuestionResult:
    """What was found of one question.

    Attributes:
        planned: it stands in a plan that was locked before outcomes were seen.
        answered: rows, checks and what they rest on.
        judgement: step, precision, verdict.
        words: the strongest that may be said, strongest last.
    """

    question: PlannedQuestion
    planned: bool
    answered: Answered
    judgement: Judgement

    @property
    def is_share(self) -> bool:
        """Its numbers lie in 0-1 and are read as per cent."""
        return is_share(self.question, self.answered.share_without)

    @property
    def no_data(self) -> bool:
        """No file had its outcome."""
        refused = self.answered.result.refused
        return refused is not None and refused.code == NO_DATA

    def as_dict(self) -> dict[str, Any]:
        """The question as the command line writes it."""
        result = self.answered.result.as_dict()
        return {
            "id": self.question.id,
            "planned": self.planned,
            "proposed": self.question.proposed,
            "share": self.is_share,
            "estimates": result["estimates"],
            "headline": result["headline"],
            "checks": result["checks"],
            "step": int(self.judgement.ladder.step),
            "population": _population(self.answered),
            "people": list(self.answered.people),
            "events": list(self.answered.events),
            "behind": None if self.answered.behind is None else self.answered.behind.as_dict(),
            "deductions": [
                {"check": one.check, "reason": str(one.reason), "value": rounded(one.value)}
                for one in self.judgement.ladder.deductions
            ],
            "precision": str(self.judgement.precision),
            "verdict": str(self.judgement.finding),
            "why": [str(why) for why in (*self.judgement.precision_why, *self.judgement.finding_why)],
            "words": list(allowed_words(self.judgement.ladder.step)),
            "refused": result["refused"],
        }


@dataclass(frozen=True)
class Evaluation:
    """A run of a plan.

    Attributes:
        assumed: what was assumed of the experiment beside its definition, in a sentence; None where nothing was.
    """

    experiment: Experiment
    plan: EvaluationPlan
    inputs: tuple[EvaluationInput, ...]
    questions: tuple[QuestionResult, ...]
    rules_sha256: str
    assumed: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """`result.json`: the same bytes for the same inputs on every machine."""
        first = next((one.answered for one in self.questions if not one.no_data), None)
        told = {"assumed": self.assumed} if self.assumed else {}
        return told | {
            "slug": self.plan.slug,
            "part": self.plan.part,
            "plan": {"sha256": self.plan.sha256, "locked": self.plan.locked},
            "inputs": [one.as_dict() for one in self.inputs],
            "population": _population(first),
            "baseline": _baseline(self.experiment, self.questions),
            "questions": [one.as_dict() for one in self.questions],
            "figures": [one.as_dict() for one in figures_of(self)],
            "rules": self.rules_sha256,
            "version": version("frirum"),
        }


def _population(found: Answered | None) -> dict[str, Any]:
    """Who stands where: of the run as a whole, that of its first question with an answer."""
    if found is None:
        return {"treated": 0, "comparison": 0, "excluded": []}
    return {
        "treated": found.treated,
        "comparison": found.comparison,
        "excluded": [{"reason": reason, "n": n} for reason, n in found.excluded if n],
    }


def _baseline(experiment: Experiment, questions: Sequence[QuestionResult]) -> dict[str, Any]:
    """The time before in the data; where there is none, the reason the definition states, or that none is stated.

    Figures told by rules stand with their question, before and during beside each other, and not again here.
    """
    rows = [
        {**row, "value": rounded(row["value"])}  # type: ignore[arg-type]
        for one in questions
        for row in one.answered.baseline
    ]
    if rows:
        return {"possible": True, "why": None, "rows": rows}
    if any(row.period == "before" for one in questions for row in one.answered.result.estimates):
        return {"possible": True, "why": None, "rows": []}
    plan = experiment.plan
    # The reason may also be one for why it is possible.
    stated = plan.baseline_reason if plan and plan.baseline_possible is False else None
    why = stated or say("files_have_no_time_before_start")
    return {"possible": False, "why": why, "rows": []}


def evaluate(
    experiment: Experiment,
    plan: EvaluationPlan,
    inputs: Inputs,
    *,
    others: Iterable[Experiment] = (),
    rules: EvidenceRules | None = None,
    assumed: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Evaluation:
    """Run the plan on the inputs; every question gets an answer or the reason why it has none.

    Args:
        others: the other experiments, which the compared may have lived in as well.
        assumed: see `Evaluation`.
        progress: told before each question how many are answered, of how many.

    Raises:
        InputRefused: an input has a cell that cannot be used, with its line.
    """
    rules = rules or shipped_rules()
    around = Around(experiment, plan.part, tuple(others))
    answers = []
    for place, question in enumerate(plan.questions):
        progress(place, len(plan.questions))
        found = _answered(question, place, plan, inputs, around=around, rules=rules)
        if found.result.headline is not None:
            found = _with_checks(found, (*found.result.checks, blinding(question, experiment)))
        answers.append(found)
    placebos = placebo_checks(plan.questions, answers, rules.limits)
    answers = [
        found if question.placebo else _with_checks(found, (*found.result.checks, *placebos))
        for question, found in zip(plan.questions, answers, strict=True)
    ]
    adjusted = adjusted_p(plan.questions, answers)
    judged = tuple(
        _judged(question, answered, p, plan, rules)
        for question, answered, p in zip(plan.questions, answers, adjusted, strict=True)
    )
    return Evaluation(experiment, plan, inputs.files, judged, rules.sha256, assumed)


def _judged(
    question: PlannedQuestion,
    answered: Answered,
    p_adjusted: float | None,
    plan: EvaluationPlan,
    rules: EvidenceRules,
) -> QuestionResult:
    share = is_share(question, answered.share_without)
    looked = (said_in_unit(check, share=share) for check in answered.result.checks)
    checks = (*looked, *_course_checks(plan, question), *_people_check(answered))
    # Of what the experiment cannot have moved nothing is sought: it tells of the other answers.
    sought = AnswerSought.DESCRIPTION if question.placebo else question.test
    aim = Aim(sought, question.direction, question.smallest_relevant, question.margin, question.criterion)
    row = answered.result.headline
    seen = Seen(
        row,
        *answered.events,
        p_floor=answered.p_floor,
        detectable=detectable(row),
        people=answered.people,
        p_adjusted=p_adjusted,
        nothing_alike=answered.result.refused is not None and answered.result.refused.code in _NOTHING_ALIKE,
    )
    judgement = judge(aim, seen, answered.design, checks, rules)
    checks = (*checks, *strength_checks(answered, judgement.ladder.step, p_adjusted, rules))
    planned = plan.locked and not question.after_look
    return QuestionResult(question, planned, _with_checks(answered, checks), judgement)


def _with_checks(answered: Answered, checks: Sequence[Check]) -> Answered:
    return replace(answered, result=replace(answered.result, checks=tuple(checks)))


def _course_checks(plan: EvaluationPlan, question: PlannedQuestion) -> tuple[Check, ...]:
    if question.after_look:
        text = say("question_was_added_or_changed_after")
    elif plan.locked:
        text = say("plan_was_locked_and_was_run")
    else:
        text = say("plan_was_not_locked_question_may")
    return (Check("locked_in_time", plan.locked and not question.after_look, text),)


def _people_check(answered: Answered) -> tuple[Check, ...]:
    if None not in answered.people:
        return ()
    text = say("number_of_people_behind_numbers")
    return (Check("people", None, text),)


def _answered(
    question: PlannedQuestion,
    place: int,
    plan: EvaluationPlan,
    inputs: Inputs,
    *,
    around: Around,
    rules: EvidenceRules,
) -> Answered:
    for one in inputs.files:
        if one.table is not None:
            column = _column(question, place, one.columns)
            if column is not None:
                found = answer(one.table, column, question, seed=plan.seed)
                found = with_variants(found, one.table, column, question, seed=plan.seed)
                found = with_draw(found, one.table, plan)
                found = _with_checks(found, (*found.result.checks, *_around(one, around, rules)))
                found = replace(
                    found,
                    behind=behind_table(one.table, column, question),
                    curves=one.curves.get(question.id, ()),
                )
                flow = one.flows.get(question.id)
                return found if flow is None else _of_people(found, flow)
    by_rule = measured(question, around.experiment, inputs.gathered, inputs.sheets, part=plan.part)
    if by_rule is not None:
        return replace(by_rule, behind=behind_counts(by_rule))
    text = say("none_of_files_has_outcome_outcome", outcome=question.outcome)
    remedy = say("give_analysis_table_with_unit_time", outcome=question.outcome)
    return Answered(Result(refused=Refused(NO_DATA, text, remedy)), DesignType.ACCOUNT)


def _around(one: EvaluationInput, around: Around, rules: EvidenceRules) -> tuple[Check, ...]:
    """What else happened to those in the file, and whether its marks are people the register knows."""
    checks = one.checks
    if one.table is not None and TIME in one.table.frame.columns:
        checks = (*checks, *surroundings(one.table, starts_of(one.table), around, rules.limits))
    return checks


def _of_people(found: Answered, flow: Flow) -> Answered:
    """The answer with who stands where by the flow of the file, which adds up to those who were marked."""
    return replace(
        found,
        people=(flow.treated, flow.comparison),
        treated=flow.treated,
        comparison=flow.comparison,
        excluded=flow.excluded,
    )


def _column(question: PlannedQuestion, place: int, columns: Sequence[str]) -> str | None:
    """The question's own column, else its outcome's, else the one called `outcome` for the first question."""
    if question.id in columns:
        return question.id
    if question.outcome in columns:
        return question.outcome
    return FIRST_OUTCOME if place == 0 and FIRST_OUTCOME in columns else None


def headline_of(result: QuestionResult) -> EstimateRow | None:
    """The row that may be quoted, or None."""
    return result.answered.result.headline
