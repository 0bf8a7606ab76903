"""Writes on extracts. A batch is accepted whole or not at all; one that is taken back leaves what was before it."""

from __future__ import annotations

import datetime as dt
from typing import Any, BinaryIO

from django.db.models import Max

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.extracts.findings import ExtractFinding, FindingCode
from frirum.core.extracts.kinds import MARKS, kind_named
from frirum.core.extracts.mapping import ColumnMapping, checked
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.extracts import staging, uses_of_marks
from frirum.web.extracts.checks import rows_hash
from frirum.web.extracts.counting import recount
from frirum.web.extracts.models import Batch, BatchState, ExtractRow, RowState, SavedMapping, Standing
from frirum.web.files.actions import store_file
from frirum.web.files.models import Purpose, StoredFile
from frirum.web.jobs.actions import order_job
from frirum.web.jobs.models import OVER, Job
from frirum.web.organisations.permissions import Permission
from frirum.web.temporary import unnamed_file
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM, RoleRefused
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.uses.identities import refuse_cpr
from frirum.web.uses.sealing import seal_file
from frirum.web.zones import CASEWORK

Details = dict[str, str | int | bool | None]
READ_JOB, ACCEPT_JOB = "extracts.read", "extracts.accept"
# The file holds more than the rows that are taken from it, so it goes as soon as it can have been looked at again.
FILE_DAYS = 30
# Sealed; some 8,000 rows, which take a few seconds. Two files of 2 MB had both workers for half a minute.
_LARGE_BYTES = 1024 * 1024
WAITING = (BatchState.UPLOADED, BatchState.READING, BatchState.READ)


def bring_extract(
    *,
    content: BinaryIO,
    name: str,
    media_type: str,
    kind: str,
    system: str,
    sheet: str,
    legal_basis: str,
    delete_on: dt.date,
    corrects: Batch | None,
    organisation: str,
    by: Actor,
    heading_line: int = 0,
    covers: tuple[dt.date, dt.date] | None = None,
) -> Batch:
    """Keep a file that has been looked over, sealed, and begin its batch.

    Args:
        sheet: of a workbook, "" for its only one.
        heading_line: where the headings stand; 0 for the first line that is not empty.
        delete_on: when the rows go; the file itself goes after `FILE_DAYS` days at the latest.
        corrects: the batch that the file corrects: what it no longer has is withdrawn.
        covers: the first and the last day of which the file tells everything; None where nobody says.

    Raises:
        InputRefused: what `store_file` refuses, or days that cannot be covered.
        NotAllowed: the batch it corrects does not count, or is of another kind or municipality.
    """
    # Asked before the bytes are kept, not only where the batch begins.
    if not by.may(Permission.BRING_EXTRACT, organisation):
        raise RoleRefused
    kind_named(kind)
    _refuse_days(covers)
    if corrects is not None and (
        (corrects.organisation, corrects.kind, corrects.state) != (organisation, kind, BatchState.ACCEPTED)
    ):
        raise NotAllowed(_("Kun et gemt udtræk af samme slags kan rettes."))
    with unnamed_file() as (sealed, _path):
        digest = seal_file(content, sealed)
        sealed.seek(0)
        stored = store_file(
            content=sealed,  # type: ignore[arg-type]
            name=name,
            media_type=media_type,
            purpose=Purpose.ADMINISTRATIVE,
            legal_basis=legal_basis,
            delete_on=min(delete_on, clock.today() + dt.timedelta(days=FILE_DAYS)),
            organisation=organisation,
            by=by,
        )
    return _begin(
        stored=stored, sha256=digest, kind=kind, system=system, sheet=sheet, delete_on=delete_on,
        corrects=corrects, heading_line=heading_line, covers=covers, by=by,
    )  # fmt: skip


