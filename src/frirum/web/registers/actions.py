"""Writes on data sets, in the statistics zone; the job's row, which holds a reference alone, is in casework."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.db.models import Max

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.extracts.kinds import MARKS
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.files.actions import delete_file, store_file
from frirum.web.files.models import Purpose, StoredFile
from frirum.web.jobs.actions import order_job
from frirum.web.jobs.models import OVER, Job
from frirum.web.organisations.permissions import Permission
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.registers import drop_folder
from frirum.web.registers.models import REGISTER, DataSet, DataSetState, HandingOver
from frirum.web.temporary import unnamed_file
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM, RoleRefused
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.uses.identities import refuse_cpr
from frirum.web.uses.sealing import seal_file
from frirum.web.zones import STATISTICS, alias

_MEDIA_TYPES = {".json": "application/json", ".py": "text/x-python"}
READ_JOB, COMPARE_JOB = "registers.read", "registers.compare"
# The file holds the people's own numbers, so it goes as soon as it is read, or can have been looked at again.
FILE_DAYS = 30
MOST_BYTES = 2 * 1024**3


@dataclass(frozen=True)
class Terms:
    """On which terms data are here: whose evaluation of which experiment, the legal basis, and the day they go."""

    organisation: str
    slug: str
    legal_basis: str
    delete_on: dt.date

    def refuse_unless_whole(self) -> None:
        """Raise InputRefused where the legal basis is missing or the day has passed."""
        if not self.legal_basis.strip():
            raise InputRefused(_("Data kan ikke gemmes uden hjemmel."), remedy=_("Vælg hjemlen."))
        if self.delete_on <= clock.today():
            raise InputRefused(_("Slettedatoen skal ligge efter i dag."), remedy=_("Vælg en senere dag."))


def receive_register(
    *,
    terms: Terms,
    name: str,
    content: BinaryIO | None,
    dropped: str,
    key_content: BinaryIO | None,
    columns: Mapping[str, Any],
    by: Actor,
) -> DataSet:
    """Keep a register file that has been looked over, sealed, or note the one that lies in the folder.

    Args:
        content: the file; None where `dropped` names one of the folder.
        key_content: `lobenr` and `cpr`, for a register without CPR numbers; None where there is none.
        columns: how its headings are understood (`layout_summary`).

    Raises:
        InputRefused: the terms, or what `store_file` refuses.
        NotAllowed: the evaluation has this very file.
    """
    # Asked before the bytes are kept, not only where the data set begins.
    if not by.may(Permission.ANALYSE, terms.organisation):
        raise RoleRefused
    terms.refuse_unless_whole()
    columns = dict(columns) | {"sha256": _digest(terms, content, dropped)}
    _refuse_known(terms, columns["sha256"], with_key=key_content is not None)
    received = None if content is None else _seal(content, name, terms, by)
    key_file = None if key_content is None else _seal(key_content, _("nøglefil"), terms, by)
    return _begin(
        terms=terms,
        name=name if content is not None else dropped,
        dropped="" if content is not None else dropped,
        received=received,
        key_file=key_file,
        columns=columns,
        by=by,
    )


def _digest(terms: Terms, content: BinaryIO | None, dropped: str) -> str:
    """SHA-256 of the file, wherever it lies; a gigabyte takes about a second."""
    if content is not None:
        found = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
        content.seek(0)
        return found
    with drop_folder.path_of(terms.organisation, dropped).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_known(terms: Terms, sha256: str, *, with_key: bool) -> None:
    """Refuse a file that the evaluation has already: its people would stand there twice.

    One that could not be linked may come again with its key file.
    """
    own = DataSet.objects.filter(organisation=terms.organisation, slug=terms.slug)
    same = [one for one in own.exclude(state=DataSetState.DELETED) if one.columns.get("sha256") == sha256]
    known = next((one for one in same if one.can_be_linked or not with_key), None)
    if known is not None:
        raise NotAllowed(
            _("Filen er hentet ind før, som datasæt {n}.").format(n=known.number),
            remedy=_("Brug datasættet, eller slet det først."),
        )


def _seal(content: BinaryIO, name: str, terms: Terms, by: Actor) -> uuid.UUID:
    with unnamed_file() as (sealed, _path):
        seal_file(content, sealed)
        sealed.seek(0)
        stored = store_file(
            content=sealed,  # type: ignore[arg-type]
            name=name,
            media_type="application/octet-stream",
            purpose=Purpose.STATISTICAL,
            legal_basis=terms.legal_basis,
            delete_on=min(terms.delete_on, clock.today() + dt.timedelta(days=FILE_DAYS)),
            organisation=terms.organisation,
            by=by,
            zone=STATISTICS,
            limit=2 * MOST_BYTES,
        )
    return stored.reference


@action(needs=Permission.ANALYSE, of="terms.organisation", zone=STATISTICS)
def _begin(
    *,
    terms: Terms,
    name: str,
    dropped: str,
    received: uuid.UUID | None,
    key_file: uuid.UUID | None,
    columns: dict[str, Any],
    by: Actor,
) -> DataSet:
    made = DataSet(
        **_about(terms, REGISTER, by),
        name=refuse_cpr(name)[:200],
        dropped=dropped,
        received_file=received,
        key_file=key_file,
        columns=columns,
    )
    made.save(using=alias(STATISTICS))
    _record("data.received", made, by, data_kind=REGISTER)
    return made


def _about(terms: Terms, kind: str, by: Actor) -> dict[str, Any]:
    hold(STATISTICS)
    last = DataSet.objects.filter(organisation=terms.organisation).aggregate(n=Max("number"))["n"] or 0
    return {
        "organisation": terms.organisation,
        "slug": terms.slug,
        "number": last + 1,
        "kind": kind,
        "legal_basis": terms.legal_basis.strip()[:300],
        "delete_on": terms.delete_on,
        "received_by": by.trail_reference,
        "received_at": clock.now(),
    }


@action(needs=Permission.ANALYSE, of="data_set.organisation", zone=STATISTICS)
def order_reading(*, data_set: DataSet, by: Actor) -> Job:
    """Have a received register read.

    Raises:
        NotAllowed: it is read already, deleted, or a job is at it.
    """
    data_set = _idle(data_set)
    if data_set.state not in (DataSetState.RECEIVED, DataSetState.READING):
        raise NotAllowed(_("Datasættet er læst eller slettet."))
    job = _order(data_set, READ_JOB, by)
    data_set.state, data_set.job = DataSetState.READING, job.reference
    data_set.save(update_fields=["state", "job"])
    _record("data.reading_ordered", data_set, by)
    return job


@action(needs=Permission.ANALYSE, of="data_set.organisation", zone=STATISTICS)
def order_comparison(*, data_set: DataSet, by: Actor) -> Job:
    """Have a register held against the marks of its evaluation, in counts alone.

    Raises:
        NotAllowed: it is not read, a job is at it, or no marks came through the door.
        InputRefused: its people cannot be linked.
    """
    from frirum.core.registers.words import no_link

    data_set = _idle(data_set)
    if data_set.state != DataSetState.READY or data_set.kind != REGISTER:
        raise NotAllowed(_("Kun et register, der er læst, kan holdes op mod markeringer."))
    if not data_set.can_be_linked:
        raise no_link()
    own = DataSet.objects.filter(organisation=data_set.organisation, slug=data_set.slug)
    if not own.filter(kind=MARKS, state=DataSetState.READY).exists():
        raise NotAllowed(
            _("Der er ingen markeringer i evalueringen."),
            remedy=_("Bed kommunens koordinator om at videregive dem under Udtræk."),
        )
    job = _order(data_set, COMPARE_JOB, by)
    data_set.job = job.reference
    data_set.save(update_fields=["job"])
    _record("data.comparison_ordered", data_set, by)
    return job


def _order(data_set: DataSet, kind: str, by: Actor) -> Job:
    # The job stands in the other database: it is there first, and finds nothing to do if this side fails.
    return order_job(
        kind=kind,
        arguments={"data_set": str(data_set.reference)},
        organisation=data_set.organisation,
        by=by,
    )


@action(needs=Permission.ANALYSE, of="data_set.organisation", zone=STATISTICS)
def finish_reading(
    *,
    data_set: DataSet,
    paths: Mapping[str, Path],
    counts: Mapping[str, Any],
    people: int,
    can_be_linked: bool,
    by: Actor,
) -> DataSet:
    """Keep what was read, whole, and let go of the file with the people's own numbers and its key.

    Args:
        paths: what it is -> the file written.
    """
    data_set = _fresh(data_set)
    if data_set.state != DataSetState.READING:
        nothing_changed()
        return data_set
    data_set.files = {what: str(_keep(data_set, path, by).reference) for what, path in paths.items()}
    data_set.counts, data_set.people, data_set.can_be_linked = dict(counts), people, can_be_linked
    _let_go(data_set, by)
    data_set.state = DataSetState.READY
    data_set.save(using=alias(STATISTICS))
    _record("data.read", data_set, by, people=people)
    return data_set


def _keep(data_set: DataSet, path: Path, by: Actor) -> StoredFile:
    with path.open("rb") as content:
        return store_file(
            content=content,
            name=path.name,
            media_type=_MEDIA_TYPES.get(path.suffix, "application/vnd.apache.parquet"),
            purpose=Purpose.STATISTICAL,
            legal_basis=data_set.legal_basis,
            delete_on=data_set.delete_on,
            organisation=data_set.organisation,
            by=by,
            zone=STATISTICS,
            limit=2 * MOST_BYTES,
        )


def _let_go(data_set: DataSet, by: Actor) -> None:
    """Delete the received file, its key file, and the one in the folder."""
    for reference in (data_set.received_file, data_set.key_file):
        delete_file(reference=reference, by=by, zone=STATISTICS)
    data_set.received_file = data_set.key_file = None
    if data_set.dropped:
        drop_folder.remove(data_set.organisation, data_set.dropped)


@action(needs=Permission.ANALYSE, of="data_set.organisation", zone=STATISTICS)
def finish_comparison(*, data_set: DataSet, found: Mapping[str, Any], by: Actor) -> DataSet:
    """Keep the counts of a comparison with marks."""
    data_set = _fresh(data_set)
    data_set.counts = {**data_set.counts, "marks": dict(found)}
    data_set.save(update_fields=["counts"])
    _record("data.compared", data_set, by)
    return data_set


@action(needs=BY_SYSTEM, of=ANYWHERE, zone=STATISTICS)
def keep_passed(
    *,
    terms: Terms,
    passage: uuid.UUID,
    sender: str,
    kind: str,
    path: Path,
    counts: Mapping[str, Any],
    people: int,
    by: Actor,
) -> DataSet:
    """The statistics' side of the door: keep rows of one kind that a municipality let through, once.

    Args:
        passage: the reference that both sides keep.
        path: the rows as Parquet, already under the evaluation's pseudonyms.
    """
    hold(STATISTICS)
    with organisation_scope([terms.organisation]):
        before = DataSet.objects.filter(passage=passage, kind=kind).first()
        if before is not None:
            nothing_changed()
            return before
        made = DataSet(
            **_about(terms, kind, by),
            name=path.name,
            sender=sender,
            passage=passage,
            counts=dict(counts),
            people=people,
            can_be_linked=True,
            state=DataSetState.READY,
        )
        made.files = {"rows": str(_keep(made, path, by).reference)}
        made.save(using=alias(STATISTICS))
    _record("data.passed", made, by, data_kind=kind, sender=sender)
    return made


@action(needs=Permission.ANALYSE, of="data_set.organisation", zone=STATISTICS)
def delete_data_set(*, data_set: DataSet, reason: str, by: Actor) -> DataSet:
    """Delete a data set's files before their day; its counts and the reason stay.

    Raises:
        NotAllowed: it is deleted, or a job is at it.
        InputRefused: no reason.
    """
    data_set = _idle(data_set)
    if data_set.state == DataSetState.DELETED:
        raise NotAllowed(_("Datasættet er slettet."))
    data_set.reason = refuse_cpr(reason)[:2_000]
    if not data_set.reason:
        raise InputRefused(_("Skriv en begrundelse."))
    return _delete(data_set, by)


@action(needs=BY_SYSTEM, of=ANYWHERE, zone=STATISTICS)
def expire_data_set(*, data_set: DataSet, by: Actor) -> DataSet:
    """Delete a data set whose day has come."""
    return _delete(data_set, by)


@action(needs=BY_SYSTEM, of=ANYWHERE, zone=STATISTICS)
def forget_received(*, data_set: DataSet, by: Actor) -> DataSet:
    """Delete a received file that nobody had read in time; the data set ends with it."""
    data_set.reason = _("Filen blev ikke læst inden {n} dage.").format(n=FILE_DAYS)
    return _delete(data_set, by)


def _delete(data_set: DataSet, by: Actor) -> DataSet:
    _let_go(data_set, by)
    for reference in data_set.files.values():
        delete_file(reference=uuid.UUID(reference), by=by, zone=STATISTICS)
    data_set.files, data_set.state = {}, DataSetState.DELETED
    data_set.save(using=alias(STATISTICS))
    _record("data.deleted", data_set, by)
    return data_set


@action(needs=Permission.ANALYSE, of="data_set.organisation", zone=STATISTICS)
def hand_over(
    *, data_set: DataSet, recipient: str, agreement: str, purpose: str, end_date: dt.date, by: Actor
) -> HandingOver:
    """Record that a data set is handed to somebody outside; without this its files cannot be fetched.

    Raises:
        NotAllowed: it is not ready.
        InputRefused: something is left out, or the end lies before tomorrow or after the day the data set goes.
    """
    data_set = _idle(data_set)
    if data_set.state != DataSetState.READY:
        raise NotAllowed(_("Kun et datasæt, der er læst og ikke slettet, kan udleveres."))
    said = [refuse_cpr(text) for text in (recipient, agreement, purpose)]
    if not all(said):
        raise InputRefused(_("Skriv modtager, aftale og formål."))
    if not clock.today() < end_date <= data_set.delete_on:
        raise InputRefused(
            _("Udleveringen skal ende efter i dag og senest den dag, datasættet slettes."),
            remedy=_("Vælg en dag derimellem."),
        )
    made = HandingOver(
        organisation=data_set.organisation,
        data_set=data_set,
        recipient=said[0][:200],
        agreement=said[1][:300],
        purpose=said[2][:300],
        end_date=end_date,
        handed_by=by.trail_reference,
        handed_at=clock.now(),
    )
    made.save(using=alias(STATISTICS))
    record(
        "data.handed_over",
        by=by,
        subject=made,
        organisation=data_set.organisation,
        details={"number": data_set.number},
    )
    return made


@action(needs=Permission.ANALYSE, of="handing_over.organisation", zone=STATISTICS)
def note_fetched(*, handing_over: HandingOver, by: Actor) -> None:
    """Somebody fetches the files of a recorded handing-over.

    Raises:
        NotAllowed: its time is over, or the data set is deleted.
    """
    if handing_over.end_date < clock.today():
        raise NotAllowed(
            _("Udleveringens tid er forbi."), remedy=_("Skriv en ny udlevering, hvis aftalen er forlænget.")
        )
    if not handing_over.data_set.files:
        raise NotAllowed(_("Datasættet er slettet."))
    record(
        "data.fetched",
        by=by,
        subject=handing_over,
        organisation=handing_over.organisation,
        details={"number": handing_over.data_set.number},
    )


def _fresh(data_set: DataSet) -> DataSet:
    hold(STATISTICS)
    return DataSet.objects.get(pk=data_set.pk)


def _idle(data_set: DataSet) -> DataSet:
    """The data set as the database has it, with no job at work on it."""
    data_set = _fresh(data_set)
    if Job.objects.filter(reference=data_set.job).exclude(state__in=OVER).exists():
        raise NotAllowed(_("En opgave arbejder med datasættet."), remedy=_("Vent, eller afbryd den først."))
    return data_set


def _record(event: str, data_set: DataSet, by: Actor, **details: str | int) -> None:
    record(
        event,
        by=by,
        subject=data_set,
        organisation=data_set.organisation,
        details={"number": data_set.number, **details},
    )
