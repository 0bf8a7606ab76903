"""The trail's own events, and those of a whole installation."""

from django.utils.translation import gettext_lazy as _

from frirum.web.trail.presenters import register as event


def register() -> None:
    """Called when the app is ready."""
    event("installation.prepared", _("gjorde installationen klar"))
    event("trail.segment_expired", _("slettede {events} gamle hændelser (afsnit {segment})"))
    event("trail.read", _("læste hændelserne"))
    event("trail.receipt_written", _("skrev en kvittering for hændelserne"))
