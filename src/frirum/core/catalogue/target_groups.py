"""Whom an experiment is for. A number such as 7 means nothing without its act, paragraph and law version."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, StrictInt, model_validator

from frirum.core.catalogue.base import Count, DefinitionTable, Flag, Identifier, Ref, Sourced, Text, refuse
from frirum.core.catalogue.law import Paragraph
from frirum.core.catalogue.sentences import say
from frirum.core.vocabulary.target_groups import all_target_groups


class GroupReference(DefinitionTable):
    """A numbered target group of one version of an act: LAB-2016 § 2, no. 6 (disability pension).

    2.7 and 6.7 are different people, so a number with the other version's paragraph is a fault.
    """

    statute: Annotated[Text, Ref("statute")] = Field(
        description="Id of the act in its version in provisions.toml: LAB-2016, LAB-2020."
    )
    paragraph: Paragraph
    number: Annotated[StrictInt, Field(ge=1)]

    @model_validator(mode="after")
    def _group_exists(self) -> Self:
        known = [group for group in all_target_groups() if group.statute == self.statute]
        paragraphs = tuple(sorted({str(group.paragraph) for group in known}))
        if known and self.paragraph not in paragraphs:
            message = say(
                "target_groups_of_statute", statute=self.statute, expected=paragraphs[0], given=self.paragraph
            )
            raise refuse(message, key="paragraph", allowed=paragraphs)
        numbers = tuple(str(group.number) for group in known)
        if known and str(self.number) not in numbers:
            message = say(
                "statute_paragraph_has_no_target_group",
                statute=self.statute,
                paragraph=self.paragraph,
                number=self.number,
            )
            raise refuse(message, key="number", allowed=numbers)
        return self


class Volume(Sourced):
    """How many people (or cases) a group holds, as known before the start."""

    n: Count
    unit: Text
    per: Text | None = Field(default=None, description="Per what: år, hele perioden.")
    per_year: Count | None = Field(default=None, description="The same as people or cases per year.")


class AddressedGroup(Sourced):
    """A target group or sub-group, in words and by reference."""

    namespace: ClassVar[str | None] = "target_group"
    must_be_settled: ClassVar[tuple[str, ...]] = ("reference", "volume")

    id: Identifier
    text: Text
    text_en: Text | None = None
    references: tuple[GroupReference, ...] = Field(default=(), alias="reference")
    sub_group_of: Annotated[Identifier | None, Ref("target_group")] = None
    volume: Volume | None = None
    identified_by_start_date: Flag = Field(
        default=False, description="The group is found by the start date in the case system, with no mark."
    )
    part_slugs: Annotated[tuple[str, ...], Ref("part")] = Field(default=(), alias="part")
