"""Writes on the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frirum.core.disclosure.answers import Pair
from frirum.core.disclosure.identity import period_of
from frirum.core.disclosure.ledger import Release
from frirum.core.disclosure.ledger_files import as_document
from frirum.core.disclosure.merge import Counts
from frirum.core.disclosure.protected import Refusal
from frirum.core.disclosure.settings import HouseRules, Subject
from frirum.core.disclosure.table import Dimension
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.releases import handing_over
from frirum.web.releases.addressed import approvers_for
from frirum.web.releases.estimates import (
    KeptEstimate,
    estimates_digest,
    protected_now,
    released_estimate_values,
)
from frirum.web.releases.looser import previewed_rules, refuse_unless_looser, signed_rules
from frirum.web.releases.models import (
    LedgerEntry,
    Released,
    ReleaseRequest,
    RequestState,
    TableKind,
    TeamTable,
)
from frirum.web.releases.naming import names_of_request, remedy_of
from frirum.web.releases.tables import (
    count_values,
    digest,
    dimension_values,
    protect,
    released_values,
    spelling_of,
)
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.recording import action, hold, record
from frirum.web.trail.sealed import subject_of
from frirum.web.zones import STATISTICS, alias


@action(needs=Permission.ANALYSE, of="organisation", zone=STATISTICS)
def keep_table(
    *,
    title: str,
    measure: str,
    subject: Subject,
    run: str,
    synthetic: bool,
    dimensions: tuple[Dimension, ...],
    counts: Counts,
    population: Mapping[str, frozenset[str]],
    period: str,
    organisation: str,
    by: User,
) -> TeamTable:
    """Keep a table for its team. It is unreleased, and marked so wherever the team sees it.

    Args:
        run: the calculation or extract the counts come from; every figure can be walked back.
        period: the days counted over, as `identity.period_of` reads them.

    Raises:
        InputRefused: no title, measure or source, or a period that is no days.
        NotAllowed: the person does not analyse for the organisation.
    """
    if not all(text.strip() for text in (title, measure, run)):
        raise InputRefused(_("En tabel skal have titel, hvad der tælles, og kilde."))
    if period_of(period) is None:
        raise InputRefused(
            _("Perioden {period} kan ikke læses.").format(period=period),
            remedy=_("Skriv den som dage, en måned, et kvartal eller et år, fx 2027K1."),
        )
    table = TeamTable.objects.create(
        organisation=organisation,
        title=title.strip(),
        measure=spelling_of(measure),
        subject=subject,
        run=run.strip(),
        synthetic=synthetic,
        dimensions=[dimension_values(dimension) for dimension in dimensions],
        counts=count_values(counts),
        population={name: sorted(codes) for name, codes in population.items()},
        period=period.strip(),
        made_by=by.trail_reference,
        made_at=clock.now(),
    )
    details = {"table": str(table.reference)}
    record("release.table_kept", by=by, subject=table, organisation=organisation, details=details)
    return table


@action(needs=Permission.ANALYSE, of="organisation", zone=STATISTICS)
def keep_estimates(
    *,
    title: str,
    measure: str,
    subject: Subject,
    run: str,
    synthetic: bool,
    estimates: Sequence[KeptEstimate],
    period: str,
    organisation: str,
    by: User,
) -> TeamTable:
    """Keep the estimates of a run for its team, so that their release can be asked for.

    Args:
        run: code of the run; every figure can be walked back.
        estimates: one per question.
        period: what the run is about, in words; estimates are not compared by it.

    Raises:
        InputRefused: no title or source, or nothing to keep.
        NotAllowed: the person does not analyse for the organisation.
    """
    if not title.strip() or not run.strip() or not estimates:
        raise InputRefused(_("Der er intet svar at frigive."))
    table = TeamTable.objects.create(
        kind=TableKind.ESTIMATES,
        organisation=organisation,
        title=title.strip(),
        measure=measure,
        subject=subject,
        run=run.strip(),
        synthetic=synthetic,
        dimensions=[],
        counts=[one.as_dict() for one in estimates],
        population={},
        period=period.strip(),
        made_by=by.trail_reference,
        made_at=clock.now(),
    )
    details = {"table": str(table.reference)}
    record("release.table_kept", by=by, subject=table, organisation=organisation, details=details)
    return table


@action(needs=Permission.ANALYSE, of="table.organisation", zone=STATISTICS)
def request_release(
    *,
    table: TeamTable,
    purpose: str,
    recipient: str,
    public: bool,
    approver: str,
    names: Sequence[Pair] = (),
    looser: int | None = None,
    looser_reason: str = "",
    by: User,
) -> ReleaseRequest:
    """Ask that a table may leave its team.

    Args:
        purpose, recipient: what for and for whom; both are kept with the release.
        public: anybody may see it once released; else the organisation's own people.
        approver: key of the organisation whose people decide.
        names: what the team says of names that no release has; see `naming`.
        looser: a smaller threshold than the house's; asking for it is the first signature, with its reason.

    Raises:
        InputRefused: no purpose or recipient; a threshold that is not looser, under 3 or without a reason.
        NotAllowed: the person does not analyse for the organisation; the table waits already or is released, but for
            one that was let out to the organisation and is now asked for everybody; disclosure control lets nothing
            of it out; or nobody else there may approve it.
    """
    if not purpose.strip() or not recipient.strip():
        raise InputRefused(_("En frigivelse skal have et formål og en modtager."))
    if looser is not None:
        refuse_unless_looser(table, looser, looser_reason)
    if approver not in dict(approvers_for(table, by)):
        raise NotAllowed(
            _("Der er ingen anden i den organisation, der kan godkende tabellen."),
            remedy=_("Vælg en anden, eller bed en administrator give en kollega rollen Godkender."),
        )
    hold(STATISTICS)
    # What was let out to one organisation can be let out to everybody, and not the other way.
    if table.requests.exclude(state=RequestState.DECLINED).exclude(
        public=False, state=RequestState.APPROVED
    ).exists() or (not public and table.requests.exclude(state=RequestState.DECLINED).exists()):
        raise NotAllowed(_("Tabellen er allerede frigivet eller venter på godkendelse."))
    made = ReleaseRequest(
        organisation=table.organisation,
        table=table,
        author=table.made_by,
        purpose=purpose.strip(),
        recipient=recipient.strip(),
        public=public,
        approver=approver,
        names=[list(pair) for pair in names],
        looser=looser,
        looser_by="" if looser is None else by.name,
        looser_reason="" if looser is None else looser_reason.strip(),
        requested_by=by.trail_reference,
        requested_at=clock.now(),
    )
    _outcome(made, previewed_rules(made))
    made.save()
    details = {"table": str(table.reference), "request": str(made.reference), "approver": approver}
    record("release.requested", by=by, subject=made, organisation=table.organisation, details=details)
    handing_over.release_asked(made, by=by)
    return made


@dataclass(frozen=True)
class _Outcome:
    """What a request would let out: its hash, its values, and the ledger after it."""

    digest: str
    content: dict[str, Any]
    releases: Sequence[Release]


def _outcome(request: ReleaseRequest, rules: HouseRules) -> _Outcome:
    """What the request lets out as things stand.

    Raises:
        NotAllowed: nothing of it may leave.
    """
    table = request.table
    if table.has_estimates:
        # What is held back is held back; that it was, and the verdict, may always be told.
        estimates, _held = protected_now(table)
        return _Outcome(estimates_digest(table, estimates), released_estimate_values(table, estimates), ())
    answer = protect(table, rules, names_of_request(request))
    if isinstance(answer, Refusal):
        raise NotAllowed(answer.text, remedy=remedy_of(answer))
    protected, ledger = answer
    return _Outcome(digest(protected), released_values(protected, table.period), ledger.releases)


@action(needs=Permission.APPROVE_RELEASE, of="request.approver", zone=STATISTICS)
def note_seen(*, request: ReleaseRequest, outcome: str, by: User) -> None:
    """The second person looked at the true counts, and at what would leave.

    Args:
        outcome: `tables.digest` of the table as it would leave; "" where nothing may.
    """
    details = {"request": str(request.reference), "outcome": outcome}
    record("release.seen", by=by, subject=request, organisation=request.organisation, details=details)


@action(needs=Permission.APPROVE_RELEASE, of="request.approver", zone=STATISTICS)
def approve(*, request: ReleaseRequest, reason: str = "", by: User) -> Released:
    """Let the table out, protected against everything released until now.

    Args:
        reason: why a looser threshold is justified, where one was asked for: the second signature.

    Raises:
        InputRefused: a looser threshold without the second person's reason.
        NotAllowed: decided already, the person made or asked for it himself, may not approve here or has not seen
            the true counts beside what now leaves, or earlier releases have come so close that nothing of it can be
            shown any more. Nothing changed.
    """
    request = _undecided(request, by)
    rules = signed_rules(request, second=by, reason=reason)
    outcome = _outcome(request, rules)
    _refuse_unseen(request, outcome.digest, by)
    entries = _enter(outcome.releases)
    request.second_reason = reason.strip() if request.looser is not None else ""
    _decide(request, RequestState.APPROVED, by)
    released = Released.objects.create(
        organisation=request.organisation,
        code=_next_code(),
        request=request,
        title=request.table.title,
        run=request.table.run,
        synthetic=request.table.synthetic,
        public=request.public,
        content=outcome.content,
        released_at=clock.now(),
    )
    details = {"table": str(request.table.reference), "release": released.code}
    record(
        "release.approved", by=by, subject=released, organisation=request.organisation, details=details,
        also=[request, *entries],
    )  # fmt: skip
    handing_over.release_answered(request, by=by)
    return released


def _refuse_unseen(request: ReleaseRequest, outcome: str, by: User) -> None:
    """Refuse where this person has not looked, or something was released since and the outcome is another now."""
    seen = TrailEvent.objects.using(alias(STATISTICS)).filter(
        event="release.seen", actor=by.trail_reference, subject=subject_of(request)
    )
    if not any(event.details["outcome"] == outcome for event in seen):
        raise NotAllowed(
            _("Du har ikke set tallene, som de vil blive frigivet nu."),
            remedy=_("Se på anmodningen igen, og godkend den derefter."),
        )


@action(needs=Permission.APPROVE_RELEASE, of="request.approver", zone=STATISTICS)
def decline(*, request: ReleaseRequest, answer: str, by: User) -> ReleaseRequest:
    """Say no, with a reason the team can act on.

    Raises:
        InputRefused: no reason.
        NotAllowed: as `approve`.
    """
    if not answer.strip():
        raise InputRefused(_("Skriv, hvorfor tabellen ikke kan frigives."))
    request = _undecided(request, by)
    _decide(request, RequestState.DECLINED, by, answer.strip())
    details = {"request": str(request.reference)}
    record("release.declined", by=by, subject=request, organisation=request.organisation, details=details)
    handing_over.release_answered(request, by=by)
    return request


def _undecided(request: ReleaseRequest, by: User) -> ReleaseRequest:
    """The request as the database has it, held; refused where this person may not decide it."""
    hold(STATISTICS)
    request = ReleaseRequest.objects.select_related("table").get(pk=request.pk)
    if request.state != RequestState.REQUESTED:
        raise NotAllowed(_("Anmodningen er allerede afgjort."))
    if is_among(by, (request.author, request.requested_by)):
        raise NotAllowed(
            _("Den, der har lavet tabellen eller bedt om frigivelsen, kan ikke selv frigive den."),
            remedy=_("Bed en anden med rollen Godkender eller Evaluator om at se på den."),
        )
    return request


def _decide(request: ReleaseRequest, state: RequestState, by: User, answer: str = "") -> None:
    request.state, request.decided_by, request.decided_at = state, by.trail_reference, clock.now()
    request.answer = answer
    request.save()


def _enter(releases: Sequence[Release]) -> list[LedgerEntry]:
    """The entries that the ledger of counts did not hold yet; estimates are remembered by their releases."""
    held = LedgerEntry.objects.count()
    return [
        LedgerEntry.objects.create(number=entry.number, content=as_document(entry))
        for entry in releases[held:]
    ]


def _next_code() -> str:
    year = clock.today().year
    # All organisations of the installation share one row of numbers; this counts, and shows nothing of, others' rows.
    taken = Released._base_manager.filter(code__startswith=f"F-{year}-").count()
    return f"F-{year}-{taken + 1:03d}"
