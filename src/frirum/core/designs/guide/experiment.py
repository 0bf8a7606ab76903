"""A design as it is written, read back as an experiment: what the checks, the diagnosis and the document judge.

The definition it was begun from stays underneath: a text nobody changed keeps its source, its doubts and its English,
and what the guide does not ask for (conditions, examples, scales) is the definition's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.law import Derogation, LegalBasis, LegalKind
from frirum.core.catalogue.participation import ApprovedPeriod, PeriodKind
from frirum.core.catalogue.plan import (
    DesignTheme,
    Effects,
    ExternalEvaluator,
    FinalReport,
    Goal,
    PartGoal,
    Phase,
    Plan,
    Uptake,
)
from frirum.core.catalogue.target_groups import AddressedGroup, Volume
from frirum.core.designs.diagnosis.ways_out import MUNICIPALITIES
from frirum.core.designs.guide.analysis import criteria, instruments, outcomes, research_questions
from frirum.core.designs.guide.draw import StatedDraw, stated_draw
from frirum.core.designs.guide.kept import KeptReading, amended, by_id, statements
from frirum.core.designs.guide.plan import Content
from frirum.core.designs.guide.reading import FieldReader, Unreadable
from frirum.core.designs.guide.sentences import say
from frirum.core.designs.guide.start import one_line
from frirum.core.vocabulary.status import RuleStatus


@dataclass(frozen=True)
class Planned:
    """A design read as an experiment.

    Attributes:
        experiment: the definition with the design in it.
        unreadable: texts that are not what their field asks for; they are left out of the experiment.
        draw: the draw by lot that decides who begins when; None where the design states none.
    """

    experiment: Experiment
    unreadable: tuple[Unreadable, ...]
    draw: StatedDraw | None = None


def experiment_from(definition: Experiment, content: Content) -> Planned:
    """The definition with what is written in the design in place of its own plan."""
    reading = KeptReading(content)
    fields = reading.fields("beskrivelse")
    plan = _plan(definition.plan or Plan(not_stated=("purpose",)), reading)
    experiment = definition.model_copy(
        update={
            "summary": fields.text("summary") or definition.summary,
            "summary_en": definition.summary_en
            if fields.text("summary") == definition.summary.strip()
            else None,
            "target_groups": _target_groups(definition.target_groups, reading),
            "legal_bases": _legal_bases(definition.legal_bases, reading),
            "provisions": _provisions(definition.provisions, reading),
            "periods": _periods(definition, reading),
            "instruments": instruments(definition, reading),
            "plan": plan,
        }
    )
    draw = stated_draw(reading)
    return Planned(experiment, tuple(reading.faults), draw)


def _plan(before: Plan, reading: KeptReading) -> Plan:
    purpose, measurement = reading.fields("formaal"), reading.fields("maaling")
    return before.model_copy(
        update={
            "not_stated": (),
            "purpose": statements(purpose.lines("purpose"), before.purpose),
            "theme": _theme(before.theme, reading.fields("beskrivelse")),
            "effects": _effects(before.effects, purpose),
            "expected_results": statements(purpose.lines("expected"), before.expected_results),
            "goals": tuple(_goals(before.goals, reading)),
            "success_criteria": criteria(before.success_criteria, reading),
            "measurement": statements(
                measurement.lines("measurement"), (*before.measurement, *before.further_measures)
            ),
            "further_measures": (),
            "method": statements(measurement.lines("method"), before.method),
            "data_sources": measurement.lines("sources"),
            "outcomes": outcomes(before.outcomes, reading),
            "research_questions": research_questions(before.research_questions, reading),
            "baseline_possible": measurement.yes("baseline"),
            "baseline_reason": measurement.text("baseline_reason"),
            "time_line": statements(reading.fields("tid").lines("time_line"), before.time_line),
            "phases": tuple(_phases(before.phases, reading)),
            "uptake": _uptake(before.uptake, reading.fields("maalgruppe")),
            "law_compliance": statements(reading.fields("regler").lines("law"), before.law_compliance),
            "external_evaluator": _evaluator(before.external_evaluator, reading.fields("rapport")),
            "final_report": _final_report(before.final_report, reading.fields("rapport")),
        }
    )


def _theme(before: DesignTheme | None, fields: FieldReader) -> DesignTheme | None:
    cells = {
        name: statements(fields.lines(name), getattr(before, name) if before else ())
        for name in ("form", "content", "cadence")
    }
    return DesignTheme(**cells) if any(cells.values()) else None


def _effects(before: Effects | None, fields: FieldReader) -> Effects | None:
    names = ("short", "medium", "long", "efficiencies")
    found = {name: statements(fields.lines(name), getattr(before, name) if before else ()) for name in names}
    if not any(found.values()):
        return None
    return Effects(**found, not_stated=tuple(name for name in names if not found[name]))


def _goals(before: tuple[Goal, ...], reading: KeptReading) -> Iterable[Goal]:
    known = by_id(before)
    for name, fields in reading.items("maal"):
        text = fields.text("text") or ""
        old = known.get(name)
        parts = {one_line(part.text): part for part in old.part_goals} if old else {}
        part_goals = tuple(
            parts.get(one_line(line)) or PartGoal(id=f"{name}-{n}", text=line)
            for n, line in enumerate(fields.lines("part_goals"), start=1)
        )
        start = old or Goal.model_construct(id=name, text=text)
        yield amended(start, text, part_goals=part_goals, measure=fields.choices("measure"))


def _phases(before: tuple[Phase, ...], reading: KeptReading) -> Iterable[Phase]:
    known = by_id(before)
    for name, fields in reading.items("tid"):
        text = fields.text("text") or ""
        start = known.get(name) or Phase.model_construct(id=name, text=text)
        yield amended(
            start, text, start=fields.date("start"), end=fields.date("end"), when=fields.text("when")
        )


def _uptake(before: tuple[Uptake, ...], fields: FieldReader) -> tuple[Uptake, ...]:
    units, treated = fields.whole("units"), fields.whole("treated")
    if units is not None and units > MUNICIPALITIES:
        fields.fault(
            "units",
            say("are_n_municipalities_in_country", n=MUNICIPALITIES, found=units),
            say("write_how_many_are_part"),
        )
        units = None
    whole = units is not None and treated is not None and treated <= units
    if units is not None and treated is not None and not whole:
        fields.fault(
            "treated",
            say("are_more_municipalities_in_experiment_k", k=treated, n=units),
            say("correct_one_of_two_numbers"),
        )
    found = {
        "eligible_per_year": fields.estimate("eligible"),
        "share_rule_bites": fields.estimate("bites", percent=True),
        "share_used": fields.estimate("used", percent=True),
        "share_consenting": fields.estimate("consenting", percent=True),
        "units": units if whole else None,
        "treated_units": treated if whole else None,
        "steps_per_use": fields.whole("steps"),
        "minutes_per_use": fields.number("minutes", unit="minutter"),
        "minutes_freed": fields.number("freed", unit="minutter"),
    }
    if not before and all(value is None for value in found.values()):
        return ()
    start = before[0] if before else Uptake.model_construct()
    return (start.model_copy(update={**found, "not_stated": ()}), *before[1:])


def _evaluator(before: ExternalEvaluator | None, fields: FieldReader) -> ExternalEvaluator | None:
    name, text = fields.text("evaluator"), fields.text("evaluator_text")
    if name is None:
        return None
    start = before or ExternalEvaluator(name=name)
    english = {} if text == start.text else {"text_en": None}
    return start.model_copy(update={"name": name, "text": text, **english})


def _final_report(before: FinalReport | None, fields: FieldReader) -> FinalReport | None:
    sections, annexes = fields.lines("sections"), fields.lines("annexes")
    if not sections:
        return None
    start = before or FinalReport(section=sections)
    # What a section holds follows its place: where titles are added or taken away, a person writes them again.
    holds = start.holds if len(start.holds) == len(sections) else ()
    annex_holds = start.annex_holds if len(start.annex_holds) == len(annexes) else ()
    return start.model_copy(
        update={"sections": sections, "annexes": annexes, "holds": holds, "annex_holds": annex_holds}
    )


def _target_groups(before: tuple[AddressedGroup, ...], reading: KeptReading) -> tuple[AddressedGroup, ...]:
    known = by_id(before)
    groups = []
    for name, fields in reading.items("maalgruppe"):
        text = fields.text("text") or ""
        start = known.get(name) or AddressedGroup.model_construct(id=name, text=text)
        n = fields.whole("volume")
        volume = None
        if n is not None:
            old = start.volume or Volume(n=n, unit="-")
            unit = fields.text("unit") or "-"
            volume = old.model_copy(update={"n": n, "unit": unit, "per": fields.text("per")})
        groups.append(amended(start, text, volume=volume, not_stated=()))
    return tuple(groups)


def _legal_bases(before: tuple[LegalBasis, ...], reading: KeptReading) -> tuple[LegalBasis, ...]:
    fields = reading.fields("regler")
    title = fields.text("basis")
    if title is None:
        return ()
    status = fields.chosen("status", RuleStatus) or RuleStatus.UNVERIFIED
    start = (
        before[0]
        if before
        else LegalBasis.model_construct(
            id="hjemmel", kind=LegalKind.EXECUTIVE_ORDER, title=title, status=status
        )
    )
    found = {"title": title, "status": status, "valid_from": fields.date("valid_from")}
    return (start.model_copy(update=found), *before[1:])


def _provisions(before: tuple[Derogation, ...], reading: KeptReading) -> tuple[Derogation, ...]:
    known = by_id(before)
    found = []
    for name, fields in reading.items("regler"):
        ordinary, derogation = fields.text("ordinary") or "", fields.text("derogation") or ""
        old = known.get(name)
        if old is None:
            # The paragraph is only words until somebody has found it in the act; the words stand with the rule.
            cited = f"{fields.text('text') or ''}: {ordinary}".strip(": ")
            found.append(
                Derogation.model_construct(
                    id=name, status=RuleStatus.UNVERIFIED, ordinary=cited, derogation=derogation
                )
            )
            continue
        english = {"ordinary_en": None} if ordinary != old.ordinary else {}
        english |= {"derogation_en": None} if derogation != old.derogation else {}
        found.append(old.model_copy(update={"ordinary": ordinary, "derogation": derogation, **english}))
    return tuple(found)


def _periods(definition: Experiment, reading: KeptReading) -> tuple[ApprovedPeriod, ...]:
    """The definition's periods while they say the same; else one approval from the first day to the last."""
    fields = reading.fields("regler")
    start, end = fields.date("start"), fields.date("end")
    approvals = [one for one in definition.periods if one.kind is PeriodKind.APPROVAL]
    starts = [one.start for one in approvals if one.start]
    ends = [one.end for one in approvals if one.end]
    same = (min(starts, default=None), max(ends, default=None)) == (start, end)
    if same or (start is None and end is None) or (start and end and end < start):
        return definition.periods if same else ()
    own = ApprovedPeriod.model_construct(id="design", kind=PeriodKind.APPROVAL, start=start, end=end)
    return (own, *(one for one in definition.periods if one.kind is not PeriodKind.APPROVAL))
