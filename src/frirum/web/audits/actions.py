"""Writes on rounds of audits."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.instruments.audit_sample import ListedCase, drawing_order
from frirum.core.instruments.questions import AnswerFault, AskedQuestion
from frirum.core.instruments.words import answer_fault
from frirum.core.language import gettext as _
from frirum.core.language import ngettext
from frirum.web import clock
from frirum.web.audits.models import AuditCase, AuditRound, DropReason, RoundState
from frirum.web.audits.reviewing import (
    definition_of,
    found,
    frame_file,
    instruments_of,
    lacking,
    proof_text,
    questions_of,
    sha256,
    stored,
)
from frirum.web.experiments.definitions import current_catalogue, latest_version
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.uses.models import Use, UseState
from frirum.web.zones import CASEWORK

Details = dict[str, str | int | bool | None]


@action(needs=Permission.AUDIT_CASES, of="organisation")
def open_round(
    *,
    slug: str,
    instrument: str,
    round_: str,
    organisation: str,
    first_day: dt.date,
    last_day: dt.date,
    n: int | None,
    seed: int | None,
    by: Actor,
) -> AuditRound:
    """Open a round: the uses that began on these days are listed, and cases drawn from the list.

    Args:
        round_: the definition's id of the round, or "".
        n, seed: cases to draw by the published rule, and its seed; both None for all cases.

    Raises:
        UsageError: the definition has no such audit, or only one of `n` and `seed`.
        InputRefused: no use began on these days, or fewer than `n`.
    """
    version = latest_version(slug)
    experiment = current_catalogue().experiments.get(slug)
    if (
        version is None
        or experiment is None
        or instrument not in [one.id for one in instruments_of(experiment)]
    ):
        raise UsageError(_("Forsøget har ikke det tilsyn."), remedy=_("Vælg et tilsyn på listen."))
    if (n is None) != (seed is None):
        raise UsageError(
            _("Et udtræk kræver både antal og frø."),
            remedy=_("Skriv både antal og frø, eller ingen af dem for alle sager."),
        )
    hold(CASEWORK)
    uses = {
        str(use.reference): use
        for use in Use.objects.filter(
            slug=slug,
            organisation=organisation,
            state=UseState.RECORDED,
            begun_on__range=(first_day, last_day),
        )
    }
    frame = sorted(uses)
    if not frame or (n or 0) > len(frame):
        raise InputRefused(
            ngettext(
                "Der er {size} registreret brug i perioden.",
                "Der er {size} registrerede brug i perioden.",
                len(frame),
            ).format(size=len(frame)),
            remedy=_("Vælg en anden periode eller et mindre antal."),
        )
    drawn = frame
    if seed is not None:
        order = drawing_order([ListedCase(organisation, one) for one in frame], seed)
        drawn = [case.id for case in order[:n]]
    made = AuditRound.objects.create(
        slug=slug,
        definition_number=version.number,
        definition_sha256=version.sha256,
        instrument=instrument,
        round=round_,
        organisation=organisation,
        first_day=first_day,
        last_day=last_day,
        n=n,
        seed=seed,
        frame=frame,
        frame_sha256=hashlib.sha256(frame_file(organisation, frame)).hexdigest(),
        opened_by=by.trail_reference,
        opened_at=clock.now(),
    )
    cases = [
        AuditCase.objects.create(round=made, number=number, use=uses[reference])
        for number, reference in enumerate(drawn, start=1)
    ]
    details: Details = {"slug": slug, "count": len(cases)}
    record("audit.opened", by=by, subject=made, organisation=organisation, details=details, also=cases)
    return made


def _fresh(case: AuditCase) -> AuditCase:
    hold(CASEWORK)
    return AuditCase.objects.select_related("round", "use").get(pk=case.pk)


@action(needs=Permission.AUDIT_CASES, of="case.round.organisation")
def save_case(
    *, case: AuditCase, written: Mapping[str, str], dropped: str, revision: int, by: Actor
) -> AuditCase:
    """Keep what was answered in a case.

    Args:
        written: question id -> the option's words, or what was typed; "" takes the answer away. What is left out stays.
        dropped: why the case cannot be reviewed, or "".
        revision: the revision that the writer began from.

    Raises:
        NotAllowed: the round is held, or the case was saved by somebody else meanwhile. Nothing changed.
        InputRefused: what was written is no answer to its question, or an unknown question or reason.
    """
    case = _fresh(case)
    if case.round.is_held:
        raise NotAllowed(
            _("Runden er afholdt og kan ikke ændres."),
            remedy=_("Åbn en ny runde, hvis sagerne skal ses igen."),
        )
    if case.revision != revision:
        raise NotAllowed(
            _("Sagen er ændret af en anden, siden du åbnede den."),
            remedy=_("Skriv dine svar ned, hent siden igen, og ret det, der mangler."),
        )
    if dropped and dropped not in DropReason.values:
        raise InputRefused(_("Grunden er ikke på listen."), remedy=_("Vælg en grund på listen."))
    answers = dict(case.answers)
    asked = {one.id: one for one in questions_of(definition_of(case.round), case.round.instrument)}
    for key, text in written.items():
        if key not in asked:
            raise InputRefused(_("Tilsynet har ikke spørgsmålet {key}.").format(key=key))
        answers.pop(key, None)
        if text.strip():
            answers[key] = _read(asked[key], text)
    if (answers, dropped) == (case.answers, case.dropped):
        nothing_changed()
        return case
    changed = tuple(key for key in asked if answers.get(key) != case.answers.get(key))
    case.answers, case.dropped, case.revision = answers, dropped, case.revision + 1
    case.reviewed_by, case.reviewed_at = by.trail_reference, clock.now()
    case.save()
    details: Details = {"slug": case.round.slug, "number": case.number}
    record(
        "audit.answered",
        by=by,
        subject=case,
        organisation=case.round.organisation,
        fields=changed or ("dropped",),
        details=details,
    )
    return case


def _read(question: AskedQuestion, text: str) -> str | int:
    read = question.read(text)
    if isinstance(read, AnswerFault):
        message, remedy = answer_fault(read, question)
        raise InputRefused(f"{question.question.text} {message}", remedy=remedy)
    return stored(read)


@action(needs=Permission.AUDIT_CASES, of="round_.organisation")
def hold_round(*, round_: AuditRound, by: User) -> AuditRound:
    """Sign that the round was held. Nothing in it changes after that, and a proof with a fingerprint is left.

    Raises:
        NotAllowed: it was held before.
        InputRefused: a case has questions that are not answered.
    """
    hold(CASEWORK)
    round_ = AuditRound.objects.get(pk=round_.pk)
    if round_.is_held:
        raise NotAllowed(_("Runden er allerede afholdt."), remedy=_("Hent beviset på rundens side."))
    questions = questions_of(definition_of(round_), round_.instrument)
    cases = list(AuditCase.objects.filter(round=round_).select_related("use").order_by("number"))
    open_cases = [str(case.number) for case in cases if lacking(case, questions)]
    if open_cases:
        raise InputRefused(
            _("Sag {numbers} er ikke færdig.").format(numbers=", ".join(open_cases)),
            remedy=_("Besvar alle spørgsmål, eller vælg, hvorfor sagen udgår."),
        )
    round_.state, round_.held_by, round_.held_at = RoundState.HELD, by.trail_reference, clock.now()
    results, _notes = found(round_, cases, questions)
    round_.proof = proof_text(round_, cases, results, by.name)
    round_.proof_sha256 = sha256(round_.proof)
    for case in cases:
        case.locked = True
        case.save()
    round_.save()
    details: Details = {"slug": round_.slug, "sha256": round_.proof_sha256}
    record("audit.held", by=by, subject=round_, organisation=round_.organisation, details=details, also=cases)
    return round_
