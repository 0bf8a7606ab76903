"""What this app adds to the house."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.permissions import Permission
from frirum.web.registration import (
    EventType,
    JobKind,
    MenuItem,
    Registration,
    SealedRows,
    Tick,
    append_only,
    frozen_when,
)
from frirum.web.surveys.actions import INVITE_JOB
from frirum.web.surveys.form_lines import survey_lines
from frirum.web.surveys.keeping import close_due, keep_pending
from frirum.web.surveys.models import OwnQuestionnaire, SurveyTranslation, SurveyWave
from frirum.web.surveys.offering import held_waves, instruments_asked, offered_waves
from frirum.web.surveys.work import invite

REGISTRATION = Registration(
    form_lines=(survey_lines,),
    menu=(
        MenuItem(
            label=_("Svar fra spørgeskemaer"),
            route="surveys:data",
            order=256,
            description=_("Lukkede runder som datafiler med koder og kodebog, uden fritekst."),
            needs=(Permission.ANALYSE,),
            in_footer=True,
        ),
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
        EventType("survey.opened_to_all", _("lavede et åbent link til runden {wave}")),
        EventType("survey.links_issued", _("hentede {recipients} links til runden {wave}")),
        EventType("survey.interview_begun", _("begyndte et interview i runden {wave}")),
        EventType("survey.address_corrected", _("rettede en adresse på listen til runden {wave}")),
        EventType("survey.own_kept", _("gemte udgave {number} af et eget spørgeskema i {slug}")),
        EventType(
            "survey.translated", _("hentede en oversættelse ind til et spørgeskema i {slug} ({language})")
        ),
        EventType("survey.data_fetched", _("hentede svarene fra runden {wave} række for række ({kind})")),
        EventType("survey.answers_read", _("lod en kørsel læse svarene fra runden {wave}")),
        EventType("survey.closed", _("lukkede runden {wave} (svar: {answers})")),
        EventType("survey.file_brought", _("hentede en fil med svar fra et andet værktøj ind i {slug}")),
        EventType("survey.file_dropped", _("slettede en fil med svar fra et andet værktøj")),
        EventType("survey.imported", _("tog svar ind til runden {wave} (antal: {answers})")),
    ),
    sealed=(
        SealedRows("survey_wave", SurveyWave),
        SealedRows("survey_translation", SurveyTranslation),
        SealedRows("own_questionnaire", OwnQuestionnaire),
    ),
    # What people were told and asked does not change once the first has been invited.
    guards=(
        append_only(SurveyTranslation),
        append_only(OwnQuestionnaire),
        frozen_when(
            SurveyWave,
            "OLD.state <> 'prepared'",
            may_change=("state", "invited", "answers", "imported_sha256", "open_token", "open_most"),
        ),
    ),
    offered_counts=(offered_waves,),
    held_answers=(held_waves,),
    instruments_held=(instruments_asked,),
    jobs=(JobKind(INVITE_JOB, _("Send invitationer til et spørgeskema"), invite, is_large=True),),
    ticks=(
        Tick("surveys.keep", keep_pending, dt.timedelta(minutes=10)),
        Tick("surveys.close", close_due, dt.timedelta(hours=1)),
    ),
)
