"""The entry in the main menu, for those who look after members."""

from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.site.menu import MenuItem, register

register(
    MenuItem(
        label=_("Medlemmer"),
        route="organisations:members",
        order=820,
        description=_("Opret og luk brugere, og giv dem de roller, de skal have."),
        shown=lambda request: may(request.user, Permission.MANAGE_MEMBERS),
    )
)
