"""Outcome schemes (`outcome_schemes.toml`): what a register can say a person is, by name and version."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from frirum.core.catalogue.base import DefinitionTable, Identifier, Text


class OutcomeState(DefinitionTable):
    """One thing a person can be."""

    id: Identifier
    text: Text
    text_en: Text | None = None


class SchemeKind(StrEnum):
    """What a scheme says of a person: in which state on a day, or how much over the weeks until then."""

    STATE = "state"
    DEGREE = "degree"


class OutcomeScheme(DefinitionTable):
    """The states of one version of one scheme."""

    namespace: ClassVar[str | None] = "outcome_scheme"

    id: Identifier
    version: Text
    title: Text
    title_en: Text | None = None
    measures: SchemeKind = Field(
        default=SchemeKind.STATE, description="A state on a day, or a degree over the time until then."
    )
    states: tuple[OutcomeState, ...] = Field(alias="state", min_length=1)


class OutcomeSchemesFile(DefinitionTable):
    """The whole of `outcome_schemes.toml`."""

    schemes: tuple[OutcomeScheme, ...] = Field(alias="scheme", min_length=1)
