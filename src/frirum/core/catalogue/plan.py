"""The evaluation design: purpose, effects, goals, research questions, criteria, phases, costs, report."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, StrictInt

from frirum.core.catalogue import plan_words
from frirum.core.catalogue.base import (
    Count,
    Day,
    DefinitionTable,
    Flag,
    Identifier,
    Number,
    Ref,
    Share,
    Sourced,
    Statement,
    Text,
    refuse,
    rule_of_table,
)
from frirum.core.catalogue.casework import Duration, PartSlugs
from frirum.core.catalogue.measure_rules import MeasureRule
from frirum.core.catalogue.questions import Wording
from frirum.core.catalogue.roles import Role
from frirum.core.catalogue.sentences import say


class Promise(Statement):
    """Something the experiment is said to give or to find out, and the measures that would show it.

    Without a measure `why_not` says why nothing answers it.
    """

    namespace: ClassVar[str | None] = "promise"

    id: Identifier | None = None
    measure: Annotated[tuple[Identifier, ...], Ref("measure")] = ()
    why_not: Text | None = Field(default=None, description="Why no measure answers it.")
    why_not_en: Text | None = None
    part_slugs: PartSlugs = Field(default=(), alias="part")


class DesignTheme(DefinitionTable):
    """Form, content and cadence of the experiment, in the design template's words."""

    form: tuple[Statement, ...] = ()
    content: tuple[Statement, ...] = ()
    cadence: tuple[Statement, ...] = ()


class Effects(DefinitionTable):
    """Wanted effects by horizon. A horizon the design leaves blank is not stated."""

    must_be_settled: ClassVar[tuple[str, ...]] = ("short", "medium", "long", "efficiencies")

    short: tuple[Promise, ...] = ()
    medium: tuple[Promise, ...] = ()
    long: tuple[Promise, ...] = ()
    efficiencies: tuple[Promise, ...] = ()


class PartGoal(Promise):
    id: Identifier


class Goal(Promise):
    """A goal with its part-goals and the measure that follows it."""

    id: Identifier
    part_goals: tuple[PartGoal, ...] = Field(default=(), alias="part_goal")


class Direction(StrEnum):
    INCREASE = "increase"
    DECREASE = "decrease"
    NO_CHANGE = "no_change"


class SuccessCriterion(Promise):
    """What has to be seen for the experiment to be a success; threshold and baseline where stated.

    A criterion may rest on a question instead of a measure: `counts` are the answers that speak for it.
    """

    must_be_settled: ClassVar[tuple[str, ...]] = ("measure", "baseline", "threshold")
    settled_by: ClassVar[dict[str, str]] = {"measure": "question", "baseline": "question"}

    id: Identifier
    question: Annotated[Identifier | None, Ref("question")] = None
    counts: tuple[StrictInt | Text, ...] = ()
    direction: Direction | None = None
    baseline: Number | None = None
    threshold: Number | None = None
    unit: Text | None = None
    proposed: Flag = Field(
        default=False,
        description="The answers that count, or the threshold, are ours: the source states the criterion without them.",
    )

    @rule_of_table
    def _only_what_is_there_is_proposed(self) -> Self:
        if self.proposed and not self.counts and self.threshold is None:
            raise refuse(plan_words.nothing_is_proposed(), key="proposed", allowed=("counts", "threshold"))
        return self

    @rule_of_table
    def _answers_belong_to_a_question(self) -> Self:
        if bool(self.question) != bool(self.counts):
            raise refuse(say("question_and_counts_belong_together"), key="counts")
        return self


class Comparison(StrEnum):
    """What the outcome is held against."""

    BEFORE_AFTER = "before_after"
    ORDINARY_RULE_CASES = "ordinary_rule_cases"
    OTHER_MUNICIPALITIES = "other_municipalities"
    REST_OF_COUNTRY = "rest_of_country"
    HISTORICAL_CASES = "historical_cases"
    WAVES = "waves"
    NONE = "none"


class Test(StrEnum):
    """What kind of answer is sought."""

    SUPERIORITY = "superiority"
    NON_INFERIORITY = "non_inferiority"
    EQUIVALENCE = "equivalence"
    DESCRIPTION = "description"


