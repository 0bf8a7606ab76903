"""What this app adds to the house."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.permissions import Permission
from frirum.web.registration import EventType, JobKind, MenuItem, Registration, SealedRows, Tick, frozen_when
from frirum.web.surveys.actions import INVITE_JOB
from frirum.web.surveys.keeping import close_due, keep_pending
from frirum.web.surveys.models import SurveyWave
from frirum.web.surveys.work import invite

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Spørgeskemaer"),
            route="surveys:waves",
            order=255,
            description=_(
                "Spørg rådgivere, borgere og virksomheder med forsøgets egne spørgsmål, runde for runde."
            ),
            needs=(Permission.RUN_SURVEYS,),
        ),
    ),
    events=(
        EventType("survey.prepared", _("forberedte runden {wave} af et spørgeskema i {slug}")),
        EventType("survey.recipients_added", _("satte {recipients} på listen til runden {wave}")),
        EventType("survey.invitations_ordered", _("sendte invitationer til runden {wave}")),
        EventType("survey.reminders_ordered", _("sendte påmindelser til runden {wave}")),
        EventType("survey.closed", _("lukkede runden {wave} (svar: {answers})")),
        EventType("survey.imported", _("tog svar ind til runden {wave} (antal: {answers})")),
    ),
    sealed=(SealedRows("survey_wave", SurveyWave),),
    # What people were told and asked does not change once the first has been invited.
    guards=(
        frozen_when(
            SurveyWave,
            "OLD.state <> 'prepared'",
            may_change=("state", "invited", "answers", "imported_sha256"),
        ),
    ),
    jobs=(JobKind(INVITE_JOB, _("Send invitationer til et spørgeskema"), invite, is_large=True),),
    ticks=(
        Tick("surveys.keep", keep_pending, dt.timedelta(minutes=10)),
        Tick("surveys.close", close_due, dt.timedelta(hours=1)),
    ),
)
