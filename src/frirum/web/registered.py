"""What the apps declare, collected: one place asks for each app's `registration.py`, and everybody else asks here."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.http import HttpRequest

from frirum.web.registration import (
    CasePart,
    EventType,
    FoundLine,
    FrontFigure,
    FrontSection,
    Guard,
    HeldAnswers,
    InitStep,
    JobKind,
    MenuItem,
    OfferedCounts,
    ProposedLine,
    PublicDocument,
    Registration,
    SealedRows,
    Tick,
    WaitingLine,
)

if TYPE_CHECKING:
    from frirum.web.locking.kinds import LockedKind
    from frirum.web.trail.faults import Fault
    from frirum.web.zones import Zone


@cache
def registrations() -> tuple[Registration, ...]:
    """Every app's registration, in the order of the installed apps; read once, when it is first asked for.

    Raises:
        ValueError: two apps declare the same name.
    """
    apps.check_models_ready()
    modules = [f"{config.name}.registration" for config in apps.get_app_configs()]
    found = tuple(
        one
        for name in modules
        if find_spec(name) and isinstance(one := vars(import_module(name)).get("REGISTRATION"), Registration)
    )
    refuse_twice(found)
    return found


def refuse_twice(found: tuple[Registration, ...]) -> None:
    """Refuse a name that two apps declare: ValueError with each of them."""
    names: Counter[tuple[str, str]] = Counter()
    for one in found:
        names.update(("event", event.code) for event in one.events)
        names.update(("detail", name) for name in one.detail_names)
        names.update(("sealed model", rows.key) for rows in one.sealed)
        names.update(("guarded model", guard.model._meta.label) for guard in one.guards)
        names.update(("job", kind.name) for kind in one.jobs)
        names.update(("tick", tick.name) for tick in one.ticks)
        names.update(("locked kind", kind.key) for kind in one.locked)
        names.update(("receipt part", name) for name in one.receipt_parts)
        names.update(("menu route", item.route) for item in one.menu)
    twice = [f"{what} {name}" for (what, name), count in names.items() if count > 1]
    if twice:
        raise ValueError(f"declared twice: {', '.join(twice)}")


def menu() -> list[MenuItem]:
    """Every entry of the main menu, in order."""
    found = (item for one in registrations() for item in one.menu)
    return sorted(found, key=lambda item: (item.order, item.route))


def front_sections() -> list[FrontSection]:
    """Every section of the front page, in order."""
    found = (section for one in registrations() for section in one.front_sections)
    return sorted(found, key=lambda section: section.order)


def waiting() -> list[Callable[[HttpRequest], Iterable[WaitingLine]]]:
    """What gives the lines that wait for a reader."""
    return [lines for one in registrations() for lines in one.waiting]


def front_figures() -> list[Callable[[], FrontFigure]]:
    """What counts the figures of the front page."""
    return [figure for one in registrations() for figure in one.front_figures]


def events() -> dict[str, EventType]:
    """Every kind of event by its code."""
    return {event.code: event for one in registrations() for event in one.events}


def detail_names() -> Mapping[str, Callable[[Any], str]]:
    """What names the code of a detail, by the detail."""
    return {detail: namer for one in registrations() for detail, namer in one.detail_names.items()}


def sealed() -> list[SealedRows]:
    """Every model whose rows are sealed."""
    return [rows for one in registrations() for rows in one.sealed]


def guards() -> list[Guard]:
    """Every guard of the database."""
    return [guard for one in registrations() for guard in one.guards]


def jobs() -> dict[str, JobKind]:
    """Every kind of job by its name."""
    return {kind.name: kind for one in registrations() for kind in one.jobs}


def ticks() -> dict[str, Tick]:
    """What happens by itself, by name."""
    return {tick.name: tick for one in registrations() for tick in one.ticks}


def checks() -> list[Callable[[Zone], Iterator[Fault]]]:
    """What `frirum verify` asks beside the trail itself."""
    return [check for one in registrations() for check in one.checks]


def locked_kinds() -> dict[str, LockedKind]:
    """Every kind of thing that can be locked, by its key."""
    return {kind.key: kind for one in registrations() for kind in one.locked}


def receipt_parts() -> dict[str, Callable[[Any], Iterator[Fault]]]:
    """What compares an app's part of a receipt, by the part's name."""
    return {name: compare for one in registrations() for name, compare in one.receipt_parts.items()}


def offered_counts(organisations: Iterable[str]) -> list[OfferedCounts]:
    """Counts of these organisations' held audits and closed surveys, the newest of each app first."""
    keys = frozenset(organisations)
    return [one for app in registrations() for offer in app.offered_counts for one in offer(keys)]


def held_answers(organisations: Iterable[str]) -> list[HeldAnswers]:
    """What a run may read of these organisations' held audits and closed surveys, the newest of each app first."""
    keys = frozenset(organisations)
    return [one for app in registrations() for offer in app.held_answers for one in offer(keys)]


def instruments_held(slug: str) -> frozenset[str]:
    """The instruments of an experiment that somebody has held."""
    return frozenset(name for app in registrations() for held in app.instruments_held for name in held(slug))


def experiment_found() -> list[Callable[[Any, str], Iterable[FoundLine]]]:
    """What the page of an experiment says was found."""
    return [found for one in registrations() for found in one.experiment_found]


def public_documents(slug: str) -> list[PublicDocument]:
    """The documents about an experiment or a network that everybody may read."""
    return [one for app in registrations() for about in app.public_documents for one in about(slug)]


def form_lines() -> list[Callable[[str, str, dt.date], Iterable[ProposedLine]]]:
    """What the data of each app propose for points 6-10 of a form."""
    return [lines for one in registrations() for lines in one.form_lines]


def case_parts() -> list[Callable[[str, str], Iterable[CasePart]]]:
    """What each app adds to a case that is taken out as one file."""
    return [parts for one in registrations() for parts in one.case_parts]


def experiment_seen() -> list[Callable[[Any, str], None]]:
    """What is noted when a person has the page of an experiment before them."""
    return [note for one in registrations() for note in one.experiment_seen]


def steps(*, demonstration: bool) -> list[InitStep]:
    """The steps of `frirum init` in order, those of the demonstration last."""
    wanted = sorted((s for one in registrations() for s in one.preparation), key=lambda step: step.order)
    shown = sorted((s for one in registrations() for s in one.demonstration), key=lambda step: step.order)
    return wanted + (shown if demonstration else [])
