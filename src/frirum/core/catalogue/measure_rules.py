"""A measure as data: where the number comes from, which rows count, from when to when, and how they become one number.

The rule gives the number; nothing about an experiment is written in code. Rules that no source words are `proposed`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StrictInt

from frirum.core.catalogue.base import (
    Day,
    DefinitionTable,
    Flag,
    Identifier,
    Number,
    Ref,
    Sourced,
    Text,
    refuse,
    rule_of_table,
)
from frirum.core.catalogue.casework import Duration
from frirum.core.catalogue.sentences import say


class RuleSource(StrEnum):
    """Where the rows of a rule come from."""

    EXTRACT = "extract"
    REGISTER = "register"
    JOBINDSATS = "jobindsats"
    AUDIT = "audit"
    REVIEW = "review"
    SURVEY = "survey"
    TIME_STUDY = "time_study"
    MEASURES = "measures"


ASKED = (RuleSource.AUDIT, RuleSource.REVIEW, RuleSource.SURVEY)
"""Sources whose rows are answers to a question of the definition."""
OF_ROWS = (RuleSource.EXTRACT, RuleSource.REGISTER, RuleSource.TIME_STUDY)
"""Sources whose rows are those of a kind of extract; a register's rows are looked up from an anchor in one."""


class Statistic(StrEnum):
    """How rows become one number."""

    COUNT = "count"
    TOTAL = "total"
    SHARE = "share"
    MEAN = "mean"
    MEDIAN = "median"
    DURATION = "duration"
    SURVIVAL = "survival"
    RATE = "rate"
    CHANGE = "change"


class Counted(StrEnum):
    """Whose rows are looked at."""

    TREATED = "treated"
    ORDINARY_RULES = "ordinary_rules"
    EVERYONE = "everyone"


class Stretch(StrEnum):
    """The days a row must lie in, by the experiment's own period."""

    BEFORE = "before"
    DURING = "during"
    ANY = "any"


OPERATORS = (
    "equals", "in", "at_least", "at_most", "less_than", "more_than", "before", "on_or_after", "given",
)  # fmt: skip
_Scalar = Flag | StrictInt | Number | Day | Text


class RowFilter(DefinitionTable):
    """One condition on a row: a field and one operator. With `since` the weeks from that date field to `field`."""

    field: Identifier
    since: Identifier | None = Field(default=None, description="A date field: the weeks from it to `field`.")
    equals: _Scalar | None = None
    one_of: tuple[_Scalar, ...] | None = Field(default=None, alias="in")
    at_least: Number | None = None
    at_most: Number | None = None
    less_than: Number | None = None
    more_than: Number | None = None
    before: Day | None = None
    on_or_after: Day | None = None
    given: Flag | None = Field(default=None, description="Whether the cell has a value at all.")

    @property
    def operators(self) -> tuple[str, ...]:
        """The operators as they are written: one, where the filter is right."""
        return tuple(key for key in OPERATORS if getattr(self, self.keys()[key]) is not None)

    @property
    def operator(self) -> str:
        """The one operator."""
        return self.operators[0]

    @property
    def operand(self) -> object:
        """What the operator compares with."""
        return getattr(self, self.keys()[self.operator])

    @rule_of_table
    def _has_one_operator(self) -> Self:
        if len(self.operators) != 1:
            raise refuse(say("filter_must_have_exactly_one_condition"), allowed=OPERATORS)
        return self


class Occurrence(DefinitionTable):
    """The event a time runs to: a date field of the same row, or of the citizen's first row of another kind."""

    kind: Annotated[Identifier | None, Ref("extract_kind")] = None
    field: Identifier
    where: tuple[RowFilter, ...] = ()


class Exposure(DefinitionTable):
    """The time that a rate is in proportion to: the days of these rows of the same citizens."""

    kind: Annotated[Identifier, Ref("extract_kind")]
    where: tuple[RowFilter, ...] = ()


MEASURED_ON = "measured_on"
"""What a filter calls the fixed day a stock is counted on: weeks on a benefit by then."""


