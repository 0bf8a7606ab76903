"""The app's place: casework; statistics refers to organisations by key."""

from django.apps import AppConfig
from django.core.checks import register


class OrganisationsConfig(AppConfig):
    """Also registers the check of zones, as this app is in every installation."""

    name = "frirum.web.organisations"
    label = "organisations"
    zone = "casework"

    def ready(self) -> None:
        """Register checks, sealed rows, the sentences of this app's events and the entry in the menu."""
        from frirum.web.organisations import events, menu  # noqa: F401 - the menu registers on import
        from frirum.web.organisations.demonstration import make_demonstration
        from frirum.web.preparation import add_demonstration
        from frirum.web.zones import check_zones

        register(check_zones)
        events.register()
        add_demonstration("Organisationer og konti til demonstration", make_demonstration, order=10)
