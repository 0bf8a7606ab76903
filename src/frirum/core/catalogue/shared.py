"""What definitions share and refer to: networks, scales, documents; municipalities and statutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import Field

from frirum.core.catalogue.base import DefinitionTable
from frirum.core.catalogue.evaluation_form import questions
from frirum.core.catalogue.extract_kinds import ExtractKindsFile
from frirum.core.catalogue.network import Network, NetworksFile
from frirum.core.catalogue.outcome_schemes import OutcomeScheme, OutcomeSchemesFile
from frirum.core.catalogue.questions import Scale
from frirum.core.catalogue.sources import Doubt, Source, SourceDocument
from frirum.core.vocabulary import municipalities, provisions


class ScalesFile(DefinitionTable):
    """The whole of `scales.toml`."""

    scales: tuple[Scale, ...] = Field(default=(), alias="scale")
    sources: tuple[Source, ...] = Field(default=(), alias="source")


class DocumentsFile(DefinitionTable):
    """The whole of `documents.toml`."""

    documents: tuple[SourceDocument, ...] = Field(default=(), alias="document")


SHARED_FILES: dict[str, type[DefinitionTable]] = {
    "documents.toml": DocumentsFile,
    "extract_kinds.toml": ExtractKindsFile,
    "networks.toml": NetworksFile,
    "outcome_schemes.toml": OutcomeSchemesFile,
    "scales.toml": ScalesFile,
}


@dataclass(frozen=True)
class Shared:
    """The shared data a definition may refer to, by id."""

    documents: Mapping[str, SourceDocument] = field(default_factory=dict)
    networks: Mapping[str, Network] = field(default_factory=dict)
    scales: Mapping[str, Scale] = field(default_factory=dict)
    network_doubts: Mapping[str, Doubt] = field(default_factory=dict)
    network_sources: Mapping[str, Source] = field(default_factory=dict)
    extract_kinds: ExtractKindsFile | None = None
    outcome_schemes: Mapping[str, OutcomeScheme] = field(default_factory=dict)

    def names(self) -> dict[str, frozenset[str]]:
        """Namespace -> the names that exist in it, as text."""
        return {
            "document": frozenset(self.documents),
            "network": frozenset(self.networks),
            "theme": frozenset(theme.id for network in self.networks.values() for theme in network.themes),
            "scale": frozenset(self.scales),
            "municipality": frozenset(str(m.code) for m in municipalities.all_municipalities()),
            "statute": frozenset(s.id for s in provisions.all_statutes()),
            "rule": frozenset(p.id for p in provisions.all_provisions()),
            "extract_kind": frozenset(k.id for k in self.extract_kinds.kinds)
            if self.extract_kinds
            else frozenset(),
            "outcome_scheme": frozenset(self.outcome_schemes),
            "form_question": frozenset(question.key for _point, question in questions()),
        }


def share(files: Mapping[str, DefinitionTable]) -> Shared:
    """The shared data of read files, file name -> table; a file that is absent adds nothing."""
    documents, kinds, networks, schemes, scales = (files.get(name) for name in SHARED_FILES)
    return Shared(
        documents={d.id: d for d in documents.documents} if isinstance(documents, DocumentsFile) else {},
        networks={n.slug: n for n in networks.networks} if isinstance(networks, NetworksFile) else {},
        scales={s.id: s for s in scales.scales} if isinstance(scales, ScalesFile) else {},
        network_doubts={d.id: d for d in networks.doubts} if isinstance(networks, NetworksFile) else {},
        network_sources={s.id: s for s in networks.sources} if isinstance(networks, NetworksFile) else {},
        extract_kinds=kinds if isinstance(kinds, ExtractKindsFile) else None,
        outcome_schemes={s.id: s for s in schemes.schemes} if isinstance(schemes, OutcomeSchemesFile) else {},
    )
