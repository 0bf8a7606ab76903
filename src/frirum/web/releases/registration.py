"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.permissions import Permission
from frirum.web.registration import (
    EventType,
    MenuItem,
    Registration,
    SealedRows,
    frozen_when,
    immutable,
)
from frirum.web.releases.front import waiting_requests
from frirum.web.releases.models import LedgerEntry, Released, ReleaseRequest, TeamTable

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Frigivelser"),
            route="releases:list",
            order=700,
            description=_("Tabeller, der er frigivet: set af to personer og beskyttet mod genkendelse."),
            in_footer=True,
        ),
        MenuItem(
            label=_("Holdets tabeller"),
            route="releases:team",
            order=270,
            description=_("Sande tal, som kun holdet ser, og vejen til at få dem frigivet."),
            needs=(Permission.ANALYSE,),
        ),
        MenuItem(
            label=_("Til godkendelse"),
            route="releases:waiting",
            order=280,
            description=_("Se de sande tal i en tabel, som en anden vil frigive, og sig ja eller nej."),
            needs=(Permission.APPROVE_RELEASE,),
        ),
    ),
    waiting=(waiting_requests,),
    events=(
        EventType("release.table_kept", _("gemte tabellen {table} til sit hold")),
        EventType("release.requested", _("bad om frigivelse {request} af tabellen {table}")),
        EventType("release.seen", _("så de sande tal bag anmodning {request}")),
        EventType("release.approved", _("frigav tabellen {table} som {release}")),
        EventType("release.declined", _("afviste anmodning {request} om frigivelse")),
    ),
    sealed=(
        SealedRows("team_table", TeamTable),
        SealedRows("release_request", ReleaseRequest),
        SealedRows("released_table", Released),
        SealedRows("ledger_entry", LedgerEntry),
    ),
    guards=(
        immutable(TeamTable),
        immutable(Released),
        immutable(LedgerEntry),
        frozen_when(ReleaseRequest, "OLD.state <> 'requested'"),
    ),
)
