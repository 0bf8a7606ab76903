"""What this app adds to the house."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from frirum.web.jobs import housekeeping, nightly
from frirum.web.jobs.kinds import title_of
from frirum.web.jobs.models import Job
from frirum.web.organisations.permissions import Permission
from frirum.web.registration import EventType, JobKind, MenuItem, Registration, SealedRows, Tick

_VERIFY = _("Kontrollér, at intet er ændret uden om systemet")

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Opgaver"),
            route="jobs:list",
            order=800,
            needs=(Permission.SEE_JOBS,),
        ),
    ),
    events=(
        EventType("job.ordered", _("bestilte opgaven »{job}«")),
        EventType("job.cancel_requested", _("bad om at få opgaven »{job}« afbrudt")),
        EventType("job.cancelled", _("afbrød opgaven »{job}«")),
        EventType("job.done", _("gjorde opgaven »{job}« færdig")),
        EventType("job.refused", _("lod være med at gøre en opgave, der var ændret uden om systemet")),
        EventType("job.failed", _("måtte opgive opgaven »{job}«")),
    ),
    detail_names={"job": title_of},
    # How far a job is changes without an action; what it is and for whom never does.
    sealed=(
        SealedRows(
            "job", Job, only=("reference", "kind", "arguments", "organisation", "requested_by", "created_at")
        ),
    ),
    jobs=(
        JobKind(
            "trail.verify",
            _VERIFY,
            housekeeping.verify,
            offered_to=Permission.SEE_EVENTS,
            is_large=True,
        ),
        JobKind(
            nightly.JOB,
            _("Nattens kontrol af, at intet er ændret uden om systemet"),
            nightly.check_and_tell,
            is_large=True,
        ),
    ),
    ticks=(
        Tick(
            "organisations.forget_failed_logins", housekeeping.forget_failed_logins, dt.timedelta(minutes=5)
        ),
        Tick("organisations.end_expired_sessions", housekeeping.end_expired_sessions, dt.timedelta(hours=1)),
        Tick("files.delete_due", housekeeping.delete_due_files, dt.timedelta(hours=1)),
        Tick("files.sweep", housekeeping.sweep_files, dt.timedelta(days=1)),
        Tick(nightly.JOB, nightly.order_nightly_check, dt.timedelta(days=1)),
        Tick("trail.expire", housekeeping.expire_trail, dt.timedelta(days=1)),
    ),
)
