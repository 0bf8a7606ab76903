"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.registration import EventType, Registration, append_only, frozen_when
from frirum.web.trail.models import TrailEvent, TrailSegment

REGISTRATION = Registration(
    events=(
        EventType("installation.prepared", _("gjorde installationen klar")),
        EventType("trail.segment_expired", _("slettede {events} gamle hændelser (afsnit {segment})")),
        EventType("trail.sealed_anew", _("forseglede {rows} rækker på ny efter en opgradering")),
        EventType("keys.changed", _("tog en ny nøgle i brug ({key})")),
        EventType("keys.sealed_anew", _("forseglede {rows} under den nye nøgle ({key})")),
        EventType("trail.read", _("læste hændelserne")),
        EventType("trail.receipt_written", _("skrev en kvittering for hændelserne")),
    ),
    guards=(
        append_only(
            TrailEvent,
            delete_when="OLD.segment IN (SELECT number FROM trail_trailsegment WHERE expired_at IS NOT NULL)",
        ),
        frozen_when(TrailSegment, "OLD.closed_at IS NOT NULL", may_change=("expired_at", "seal")),
    ),
)
