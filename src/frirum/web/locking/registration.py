"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.locking.verifying import check_locked
from frirum.web.registration import MenuItem, Registration

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Efterprøv kvittering"),
            route="locking:check_receipt",
            order=720,
            description=_("Se, om et låst design eller skema stadig er det, kvitteringen så."),
            in_footer=True,
        ),
    ),
    checks=(check_locked,),
)
