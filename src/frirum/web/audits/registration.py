"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.audits.models import AuditCase, AuditRound
from frirum.web.organisations.permissions import Permission
from frirum.web.registration import EventType, MenuItem, Registration, SealedRows, frozen_when

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Tilsyn"),
            route="audits:rounds",
            order=240,
            description=_("Ledelsestilsyn og sagsgennemgang: udtræk sager, gennemgå dem, og se resultatet."),
            needs=(Permission.AUDIT_CASES,),
        ),
    ),
    events=(
        EventType("audit.opened", _("åbnede en tilsynsrunde i {slug} med {count} sager")),
        EventType("audit.answered", _("gennemgik sag {number} i et tilsyn i {slug}")),
        EventType("audit.held", _("afsluttede en tilsynsrunde i {slug}")),
    ),
    sealed=(SealedRows("audit_round", AuditRound), SealedRows("audit_case", AuditCase)),
    guards=(frozen_when(AuditRound, "OLD.state <> 'open'"), frozen_when(AuditCase, "OLD.locked")),
)
