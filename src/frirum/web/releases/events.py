"""The sentences of this app's events, its protected rows and its guards."""

from django.utils.translation import gettext_lazy as _

from frirum.web.trail import guards, sealed
from frirum.web.trail.presenters import register as event


def register() -> None:
    """Called when the app is ready."""
    from frirum.web.releases.models import LedgerEntry, Released, ReleaseRequest, TeamTable

    event("release.table_kept", _("gemte tabellen {table} til sit hold"))
    event("release.requested", _("bad om frigivelse {request} af tabellen {table}"))
    event("release.seen", _("så de sande tal bag anmodning {request}"))
    event("release.approved", _("frigav tabellen {table} som {release}"))
    event("release.declined", _("afviste anmodning {request} om frigivelse"))
    for model in (TeamTable, ReleaseRequest, Released, LedgerEntry):
        sealed.register(model)
    guards.immutable(TeamTable)
    guards.immutable(Released)
    guards.immutable(LedgerEntry)
    guards.frozen_when(ReleaseRequest, "OLD.state <> 'requested'")
