"""The sentences of this app's events, its protected rows and its guards."""

from django.utils.translation import gettext_lazy as _

from frirum.web.trail import guards, sealed
from frirum.web.trail.presenters import register as event


def register() -> None:
    """Called when the app is ready."""
    _events()
    _protection()


def _events() -> None:
    event("use.recorded", _("registrerede en brug af {slug}"))
    event("use.corrected", _("rettede en brug af {slug} (rettelse {number})"))
    event("use.retracted", _("trak en brug af {slug} tilbage"))
    event("use.restored", _("fortrød at trække en brug af {slug} tilbage"))
    event("use.ended", _("afsluttede en brug af {slug} ({reason})"))
    event("use.reopened", _("åbnede en afsluttet brug af {slug} igen"))
    event("use.handed_over", _("overdrog en brug af {slug} til {person}"))
    event("use.read", _("læste en brug af {slug}"))
    event("use.listed", _("så listen over brug ({count})"))
    event("use.exported", _("hentede listen over brug som fil ({count})"))
    event("citizen.added", _("skrev en borger ind"))
    event("citizen.completed", _("føjede et nummer til en borger"))
    event("citizen.searched", _("søgte efter en borger ({found} fundet)"))
    event("citizen.shown", _("fik en borgers CPR-nummer vist"))
    event("citizen.chose", _("registrerede en borgers valg i {slug}"))
    event("non_use.recorded", _("registrerede, at {slug} ikke blev brugt ({reason})"))
    event("non_use.retracted", _("trak en registrering af, at {slug} ikke blev brugt, tilbage"))
    event("past_uses.approved", _("åbnede for at registrere brug af {slug} bagud"))
    event("past_uses.closed", _("lukkede for at registrere brug af {slug} bagud"))


def _protection() -> None:
    from frirum.web.uses import models

    rows = (
        models.Citizen, models.Use, models.UseCorrection, models.NonUse, models.InformationText,
        models.CitizenChoice, models.PastUseApproval,
    )  # fmt: skip
    for model in rows:
        sealed.register(model)
    for model in (models.UseCorrection, models.InformationText, models.CitizenChoice):
        guards.immutable(model)
    # A number may be added to a citizen, and a sealed one sealed anew when the key is changed.
    guards.immutable(models.Citizen, may_change=("cpr_sealed", "cpr_lookup", "case_number"))
    guards.immutable(models.Use, may_change=_USE_MAY_CHANGE)
    guards.immutable(models.NonUse, may_change=("state",))
    guards.immutable(models.PastUseApproval, may_change=("closed_at", "closed_by"))


# Each change of these is a numbered correction or an event of its own; where a use came from never changes.
_USE_MAY_CHANGE = (
    "begun_on", "ended_on", "end_reason", "facts", "outcome", "note", "advice_overruled_reason", "judged_by",
    "responsible", "state",
)  # fmt: skip
