"""What this app adds to the menu."""

from django.utils.translation import gettext_lazy as _

from frirum.web.site.menu import MenuItem
from frirum.web.site.menu import register as menu_item


def register() -> None:
    """Called when the app is ready."""
    menu_item(
        MenuItem(
            label=_("Frigivelser"),
            route="releases:list",
            order=700,
            description=_("Tabeller, der er frigivet: set af to personer og beskyttet mod genkendelse."),
            in_footer=True,
        )
    )
