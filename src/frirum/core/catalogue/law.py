"""The rules an experiment deviates from, and the orders that let it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, StrictInt, StringConstraints

from frirum.core.catalogue.base import Day, Identifier, Ref, Sourced, Text, refuse, rule_of_table
from frirum.core.catalogue.sentences import say
from frirum.core.vocabulary.references import Reference
from frirum.core.vocabulary.status import RuleStatus

Paragraph = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]*( [a-z])?$")]
"""A section of an act or order as it is cited, without the sign: "10", "74 c"."""


class LegalKind(StrEnum):
    ACT = "act"
    EXECUTIVE_ORDER = "executive_order"
    AGREEMENT = "agreement"


class _Valid(Sourced):
    """A rule with the days on which it applies, both included."""

    status: RuleStatus
    valid_from: Day | None = None
    valid_to: Day | None = None

    @rule_of_table
    def _ends_after_start(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            message = say("valid_to_is_before_valid_from")
            raise refuse(message, key="valid_to")
        return self


class LegalBasis(_Valid):
    """The order (or act) that allows the derogation: what a journal note has to cite."""

    namespace: ClassVar[str | None] = "provision"
    must_be_settled: ClassVar[tuple[str, ...]] = ("number", "valid_from")

    id: Identifier
    kind: LegalKind
    title: Text
    statute: Annotated[Text | None, Ref("statute")] = Field(
        default=None, description="Id of the order in provisions.toml."
    )
    number: Text | None = Field(default=None, description="As cited: BEK nr. 2498 af 10/12/2021.")
    paragraph: Paragraph | None = None
    text: Text | None = None
    text_en: Text | None = None
    cite_as: Text | None = Field(default=None, description="The reference as written in a journal note.")


class Derogation(_Valid):
    """One rule that is deviated from: the ordinary rule, and what applies instead.

    `status` and validity are those of the ordinary rule; the derogation's are its legal basis'.
    """

    namespace: ClassVar[str | None] = "provision"
    must_be_settled: ClassVar[tuple[str, ...]] = ("statute", "paragraph", "legal_basis")

    id: Identifier
    statute: Annotated[Text | None, Ref("statute")] = Field(
        default=None,
        description="Id of the act or order, in its version, in provisions.toml: LAS, LAB-2016. "
        "Not stated for a rule the sources know by its content only.",
    )
    rule: Annotated[Identifier | None, Ref("rule")] = Field(
        default=None, description="Id of the same rule in provisions.toml, where its changes are followed."
    )
    paragraph: Paragraph | None = None
    subsections: tuple[Annotated[StrictInt, Field(ge=1)], ...] = Field(default=(), alias="subsection")
    numbers: tuple[Annotated[StrictInt, Field(ge=1)], ...] = Field(default=(), alias="number")
    sentences: tuple[Annotated[StrictInt, Field(ge=1)], ...] = Field(default=(), alias="sentence")
    ordinary: Text = Field(description="What the rule asks, in our own words.")
    ordinary_en: Text | None = None
    derogation: Text = Field(description="What applies in the experiment instead.")
    derogation_en: Text | None = None
    legal_basis: Annotated[tuple[Identifier, ...], Ref("provision")] = ()
    part_slugs: Annotated[tuple[str, ...], Ref("part")] = Field(default=(), alias="part")

    @rule_of_table
    def _paragraph_has_a_statute(self) -> Self:
        if self.statute is None and self.paragraph is not None:
            message = say("section_says_nothing_without_act_statute")
            raise refuse(message, key="paragraph")
        return self

    @property
    def reference(self) -> Reference | None:
        """The place deviated from, as the vocabulary cites it; None where no source names the statute."""
        if self.statute is None:
            return None
        return Reference(self.statute, self.paragraph, self.subsections, self.numbers, self.sentences)
