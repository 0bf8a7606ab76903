"""Writes on the trail itself: expiry of old segments, and the notes that somebody read it."""

from __future__ import annotations

import datetime as dt

from frirum.web import clock
from frirum.web.trail import chain
from frirum.web.trail.actors import Actor
from frirum.web.trail.models import TrailEvent, TrailSegment
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK, Zone, alias


@action(needs=BY_SYSTEM, of=ANYWHERE)
def expire_segments(*, closed_before: dt.datetime, by: Actor, zone: Zone = CASEWORK) -> int:
    """Delete the events of segments closed before a moment; their heads stay, so the rest still hold.

    Only the oldest segments in a row are expired, never one in the middle. Returns how many.
    """
    hold(zone)
    count = 0
    for segment in TrailSegment.objects.using(alias(zone)).filter(expired_at=None).order_by("number"):
        if segment.closed_at is None or segment.closed_at >= closed_before:
            break
        segment.expired_at = clock.now()
        segment.seal = chain.segment_seal({name: getattr(segment, name) for name in chain.SEGMENT_FIELDS})
        segment.save(using=alias(zone), update_fields=["expired_at", "seal"])
        TrailEvent.objects.using(alias(zone)).filter(segment=segment.number).delete()
        details = {"segment": segment.number, "events": segment.events}
        record("trail.segment_expired", by=by, subject=f"trail.segment:{segment.number}", details=details)
        count += 1
    if count == 0:
        nothing_changed()
    return count


@action(needs="see_events", of="organisation")
def note_reading(*, organisation: str, by: Actor) -> None:
    """Somebody read the trail of an organisation."""
    record("trail.read", by=by, subject="trail", organisation=organisation)
