"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.audits.form_lines import audit_lines
from frirum.web.audits.front import waiting_queries
from frirum.web.audits.handing_over import waiting_seconds
from frirum.web.audits.models import (
    AuditCase,
    AuditQuery,
    AuditRound,
    QueryLine,
    RoundFeedback,
    SecondReview,
    StockTake,
)
from frirum.web.audits.offering import held_rounds, instruments_reviewed, offered_networks, offered_rounds
from frirum.web.organisations.permissions import Permission
from frirum.web.registration import (
    EventType,
    FrontSection,
    MenuItem,
    Registration,
    SealedRows,
    append_only,
    frozen_when,
)

REGISTRATION = Registration(
    form_lines=(audit_lines,),
    menu=(
        MenuItem(
            label=_("Tilsyn"),
            route="audits:rounds",
            order=240,
            description=_("Ledelsestilsyn og sagsgennemgang: udtræk sager, gennemgå dem, og se resultatet."),
            needs=(Permission.AUDIT_CASES,),
        ),
        MenuItem(
            label=_("Svar fra tilsyn"),
            route="audits:told",
            order=241,
            description=_(
                "Spørgsmål til dine sager og tilbagemeldinger fra de tilsyn, din kommune har holdt."
            ),
            needs=(Permission.RECORD_USE,),
            in_footer=True,
        ),
    ),
    front_sections=(FrontSection("audits/front.html", waiting_queries, order=35),),
    waiting=(waiting_seconds,),
    events=(
        EventType("audit.opened", _("åbnede en tilsynsrunde i {slug} med {count} sager")),
        EventType(
            "audit.reported", _("indberettede resultatet af et eget tilsyn i {slug} med {count} sager")
        ),
        EventType("audit.answered", _("gennemgik sag {number} i et tilsyn i {slug}")),
        EventType("audit.second", _("bedømte sag {number} som den anden i et tilsyn i {slug}")),
        EventType("audit.workbook", _("tog et udfyldt skema ind i et tilsyn i {slug} ({count} sager)")),
        EventType("audit.held", _("afsluttede en tilsynsrunde i {slug}")),
        EventType("audit.answers_read", _("lod en kørsel læse svarene fra et tilsyn i {slug}")),
        EventType("audit.query_opened", _("stillede et spørgsmål til sag {number} i et tilsyn i {slug}")),
        EventType("audit.query_answered", _("skrev i et spørgsmål til sag {number} i et tilsyn i {slug}")),
        EventType("audit.query_closed", _("lukkede et spørgsmål til sag {number} i et tilsyn i {slug}")),
        EventType("audit.fed_back", _("meldte en tilsynsrunde i {slug} tilbage")),
        EventType("audit.stock_taken", _("noterede status i arbejdsgruppen for {slug}")),
    ),
    sealed=(
        SealedRows("audit_round", AuditRound),
        SealedRows("audit_case", AuditCase),
        SealedRows("audit_second", SecondReview),
        SealedRows("audit_query", AuditQuery),
        SealedRows("audit_feedback", RoundFeedback),
        SealedRows("audit_stock_take", StockTake),
    ),
    offered_counts=(offered_rounds, offered_networks),
    held_answers=(held_rounds,),
    instruments_held=(instruments_reviewed,),
    guards=(
        frozen_when(AuditRound, "OLD.state <> 'open'"),
        frozen_when(AuditCase, "OLD.locked"),
        frozen_when(SecondReview, "OLD.locked"),
        append_only(QueryLine),
        append_only(RoundFeedback),
        append_only(StockTake),
    ),
)
