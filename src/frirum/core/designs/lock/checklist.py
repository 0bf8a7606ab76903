"""The start checklist: what has to be in order before an experiment starts, each point with its mend.

The list is a table: a point has a key, a sentence and a test, and a new one is a new row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import InstrumentKind, Sampling
from frirum.core.catalogue.plan import Comparison, Plan, Test
from frirum.core.designs.diagnosis.verdict import Verdict
from frirum.core.designs.diagnosis.words import chance
from frirum.core.designs.guide.findings import Judged, QuestionDiagnosis
from frirum.core.designs.guide.plan import Content, GuideStep, Written
from frirum.core.designs.guide.steps import steps
from frirum.core.designs.lock.sentences import say
from frirum.core.vocabulary.status import RuleStatus

_SIZED = (InstrumentKind.SURVEY, InstrumentKind.MANAGEMENT_AUDIT, InstrumentKind.CASE_REVIEW)


@dataclass(frozen=True)
class ChecklistPoint:
    """One point of the list.

    Attributes:
        key: stable name; it is part of what a lock freezes.
        label: what has to be in order.
        met: whether it is.
        lacking: what is wanting, one text per thing; () when it is met.
        step: the step where it is mended, or "".
    """

    key: str
    label: str
    met: bool
    lacking: tuple[str, ...]
    step: str


@dataclass(frozen=True)
class _Ready:
    """What the tests look at."""

    content: Content
    judged: Judged
    approved: bool
    in_force: Experiment | None = None

    @property
    def plan(self) -> Plan:
        return self.judged.planned.experiment.plan or Plan(not_stated=("purpose",))


_Test = Callable[[_Ready], Iterable[str]]


def checklist(
    content: Content, judged: Judged, *, approved: bool, in_force: Experiment | None = None
) -> tuple[ChecklistPoint, ...]:
    """Every point with whether it is met.

    Args:
        approved: another person than the author has read the design and approved it.
        in_force: the definition as it is now, which says whether the legal basis is adopted; None where there is none.
    """
    ready = _Ready(content, judged, approved, in_force)
    found = []
    for key, label, step, test in _table():
        lacking = tuple(test(ready))
        found.append(ChecklistPoint(key, label, not lacking, lacking, step))
    return tuple(found)


def point_labels() -> dict[str, str]:
    """What each point is called, by its key."""
    return {key: label for key, label, _step, _check in _table()}


def _table() -> tuple[tuple[str, str, str, _Test], ...]:
    return (
        ("points_complete", say("points_1_5_and_plan"), "", _incomplete),
        ("no_blocking_findings", say("checks_find_nothing_stands_in_way"), "", _findings),
        ("volume", say("target_group_has_number"), "maalgruppe", _volume),
        ("legal_basis", say("legal_basis_is_adopted"), "regler", _legal_basis),
        (
            "baseline",
            say("baseline_is_planned_or_is_reason"),
            "maaling",
            _baseline,
        ),
        ("comparison", say("each_question_has_comparison"), "spoergsmaal", _comparison),
        ("harm", say("at_least_one_outcome_is_harm"), "udfald", _harm),
        ("sized", say("supervision_and_questionnaires_have_number"), "redskaber", _sized),
        (
            "answerable",
            say("each_question_can_be_answered_what"),
            "spoergsmaal",
            _answerable,
        ),
        ("approved", say("somebody_else_has_read_plan"), "", _approved),
    )


def _incomplete(ready: _Ready) -> Iterable[str]:
    for one in steps():
        if one.is_locked_at_start:
            labels = missing_fields(one, ready.content.get(one.key, Written()))
            if labels:
                yield say("step_fields", step=one.title, fields=", ".join(labels))


def missing_fields(step: GuideStep, written: Written) -> list[str]:
    """What a step requires and nobody has written, by its label; an item that is required at least once too."""
    labels = [one.label for one in step.fields if one.required and not written.value(one.key)]
    if step.items is None:
        return labels
    if step.items.required and not written.items:
        labels.append(step.items.name)
    wanted = [one for one in step.items.fields if one.required]
    for number, item in enumerate(written.items, start=1):
        labels += [f"{step.items.name} {number}: {one.label}" for one in wanted if not item.get(one.key)]
    return labels


def _findings(ready: _Ready) -> Iterable[str]:
    """Each finding once, with the number of places where there are more."""
    counted = Counter(f"{one.title}: {one.message}" for one in ready.judged.blocking)
    return (text if n == 1 else say("finding_n_places", finding=text, n=n) for text, n in counted.items())


def _volume(ready: _Ready) -> Iterable[str]:
    experiment = ready.judged.planned.experiment
    known = any(group.volume for group in experiment.target_groups)
    if not known and not any(one.eligible_per_year for one in ready.plan.uptake):
        yield say("no_target_group_has_number")


def _legal_basis(ready: _Ready) -> Iterable[str]:
    bases = ready.judged.planned.experiment.legal_bases
    stated = ready.in_force.legal_bases if ready.in_force else ()
    if not bases:
        yield say("legal_basis_is_not_named")
    elif stated and stated[0].status is not RuleStatus.ADOPTED:
        # One truth: what the definition says of the law, nobody ticks away in a design.
        yield say("legal_basis_is_status_in_definition", status=stated[0].status.label)
    elif bases[0].status is not RuleStatus.ADOPTED:
        yield say("status_of_legal_basis_is_status", status=bases[0].status.label)


def _baseline(ready: _Ready) -> Iterable[str]:
    plan = ready.plan
    if plan.baseline_possible is not True and not plan.baseline_reason:
        yield say("is_no_baseline_measurement_and_does")


def _comparison(ready: _Ready) -> Iterable[str]:
    for question in ready.plan.research_questions:
        describes = question.criterion is not None and question.criterion.test is Test.DESCRIPTION
        named = question.comparison and Comparison.NONE not in question.comparison
        if not named and not describes and not question.comparison_reason:
            yield say("question_is_held_against_nothing", question=question.text)


def _harm(ready: _Ready) -> Iterable[str]:
    if not any(one.harm for one in ready.plan.outcomes):
        yield say("no_outcome_is_harm")


def _sized(ready: _Ready) -> Iterable[str]:
    for one in ready.judged.planned.experiment.instruments:
        sized = one.sample_size is not None or one.sampling is Sampling.ALL
        if one.kind in _SIZED and not one.omitted and not sized:
            yield say("title_has_no_number", title=one.title)


def _answerable(ready: _Ready) -> Iterable[str]:
    if not ready.judged.diagnoses:
        yield say("is_no_evaluation_question")
    for one in ready.judged.diagnoses:
        why = why_unanswered(one)
        if why:
            yield say("question_why", question=one.text, why=why)


def why_unanswered(one: QuestionDiagnosis) -> str:
    """Why a question cannot be answered as it is asked, or ""; held against the number, not the verdict's name.

    A question that describes asks for no difference, so it needs a number of uses and no power.
    """
    if one.found is None:
        return one.refused
    found = one.found.diagnosis
    if found.verdict is Verdict.UNKNOWN_VOLUME:
        return say("nobody_has_said_how_many_times")
    if one.describes or found.answers:
        return ""
    if found.question.is_aim_assumed:
        return say("is_not_stated_how_large_change")
    if found.power is None:
        return say("starting_point_is_missing_cannot")
    text = say("cannot_be_answered_probability_of_finding", power=chance(found.power))
    return text.replace("pct..", "pct.")


def _approved(ready: _Ready) -> Iterable[str]:
    if not ready.approved:
        yield say("send_plan_to_review")
