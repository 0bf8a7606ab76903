"""When an experiment runs, by what right, and which municipalities take part."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field

from frirum.core.catalogue import plan_words
from frirum.core.catalogue.base import (
    Day,
    Identifier,
    MunicipalityCode,
    Ref,
    Sourced,
    Text,
    refuse,
    rule_of_table,
)
from frirum.core.catalogue.sentences import say


class PeriodKind(StrEnum):
    APPROVAL = "approval"
    EXTENSION = "extension"


class _Dated(Sourced):
    """A stretch of days, both included; an end that is absent is open.

    Where no source states an end, it may still bound it: nobody began before the first round, nobody went on after
    the last experiments ran out.
    """

    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")
    not_before: Day | None = Field(
        default=None, description="Where from is not stated: the first day it can have begun."
    )
    begun_by: Day | None = Field(
        default=None, description="Where from is not stated: a day on which it had begun."
    )
    not_after: Day | None = Field(
        default=None, description="Where to is not stated: the last day it can have lasted to."
    )
    inferred: tuple[Literal["from", "to"], ...] = Field(
        default=(),
        description="The ends whose day no source states: it is read from something else, said in text.",
    )

    @rule_of_table
    def _ends_after_start(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise refuse(plan_words.ends_before_it_begins(self.start, self.end), key="to")
        return self

    @rule_of_table
    def _bounds_what_is_not_stated(self) -> Self:
        for key, end in (("not_before", "from"), ("begun_by", "from"), ("not_after", "to")):
            if getattr(self, key) and self.is_stated(end):
                message = say("key_belongs_where_end", key=key, end=end)
                raise refuse(message, key=key)
        days = [self.start or self.not_before, self.begun_by, self.end or self.not_after]
        known = [day for day in days if day is not None]
        if known != sorted(known):
            raise refuse(say("days_not_before_begun"), key="not_after")
        return self

    @rule_of_table
    def _infers_days_that_are_there(self) -> Self:
        for key, day in (("from", self.start), ("to", self.end)):
            if key in self.inferred and day is None:
                raise refuse(say("key_is_called_inferred_but", key=key), key="inferred")
        return self

    @property
    def first_possible(self) -> dt.date | None:
        """The first day it can lie on, None where nothing bounds it."""
        return self.start or self.not_before

    @property
    def last_possible(self) -> dt.date | None:
        """The last day it can lie on, None where nothing bounds it."""
        return self.end or self.not_after

    def holds(self, date: dt.date) -> bool | None:
        """Whether the day lies in the stretch; None when an end that no source states could decide it."""
        first, last = self.first_possible, self.last_possible
        if (first and date < first) or (last and date > last):
            return False
        begun = (
            self.start is not None or self.is_stated("from") or bool(self.begun_by and date >= self.begun_by)
        )
        ended = self.end is None and not self.is_stated("to")
        return True if begun and not ended else None


class ApprovedPeriod(_Dated):
    """Days on which the derogation applies by one approval or extension."""

    namespace: ClassVar[str | None] = "period"
    must_be_settled: ClassVar[tuple[str, ...]] = ("from", "to")

    id: Identifier
    kind: PeriodKind
    legal_basis: Annotated[tuple[Identifier, ...], Ref("provision")] = ()
    part_slugs: Annotated[tuple[str, ...], Ref("part")] = Field(default=(), alias="part")
    text: Text | None = None
    text_en: Text | None = None


class Participation(_Dated):
    """One municipality's unbroken stay in the experiment (or in the parts named)."""

    must_be_settled: ClassVar[tuple[str, ...]] = ("from", "to")

    municipality: Annotated[MunicipalityCode, Ref("municipality")]
    part_slugs: Annotated[tuple[str, ...], Ref("part")] = Field(default=(), alias="part")
    text: Text | None = None
    text_en: Text | None = None
