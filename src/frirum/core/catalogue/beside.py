"""What is ours and stands beside the definitions, never in them: plans made after the fact, and assumed networks.

`plans/SLUG.toml` holds the questions that a source never put, each marked as proposed. `assumptions/SLUG.toml` holds
municipalities, days and volumes that no source gives, so that a demonstration or a diagnosis can run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from frirum.core.catalogue import plan_words
from frirum.core.catalogue.base import (
    Day,
    DefinitionTable,
    Flag,
    MunicipalityCode,
    Ref,
    Slug,
    Text,
    refuse,
    rule_of_table,
)
from frirum.core.catalogue.checks import unknown_references
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.faults import DefinitionRefused, Fault, name_at
from frirum.core.catalogue.lines import line_of, lines_of
from frirum.core.catalogue.plan import Comparison, ResearchQuestion, Test, Uptake
from frirum.core.catalogue.questions import Wording
from frirum.core.catalogue.reading import Reading, read_table, read_toml
from frirum.core.catalogue.sentences import say
from frirum.core.paths import catalogue_dir
from frirum.core.vocabulary.municipalities import all_municipalities


class ProposedQuestion(ResearchQuestion):
    """A question of ours: what is compared with what, when, and how large a difference counts."""

    settled_by: ClassVar[dict[str, str]] = {"outcome": "measure"}

    @rule_of_table
    def _is_ours(self) -> Self:
        if self.wording is not Wording.PROPOSED:
            raise refuse(say("question_in_plan_of_ours"), key="wording")
        return self

    @rule_of_table
    def _compares(self) -> Self:
        if self.criterion is None or not self.comparison:
            message = say("plan_must_say_what_is_compared")
            raise refuse(message, key="criterion" if self.comparison else "comparison")
        compared = set(self.comparison) - {Comparison.NONE}
        if self.criterion.test is not Test.DESCRIPTION and not compared:
            raise refuse(say("without_comparison_one_can_only_describe"), key="comparison")
        return self

    @rule_of_table
    def _says_how_much_counts(self) -> Self:
        if self.criterion is None:
            return self
        size = {
            Test.SUPERIORITY: ("smallest_relevant", self.criterion.smallest_relevant),
            Test.NON_INFERIORITY: ("margin", self.criterion.margin),
            Test.EQUIVALENCE: ("margin", self.criterion.margin),
        }.get(self.criterion.test)
        if size is not None and size[1] is None:
            message = say("test_must_have_key_how_large")
            raise refuse(message.format(test=self.criterion.test, key=size[0]), key=f"criterion.{size[0]}")
        if self.criterion.test is Test.NON_INFERIORITY and self.criterion.direction is None:
            raise refuse(plan_words.no_worse_has_a_direction(), key="criterion.direction")
        return self


class ProposedPlan(DefinitionTable):
    """A plan of ours for an experiment whose sources have none, or none that is whole."""

    experiment: Annotated[Slug, Ref("experiment")]
    proposed: Literal[True] = Field(description="Always true: no source's plan stands in such a file.")
    title: Text
    title_en: Text | None = None
    text: Text = Field(description="Why there is a plan, and what it rests on.")
    text_en: Text | None = None
    questions: tuple[ProposedQuestion, ...] = Field(alias="question", min_length=1)


class AssumedPlace(DefinitionTable):
    """A municipality that is assumed to take part, from when to when."""

    municipality: Annotated[MunicipalityCode, Ref("municipality")]
    start: Day = Field(alias="from")
    end: Day | None = Field(default=None, alias="to")

    @rule_of_table
    def _ends_after_start(self) -> Self:
        if self.end and self.end < self.start:
            raise refuse(plan_words.ends_before_it_begins(self.start, self.end), key="to")
        return self


class AssumedPeriod(DefinitionTable):
    """The days an experiment is assumed to have run, where a source names its municipalities and not its days.

    A day that a source states stays as it is; without `to` so does an end that no source states.
    """

    start: Day = Field(alias="from")
    end: Day | None = Field(default=None, alias="to")

    @rule_of_table
    def _ends_after_start(self) -> Self:
        if self.end and self.end < self.start:
            raise refuse(plan_words.ends_before_it_begins(self.start, self.end), key="to")
        return self


class Assumptions(DefinitionTable):
    """What is assumed of an experiment where no source says it; shown with that label wherever it is used."""

    experiment: Annotated[Slug, Ref("experiment")]
    assumed: Literal[True] = Field(description="Always true: nothing here is from a source.")
    text: Text = Field(description="What is assumed, and why it was chosen so.")
    text_en: Text | None = None
    synthetic: Flag = True
    places: tuple[AssumedPlace, ...] = Field(default=(), alias="place")
    period: AssumedPeriod | None = None
    uptake: tuple[Uptake, ...] = ()

    @rule_of_table
    def _each_place_once(self) -> Self:
        codes = [place.municipality for place in self.places]
        if not codes and not self.uptake and self.period is None:
            raise refuse(plan_words.nothing_is_assumed(), key="place", allowed=("place", "period", "uptake"))
        if len(set(codes)) < len(codes):
            raise refuse(say("municipality_stands_twice"), key="place")
        return self


BESIDE: Mapping[str, type[ProposedPlan] | type[Assumptions]] = {
    "plans": ProposedPlan,
    "assumptions": Assumptions,
}
"""Folder of the catalogue -> what a file in it is."""


def read_beside(
    path: Path, experiments: Mapping[str, Experiment]
) -> tuple[ProposedPlan | Assumptions | None, list[Fault]]:
    """One file of `plans` or `assumptions`, and every fault of it against its experiment."""
    text = path.read_text(encoding="utf-8-sig")
    raw = read_toml(text, str(path))
    if isinstance(raw, Fault):
        return None, [raw]
    reading: Reading[Any] = read_table(raw, BESIDE[path.parent.name], str(path), {})
    faults = list(reading.faults)
    written = reading.to_check
    if written.table is not None:
        faults += [
            replace(fault, path=written.path_in_file(fault.path))
            for fault in _against(written.table, path, experiments)
        ]
    lines = lines_of(text)
    placed = [
        Fault(f.file, f.path, f.message, f.allowed, f.line or line_of(f.path, lines), name_at(raw, f.path))
        for f in faults
    ]
    return reading.table, placed


def _against(
    table: ProposedPlan | Assumptions, path: Path, experiments: Mapping[str, Experiment]
) -> Iterator[Fault]:
    own = experiments.get(table.experiment)
    if own is None or path.stem != table.experiment:
        message = say("file_must_be_named_as_experiment")
        yield Fault(str(path), "experiment", message, tuple(sorted(experiments)))
        return
    plan = own.plan
    names = {
        "measure": frozenset(measure.id for measure in own.all_measures()),
        "outcome": frozenset(outcome.id for outcome in (plan.outcomes if plan else ())),
        "part": frozenset(part.slug for part in own.parts),
        "municipality": frozenset(str(one.code) for one in all_municipalities()),
    }
    yield from unknown_references(table, names, str(path), frozenset())
    if isinstance(table, Assumptions) and own.participation and table.places:
        message = say("sources_say_who_takes_part")
        yield Fault(str(path), "place", message)
    if isinstance(table, Assumptions) and table.period and own.first_day is not None:
        yield Fault(str(path), "period", say("sources_say_when_experiment_began"))


def _files(folder: str) -> list[Path]:
    return sorted((catalogue_dir() / folder).glob("*.toml"))


@cache
def proposed_plans() -> Mapping[str, ProposedPlan]:
    """The shipped plans of ours by experiment; never a source's."""
    return {plan.experiment: plan for plan in _read("plans") if isinstance(plan, ProposedPlan)}


@cache
def assumptions() -> Mapping[str, Assumptions]:
    """What is assumed of the shipped experiments, by experiment."""
    return {one.experiment: one for one in _read("assumptions") if isinstance(one, Assumptions)}


def _read(folder: str) -> Iterator[ProposedPlan | Assumptions]:
    from frirum.core.catalogue.loader import shipped_catalogue

    for path in _files(folder):
        table, faults = read_beside(path, shipped_catalogue().experiments)
        if faults or table is None:
            raise DefinitionRefused(tuple(faults))
        yield table
