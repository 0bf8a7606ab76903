"""Where a statement is from, and what the sources leave in doubt."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from frirum.core.catalogue.base import Day, DefinitionTable, Identifier, Ref, Sourced, Text, refuse
from frirum.core.catalogue.sentences import say

DocumentName = Annotated[Text, Ref("document")]


class DocumentKind(StrEnum):
    """How much weight a document carries."""

    SEED = "seed"
    LAW = "law"
    PARLIAMENT = "parliament"
    REPORT = "report"
    WEB_PAGE = "web_page"


class SourceDocument(DefinitionTable):
    """A document that definitions rest on (`documents.toml`)."""

    namespace: ClassVar[str | None] = "document"
    must_be_settled: ClassVar[tuple[str, ...]] = ("date", "publisher")

    id: Annotated[str, Field(pattern=r"^[A-Z0-9ÆØÅ][A-ZÆØÅ0-9-]*$", max_length=40)] = Field(
        description="The short name by which sources cite it: DESIGN, BEU-45."
    )
    kind: DocumentKind
    called: Text | None = Field(default=None, description="What readers are told it is, in a few words.")
    title: Text
    short_title: Text | None = Field(
        default=None, description="What it is called inside a sentence, definite: evalueringsdesignet."
    )
    short_title_en: Text | None = None
    publisher: Text | None = None
    date: Day | None = None
    date_text: Text | None = Field(default=None, description="The date where it is not a single day.")
    identifier: Text | None = Field(default=None, description="Case or document number.")
    address: Text | None = None
    text: Text | None = Field(default=None, description="What it is and how far it was read.")


class Source(DefinitionTable):
    """A place in a document."""

    namespace: ClassVar[str | None] = "source"

    id: Identifier
    document: Annotated[Text, Ref("document")]
    place: Text


class Doubt(Sourced):
    """Something the sources contradict or leave open, and which reading is used, if any."""

    namespace: ClassVar[str | None] = "doubt"

    id: Identifier
    text: Text
    text_en: Text | None = None
    reading: Text | None = Field(default=None, description="The reading that is used until it is settled.")
    reading_en: Text | None = None
    open: bool = Field(default=False, strict=True, description="True when no reading is used.")

    @model_validator(mode="after")
    def _is_read_or_open(self) -> Self:
        if (self.reading is None) != self.open:
            message = say("write_either_reading_reading_is_used")
            raise refuse(message, key="reading")
        return self
