"""What a case must be for the exemption to be used: facts, a tree of conditions, examples."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator

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
)
from frirum.core.catalogue.roles import Role
from frirum.core.catalogue.sentences import say

FactId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Scalar = StrictBool | StrictInt | Number | Day | Text


class FactType(StrEnum):
    """What kind of answer a fact takes. A municipality is its three-digit code."""

    BOOL = "bool"
    DATE = "date"
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"
    MUNICIPALITY = "municipality"


class FactUse(StrEnum):
    """What the system itself reads a fact as."""

    MUNICIPALITY = "municipality"
    CASE_DATE = "case_date"


class Counting(StrEnum):
    """How a fact can be counted from what lies behind it instead of being answered."""

    STAFF_RATIO = "staff_ratio"
    PERIODS = "periods"


WEEKS, MONTHS = "uger", "måneder"


class Choice(DefinitionTable):
    value: Identifier
    text: Text
    text_en: Text | None = None


class Fact(Sourced):
    """Something about the case that conditions or deadlines need, and the question that asks for it."""

    namespace: ClassVar[str | None] = "fact"

    id: FactId
    type: FactType
    question: Text
    question_en: Text | None = None
    help: Text | None = None
    help_en: Text | None = None
    choices: tuple[Choice, ...] = Field(default=(), alias="choice")
    unit: Text | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    use: FactUse | None = Field(
        default=None, description="municipality: decides who takes part. case_date: places the case in time."
    )
    asked_of: Role | None = None
    counting: Counting | None = Field(
        default=None,
        description="staff_ratio: a yes or no that the firm's figures can give. periods: weeks or months up to the "
        "case's date, that the periods can give.",
    )
    within_months: Annotated[StrictInt, Field(ge=1, le=120)] | None = Field(
        default=None,
        description="With counting = periods: only the last so many months count, added together.",
    )

    @model_validator(mode="after")
    def _choices_belong_to_choice(self) -> Self:
        if (self.type is FactType.CHOICE) != bool(self.choices):
            raise refuse(say("choice_must_be_filled_in_exactly"), key="choice")
        expected = {FactUse.MUNICIPALITY: FactType.MUNICIPALITY, FactUse.CASE_DATE: FactType.DATE}
        if self.use is not None and self.type is not expected[self.use]:
            message = say("fact_with_use_use_must")
            raise refuse(
                message.format(use=self.use, type=expected[self.use]),
                key="type",
                allowed=(expected[self.use],),
            )
        return self

    @model_validator(mode="after")
    def _can_be_counted(self) -> Self:
        if self.counting is Counting.STAFF_RATIO and self.type is not FactType.BOOL:
            message = say("counting_staff_ratio_requires_type_bool")
            raise refuse(message, key="counting", allowed=(FactType.BOOL,))
        numbers = (FactType.INTEGER, FactType.NUMBER)
        if self.counting is Counting.PERIODS and (self.type not in numbers or not self.counts_in):
            message = say("counting_periods_requires_number_whose_unit")
            raise refuse(message, key="counting", allowed=numbers)
        if self.within_months and (self.counting is not Counting.PERIODS or self.counts_in != MONTHS):
            message = say("within_months_requires_counting_periods")
            raise refuse(message, key="within_months", allowed=(Counting.PERIODS,))
        return self

    @property
    def counts_in(self) -> str | None:
        """WEEKS or MONTHS where that is the fact's unit ("uger", "hele måneder"), else None."""
        last = self.unit.split()[-1] if self.unit else ""
        return last if last in (WEEKS, MONTHS) else None


BRANCHES = ("all", "any", "not")
OPERATORS = (
    "equals", "in", "at_least", "at_most", "less_than", "more_than", "before", "on_or_after", "is_true", "is_false",
)  # fmt: skip


