"""What is wanting in a design under way, each finding at the step and field where it is mended; and its diagnoses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.plan import Test
from frirum.core.catalogue.questions import Scale
from frirum.core.designs.checks.every_check import check_design
from frirum.core.designs.checks.findings import DesignFinding, FaultKind
from frirum.core.designs.diagnosis.from_definition import DesignDiagnosis, diagnose_experiment
from frirum.core.designs.diagnosis.from_plan import expected_uses, planned_forecast, planned_months
from frirum.core.designs.guide import burden
from frirum.core.designs.guide.experiment import Planned, experiment_from
from frirum.core.designs.guide.plan import Content
from frirum.core.designs.guide.reading import Unreadable
from frirum.core.designs.guide.sentences import say
from frirum.core.errors import UsageError

ADVISORY = frozenset(
    {
        FaultKind.EFFECTS_BLANK,
        FaultKind.UNBALANCED_SCALE,
        FaultKind.NO_DONT_KNOW,
        FaultKind.RESPONDENTS_UNKNOWN,
        FaultKind.RESPONDENTS_TOO_FEW,
    }
)
"""Findings that do not stand in the way of a start: they weaken a design, the others leave it unable to answer."""

# Key path of a definition -> step, and the field in it ("" where the rest of the path names it).
_PLACES: tuple[tuple[str, str, str], ...] = (
    ("target_group", "maalgruppe", ""),
    ("plan.uptake", "maalgruppe", "eligible"),
    ("plan.theme", "beskrivelse", ""),
    ("plan.purpose", "formaal", "purpose"),
    ("plan.effects", "formaal", ""),
    ("plan.expected_result", "formaal", "expected"),
    ("plan.goal", "maal", "text"),
    ("plan.success_criterion", "kriterier", ""),
    ("plan.method", "maaling", "method"),
    ("plan.measurement", "maaling", "measurement"),
    ("plan.baseline", "maaling", "baseline"),
    ("plan.outcome", "udfald", ""),
    ("plan.research_question", "spoergsmaal", ""),
    ("plan.time_line", "tid", "time_line"),
    ("plan.phase", "tid", ""),
    ("plan.external_evaluator", "rapport", "evaluator"),
    ("plan.final_report", "rapport", "sections"),
    ("plan.law_compliance", "regler", "law"),
    ("legal_basis", "regler", "basis"),
    ("provision", "regler", ""),
    ("period", "regler", "start"),
    ("instrument", "redskaber", ""),
)
_FIELDS = {
    "sample_size": "size",
    "question": "questions",
    "criterion": "smallest_relevant",
    "respondents": "respondents",
}
_ITEMS = frozenset(
    {
        "target_group",
        "plan.goal",
        "plan.success_criterion",
        "plan.outcome",
        "plan.research_question",
        "plan.phase",
        "provision",
        "instrument",
    }
)


@dataclass(frozen=True)
class Placed:
    """A finding at its place in the guide.

    Attributes:
        step: the step's key; "" for the design as a whole.
        item: the item's place from 0, or None.
        field: the field's key, or "".
        title: the fault in a few words.
        quote: the words it concerns, or "".
        message, mend: what is wrong, and what to write instead.
        blocks: the design is not ready to start with it.
    """

    step: str
    item: int | None
    field: str
    title: str
    quote: str
    message: str
    mend: str
    blocks: bool


@dataclass(frozen=True)
class QuestionDiagnosis:
    """The diagnosis of one research question.

    Attributes:
        name: the question's id.
        text: the question.
        describes: it asks for a description, where nothing has to be told apart.
        found: what it can show, or None where the numbers contradict each other.
        refused: why there is no diagnosis, or "".
    """

    name: str
    text: str
    describes: bool
    found: DesignDiagnosis | None
    refused: str = ""


@dataclass(frozen=True)
class Judged:
    """A design with everything that is computed from it."""

    planned: Planned
    findings: tuple[Placed, ...]
    diagnoses: tuple[QuestionDiagnosis, ...]

    @property
    def burdens(self) -> tuple[Placed, ...]:
        """What warns that the uses are too heavy."""
        return tuple(
            one for one in self.findings if one.step == "maalgruppe" and one.field in ("minutes", "steps")
        )

    @property
    def blocking(self) -> tuple[Placed, ...]:
        """The findings that stand in the way of a start."""
        return tuple(one for one in self.findings if one.blocks)

    def of_step(self, key: str) -> tuple[Placed, ...]:
        """The findings of one step."""
        return tuple(one for one in self.findings if one.step == key)


def judge(definition: Experiment, content: Content, scales: Mapping[str, Scale]) -> Judged:
    """The checks and the diagnosis of every question, as the design stands."""
    planned = experiment_from(definition, content)
    diagnoses = diagnose_questions(planned.experiment)
    findings = (*find(planned, scales), *_impossible(diagnoses))
    return Judged(planned, findings, diagnoses)


def find(planned: Planned, scales: Mapping[str, Scale]) -> tuple[Placed, ...]:
    """What cannot be read, then what the checks find."""
    unreadable = tuple(_of_unreadable(one) for one in planned.unreadable)
    found = (place(one) for one in check_design(planned.experiment, scales))
    placed = tuple(_at_the_margin(one, planned.experiment) for one in found)
    return unreadable + placed + tuple(_burden(planned.experiment))


def _burden(experiment: Experiment) -> Iterator[Placed]:
    """That a use is heavier than what it frees: a warning, which does not stand in the way of a start."""
    uptake = experiment.plan.uptake[0] if experiment.plan and experiment.plan.uptake else None
    forecast = planned_forecast(uptake, planned_months(experiment))
    uses, _source = expected_uses(experiment, forecast)
    for name, message, mend in burden.warnings(burden.burden_of(uptake, uses)):
        yield Placed("maalgruppe", None, name, say("burden"), "", message, mend, blocks=False)


def _at_the_margin(one: Placed, experiment: Experiment) -> Placed:
    """A question of "no worse" is mended at its margin, not at the smallest relevant change."""
    questions = experiment.plan.research_questions if experiment.plan else ()
    if one.step != "spoergsmaal" or one.item is None or one.item >= len(questions):
        return one
    criterion = questions[one.item].criterion
    no_worse = criterion is not None and criterion.test in (Test.NON_INFERIORITY, Test.EQUIVALENCE)
    return replace(one, field="margin") if no_worse and one.field == "smallest_relevant" else one


def place(finding: DesignFinding) -> Placed:
    """A finding of the checks at its place in the guide."""
    step, item, name = place_of(finding.path)
    return Placed(
        step=step,
        item=item,
        field=name,
        title=finding.code.label,
        quote=finding.quote,
        message=finding.message,
        mend=finding.mend,
        blocks=finding.code not in ADVISORY,
    )


def place_of(path: str) -> tuple[str, int | None, str]:
    """(step, item from 0 or None, field or "") of a key path in a definition; ("", None, "") for one nobody writes."""
    for start, step, name in _PLACES:
        if path == start or path.startswith((f"{start}.", f"{start}[", f"{start}_")):
            rest = path[len(start) :]
            number = re.match(r"\[(\d+)\]", rest)
            last = re.sub(r"\[\d+\]", "", rest).strip(".").split(".")[0] if rest else ""
            item = int(number[1]) if number and start in _ITEMS else None
            return step, item, name or _FIELDS.get(last, last)
    return "", None, ""


def _of_unreadable(one: Unreadable) -> Placed:
    return Placed(
        one.step, one.item, one.field, say("cannot_be_read"), "", one.message, one.mend, blocks=True
    )


def diagnose_questions(experiment: Experiment) -> tuple[QuestionDiagnosis, ...]:
    """Each research question on its own, by the engine of the whole design's diagnosis."""
    plan = experiment.plan
    found = []
    for question in plan.research_questions if plan else ():
        alone = experiment.model_copy(
            update={"plan": plan.model_copy(update={"research_questions": (question,)})}  # type: ignore[union-attr]
        )
        describes = question.criterion is not None and question.criterion.test is Test.DESCRIPTION
        try:
            diagnosis, refused = diagnose_experiment(alone), ""
        except UsageError as impossible:
            diagnosis, refused = None, impossible.message
        found.append(QuestionDiagnosis(question.id, question.text, describes, diagnosis, refused))
    return tuple(found)


def _impossible(diagnoses: tuple[QuestionDiagnosis, ...]) -> tuple[Placed, ...]:
    return tuple(
        Placed(
            "spoergsmaal",
            place,
            "baseline",
            say("numbers_cannot_go_together"),
            "",
            one.refused,
            say("correct_baseline_or_change"),
            blocks=True,
        )
        for place, one in enumerate(diagnoses)
        if one.refused
    )
