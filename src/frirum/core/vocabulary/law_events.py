"""What happened to the rules, by date, and which provisions each event touches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frirum.core.paths import catalogue_dir
from frirum.core.vocabulary.provisions import all_provisions, all_statutes
from frirum.core.vocabulary.sentences import say
from frirum.core.vocabulary.status import Certainty, DatePrecision
from frirum.core.vocabulary.tables import Row, toml_rows, unique

_KEYS = ("id", "date", "precision", "what", "touches", "status", "sources", "note", "breaks")


@dataclass(frozen=True, slots=True)
class LawEvent:
    """One event.

    Args:
        date: the first day of what `precision` says.
        what: what happened, in plain Danish.
        touches: ids of provisions and statutes it changes; empty when it changes none that we keep.
        breaks: what is counted otherwise from the day on, whatever anybody does: "target_groups".
    """

    id: str
    date: dt.date
    precision: DatePrecision
    what: str
    touches: tuple[str, ...]
    status: Certainty
    sources: tuple[str, ...]
    note: str | None
    breaks: tuple[str, ...] = ()


def load(path: Path, known: frozenset[str]) -> tuple[LawEvent, ...]:
    """The `[[event]]` rows of a file by date; refuses one that touches anything outside `known`."""
    events = unique([(row, _event(row, known)) for row in toml_rows(path, "event")], key=lambda e: e.id)
    return tuple(sorted(events, key=lambda e: e.date))


def _event(row: Row, known: frozenset[str]) -> LawEvent:
    row.only(_KEYS)
    touches = row.texts("touches")
    if unknown := sorted(set(touches) - known):
        raise row.refuse(
            say("unknown_provision_ids", ids=", ".join(unknown)),
            say("use_ids_of_provisions_toml"),
        )
    return LawEvent(
        id=row.text("id"),
        date=row.required_date("date"),
        precision=DatePrecision(row.choice("precision", list(DatePrecision))),
        what=row.text("what"),
        touches=touches,
        status=Certainty(row.choice("status", list(Certainty))),
        sources=row.some_texts("sources"),
        note=row.optional_text("note"),
        breaks=row.texts("breaks"),
    )


@cache
def all_law_events() -> tuple[LawEvent, ...]:
    """The events of the catalogue, oldest first."""
    known = {p.id for p in all_provisions()} | {s.id for s in all_statutes()}
    return load(catalogue_dir() / "law_timeline.toml", frozenset(known))
