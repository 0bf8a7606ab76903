"""The sentences of this app's events."""

from django.utils.translation import gettext_lazy as _

from frirum.web.jobs.kinds import title_of
from frirum.web.trail.presenters import name_detail
from frirum.web.trail.presenters import register as event


def register() -> None:
    """Called when the app is ready."""
    name_detail("job", title_of)
    event("job.ordered", _("bestilte opgaven »{job}«"))
    event("job.cancel_requested", _("bad om at få opgaven »{job}« afbrudt"))
    event("job.cancelled", _("afbrød opgaven »{job}«"))
    event("job.done", _("gjorde opgaven »{job}« færdig"))
    event("job.failed", _("måtte opgive opgaven »{job}«"))
