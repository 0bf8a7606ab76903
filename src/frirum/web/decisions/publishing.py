"""Writes that bring a decision out: a second reader, publication under the lock, corrections."""

from __future__ import annotations

import datetime as dt
from typing import Any

from frirum.core.decisions.words import departure_text, lack_text
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.language import language
from frirum.core.locking.chain import LOCK
from frirum.web import clock
from frirum.web.decisions import handing_over
from frirum.web.decisions.actions import Details, clean, fresh, note, refuse_unless_draft
from frirum.web.decisions.fields import CORRECTABLE, field_label
from frirum.web.decisions.locking import DECISION
from frirum.web.decisions.models import DecisionErratum, DecisionRecord, DecisionState
from frirum.web.decisions.reading import beside, texts_of
from frirum.web.locking.writing import chain_amendment, mail_receipt, make_lock
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, record

# ---- a second reader ----


@action(needs=Permission.DECIDE, of="decision.organisation")
def submit_decision(*, decision: DecisionRecord, by: Actor) -> DecisionRecord:
    """Send the draft to somebody who has not written in it.

    Raises:
        NotAllowed: it is no draft.
        InputRefused: it lacks something; every lack is named.
    """
    decision = fresh(decision)
    refuse_unless_draft(decision)
    missing = beside(decision).lacks
    if missing:
        raise InputRefused(
            _("Der mangler noget: {what}").format(what=" ".join(lack_text(one) for one in missing))
        )
    decision.state = DecisionState.REVIEW
    decision.save()
    note("decision.submitted", decision, by)
    handing_over.asked_to_read(decision, by=by)
    return decision


@action(needs=Permission.DECIDE, of="decision.organisation")
def approve_decision(*, decision: DecisionRecord, by: Actor) -> DecisionRecord:
    """The second reader agrees.

    Raises:
        NotAllowed: it is not sent for reading, or the person has written in it.
    """
    decision = _read_by_another(decision, by)
    decision.state = DecisionState.APPROVED
    decision.approved_by, decision.approved_at = by.trail_reference, clock.now()
    decision.save()
    note("decision.approved", decision, by)
    handing_over.read_and_approved(decision, by=by)
    return decision


@action(needs=Permission.DECIDE, of="decision.organisation")
def send_decision_back(*, decision: DecisionRecord, reason: str, by: Actor) -> DecisionRecord:
    """The second reader sends it back with a reason.

    Raises:
        NotAllowed: as `approve_decision`.
        InputRefused: no reason.
    """
    if not reason.strip():
        raise InputRefused(_("Skriv, hvad der skal ændres."))
    decision = _read_by_another(decision, by)
    decision.state, decision.sent_back = DecisionState.DRAFT, clean(reason)
    decision.save()
    note("decision.sent_back", decision, by)
    handing_over.came_back(decision, by=by)
    return decision


def _read_by_another(decision: DecisionRecord, by: Actor) -> DecisionRecord:
    decision = fresh(decision)
    if decision.state != DecisionState.REVIEW:
        raise NotAllowed(_("Beslutningen er ikke sendt til anden læsning."))
    if is_among(by, decision.writers):
        raise NotAllowed(
            _("Den, der selv har skrevet i beslutningen, kan ikke være den anden læser."),
            remedy=_("Bed en kollega med samme rolle om at læse den."),
        )
    return decision


@action(needs=Permission.DECIDE, of="decision.organisation")
def take_back_decision(*, decision: DecisionRecord, by: Actor) -> DecisionRecord:
    """Back to draft from review or approval; what was approved has to be read again.

    Raises:
        NotAllowed: it is a draft already, or published.
    """
    decision = fresh(decision)
    if decision.state not in (DecisionState.REVIEW, DecisionState.APPROVED):
        raise NotAllowed(_("Kun det, der er til læsning eller godkendt, kan hentes tilbage."))
    decision.state, decision.approved_by, decision.approved_at = DecisionState.DRAFT, "", None
    decision.save()
    note("decision.taken_back", decision, by)
    return decision


@action(needs=Permission.DECIDE, of="decision.organisation")
def discard_decision(*, decision: DecisionRecord, by: Actor) -> None:
    """Delete a draft that nobody has sent for reading; that it was there stays in the trail.

    Raises:
        NotAllowed: it is no draft.
    """
    decision = fresh(decision)
    refuse_unless_draft(decision)
    for one in (*decision.claims.all(), *decision.authorities.all()):
        record("decision.part_deleted", by=by, subject=one, organisation=decision.organisation, deleted=True)
        one.delete()
    record(
        "decision.discarded",
        by=by,
        subject=decision,
        organisation=decision.organisation,
        details={"slug": decision.slug},
        deleted=True,
    )
    decision.delete()