@action(needs=Permission.BRING_EXTRACT, of="stored.organisation")
def _begin(
    *,
    stored: StoredFile,
    sha256: str,
    kind: str,
    system: str,
    sheet: str,
    delete_on: dt.date,
    corrects: Batch | None,
    heading_line: int,
    covers: tuple[dt.date, dt.date] | None,
    by: Actor,
) -> Batch:
    hold(CASEWORK)
    last = Batch.objects.filter(organisation=stored.organisation).aggregate(n=Max("number"))["n"] or 0
    batch = Batch.objects.create(
        organisation=stored.organisation,
        number=last + 1,
        kind=kind,
        system=system.strip(),
        sheet=sheet.strip(),
        heading_line=heading_line,
        file_reference=stored.reference,
        file_sha256=sha256,
        legal_basis=stored.legal_basis,
        delete_on=delete_on,
        corrects=corrects,
        covers_from=covers[0] if covers else None,
        covers_to=covers[1] if covers else None,
        uploaded_by=by.trail_reference,
        uploaded_at=clock.now(),
    )
    _record("extract.brought", batch, by, extract_kind=kind, sha256=stored.sha256)
    return batch


def _refuse_days(covers: tuple[dt.date, dt.date] | None) -> None:
    if covers is None:
        return
    first, last = covers
    if last < first:
        raise InputRefused(
            _("Udtrækkets sidste dag ligger før den første."),
            remedy=_("Byt om på dagene, eller ret den forkerte."),
        )
    if last > clock.today():
        raise InputRefused(
            _("Udtrækket kan ikke dække dage, der ikke er kommet."),
            remedy=_("Skriv den dag, udtrækket blev lavet, som den sidste."),
        )


@action(needs=Permission.BRING_EXTRACT, of="batch.organisation")
def state_days(*, batch: Batch, covers: tuple[dt.date, dt.date], by: Actor) -> Batch:
    """Say, or mend, which days a batch covers.

    Raises:
        InputRefused: the last day lies before the first, or has not come.
        NotAllowed: the batch counts no more.
    """
    hold(CASEWORK)
    _refuse_days(covers)
    fresh = Batch.objects.get(pk=batch.pk)
    if fresh.state in (BatchState.DISCARDED, BatchState.WITHDRAWN):
        raise NotAllowed(_("Udtrækket gælder ikke længere."))
    if (fresh.covers_from, fresh.covers_to) == covers:
        nothing_changed()
        return fresh
    fresh.covers_from, fresh.covers_to = covers
    fresh.save(update_fields=["covers_from", "covers_to"])
    staging.tell_uncovered(fresh)
    _record("extract.days_stated", fresh, by, first=covers[0].isoformat(), last=covers[1].isoformat())
    return fresh


def same_file(*, organisation: str, kind: str, sha256: str) -> Batch | None:
    """The batch that counts and came from this very file, or None."""
    return Batch.objects.filter(
        organisation=organisation, kind=kind, file_sha256=sha256, state=BatchState.ACCEPTED
    ).first()


@action(needs=Permission.BRING_EXTRACT, of="batch.organisation")
def map_columns(*, batch: Batch, mapping: ColumnMapping, by: Actor) -> Job:
    """Decide which column is what, keep it for the next file, and have the file read.

    A mapping that says the same as the last one for the system is not kept again.

    Raises:
        InputRefused: the mapping cannot read a file of this kind.
        NotAllowed: the batch is decided.
    """
    batch = _idle(batch)
    checked(mapping)
    staging.unstage(batch)
    batch.mapping = _saved(batch, mapping, by)
    batch.state = BatchState.READING
    batch.compared_with = staging.decisions_so_far(batch.organisation, batch.kind)
    job = _order(batch, READ_JOB, by)
    batch.save()
    _record("extract.mapped", batch, by, also=[batch.mapping], mapping=batch.mapping.number)
    return job


def _saved(batch: Batch, mapping: ColumnMapping, by: Actor) -> SavedMapping:
    last = latest_mapping(batch.organisation, batch.kind, batch.system)
    if last is not None and last.content == mapping.as_dict():
        return last
    return SavedMapping.objects.create(
        organisation=batch.organisation,
        kind=batch.kind,
        system=batch.system,
        number=last.number + 1 if last else 1,
        content=mapping.as_dict(),
        made_by=by.trail_reference,
        made_at=clock.now(),
    )


