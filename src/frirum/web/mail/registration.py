"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.mail.models import OutboxMail
from frirum.web.registration import EventType, Registration, SealedRows

REGISTRATION = Registration(
    events=(
        EventType("mail.queued", _("lagde en mail i udbakken")),
        EventType("mail.sent", _("sendte en mail")),
        EventType("mail.failed", _("måtte opgive at sende en mail")),
        EventType("mail.refused", _("lod være med at sende en mail, der var ændret uden om systemet")),
    ),
    # Whether it is sent changes without an action; to whom it goes and what it says never does.
    sealed=(
        SealedRows(
            "mail", OutboxMail, only=("reference", "once_key", "address", "subject", "body", "created_at")
        ),
    ),
)
