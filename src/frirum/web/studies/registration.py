"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.permissions import Permission
from frirum.web.registration import EventType, MenuItem, Registration, SealedRows, append_only, frozen_when
from frirum.web.studies.form_lines import study_lines
from frirum.web.studies.models import Conversation, ConversationClaim, TimeStudy

REGISTRATION = Registration(
    form_lines=(study_lines,),
    menu=(
        MenuItem(
            label=_("Tid og samtaler"),
            route="studies:list",
            order=257,
            description=_("Hvor længe opgaver tager, og hvad fokusgrupper og interviews fortæller."),
            needs=(Permission.RUN_SURVEYS, Permission.RECORD_USE),
            in_footer=True,
        ),
    ),
    events=(
        EventType("study.begun", _("begyndte en tidsregistrering i {slug} på {days} dage")),
        EventType("study.time_written", _("skrev tid i {slug}")),
        EventType("study.time_removed", _("fjernede en linje med tid i {slug}")),
        EventType("study.closed", _("lukkede en tidsregistrering i {slug} ({count} linjer)")),
        EventType("study.conversation", _("noterede en samtale om {slug}")),
        EventType("study.claimed", _("noterede et udsagn fra en samtale om {slug}")),
    ),
    sealed=(SealedRows("time_study", TimeStudy), SealedRows("conversation", Conversation)),
    guards=(
        frozen_when(TimeStudy, "OLD.closed_at IS NOT NULL"),
        append_only(Conversation),
        append_only(ConversationClaim),
    ),
)
