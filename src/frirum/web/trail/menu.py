"""The entry in the main menu, for those who may read the trail."""

from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.site.menu import MenuItem, register

register(
    MenuItem(
        label=_("Hændelser"),
        route="trail:list",
        order=810,
        shown=lambda request: may(request.user, Permission.SEE_EVENTS),
    )
)
