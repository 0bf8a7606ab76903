"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.registration import EventType, Registration

REGISTRATION = Registration(
    events=(
        EventType("survey.answers_kept", _("gemte svar på et spørgeskema (antal: {answers})")),
        EventType("survey.answers_deleted", _("slettede svar på et spørgeskema, hvis frist var udløbet")),
    ),
)