def latest_mapping(organisation: str, kind: str, system: str) -> SavedMapping | None:
    """The mapping in force for a municipality's files from a system, or None."""
    return SavedMapping.objects.filter(organisation=organisation, kind=kind, system=system).first()


def _order(batch: Batch, kind: str, by: Actor) -> Job:
    size = StoredFile.objects.filter(reference=batch.file_reference).values_list("size", flat=True).first()
    job = order_job(
        kind=kind,
        arguments={"batch": str(batch.reference)},
        organisation=batch.organisation,
        by=by,
        is_large=(size or 0) > _LARGE_BYTES,
    )
    batch.job = job.reference
    return job


@action(needs=Permission.BRING_EXTRACT, of="batch.organisation")
def read_again(*, batch: Batch, by: Actor) -> Job:
    """Go on with a reading that was cancelled or failed, or read anew what has been overtaken."""
    batch = _idle(batch)
    if batch.mapping is None:
        raise NotAllowed(_("Peg kolonnerne ud først."))
    decided = staging.decisions_so_far(batch.organisation, batch.kind)
    # What an unfinished reading has written was compared with the rows of its own beginning.
    if batch.state == BatchState.READ or batch.compared_with != decided:
        staging.unstage(batch)
        batch.compared_with = decided
    batch.state = BatchState.READING
    job = _order(batch, READ_JOB, by)
    batch.save()
    _record("extract.mapped", batch, by, mapping=batch.mapping.number)
    return job


@action(needs=Permission.BRING_EXTRACT, of="batch.organisation")
def finish_reading(*, batch: Batch, by: Actor) -> Batch:
    """Everything is read: count, and let a person decide."""
    hold(CASEWORK)
    batch = Batch.objects.get(pk=batch.pk)
    if batch.state != BatchState.READING:
        nothing_changed()
        return batch
    overlapping = staging.set_contradicted_aside(batch) + staging.set_overlapping_aside(batch)
    staging.tell_uncovered(batch)
    staged = ExtractRow.objects.filter(batch=batch, state=RowState.STAGED)
    known = staged.filter(standing=Standing.KNOWN).count()
    progress = batch.progress
    batch.rows = progress.accepted + progress.set_aside + progress.duplicates
    batch.accepted = progress.accepted - overlapping - known
    batch.set_aside = progress.set_aside + overlapping
    batch.duplicates = progress.duplicates + known
    batch.changed = staged.filter(standing=Standing.CHANGED).count()
    batch.gone = staging.gone_rows(batch).count()
    batch.state = BatchState.READ
    batch.save()
    _record("extract.read", batch, by, rows=batch.rows)
    return batch


@action(needs=Permission.BRING_EXTRACT, of="batch.organisation")
def order_acceptance(*, batch: Batch, by: Actor) -> Job:
    """Have a batch that is read accepted in the background."""
    batch = _idle(batch)
    _refuse_unread(batch)
    job = _order(batch, ACCEPT_JOB, by)
    batch.save()
    _record("extract.acceptance_ordered", batch, by)
    return job


@action(needs=Permission.BRING_EXTRACT, of="batch.organisation")
def accept_batch(*, batch: Batch, by: Actor) -> Batch:
    """Let the rows count, all at once: new ones, changed ones in place of what they change, and what is gone withdrawn.

    Raises:
        NotAllowed: the batch is not read, or rows of its kind were decided on since it was.
    """
    batch = _waiting(batch)
    _refuse_unread(batch)
    if batch.compared_with != staging.decisions_so_far(batch.organisation, batch.kind):
        raise NotAllowed(
            _("Andre rækker af samme slags er ændret, siden filen blev læst."),
            remedy=_("Læs filen igen, og se tallene efter."),
        )
    gone = staging.gone_rows(batch)
    if batch.kind == MARKS:
        uses_of_marks.retract_marks(list(gone), reason=uses_of_marks.reason_gone(batch), by=by)
    gone.update(state=RowState.WITHDRAWN, ended_by=batch)
    _put_in_force(batch, by)
    batch.decision = batch.compared_with + 1
    batch.rows_sha256 = rows_hash(batch)
    recount(batch.organisation, batch.kind)
    _decide(batch, BatchState.ACCEPTED, by)
    _record("extract.accepted", batch, by, accepted=batch.accepted, set_aside=batch.set_aside)
    return batch


