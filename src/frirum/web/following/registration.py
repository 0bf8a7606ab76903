"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.following.assumed_networks import make_assumed_networks
from frirum.web.following.demonstration import make_synthetic_experiment
from frirum.web.following.form_lines import uptake_lines
from frirum.web.following.front import asks_for_a_decision
from frirum.web.following.models import LawAnswer
from frirum.web.organisations.permissions import Permission
from frirum.web.registration import (
    EventType,
    FrontSection,
    InitStep,
    MenuItem,
    Registration,
    SealedRows,
    immutable,
)

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Følg forsøg"),
            route="following:overview",
            order=70,
            description=_(
                "Se, om der kommer brug nok til at svare på spørgsmålet, og hvad der kan gøres, hvis ikke."
            ),
            needs=(Permission.FOLLOW_EXPERIMENT,),
        ),
    ),
    front_sections=(FrontSection("following/front.html", asks_for_a_decision, order=30),),
    events=(
        EventType(
            "law_change.answered", _("svarede på lovændringen {day} for {slug}: {answer} (svar {number})")
        ),
    ),
    sealed=(SealedRows("law_answer", LawAnswer),),
    form_lines=(uptake_lines,),
    guards=(immutable(LawAnswer),),
    demonstration=(
        InitStep(_("Et syntetisk forsøg med få sager"), 60, make_synthetic_experiment),
        InitStep(_("Forsøg med antagne netværk"), 62, make_assumed_networks),
    ),
)
