"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.permissions import Permission
from frirum.web.registration import FrontSection, MenuItem, Registration
from frirum.web.schedule.front import late_items

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Kalender"),
            route="schedule:page",
            order=258,
            description=_("Tilsyn, spørgeskemaer, tidsregistreringer og evalueringsskemaer med deres dage."),
            needs=(Permission.AUDIT_CASES, Permission.RUN_SURVEYS),
            in_footer=True,
        ),
    ),
    front_sections=(FrontSection("schedule/front.html", late_items, order=36),),
)