def _put_in_force(batch: Batch, by: Actor) -> None:
    staged = ExtractRow.objects.filter(batch=batch, state=RowState.STAGED)
    staging.delete_staged(staged.filter(standing=Standing.KNOWN))
    if batch.kind == MARKS:
        _record_marks(batch, by)
    replaced = staged.filter(standing=Standing.CHANGED).values("replaces")
    ExtractRow.objects.filter(pk__in=replaced).update(state=RowState.SUPERSEDED, ended_by=batch)
    staged.update(state=RowState.CURRENT)


def _record_marks(batch: Batch, by: Actor) -> None:
    """Marks whose use is refused are set aside after all."""
    staged = ExtractRow.objects.filter(batch=batch, state=RowState.STAGED)
    found = uses_of_marks.record_marks(staged.select_related("replaces", "person"), by=by)
    staging.add_findings(batch, (ExtractFinding(code, line) for line, code in found.items()))
    refused = {line for line, code in found.items() if code is FindingCode.USE_REFUSED}
    batch.changed -= sum(row.standing == Standing.CHANGED for row in staged if row.line in refused)
    staging.delete_lines(batch, refused)
    batch.accepted, batch.set_aside = batch.accepted - len(refused), batch.set_aside + len(refused)


@action(needs=Permission.BRING_EXTRACT, of="batch.organisation")
def discard_batch(*, batch: Batch, reason: str, by: Actor) -> Batch:
    """Lay a batch away that was never accepted. What was read of it is deleted; the counts and the reason stay.

    Raises:
        NotAllowed: it is decided already.
        InputRefused: no reason.
    """
    batch = _idle(batch)
    batch.reason = _given(reason)
    staging.unstage(batch)
    staging.delete_people_without_rows(batch.organisation)
    batch.changed = batch.gone = 0
    _decide(batch, BatchState.DISCARDED, by)
    _record("extract.discarded", batch, by)
    return batch


@action(needs=Permission.BRING_EXTRACT, of="batch.organisation")
def withdraw_batch(*, batch: Batch, reason: str, by: Actor) -> Batch:
    """Take back a batch that was accepted: its rows and their uses are withdrawn, and what it replaced counts again.

    Raises:
        NotAllowed: it does not count, or a later batch of the same kind does; that one must go first.
        InputRefused: no reason.
    """
    hold(CASEWORK)
    batch = Batch.objects.get(pk=batch.pk)
    if batch.state != BatchState.ACCEPTED:
        raise NotAllowed(_("Kun et gemt udtræk kan fortrydes, og kun én gang."))
    if batch.rows_deleted_on is not None:
        raise NotAllowed(_("Rækkerne er slettet, da deres frist var udløbet."))
    later = _later_accepted(batch)
    if later is not None:
        raise NotAllowed(
            _("Udtræk {n} er gemt senere og bygger på dette.").format(n=later.number),
            remedy=_("Fortryd udtræk {n} først.").format(n=later.number),
        )
    batch.reason = _given(reason)
    _take_back(batch, by)
    recount(batch.organisation, batch.kind)
    batch.decision = staging.decisions_so_far(batch.organisation, batch.kind) + 1
    _decide(batch, BatchState.WITHDRAWN, by)
    _record("extract.withdrawn", batch, by, accepted=batch.accepted)
    return batch


def _later_accepted(batch: Batch) -> Batch | None:
    return Batch.objects.filter(
        organisation=batch.organisation,
        kind=batch.kind,
        state=BatchState.ACCEPTED,
        decision__gt=batch.decision,
    ).first()