class Outcome(Sourced):
    """Something measured on the people or cases; `harm` marks one to watch rather than to gain."""

    namespace: ClassVar[str | None] = "outcome"

    id: Identifier
    text: Text
    text_en: Text | None = None
    scheme: Text | None = Field(default=None, description="Name of the outcome definition: dream_employment.")
    version: Text | None = None
    unit: Text | None = None
    measure: Annotated[tuple[Identifier, ...], Ref("measure")] = ()
    rule: MeasureRule | None = Field(default=None, description="Where no measure gives it.")
    why_not: Text | None = Field(default=None, description="Why it is not measured.")
    why_not_en: Text | None = None
    harm: Flag = False
    harm_when: Direction | None = Field(
        default=None,
        description="Which move of the outcome is the harm: a rise (increase) or a fall (decrease).",
    )


class Criterion(DefinitionTable):
    """When the answer counts. Shares are 0-1; `smallest_relevant` and `margin` are absolute."""

    test: Test
    direction: Direction | None = None
    baseline: Number | None = None
    smallest_relevant: Number | None = None
    margin: Number | None = None
    unit: Text | None = None

    @rule_of_table
    def _margin_belongs_to_no_worse(self) -> Self:
        if self.margin is not None and self.test not in (Test.NON_INFERIORITY, Test.EQUIVALENCE):
            message = say("margin_belongs_to_non_inferiority")
            raise refuse(message, key="margin")
        return self


class ResearchQuestion(Promise):
    """A question with its estimand, outcome, comparison and horizon: planned before outcomes are seen."""

    must_be_settled: ClassVar[tuple[str, ...]] = ("outcome", "comparison", "criterion")

    id: Identifier
    wording: Wording
    estimand: Text | None = None
    outcomes: Annotated[tuple[Identifier, ...], Ref("outcome")] = Field(default=(), alias="outcome")
    comparison: tuple[Comparison, ...] = ()
    comparison_reason: Text | None = Field(default=None, description="Why this comparison, or why none.")
    horizons: tuple[Duration, ...] = Field(default=(), alias="horizon")
    criterion: Criterion | None = None
    subgroups: tuple[Statement, ...] = Field(default=(), alias="subgroup")
    missing_data: Text | None = None

    @rule_of_table
    def _none_has_a_reason(self) -> Self:
        if Comparison.NONE in self.comparison:
            if len(self.comparison) > 1:
                raise refuse(say("none_cannot_stand_together_with_other"), key="comparison")
            if self.comparison_reason is None and self.is_stated("comparison_reason"):
                raise refuse(say("without_comparison_must_be_reason"), key="comparison_reason")
        return self


