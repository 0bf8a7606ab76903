"""Actions: the only way to write. The change and its event are one transaction, or neither happens.

@action(needs=Permission.EDIT_EXPERIMENT, of="draft.organisation")
def discard_draft(*, draft: Draft, by: Actor) -> None:
    draft.discarded_at = clock.now()
    draft.save(update_fields=["discarded_at"])
    record("draft.discarded", by=by, subject=draft, organisation=draft.organisation, fields=("discarded_at",))
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import models, transaction

from frirum.web import clock
from frirum.web.trail import chain, presenters, sealed, watching
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ONESELF, Asking, Needs, Of
from frirum.web.zones import CASEWORK, Zone, alias

P = ParamSpec("P")
R = TypeVar("R")

# The segment is closed when it holds this many events, or when the day (UTC) is over.
SEGMENT_EVENTS = 10_000

# What a detail may look like: a reference, code, slug, hash, date or count, never free text.
_TOKEN = re.compile(r"[A-Za-z0-9ÆØÅæøå_.:/@+-]{0,150}")
_PERSONAL = re.compile(r"(?<!\d)\d{6}-?\d{4}(?!\d)|@.*\.")
# Random references and hashes may hold ten digits in a row by chance.
_RANDOM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,128}")


@dataclass
class _Recording:
    zone: Zone
    events: list[str] = field(default_factory=list)
    unchanged: bool = False


_recording: ContextVar[_Recording | None] = ContextVar("frirum_recording", default=None)


def action(
    *, needs: Needs, of: Of, own: Callable[..., bool] | None = None, zone: Zone = CASEWORK
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action: keyword-only with `by`, allowed, one transaction, at least one event.

    The zone is that of the decorator, or the action's own argument `zone` where it has one. An action that
    found nothing to change says so with `nothing_changed()`; one that forgets its event is a fault of ours and
    rolls back.

    Args:
        needs: the permission, or several of which one is enough; or one of `permitted.Asked`.
        of: where it is needed: the path to an organisation's key, a function of the arguments, or ANYWHERE.
        own: a further rule on whose thing it is.
        zone: whose database and trail it writes.
    """
    return lambda function: _make_action(function, zone, needs, of, own)


def _make_action(
    function: Callable[P, R], zone: Zone, needs: Needs, of: Of, own: Callable[..., bool] | None
) -> Callable[P, R]:
    parameters = inspect.signature(function).parameters
    default = parameters["zone"].default if "zone" in parameters else zone
    if "by" not in parameters or any(p.kind is not p.KEYWORD_ONLY for p in parameters.values()):
        raise TypeError(f"{function.__qualname__}: an action takes keyword arguments only, `by` among them")
    if needs is ONESELF and {"user", "membership", "organisation"} & set(parameters):
        raise TypeError(f"{function.__qualname__}: an action on oneself names nobody else")
    if isinstance(of, str) and of.split(".")[0] not in parameters:
        raise TypeError(f"{function.__qualname__}: `of` begins with the name of an argument")
    asking = Asking(f"{function.__module__}.{function.__qualname__}", needs, of, own)

    @wraps(function)
    def run(*refused: P.args, **arguments: P.kwargs) -> R:
        around = _recording.get()
        asking.refuse_others(arguments, inside=around is not None)
        recording = _Recording(cast(Zone, arguments.get("zone", default)))
        token = _recording.set(recording)
        looking = watching.watch.set(watching.watch.get() or watching.Watch())
        try:
            with transaction.atomic(using=alias(recording.zone)):
                result = function(*refused, **arguments)
                if not recording.events and not recording.unchanged:
                    raise AssertionError(f"{function.__qualname__} recorded no event")
                if around is None:
                    _refuse_unsealed(function.__qualname__)
        finally:
            _recording.reset(token)
            watching.watch.reset(looking)
        if around is not None:
            around.events.extend(recording.events)
        return result

    run.asking = asking  # type: ignore[attr-defined]
    return run


def _refuse_unsealed(name: str) -> None:
    now = watching.watch.get()
    if now is not None and now.owing:
        raise AssertionError(f"{name} changed sealed rows without an event on them: {sorted(now.owing)}")


def nothing_changed() -> None:
    """Say inside an action that there was nothing to do, so that no event is due."""
    _current().unchanged = True


def _current() -> _Recording:
    recording = _recording.get()
    if recording is None:
        raise AssertionError("record() belongs inside an @action")
    return recording


