"""Networks of free municipalities and national programmes (`networks.toml`)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, StrictInt, model_validator

from frirum.core.catalogue.base import (
    Day,
    DefinitionTable,
    Flag,
    Identifier,
    MunicipalityCode,
    Ref,
    Slug,
    Sourced,
    Statement,
    Text,
    refuse,
)
from frirum.core.catalogue.findings import Figure
from frirum.core.catalogue.roles import Role
from frirum.core.catalogue.sentences import say
from frirum.core.catalogue.sources import Doubt, Source
from frirum.core.vocabulary.status import RuleStatus


class NetworkKind(StrEnum):
    NETWORK = "network"
    NATIONAL_PROGRAMME = "national_programme"


class NetworkTitle(Sourced):
    document: Annotated[Text, Ref("document")]
    text: Text


class ApplicationOutcome(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"


class Application(Sourced):
    """One application of a round: what was applied for, and what was decided."""

    namespace: ClassVar[str | None] = "application"
    must_be_settled: ClassVar[tuple[str, ...]] = ("title", "outcome", "conditions")

    id: Identifier
    title: Text | None = None
    experiment: Annotated[str | None, Ref("experiment")] = None
    preliminary_design: Flag | None = Field(default=None, description="Whether it held an evaluation design.")
    received_on: Day | None = None
    outcome: ApplicationOutcome | None = None
    legal_basis: RuleStatus | None = Field(
        default=None, description="Whether the legal basis was adopted or a draft."
    )
    conditions: Text | None = None
    decided_by: tuple[Text, ...] = ()


class ApplicationRound(Sourced):
    """One round of applications: how many were sent and approved, and when."""

    must_be_settled: ClassVar[tuple[str, ...]] = ("sent_on", "sent", "decided_on", "approved")

    number: Annotated[StrictInt, Field(ge=1)]
    sent_on: Day | None = None
    sent: Annotated[StrictInt | None, Field(ge=0)] = None
    sent_to: Text | None = None
    decided_on: Day | None = None
    approved: Annotated[StrictInt | None, Field(ge=0)] = None
    experiments: Annotated[tuple[str, ...], Ref("experiment")] = Field(default=(), alias="experiment")
    starts_on: Day | None = None
    applications: tuple[Application, ...] = Field(default=(), alias="application")
    text: Text | None = None
    text_en: Text | None = None

    @model_validator(mode="after")
    def _counts_agree(self) -> Self:
        approved = sum(one.outcome is ApplicationOutcome.APPROVED for one in self.applications)
        for key, stated, listed in (
            ("sent", self.sent, len(self.applications)),
            ("approved", self.approved, approved),
        ):
            if self.applications and stated is not None and stated != listed:
                message = say("key_is_stated_but_round")
                raise refuse(message.format(key=key, stated=stated, listed=listed), key=key)
        return self


class Recommendation(Sourced):
    """A recommendation of the network, and the experiments it rests on."""

    namespace: ClassVar[str | None] = "recommendation"

    id: Identifier
    title: Text
    title_en: Text | None = None
    text: Text
    text_en: Text | None = None
    rests_on: Annotated[tuple[str, ...], Ref("experiment")] = ()
    outside_design: Flag = Field(
        default=False, description="It tells of knowledge that no experiment was designed to give."
    )


class Theme(Sourced):
    """A theme under which the network gathers its experiments and recommendations."""

    namespace: ClassVar[str | None] = "theme"

    id: Identifier
    title: Text
    title_en: Text | None = None
    text: Text | None = None
    text_en: Text | None = None
    recommendations: tuple[Recommendation, ...] = Field(default=(), alias="recommendation")


class ListedExperiment(DefinitionTable):
    """A line of the network's own list of experiments."""

    title: Text
    experiment: Annotated[str, Ref("experiment")]


class Contact(Sourced):
    """Whom to ask, as a role: people are not named."""

    role: Role
    text: Text
    text_en: Text | None = None


class ShortReport(Sourced):
    """The network's short report: foreword, overall conclusions and recommendation, list, contact."""

    title: Text
    subtitle: Text | None = None
    year: StrictInt
    foreword: tuple[Statement, ...] = ()
    conclusions: tuple[Statement, ...] = Field(default=(), alias="conclusion")
    recommendation: tuple[Statement, ...] = ()
    listed: tuple[ListedExperiment, ...] = ()
    further_reading: tuple[Text, ...] = ()
    contact: Contact | None = None


class ConclusionsSummary(Sourced):
    """What the table of own conclusions says before its rows."""

    title: Text
    period: Text
    text: tuple[Statement, ...] = ()


class Network(Sourced):
    """A network of municipalities, or a national programme."""

    namespace: ClassVar[str | None] = "network"
    must_be_settled: ClassVar[tuple[str, ...]] = ("member",)

    slug: Slug
    kind: NetworkKind
    title: Text
    title_en: Text | None = None
    short_title: Text
    short_title_en: Text | None = None
    titles: tuple[NetworkTitle, ...] = Field(default=(), alias="titled")
    summary: Text
    summary_en: Text | None = None
    members: Annotated[tuple[MunicipalityCode, ...], Ref("municipality")] = Field(default=(), alias="member")
    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")
    period_text: Text | None = None
    period_text_en: Text | None = None
    experiments: Annotated[tuple[Slug, ...], Ref("experiment")] = Field(
        default=(), alias="experiment", description="Slugs of its experiments, in the order of their numbers."
    )
    rounds: tuple[ApplicationRound, ...] = Field(default=(), alias="round")
    themes: tuple[Theme, ...] = Field(default=(), alias="theme")
    short_report: ShortReport | None = None
    figures: tuple[Figure, ...] = Field(default=(), alias="figure")
    conclusions_summary: ConclusionsSummary | None = None


class NetworksFile(DefinitionTable):
    """The whole of `networks.toml`."""

    networks: tuple[Network, ...] = Field(default=(), alias="network")
    doubts: tuple[Doubt, ...] = Field(default=(), alias="doubt")
    sources: tuple[Source, ...] = Field(default=(), alias="source")
