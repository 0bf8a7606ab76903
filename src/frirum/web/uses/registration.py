"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.registration import EventType, MenuItem, Registration, SealedRows, immutable
from frirum.web.uses import models
from frirum.web.uses.people import READERS

# Each change of these is a numbered correction or an event of its own; where a use came from never changes.
_USE_MAY_CHANGE = (
    "begun_on", "ended_on", "end_reason", "facts", "outcome", "note", "advice_overruled_reason", "judged_by",
    "responsible", "state",
)  # fmt: skip

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Brug af forsøg"),
            route="uses:uses",
            order=60,
            description=_("Find en sag, ret eller afslut brugen, giv den videre, eller hent listen."),
            needs=READERS,
        ),
    ),
    events=(
        EventType("use.recorded", _("registrerede en brug af {slug}")),
        EventType("use.corrected", _("rettede en brug af {slug} (rettelse {number})")),
        EventType("use.retracted", _("trak en brug af {slug} tilbage")),
        EventType("use.restored", _("fortrød at trække en brug af {slug} tilbage")),
        EventType("use.ended", _("afsluttede en brug af {slug} ({reason})")),
        EventType("use.reopened", _("åbnede en afsluttet brug af {slug} igen")),
        EventType("use.handed_over", _("overdrog en brug af {slug} til {person}")),
        EventType("use.read", _("læste en brug af {slug}")),
        EventType("use.listed", _("så listen over brug ({count})")),
        EventType("use.exported", _("hentede listen over brug som fil ({count})")),
        EventType("citizen.added", _("skrev en borger ind")),
        EventType("citizen.completed", _("føjede et nummer til en borger")),
        EventType("citizen.corrected", _("rettede en borgers nummer ({fields})")),
        EventType("citizen.named", _("gav en borgers sag en egen betegnelse")),
        EventType("citizen.read", _("læste en borgers samlede side")),
        EventType("citizen.searched", _("søgte efter en borger ({found} fundet)")),
        EventType("citizen.shown", _("fik en borgers CPR-nummer vist")),
        EventType("citizen.chose", _("registrerede en borgers valg i {slug}")),
        EventType("non_use.recorded", _("registrerede, at {slug} ikke blev brugt ({reason})")),
        EventType("non_use.retracted", _("trak en registrering af, at {slug} ikke blev brugt, tilbage")),
        EventType("past_uses.asked", _("bad om at få åbnet for at registrere brug af {slug} bagud")),
        EventType("past_uses.approved", _("åbnede for at registrere brug af {slug} bagud")),
        EventType("staff.told", _("noterede, at medarbejderne er orienteret om, hvad lederen ser")),
        EventType("past_uses.closed", _("lukkede for at registrere brug af {slug} bagud")),
    ),
    sealed=(
        SealedRows("citizen", models.Citizen),
        SealedRows("citizen_correction", models.CitizenCorrection),
        SealedRows("use", models.Use),
        SealedRows("use_correction", models.UseCorrection),
        SealedRows("non_use", models.NonUse),
        SealedRows("information_text", models.InformationText),
        SealedRows("citizen_choice", models.CitizenChoice),
        SealedRows("past_use_approval", models.PastUseApproval),
        SealedRows("staff_notice", models.StaffNotice),
    ),
    guards=(
        immutable(models.UseCorrection),
        immutable(models.InformationText),
        immutable(models.CitizenChoice),
        # A number may be added or corrected with a reason, and what is sealed sealed anew when the key is changed.
        immutable(models.Citizen, may_change=("cpr_sealed", "cpr_lookup", "case_number", "label_sealed")),
        immutable(models.CitizenCorrection, may_change=("before_sealed",)),
        immutable(models.Use, may_change=_USE_MAY_CHANGE),
        immutable(models.NonUse, may_change=("state",)),
        immutable(models.StaffNotice),
        immutable(models.PastUseApproval, may_change=("closed_at", "closed_by")),
    ),
)
