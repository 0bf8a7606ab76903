"""The app's place: casework; statistics refers to organisations by key."""

from django.apps import AppConfig
from django.core.checks import register

from frirum.web.zones import check_zones


class OrganisationsConfig(AppConfig):
    """Also asks Django to check the zones, as this app is in every installation."""

    name = "frirum.web.organisations"
    label = "organisations"
    zone = "casework"

    def ready(self) -> None:
        """Let Django's checks ask for the zones."""
        register(check_zones)
