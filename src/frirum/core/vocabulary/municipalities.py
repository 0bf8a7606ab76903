"""The 98 municipalities: code, names, region and the network of the first experiments they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frirum.core.paths import catalogue_dir
from frirum.core.vocabulary.tables import Row, csv_rows, unique

_COLUMNS = ("code", "name", "official_name", "region", "network", "other_spellings", "source")


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality.

    Args:
        code: Statistics Denmark's and CPR's three-digit code (Aalborg is 851).
        name: the place name as people write it: "Vesthimmerland", not "Vesthimmerlands".
        official_name: "Vesthimmerlands Kommune", "Bornholms Regionskommune".
        region: "Region Nordjylland".
        network: slug of the network of free municipalities it was in, or None.
        other_spellings: further spellings that `by_name` accepts.
        source: where the row comes from.
    """

    code: int
    name: str
    official_name: str
    region: str
    network: str | None
    other_spellings: tuple[str, ...]
    source: str

    @property
    def genitive(self) -> str:
        """Aalborgs, Randers': a name that already ends in an s-sound takes an apostrophe."""
        return f"{self.name}'" if self.name[-1] in "sxz" else f"{self.name}s"


def load(path: Path) -> tuple[Municipality, ...]:
    """The municipalities of a file, in its order; refuses a code that stands twice."""
    return unique([(row, _municipality(row)) for row in csv_rows(path, _COLUMNS)], key=lambda m: m.code)


def _municipality(row: Row) -> Municipality:
    spellings = row.optional_text("other_spellings")
    return Municipality(
        code=row.integer("code"),
        name=row.text("name"),
        official_name=row.text("official_name"),
        region=row.text("region"),
        network=row.optional_text("network"),
        other_spellings=tuple(spellings.split("|")) if spellings else (),
        source=row.text("source"),
    )


@cache
def all_municipalities() -> tuple[Municipality, ...]:
    """The 98 municipalities, by code."""
    return load(catalogue_dir() / "municipalities.csv")


@cache
def _by_code() -> dict[int, Municipality]:
    return {m.code: m for m in all_municipalities()}


@cache
def _by_spelling() -> dict[str, Municipality]:
    return {
        _plain(spelling): m
        for m in all_municipalities()
        for spelling in (m.name, m.official_name, *m.other_spellings)
    }


def _plain(name: str) -> str:
    words = name.casefold().split()
    if words and words[-1] in ("kommune", "regionskommune"):
        words.pop()
    return " ".join(words)


def by_code(code: int | str) -> Municipality | None:
    """The municipality with this code (851, "851", "0851"), or None."""
    try:
        return _by_code().get(int(code))
    except ValueError:
        return None


def by_name(name: str) -> Municipality | None:
    """The municipality with this name in any usual spelling, or None.

    Case, "Kommune" and the genitive of the official name do not matter: "Vesthimmerlands Kommune",
    "THISTED KOMMUNE" and "Ålborg" are found.
    """
    return _by_spelling().get(_plain(name))


def names_of(labels: Iterable[object]) -> tuple[str, ...]:
    """Labels of units as people write them: municipalities by name where all are codes of some, else as they stand."""
    written = [str(label) for label in labels]
    known = [by_code(one) if one.isdigit() else None for one in written]
    return tuple(one.name for one in known if one is not None) if all(known) else tuple(written)


@cache
def spellings() -> dict[str, int]:
    """The code of every municipality by all that it may be written as: "851", "Aalborg", "Aalborg Kommune"."""
    return {
        spelling: m.code
        for m in all_municipalities()
        for spelling in (str(m.code), m.name, m.official_name, *m.other_spellings)
    }


def in_network(network: str) -> tuple[Municipality, ...]:
    """The members of a network, by code; empty for an unknown slug."""
    return tuple(m for m in all_municipalities() if m.network == network)
