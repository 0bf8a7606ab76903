"""The roles, each a small class that explains itself: what it is called, who may hold it, what it allows."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.permissions import Permission as P


class Role:
    """Base of the roles; never held itself.

    Attributes:
        slug: the value in the database.
        name: what people call it.
        description: who may hold it and what it is for, in a sentence or two.
        kinds: the kinds of organisation where it can be held.
        permissions: what it allows, inside that organisation and what belongs to it.
    """

    slug: ClassVar[str]
    name: ClassVar[Promise]
    description: ClassVar[Promise]
    kinds: ClassVar[frozenset[Kind]]
    permissions: ClassVar[frozenset[P]]


class Caseworker(Role):
    """Uses exemptions in citizens' cases."""

    slug = "caseworker"
    name = _("Rådgiver")
    description = _(
        "Rådgivere og virksomhedskonsulenter i et jobcenter. Kan undersøge, om en borgers sag er omfattet "
        "af et forsøg, få et notat til sagen og registrere, at fritagelsen bruges."
    )
    kinds = frozenset({Kind.MUNICIPALITY})
    permissions = frozenset({P.CHECK_CASE, P.RECORD_USE})


class TeamLeader(Role):
    """Audits cases and feeds back."""

    slug = "team_leader"
    name = _("Teamleder")
    description = _(
        "Den nærmeste leder af rådgiverne. Trækker stikprøver til sagsgennemgang og giver rådgiverne svar."
    )
    kinds = frozenset({Kind.MUNICIPALITY})
    permissions = frozenset(
        {
            P.CHECK_CASE,
            P.RECORD_USE,
            P.LEAD_USES,
            P.AUDIT_CASES,
            P.FOLLOW_EXPERIMENT,
            P.SEE_EVENTS,
            P.SEE_JOBS,
            P.CONFIRM_ROLES,
        }
    )


class Coordinator(Role):
    """Designs, follows and evaluates experiments."""

    slug = "coordinator"
    name = _("Frikommunekoordinator")
    description = _(
        "Den, der planlægger, følger og evaluerer forsøg for en kommune eller et netværk, og som sender "
        "evalueringsskemaet."
    )
    kinds = frozenset({Kind.MUNICIPALITY, Kind.NETWORK})
    permissions = frozenset(
        {
            P.FOLLOW_EXPERIMENT,
            P.EDIT_EXPERIMENT,
            P.LOCK_DESIGN,
            P.FILL_FORM,
            P.SUBMIT_FORM,
            P.RUN_SURVEYS,
            P.FOLLOW_USES,
            P.BRING_EXTRACT,
            P.AUDIT_CASES,
            P.SEE_EVENTS,
            P.SEE_JOBS,
        }
    )


class Analyst(Role):
    """Works with pseudonymised data; never with a citizen's case."""

    slug = "analyst"
    name = _("Analytiker")
    description = _(
        "Den, der arbejder med pseudonyme registerdata og beregner effekter. Kan ikke samtidig se borgernes "
        "sager: data indsamlet til statistik må ikke komme tilbage i en sag."
    )
    kinds = frozenset({Kind.MUNICIPALITY, Kind.NETWORK})
    permissions = frozenset({P.FOLLOW_EXPERIMENT, P.ANALYSE, P.SEE_JOBS})


class Evaluator(Role):
    """An outside evaluator, and the second person behind a release."""

    slug = "evaluator"
    name = _("Evaluator")
    description = _(
        "En medarbejder hos den, der evaluerer udefra. Gennemgår beregninger og er den anden person, der "
        "godkender, at tal forlader systemet."
    )
    kinds = frozenset({Kind.EVALUATOR})
    permissions = frozenset({P.FOLLOW_EXPERIMENT, P.ANALYSE, P.APPROVE_RELEASE, P.SEE_JOBS})


class Approver(Role):
    """The second person behind a release, inside the organisation."""

    slug = "approver"
    name = _("Godkender")
    description = _(
        "Den anden person i kommunen eller netværket, der ser de sande tal i en tabel og siger ja eller nej til, at "
        "den forlader holdet. Kan ikke samtidig se borgernes sager."
    )
    kinds = frozenset({Kind.MUNICIPALITY, Kind.NETWORK})
    permissions = frozenset({P.FOLLOW_EXPERIMENT, P.APPROVE_RELEASE})


class MinistryReader(Role):
    """Receives forms, decides and follows up."""

    slug = "ministry_reader"
    name = _("Ministeriets sagsbehandler")
    description = _(
        "En medarbejder i ministeriet eller styrelsen. Modtager evalueringsskemaer, registrerer beslutninger og "
        "skriver og udgiver landsdækkende forsøg. Ser aldrig en borgers sag."
    )
    kinds = frozenset({Kind.MINISTRY})
    permissions = frozenset({P.FOLLOW_EXPERIMENT, P.EDIT_EXPERIMENT, P.LOCK_DESIGN, P.RECEIVE_FORM, P.DECIDE})


class Administrator(Role):
    """Makes accounts and looks after the organisation's part of the system."""

    slug = "administrator"
    name = _("Administrator")
    description = _(
        "Den, der opretter brugere og giver roller i sin egen organisation og kan se hændelser og opgaver. "
        "Kan ikke se borgernes sager."
    )
    kinds = frozenset(Kind)
    permissions = frozenset({P.MANAGE_MEMBERS, P.SEE_EVENTS, P.SEE_JOBS})


ROLES: dict[str, type[Role]] = {
    role.slug: role
    for role in (
        Caseworker,
        TeamLeader,
        Coordinator,
        Analyst,
        Evaluator,
        Approver,
        MinistryReader,
        Administrator,
    )
}
