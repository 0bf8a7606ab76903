"""What a document is called."""

from __future__ import annotations

from typing import Any

from frirum.core.documents.final import WrittenKind
from frirum.web.documents.concluding import periods_of
from frirum.web.documents.models import LivingDocument
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title


def title_of(slug: str) -> Any:
    """What the experiment or the network is called."""
    catalogue = current_catalogue()
    experiment = catalogue.experiments.get(slug)
    if experiment is None and slug in catalogue.networks:
        return catalogue.networks[slug].title
    return own_title(experiment) if experiment else slug


def kind_of(found: LivingDocument) -> str:
    """What kind of document it is, with its year or period where there are several."""
    kind = WrittenKind(found.kind)
    periods = {}
    if kind is WrittenKind.CONCLUSIONS and found.slug in current_catalogue().networks:
        periods = periods_of(current_catalogue().networks[found.slug])
    period = periods.get(found.period, found.period)
    return f"{kind.label}, {period}" if period else kind.label
