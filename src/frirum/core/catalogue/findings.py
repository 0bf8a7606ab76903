"""What is known of an experiment afterwards: published figures, and the municipalities' own conclusion."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from frirum.core.catalogue.base import Flag, Identifier, MunicipalityCode, Number, Ref, Sourced, Text, refuse
from frirum.core.catalogue.casework import PartSlugs
from frirum.core.catalogue.sentences import say


class FigureKind(StrEnum):
    """What a figure counts; `uses` is what the diagnosis and the back-test read."""

    USES = "uses"
    PARTICIPANTS = "participants"
    TARGET = "target"
    SHARE = "share"
    DURATION = "duration"
    INTERVAL = "interval"
    AMOUNT = "amount"
    COUNT = "count"
    DIRECTION = "direction"


class StatedFinding(StrEnum):
    """How a source's words on a direction read as a finding."""

    BETTER = "better"
    NO_DIFFERENCE = "no_difference"
    WORSE = "worse"
    UNCLEAR = "unclear"


class Figure(Sourced):
    """A published figure: a number with unit, or the source's words where it gives none."""

    namespace: ClassVar[str | None] = "figure"

    id: Identifier
    kind: FigureKind
    what: Text
    what_en: Text | None = None
    value: Number | None = None
    unit: Text | None = None
    in_words: Text | None = Field(default=None, description="What is said where no number is given.")
    in_words_en: Text | None = None
    finding: StatedFinding | None = Field(
        default=None, description="How the words of a direction read: better, no difference, worse, unclear."
    )
    compared: Flag = Field(
        default=False, description="The source says that others were compared with; else it is experience."
    )
    part_slugs: PartSlugs = Field(default=(), alias="part")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.value is None and self.in_words is None:
            raise refuse(say("figure_must_have_value"), key="value")
        if self.value is not None and self.unit is None:
            raise refuse(say("figure_must_have_unit_unit"), key="unit")
        if (self.finding is not None or self.compared) and self.kind is not FigureKind.DIRECTION:
            raise refuse(say("finding_and_compared_belong_to_direction"), key="finding")
        return self


class Conclusion(Sourced):
    """A row of the municipalities' own conclusions."""

    namespace: ClassVar[str | None] = "conclusion"

    id: Identifier
    period: Text
    row: Annotated[int | None, Field(ge=1, strict=True)] = Field(
        default=None, description="Place in the table."
    )
    title: Text = Field(description="The row's title, to the letter (reading errors mended).")
    municipalities: Annotated[tuple[MunicipalityCode, ...], Ref("municipality")] = Field(
        default=(), alias="municipality"
    )
    what: Text
    what_en: Text | None = None
    conclusion: Text
    conclusion_en: Text | None = None
    part_slugs: PartSlugs = Field(default=(), alias="part")
