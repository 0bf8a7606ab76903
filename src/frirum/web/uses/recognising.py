"""What a citizen's case is recognised by: a number corrected with a reason, and an own label, both sealed."""

from __future__ import annotations

import json

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.uses.checks import given_reason, short_text
from frirum.web.uses.citizens import has_cpr
from frirum.web.uses.identities import Identity, lookup_key, seal, unseal
from frirum.web.uses.models import Citizen, CitizenCorrection
from frirum.web.uses.people import knows
from frirum.web.zones import CASEWORK

LONGEST_LABEL = 40
FEWEST_DIGITS_OF_A_NUMBER = 9


@action(needs=(Permission.RECORD_USE, Permission.LEAD_USES), of="citizen.organisation", own=knows)
def correct_identity(
    *, citizen: Citizen, identity: Identity, reason: str, by: Actor, was_own: bool = False
) -> CitizenCorrection:
    """A number is another: the right one stands from now on, and what stood there is kept, encrypted.

    Args:
        identity: the right numbers; an empty one leaves what is there.
        was_own: the CPR number that stood there was the citizen's until now, and goes on finding the citizen.

    Raises:
        InputRefused: no reason, nothing changed, or the number is another citizen's.
    """
    why = given_reason(reason)
    hold(CASEWORK)
    citizen = Citizen.objects.get(pk=citizen.pk)
    old = unseal(citizen.cpr_sealed, citizen.place) if citizen.cpr_sealed else ""
    changed = [
        name
        for name, now, before in (
            ("cpr", identity.cpr, old),
            ("case_number", identity.case_number, citizen.case_number),
        )
        if now and now != before
    ]
    if not changed:
        raise InputRefused(_("Der er ikke rettet noget."))
    _refuse_another(citizen, identity)
    before = {"cpr": old, "case_number": citizen.case_number}
    if "cpr" in changed:
        citizen.cpr_sealed, citizen.cpr_lookup = seal(identity.cpr, citizen.place), lookup_key(identity.cpr)
    citizen.case_number = identity.case_number or citizen.case_number
    citizen.save(update_fields=["cpr_sealed", "cpr_lookup", "case_number"])
    last = citizen.corrections.order_by("-number").first()
    made = CitizenCorrection(
        citizen=citizen,
        number=last.number + 1 if last else 1,
        fields=changed,
        reason=why,
        former_lookup=lookup_key(old) if was_own and old and "cpr" in changed else "",
        made_by=by.trail_reference,
        made_at=clock.now(),
    )
    made.before_sealed = seal(json.dumps(before), made.place)
    made.save(force_insert=True)
    details: dict[str, str | int | bool | None] = {"fields": "+".join(changed)}
    record(
        "citizen.corrected", by=by, subject=citizen, organisation=citizen.organisation, details=details,
        also=[made],
    )  # fmt: skip
    return made


def _refuse_another(citizen: Citizen, identity: Identity) -> None:
    """Refuse a number that another citizen of the municipality has."""
    others = Citizen.objects.filter(organisation=citizen.organisation).exclude(pk=citizen.pk)
    by_cpr = identity.cpr and others.filter(has_cpr(identity.cpr)).exists()
    if by_cpr or (identity.case_number and others.filter(case_number=identity.case_number).exists()):
        raise InputRefused(
            _("Nummeret hører til en anden borger, som kommunen allerede har registreret."),
            remedy=_("Træk brugen tilbage, og registrér den på den rigtige borger."),
        )


@action(needs=(Permission.RECORD_USE, Permission.LEAD_USES), of="citizen.organisation", own=knows)
def name_citizen(*, citizen: Citizen, label: str, by: Actor) -> Citizen:
    """What those who have the case call it among themselves; "" takes it away.

    Raises:
        InputRefused: too long, or it looks like a CPR number.
    """
    plain = read_label(label)
    if plain == own_label(citizen):
        nothing_changed()
        return citizen
    citizen.label_sealed = seal(plain, citizen.label_place) if plain else ""
    citizen.save(update_fields=["label_sealed"])
    record("citizen.named", by=by, subject=citizen, organisation=citizen.organisation)
    return citizen


def read_label(label: str) -> str:
    """An own label, trimmed.

    Raises:
        InputRefused: too long, or nine digits or more in it, as a CPR number has, however they are written.
    """
    plain = " ".join(short_text(label, LONGEST_LABEL).split())
    if sum(sign.isdigit() for sign in plain) >= FEWEST_DIGITS_OF_A_NUMBER:
        raise InputRefused(
            _("Betegnelsen ligner et CPR-nummer."), remedy=_("Skriv noget, du selv genkender sagen på.")
        )
    return plain


def own_label(citizen: Citizen) -> str:
    """The own label in clear; ask `knows` first."""
    return unseal(citizen.label_sealed, citizen.label_place) if citizen.label_sealed else ""


@action(needs=(Permission.RECORD_USE, Permission.LEAD_USES), of="citizen.organisation", own=knows)
def note_citizen_read(*, citizen: Citizen, by: Actor) -> None:
    """Somebody read the page of a citizen."""
    record("citizen.read", by=by, subject=f"citizen:{citizen.reference}", organisation=citizen.organisation)
