"""Writes on stored files."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from functools import partial
from typing import BinaryIO

from django.db import transaction

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.vocabulary.citizen_numbers import contains_cpr
from frirum.web import clock
from frirum.web.files import store
from frirum.web.files.models import Purpose, StoredFile
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM, INSIDE, NOTHING
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK, STATISTICS, Zone, alias, zone_of_alias


def store_file(
    *,
    content: bytes | BinaryIO,
    name: str,
    media_type: str,
    purpose: Purpose,
    legal_basis: str,
    delete_on: dt.date,
    organisation: str,
    by: Actor,
    zone: Zone = CASEWORK,
    limit: int = store.DEFAULT_LIMIT,
) -> StoredFile:
    """Keep a file and say why and until when. The bytes are on the disk before the row is.

    Raises:
        InputRefused: no legal basis, a deletion date that has passed, a CPR number in the name, too large, or a
            purpose that does not belong in the zone.
        DiskFull: nothing was kept.
    """
    _check(name=name, purpose=purpose, legal_basis=legal_basis, delete_on=delete_on, zone=zone)
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    staged = store.stage(zone, stream, limit=limit)
    try:
        return _keep(
            staged=staged,
            name=_plain_name(name),
            media_type=media_type,
            purpose=purpose,
            legal_basis=legal_basis,
            delete_on=delete_on,
            organisation=organisation,
            by=by,
            zone=zone,
        )
    finally:
        staged.discard()


def _plain_name(name: str) -> str:
    """The last part of a path, without control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[:200] or "fil"


def _check(*, name: str, purpose: Purpose, legal_basis: str, delete_on: dt.date, zone: Zone) -> None:
    if not legal_basis.strip():
        raise InputRefused(_("En fil kan ikke gemmes uden hjemmel."))
    if delete_on <= clock.today():
        raise InputRefused(_("Filens slettedato skal ligge efter i dag."))
    if contains_cpr(name):
        raise InputRefused(
            _("Filens navn indeholder noget, der ligner et CPR-nummer."),
            remedy=_("Giv filen et andet navn, og prøv igen."),
        )
    if (purpose == Purpose.STATISTICAL) != (zone == STATISTICS):
        raise InputRefused(_("Data til statistik hører til i statistikdelen og kun dér."))


@action(needs=NOTHING, of=ANYWHERE)
def _keep(
    *,
    staged: store.Staged,
    name: str,
    media_type: str,
    purpose: Purpose,
    legal_basis: str,
    delete_on: dt.date,
    organisation: str,
    by: Actor,
    zone: Zone,
) -> StoredFile:
    hold(zone)
    store.place(zone, staged)
    row = StoredFile(
        sha256=staged.sha256,
        size=staged.size,
        media_type=media_type,
        name=name,
        purpose=purpose,
        legal_basis=legal_basis.strip(),
        delete_on=delete_on,
        organisation=organisation,
        uploaded_by=by.trail_reference,
        uploaded_at=clock.now(),
    )
    row.save(using=alias(zone))
    details: dict[str, str | int] = {"sha256": staged.sha256, "size": staged.size, "purpose": str(purpose)}
    record("file.stored", by=by, subject=row, organisation=organisation, details=details)
    return row


def read_file(*, row: StoredFile) -> bytes:
    """The bytes of a file, checked against their hash.

    Raises:
        NotAllowed: the bytes are gone or are not the ones that were stored.
    """
    zone = zone_of_alias(row._state.db or alias(CASEWORK))
    if store.hash_of(zone, row.sha256) != row.sha256:
        raise NotAllowed(_("Filen kan ikke bekræftes: indholdet er ikke det, der blev lagt ind."))
    return store.path_of(zone, row.sha256).read_bytes()


@action(needs=BY_SYSTEM, of=ANYWHERE)
def delete_due(*, on: dt.date, by: Actor, zone: Zone = CASEWORK) -> int:
    """Delete every file whose date has come, bytes and row; the event stays. Returns how many."""
    hold(zone)
    due = list(StoredFile._base_manager.using(alias(zone)).filter(delete_on__lte=on).order_by("pk"))
    if not due:
        nothing_changed()
    for row in due:
        _delete(row, "file.deleted", by)
    for sha256 in {row.sha256 for row in due}:
        transaction.on_commit(partial(drop_unused, zone, sha256), using=alias(zone))
    return len(due)


@action(needs=INSIDE, of=ANYWHERE)
def delete_file(*, reference: uuid.UUID | None, by: Actor, zone: Zone = CASEWORK) -> None:
    """Delete a file before its date, as what it was kept for is done; one that is gone, or None, is no fault."""
    hold(zone)
    rows = StoredFile._base_manager.using(alias(zone))
    row = rows.filter(reference=reference).first() if reference else None
    if row is None:
        nothing_changed()
        return
    _delete(row, "file.no_longer_needed", by)
    transaction.on_commit(partial(drop_unused, zone, row.sha256), using=alias(zone))


def _delete(row: StoredFile, event: str, by: Actor) -> None:
    details = {"sha256": row.sha256}
    record(event, by=by, subject=row, organisation=row.organisation, details=details, deleted=True)
    row.delete()


def drop_unused(zone: Zone, sha256: str) -> bool:
    """Delete bytes that no row refers to any more; says whether they were deleted."""
    with transaction.atomic(using=alias(zone)):
        hold(zone)
        if StoredFile._base_manager.using(alias(zone)).filter(sha256=sha256).exists():
            return False
        store.remove(zone, sha256)
        return True


def sweep(zone: Zone) -> int:
    """Delete bytes left by a transaction that did not end; returns how many files went."""
    known = set(StoredFile._base_manager.using(alias(zone)).values_list("sha256", flat=True))
    return sum(drop_unused(zone, sha256) for sha256 in list(store.stored_hashes(zone)) if sha256 not in known)
