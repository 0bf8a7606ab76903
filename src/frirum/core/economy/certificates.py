"""Certificates counted in two ways: spending per case before and during, and cases without × the dated price."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from frirum.core.economy.ledger import AmountBasis, EconomyLine, Side, UnitPrice, unit_price
from frirum.core.economy.sentences import say
from frirum.core.economy.spans import Span, exactly
from frirum.core.vocabulary.prices import price_on


@dataclass(frozen=True)
class Spending:
    """What a stretch of time cost in certificates.

    Attributes:
        kroner: what was paid; a span where the price is one.
        cases: how many cases were begun in it.
    """

    kroner: Span
    cases: int


def dated_price(certificate: str, day: dt.date | None) -> UnitPrice | None:
    """The last price known on a day (the last of the period); None where no source gives one that early."""
    found = price_on(certificate, day) if day else None
    return unit_price(found) if found else None


def spending_on(days: Iterable[dt.date], certificate: str, *, cases: int) -> Spending | None:
    """What certificates ordered on these days cost at the price of each day; None without cases, or without a price.

    A stretch without a single certificate cost nothing, which is known.
    """
    if cases < 1:
        return None
    paid = exactly(0)
    for day in days:
        price = dated_price(certificate, day)
        if price is None:
            return None
        paid = paid.plus(price.amount)
    return Spending(paid, cases)


def by_count(
    *, certificate: str, cases: int, share: Span, day: dt.date | None, source: str, audited: bool = True
) -> EconomyLine:
    """Cases × the share without a certificate × the price.

    Args:
        cases: all cases of the period.
        share: of them without the certificate: the audited share's interval, or one number where all were counted.
        day: the last day of the period.
        audited: whether the share was audited; else it was counted.
    """
    return EconomyLine(
        id=f"certificates-{certificate.lower()}",
        side=Side.SPARED,
        text=say("certificate_not_obtained_cases_price", certificate=certificate),
        quantity=share.scaled(cases),
        unit=say("certificates"),
        price=dated_price(certificate, day),
        basis=AmountBasis.AUDITED if audited else AmountBasis.MEASURED,
        source=source,
    )


def by_spending(*, before: Spending, during: Spending, year: int, source: str) -> EconomyLine:
    """The fall in spending per case × the cases during; a rise is spent. Both stretches in the prices of `year`.

    It says what was paid, not why: fewer certificates, another price and other cases look alike.

    Raises:
        ValueError: a stretch without cases.
    """
    if before.cases < 1 or during.cases < 1:
        raise ValueError("spending per case needs cases")
    falls = [
        (old / before.cases - new / during.cases) * during.cases
        for old, new in ((before.kroner.low, during.kroner.low), (before.kroner.high, during.kroner.high))
    ]
    # Both ends are at the same price, so they have the same sign unless nothing was paid at one of them.
    amounts = sorted(abs(fall) for fall in falls)
    return EconomyLine(
        id="certificates-spending",
        side=Side.SPARED if sum(falls) >= 0 else Side.SPENT,
        text=say("spending_on_certificates_per_case_before"),
        stated=Span(amounts[0], amounts[1]),
        year=year,
        basis=AmountBasis.MEASURED,
        source=source,
    )
