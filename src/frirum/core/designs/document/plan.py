"""The plan of a design document: purpose, theme, effects, goals, criteria, questions, baseline, times, report."""

from __future__ import annotations

from collections.abc import Mapping

from frirum.core.catalogue import plan_words
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.catalogue.plan import (
    Criterion,
    Direction,
    Goal,
    Outcome,
    Plan,
    Range,
    ResearchQuestion,
    SuccessCriterion,
    Test,
)
from frirum.core.catalogue.promises import counted_answers
from frirum.core.catalogue.questions import Wording
from frirum.core.catalogue.wording import duration_text
from frirum.core.designs.design import Design
from frirum.core.designs.document.sentences import say
from frirum.core.designs.document.text import (
    change,
    missing,
    quoted,
    quoted_or_missing,
    section,
    value,
    words,
)
from frirum.core.language import own_text
from frirum.core.report.blocks import (
    BulletList,
    DefinitionRow,
    DefinitionRows,
    FlowBlock,
    Heading,
    NumberedList,
    Paragraph,
)
from frirum.core.report.inlines import Inline, Missing, Text
from frirum.core.vocabulary.danish import format_date, format_exact
from frirum.core.vocabulary.units import with_unit


def theme(plan: Plan) -> list[FlowBlock]:
    """Form, content and cadence."""
    blocks: list[FlowBlock] = [Heading(say("theme"))]
    for name, title in (("form", say("form")), ("content", say("content")), ("cadence", say("cadence"))):
        found = getattr(plan.theme, name) if plan.theme else ()
        blocks.append(Heading(title, level=2))
        blocks += [BulletList(*(words(one) for one in found))] if found else missing()
    return blocks


def effects(plan: Plan) -> list[FlowBlock]:
    """Wanted effects by horizon."""
    blocks: list[FlowBlock] = [Heading(say("desired_effects"))]
    for name, title in (
        ("short", say("short_term")),
        ("medium", say("medium_term")),
        ("long", say("long_term")),
        ("efficiencies", say("efficiency_gains")),
    ):
        found = getattr(plan.effects, name) if plan.effects else ()
        blocks.append(Heading(title, level=2))
        blocks += [BulletList(*(words(one) for one in found))] if found else missing()
    if plan.expected_results:
        blocks.append(Heading(say("expected_results_without_time_horizon"), level=2))
        blocks.append(BulletList(*(words(one) for one in plan.expected_results)))
    return blocks


def expected_use(plan: Plan) -> list[FlowBlock]:
    """What the forecast of uses rests on, and what a use costs and frees."""
    if not plan.uptake:
        return section(say("expected_use"), [])
    found = plan.uptake[0]
    rows = [
        DefinitionRow(say("citizens_year_who_may_be_concerned"), _estimate(found.eligible_per_year)),
        DefinitionRow(say("share_where_rule_matters"), _estimate(found.share_rule_bites, percent=True)),
        DefinitionRow(say("share_where_exemption_is_used"), _estimate(found.share_used, percent=True)),
    ]
    if found.share_consenting is not None:
        consenting = _estimate(found.share_consenting, percent=True)
        rows.append(DefinitionRow(say("share_who_consent"), consenting))
    if found.units is not None:
        text = say("k_of_n", k=format_exact(found.treated_units or 0), n=format_exact(found.units))
        rows.append(DefinitionRow(say("municipalities_in_experiment_of_those_compared"), text))
    for title, value_ in (
        (say("steps_in_case_each_use_adds"), found.steps_per_use),
        (say("minutes_each_use_costs"), found.minutes_per_use),
        (say("minutes_each_use_frees"), found.minutes_freed),
    ):
        rows.append(DefinitionRow(title, Missing() if value_ is None else format_exact(value_)))
    return section(say("expected_use"), [DefinitionRows(*rows)])


def _estimate(found: Range | None, *, percent: bool = False) -> str | Missing:
    """Low, likely and high, or the one number they are."""
    if found is None:
        return Missing()
    numbers = [
        with_unit(float(one), "pct.") if percent else format_exact(one)
        for one in (found.low, found.likely, found.high)
    ]
    if len(set(numbers)) == 1:
        return numbers[0]
    return say("likely_low_low_high_high", low=numbers[0], likely=numbers[1], high=numbers[2])