class Phase(Sourced):
    namespace: ClassVar[str | None] = "phase"

    id: Identifier
    text: Text
    text_en: Text | None = None
    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")
    when: Text | None = None

    @rule_of_table
    def _ends_after_start(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise refuse(say("phase_ends_before_begins"), key="to")
        return self


class CostKind(StrEnum):
    EXPENSE = "expense"
    SAVING = "saving"
    TIME_FREED = "time_freed"
    LOAN = "loan"


class Cost(Sourced):
    """Money or time, spent or saved; `used_for` says what freed time went to."""

    must_be_settled: ClassVar[tuple[str, ...]] = ("amount",)

    id: Identifier
    kind: CostKind
    text: Text
    text_en: Text | None = None
    amount: Number | None = None
    unit: Text | None = None
    used_for: Text | None = None
    part_slugs: PartSlugs = Field(default=(), alias="part")


class Range(DefinitionTable):
    """An uncertain number before the start: low, likely and high."""

    low: Number
    likely: Number
    high: Number

    @rule_of_table
    def _rises(self) -> Self:
        if not self.low <= self.likely <= self.high:
            raise refuse(say("low_likely_and_high_must_stand"), key="likely")
        return self


class Uptake(Sourced):
    """What the uptake forecast needs: flow × share where the rule bites × share used × consent × period."""

    must_be_settled: ClassVar[tuple[str, ...]] = ("eligible_per_year",)

    eligible_per_year: Range | None = None
    share_rule_bites: Range | None = None
    share_used: Range | None = None
    share_consenting: Range | None = None
    units: Count | None = Field(default=None, description="Units the design could draw among.")
    treated_units: Count | None = None
    icc: Share | None = None
    steps_per_use: Count | None = Field(default=None, description="Steps in the case that each use adds.")
    minutes_per_use: Number | None = Field(default=None, description="Minutes of work that each use adds.")
    minutes_freed: Number | None = Field(default=None, description="Minutes of work that each use spares.")
    part_slug: Annotated[str | None, Ref("part")] = Field(default=None, alias="part")


class ExternalEvaluator(Sourced):
    name: Text
    text: Text | None = None
    text_en: Text | None = None


class ChapterContent(StrEnum):
    """What a section of the final report holds."""

    INTRODUCTION = "introduction"
    SUMMARY = "summary"
    CONCLUSIONS = "conclusions"
    DESCRIPTION = "description"
    AUDITS = "audits"
    SURVEYS = "surveys"
    REGISTERS = "registers"
    ECONOMY = "economy"


class FinalReport(Sourced):
    """The fixed disposition of the final report, and what each section of it holds."""

    sections: tuple[Text, ...] = Field(alias="section", min_length=1)
    holds: tuple[ChapterContent, ...] = Field(
        default=(), description="What each section holds, in their order; absent: a person writes them."
    )
    annexes: tuple[Text, ...] = Field(default=(), alias="annex")
    annex_holds: Annotated[tuple[Identifier, ...], Ref("instrument")] = Field(
        default=(), description="The instrument whose results each annex holds, in their order."
    )

    @rule_of_table
    def _every_section_holds_something(self) -> Self:
        for key, held, titles in (
            ("holds", self.holds, self.sections),
            ("annex_holds", self.annex_holds, self.annexes),
        ):
            if held and len(held) != len(titles):
                message = say("key_has_n_parts_but")
                raise refuse(message.format(key=key, n=len(held), titles=len(titles)), key=key)
        return self


class StockTaking(Statement):
    """A planned point where first results are weighed and the design may be adjusted."""

    role: Role | None = None
    instruments: Annotated[tuple[Identifier, ...], Ref("instrument")] = Field(default=(), alias="instrument")


class Plan(Sourced):
    """The evaluation design as one document; the template is that of DESIGN."""

    must_be_settled: ClassVar[tuple[str, ...]] = ("purpose",)

    summary: Text | None = None
    purpose: tuple[Promise, ...] = ()
    theme: DesignTheme | None = None
    effects: Effects | None = None
    expected_results: tuple[Promise, ...] = Field(default=(), alias="expected_result")
    further_measures: tuple[Promise, ...] = Field(default=(), alias="further_measure")
    goals: tuple[Goal, ...] = Field(default=(), alias="goal")
    success_criteria: tuple[SuccessCriterion, ...] = Field(default=(), alias="success_criterion")
    measurement: tuple[Statement, ...] = Field(default=(), description="What is measured, and how.")
    method: tuple[Statement, ...] = Field(default=(), description="How the evaluation is to be done.")
    data_sources: tuple[Text, ...] = Field(default=(), alias="data_source")
    outcomes: tuple[Outcome, ...] = Field(default=(), alias="outcome")
    research_questions: tuple[ResearchQuestion, ...] = Field(default=(), alias="research_question")
    baseline_possible: Flag | None = None
    baseline_reason: Text | None = None
    time_line: tuple[Statement, ...] = ()
    phases: tuple[Phase, ...] = Field(default=(), alias="phase")
    uptake: tuple[Uptake, ...] = ()
    costs: tuple[Cost, ...] = Field(default=(), alias="cost")
    stock_taking: tuple[StockTaking, ...] = ()
    external_evaluator: ExternalEvaluator | None = None
    final_report: FinalReport | None = None
    law_compliance: tuple[Statement, ...] = Field(
        default=(), description="How the intention behind the rule is kept (point 5 of the form)."
    )

    @rule_of_table
    def _no_baseline_has_a_reason(self) -> Self:
        if (
            self.baseline_possible is False
            and self.baseline_reason is None
            and self.is_stated("baseline_reason")
        ):
            raise refuse(say("without_baseline_measurement_must_be_reason"), key="baseline_reason")
        return self
