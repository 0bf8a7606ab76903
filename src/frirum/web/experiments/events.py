"""The sentences of this app's events, its protected rows and its guards."""

from django.utils.translation import gettext_lazy as _

from frirum.web.trail import guards, sealed
from frirum.web.trail.presenters import register as event


def register() -> None:
    """Called when the app is ready."""
    from frirum.web.experiments.models import DefinitionVersion, Draft

    event("definition.published", _("udgav version {number} af definitionen {slug}"))
    event("draft.started", _("begyndte en kladde til {slug}"))
    event("draft.saved", _("gemte en kladde til {slug}"))
    event("draft.discarded", _("kasserede en kladde til {slug}"))
    event("draft.restored", _("hentede en kasseret kladde til {slug} tilbage"))
    sealed.register(DefinitionVersion)
    sealed.register(Draft)
    guards.immutable(DefinitionVersion)
