"""Finding and writing in citizens, what they were told, and whether they agreed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, record
from frirum.web.uses.assessing import AssessedCase
from frirum.web.uses.identities import Identity, lookup_key, seal, unseal
from frirum.web.uses.letters import letter_text
from frirum.web.uses.models import ChoiceKind, Citizen, CitizenChoice, CitizenCorrection, InformationText
from frirum.web.uses.people import READERS


def has_cpr(cpr: str, *, of: str = "") -> Q:
    """Citizens with the CPR number, now or before they were given another; `of` leads to the citizen."""
    key = lookup_key(cpr)
    return Q(**{f"{of}cpr_lookup": key}) | Q(**{f"{of}corrections__former_lookup": key})


def former_lookups(citizens: QuerySet[Citizen]) -> dict[int, list[str]]:
    """Citizen's key -> what the numbers are found by that were theirs before."""
    found: dict[int, list[str]] = {}
    rows = CitizenCorrection.objects.filter(citizen__in=citizens).exclude(former_lookup="")
    for citizen, lookup in rows.values_list("citizen_id", "former_lookup"):
        found.setdefault(citizen, []).append(lookup)
    return found


@dataclass(frozen=True)
class OtherNumbers:
    """The numbers by which a municipality's citizens are known besides the CPR number they have now.

    Attributes:
        now: a CPR number that was the citizen's before -> the one they have now.
        cpr_sealed: case number -> the sealed CPR number they have now, and its place.
    """

    now: dict[str, str]
    cpr_sealed: dict[str, tuple[str, str]]

    def cpr_of(self, identity: Identity) -> str:
        """The CPR number that the person of a row has now; "" where none is known."""
        if identity.cpr:
            return self.now.get(identity.cpr, identity.cpr)
        sealed = self.cpr_sealed.get(identity.case_number)
        return unseal(*sealed) if sealed else ""


def other_numbers(organisation: str) -> OtherNumbers:
    """What the municipality's citizens are and were known by."""
    now = {}
    changes = CitizenCorrection.objects.filter(citizen__organisation=organisation).exclude(former_lookup="")
    for one in changes.select_related("citizen"):
        before = json.loads(unseal(one.before_sealed, one.place))["cpr"]
        cpr = unseal(one.citizen.cpr_sealed, one.citizen.place)
        if before != cpr:
            now[before] = cpr
    both = Citizen.objects.filter(organisation=organisation).exclude(cpr_lookup="").exclude(case_number="")
    return OtherNumbers(now, {one.case_number: (one.cpr_sealed, one.place) for one in both})


def find_citizen(identity: Identity, organisation: str) -> Citizen | None:
    """The municipality's citizen with the CPR number or the case number, or None.

    Raises:
        InputRefused: the two numbers belong to two citizens.
    """
    own = Citizen.objects.filter(organisation=organisation)
    by_cpr = own.filter(has_cpr(identity.cpr)).first() if identity.cpr else None
    by_number = own.filter(case_number=identity.case_number).first() if identity.case_number else None
    found = by_cpr or by_number
    if found is None:
        return None
    other_number = by_cpr and identity.case_number and by_cpr.case_number not in ("", identity.case_number)
    other_cpr = by_number and identity.cpr and by_number.cpr_lookup and by_number != by_cpr
    if (by_cpr and by_number and by_cpr.pk != by_number.pk) or other_number or other_cpr:
        raise InputRefused(
            _("CPR-nummeret og sagsnummeret hører til hver sin borger."),
            remedy=_(
                "Se numrene efter i sagen. Har borgeren fået nyt CPR-nummer, så skriv det på borgerens side."
            ),
        )
    return found


def citizen_of(*, identity: Identity, organisation: str, by: Actor) -> Citizen:
    """The citizen, written in when the municipality does not have them yet.

    Raises:
        InputRefused: nobody is named, or the two numbers belong to two citizens.
    """
    if not (identity.cpr or identity.case_number):
        raise InputRefused(_("Skriv borgerens CPR-nummer eller sagens nummer i fagsystemet."))
    found = find_citizen(identity, organisation)
    if found is None:
        return add_citizen(identity=identity, organisation=organisation, by=by)
    lacks_cpr = identity.cpr and not found.cpr_lookup
    lacks_number = identity.case_number and not found.case_number
    if lacks_cpr or lacks_number:
        return complete_citizen(citizen=found, identity=identity, by=by)
    return found


@action(needs=Permission.RECORD_USE, of="organisation")
def add_citizen(*, identity: Identity, organisation: str, by: Actor) -> Citizen:
    """Write in a citizen the municipality does not have yet."""
    citizen = Citizen(organisation=organisation, made_at=clock.now())
    _fill(citizen, identity)
    citizen.save(force_insert=True)
    record("citizen.added", by=by, subject=citizen, organisation=organisation)
    return citizen


@action(needs=Permission.RECORD_USE, of="citizen.organisation")
def complete_citizen(*, citizen: Citizen, identity: Identity, by: Actor) -> Citizen:
    """Add the number that a citizen lacked; one that is there is not changed."""
    _fill(citizen, identity)
    citizen.save(update_fields=["cpr_sealed", "cpr_lookup", "case_number"])
    record("citizen.completed", by=by, subject=citizen, organisation=citizen.organisation)
    return citizen


def _fill(citizen: Citizen, identity: Identity) -> None:
    if identity.cpr and not citizen.cpr_lookup:
        citizen.cpr_sealed, citizen.cpr_lookup = seal(identity.cpr, citizen.place), lookup_key(identity.cpr)
    citizen.case_number = citizen.case_number or identity.case_number


@action(needs=(Permission.RECORD_USE, Permission.LEAD_USES), of="citizen.organisation")
def show_cpr(*, citizen: Citizen, by: Actor) -> str:
    """The number in clear, for one who may see it; "" when only a case number is known."""
    record("citizen.shown", by=by, subject=f"citizen:{citizen.reference}", organisation=citizen.organisation)
    return unseal(citizen.cpr_sealed, citizen.place) if citizen.cpr_sealed else ""


@action(needs=READERS, of="organisation")
def note_search(*, organisation: str, found: int, by: Actor) -> None:
    """Somebody looked for a citizen. What they looked for is not kept."""
    record(
        "citizen.searched", by=by, subject="uses.citizen", organisation=organisation, details={"found": found}
    )


def has_consented(citizen: Citizen, slug: str, part: str) -> bool:
    """Whether the citizen's latest yes or no is a yes."""
    answers = CitizenChoice.objects.filter(citizen=citizen, slug=slug, part=part).exclude(
        kind=ChoiceKind.INFORMED
    )
    last = answers.order_by("chosen_on", "pk").last()
    return last is not None and last.kind == ChoiceKind.CONSENTED


def give_text(case: AssessedCase, organisation: str) -> InformationText:
    """What the citizen is told now, kept word for word; the same words are kept once."""
    text = letter_text(case.experiment, case.part, organisation)
    sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
    made, _new = InformationText.objects.get_or_create(
        sha256=sha256,
        defaults={
            "slug": case.experiment.slug,
            "part": case.part.slug if case.part else "",
            "definition_number": case.version.number,
            "text": text,
            "first_used_at": clock.now(),
        },
    )
    return made
