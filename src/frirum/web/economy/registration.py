"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.economy.form_lines import stated_lines
from frirum.web.economy.models import StatedAmount
from frirum.web.registration import EventType, Registration, SealedRows, immutable

REGISTRATION = Registration(
    form_lines=(stated_lines,),
    events=(EventType("economy.stated", _("oplyste linjen {line} i regnskabet for {slug}")),),
    sealed=(SealedRows("stated_amount", StatedAmount),),
    guards=(immutable(StatedAmount),),
)
