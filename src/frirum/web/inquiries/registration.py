"""What this app adds to the house."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from frirum.web.inquiries.case_parts import parts_of_case
from frirum.web.inquiries.demonstration import make_inquiry
from frirum.web.inquiries.front import asked_for, waited_for
from frirum.web.inquiries.models import DueExtension, Inquiry
from frirum.web.inquiries.work import remind_due
from frirum.web.organisations.permissions import Permission
from frirum.web.registration import (
    EventType,
    FrontSection,
    InitStep,
    MenuItem,
    Registration,
    SealedRows,
    Tick,
    frozen_when,
    immutable,
)

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Anmodninger til kommuner"),
            route="inquiries:list",
            order=305,
            description=_("Bed om evalueringsskemaer, se hvem der mangler, og læs svarene i én tabel."),
            needs=(Permission.RECEIVE_FORM,),
        ),
    ),
    front_sections=(
        FrontSection("inquiries/asked_for.html", asked_for, order=12),
        FrontSection("inquiries/waited_for.html", waited_for, order=16),
    ),
    events=(
        EventType("inquiry.prepared", _("forberedte en anmodning om {slug} (kommuner: {municipalities})")),
        EventType("inquiry.sent", _("sendte en anmodning om {slug} (kommuner: {municipalities})")),
        EventType(
            "inquiry.addresses_set",
            _("skrev modtagere af en anmodning om {slug} som liste (kommuner: {municipalities})"),
        ),
        EventType("inquiry.address_set", _("rettede modtageren i {municipality} af en anmodning om {slug}")),
        EventType("inquiry.reminded", _("sendte påmindelser om {slug} (kommuner: {municipalities})")),
        EventType("inquiry.extended", _("udsatte fristen for {municipality} i en anmodning om {slug}")),
        EventType("inquiry.closed", _("lukkede en anmodning om {slug}")),
    ),
    sealed=(SealedRows("inquiry", Inquiry), SealedRows("due_extension", DueExtension)),
    guards=(
        frozen_when(Inquiry, "OLD.state <> 'prepared'", may_change=("state",)),
        immutable(DueExtension),
    ),
    ticks=(Tick("inquiries.remind", remind_due, dt.timedelta(hours=1)),),
    case_parts=(parts_of_case,),
    demonstration=(InitStep(_("Anmodning til kommuner til demonstration"), 64, make_inquiry),),
)
