"""The evaluation design as a document: DESIGN's whole template, what is missing marked, the findings as an annex."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from frirum.core.catalogue.base import Statement
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.instruments import Instrument, InstrumentKind
from frirum.core.catalogue.labels import label, not_stated_label
from frirum.core.catalogue.plan import Goal, Plan, ResearchQuestion, SuccessCriterion
from frirum.core.catalogue.questions import Question, Scale, Wording
from frirum.core.catalogue.sources import Document as SourceDocument
from frirum.core.catalogue.target_groups import TargetGroup
from frirum.core.catalogue.wording import provision_citation
from frirum.core.designs.checks import check_design
from frirum.core.designs.design import Design
from frirum.core.designs.findings import Finding
from frirum.core.designs.from_definition import DesignDiagnosis, diagnose_experiment
from frirum.core.language import current_language
from frirum.core.language import gettext as _
from frirum.core.report.blocks import (
    Annex,
    Block,
    BulletList,
    DefinitionRow,
    DefinitionRows,
    Document,
    FlowBlock,
    Heading,
    Note,
    NoteKind,
    NumberedList,
    Paragraph,
)
from frirum.core.report.inlines import Missing
from frirum.core.vocabulary.danish import format_date, format_exact
from frirum.core.vocabulary.municipalities import by_code


def design_document(
    experiment: Experiment,
    documents: Mapping[str, SourceDocument],
    scales: Mapping[str, Scale],
    *,
    date: dt.date | None = None,
) -> Document:
    """The design that prints the same in HTML, DOCX and PDF.

    Args:
        documents: short name -> document, for the list of sources.
        scales: shared answer scales by id.
        date: the date printed on the document, or None.
    """
    design = Design(experiment, scales)
    plan = design.plan
    blocks: list[Block] = [
        _head(experiment),
        *_statements(_("Formål med forsøget"), plan.purpose),
        *_target_groups(experiment.target_groups),
        *_theme(plan),
        *_rules(experiment),
        *_effects(plan),
        *_statements(_("Hvad der måles"), (*plan.measurement, *plan.further_measures)),
        *_goals(plan.goals),
        *_criteria(plan.success_criteria),
        *_questions(plan.research_questions),
        *_baseline(plan),
        *_statements(_("Hvordan der evalueres"), plan.method),
        *_times(plan),
        *_list(_("Datakilder"), plan.data_sources),
        *_instruments(experiment, design),
        *_evaluator(plan),
        *_final_report(plan),
        *_sources(experiment, documents),
        _findings_annex(check_design(experiment, scales)),
        _diagnosis_annex(diagnose_experiment(experiment)),
    ]
    return Document(
        title=own(experiment, "short_title"),
        blocks=tuple(blocks),
        language=current_language(),
        kicker=_("Evalueringsdesign"),
        subject=_("Evalueringsdesign for frikommuneforsøg"),
        issuer=", ".join(_municipalities(experiment)),
        date=date,
    )


def own(table: object, name: str = "text") -> str:
    """A text in the reader's language where the definition has it, else the Danish."""
    english = getattr(table, f"{name}_en", None) if current_language() == "en" else None
    return str(english or getattr(table, name))


def _missing() -> list[FlowBlock]:
    return [Note(NoteKind.MISSING, not_stated_label())]


def _section(title: str, blocks: Iterable[FlowBlock]) -> list[FlowBlock]:
    """The heading and its content; what nobody has written is marked, never left out."""
    return [Heading(title), *(list(blocks) or _missing())]


def _statements(title: str, statements: Iterable[Statement]) -> list[FlowBlock]:
    texts = [own(statement) for statement in statements]
    return _section(title, [BulletList(*texts)] if texts else [])


def _list(title: str, texts: Iterable[str]) -> list[FlowBlock]:
    found = list(texts)
    return _section(title, [BulletList(*found)] if found else [])


def _municipalities(experiment: Experiment) -> list[str]:
    codes = dict.fromkeys(stay.municipality for stay in experiment.participation)
    return [place.name for code in codes if (place := by_code(code))]


def _head(experiment: Experiment) -> DefinitionRows:
    starts = [period.start for period in experiment.periods if period.start]
    ends = [period.end for period in experiment.periods if period.end]
    return DefinitionRows(
        DefinitionRow(_("Kommuner"), ", ".join(_municipalities(experiment)) or Missing()),
        DefinitionRow(_("Begynder"), format_date(min(starts)) if starts else Missing()),
        DefinitionRow(_("Slutter"), format_date(max(ends)) if ends else Missing()),
        DefinitionRow(_("Tilstand"), str(label(experiment.status))),
    )


def _target_groups(groups: tuple[TargetGroup, ...]) -> list[FlowBlock]:
    blocks: list[FlowBlock] = []
    for group in groups:
        volume = group.volume
        size = f"{format_exact(volume.n)} {volume.unit}" if volume else Missing()
        blocks.append(
            DefinitionRows(
                DefinitionRow(_("Undermålgruppe") if group.sub_group_of else _("Målgruppe"), own(group)),
                DefinitionRow(_("Volumen"), size),
            )
        )
    return _section(_("Målgruppe og undermålgruppe samt volumen"), blocks)


