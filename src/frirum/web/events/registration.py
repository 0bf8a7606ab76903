"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.permissions import Permission
from frirum.web.registration import MenuItem, Registration

REGISTRATION = Registration(
    menu=(MenuItem(_("Hændelser"), "events:list", 810, needs=(Permission.SEE_EVENTS,)),),
)
