"""Writes around a round: a second opinion, questions to somebody, what the staff is told, what a working group sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.audits.actions import Details, grounds_over, refuse_held, written_over
from frirum.web.audits.handing_over import asked_about, fed_back
from frirum.web.audits.models import (
    AuditCase,
    AuditQuery,
    AuditRound,
    QueryLine,
    QueryState,
    RoundFeedback,
    SecondReview,
    StockTake,
)
from frirum.web.audits.people import has_query, may_be_told_each, people_for_queries
from frirum.web.audits.reviewing import asked_by_second, told_by
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.uses.identities import refuse_cpr
from frirum.web.zones import CASEWORK


@action(needs=Permission.AUDIT_CASES, of="case.round.organisation")
def save_second(
    *,
    case: AuditCase,
    written: Mapping[str, str],
    grounds: Mapping[str, Mapping[str, str]],
    revision: int,
    by: Actor,
) -> SecondReview:
    """Keep what another person answers in a case, blind to the first answers.

    Args:
        written, grounds, revision: as `save_case`.

    Raises:
        NotAllowed: the round is held, the case takes no second reviewer, this person reviewed it first, or it was saved
            from another window meanwhile.
        InputRefused: as `save_case`.
    """
    hold(CASEWORK)
    case = AuditCase.objects.select_related("round", "use").get(pk=case.pk)
    refuse_held(case.round)
    asked = {one.id: one for one in asked_by_second(case)}
    if not asked:
        raise NotAllowed(_("Sagen skal ikke bedømmes af en anden."), remedy=_("Gå tilbage til runden."))
    if is_among(by, [case.reviewed_by]):
        raise NotAllowed(
            _("Du har selv bedømt sagen først."),
            remedy=_("Lad en anden kollega bedømme den uden at se dine svar."),
        )
    found = case.seconds.filter(reviewed_by=by.trail_reference).first()
    if (found.revision if found else 0) != revision:
        raise NotAllowed(
            _("Sagen er ændret i et andet vindue, siden du åbnede den."),
            remedy=_("Skriv dine svar ned, hent siden igen, og ret det, der mangler."),
        )
    found = found or SecondReview(case=case, reviewed_by=by.trail_reference)
    answers = written_over(found.answers, written, asked)
    told = grounds_over(found.grounds, grounds, asked)
    if found.pk and (answers, told) == (found.answers, found.grounds):
        nothing_changed()
        return found
    found.answers, found.grounds, found.revision = answers, told, revision + 1
    found.reviewed_at = clock.now()
    found.save()
    details: Details = {"slug": case.round.slug, "number": case.number}
    record("audit.second", by=by, subject=found, organisation=case.round.organisation, details=details)
    return found


@action(needs=Permission.AUDIT_CASES, of="case.round.organisation")
def ask_about_case(
    *, case: AuditCase, question: str, text: str, owner: str, due_on: dt.date, by: Actor
) -> AuditQuery:
    """Ask somebody of the municipality about a case.

    Args:
        question: id of the audit's question it is about, or "".
        owner: trail reference of the one whose turn it is.

    Raises:
        InputRefused: no text, somebody who has nothing to do with cases here, or a day that is over.
    """
    organisation = case.round.organisation
    _refuse_text(text)
    if owner not in {one.trail_reference for one in people_for_queries(organisation)}:
        raise InputRefused(
            _("Vælg, hvem der skal svare."), remedy=_("Vælg en rådgiver eller leder i kommunen.")
        )
    if due_on < clock.today():
        raise InputRefused(_("Fristen er overskredet på forhånd."), remedy=_("Vælg en dag fra i dag."))
    made = AuditQuery.objects.create(
        organisation=organisation,
        case=case,
        question=question,
        owner=owner,
        due_on=due_on,
        opened_by=by.trail_reference,
        opened_at=clock.now(),
    )
    asked_about(_line(made, text, by), by=by)
    details: Details = {"slug": case.round.slug, "number": case.number}
    record("audit.query_opened", by=by, subject=made, organisation=organisation, details=details)
    return made


@action(needs=(Permission.AUDIT_CASES, Permission.RECORD_USE), of="query.organisation", own=has_query)
def answer_query(*, query: AuditQuery, text: str, by: Actor) -> AuditQuery:
    """Write a line: the owner's is an answer, anybody else's opens the question again.

    Raises:
        InputRefused: no text, or one with something shaped like a CPR number.
    """
    _refuse_text(text)
    hold(CASEWORK)
    query = AuditQuery.objects.select_related("case__round").get(pk=query.pk)
    asked_about(_line(query, text, by), by=by)
    query.state = QueryState.ANSWERED if by.trail_reference == query.owner else QueryState.OPEN
    query.save(update_fields=["state"])
    details: Details = {"slug": query.case.round.slug, "number": query.case.number}
    record("audit.query_answered", by=by, subject=query, organisation=query.organisation, details=details)
    return query


@action(needs=Permission.AUDIT_CASES, of="query.organisation")
def close_query(*, query: AuditQuery, by: Actor) -> AuditQuery:
    """The one who asks is content. A line written later opens it again."""
    hold(CASEWORK)
    query = AuditQuery.objects.select_related("case__round").get(pk=query.pk)
    if query.state == QueryState.CLOSED:
        nothing_changed()
        return query
    query.state = QueryState.CLOSED
    query.save(update_fields=["state"])
    details: Details = {"slug": query.case.round.slug, "number": query.case.number}
    record("audit.query_closed", by=by, subject=query, organisation=query.organisation, details=details)
    return query


def _line(query: AuditQuery, text: str, by: Actor) -> QueryLine:
    return QueryLine.objects.create(
        query=query, text=text.strip(), written_by=by.trail_reference, written_at=clock.now()
    )


def _refuse_text(text: str) -> None:
    if not text.strip():
        raise InputRefused(_("Der står ikke noget."), remedy=_("Skriv, hvad du vil vide eller svare."))
    refuse_cpr(text)


@action(needs=Permission.LEAD_USES, of="round_.organisation")
def give_feedback(*, round_: AuditRound, text: str, by: Actor) -> RoundFeedback:
    """Feed a held round back to those the definition names; see `told_by`.

    Each is told of the own cases only where the staff was told of such feedback before the round was opened.

    Raises:
        NotAllowed: the round is not held, was fed back before, or nobody could be told of it.
        InputRefused: no text.
    """
    hold(CASEWORK)
    round_ = AuditRound.objects.get(pk=round_.pk)
    if not round_.is_held:
        raise NotAllowed(_("Runden er ikke afholdt endnu."), remedy=_("Afslut runden først."))
    if RoundFeedback.objects.filter(round=round_).exists():
        raise NotAllowed(_("Runden er meldt tilbage."), remedy=_("Se tilbagemeldingen på rundens side."))
    _refuse_text(text)
    told = told_by(round_)
    individually = told.each and may_be_told_each(round_)
    if not (individually or told.group or told.others):
        raise NotAllowed(
            _("Definitionen melder kun tilbage til den enkelte, og det kan ikke ske i denne runde."),
            remedy=_("Notér, at medarbejderne er orienteret, før næste runde åbnes med sager i systemet."),
        )
    made = RoundFeedback.objects.create(
        organisation=round_.organisation,
        round=round_,
        text=text.strip(),
        individually=individually,
        given_by=by.trail_reference,
        given_at=clock.now(),
    )
    details: Details = {"slug": round_.slug, "individually": made.individually}
    record("audit.fed_back", by=by, subject=made, organisation=round_.organisation, details=details)
    fed_back(made, by=by)
    return made


@action(needs=(Permission.AUDIT_CASES, Permission.RUN_SURVEYS), of="organisation")
def take_stock(
    *,
    slug: str,
    organisation: str,
    held_on: dt.date,
    participants: str,
    rests_on: Sequence[str],
    seen: str,
    adjustment: str,
    by: Actor,
) -> StockTake:
    """Record what a working group made of the audits and surveys so far.

    Args:
        participants: by role, not by name.
        rests_on: what was before the group, as "tilsyn:REFERENCE" and "runde:REFERENCE".
        adjustment: what is to be changed in the experiment or its design; "" for nothing.

    Raises:
        InputRefused: a day to come, nobody took part, or nothing was seen.
    """
    if held_on > clock.today():
        raise InputRefused(_("Dagen er ikke kommet endnu."), remedy=_("Notér status, når mødet er holdt."))
    for text in (participants, seen):
        _refuse_text(text)
    refuse_cpr(adjustment)
    made = StockTake.objects.create(
        slug=slug,
        organisation=organisation,
        held_on=held_on,
        participants=participants.strip(),
        rests_on=list(rests_on),
        seen=seen.strip(),
        adjusts=bool(adjustment.strip()),
        adjustment=adjustment.strip(),
        recorded_by=by.trail_reference,
        recorded_at=clock.now(),
    )
    details: Details = {"slug": slug, "adjusts": made.adjusts}
    record("audit.stock_taken", by=by, subject=made, organisation=organisation, details=details)
    return made