def _theme(plan: Plan) -> list[FlowBlock]:
    blocks: list[FlowBlock] = [Heading(_("Tema"))]
    for name, title in (("form", _("Form")), ("content", _("Indhold")), ("cadence", _("Kadence"))):
        statements = getattr(plan.theme, name) if plan.theme else ()
        blocks.append(Heading(title, level=2))
        blocks += [BulletList(*(own(one) for one in statements))] if statements else _missing()
    return blocks


def _rules(experiment: Experiment) -> list[FlowBlock]:
    blocks: list[FlowBlock] = []
    for provision in experiment.provisions:
        rows = [DefinitionRow(_("Bestemmelse"), provision_citation(provision))]
        if provision.ordinary:
            rows.append(DefinitionRow(_("Efter reglen"), own(provision, "ordinary")))
        if provision.derogation:
            rows.append(DefinitionRow(_("I forsøget"), own(provision, "derogation")))
        blocks.append(DefinitionRows(*rows))
    return _section(_("Konkrete regler der afviges fra"), blocks)


def _effects(plan: Plan) -> list[FlowBlock]:
    blocks: list[FlowBlock] = [Heading(_("Ønskede effekter"))]
    for name, title in (
        ("short", _("Kort sigt")),
        ("medium", _("Mellemlangt sigt")),
        ("long", _("Langt sigt")),
        ("efficiencies", _("Effektiviseringer")),
    ):
        statements = getattr(plan.effects, name) if plan.effects else ()
        blocks.append(Heading(title, level=2))
        blocks += [BulletList(*(own(one) for one in statements))] if statements else _missing()
    if plan.expected_results:
        blocks.append(Heading(_("Forventede resultater uden tidshorisont"), level=2))
        blocks.append(BulletList(*(own(one) for one in plan.expected_results)))
    return blocks


def _goals(goals: tuple[Goal, ...]) -> list[FlowBlock]:
    blocks: list[FlowBlock] = []
    for goal in goals:
        blocks.append(Paragraph(own(goal)))
        if goal.part_goals:
            blocks.append(BulletList(*(own(part) for part in goal.part_goals)))
    return _section(_("Mål og delmål"), blocks)


def _criteria(criteria: tuple[SuccessCriterion, ...]) -> list[FlowBlock]:
    return _section(
        _("Succeskriterier"),
        [
            DefinitionRows(
                DefinitionRow(_("Kriterium"), own(one)),
                DefinitionRow(_("Mål"), ", ".join(one.measure) or Missing()),
                DefinitionRow(_("Udgangspunkt"), _value(one.baseline, one.unit)),
                DefinitionRow(_("Grænse"), _value(one.threshold, one.unit)),
            )
            for one in criteria
        ],
    )


def _value(value: float | None, unit: str | None) -> str | Missing:
    return Missing() if value is None else f"{format_exact(value)} {unit or ''}".strip()


def _questions(questions: tuple[ResearchQuestion, ...]) -> list[FlowBlock]:
    blocks: list[FlowBlock] = []
    for question in questions:
        criterion = question.criterion
        rows = [
            DefinitionRow(_("Spørgsmål"), own(question) + _whose(question.wording)),
            DefinitionRow(_("Hvad der estimeres"), question.estimand or Missing()),
            DefinitionRow(_("Udfald"), ", ".join(question.outcomes) or Missing()),
            DefinitionRow(
                _("Sammenligning"), ", ".join(str(label(one)) for one in question.comparison) or Missing()
            ),
        ]
        if question.comparison_reason:
            rows.append(DefinitionRow(_("Begrundelse"), question.comparison_reason))
        rows += [
            DefinitionRow(_("Svar der søges"), str(label(criterion.test)) if criterion else Missing()),
            DefinitionRow(
                _("Mindste relevante ændring"),
                _value(criterion.smallest_relevant, criterion.unit) if criterion else Missing(),
            ),
            DefinitionRow(_("Margin"), _value(criterion.margin, criterion.unit) if criterion else Missing()),
            DefinitionRow(_("Manglende data"), question.missing_data or Missing()),
        ]
        blocks.append(DefinitionRows(*rows))
    return _section(_("Undersøgelsesspørgsmål"), blocks)


def _whose(wording: Wording) -> str:
    return f" ({label(wording)})" if wording is Wording.PROPOSED else ""


def _baseline(plan: Plan) -> list[FlowBlock]:
    if plan.baseline_possible is None:
        return _section(_("Nulpunktsmåling"), [])
    possible = _("Mulig") if plan.baseline_possible else _("Ikke mulig")
    return _section(
        _("Nulpunktsmåling"),
        [
            DefinitionRows(
                DefinitionRow(_("Nulpunktsmåling"), possible),
                DefinitionRow(_("Hvorfor"), plan.baseline_reason or Missing()),
            )
        ],
    )