# ---- in public ----


@action(needs=Permission.DECIDE, of="decision.organisation")
def publish_decision(
    *, decision: DecisionRecord, public_from: dt.datetime | None, by: User
) -> DecisionRecord:
    """Lock the decision. Others see it from `public_from`, or at once; the receipt is mailed to the person.

    Raises:
        NotAllowed: nobody has approved it, it is published already, or an authority has not agreed.
        InputRefused: no day it was decided, one that lies ahead, or an embargo that is over.
    """
    decision = fresh(decision)
    _refuse_unready(decision, public_from)
    now = clock.now().replace(microsecond=0)
    decision.state, decision.published_by, decision.published_at = (
        DecisionState.PUBLISHED,
        by.trail_reference,
        now,
    )
    decision.public_from = public_from.replace(second=0, microsecond=0) if public_from else now
    decision.save()
    parts: list[Any] = [*decision.claims.all(), *decision.authorities.all()]
    for one in parts:
        one.locked = True
        one.save()
    # The departures as they were then: later decisions and findings would change what a reader sees beside it.
    with language("da"):
        said = [departure_text(one) for one in beside(decision).departures]
    lock = make_lock(DECISION, decision, by=by, after_outcomes=True, also={"departures": said})
    details: Details = {"number": LOCK, "sha256": lock.sha256}
    note("decision.locked", decision, by, details, also=[lock, *parts])
    mail_receipt(DECISION, decision, LOCK, by)
    return decision


def _refuse_unready(decision: DecisionRecord, public_from: dt.datetime | None) -> None:
    if decision.is_locked:
        raise NotAllowed(_("Beslutningen er allerede offentliggjort."))
    if decision.state != DecisionState.APPROVED:
        raise NotAllowed(
            _("Beslutningen er ikke godkendt af en anden læser."), remedy=_("Send den til anden læsning.")
        )
    waiting = decision.authorities.filter(agreed_on__isnull=True).values_list("name", flat=True)
    if waiting:
        raise NotAllowed(
            _("Tilslutning mangler fra: {names}.").format(names=", ".join(waiting)),
            remedy=_("Notér, hvornår og hvor hver myndighed har tilsluttet sig."),
        )
    if decision.decided_on is None or decision.decided_on > clock.today():
        raise InputRefused(_("Skriv den dag, beslutningen er truffet; den kan ikke ligge ude i fremtiden."))
    if public_from is not None and public_from <= clock.now():
        raise InputRefused(
            _("Tidspunktet for offentliggørelsen er passeret."),
            remedy=_("Lad feltet stå tomt, eller vælg et senere."),
        )


@action(needs=Permission.DECIDE, of="decision.organisation")
def correct_decision(
    *, decision: DecisionRecord, field: str, text: str, reason: str, by: User
) -> DecisionErratum:
    """An erratum: a numbered correction of a text, which tells those who subscribe. What was published stays.

    Raises:
        NotAllowed: it is not published.
        InputRefused: no such text, no reason, nothing changed, or an empty title, possibility or basis.
    """
    decision = fresh(decision)
    if not decision.is_locked:
        raise NotAllowed(_("Kun en offentliggjort beslutning rettes sådan."), remedy=_("Skriv i kladden."))
    if field not in CORRECTABLE:
        raise InputRefused(
            _("Udfald, grunde og dage rettes ikke: en anden afgørelse er en ny beslutning."),
            remedy=_("Begynd en ny beslutning om forsøget."),
        )
    plain = clean(text)
    if not plain and field in ("title", "possibilities", "basis"):
        raise InputRefused(_("Feltet »{field}« kan ikke være tomt.").format(field=field_label(field)))
    if texts_of(decision)[field] == plain:
        raise InputRefused(_("Teksten er den samme som før."))
    made = DecisionErratum(
        decision=decision, field=field, text=plain, reason=reason, major=False, after_outcomes=True
    )
    chain_amendment(DECISION, made, by=by)
    details: Details = {"number": made.number, "major": False, "sha256": made.sha256}
    record(
        "decision.amended",
        by=by,
        subject=decision,
        organisation=decision.organisation,
        fields=(field,),
        details={"slug": decision.slug, **details},
        also=[made],
    )
    mail_receipt(DECISION, decision, made.number, by)
    return made
