"""The sentences of this app's events."""

from django.utils.translation import gettext_lazy as _

from frirum.web.trail.presenters import register as event


def register() -> None:
    """Called when the app is ready."""
    event("mail.queued", _("lagde en mail i udbakken"))
    event("mail.sent", _("sendte en mail"))
    event("mail.failed", _("måtte opgive at sende en mail"))
