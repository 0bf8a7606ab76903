"""What the medical certificates cost, by date: money saved is counted in certificates not ordered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frirum.core.paths import catalogue_dir
from frirum.core.vocabulary.sentences import say
from frirum.core.vocabulary.status import Certainty, DatePrecision
from frirum.core.vocabulary.tables import Row, toml_rows, unique

_KEYS = (
    "certificate",
    "valid_from",
    "precision",
    "low",
    "high",
    "with_interpreter",
    "status",
    "sources",
    "note",
)


@dataclass(frozen=True, slots=True)
class CertificatePrice:
    """The price of a certificate from a day on.

    Args:
        certificate: "LÆ265".
        valid_from: the first day of what `precision` says; the price was not necessarily new that day.
        low, high: kroner; they differ where the source gives a span.
        with_interpreter: kroner when an interpreter took part, or None when not stated.
    """

    certificate: str
    valid_from: dt.date
    precision: DatePrecision
    low: int
    high: int
    with_interpreter: int | None
    status: Certainty
    sources: tuple[str, ...]
    note: str | None


def load(path: Path) -> tuple[CertificatePrice, ...]:
    """The `[[certificate_price]]` rows of a file, oldest first within each certificate."""
    prices = unique(
        [(row, _price(row)) for row in toml_rows(path, "certificate_price")],
        key=lambda p: (p.certificate, p.valid_from.isoformat()),
    )
    return tuple(sorted(prices, key=lambda p: (p.certificate, p.valid_from)))


def _price(row: Row) -> CertificatePrice:
    row.only(_KEYS)
    low, high = row.integer("low"), row.integer("high")
    if not 0 < low <= high:
        raise row.refuse(say("price_must_be_above_0"))
    return CertificatePrice(
        certificate=row.text("certificate"),
        valid_from=row.required_date("valid_from"),
        precision=DatePrecision(row.choice("precision", list(DatePrecision))),
        low=low,
        high=high,
        with_interpreter=row.integer("with_interpreter") if "with_interpreter" in row.values else None,
        status=Certainty(row.choice("status", list(Certainty))),
        sources=row.some_texts("sources"),
        note=row.optional_text("note"),
    )


@cache
def all_prices() -> tuple[CertificatePrice, ...]:
    """The prices of the catalogue."""
    return load(catalogue_dir() / "prices.toml")


def price_on(certificate: str, date: dt.date) -> CertificatePrice | None:
    """The last price known on `date`, or None when no source gives one that early."""
    known = [p for p in all_prices() if p.certificate == certificate and p.valid_from <= date]
    return known[-1] if known else None
