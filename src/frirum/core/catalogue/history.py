"""What happened to an experiment: dated events, and the decisions taken on it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StrictInt, model_validator

from frirum.core.catalogue.base import Day, Identifier, Ref, Sourced, Text, refuse
from frirum.core.catalogue.casework import PartSlugs
from frirum.core.catalogue.sentences import say
from frirum.core.vocabulary.status import DatePrecision


class Status(StrEnum):
    """Where an experiment stands. Written, not computed: the core has no clock."""

    PLANNED = "planned"
    APPROVED = "approved"
    RUNNING = "running"
    EXTENDED = "extended"
    STOPPED = "stopped"
    ENDED = "ended"
    NEVER_STARTED = "never_started"


class EventKind(StrEnum):
    APPLICATION = "application"
    APPROVAL = "approval"
    REJECTION = "rejection"
    START = "start"
    EXTENSION = "extension"
    STOP = "stop"
    END = "end"
    NOT_STARTED = "not_started"
    LAW_CHANGE = "law_change"
    EVALUATION = "evaluation"
    MADE_PERMANENT = "made_permanent"


class Event(Sourced):
    """Something that happened on a date (or has no stated date)."""

    namespace: ClassVar[str | None] = "event"
    must_be_settled: ClassVar[tuple[str, ...]] = ("date",)

    id: Identifier
    kind: EventKind
    date: Day | None = None
    precision: DatePrecision = Field(
        default=DatePrecision.DAY,
        description="How exactly the date is known; a month is written as its first day.",
    )
    until: Day | None = Field(default=None, description="The new end of an extension.")
    text: Text
    text_en: Text | None = None
    round: Annotated[StrictInt | None, Field(ge=1)] = Field(
        default=None, description="The application or evaluation round."
    )
    provision: Annotated[tuple[Identifier, ...], Ref("provision")] = ()
    decided_by: tuple[Text, ...] = Field(
        default=(), description="The authorities that decided, where a source names them."
    )
    part_slugs: PartSlugs = Field(default=(), alias="part")

    @model_validator(mode="after")
    def _extension_has_an_end(self) -> Self:
        if self.kind is EventKind.EXTENSION and self.until is None and self.is_stated("until"):
            raise refuse(say("extension_must_have_until_until_when"), key="until")
        if self.until and self.kind is not EventKind.EXTENSION:
            raise refuse(say("until_belongs_to_extension_kind_extension"), key="until")
        if self.until and self.date and self.until < self.date:
            raise refuse(say("extension_ends_before_was_decided"), key="until")
        return self


class DecisionOutcome(StrEnum):
    """What was decided; one decision can have several at once."""

    MADE_PERMANENT = "made_permanent"
    ROLLED_OUT = "rolled_out"
    PARTLY_ADOPTED = "partly_adopted"
    NOT_ROLLED_OUT = "not_rolled_out"
    FOLLOWED_UP_ELSEWHERE = "followed_up_elsewhere"
    NO_FOLLOW_UP = "no_follow_up"
    EXTENDED = "extended"


class DecisionReason(StrEnum):
    """Why it was decided so."""

    POSITIVE_EVIDENCE = "positive_evidence"
    THIN_DATA = "thin_data"
    FEW_PARTICIPANTS = "few_participants"
    OVERTAKEN_BY_LAW = "overtaken_by_law"
    EXISTING_LAW_SUFFICES = "existing_law_suffices"
    EFFECT_NEGATIVE = "effect_negative"
    NO_EFFECT_KNOWN = "no_effect_known"
    AWAIT_OTHER_REVIEW = "await_other_review"
    PROFESSIONAL_OBJECTION = "professional_objection"
    EXTEND_TO_CLARIFY = "extend_to_clarify"
    NARROW_TARGET_GROUP = "narrow_target_group"
    NOT_STARTED = "not_started"
    OUTSIDE_EMPLOYMENT_LAW = "outside_employment_law"
    MOVES_FOCUS_FROM_JOB_SEARCH = "moves_focus_from_job_search"


class DecisionTable(StrEnum):
    """The four tables of DECISION."""

    FOLLOWED_UP_ELSEWHERE = "1"
    NOT_ROLLED_OUT = "2"
    ALREADY_ROLLED_OUT = "3"
    NO_FOLLOW_UP = "4"


class Decision(Sourced):
    """A policy decision on the experiment: a row of the ministry's annex, with its reasons."""

    namespace: ClassVar[str | None] = "decision"
    must_be_settled: ClassVar[tuple[str, ...]] = ("date",)

    id: Identifier
    date: Day | None = None
    case_number: Text | None = None
    table: DecisionTable | None = None
    row: Annotated[StrictInt | None, Field(ge=1)] = Field(default=None, description="Place in the table.")
    title: Text | None = Field(default=None, description="The row's title, to the letter.")
    outcomes: tuple[DecisionOutcome, ...] = Field(alias="outcome", min_length=1)
    reasons: tuple[DecisionReason, ...] = Field(default=(), alias="reason")
    possibilities: Text | None = None
    possibilities_en: Text | None = None
    basis: Text | None = None
    basis_en: Text | None = None
    extended_until: Day | None = None
    inferred: tuple[Literal["extended_until"], ...] = Field(
        default=(), description="Says that no source states the day of extended_until."
    )
    shared_with: Annotated[str | None, Ref("experiment")] = Field(
        default=None, description="The experiment whose row this one shares: it has none of its own."
    )
    part_slugs: PartSlugs = Field(default=(), alias="part")
