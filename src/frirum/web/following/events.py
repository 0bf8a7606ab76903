"""The sentences of this app's events, its protected rows and its guards."""

from django.utils.translation import gettext_lazy as _

from frirum.web.trail import guards, sealed
from frirum.web.trail.presenters import register as event


def register() -> None:
    """Called when the app is ready."""
    from frirum.web.following.models import LawAnswer

    event("law_change.answered", _("svarede på lovændringen {day} for {slug}: {answer} (svar {number})"))
    sealed.register(LawAnswer)
    guards.immutable(LawAnswer)