def goals(found: tuple[Goal, ...], measures: Mapping[str, Text]) -> list[FlowBlock]:
    """Goals with their part-goals, and what follows them."""
    blocks: list[FlowBlock] = []
    for goal in found:
        blocks.append(Paragraph(words(goal)))
        if goal.part_goals:
            blocks.append(BulletList(*(words(part) for part in goal.part_goals)))
        if goal.measure:
            followed = _joined([measures.get(key, removed()) for key in goal.measure])
            blocks.append(DefinitionRows(DefinitionRow(say("followed_by"), followed)))
    return section(say("goals_and_milestones"), blocks)


def criteria(
    found: tuple[SuccessCriterion, ...], measures: Mapping[str, Text], design: Design
) -> list[FlowBlock]:
    """Success criteria with what measures them.

    Args:
        measures: a measure's words by its id.
    """
    return section(
        say("success_criteria"),
        [
            DefinitionRows(
                DefinitionRow(say("criterion"), words(one)),
                DefinitionRow(say("measured_by"), _measured_by(one, measures, design)),
                *([DefinitionRow(say("direction"), str(label(one.direction)))] if one.direction else []),
                DefinitionRow(say("baseline"), value(one.baseline, one.unit)),
                DefinitionRow(say("threshold"), value(one.threshold, one.unit)),
                *_ours(one),
            )
            for one in found
        ],
    )


def _ours(one: SuccessCriterion) -> list[DefinitionRow]:
    """That the answers that count, or the threshold, are no source's."""
    if not one.proposed:
        return []
    return [DefinitionRow(plan_words.whose(), plan_words.answers_or_threshold_ours(counts=bool(one.counts)))]


def _measured_by(
    one: SuccessCriterion, measures: Mapping[str, Text], design: Design
) -> tuple[Inline, ...] | Missing:
    """Its measures, else the question it rests on with the answers that speak for it."""
    asked = design.question(one.question)
    if one.measure or asked is None:
        return _joined([measures.get(key, removed()) for key in one.measure])
    scales = shipped_shared().scales
    counted = ", ".join(counted_answers(design.experiment, one.question, one.counts, scales))
    return (words(asked), Text(f" ({counted})"))


def removed() -> Text:
    """In place of something that is pointed at and no longer there; never its key."""
    return Text(say("has_been_removed"))


def _joined(parts: list[Text]) -> tuple[Inline, ...] | Missing:
    """Texts with semicolons between."""
    if not parts:
        return Missing()
    apart: list[Inline] = [parts[0]]
    for part in parts[1:]:
        apart += [Text("; "), part]
    return tuple(apart)


def questions(found: tuple[ResearchQuestion, ...], outcomes: tuple[Outcome, ...]) -> list[FlowBlock]:
    """Research questions with everything that must be settled before outcomes are seen."""
    named = {outcome.id: _outcome(outcome) for outcome in outcomes}
    return section(say("evaluation_questions"), [_question(one, named) for one in found])


def _outcome(outcome: Outcome) -> Text:
    """An outcome with the scheme and version that define it."""
    text = words(outcome)
    scheme = scheme_title(outcome)
    return Text(f"{text.text} ({scheme})", italic=text.italic) if scheme else text


def scheme_title(outcome: Outcome) -> str:
    """What an outcome is defined by, as people call it, with its version; "" where it has no definition."""
    defined = shipped_shared().outcome_schemes.get(outcome.scheme or "")
    title = own_text(defined, "title") if defined else outcome.scheme
    return " ".join(part for part in (title, outcome.version) if part)


def _question(question: ResearchQuestion, outcomes: Mapping[str, Text]) -> DefinitionRows:
    criterion = question.criterion
    rows = [
        DefinitionRow(say("questions"), (words(question), Text(whose(question.wording)))),
        DefinitionRow(say("what_is_estimated"), quoted_or_missing(question.estimand)),
        DefinitionRow(say("outcome"), _joined([outcomes.get(key, removed()) for key in question.outcomes])),
        DefinitionRow(
            say("comparison"), ", ".join(str(label(one)) for one in question.comparison) or Missing()
        ),
    ]
    if question.comparison_reason:
        rows.append(DefinitionRow(say("reason"), quoted(question.comparison_reason)))
    rows += [
        DefinitionRow(
            say("horizon"), ", ".join(duration_text(one) for one in question.horizons) or Missing()
        ),
        *_aim(criterion),
        DefinitionRow(say("subgroups"), _joined([words(one) for one in question.subgroups])),
        DefinitionRow(say("missing_data"), quoted_or_missing(question.missing_data)),
    ]
    return DefinitionRows(*rows)


