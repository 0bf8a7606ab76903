"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.registration import EventType, Registration

REGISTRATION = Registration(
    events=(
        EventType("mail.queued", _("lagde en mail i udbakken")),
        EventType("mail.sent", _("sendte en mail")),
        EventType("mail.failed", _("måtte opgive at sende en mail")),
    ),
)
