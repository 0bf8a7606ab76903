"""The ledger of an experiment with what the reader's own organisations state."""

from __future__ import annotations

from collections.abc import Iterable

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import Figure
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.network import Network
from frirum.core.economy.from_definition import StatedFigure, certificate_of, ledger_of
from frirum.core.economy.ledger import EconomyLedger
from frirum.core.economy.spans import Span
from frirum.core.economy.stated_saving import SavingCheck, check_saving
from frirum.web.economy.models import StatedAmount
from frirum.web.organisations.names import organisation_name

MILLION = 1_000_000


def stated_figures(slug: str, keys: Iterable[str]) -> dict[str, StatedFigure]:
    """Line -> what the organisations state of it; of several the one stated last."""
    found = StatedAmount.objects.filter(slug=slug, organisation__in=list(keys))
    return {row.line: _figure(row) for row in found}


def _figure(row: StatedAmount) -> StatedFigure:
    return StatedFigure(
        quantity=_span(row.quantity_low, row.quantity_high),
        unit=row.unit,
        price=_span(row.price_low, row.price_high),
        amount=_span(row.amount_low, row.amount_high),
        year=row.year,
        by=f"{row.by}, {organisation_name(row.organisation)}",
        source=row.source,
        used_for=row.used_for,
        measured=row.measured,
    )


def _span(low: float | None, high: float | None) -> Span | None:
    return None if low is None or high is None else Span(low, high)


def ledger_for(experiment: Experiment, keys: Iterable[str] = ()) -> EconomyLedger:
    """The ledger as the sources give it, and with what these organisations state."""
    own = list(keys)
    return ledger_of(experiment, stated_figures(experiment.slug, own) if own else {})


def published_savings(experiment: Experiment, catalogue: Catalogue) -> list[tuple[Figure, SavingCheck]]:
    """The networks' published savings that a recommendation rests on this experiment for, each checked."""
    found = []
    for network in catalogue.networks.values():
        for figure in network.figures:
            slugs = _rests_on(network, figure.doubt_ids)
            if figure.unit != "mio. kr." or figure.value is None or experiment.slug not in slugs:
                continue
            others = [catalogue.experiments[slug] for slug in slugs if slug in catalogue.experiments]
            places = {stay.municipality for one in others for stay in one.participation}
            check = check_saving(
                float(figure.value) * MILLION,
                rests_on=others,
                certificates=sorted({name for one in others if (name := certificate_of(one))}),
                # A doubt on the figure is that the source does not name them.
                named=not figure.doubt_ids,
                months=None,
                municipalities=len(places),
            )
            found.append((figure, check))
    return found


def _rests_on(network: Network, doubts: tuple[str, ...]) -> list[str]:
    """The experiments of the recommendations that share the figure's doubt: which they are is our reading."""
    slugs = [
        slug
        for theme in network.themes
        for one in theme.recommendations
        if set(one.doubt_ids) & set(doubts)
        for slug in one.rests_on
    ]
    return list(dict.fromkeys(slugs))