def _times(plan: Plan) -> list[FlowBlock]:
    blocks: list[FlowBlock] = [Paragraph(own(one)) for one in plan.time_line]
    phases = []
    for phase in plan.phases:
        dates = [format_date(day) for day in (phase.start, phase.end) if day]
        when = phase.when or _(" til ").join(dates)
        phases.append(f"{own(phase)}: {when}" if when else own(phase))
    if phases:
        blocks.append(NumberedList(*phases))
    return _section(_("Tidsperspektiv og faser"), blocks)


def _instruments(experiment: Experiment, design: Design) -> list[FlowBlock]:
    blocks: list[FlowBlock] = [Heading(_("Redskaber og spørgsmål"))]
    shown = [one for one in experiment.instruments if one.kind is not InstrumentKind.EVALUATION_FORM]
    for instrument in shown:
        blocks.append(Heading(own(instrument, "title"), level=2))
        blocks.append(_instrument(instrument))
        if instrument.questions:
            blocks.append(
                NumberedList(*(_question_text(question, design) for question in instrument.questions))
            )
    return blocks if shown else [*blocks, *_missing()]


def _instrument(instrument: Instrument) -> DefinitionRows:
    rows = [DefinitionRow(_("Slags"), str(label(instrument.kind)))]
    if instrument.omitted:
        rows.append(DefinitionRow(_("Fravalgt"), instrument.reason or Missing()))
        return DefinitionRows(*rows)
    if instrument.text:
        rows.append(DefinitionRow(_("Hvad"), own(instrument)))
    rows.append(
        DefinitionRow(_("Hvor tit"), str(label(instrument.frequency)) if instrument.frequency else Missing())
    )
    if instrument.rounds:
        rows.append(DefinitionRow(_("Runder"), "; ".join(one.when for one in instrument.rounds)))
    if instrument.measures:
        rows.append(DefinitionRow(_("Mål"), "; ".join(own(one) for one in instrument.measures)))
    if instrument.respondents:
        rows.append(DefinitionRow(_("Spørges"), ", ".join(str(label(one)) for one in instrument.respondents)))
    return DefinitionRows(*rows)


def _question_text(question: Question, design: Design) -> str:
    scale = design.scale(question.scale) if question.scale else None
    options = [own(option) for option in scale.options] if scale else list(question.options)
    if scale and scale.dont_know:
        options.append(scale.dont_know)
    answers = f" [{' / '.join(options)}]" if options else ""
    return f"{own(question)}{answers}{_whose(question.wording)}"


def _evaluator(plan: Plan) -> list[FlowBlock]:
    found = plan.external_evaluator
    text = f"{found.name}. {own(found) if found.text else ''}".strip() if found else ""
    return _section(_("Ekstern evaluator"), [Paragraph(text)] if text else [])


def _final_report(plan: Plan) -> list[FlowBlock]:
    found = plan.final_report
    if found is None:
        return _section(_("Slutrapportens disposition"), [])
    blocks: list[FlowBlock] = [NumberedList(*found.sections)]
    if found.annexes:
        blocks.append(BulletList(*(_("Bilag: {title}").format(title=title) for title in found.annexes)))
    return _section(_("Slutrapportens disposition"), blocks)


def _sources(experiment: Experiment, documents: Mapping[str, SourceDocument]) -> list[FlowBlock]:
    places: dict[str, list[str]] = {}
    for source in experiment.sources:
        places.setdefault(source.document, []).append(source.place)
    lines = [
        f"{documents[name].title if name in documents else name}: {'; '.join(found)}"
        for name, found in places.items()
    ]
    return _section(_("Kilder"), [BulletList(*lines)] if lines else [])


def _findings_annex(findings: tuple[Finding, ...]) -> Annex:
    blocks: list[FlowBlock] = []
    for finding in findings:
        blocks.append(Heading(finding.code.label, level=2))
        rows = [DefinitionRow(_("Hvor"), finding.path)]
        if finding.quote:
            rows.append(DefinitionRow(_("Der står"), finding.quote))
        rows += [
            DefinitionRow(_("Problem"), finding.message),
            DefinitionRow(_("Sådan rettes det"), finding.mend),
        ]
        blocks.append(DefinitionRows(*rows))
    return Annex(_("Hvad der mangler i designet"), tuple(blocks) or (Paragraph(_("Ingen fund.")),))


def _diagnosis_annex(found: DesignDiagnosis) -> Annex:
    diagnosis = found.diagnosis
    step = _("{n} af 5: {what}").format(n=int(diagnosis.highest_step), what=diagnosis.highest_step.label)
    blocks: list[FlowBlock] = [
        DefinitionRows(
            DefinitionRow(_("Diagnose"), diagnosis.verdict.label),
            DefinitionRow(_("Højeste trin på evidensstigen"), step),
            DefinitionRow(_("Stærkeste ord"), diagnosis.highest_step.wording),
        ),
        BulletList(*diagnosis.reasons),
    ]
    if diagnosis.advice:
        blocks += [
            Heading(_("Hvad I kan gøre"), level=2),
            NumberedList(*(one.text for one in diagnosis.advice)),
        ]
    return Annex(_("Hvad designet kan vise"), tuple(blocks))
