"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.registration import MenuItem, Registration

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Forside"),
            route="site:front",
            order=0,
        ),
        MenuItem(
            label=_("Håndbog"),
            route="site:handbook",
            order=890,
            description=_("Sådan gør du, side for side, for hver rolle."),
            in_footer=True,
        ),
        MenuItem(
            label=_("Ordliste"),
            route="site:glossary",
            order=900,
            description=_("Fagordene på dansk og engelsk med en kort forklaring af hvert."),
            in_footer=True,
        ),
    ),
)
