"""The ledger that a definition and the published figures give by themselves, with what people have stated on top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import FigureKind
from frirum.core.catalogue.plan import Cost, CostKind
from frirum.core.designs.back_test.back_test import realised_uses
from frirum.core.designs.diagnosis.from_plan import planned_months
from frirum.core.economy.certificates import dated_price
from frirum.core.economy.ledger import AmountBasis, EconomyLedger, EconomyLine, Side, UnitPrice, sorted_lines
from frirum.core.economy.price_level import shipped_index
from frirum.core.economy.sentences import say
from frirum.core.economy.spans import Span
from frirum.core.language import own_text

PRICE_YEAR = 2023
"""The newest whole year of the index."""
_SIDES = {
    CostKind.SAVING: Side.SPARED,
    CostKind.TIME_FREED: Side.SPARED,
    CostKind.EXPENSE: Side.SPENT,
    CostKind.LOAN: Side.SPENT,
}


@dataclass(frozen=True)
class StatedFigure:
    """What somebody states of one line.

    Attributes:
        quantity: how many (or how much time), or None.
        unit: of the quantity.
        price: kroner for one, or None.
        amount: kroner in all, or None.
        year: the year of the money.
        by, source: who states it, and what it rests on.
        used_for: what it went to, or "".
        measured: it was counted or timed, not judged.
    """

    quantity: Span | None
    unit: str
    price: Span | None
    amount: Span | None
    year: int
    by: str
    source: str
    used_for: str = ""
    measured: bool = False


def ledger_of(experiment: Experiment, stated: Mapping[str, StatedFigure] | None = None) -> EconomyLedger:
    """The ledger of an experiment in the prices of `PRICE_YEAR`.

    Args:
        stated: line -> what somebody states of it; it stands for what the sources leave open.
    """
    given = stated or {}
    lines = [_with(line, given.get(line.id)) for line in _lines(experiment)]
    uses, _words = realised_uses(experiment)
    return EconomyLedger(
        slug=experiment.slug,
        lines=sorted_lines(lines),
        price_year=PRICE_YEAR,
        index=shipped_index(),
        uses=uses,
        months=planned_months(experiment),
        begins=experiment.first_day,
    )


def _lines(experiment: Experiment) -> Iterator[EconomyLine]:
    costs = experiment.plan.costs if experiment.plan else ()
    places = {source.id: f"{source.document}, {source.place}" for source in experiment.sources}
    for cost in costs:
        yield _line(cost, experiment, "; ".join(places.get(one, one) for one in cost.source_ids))


def _line(cost: Cost, experiment: Experiment, source: str) -> EconomyLine:
    line = EconomyLine(
        id=cost.id,
        side=_SIDES[cost.kind],
        text=own_text(cost, "text"),
        source=source,
        used_for=cost.used_for or "",
        is_time=cost.kind is CostKind.TIME_FREED,
    )
    if cost.kind is CostKind.LOAN and cost.amount is not None:
        return _loans(line, float(cost.amount), experiment)
    if cost.amount is not None:
        return replace(line, stated=Span(cost.amount, cost.amount), basis=AmountBasis.PUBLISHED)
    certificate = certificate_of(experiment)
    if cost.kind is CostKind.SAVING and certificate and "attest" in cost.text.casefold():
        return replace(line, unit=say("certificates"), price=dated_price(certificate, _last_day(experiment)))
    return line


def _loans(line: EconomyLine, most: float, experiment: Experiment) -> EconomyLine:
    """What loans can have cost: between nothing, where all was paid back, and everything that can have been lent."""
    counted = [one.value for one in experiment.figures if one.kind is FigureKind.PARTICIPANTS and one.value]
    if not counted:
        return line
    ends = [period.end for period in experiment.periods if period.end]
    return replace(
        line,
        text=say("losses_on_loans_n_loans", n=counted[0], most=round(most)),
        stated=Span(0, float(counted[0]) * most),
        year=min(max(ends).year, PRICE_YEAR) if ends else None,
        basis=AmountBasis.CEILING,
    )


def certificate_of(experiment: Experiment) -> str | None:
    """The certificate that a measure of the definition counts, or None."""
    for measure in experiment.all_measures():
        if measure.rule is not None and measure.rule.kind == "certificates":
            for test in measure.rule.where:
                if test.field == "certificate" and isinstance(test.equals, str):
                    return test.equals
    return None


def _last_day(experiment: Experiment) -> dt.date | None:
    return max((period.end for period in experiment.periods if period.end), default=None)


def _with(line: EconomyLine, stated: StatedFigure | None) -> EconomyLine:
    """The line with what somebody states; a published or computed amount stands."""
    if stated is None or line.basis is AmountBasis.PUBLISHED:
        return line
    price = UnitPrice(stated.price, None, stated.source) if stated.price else line.price
    return replace(
        line,
        quantity=stated.quantity or line.quantity,
        unit=stated.unit or line.unit,
        price=price,
        stated=stated.amount,
        # A dated price has its own year; an amount or a price that somebody states is of the year that was stated.
        year=stated.year if stated.amount is not None or stated.price is not None else None,
        basis=AmountBasis.MEASURED if stated.measured else AmountBasis.STATED,
        by=stated.by,
        source=stated.source,
        used_for=stated.used_for or line.used_for,
    )
