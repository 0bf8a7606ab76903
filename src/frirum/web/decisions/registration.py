"""What this app adds to the house."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from frirum.web.decisions.assignment_models import (
    AssignmentRemark,
    DataHandover,
    EvaluationAssignment,
    EvaluationFinding,
)
from frirum.web.decisions.case_parts import parts_of_case
from frirum.web.decisions.demonstration import make_decisions
from frirum.web.decisions.front import own_assignments, waiting_decisions
from frirum.web.decisions.locking import DECISION
from frirum.web.decisions.models import (
    DecidingAuthority,
    DecisionClaim,
    DecisionErratum,
    DecisionLock,
    DecisionRecord,
)
from frirum.web.decisions.subscribing import forget_late, tell_due
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
            label=_("Beslutninger"),
            route="decisions:register",
            order=110,
            description=_(
                "Hvad der er besluttet om hvert forsøg over tid, hvorfor, og hvad loven gjorde ved det."
            ),
        ),
        MenuItem(
            label=_("Hvad ved vi"),
            route="decisions:knowledge",
            order=135,
            description=_("Emne for emne: hvilken vej det gik, hvor sikkert det er, og hvad ingen har målt."),
            in_footer=True,
        ),
        MenuItem(
            label=_("Portefølje"),
            route="decisions:portfolio",
            order=295,
            description=_("Hvert forsøg i gang: hvad designet kan nå, hvad der er vist, penge og det næste."),
            needs=(Permission.DECIDE,),
        ),
        MenuItem(
            label=_("Forbered beslutninger"),
            route="decisions:drafts",
            order=300,
            description=_(
                "Skriv en beslutning ved siden af det, der er vist, få den læst, og offentliggør den."
            ),
            needs=(Permission.DECIDE,),
        ),
        MenuItem(
            label=_("Eksterne evalueringer"),
            route="decisions:assignments",
            order=310,
            description=_("Hvem der evaluerer udefra, hvilke data de har fået, og hvad de fandt."),
            needs=(Permission.DECIDE,),
        ),
    ),
    front_sections=(
        FrontSection("decisions/front.html", waiting_decisions, order=15),
        FrontSection("decisions/front_assignments.html", own_assignments, order=14),
    ),
    events=(
        EventType("decision.begun", _("begyndte en beslutning om {slug}")),
        EventType("decision.saved", _("skrev i en beslutning om {slug}")),
        EventType(
            "decision.claims_named",
            _("valgte udsagn i en beslutning om {slug} (til grund: {relied_on}, til side: {overruled})"),
        ),
        EventType("decision.claim_dropped", _("fjernede et udsagn fra en beslutning om {slug}")),
        EventType("decision.authority_set", _("noterede en myndighed bag en beslutning om {slug}")),
        EventType("decision.part_deleted", _("slettede en del af en kladde til en beslutning")),
        EventType("decision.submitted", _("sendte en beslutning om {slug} til anden læsning")),
        EventType("decision.approved", _("godkendte en beslutning om {slug}")),
        EventType("decision.sent_back", _("sendte en beslutning om {slug} tilbage")),
        EventType("decision.taken_back", _("hentede en beslutning om {slug} tilbage til kladde")),
        EventType("decision.discarded", _("slettede en kladde til en beslutning om {slug}")),
        EventType("decision.locked", _("låste og offentliggjorde en beslutning om {slug}")),
        EventType("decision.amended", _("lavede rettelse {number} af en beslutning om {slug}")),
        EventType("decision.told", _("gav besked om en beslutning om {slug} (modtagere: {readers})")),
        EventType("decision.subscription_asked", _("bad om besked om beslutninger")),
        EventType("decision.subscribed", _("bekræftede at ville have besked om beslutninger")),
        EventType("decision.unsubscribed", _("afmeldte besked om beslutninger")),
        EventType("decision.unconfirmed_forgotten", _("slettede adresser, som ingen bekræftede ({n})")),
        EventType("assignment.begun", _("noterede en ekstern evaluering (forsøg: {experiments})")),
        EventType("assignment.data_handed_over", _("noterede, at data blev overdraget til en evaluator")),
        EventType("assignment.report_received", _("noterede, at en evaluators rapport er modtaget")),
        EventType("assignment.finding_entered", _("førte et fund fra en ekstern evaluering ind")),
        EventType("assignment.finding_withdrawn", _("trak et fund fra en ekstern evaluering tilbage")),
        EventType("assignment.remarked", _("skrev om en ekstern evaluering")),
        EventType("assignment.finding_reviewed", _("holdt et fund op mod evaluatorens rapport")),
    ),
    sealed=(
        SealedRows("decision", DecisionRecord),
        SealedRows("decision_claim", DecisionClaim),
        SealedRows("deciding_authority", DecidingAuthority),
        SealedRows("decision_lock", DecisionLock),
        SealedRows("decision_erratum", DecisionErratum),
        SealedRows("evaluation_assignment", EvaluationAssignment),
        SealedRows("data_handover", DataHandover),
        SealedRows("evaluation_finding", EvaluationFinding),
        SealedRows("assignment_remark", AssignmentRemark),
    ),
    guards=(
        frozen_when(DecisionRecord, "OLD.state = 'published'", may_change=("told",)),
        frozen_when(DecisionClaim, "OLD.locked"),
        frozen_when(DecidingAuthority, "OLD.locked"),
        immutable(DecisionLock),
        immutable(DecisionErratum),
        immutable(DataHandover),
        immutable(AssignmentRemark),
        frozen_when(EvaluationFinding, "OLD.withdrawn_reason <> ''"),
    ),
    locked=(DECISION,),
    ticks=(
        Tick("decisions.tell", tell_due),
        Tick("decisions.forget", forget_late, dt.timedelta(days=1)),
    ),
    case_parts=(parts_of_case,),
    demonstration=(InitStep(_("Syntetiske beslutninger til demonstration"), 62, make_decisions),),
)
