"""Writes on a draft: begin, save, name claims and authorities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from frirum.core.catalogue.history import DecisionOutcome, DecisionReason
from frirum.core.decisions.basis import ClaimRole
from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.decisions.models import DecidingAuthority, DecisionClaim, DecisionRecord
from frirum.web.decisions.reading import known_claims
from frirum.web.experiments.definitions import current_catalogue, latest_version
from frirum.web.organisations.names import organisation_name
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK

LONGEST_TEXT = 10_000
TEXTS = ("title", "case_number", "possibilities", "basis", "conditions", "answer")
DAYS = ("decided_on", "extended_until", "sunset", "next_look")
Details = dict[str, str | int | bool | None]


@action(needs=Permission.DECIDE, of="organisation")
def begin_decision(*, slug: str, part: str, organisation: str, by: Actor) -> DecisionRecord:
    """A draft on an experiment or a part of it, with what the definition says it made possible.

    Raises:
        UsageError: no such experiment or part.
    """
    experiment, version = current_catalogue().experiment(slug), latest_version(slug)
    if version is None or (part and experiment.part(part) is None):
        raise UsageError(_("Forsøget har ikke delen {part}.").format(part=part))
    found = experiment.part(part)
    decision = DecisionRecord.objects.create(
        organisation=organisation,
        slug=slug,
        part=part,
        definition_number=version.number,
        definition_sha256=version.sha256,
        title=found.title if found else experiment.short_title,
        possibilities=" ".join(
            one.derogation
            for one in experiment.provisions
            if not part or not one.part_slugs or part in one.part_slugs
        )[:LONGEST_TEXT],
        begun_by=by.trail_reference,
        begun_at=clock.now(),
        writers=[by.trail_reference],
    )
    # Where the sources name several authorities behind the experiment, each has to agree to what becomes of it.
    names = dict.fromkeys(name for event in experiment.events for name in event.decided_by)
    others = [
        DecidingAuthority.objects.create(decision=decision, name=name)
        for name in names
        if name != organisation_name(organisation)
    ]
    note("decision.begun", decision, by, also=others)
    return decision


def note(
    event: str, decision: DecisionRecord, by: Actor, details: Details | None = None, also: Sequence[Any] = ()
) -> None:
    """Record what was done to a decision."""
    record(
        event,
        by=by,
        subject=decision,
        organisation=decision.organisation,
        details={"slug": decision.slug, **(details or {})},
        also=also,
    )


def fresh(decision: DecisionRecord) -> DecisionRecord:
    """The decision as the database has it, held until the action ends."""
    hold(CASEWORK)
    return DecisionRecord.objects.get(pk=decision.pk)


def refuse_unless_draft(decision: DecisionRecord) -> None:
    """NotAllowed for what can no longer be written in."""
    if not decision.is_draft:
        raise NotAllowed(
            _("Beslutningen er ikke en kladde og kan ikke skrives i."),
            remedy=_("Hent den tilbage, eller ret den med en rettelse, hvis den er offentliggjort."),
        )


@action(needs=Permission.DECIDE, of="decision.organisation")
def save_decision(
    *,
    decision: DecisionRecord,
    texts: Mapping[str, str],
    days: Mapping[str, dt.date | None],
    outcomes: Sequence[str],
    reasons: Sequence[str],
    revision: int,
    by: Actor,
) -> DecisionRecord:
    """Keep what was written in a draft.

    Args:
        texts, days: field -> value; what is left out stays as it is.
        outcomes, reasons: all of them.
        revision: the one the writer began from.

    Raises:
        NotAllowed: it is no draft, or somebody else saved meanwhile. Nothing changed.
        InputRefused: an unknown outcome or reason, or a text that is too long.
    """
    decision = fresh(decision)
    refuse_unless_draft(decision)
    if decision.revision != revision:
        raise NotAllowed(
            _("Beslutningen er ændret af en anden, siden du åbnede den."),
            remedy=_("Kopiér din tekst, hent siden igen, og flet de to."),
        )
    new: dict[str, Any] = {
        **{name: clean(text) for name, text in texts.items() if name in TEXTS},
        **{name: day for name, day in days.items() if name in DAYS},
        "outcomes": _codes(outcomes, DecisionOutcome),
        "reasons": _codes(reasons, DecisionReason),
    }
    changed = [name for name, value in new.items() if getattr(decision, name) != value]
    if not changed:
        nothing_changed()
        return decision
    for name in changed:
        setattr(decision, name, new[name])
    _written(decision, by)
    record(
        "decision.saved",
        by=by,
        subject=decision,
        organisation=decision.organisation,
        fields=changed,
        details={"slug": decision.slug},
    )
    return decision


def _written(decision: DecisionRecord, by: Actor) -> None:
    decision.revision += 1
    decision.writers = sorted({*decision.writers, by.trail_reference})
    decision.sent_back = ""
    decision.save()


def clean(text: str) -> str:
    """A text as it is kept; InputRefused for one that is too long."""
    plain = text.replace("\r\n", "\n").strip()
    if len(plain) > LONGEST_TEXT:
        raise InputRefused(
            _("Teksten er på {n} tegn; der er plads til {most}.").format(n=len(plain), most=LONGEST_TEXT)
        )
    return plain


def _codes(given: Sequence[str], kind: type[DecisionOutcome] | type[DecisionReason]) -> list[str]:
    allowed = [one.value for one in kind]
    unknown = [one for one in given if one not in allowed]
    if unknown:
        raise InputRefused(_("{value} findes ikke.").format(value=unknown[0]), remedy=", ".join(allowed))
    return [one for one in allowed if one in given]


@action(needs=Permission.DECIDE, of="decision.organisation")
def name_claims(
    *, decision: DecisionRecord, roles: Mapping[str, ClaimRole], why: Mapping[str, str], by: Actor
) -> DecisionRecord:
    """Say which claims are relied on and which are overruled, with the reason; the others are not named.

    A claim is kept in the words and on the step it has now.

    Raises:
        NotAllowed: it is no draft.
        InputRefused: a claim that the experiment has not.
    """
    decision = fresh(decision)
    refuse_unless_draft(decision)
    known = {one.key: one for one in known_claims(decision.slug, decision.part)}
    if strangers := set(roles) - set(known):
        raise InputRefused(_("Forsøget har ikke udsagnet {key}.").format(key=min(strangers)))
    kept = {one.key: one for one in decision.claims.all()}
    dropped = [one for key, one in kept.items() if key not in roles]
    changed = []
    for key, role in roles.items():
        claim = known[key]
        row = kept.get(key) or DecisionClaim(decision=decision, key=key)
        row.text, row.step, row.finding = claim.text, int(claim.step), claim.finding or ""
        row.origin, row.source, row.part = claim.origin, claim.source, claim.part
        row.role, row.reason = role, clean(why.get(key, "")) if role is ClaimRole.OVERRULED else ""
        row.save()
        changed.append(row)
    _written(decision, by)
    details: Details = {
        "relied_on": sum(role is ClaimRole.RELIED_ON for role in roles.values()),
        "overruled": sum(role is ClaimRole.OVERRULED for role in roles.values()),
    }
    for one in dropped:
        record(
            "decision.claim_dropped",
            by=by,
            subject=one,
            organisation=decision.organisation,
            details={"slug": decision.slug},
            deleted=True,
        )
        one.delete()
    note("decision.claims_named", decision, by, details, also=changed)
    return decision


@action(needs=Permission.DECIDE, of="decision.organisation")
def set_authority(
    *,
    decision: DecisionRecord,
    name: str,
    agreed_on: dt.date | None,
    agreed_reference: str,
    by: Actor,
) -> DecidingAuthority:
    """Name an authority that decides with the own one, or note the day it agreed and where that is written.

    Raises:
        NotAllowed: it is published already.
        InputRefused: no name, a day ahead of today, or an agreement without a reference.
    """
    decision = fresh(decision)
    if decision.is_locked:
        raise NotAllowed(_("Beslutningen er offentliggjort og kan ikke ændres."))
    plain = " ".join(name.split())
    if not plain:
        raise InputRefused(_("Skriv myndighedens navn."))
    if agreed_on is not None and agreed_on > clock.today():
        raise InputRefused(_("Dagen for tilslutningen er ikke kommet endnu."))
    if agreed_on is not None and not agreed_reference.strip():
        raise InputRefused(_("Skriv, hvor tilslutningen står, fx et journalnummer."))
    found = decision.authorities.filter(name=plain).first()
    row = found or DecidingAuthority(decision=decision, name=plain)
    row.agreed_on, row.agreed_reference = agreed_on, agreed_reference.strip()
    row.save()
    note("decision.authority_set", decision, by, {"agreed": agreed_on is not None}, also=[row])
    return row
