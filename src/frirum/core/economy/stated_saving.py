"""A published saving held against what it presupposes: how many certificates, and whether the sources carry it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import FigureKind
from frirum.core.catalogue.history import EventKind
from frirum.core.economy.spans import Span
from frirum.core.vocabulary.prices import all_prices


class Gap(StrEnum):
    """What the sources do not say and the amount would need."""

    EXPERIMENTS_NOT_NAMED = "experiments_not_named"
    NO_COUNT = "no_count"
    NO_PERIOD = "no_period"
    NO_COMPARISON = "no_comparison"
    LAW_CHANGED = "law_changed"
    GROSS = "gross"


@dataclass(frozen=True)
class Presupposed:
    """How many of one certificate an amount presupposes, if it were of that certificate alone."""

    certificate: str
    price: Span
    volume: Span
    per_municipality_month: Span | None


@dataclass(frozen=True)
class SavingCheck:
    """A published saving, checked.

    Attributes:
        kroner: the amount.
        presupposed: by certificate.
        gaps: what is missing; () would mean that the sources can carry it.
        law_changes: slug -> days on which the law changed under an experiment it rests on.
    """

    kroner: float
    presupposed: tuple[Presupposed, ...]
    gaps: tuple[Gap, ...]
    law_changes: Mapping[str, tuple[str, ...]]

    @property
    def carries(self) -> bool:
        """Whether the sources can carry the amount."""
        return not self.gaps


def check_saving(
    kroner: float,
    *,
    rests_on: Sequence[Experiment],
    certificates: Sequence[str],
    named: bool,
    months: int | None,
    municipalities: int,
) -> SavingCheck:
    """What a stated fall in spending presupposes, and what the sources would have to say for it.

    Args:
        kroner: the amount.
        rests_on: the experiments it is said to come from.
        certificates: which certificates they are about.
        named: whether the source names the experiments.
        months: the period of the amount; None where the source gives none.
        municipalities: how many took part.
    """
    changes = {
        one.slug: tuple(e.date.isoformat() for e in one.events if e.kind is EventKind.LAW_CHANGE and e.date)
        for one in rests_on
    }
    return SavingCheck(
        kroner,
        tuple(_presupposed(kroner, one, months, municipalities) for one in certificates),
        tuple(_gaps(rests_on, named=named, months=months, law_changed=any(changes.values()))),
        {slug: days for slug, days in changes.items() if days},
    )


def _presupposed(kroner: float, certificate: str, months: int | None, municipalities: int) -> Presupposed:
    prices = [price for price in all_prices() if price.certificate == certificate]
    price = Span(min(p.low for p in prices), max(p.high for p in prices))
    volume = Span(kroner / price.high, kroner / price.low)
    shared = volume.scaled(1 / (months * municipalities)) if months else None
    return Presupposed(certificate, price, volume, shared)


def _gaps(rests_on: Sequence[Experiment], *, named: bool, months: int | None, law_changed: bool) -> list[Gap]:
    counted = [
        one
        for one in rests_on
        if any(f.kind in (FigureKind.USES, FigureKind.COUNT) and f.value is not None for f in one.figures)
    ]
    gaps = [] if named else [Gap.EXPERIMENTS_NOT_NAMED]
    if len(counted) < len(rests_on):
        gaps.append(Gap.NO_COUNT)
    if months is None:
        gaps.append(Gap.NO_PERIOD)
    if not all(one.plan and one.plan.baseline_possible for one in rests_on):
        gaps.append(Gap.NO_COMPARISON)
    if law_changed:
        gaps.append(Gap.LAW_CHANGED)
    # No source gives what other documentation cost instead.
    gaps.append(Gap.GROSS)
    return gaps
