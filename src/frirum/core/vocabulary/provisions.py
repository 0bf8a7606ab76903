"""The rules that experiments deviate from: statutes, places in them, and from when to when they hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frirum.core.paths import catalogue_dir
from frirum.core.vocabulary.periods import Period
from frirum.core.vocabulary.references import Reference, read_place
from frirum.core.vocabulary.sentences import say
from frirum.core.vocabulary.status import RuleStatus
from frirum.core.vocabulary.tables import Row, toml_rows, unique

_STATUTE_KEYS = (
    "id",
    "name",
    "short",
    "other_names",
    "text",
    "valid_from",
    "valid_to",
    "status",
    "sources",
    "note",
)
_PROVISION_KEYS = (
    "id", "statute", "place", "what", "valid_from", "valid_to", "status", "succeeded_by", "sources", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statute:
    """An act or executive order, in one of its versions: the LAB of 2016 and that of 2020 are two statutes.

    Args:
        id: "LAB-2016", "LAS".
        name: as a citation ends: "lov om aktiv socialpolitik".
        short: what people say: "LAS". Two versions may share it.
        other_names: further names that `resolve` accepts.
        text: the publication the row was read from ("LBK nr. 1342 af 21. november 2016"), or None.
        period: when it holds; an end that is None is not known.
    """

    id: str
    name: str
    short: str
    other_names: tuple[str, ...]
    text: str | None
    period: Period
    status: RuleStatus
    sources: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule in a statute, in the period it held.

    Args:
        id: stable key for definitions and law events.
        reference: its place, or None when no source names a statute. A reference without paragraph means that
            the sources name the statute and no more.
        what: the rule in plain Danish.
        period: when the rule holds; an end that is None is not known.
        succeeded_by: id of the provision that took the rule over, or None.
    """

    id: str
    reference: Reference | None
    what: str
    period: Period
    status: RuleStatus
    succeeded_by: str | None
    sources: tuple[str, ...]
    note: str | None

    @property
    def citation(self) -> str | None:
        """`§ 74 c i lov om aktiv socialpolitik`, or None when no source states the place."""
        if self.reference is None or self.reference.paragraph is None:
            return None
        return cite(self.reference)


def load_statutes(path: Path) -> tuple[Statute, ...]:
    """The `[[statute]]` rows of a file."""
    return unique([(row, _statute(row)) for row in toml_rows(path, "statute")], key=lambda s: s.id)


def load_provisions(path: Path) -> tuple[Provision, ...]:
    """The `[[provision]]` rows of a file; refuses an unknown statute or successor, and rules in a ring."""
    rows = toml_rows(path, "provision")
    names = {statute.id for statute in load_statutes(path)}
    found = [(row, _provision(row, names)) for row in rows]
    next_of = {provision.id: provision.succeeded_by for _row, provision in found}
    for row, provision in found:
        if provision.succeeded_by not in (None, *next_of):
            raise row.refuse(say("provision_id_does_not_exist", id=provision.succeeded_by))
        if _comes_round(provision.id, next_of):
            raise row.refuse(say("provisions_replace_each_other_in_circle"))
    return unique(found, key=lambda p: p.id)


def _comes_round(start: str, next_of: dict[str, str | None]) -> bool:
    here, passed = next_of[start], {start}
    while here is not None and here not in passed:
        passed.add(here)
        here = next_of.get(here)
    return here == start


def _statute(row: Row) -> Statute:
    row.only(_STATUTE_KEYS)
    return Statute(
        id=row.text("id"),
        name=row.text("name"),
        short=row.text("short"),
        other_names=row.texts("other_names"),
        text=row.optional_text("text"),
        period=row.period("valid_from", "valid_to"),
        status=RuleStatus(row.choice("status", list(RuleStatus))),
        sources=row.some_texts("sources"),
        note=row.optional_text("note"),
    )


def _provision(row: Row, statute_ids: set[str]) -> Provision:
    row.only(_PROVISION_KEYS)
    return Provision(
        id=row.text("id"),
        reference=_reference(row, statute_ids),
        what=row.text("what"),
        period=row.period("valid_from", "valid_to"),
        status=RuleStatus(row.choice("status", list(RuleStatus))),
        succeeded_by=row.optional_text("succeeded_by"),
        sources=row.some_texts("sources"),
        note=row.optional_text("note"),
    )


def _reference(row: Row, statute_ids: set[str]) -> Reference | None:
    place = row.optional_text("place")
    if row.optional_text("statute") is None:
        if place is not None:
            raise row.refuse(say("place_in_act_requires_field_statute"))
        return None
    statute = row.choice("statute", sorted(statute_ids))
    if place is None:
        return Reference(statute)
    try:
        return read_place(place).in_statute(statute)
    except ValueError as fault:
        raise row.refuse(say("place_is_not_citation_such", place=place)) from fault


@cache
def _file() -> Path:
    return catalogue_dir() / "provisions.toml"


@cache
def all_statutes() -> tuple[Statute, ...]:
    """The statutes of the catalogue, in its order."""
    return load_statutes(_file())


@cache
def all_provisions() -> tuple[Provision, ...]:
    """The provisions of the catalogue, in its order."""
    return load_provisions(_file())


def statute(statute_id: str) -> Statute | None:
    """The statute with this id, or None."""
    return next((s for s in all_statutes() if s.id == statute_id), None)


def provision(provision_id: str) -> Provision | None:
    """The provision with this id, or None."""
    return next((p for p in all_provisions() if p.id == provision_id), None)


def cite(reference: Reference, *, short: bool = False) -> str:
    """A reference as Danish law texts print it.

    `§ 74 c i lov om aktiv socialpolitik`; `LAS § 74 c` when short. A place with commas is closed by one.
    """
    found = statute(reference.statute)
    name, abbreviation = (found.name, found.short) if found else (reference.statute, reference.statute)
    if reference.paragraph is None:
        return abbreviation if short else name
    if short:
        return f"{abbreviation} {reference.place}"
    comma = "," if "," in reference.place else ""
    return f"{reference.place}{comma} i {name}"


def resolve(text: str, *, on: dt.date | None = None) -> Reference:
    """The reference a text names, with the version of the statute that held on the date `on`.

    Raises:
        ValueError: not one reference, a statute the catalogue does not know, or one that has several versions
            when `on` is None or none of them held then.
    """
    place = read_place(text)
    wanted = _plain(place.statute_name)
    found = [s for s in all_statutes() if wanted in map(_plain, (s.id, s.name, s.short, *s.other_names))]
    if len(found) > 1 and on is not None:
        found = [s for s in found if s.period.contains(on)]
    if len(found) != 1:
        raise ValueError(f"{len(found)} statutes are called {place.statute_name!r}")
    return place.in_statute(found[0].id)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split()).rstrip(".")
