"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.demonstration.making import make_work
from frirum.web.registration import InitStep, Registration

REGISTRATION = Registration(
    demonstration=(InitStep(_("Et syntetisk forsøg i fuld gang"), 90, make_work),),
)
