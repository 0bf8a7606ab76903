"""What this app adds to the menu and the front page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.site.menu import MenuItem
from frirum.web.site.menu import register as menu_item


def _writes_definitions(request: HttpRequest) -> bool:
    return may(request.user, Permission.EDIT_EXPERIMENT)


def register() -> None:
    """Called when the app is ready."""
    menu_item(
        MenuItem(
            label=_("Kladder"),
            route="experiments:drafts",
            order=300,
            description=_("Definitioner af forsøg, som jeres organisation er ved at skrive."),
            shown=_writes_definitions,
        )
    )
