"""The app's place: casework; it keeps nothing of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesignsConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.designs"
    label = "designs"
    zone = "casework"

    def ready(self) -> None:
        """Register the menu entry."""
        from frirum.web.site.menu import MenuItem, register

        register(
            MenuItem(
                label=_("Tilbageblik"),
                route="designs:back_test",
                order=220,
                description=_(
                    "Hvad en diagnose før start ville have sagt om hvert forsøg, og hvad der blev besluttet."
                ),
            )
        )