def _take_back(batch: Batch, by: Actor) -> None:
    own = ExtractRow.objects.filter(batch=batch, state=RowState.CURRENT)
    ended = ExtractRow.objects.filter(ended_by=batch)
    before = list(ended.values_list("pk", flat=True)) if batch.kind == MARKS else []
    if batch.kind == MARKS:
        new = own.filter(standing=Standing.NEW)
        uses_of_marks.retract_marks(
            list(new), reason=uses_of_marks.reason_withdrawn(batch, batch.reason), by=by
        )
    own.update(state=RowState.WITHDRAWN)
    ended.update(state=RowState.CURRENT, ended_by=None)
    uses_of_marks.revive_marks(ExtractRow.objects.filter(pk__in=before), by=by)


@action(needs=BY_SYSTEM, of=ANYWHERE)
def recount_uses(*, organisation: str, kind: str, by: Actor) -> int:
    """Count the uses in a municipality's rows of one kind anew, as a day has gone or a definition changed."""
    changed = recount(organisation, kind)
    if not changed:
        nothing_changed()
        return 0
    details: Details = {"count": changed, "extract_kind": kind}
    record(
        "extract.recounted", by=by, subject="extracts.counted_use", organisation=organisation, details=details
    )
    return changed


@action(needs=BY_SYSTEM, of=ANYWHERE)
def expire_rows(*, batch: Batch, by: Actor) -> Batch:
    """Delete the rows and findings of a batch whose date has come; its counts stay.

    A batch that nobody decided on is laid away with that as its reason.
    """
    rows = ExtractRow._base_manager.filter(batch=batch)
    ExtractRow._base_manager.filter(replaces__in=rows.values("pk")).update(replaces=None)
    rows.exclude(state=RowState.STAGED).update(state=RowState.EXPIRED)
    staging.delete_staged(rows)
    staging.delete_people_without_rows(batch.organisation)
    batch.findings.all().delete()
    if batch.state in WAITING:
        batch.state, batch.reason = BatchState.DISCARDED, _("Rækkernes frist for sletning udløb.")
    batch.rows_deleted_on = clock.today()
    batch.save(update_fields=["state", "reason", "rows_deleted_on"])
    _record("extract.expired", batch, by)
    return batch


def _waiting(batch: Batch) -> Batch:
    """The batch as the database has it, held until the action ends.

    Raises:
        NotAllowed: it is decided.
    """
    hold(CASEWORK)
    batch = Batch.objects.get(pk=batch.pk)
    if batch.state not in WAITING:
        raise NotAllowed(_("Udtrækket er afgjort: {state}.").format(state=batch.get_state_display()))
    return batch


def _idle(batch: Batch) -> Batch:
    """As `_waiting`, with no job at work on it: nothing is changed under a reading.

    Raises:
        NotAllowed: it is decided, or a job waits or runs.
    """
    batch = _waiting(batch)
    if Job.objects.filter(reference=batch.job).exclude(state__in=OVER).exists():
        raise NotAllowed(_("En opgave arbejder med udtrækket."), remedy=_("Vent, eller afbryd den først."))
    return batch


def _refuse_unread(batch: Batch) -> None:
    if batch.state != BatchState.READ:
        raise NotAllowed(_("Filen er ikke læst færdig."), remedy=_("Vent, eller læs den igen."))


def _given(reason: str) -> str:
    text = refuse_cpr(reason)
    if not text:
        raise InputRefused(_("Skriv en begrundelse."))
    return text[:2_000]


def _decide(batch: Batch, state: BatchState, by: Actor) -> None:
    batch.state, batch.decided_by, batch.decided_at = state, by.trail_reference, clock.now()
    batch.save()


def _record(
    event: str, batch: Batch, by: Actor, *, also: list[Any] | None = None, **details: str | int | None
) -> None:
    known: Details = {"number": batch.number, **details}
    record(event, by=by, subject=batch, organisation=batch.organisation, details=known, also=also or ())


@action(needs=Permission.BRING_EXTRACT, of="batch.organisation")
def note_seen(*, batch: Batch, by: Actor) -> None:
    """Somebody had the first rows of the file shown."""
    _record("extract.seen", batch, by)