def record(
    event: str,
    *,
    by: Actor,
    subject: models.Model | str,
    organisation: str = "",
    fields: Iterable[str] = (),
    details: Mapping[str, str | int | bool | None] | None = None,
    deleted: bool = False,
    also: Iterable[models.Model] = (),
) -> None:
    """Append an event to the trail of the running action's zone, and seal the protected rows it touched.

    Args:
        event: registered type, `membership.given`.
        by: who acts.
        subject: the row it is about, or a reference as text.
        organisation: key of the organisation it concerns; decides who may read the event.
        fields: names of the fields that changed, never their values.
        details: references, codes, hashes and counts; refused if they could be free text or personal.
        deleted: the subject was removed by this action.
        also: further protected rows that this action changed.
    """
    database = alias(_current().zone)
    seals: Seals = {}
    for row in also:
        seals |= _new_seal(row, database)
    if not isinstance(subject, str):
        seals |= _new_seal(subject, database, deleted=deleted)
    record_seals(
        event,
        by=by,
        seals=seals,
        subject=sealed.subject_of(subject),
        organisation=organisation,
        fields=fields,
        details=details,
    )


# Protected row -> the HMAC of its content ("" where it was deleted), and the columns it covers.
Seals = dict[str, tuple[str, tuple[str, ...]]]


def record_seals(
    event: str,
    *,
    by: Actor,
    seals: Seals,
    subject: str = "trail",
    organisation: str = "",
    fields: Iterable[str] = (),
    details: Mapping[str, str | int | bool | None] | None = None,
) -> None:
    """As `record`, with the seals of the rows given; for `record` itself and for sealing anew after an upgrade."""
    recording = _current()
    if not presenters.known(event):
        raise AssertionError(f"the event type {event} is not registered")
    checked = {name: _checked(name, value) for name, value in (details or {}).items()}
    database = alias(recording.zone)
    _append(
        database,
        event=event,
        actor=by.trail_reference,
        subject=subject,
        organisation=organisation,
        fields=sorted(fields),
        details=checked,
        seals={row: content for row, (content, _columns) in seals.items()},
    )
    _write_seals(database, seals)
    recording.events.append(event)


def _new_seal(row: models.Model, database: str, *, deleted: bool = False) -> Seals:
    """What the row is sealed as from now on; refused where it was changed by hand before this action."""
    rows = sealed.sealed_rows_of(row.__class__)
    if rows is None:
        return {}
    watching.look(row, database)
    if deleted:
        return {sealed.subject_of(row): ("", ())}
    # Read back: what was assigned ("2018-07-01") may not be what the database holds (a date).
    stored = row.__class__._base_manager.using(database).get(pk=row.pk)
    return {sealed.subject_of(row): (sealed.seal_content(rows, stored, rows.columns), rows.columns)}


def _checked(name: str, value: str | int | bool | None) -> str | int | bool | None:
    if isinstance(value, str) and (not _TOKEN.fullmatch(value) or _PERSONAL.search(_RANDOM.sub("", value))):
        raise AssertionError(f"the detail {name} is not a reference, code or count")
    return value


def hold(zone: Zone) -> None:
    """Make the running action the only one that writes in the zone until it ends.

    Recording does this by itself; an action calls it where it must look before it leaps. On SQLite the
    transaction holds the database already.
    """
    from frirum.web.trail.models import TrailSegment

    TrailSegment.objects.using(alias(zone)).select_for_update().order_by("-number").first()


def _append(database: str, **values: Any) -> None:
    from frirum.web.trail.models import TrailEvent, TrailSegment

    now = clock.now()
    segment = _open_segment(database, now)
    # Numbers run on over all segments; the events of an expired one are gone, but its count is not.
    last = TrailSegment.objects.using(database).aggregate(events=models.Sum("events"))["events"]
    values |= {"id": last + 1, "segment": segment.number, "at": now, "previous": segment.head}
    values["hash"] = chain.event_hash(values)
    TrailEvent.objects.using(database).create(**values)
    segment.head, segment.events = values["hash"], segment.events + 1
    _save_segment(segment, database)


def _open_segment(database: str, now: Any) -> Any:
    """The segment to write in, locked; a full or old one is closed and the next opened with its head."""
    from frirum.web.trail.models import TrailSegment

    last = TrailSegment.objects.using(database).select_for_update().order_by("-number").first()
    if last is not None and last.closed_at is None:
        if last.events < SEGMENT_EVENTS and last.opened_at.date() >= now.date():
            return last
        last.closed_at = now
        _save_segment(last, database)
    head = last.head if last else chain.GENESIS
    opened = TrailSegment(number=last.number + 1 if last else 1, opens_with=head, head=head, opened_at=now)
    _save_segment(opened, database, new=True)
    return opened


def _save_segment(segment: Any, database: str, *, new: bool = False) -> None:
    segment.seal = chain.segment_seal({name: getattr(segment, name) for name in chain.SEGMENT_FIELDS})
    segment.save(using=database, force_insert=new)


def _write_seals(database: str, seals: Seals) -> None:
    from frirum.web.trail.models import RowSeal

    now = watching.watch.get()
    written = []
    for subject, (content, names) in seals.items():
        columns = " ".join(names)
        seal = chain.row_seal(subject, content, columns)
        written.append(RowSeal(subject=subject, content=content, columns=columns, seal=seal))
        if now is not None:
            now.sealed_now(subject)
    RowSeal.objects.using(database).bulk_create(
        written,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["subject"],
        update_fields=["content", "columns", "seal"],
    )
