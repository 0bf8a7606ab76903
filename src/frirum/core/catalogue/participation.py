"""When an experiment runs, by what right, and which municipalities take part."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from frirum.core.catalogue.base import Day, Identifier, MunicipalityCode, Ref, Sourced, Text, refuse
from frirum.core.language import gettext as _


class PeriodKind(StrEnum):
    APPROVAL = "approval"
    EXTENSION = "extension"


class _Dated(Sourced):
    """A stretch of days, both included; an end that is absent is open."""

    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.start and self.end and self.end < self.start:
            message = _("Slutter {end}, før den begynder {start}.").format(end=self.end, start=self.start)
            raise refuse(message, key="to")
        return self


class Period(_Dated):
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
