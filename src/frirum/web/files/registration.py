"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.files.checks import check_files
from frirum.web.files.models import StoredFile
from frirum.web.registration import EventType, Registration, SealedRows

REGISTRATION = Registration(
    events=(
        EventType("file.stored", _("lagde en fil ind")),
        EventType("file.deleted", _("slettede en fil, hvis frist var udløbet")),
        EventType("file.no_longer_needed", _("slettede en fil, der ikke skal bruges længere")),
    ),
    sealed=(SealedRows("file", StoredFile),),
    checks=(check_files,),
)
