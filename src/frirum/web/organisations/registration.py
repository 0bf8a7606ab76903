"""What this app adds to the house."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.demonstration import make_demonstration
from frirum.web.organisations.models import Membership, Organisation, ProposedRole, User
from frirum.web.organisations.permissions import Permission
from frirum.web.organisations.roles import ROLES
from frirum.web.organisations.second_yes import waiting_roles
from frirum.web.organisations.unused import unused_accounts
from frirum.web.registration import EventType, InitStep, MenuItem, Registration, SealedRows


def _members(row: models.Model) -> dict[str, Any]:
    """A network's municipalities are part of what its row says."""
    return {"municipalities": sorted(row.municipalities.values_list("key", flat=True))}  # type: ignore[attr-defined]


REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Medlemmer"),
            route="organisations:members",
            order=820,
            description=_("Opret og luk brugere, og giv dem de roller, de skal have."),
            needs=(Permission.MANAGE_MEMBERS,),
        ),
        MenuItem(
            label=_("Roller, der venter"),
            route="organisations:proposals",
            order=821,
            needs=(Permission.CONFIRM_ROLES, Permission.MANAGE_MEMBERS),
        ),
    ),
    waiting=(waiting_roles, unused_accounts),
    events=(
        EventType("organisation.made", _("oprettede organisationen {key}")),
        EventType("network.joined", _("optog kommunen {municipality} i netværket")),
        EventType("account.opened", _("oprettede en bruger ({person})")),
        EventType("account.closed", _("lukkede en bruger ({person})")),
        EventType("account.reopened", _("åbnede en lukket bruger igen ({person})")),
        EventType("account.password_set", _("satte en ny adgangskode ({person})")),
        EventType("account.reset_sent", _("fik sendt et link til en ny adgangskode ({person})")),
        EventType("second_factor.added", _("slog totrinskoden til")),
        EventType("second_factor.removed", _("fjernede en totrinskode eller nødkoder")),
        EventType("second_factor.codes_made", _("lavede nye nødkoder")),
        EventType("second_factor.code_used", _("brugte en nødkode")),
        EventType("session.ended_elsewhere", _("loggede sig selv ud et andet sted")),
        EventType("account.hash_renewed", _("fik sin adgangskode gemt efter en nyere metode")),
        EventType("account.language", _("valgte et andet sprog til sider og mail")),
        EventType(
            "account.welcomes", _("sagde ja til at få en rolle i organisationen, eller tog sit ja tilbage")
        ),
        EventType("role.proposed", _("gav rollen {role} til {person}, som venter på endnu et ja")),
        EventType("role.confirmed", _("sagde ja til rollen {role} til {person}")),
        EventType("role.declined", _("sagde nej til rollen {role} til {person}")),
        EventType("membership.given", _("gav rollen {role} til {person}")),
        EventType("membership.taken", _("tog rollen {role} fra {person}")),
        EventType("login.succeeded", _("loggede ind")),
        EventType("login.failed", _("forsøgte at logge ind uden held")),
        EventType("login.throttled", _("blev afvist efter for mange forsøg på at logge ind")),
        EventType("login.ended", _("loggede ud")),
    ),
    detail_names={"role": lambda slug: str(ROLES[slug].name) if slug in ROLES else slug},
    sealed=(
        SealedRows("user", User, exclude=("last_login",)),
        SealedRows("organisation", Organisation, extra=_members),
        SealedRows("membership", Membership),
        SealedRows("proposed_role", ProposedRole),
        # When it was last used is noted without an action.
        SealedRows("second_factor", Authenticator, exclude=("last_used_at",)),
    ),
    demonstration=(InitStep("Organisationer og konti til demonstration", 10, make_demonstration),),
)
