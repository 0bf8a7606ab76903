"""The ministry's ten-point form as it was (or is to be) filled in for a reporting period."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from frirum.core.catalogue.base import (
    Day,
    DefinitionTable,
    Identifier,
    MunicipalityCode,
    Ref,
    Sourced,
    Text,
    refuse,
)
from frirum.core.catalogue.sentences import say


class Header(Sourced):
    """The form's head. `started` and `ended` are as written; people are roles, so contacts are not kept."""

    must_be_settled: ClassVar[tuple[str, ...]] = (
        "title", "case_number", "municipality", "started", "ended", "contact_institution", "contact_municipality",
    )  # fmt: skip

    title: Text | None = None
    case_number: Text | None = None
    municipality: Text | None = None
    started: Text | None = None
    ended: Text | None = None
    contact_institution: Text | None = None
    contact_municipality: Text | None = None


class PageReference(DefinitionTable):
    """A further place the form points to: page 41 of the evaluation report."""

    document: Annotated[Text, Ref("document")]
    page: Text
    as_written: Text


class FormAnswer(Sourced):
    """An answer to one sub-question of the form: prose (`text`), or a list of short lines (`line`)."""

    question: Annotated[Text, Ref("form_question")]
    text: Text | None = None
    text_en: Text | None = None
    lines: tuple[Text, ...] = Field(default=(), alias="line")
    see: tuple[PageReference, ...] = ()

    @model_validator(mode="after")
    def _answers_once(self) -> Self:
        answered = (self.text is not None) + bool(self.lines)
        if answered + (not self.is_stated("text")) != 1:
            message = say("answer_must_have_either_text_line")
            raise refuse(message, key="text", allowed=("text", "line", "not_stated"))
        return self


class ReportingPeriod(Sourced):
    """One form: what it covers, its head and its answers. A sub-question without an answer is missing."""

    namespace: ClassVar[str | None] = "reporting_period"
    must_be_settled: ClassVar[tuple[str, ...]] = ("submitted", "received")

    id: Identifier
    title: Text = Field(description="What the form covers, for people: 2021-2022.")
    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")
    municipalities: Annotated[tuple[MunicipalityCode, ...], Ref("municipality")] = Field(
        default=(), alias="municipality"
    )
    submitted: Day | None = None
    received: Day | None = None
    preface: tuple[Text, ...] = Field(default=(), description="What the form says above its header.")
    experience_from: Text | None = Field(default=None, description="What the answers to 6-10 rest on.")
    header: Header
    answers: tuple[FormAnswer, ...] = Field(default=(), alias="answer")

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise refuse(say("period_ends_before_begins"), key="to")
        if self.submitted and self.received and self.received < self.submitted:
            raise refuse(say("form_was_received_before_was_submitted"), key="received")
        return self
