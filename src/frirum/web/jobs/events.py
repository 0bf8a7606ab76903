"""The sentences of this app's events."""

from django.utils.translation import gettext_lazy as _

from frirum.web.trail.presenters import register as event


def register() -> None:
    """Called when the app is ready."""
    event("job.ordered", _("bestilte opgaven {kind}"))
    event("job.cancel_requested", _("bad om at få opgaven {kind} afbrudt"))
    event("job.cancelled", _("afbrød opgaven {kind}"))
    event("job.done", _("gjorde opgaven {kind} færdig"))
    event("job.failed", _("måtte opgive opgaven {kind}"))
