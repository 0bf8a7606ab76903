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
from frirum.core.language import gettext as _
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
        ("points_complete", _("Punkt 1-5 og analyseplanen er udfyldt"), "", _incomplete),
        ("no_blocking_findings", _("Kontrollen finder intet, der står i vejen"), "", _findings),
        ("volume", _("Målgruppen har et antal"), "maalgruppe", _volume),
        ("legal_basis", _("Hjemlen er vedtaget"), "regler", _legal_basis),
        (
            "baseline",
            _("Nulpunktet er planlagt, eller det er begrundet, at der intet er"),
            "maaling",
            _baseline,
        ),
        ("comparison", _("Hvert spørgsmål har en sammenligning"), "spoergsmaal", _comparison),
        ("harm", _("Mindst ét udfald er en skade, der holdes øje med"), "udfald", _harm),
        ("sized", _("Tilsyn og spørgeskemaer har et antal"), "redskaber", _sized),
        (
            "answerable",
            _("Hvert spørgsmål kan besvares: det, der spørges om, findes med mindst 80 pct. sandsynlighed"),
            "spoergsmaal",
            _answerable,
        ),
        ("approved", _("En anden har læst designet og godkendt det"), "", _approved),
    )


def _incomplete(ready: _Ready) -> Iterable[str]:
    for one in steps():
        if one.is_locked_at_start:
            labels = missing_fields(one, ready.content.get(one.key, Written()))
            if labels:
                yield _("{step}: {fields}").format(step=one.title, fields=", ".join(labels))


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
    return (
        text if n == 1 else _("{finding} ({n} steder)").format(finding=text, n=n)
        for text, n in counted.items()
    )


def _volume(ready: _Ready) -> Iterable[str]:
    experiment = ready.judged.planned.experiment
    known = any(group.volume for group in experiment.target_groups)
    if not known and not any(one.eligible_per_year for one in ready.plan.uptake):
        yield _("Ingen målgruppe har et antal.")


def _legal_basis(ready: _Ready) -> Iterable[str]:
    bases = ready.judged.planned.experiment.legal_bases
    stated = ready.in_force.legal_bases if ready.in_force else ()
    if not bases:
        yield _("Hjemlen er ikke nævnt.")
    elif stated and stated[0].status is not RuleStatus.ADOPTED:
        # One truth: what the definition says of the law, nobody ticks away in a design.
        yield _(
            "Hjemlen er »{status}« i forsøgets definition, ikke »vedtaget«. Den rettes dér, når loven er vedtaget."
        ).format(status=stated[0].status.label)
    elif bases[0].status is not RuleStatus.ADOPTED:
        yield _("Hjemlens status er »{status}«, ikke »vedtaget«.").format(status=bases[0].status.label)


def _baseline(ready: _Ready) -> Iterable[str]:
    plan = ready.plan
    if plan.baseline_possible is not True and not plan.baseline_reason:
        yield _("Der er ingen nulpunktsmåling, og der står ikke hvorfor.")


def _comparison(ready: _Ready) -> Iterable[str]:
    for question in ready.plan.research_questions:
        describes = question.criterion is not None and question.criterion.test is Test.DESCRIPTION
        named = question.comparison and Comparison.NONE not in question.comparison
        if not named and not describes and not question.comparison_reason:
            yield _("»{question}« holdes ikke op mod noget.").format(question=question.text)


def _harm(ready: _Ready) -> Iterable[str]:
    if not any(one.harm for one in ready.plan.outcomes):
        yield _("Intet udfald er en skade.")


def _sized(ready: _Ready) -> Iterable[str]:
    for one in ready.judged.planned.experiment.instruments:
        sized = one.sample_size is not None or one.sampling is Sampling.ALL
        if one.kind in _SIZED and not one.omitted and not sized:
            yield _("»{title}« har intet antal.").format(title=one.title)


def _answerable(ready: _Ready) -> Iterable[str]:
    if not ready.judged.diagnoses:
        yield _("Der er intet undersøgelsesspørgsmål.")
    for one in ready.judged.diagnoses:
        why = why_unanswered(one)
        if why:
            yield _("»{question}«: {why}").format(question=one.text, why=why)


def why_unanswered(one: QuestionDiagnosis) -> str:
    """Why a question cannot be answered as it is asked, or ""; held against the number, not the verdict's name.

    A question that describes asks for no difference, so it needs a number of uses and no power.
    """
    if one.found is None:
        return one.refused
    found = one.found.diagnosis
    if found.verdict is Verdict.UNKNOWN_VOLUME:
        return _("ingen har sagt, hvor mange gange forsøget ventes brugt.")
    if one.describes or found.answers:
        return ""
    if found.question.is_aim_assumed:
        return _("det står ikke, hvor stor en ændring eller margin der betyder noget.")
    if found.power is None:
        return _("udgangspunktet mangler, så det kan ikke beregnes.")
    text = _("kan ikke besvares; sandsynligheden for at finde det, der spørges om, er {power}.").format(
        power=chance(found.power)
    )
    return text.replace("pct..", "pct.")


def _approved(ready: _Ready) -> Iterable[str]:
    if not ready.approved:
        yield _("Send designet til sparring, og få det godkendt.")
