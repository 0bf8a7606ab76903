"""The plan of a design document: purpose, theme, effects, goals, criteria, questions, baseline, times, report."""

from __future__ import annotations

from collections.abc import Mapping

from frirum.core.catalogue.labels import label
from frirum.core.catalogue.plan import Goal, Outcome, Plan, ResearchQuestion, SuccessCriterion
from frirum.core.catalogue.questions import Wording
from frirum.core.catalogue.wording import duration_text
from frirum.core.designs.document.text import missing, quoted, quoted_or_missing, section, value, words
from frirum.core.language import gettext as _
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
from frirum.core.vocabulary.danish import format_date


def theme(plan: Plan) -> list[FlowBlock]:
    """Form, content and cadence."""
    blocks: list[FlowBlock] = [Heading(_("Tema"))]
    for name, title in (("form", _("Form")), ("content", _("Indhold")), ("cadence", _("Kadence"))):
        found = getattr(plan.theme, name) if plan.theme else ()
        blocks.append(Heading(title, level=2))
        blocks += [BulletList(*(words(one) for one in found))] if found else missing()
    return blocks


def effects(plan: Plan) -> list[FlowBlock]:
    """Wanted effects by horizon."""
    blocks: list[FlowBlock] = [Heading(_("Ønskede effekter"))]
    for name, title in (
        ("short", _("Kort sigt")),
        ("medium", _("Mellemlangt sigt")),
        ("long", _("Langt sigt")),
        ("efficiencies", _("Effektiviseringer")),
    ):
        found = getattr(plan.effects, name) if plan.effects else ()
        blocks.append(Heading(title, level=2))
        blocks += [BulletList(*(words(one) for one in found))] if found else missing()
    if plan.expected_results:
        blocks.append(Heading(_("Forventede resultater uden tidshorisont"), level=2))
        blocks.append(BulletList(*(words(one) for one in plan.expected_results)))
    return blocks


def goals(found: tuple[Goal, ...]) -> list[FlowBlock]:
    """Goals with their part-goals."""
    blocks: list[FlowBlock] = []
    for goal in found:
        blocks.append(Paragraph(words(goal)))
        if goal.part_goals:
            blocks.append(BulletList(*(words(part) for part in goal.part_goals)))
    return section(_("Mål og delmål"), blocks)


def criteria(found: tuple[SuccessCriterion, ...], measures: Mapping[str, Text]) -> list[FlowBlock]:
    """Success criteria with what measures them.

    Args:
        measures: a measure's words by its id.
    """
    return section(
        _("Succeskriterier"),
        [
            DefinitionRows(
                DefinitionRow(_("Kriterium"), words(one)),
                DefinitionRow(_("Måles med"), _joined([measures.get(key, Text(key)) for key in one.measure])),
                DefinitionRow(_("Udgangspunkt"), value(one.baseline, one.unit)),
                DefinitionRow(_("Grænse"), value(one.threshold, one.unit)),
            )
            for one in found
        ],
    )


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
    return section(_("Undersøgelsesspørgsmål"), [_question(one, named) for one in found])


def _outcome(outcome: Outcome) -> Text:
    """An outcome with the scheme and version that define it."""
    scheme = " ".join(part for part in (outcome.scheme, outcome.version) if part)
    text = words(outcome)
    return Text(f"{text.text} ({scheme})", italic=text.italic) if scheme else text


def _question(question: ResearchQuestion, outcomes: Mapping[str, Text]) -> DefinitionRows:
    criterion = question.criterion
    rows = [
        DefinitionRow(_("Spørgsmål"), (words(question), Text(whose(question.wording)))),
        DefinitionRow(_("Hvad der estimeres"), quoted_or_missing(question.estimand)),
        DefinitionRow(_("Udfald"), _joined([outcomes.get(key, Text(key)) for key in question.outcomes])),
        DefinitionRow(
            _("Sammenligning"), ", ".join(str(label(one)) for one in question.comparison) or Missing()
        ),
    ]
    if question.comparison_reason:
        rows.append(DefinitionRow(_("Begrundelse"), quoted(question.comparison_reason)))
    rows += [
        DefinitionRow(
            _("Tidshorisont"), ", ".join(duration_text(one) for one in question.horizons) or Missing()
        ),
        DefinitionRow(_("Svar der søges"), str(label(criterion.test)) if criterion else Missing()),
        DefinitionRow(
            _("Mindste relevante ændring"),
            value(criterion.smallest_relevant, criterion.unit) if criterion else Missing(),
        ),
        DefinitionRow(_("Margin"), value(criterion.margin, criterion.unit) if criterion else Missing()),
        DefinitionRow(_("Undergrupper"), _joined([words(one) for one in question.subgroups])),
        DefinitionRow(_("Manglende data"), quoted_or_missing(question.missing_data)),
    ]
    return DefinitionRows(*rows)


def whose(wording: Wording) -> str:
    """Said of wording that is proposed and not a source's."""
    return f" ({label(wording)})" if wording is Wording.PROPOSED else ""


def harms(outcomes: tuple[Outcome, ...]) -> list[FlowBlock]:
    """Outcomes to watch rather than to gain."""
    found = [_outcome(outcome) for outcome in outcomes if outcome.harm]
    return section(_("Skader, der holdes øje med"), [BulletList(*found)] if found else [])


def baseline(plan: Plan) -> list[FlowBlock]:
    """Whether a baseline is possible, and why."""
    if plan.baseline_possible is None:
        return section(_("Nulpunktsmåling"), [])
    possible = _("Mulig") if plan.baseline_possible else _("Ikke mulig")
    return section(
        _("Nulpunktsmåling"),
        [
            DefinitionRows(
                DefinitionRow(_("Nulpunktsmåling"), possible),
                DefinitionRow(_("Hvorfor"), quoted_or_missing(plan.baseline_reason)),
            )
        ],
    )


def times(plan: Plan) -> list[FlowBlock]:
    """The time line and the phases."""
    blocks: list[FlowBlock] = [Paragraph(words(one)) for one in plan.time_line]
    phases: list[tuple[Inline, ...]] = []
    for phase in plan.phases:
        dates = _(" til ").join(format_date(day) for day in (phase.start, phase.end) if day)
        when = quoted(phase.when) if phase.when else Text(dates)
        phases.append((words(phase), Text(": "), when) if when.text else (words(phase),))
    if phases:
        blocks.append(NumberedList(*phases))
    return section(_("Tidsperspektiv og faser"), blocks)


def data_sources(plan: Plan) -> list[FlowBlock]:
    """Where the data come from."""
    found = [quoted(one) for one in plan.data_sources]
    return section(_("Datakilder"), [BulletList(*found)] if found else [])


def evaluator(plan: Plan) -> list[FlowBlock]:
    """Who evaluates from outside."""
    found = plan.external_evaluator
    if found is None:
        return section(_("Ekstern evaluator"), [])
    said: list[Inline] = [Text(f"{found.name}. ")]
    return section(_("Ekstern evaluator"), [Paragraph(*said, *([words(found)] if found.text else []))])


def final_report(plan: Plan) -> list[FlowBlock]:
    """The disposition of the final report."""
    found = plan.final_report
    if found is None:
        return section(_("Slutrapportens disposition"), [])
    blocks: list[FlowBlock] = [NumberedList(*(quoted(one) for one in found.sections))]
    if found.annexes:
        titles = [_("Bilag: {title}").format(title=title) for title in found.annexes]
        blocks.append(BulletList(*(quoted(title) for title in titles)))
    return section(_("Slutrapportens disposition"), blocks)
