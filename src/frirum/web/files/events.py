"""The sentences of this app's events, and its protected rows."""

from django.utils.translation import gettext_lazy as _

from frirum.web.trail import sealed
from frirum.web.trail.presenters import register as event


def register() -> None:
    """Called when the app is ready."""
    from frirum.web.files.models import StoredFile

    event("file.stored", _("lagde en fil ind"))
    event("file.deleted", _("slettede en fil, hvis frist var udløbet"))
    sealed.register(StoredFile)
