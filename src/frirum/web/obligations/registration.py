"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.obligations.digest import JOB, order_digest, send_digests
from frirum.web.obligations.form_lines import spared_lines
from frirum.web.obligations.front import pressing_deadlines
from frirum.web.obligations.models import Completion, Escalation, WeeklyDigest
from frirum.web.obligations.people import WORKERS, only_oversees
from frirum.web.registration import (
    EventType,
    FrontSection,
    JobKind,
    MenuItem,
    Registration,
    SealedRows,
    Tick,
    immutable,
)

REGISTRATION = Registration(
    form_lines=(spared_lines,),
    menu=(
        MenuItem(
            label=_("Frister"),
            route="obligations:mine",
            order=70,
            description=_(
                "Det, du skal huske i dine sager: opfølgninger, notater og fritagelser, der slutter."
            ),
            needs=WORKERS,
        ),
        MenuItem(
            label=_("Frister"),
            route="obligations:municipality",
            order=71,
            description=_("Hvad der er overskredet og på vej i kommunens sager, og hvad forsøgene sparer."),
            shown=only_oversees,
        ),
    ),
    front_sections=(FrontSection("obligations/front.html", pressing_deadlines, order=20),),
    events=(
        EventType("due.done", _("markerede en frist som overholdt i en brug af {slug}")),
        EventType("due.undone", _("fortrød at markere en frist som overholdt i en brug af {slug}")),
        EventType("due.listed", _("så listen over frister ({count})")),
        EventType("due.exported", _("hentede listen over frister som fil ({count})")),
        EventType("due.told", _("meldte {count} overskredne frister til lederen")),
        EventType("due.mail_chosen", _("valgte, hvor ofte mail om frister kommer")),
    ),
    sealed=(
        SealedRows("completion", Completion),
        SealedRows("escalation", Escalation),
        SealedRows("weekly_digest", WeeklyDigest),
    ),
    guards=(immutable(Completion, may_change=("undone_by", "undone_at")), immutable(Escalation)),
    jobs=(JobKind(JOB, _("Sender mail om frister"), send_digests),),
    ticks=(Tick(JOB, order_digest),),
)