def _aim(criterion: Criterion | None) -> list[DefinitionRow]:
    """What answer is sought; only what belongs to that kind of answer."""
    if criterion is None:
        return [DefinitionRow(say("answer_sought"), Missing())]
    rows = [DefinitionRow(say("answer_sought"), str(label(criterion.test)))]
    if criterion.direction is not None:
        rows.append(DefinitionRow(say("expected_direction"), str(label(criterion.direction))))
    if criterion.test is Test.DESCRIPTION:
        return rows
    rows.append(DefinitionRow(say("baseline"), value(criterion.baseline, criterion.unit)))
    relevant, margin = criterion.smallest_relevant, criterion.margin
    if criterion.test is Test.SUPERIORITY or relevant is not None:
        rows.append(DefinitionRow(say("smallest_relevant_change"), change(relevant, criterion.unit)))
    if criterion.test is not Test.SUPERIORITY:
        rows.append(DefinitionRow(say("margin"), change(margin, criterion.unit)))
    return rows


def whose(wording: Wording) -> str:
    """Said of wording that is proposed and not a source's."""
    return f" ({label(wording)})" if wording is Wording.PROPOSED else ""


def harms(outcomes: tuple[Outcome, ...]) -> list[FlowBlock]:
    """Outcomes to watch rather than to gain."""
    found = [harm(outcome) for outcome in outcomes if outcome.harm]
    return section(say("harms_to_be_watched"), [BulletList(*found)] if found else [])


def harm(outcome: Outcome) -> tuple[Inline, ...]:
    """A harm by the way that is one: "employment" alone would name its opposite."""
    name = _outcome(outcome)
    if outcome.harm_when is Direction.DECREASE:
        return (name, Text(say("fall_is_harm")))
    if outcome.harm_when is Direction.INCREASE:
        return (name, Text(say("rise_is_harm")))
    return (name, Text(say("which_way_is_harm")))


def baseline(plan: Plan) -> list[FlowBlock]:
    """Whether a baseline is possible, and why."""
    if plan.baseline_possible is None:
        return section(say("baseline_measurement"), [])
    possible = say("possible") if plan.baseline_possible else say("not_possible")
    return section(
        say("baseline_measurement"),
        [
            DefinitionRows(
                DefinitionRow(say("baseline_measurement"), possible),
                DefinitionRow(say("why"), quoted_or_missing(plan.baseline_reason)),
            )
        ],
    )


def times(plan: Plan) -> list[FlowBlock]:
    """The time line and the phases."""
    blocks: list[FlowBlock] = [Paragraph(words(one)) for one in plan.time_line]
    phases: list[tuple[Inline, ...]] = []
    for phase in plan.phases:
        dates = say("to").join(format_date(day) for day in (phase.start, phase.end) if day)
        when = quoted(phase.when) if phase.when else Text(dates)
        phases.append((words(phase), Text(": "), when) if when.text else (words(phase),))
    if phases:
        blocks.append(NumberedList(*phases))
    return section(say("time_perspective_and_phases"), blocks)


def data_sources(plan: Plan) -> list[FlowBlock]:
    """Where the data come from."""
    found = [quoted(one) for one in plan.data_sources]
    return section(say("data_sources"), [BulletList(*found)] if found else [])


def evaluator(plan: Plan) -> list[FlowBlock]:
    """Who evaluates from outside."""
    found = plan.external_evaluator
    if found is None:
        return section(say("external_evaluator"), [])
    said: list[Inline] = [Text(f"{found.name}. ")]
    return section(say("external_evaluator"), [Paragraph(*said, *([words(found)] if found.text else []))])


def final_report(plan: Plan) -> list[FlowBlock]:
    """The disposition of the final report."""
    found = plan.final_report
    if found is None:
        return section(say("outline_of_final_report"), [])
    blocks: list[FlowBlock] = [NumberedList(*(quoted(one) for one in found.sections))]
    if found.annexes:
        titles = [say("appendix_title", title=title) for title in found.annexes]
        blocks.append(BulletList(*(quoted(title) for title in titles)))
    return section(say("outline_of_final_report"), blocks)
