"""A definition read as a design: what the checks, the document and the diagnosis ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from frirum.core.catalogue.base import Statement
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Instrument, InstrumentKind
from frirum.core.catalogue.measure_rules import Stretch
from frirum.core.catalogue.plan import Plan
from frirum.core.catalogue.questions import Question, Scale, Wording
from frirum.core.catalogue.roles import Role

_ASKED = {
    InstrumentKind.SURVEY,
    InstrumentKind.FOCUS_GROUP,
    InstrumentKind.MANAGEMENT_AUDIT,
    InstrumentKind.CASE_REVIEW,
}
_COUNTED = {InstrumentKind.DATA_EXTRACT, InstrumentKind.REGISTER_RUN, InstrumentKind.CONTACT_COUNT}


@dataclass(frozen=True)
class Design:
    """An experiment's design.

    Attributes:
        experiment: the definition.
        scales: the shared answer scales by id; the definition's own come on top.
    """

    experiment: Experiment
    scales: Mapping[str, Scale] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan; an empty one where the definition has none."""
        return self.experiment.plan or Plan(not_stated=("purpose",))

    @property
    def is_evaluated_elsewhere(self) -> bool:
        """The design leaves the evaluation to another experiment's: nothing but an external evaluation."""
        kinds = {instrument.kind for _path, instrument in self.instruments()}
        measuring = kinds - {InstrumentKind.EVALUATION_FORM}
        return measuring == {InstrumentKind.EXTERNAL_EVALUATION} and not self.plan.purpose

    def instruments(self) -> Iterator[tuple[str, Instrument]]:
        """The instruments that the design itself uses, with their key paths: none left out, none only proposed."""
        for place, instrument in enumerate(self.experiment.instruments):
            if not instrument.omitted and not is_proposal(instrument):
                yield f"instrument[{place}]", instrument

    def surveys(self) -> Iterator[tuple[str, Instrument]]:
        """The surveys among them."""
        return ((path, one) for path, one in self.instruments() if one.kind is InstrumentKind.SURVEY)

    def asks(self, *roles: Role) -> bool:
        """Whether an instrument asks any of these people."""
        return any(
            set(roles) & set(instrument.respondents)
            for _path, instrument in self.instruments()
            if instrument.kind in (InstrumentKind.SURVEY, InstrumentKind.FOCUS_GROUP)
        )

    def counts(self) -> bool:
        """Whether an instrument counts something in a case system or register."""
        return any(instrument.kind in _COUNTED for _path, instrument in self.instruments())

    def measured(self) -> frozenset[str]:
        """Ids of the instruments' measures that are more than a name: a rule, a unit, a system, or a question."""
        return frozenset(
            measure.id
            for _path, instrument in self.instruments()
            for measure in instrument.measures
            if measure.rule
            or measure.unit
            or measure.system
            or (instrument.kind in _ASKED and instrument.questions)
        )

    def measured_before(self) -> frozenset[str]:
        """Ids of the measures that a baseline takes, or whose rule looks at the time before."""
        return frozenset(
            measure.id
            for _path, instrument in self.instruments()
            for measure in instrument.measures
            if instrument.kind is InstrumentKind.BASELINE
            or (measure.rule is not None and measure.rule.stretch is Stretch.BEFORE)
        )

    def ruled(self) -> frozenset[str]:
        """Ids of the instruments' measures that a rule computes."""
        return frozenset(
            m.id for _path, one in self.instruments() for m in one.measures if m.rule is not None
        )

    def computed(self) -> frozenset[str]:
        """Ids of the measures that a rule computes, the design's own and those only proposed."""
        return frozenset(one.id for one in self.experiment.all_measures() if one.rule is not None)

    def has_question(self, question_id: str | None) -> bool:
        """Whether any instrument that is not left out asks the question, also one that is only proposed."""
        asking = (one for one in self.experiment.instruments if not one.omitted)
        return any(question.id == question_id for one in asking for question in one.questions)

    def question(self, question_id: str | None) -> Question | None:
        """The question with that id that an instrument of the design asks."""
        asked = (q for _path, instrument in self.instruments() for q in instrument.questions)
        return next((question for question in asked if question.id == question_id), None)

    def has_baseline(self) -> bool:
        """Whether a baseline is planned."""
        return self.plan.baseline_possible is True or any(
            instrument.kind is InstrumentKind.BASELINE for _path, instrument in self.instruments()
        )

    def scale(self, scale_id: str) -> Scale | None:
        """The definition's own scale, else the shared one."""
        own = next((scale for scale in self.experiment.scales if scale.id == scale_id), None)
        return own or self.scales.get(scale_id)

    def promises(self) -> Iterator[tuple[str, Statement]]:
        """Everything the design hopes for, with its key path: purpose, effects, results, goals, criteria."""
        plan = self.plan
        yield from _numbered("plan.purpose", plan.purpose)
        if plan.effects is not None:
            for horizon in ("short", "medium", "long", "efficiencies"):
                yield from _numbered(f"plan.effects.{horizon}", getattr(plan.effects, horizon))
        yield from _numbered("plan.expected_result", plan.expected_results)
        yield from _numbered("plan.goal", plan.goals)
        yield from _numbered("plan.success_criterion", plan.success_criteria)


def is_proposal(instrument: Instrument) -> bool:
    """Whether the catalogue only proposes the instrument: it says so in its title and no question is a source's."""
    return (
        "forslag" in instrument.title.casefold()
        and bool(instrument.questions)
        and all(question.wording is Wording.PROPOSED for question in instrument.questions)
    )


def _numbered(path: str, statements: tuple[Statement, ...]) -> Iterator[tuple[str, Statement]]:
    return ((f"{path}[{place}]", statement) for place, statement in enumerate(statements))
