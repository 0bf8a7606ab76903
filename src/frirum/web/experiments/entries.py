"""What this app adds to the menu, the front page and `frirum init`."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.preparation import SET_UP, add_step
from frirum.web.site.menu import MenuItem
from frirum.web.site.menu import register as menu_item


def _writes_definitions(request: HttpRequest) -> bool:
    return may(request.user, Permission.EDIT_EXPERIMENT)


def _load_catalogue() -> str | None:
    from frirum.web.experiments.actions import load_shipped

    made = load_shipped(by=SET_UP)
    return ngettext("{n} ny version af en definition", "{n} nye versioner af definitioner", made).format(
        n=made
    )


def register() -> None:
    """Called when the app is ready."""
    add_step(_("Det medfølgende katalog"), _load_catalogue, order=20)
    menu_item(
        MenuItem(
            label=_("Forsøg"),
            route="experiments:list",
            order=100,
            description=_(
                "Hvilken regel der blev fraveget, for hvem, hvor og hvornår, og hvad der kom ud af det."
            ),
        )
    )
    menu_item(
        MenuItem(
            label=_("Kladder"),
            route="experiments:drafts",
            order=300,
            description=_("Definitioner af forsøg, som jeres organisation er ved at skrive."),
            shown=_writes_definitions,
        )
    )
