"""What a caseworker does with an exemption: mark it, note it, keep its deadlines."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, StrictInt

from frirum.core.catalogue.base import (
    DefinitionTable,
    Flag,
    Identifier,
    Ref,
    Sourced,
    Text,
    refuse,
    rule_of_table,
)
from frirum.core.catalogue.conditions import FactId
from frirum.core.catalogue.roles import Role
from frirum.core.catalogue.sentences import say

PartSlugs = Annotated[tuple[str, ...], Ref("part")]


class Duration(DefinitionTable):
    """A length of time as the rule puts it: 2½ years is `{ years = 2, months = 6 }`."""

    years: Annotated[StrictInt, Field(ge=0)] = 0
    months: Annotated[StrictInt, Field(ge=0)] = 0
    weeks: Annotated[StrictInt, Field(ge=0)] = 0
    days: Annotated[StrictInt, Field(ge=0)] = 0

    @rule_of_table
    def _is_some_time(self) -> Self:
        if not (self.years or self.months or self.weeks or self.days):
            message = say("length_of_time_must")
            raise refuse(message, allowed=("years", "months", "weeks", "days"))
        return self


class MarkVariant(DefinitionTable):
    id: Identifier
    text: Text
    text_en: Text | None = None


class Mark(Sourced):
    """The person-group mark by which uses are found in the case system; `text` is its exact wording."""

    namespace: ClassVar[str | None] = "mark"
    must_be_settled: ClassVar[tuple[str, ...]] = ("text",)

    id: Identifier
    text: Text | None = None
    system: Text | None = Field(default=None, description="The case system: Fasit.")
    set_when: Text | None = None
    set_when_en: Text | None = None
    variants: tuple[MarkVariant, ...] = Field(default=(), alias="variant")
    numbered_by: Annotated[FactId | None, Ref("fact")] = Field(
        default=None, description="A whole number: n is written with the n-th variant."
    )
    role: Role | None = None
    part_slugs: PartSlugs = Field(default=(), alias="part")


class Trigger(StrEnum):
    """What makes a note due."""

    EXEMPTION_USED = "exemption_used"
    EXEMPTION_NOT_USED = "exemption_not_used"
    FOLLOW_UP_HELD = "follow_up_held"
    ENQUIRY_BETWEEN = "enquiry_between"
    EXPECTED_OUTCOME_FAILED = "expected_outcome_failed"
    JUDGEMENT_MADE = "judgement_made"


class JournalNote(Sourced):
    """A journal note that is due: when, by whom, what it says and which order it must cite."""

    namespace: ClassVar[str | None] = "note"

    id: Identifier
    when: Trigger
    when_text: Text
    when_text_en: Text | None = None
    content: Text = Field(description="What the note must say.")
    content_en: Text | None = None
    template: Text | None = Field(
        default=None, description="The finished note; {order}, {date} and {reason} are filled in."
    )
    role: Role | None = None
    must_cite: Annotated[tuple[Identifier, ...], Ref("provision")] = ()
    part_slugs: PartSlugs = Field(default=(), alias="part")


class ContactKind(StrEnum):
    """A contact that can count as a statutory interview or follow-up."""

    PERSONAL_INTERVIEW = "personal_interview"
    PHONE = "phone"
    DIGITAL = "digital"
    GROUP = "group"
    MENTOR = "mentor"
    EMPLOYER_CONSULTANT = "employer_consultant"
    PROVIDER = "provider"


class Meeting(StrEnum):
    """What a contact in the case system was, as an extract tells it."""

    JOB_INTERVIEW = "job_interview"
    FIRST_INTERVIEW = "first_interview"
    FOLLOW_UP = "follow_up"
    REASSESSMENT = "reassessment"


class Timing(DefinitionTable):
    """When a duty falls due under one regime.

    `first` after the anchor and `then` after each time it was done; or `at_least` times `within` a stretch
    of time; or `lifted`, when the regime knows no such duty.
    """

    first: Duration | None = None
    then: Duration | None = None
    at_least: Annotated[StrictInt | None, Field(ge=1)] = None
    within: Duration | None = None
    lifted: Flag = False
    contacts: tuple[ContactKind, ...] = Field(default=(), description="Which contacts fulfil the duty.")
    text: Text | None = None
    text_en: Text | None = None

    @rule_of_table
    def _is_one_kind(self) -> Self:
        kinds = (self.first is not None or self.then is not None) + (self.at_least is not None) + self.lifted
        if kinds != 1:
            message = say("deadline_must_have_first_and_then")
            raise refuse(message, allowed=("first", "then", "at_least", "lifted"))
        if (self.at_least is not None) and self.within is None:
            raise refuse(say("at_least_must_have_within_within"), key="within")
        return self


class Obligation(Sourced):
    """A duty with two deadlines, the ordinary rule's and the experiment's."""

    namespace: ClassVar[str | None] = "obligation"
    must_be_settled: ClassVar[tuple[str, ...]] = ("ordinary", "experiment")

    id: Identifier
    text: Text
    text_en: Text | None = None
    anchor: Annotated[FactId, Ref("fact")] = Field(description="The date fact the first deadline runs from.")
    last_done: Annotated[FactId | None, Ref("fact")] = Field(
        default=None, description="The date fact the next deadlines run from."
    )
    ordinary: Timing | None = None
    experiment: Timing | None = None
    latest: Flag = Field(default=True, description="The date is the latest day; false: the earliest.")
    met_by: tuple[Meeting, ...] = Field(
        default=(),
        description="Contacts in the case system that fulfil the duty, so that nobody marks it by hand.",
    )
    ends_exemption: Flag = Field(
        default=False,
        description="By the experiment's date the exemption itself has ended: its longest duration.",
    )
    prolonged_by: Annotated[FactId | None, Ref("fact")] = Field(
        default=None,
        description="A yes-or-no fact: where it is true the experiment's date may pass, and no source says how far.",
    )
    prolonged_length: Annotated[FactId | None, Ref("fact")] = Field(
        default=None,
        description="A fact in weeks or months: how long it lasts in all where prolonged_by is true.",
    )
    role: Role | None = None
    provision: Annotated[tuple[Identifier, ...], Ref("provision")] = ()
    part_slugs: PartSlugs = Field(default=(), alias="part")


class Consent(Sourced):
    """Where the experiment rests on the citizen's wish: what is told and what is agreed."""

    required: Flag
    text: Text
    text_en: Text | None = None
    information: Text | None = Field(default=None, description="What the citizen is told.")
    withdrawal: Text | None = None
    part_slugs: PartSlugs = Field(default=(), alias="part")


class Identification(StrEnum):
    """How the uses of an exemption are found."""

    MARK = "mark"
    START_DATE = "start_date"
    CASE_SYSTEM_COUNT = "case_system_count"
    MANUAL_LIST = "manual_list"
    UNKNOWN = "unknown"
