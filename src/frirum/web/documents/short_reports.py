"""A short report of a network as people write it: its themes and recommendations, and the document as it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.documents.basis import RecommendationBasis, basis_of
from frirum.core.documents.final import WrittenKind
from frirum.core.documents.kinds import written_pixi
from frirum.core.documents.pixi import OUTSIDE, THEME, WrittenPart, in_order, parts_of
from frirum.core.documents.stated import StatedClaim, claims_beneath
from frirum.core.report.blocks import Document
from frirum.web.documents.concluding import experiments_in
from frirum.web.documents.models import DocumentSection, LivingDocument
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.language import in_danish


def pixi_of(found: LivingDocument, *, date: dt.date | None) -> Document:
    """The short report as it stands."""
    catalogue = current_catalogue()
    return written_pixi(
        catalogue.networks[found.slug],
        catalogue,
        dict(shipped_shared().network_doubts),
        tuple(map(_part, found.printed_sections())),
        edition=found.period,
        is_open=found.is_open,
        date=date,
    )


def _part(section: DocumentSection) -> WrittenPart:
    return WrittenPart(section.key, section.title, section.text, section.under, tuple(section.rests_on))


def in_reading_order(sections: Iterable[DocumentSection]) -> list[DocumentSection]:
    """Sections as the document prints them: a recommendation under its theme, also one that was added later."""
    by_key = {one.key: one for one in sections}
    return [by_key[part.key] for part in in_order(map(_part, by_key.values()))]


def experiments_of(document: LivingDocument) -> list[Experiment]:
    """What a recommendation can rest on: the network's experiments."""
    network = current_catalogue().networks.get(document.slug)
    return experiments_in(network) if network else []


def pixi_proposal(section: DocumentSection) -> str:
    """What the network's definition says of the part; of a recommendation of its own, what its experiments found."""
    network = current_catalogue().networks.get(section.document.slug)
    if network is None:
        return ""
    with in_danish():
        known = next((one.said for one in parts_of(network) if one.key == section.key), "")
        return known or "\n".join(f"- {one.sentence}" for one in claims_of(section) if section.under)


def claims_of(section: DocumentSection) -> tuple[StatedClaim, ...]:
    """The claims beneath a part: of what a recommendation rests on, else of every experiment of the network."""
    catalogue = current_catalogue()
    slugs = set(section.rests_on)
    found = [one for one in experiments_of(section.document) if not section.under or one.slug in slugs]
    return tuple(dict.fromkeys(claim for one in found for claim in claims_beneath(one, catalogue)))


def basis_beneath(section: DocumentSection) -> RecommendationBasis | None:
    """What a recommendation rests on, and how it is ahead of it; None for anything else."""
    if section.document.kind != WrittenKind.PIXI or not section.under:
        return None
    return basis_of(section.title, section.rests_on, current_catalogue())


def holds_recommendations(section: DocumentSection | None) -> bool:
    """Whether recommendations stand under it."""
    return section is not None and (section.key == OUTSIDE or section.key.startswith(THEME))


def is_movable(section: DocumentSection) -> bool:
    """Whether a part is a theme or a recommendation, which people name and may leave out."""
    return section.document.kind == WrittenKind.PIXI and bool(section.under or section.key.startswith(THEME))