class Condition(Sourced):
    """A node of the tree: `all`, `any` or `not` of others, or one fact with one operator.

    A leaf with `judgement = true` is asked of the person in `role` and never computed from other facts.
    """

    namespace: ClassVar[str | None] = "condition"

    id: Identifier | None = None
    text: Text | None = None
    text_en: Text | None = None
    provision: Annotated[Identifier | None, Ref("provision")] = None

    all: tuple[Condition, ...] | None = Field(default=None, min_length=1)
    any: tuple[Condition, ...] | None = Field(default=None, min_length=1)
    negated: Condition | None = Field(default=None, alias="not")

    fact: Annotated[FactId | None, Ref("fact")] = None
    equals: Scalar | None = None
    among: tuple[Scalar, ...] | None = Field(default=None, alias="in", min_length=1)
    at_least: Number | None = None
    at_most: Number | None = None
    less_than: Number | None = None
    more_than: Number | None = None
    before: Day | None = None
    on_or_after: Day | None = None
    is_true: Flag | None = None
    is_false: Flag | None = None

    judgement: Flag = False
    role: Role | None = None

    @property
    def operator(self) -> str | None:
        """The operator of a leaf, by its TOML key; None for a branch."""
        return next((key for key in OPERATORS if getattr(self, self.keys()[key]) is not None), None)

    @property
    def operand(self) -> Any:
        """The value the operator compares with; None for a branch."""
        return getattr(self, self.keys()[self.operator]) if self.operator else None

    def leaves(self) -> tuple[Condition, ...]:
        """The leaves below (or the node itself), in the order written."""
        below = (self.all or ()) + (self.any or ()) + ((self.negated,) if self.negated else ())
        return tuple(leaf for node in below for leaf in node.leaves()) if below else (self,)

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        keys = self.keys()
        kinds = [key for key in (*BRANCHES, "fact") if getattr(self, keys[key]) is not None]
        operators = tuple(key for key in OPERATORS if getattr(self, keys[key]) is not None)
        if len(kinds) != 1:
            message = say("condition_must_have_exactly")
            raise refuse(message.format(n=len(kinds)), allowed=(*BRANCHES, "fact"))
        if kinds != ["fact"]:
            if operators or self.judgement:
                message = say("key_belongs_to_fact")
                extra = operators[0] if operators else "judgement"
                raise refuse(message.format(key=extra, kind=kinds[0]), key=extra)
            return self
        if len(operators) != 1:
            message = say("condition_on_fact_must_have_exactly")
            raise refuse(message.format(fact=self.fact, n=len(operators)), allowed=OPERATORS)
        self._leaf_is_whole()
        return self

    def _leaf_is_whole(self) -> None:
        if self.id is None or self.text is None:
            missing = "id" if self.id is None else "text"
            message = say("condition_on_fact_must_have_key", key=missing)
            raise refuse(message, key=missing)
        if self.judgement and self.role is None:
            message = say("judgement_must_have_role_makes_role")
            raise refuse(message, key="role", allowed=tuple(Role))
        if False in (self.is_true, self.is_false):
            message = say("write_is_true_true")
            raise refuse(message, key="is_true" if self.is_true is False else "is_false")


class Answer(StrEnum):
    """What an assessment of a case can say; with facts missing it says nothing."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    NEEDS_JUDGEMENT = "needs_judgement"
    NOT_IN_FORCE = "not_in_force"


class ExpectedDeadline(DefinitionTable):
    """The two dates an obligation has in an example."""

    obligation: Annotated[Identifier, Ref("obligation")]
    ordinary: Day | None = None
    experiment: Day | None = None


class Example(Sourced):
    """A case with its expected answer: printed in the handbook and run as a test.

    `answer` is absent when the facts given cannot decide; then `missing_facts` says which are asked for.
    """

    namespace: ClassVar[str | None] = "example"

    id: Identifier
    text: Text
    text_en: Text | None = None
    facts: dict[str, Scalar]
    on: Day | None = Field(default=None, description="The day of the assessment; else the case's own date.")
    answer: Answer | None = None
    missing_facts: Annotated[tuple[FactId, ...], Ref("fact")] = ()
    deadlines: tuple[ExpectedDeadline, ...] = Field(default=(), alias="deadline")
    part_slug: Annotated[str | None, Ref("part")] = Field(default=None, alias="part")

    @model_validator(mode="after")
    def _answers_or_asks(self) -> Self:
        if self.answer is None and not self.missing_facts:
            message = say("example_must_have_answer_or_missing")
            raise refuse(message, key="answer", allowed=tuple(Answer))
        return self


class TransitionRule(StrEnum):
    INCLUDED = "included"
    EXCLUDED = "excluded"


class CutOff(Sourced):
    """A date that divides cases: which are in the experiment, which stay under the ordinary rules."""

    must_be_settled: ClassVar[tuple[str, ...]] = ("date",)

    id: Identifier
    text: Text
    text_en: Text | None = None
    date: Day | None = None
    fact: Annotated[FactId | None, Ref("fact")] = Field(
        default=None, description="The date fact that is held against the cut-off."
    )
    before: TransitionRule | None = None
    on_or_after: TransitionRule | None = None


def scalar_fits(fact: Fact, value: object) -> bool:
    """Whether `value` can be an answer to `fact`."""
    if fact.type is FactType.BOOL:
        return isinstance(value, bool)
    if fact.type in (FactType.INTEGER, FactType.MUNICIPALITY):
        return isinstance(value, int) and not isinstance(value, bool)
    if fact.type is FactType.NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if fact.type is FactType.DATE:
        return isinstance(value, dt.date)
    if fact.type is FactType.CHOICE:
        return isinstance(value, str) and value in {choice.value for choice in fact.choices}
    return isinstance(value, str)