class MeasureRule(DefinitionTable):
    """How one measure is computed; the evaluation reads it and nothing else.

    Rows of `kind` (or answers to `question`, rows of `table`, people in `scheme`) that fulfil every `where`, of the
    people that are `counted`, whose day lies in `stretch` or on `on`. `denominator` widens the base a share is of:
    rows that fulfil it, of which those that fulfil `where` too are the numerator.
    """

    source: RuleSource
    statistic: Statistic
    proposed: Flag = Field(default=False, description="The rule is ours: no source words it.")
    text: Text | None = Field(default=None, description="What the rule does that the keys do not say.")
    text_en: Text | None = None

    kind: Annotated[Identifier | None, Ref("extract_kind")] = None
    scheme: Annotated[Identifier | None, Ref("outcome_scheme")] = None
    version: Text | None = None
    states: tuple[Identifier, ...] = Field(default=(), alias="state")
    table: Text | None = None
    column: Text | None = Field(default=None, description="The column of a jobindsats table.")
    question: Annotated[Identifier | None, Ref("question")] = None
    counts: tuple[StrictInt | Text, ...] = Field(default=(), description="The answers that count.")

    where: tuple[RowFilter, ...] = ()
    denominator: tuple[RowFilter, ...] = ()
    counted: Counted = Counted.TREATED
    among: Annotated[Identifier | None, Ref("measure")] = Field(
        default=None, description="Only citizens whom that measure counts."
    )
    stretch: Stretch = Stretch.DURING
    on: tuple[Day, ...] = Field(default=(), description="Fixed days the source names.")
    rounds: Annotated[tuple[Identifier, ...], Ref("round")] = Field(default=(), alias="round")

    anchor: Identifier | None = Field(default=None, description="The date field time runs from.")
    until: Occurrence | None = None
    horizons: tuple[Duration, ...] = Field(default=(), alias="horizon")
    exposure: Exposure | None = Field(default=None, description="What a rate is in proportion to.")
    of: Identifier | None = Field(
        default=None,
        description="The number a mean, median or total is of; a share or count of citizens is of its sum for each.",
    )
    each: Text | None = Field(
        default=None, pattern="^(row|citizen)$", description="What is counted: row or citizen."
    )
    per: tuple[Identifier, ...] = Field(
        default=(), description="Fields the number is given for each value of: target_group, municipality."
    )
    unit: Text

    first: Annotated[Identifier | None, Ref("measure")] = None
    then: Annotated[Identifier | None, Ref("measure")] = None

    @rule_of_table
    def _has_its_source(self) -> Self:
        wanted = _NEEDED[self.source]
        for key in wanted:
            if not getattr(self, key) and self.is_stated(key):
                raise refuse(
                    say("rule_with_source_source_must", source=self.source, key=key),
                    key=key,
                )
        for key in {"kind", "scheme", "table", "question", "first"} - set(wanted) - {"kind"}:
            if getattr(self, key):
                message = say("key_does_not_belong_to_source", key=key, source=self.source)
                raise refuse(message, key=key, allowed=wanted)
        if (self.statistic is Statistic.CHANGE) != (self.source is RuleSource.MEASURES):
            message = say("change_is_difference_between_two_measures")
            raise refuse(message, key="statistic")
        return self

    @rule_of_table
    def _has_what_its_statistic_takes(self) -> Self:
        numerator = bool(self.where or self.counts or self.states or self.until)
        if self.denominator and not numerator:
            message = say("denominator_without_numerator_write_where")
            raise refuse(message, key="denominator", allowed=("where", "counts", "state", "until"))
        if (
            self.statistic is Statistic.SHARE
            and not numerator
            and not (self.table and not self.is_stated("column"))
        ):
            message = say("share_must_have_numerator_where_counts")
            raise refuse(message, key="statistic", allowed=("where", "counts", "state", "until"))
        if self.statistic is Statistic.RATE and self.exposure is None:
            message = say("rate_must_have_exposure_time_number")
            raise refuse(message, key="exposure")
        if self.statistic in (Statistic.DURATION, Statistic.SURVIVAL) and (
            self.anchor is None or self.until is None
        ):
            message = say("statistic_must_have_anchor_and_until")
            raise refuse(message.format(statistic=self.statistic), key="until" if self.anchor else "anchor")
        if self.statistic is Statistic.TOTAL and self.of is None:
            raise refuse(say("total_must_have_of_number"), key="of")
        if (
            self.statistic in (Statistic.MEAN, Statistic.MEDIAN)
            and self.source in OF_ROWS
            # What a register's degree is of says its scheme.
            and self.source is not RuleSource.REGISTER
            and self.of is None
        ):
            raise refuse(say("statistic_must_have_of_which_number", statistic=self.statistic), key="of")
        if self.source is RuleSource.REGISTER and self.anchor is None:
            raise refuse(say("register_is_looked_up_from_date"), key="anchor")
        return self


_NEEDED: dict[RuleSource, tuple[str, ...]] = {
    RuleSource.EXTRACT: ("kind",),
    RuleSource.TIME_STUDY: ("kind",),
    RuleSource.REGISTER: ("scheme", "version", "kind", "states"),
    RuleSource.JOBINDSATS: ("table",),
    RuleSource.AUDIT: ("question",),
    RuleSource.REVIEW: ("question",),
    RuleSource.SURVEY: ("question",),
    RuleSource.MEASURES: ("first", "then"),
}


class FoundBy(StrEnum):
    """How those treated are found."""

    MARK = "mark"
    START_DATE = "start_date"
    TARGET_GROUP = "target_group"
    LIST = "list"


class Lookalike(DefinitionTable):
    """What looks like a use without being found as one: rows to put on a list for a person to judge."""

    text: Text
    text_en: Text | None = None
    kind: Annotated[Identifier, Ref("extract_kind")]
    where: tuple[RowFilter, ...]


class PopulationRule(Sourced):
    """Who is treated, and which of them the exemption was used on.

    `target_group` and `start_date` give everyone the experiment is for (intention to treat); `used` says which of
    those rows are uses. `municipality` limits the rule to some of the participants, where they differ.
    """

    id: Identifier
    part_slugs: Annotated[tuple[str, ...], Ref("part")] = Field(default=(), alias="part")
    municipalities: Annotated[tuple[StrictInt, ...], Ref("municipality")] = Field(
        default=(), alias="municipality"
    )
    found_by: FoundBy
    text: Text
    text_en: Text | None = None
    kind: Annotated[Identifier | None, Ref("extract_kind")] = None
    where: tuple[RowFilter, ...] = ()
    anchor: Identifier | None = Field(
        default=None, description="The date field that says when treatment began."
    )
    used: tuple[RowFilter, ...] = Field(
        default=(), description="Which of the rows are uses; none: every row is."
    )
    lookalikes: tuple[Lookalike, ...] = Field(default=(), alias="lookalike")
    proposed: Flag = False

    @rule_of_table
    def _is_found_in_rows(self) -> Self:
        if self.found_by is FoundBy.LIST:
            return self
        if self.kind is None:
            raise refuse(say("without_list_must_say"), key="kind")
        if self.found_by in (FoundBy.START_DATE, FoundBy.TARGET_GROUP) and not self.where:
            raise refuse(say("where_is_missing_which_rows"), key="where")
        return self
