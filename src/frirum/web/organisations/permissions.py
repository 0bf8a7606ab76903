"""What a person may do. A view asks for a permission, never for a role."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One line per thing that must be allowed; roles.py says who has it."""

    CHECK_CASE = "check_case"  # ask whether a citizen's case may use an exemption
    RECORD_USE = "record_use"  # record the uses of an exemption in own cases, with the citizen's identity
    LEAD_USES = "lead_uses"  # see and correct every use in the municipality, with the citizens' identities
    FOLLOW_USES = "follow_uses"  # see the uses without knowing whose they are, and open for past ones
    BRING_EXTRACT = "bring_extract"  # bring in the municipality's extracts, which hold the citizens' numbers
    AUDIT_CASES = "audit_cases"  # draw a sample, review cases, give feedback
    FOLLOW_EXPERIMENT = "follow_experiment"  # see the internal side of the own organisation's experiments
    EDIT_EXPERIMENT = "edit_experiment"  # write drafts of definitions and designs
    LOCK_DESIGN = "lock_design"  # lock and amend a design, and let it start with an unfulfilled checklist
    FILL_FORM = "fill_form"  # write in the evaluation form
    SUBMIT_FORM = "submit_form"  # lock, amend and send the evaluation form
    RECEIVE_FORM = "receive_form"  # acknowledge a form that was sent
    RUN_SURVEYS = (
        "run_surveys"  # hold surveys of the own organisation's experiments, and see what came of them
    )
    ANALYSE = "analyse"  # work with pseudonymised data in the statistics zone
    APPROVE_RELEASE = "approve_release"  # be the second person behind a figure that leaves
    DECIDE = "decide"  # record what is decided about an experiment
    SEE_EVENTS = "see_events"  # read the trail of the own organisations
    SEE_JOBS = "see_jobs"  # follow and cancel background jobs of the own organisations
    MANAGE_MEMBERS = "manage_members"  # make accounts, give and take roles
    CONFIRM_ROLES = "confirm_roles"  # be the second person behind a role that sees persons


IN_CASES = frozenset(
    {
        Permission.CHECK_CASE,
        Permission.RECORD_USE,
        Permission.LEAD_USES,
        Permission.FOLLOW_USES,
        Permission.BRING_EXTRACT,
        Permission.AUDIT_CASES,
    }
)
"""What is done in citizens' cases: a municipality alone has any, so that a role elsewhere gives nothing of it."""

SEES_PERSONS = frozenset(
    {
        Permission.RECORD_USE,
        Permission.LEAD_USES,
        Permission.BRING_EXTRACT,
        Permission.AUDIT_CASES,
        Permission.RUN_SURVEYS,
    }
)
"""What shows who somebody is: whoever holds it logs in with a second factor, and is given it by two people."""

SHOWS_CASES = IN_CASES | {Permission.SEE_EVENTS, Permission.SEE_JOBS}
"""What shows single cases, or what was done in them: never in another organisation, a network's members included."""


# What each lets a person do, as it follows "Du kan".
SENTENCES: dict[Permission, Promise] = {
    Permission.CHECK_CASE: _("undersøge, om en borgers sag er omfattet af et forsøg"),
    Permission.RECORD_USE: _("registrere, når en fritagelse bruges i en borgers sag"),
    Permission.LEAD_USES: _("se og rette al brug i kommunen, også hvem borgeren er"),
    Permission.FOLLOW_USES: _("følge brugen uden at se, hvem borgerne er, og åbne for at registrere bagud"),
    Permission.BRING_EXTRACT: _("hente kommunens egne udtræk fra fagsystemet ind"),
    Permission.AUDIT_CASES: _("trække stikprøver, gennemgå sager og give rådgiverne svar"),
    Permission.FOLLOW_EXPERIMENT: _("følge organisationens forsøg, mens de er i gang"),
    Permission.EDIT_EXPERIMENT: _("skrive kladder til definitioner og evalueringsdesign"),
    Permission.LOCK_DESIGN: _("låse og ændre evalueringsdesign"),
    Permission.FILL_FORM: _("udfylde evalueringsskemaet"),
    Permission.SUBMIT_FORM: _("låse, ændre og indsende evalueringsskemaet"),
    Permission.RECEIVE_FORM: _("modtage evalueringsskemaer"),
    Permission.RUN_SURVEYS: _("holde spørgeskemaundersøgelser og se resultaterne af dem"),
    Permission.ANALYSE: _("arbejde med pseudonyme data og beregne effekter"),
    Permission.APPROVE_RELEASE: _("være den anden person, der godkender, at tal forlader systemet"),
    Permission.DECIDE: _("registrere, hvad der er besluttet om et forsøg"),
    Permission.SEE_EVENTS: _("læse, hvem der har gjort hvad i organisationen"),
    Permission.SEE_JOBS: _("følge og afbryde systemets opgaver for organisationen"),
    Permission.MANAGE_MEMBERS: _("oprette brugere og give og fjerne roller i organisationen"),
    Permission.CONFIRM_ROLES: _("sige ja eller nej til, at en kollega får en rolle, der ser personer"),
}
