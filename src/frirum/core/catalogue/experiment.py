"""An experiment as a whole, and its parts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar

from pydantic import Field, StrictInt

from frirum.core.catalogue.base import DefinitionTable, Flag, Identifier, Ref, Slug, Sourced, Statement, Text
from frirum.core.catalogue.casework import Consent, Identification, JournalNote, Mark, Obligation
from frirum.core.catalogue.conditions import Condition, CutOff, Example, Fact
from frirum.core.catalogue.findings import Conclusion, Figure
from frirum.core.catalogue.history import Decision, Event, Status
from frirum.core.catalogue.instruments import Instrument, Measure
from frirum.core.catalogue.law import Derogation, LegalBasis
from frirum.core.catalogue.measure_rules import PopulationRule
from frirum.core.catalogue.participation import ApprovedPeriod, Participation
from frirum.core.catalogue.plan import Plan
from frirum.core.catalogue.questions import Scale
from frirum.core.catalogue.reporting import ReportingPeriod
from frirum.core.catalogue.roles import Responsible
from frirum.core.catalogue.sources import Doubt, Source
from frirum.core.catalogue.target_groups import AddressedGroup


class Title(Sourced):
    """What one document calls the experiment (or part), to the letter."""

    document: Annotated[Text, Ref("document")]
    text: Text


class Case(DefinitionTable):
    """What a case has to fulfil. A part's case adds to the experiment's: both must hold.

    `condition` must be met, no `exclusion` may be met; where an `ordinary_exception` is met the ordinary
    rule asks nothing, and the exemption is not needed.
    """

    facts: tuple[Fact, ...] = Field(default=(), alias="fact")
    condition: Condition | None = None
    exclusions: tuple[Condition, ...] = Field(default=(), alias="exclusion")
    ordinary_exceptions: tuple[Condition, ...] = Field(default=(), alias="ordinary_exception")
    cut_offs: tuple[CutOff, ...] = Field(default=(), alias="cut_off")
    examples: tuple[Example, ...] = Field(default=(), alias="example")


class Part(Case, Sourced):
    """A part with its own target group, conditions, instruments and verdict.

    Provisions, instruments, marks, notes, obligations, events and decisions stand at the experiment and name
    the parts they belong to with `part = ["slug"]`; those that name none belong to every part.
    """

    namespace: ClassVar[str | None] = "part"

    slug: Slug
    title: Text
    title_en: Text | None = None
    titles: tuple[Title, ...] = Field(default=(), alias="titled")
    summary: Text | None = None
    summary_en: Text | None = None
    status: Status | None = Field(default=None, description="Absent: as the experiment.")
    target_groups: Annotated[tuple[Identifier, ...], Ref("target_group")] = Field(
        default=(), alias="target_group"
    )


class Experiment(Case):
    """The definition of one experiment: the document that everything else reads."""

    must_be_settled: ClassVar[tuple[str, ...]] = ("period", "participation", "provision", "target_group")

    slug: Annotated[Slug, Field(description="Name in addresses and of the file.")]
    number: Annotated[StrictInt | None, Field(ge=1)] = Field(
        default=None, description="Number in the catalogue."
    )
    network: Annotated[Identifier, Ref("network")] = Field(description="Network or national programme.")
    short_title: Text
    short_title_en: Text | None = None
    titles: tuple[Title, ...] = Field(default=(), alias="titled")
    summary: Text = Field(description="What it is, so that a citizen understands it in a minute.")
    summary_en: Text | None = None
    status: Status
    synthetic: Flag = Field(
        default=False, description="Made up for demonstration: never listed or counted with what is real."
    )
    themes: Annotated[tuple[Identifier, ...], Ref("theme")] = Field(default=(), alias="theme")

    parts: tuple[Part, ...] = Field(default=(), alias="part")
    legal_bases: tuple[LegalBasis, ...] = Field(default=(), alias="legal_basis")
    provisions: tuple[Derogation, ...] = Field(default=(), alias="provision")
    periods: tuple[ApprovedPeriod, ...] = Field(default=(), alias="period")
    participation: tuple[Participation, ...] = ()
    target_groups: tuple[AddressedGroup, ...] = Field(default=(), alias="target_group")

    responsible: tuple[Responsible, ...] = ()
    identification: Identification = Identification.UNKNOWN
    identification_text: Text | None = None
    marks: tuple[Mark, ...] = Field(default=(), alias="mark")
    notes: tuple[JournalNote, ...] = Field(default=(), alias="note")
    obligations: tuple[Obligation, ...] = Field(default=(), alias="obligation")
    consent: tuple[Consent, ...] = ()

    populations: tuple[PopulationRule, ...] = Field(default=(), alias="population")
    instruments: tuple[Instrument, ...] = Field(default=(), alias="instrument")
    measures: tuple[Measure, ...] = Field(
        default=(),
        alias="measure",
        description="What later documents speak of and no instrument of the design takes.",
    )
    scales: tuple[Scale, ...] = Field(default=(), alias="scale")
    plan: Plan | None = None

    events: tuple[Event, ...] = Field(default=(), alias="event")
    decisions: tuple[Decision, ...] = Field(default=(), alias="decision")
    figures: tuple[Figure, ...] = Field(default=(), alias="figure")
    conclusions: tuple[Conclusion, ...] = Field(default=(), alias="conclusion")
    reporting_periods: tuple[ReportingPeriod, ...] = Field(default=(), alias="reporting_period")
    remarks: tuple[Statement, ...] = Field(default=(), alias="remark")

    doubts: tuple[Doubt, ...] = Field(default=(), alias="doubt")
    sources: tuple[Source, ...] = Field(default=(), alias="source")

    def part(self, slug: str) -> Part | None:
        """The part with that slug, or None."""
        return next((part for part in self.parts if part.slug == slug), None)

    @property
    def first_day(self) -> dt.date | None:
        """The experiment's first day; None where the beginning of a period is not stated, as it may be the earliest."""
        starts = [period.start for period in self.periods]
        return None if None in starts else min((day for day in starts if day), default=None)

    def all_measures(self) -> tuple[Measure, ...]:
        """The instruments' measures, then those of no instrument, in the order written."""
        return tuple(one for instrument in self.instruments for one in instrument.measures) + self.measures

    def measures_named(self, name: str) -> tuple[Measure, ...]:
        """What gives a figure of this name: the measure itself, or the measures of the plan's outcome.

        An outcome has a rule of its own, or names the measures that give it, each by its own name.
        """
        measures = {one.id: one for one in self.all_measures()}
        if name in measures:
            return (measures[name],)
        outcome = next((one for one in self.plan.outcomes if one.id == name), None) if self.plan else None
        if outcome is None:
            return ()
        if outcome.rule is None:
            return tuple(measures[one] for one in outcome.measure if one in measures)
        own = Measure(
            id=outcome.id,
            text=outcome.text,
            text_en=outcome.text_en,
            unit=outcome.unit,
            rule=outcome.rule,
            source=outcome.source_ids,
        )
        return (own,)

    def all_facts(self) -> tuple[Fact, ...]:
        """The experiment's facts and every part's, in the order written."""
        return self.facts + tuple(fact for part in self.parts for fact in part.facts)
