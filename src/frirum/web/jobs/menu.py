"""The entry in the main menu, for those who may see jobs."""

from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.site.menu import MenuItem, register

register(
    MenuItem(
        label=_("Opgaver"),
        route="jobs:list",
        order=800,
        shown=lambda request: may(request.user, Permission.SEE_JOBS),
    )
)
