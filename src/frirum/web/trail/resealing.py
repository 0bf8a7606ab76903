"""Sealing anew after an upgrade: what the new version changed in the rows and their columns, as one event.

Before the upgrade the rows are held against their seals with the tables as they are, and an installation that was
changed behind the system's back is not upgraded: the new seals would make it right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from frirum.web import registered
from frirum.web.trail import chain, sealed
from frirum.web.trail.actors import Actor
from frirum.web.trail.faults import Fault
from frirum.web.trail.models import RowSeal
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action, hold, nothing_changed, record_seals
from frirum.web.trail.verification import check_rows, check_segments
from frirum.web.trail.watching import RowChanged
from frirum.web.zones import Zone, alias

_TOLD_EVERY = 200


def has_rows(zone: Zone) -> bool:
    """Whether the zone was in use before: a new installation has nothing to hold against anything."""
    connection = connections[alias(zone)]
    with connection.cursor() as cursor:
        if RowSeal._meta.db_table not in connection.introspection.table_names(cursor):
            return False
    return RowSeal.objects.using(alias(zone)).values("subject").exists()


def faults_before_upgrade(zone: Zone) -> Iterator[Fault]:
    """The faults of a zone whose tables are older than this version: trail and sealed rows."""
    latest: dict[str, str] = {}
    yield from check_segments(zone, latest)
    yield from check_rows(zone, latest, _models_as_they_were(alias(zone)))


def _models_as_they_were(database: str) -> dict[str, Any]:
    """Key of a sealed model -> the model as the database's migrations left it; a model that is new is left out."""
    loader = MigrationExecutor(connections[database]).loader
    applied = [node for node in loader.applied_migrations if node in loader.graph.nodes]
    apps = loader.project_state(applied).apps
    found = {}
    for rows in registered.sealed():
        for label in (rows.model._meta.label, *rows.formerly):
            try:
                found[rows.key] = apps.get_model(label)
                break
            except LookupError:
                continue
    return found


@action(needs=BY_SYSTEM, of=ANYWHERE)
def seal_anew(*, zone: Zone, by: Actor) -> int:
    """Seal every row of a zone whose seal is no longer that of this version's columns, as one event; returns how many.

    Only right after an upgrade that began with `faults_before_upgrade` finding nothing.
    """
    database = alias(zone)
    before = dict(RowSeal.objects.using(database).exclude(content="").values_list("subject", "content"))
    changed: dict[str, tuple[str, tuple[str, ...]]] = {}
    for rows in sealed.of_database(database):
        for row in rows.model._base_manager.using(database).iterator():
            subject = sealed.subject_of(row)
            content = sealed.seal_content(rows, row, rows.columns)
            if before.pop(subject, None) != content:
                changed[subject] = (content, rows.columns)
    changed |= dict.fromkeys(before, ("", ()))
    if not changed:
        nothing_changed()
        return 0
    record_seals("trail.sealed_anew", by=by, seals=changed, details={"rows": len(changed)})
    return len(changed)


def under_older_key(zone: Zone) -> Iterator[RowSeal]:
    """The notes on what rows contain that were sealed under a key from before the one in use."""
    for seal in RowSeal.objects.using(alias(zone)).exclude(content="").order_by("pk").iterator():
        if not chain.same(seal.seal, chain.row_seal(seal.subject, seal.content, seal.columns)):
            yield seal


@action(needs=BY_SYSTEM, of=ANYWHERE)
def seal_under_new_key(*, zone: Zone, by: Actor, tell: Callable[[int, int], None]) -> int:
    """Seal every row of a zone under the key in use, as one event; returns how many.

    Args:
        zone: whose rows.
        by: whom the event names.
        tell: called with the rows done so far, and all of them.

    Raises:
        RowChanged: a row is not as the last action left it; nothing is sealed.
    """
    database = alias(zone)
    hold(zone)
    old = {seal.subject: seal for seal in under_older_key(zone)}
    changed: dict[str, tuple[str, tuple[str, ...]]] = {}
    for rows in sealed.of_database(database):
        for row in rows.model._base_manager.using(database).iterator() if old else ():
            subject = sealed.subject_of(row)
            seal = old.get(subject)
            if seal is None:
                continue
            columns = tuple(seal.columns.split())
            made = partial(sealed.seal_content, rows, row, columns)
            if not seal.is_whole() or not chain.matches(seal.content, made):
                raise RowChanged(subject)
            changed[subject] = (made(), columns)
            if len(changed) % _TOLD_EVERY == 0 or len(changed) == len(old):
                tell(len(changed), len(old))
    if not changed:
        nothing_changed()
        return 0
    record_seals("keys.sealed_anew", by=by, seals=changed, details={"key": "trail", "rows": len(changed)})
    return len(changed)
