"""A design begun from a definition: what the definition says is filled in, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from frirum.core.catalogue.base import Statement
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Instrument, InstrumentKind
from frirum.core.catalogue.participation import PeriodKind
from frirum.core.catalogue.plan import Outcome, Plan, ResearchQuestion, SuccessCriterion
from frirum.core.catalogue.wording import provision_citation
from frirum.core.designs.design import is_proposal
from frirum.core.designs.guide.plan import ID, Content, Written, join_choices, settle
from frirum.core.designs.guide.reading import (
    write_date,
    write_estimate,
    write_horizons,
    write_number,
)
from frirum.core.designs.guide.steps import steps
from frirum.core.language import language
from frirum.core.vocabulary.units import is_percent


def content_from(experiment: Experiment) -> Content:
    """Every step with what the definition says; what it does not say is empty, never invented."""
    with language("da"):  # the content is Danish whatever the reader's language
        plan = experiment.plan or Plan(not_stated=("purpose",))
        filled = {
            "beskrivelse": _description(experiment, plan),
            "maalgruppe": _target_group(experiment, plan),
            "formaal": _purpose(plan),
            "maal": _goals(plan),
            "kriterier": Written(items=tuple(_criterion(one) for one in plan.success_criteria)),
            "regler": _rules(experiment, plan),
            "maaling": _measurement(plan),
            "maalinger": _measures(experiment),
            "redskaber": Written(items=tuple(_instrument(one) for one in kept_instruments(experiment))),
            "udfald": Written(items=tuple(_outcome(one) for one in plan.outcomes)),
            "spoergsmaal": Written(items=tuple(_question(one) for one in plan.research_questions)),
            "tid": _times(plan),
            "rapport": _report(plan),
        }
        return {one.key: settle(one, filled[one.key]) for one in steps()}


def kept_instruments(experiment: Experiment) -> tuple[Instrument, ...]:
    """The instruments that a design shows: not the form itself, none left out, none only proposed."""
    return tuple(
        one
        for one in experiment.instruments
        if one.kind is not InstrumentKind.EVALUATION_FORM and not one.omitted and not is_proposal(one)
    )


def one_line(text: str) -> str:
    """A text as it stands in a field of lines."""
    return " ".join(text.split())


def _lines(statements: Iterable[Statement]) -> str:
    return "\n".join(one_line(statement.text) for statement in statements)


def _description(experiment: Experiment, plan: Plan) -> Written:
    theme = plan.theme
    return Written(
        {
            "summary": experiment.summary.strip(),
            **(
                {name: _lines(getattr(theme, name)) for name in ("form", "content", "cadence")}
                if theme
                else {}
            ),
        }
    )


def _target_group(experiment: Experiment, plan: Plan) -> Written:
    fields = {}
    if plan.uptake:
        uptake = plan.uptake[0]
        fields = {
            "eligible": write_estimate(uptake.eligible_per_year),
            "bites": write_estimate(uptake.share_rule_bites, percent=True),
            "used": write_estimate(uptake.share_used, percent=True),
            "consenting": write_estimate(uptake.share_consenting, percent=True),
            "units": write_number(uptake.units),
            "treated": write_number(uptake.treated_units),
            "steps": write_number(uptake.steps_per_use),
            "minutes": write_number(uptake.minutes_per_use),
            "freed": write_number(uptake.minutes_freed),
        }
    items = [
        {
            ID: group.id,
            "text": one_line(group.text),
            "volume": write_number(group.volume.n) if group.volume else "",
            "unit": group.volume.unit if group.volume else "",
            "per": (group.volume.per or "") if group.volume else "",
        }
        for group in experiment.target_groups
    ]
    return Written(fields, tuple(items))


def _purpose(plan: Plan) -> Written:
    effects = plan.effects
    horizons = ("short", "medium", "long", "efficiencies")
    return Written(
        {
            "purpose": _lines(plan.purpose),
            **({name: _lines(getattr(effects, name)) for name in horizons} if effects else {}),
            "expected": _lines(plan.expected_results),
        }
    )


def _goals(plan: Plan) -> Written:
    return Written(
        items=tuple(
            {
                ID: goal.id,
                "text": goal.text,
                "part_goals": _lines(goal.part_goals),
                "measure": join_choices(goal.measure),
            }
            for goal in plan.goals
        )
    )


def _criterion(one: SuccessCriterion) -> dict[str, str]:
    percent = is_percent(one.unit or "")
    return {
        ID: one.id,
        "text": one.text,
        "measure": join_choices(one.measure),
        "direction": one.direction.value if one.direction else "",
        "baseline": write_number(one.baseline, percent=percent),
        "threshold": write_number(one.threshold, percent=percent),
        "unit": _unit(one.unit),
    }


def _unit(unit: str | None) -> str:
    return "pct." if unit and is_percent(unit) else unit or ""


def _rules(experiment: Experiment, plan: Plan) -> Written:
    approvals = [one for one in experiment.periods if one.kind is PeriodKind.APPROVAL]
    starts = [one.start for one in approvals if one.start]
    ends = [one.end for one in approvals if one.end]
    fields = {
        "start": write_date(min(starts)) if starts else "",
        "end": write_date(max(ends)) if ends else "",
        "law": _lines(plan.law_compliance),
    }
    if experiment.legal_bases:
        basis = experiment.legal_bases[0]
        fields |= {
            "basis": one_line(basis.title),
            "status": basis.status.value,
            "valid_from": write_date(basis.valid_from),
        }
    items = [
        {
            ID: one.id,
            "text": provision_citation(one),
            "ordinary": one.ordinary,
            "derogation": one.derogation,
        }
        for one in experiment.provisions
    ]
    return Written(fields, tuple(items))


def _measurement(plan: Plan) -> Written:
    return Written(
        {
            "baseline": {True: "yes", False: "no", None: ""}[plan.baseline_possible],
            "baseline_reason": plan.baseline_reason or "",
            "measurement": _lines((*plan.measurement, *plan.further_measures)),
            "method": _lines(plan.method),
            "sources": "\n".join(one_line(source) for source in plan.data_sources),
        }
    )


def _measures(experiment: Experiment) -> Written:
    """Every measure once; one that a baseline takes too is measured before the start."""
    before = {
        measure.id
        for one in experiment.instruments
        if one.kind is InstrumentKind.BASELINE
        for measure in one.measures
    }
    measures = {measure.id: measure for one in kept_instruments(experiment) for measure in one.measures}
    return Written(
        items=tuple(
            {
                ID: measure.id,
                "text": one_line(measure.text),
                "unit": measure.unit or "",
                "system": measure.system or "",
                "before": "yes" if measure.id in before else "",
            }
            for measure in measures.values()
        )
    )


def _instrument(one: Instrument) -> dict[str, str]:
    each = {True: "yes", False: "no", None: ""}
    return {
        ID: one.id,
        "title": one_line(one.title),
        "kind": one.kind.value,
        "text": one.text or "",
        "frequency": one.frequency.value if one.frequency else "",
        "rounds": "\n".join(one_line(round_.when) for round_ in one.rounds),
        "respondents": join_choices(one.respondents),
        "sampling": one.sampling.value if one.sampling else "",
        "size": write_number(one.sample_size),
        "each": each[one.sample_per_municipality],
        "questions": "\n".join(one_line(question.text) for question in one.questions),
    }


def _outcome(one: Outcome) -> dict[str, str]:
    return {
        ID: one.id,
        "text": one_line(one.text),
        "scheme": one.scheme or "",
        "unit": one.unit or "",
        "harm": (one.harm_when.value if one.harm_when else "yes") if one.harm else "",
    }


def _question(one: ResearchQuestion) -> dict[str, str]:
    criterion = one.criterion
    values = {
        ID: one.id,
        "text": one.text,
        "estimand": one.estimand or "",
        "outcomes": join_choices(one.outcomes),
        "comparison": join_choices(one.comparison),
        "comparison_reason": one.comparison_reason or "",
        "horizons": write_horizons(one.horizons),
        "subgroups": _lines(one.subgroups),
        "missing_data": one.missing_data or "",
    }
    if criterion is not None:
        percent = is_percent(criterion.unit or "")
        values |= {
            "test": criterion.test.value,
            "direction": criterion.direction.value if criterion.direction else "",
            "baseline": write_number(criterion.baseline, percent=percent),
            "smallest_relevant": write_number(criterion.smallest_relevant, percent=percent),
            "margin": write_number(criterion.margin, percent=percent),
            "unit": _unit(criterion.unit),
        }
    return values


def _times(plan: Plan) -> Written:
    phases = [
        {
            ID: one.id,
            "text": one_line(one.text),
            "start": write_date(one.start),
            "end": write_date(one.end),
            "when": one.when or "",
        }
        for one in plan.phases
    ]
    return Written({"time_line": _lines(plan.time_line)}, tuple(phases))


def _report(plan: Plan) -> Written:
    evaluator, report = plan.external_evaluator, plan.final_report
    return Written(
        {
            "evaluator": evaluator.name if evaluator else "",
            "evaluator_text": (evaluator.text or "") if evaluator else "",
            "sections": "\n".join(report.sections) if report else "",
            "annexes": "\n".join(report.annexes) if report else "",
        }
    )
