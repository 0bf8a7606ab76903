"""Writes on rounds of audits: opening one, reviewing its cases, signing it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from frirum.core.catalogue.experiment import Experiment
from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.instruments.counted_rows import rows_of_counts
from frirum.core.instruments.questions import AnswerFault, AskedQuestion
from frirum.core.instruments.words import answer_fault
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.audits.frames import (
    FrameCase,
    Wanted,
    frame_file,
    in_order,
    list_cases,
    second_ones,
    taken_from,
)
from frirum.web.audits.handing_over import second_wanted
from frirum.web.audits.models import (
    AuditCase,
    AuditMode,
    AuditRound,
    Basis,
    Certainty,
    DrawnBy,
    DropReason,
    FrameSource,
    RoundState,
    SecondReview,
)
from frirum.web.audits.reviewing import (
    NOT_PUT,
    asked_in,
    definition_of,
    found,
    frame_of,
    instruments_of,
    lacking,
    own_questions,
    proof_text,
    questions_of,
    reported_counts,
    sha256,
    stored,
    wanted_of,
)
from frirum.web.experiments.definitions import current_catalogue, latest_version
from frirum.web.experiments.models import DefinitionVersion
from frirum.web.experiments.taking_part import refuse_strangers
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.uses.identities import refuse_cpr
from frirum.web.zones import CASEWORK

Details = dict[str, str | int | bool | None]


@dataclass(frozen=True)
class RoundPlan:
    """What a round is to be.

    Attributes:
        round_: the definition's id of the round, or "".
        source, days: what the list is made of, and the days on which its cases began.
        wanted: how cases are taken.
        replaces: whether the next in the order takes the place of a case that cannot be reviewed.
        second_share: per cent of the cases that another person reviews too.
        own: the municipality's own questions; `two_axes` adds the two of the Danish studies of practice.
    """

    round_: str
    days: tuple[dt.date, dt.date]
    mode: AuditMode = AuditMode.COMMON
    source: FrameSource = FrameSource.USES
    wanted: Wanted = field(default_factory=Wanted)
    replaces: bool = False
    second_share: int = 0
    own: tuple[str, ...] = ()
    two_axes: bool = False


@action(needs=Permission.AUDIT_CASES, of="organisation")
def open_round(*, slug: str, instrument: str, organisation: str, plan: RoundPlan, by: Actor) -> AuditRound:
    """Open a round: the list is made and kept, and the cases are taken from it.

    Raises:
        UsageError: the definition has no such audit, or the way of taking cases lacks its number, seed or day.
        NotAllowed: the organisation does not take part in the experiment.
        InputRefused: nothing stands on the list, fewer cases than asked for, or a share that is none.
    """
    version, experiment = _audited(slug, instrument)
    refuse_strangers(experiment, organisation)
    _refuse_plan(plan)
    hold(CASEWORK)
    by_part = plan.wanted.by_part
    frame = list_cases(experiment, plan.source, organisation, plan.days, by_part=by_part)
    drawn, taken = taken_from(frame, plan.wanted)
    listed = [[case.id, case.stratum, case.day.isoformat()] for case in frame]
    salt = str(plan.wanted.seed) if plan.wanted.seed is not None else plan.days[1].isoformat()
    seconds = second_ones(drawn, plan.second_share, salt)
    made = AuditRound.objects.create(
        **_identity(version, instrument, organisation, by),
        round=plan.round_,
        mode=plan.mode,
        source=plan.source,
        rule=plan.wanted.rule,
        first_day=plan.days[0],
        last_day=plan.days[1],
        n=None if plan.wanted.rule == DrawnBy.ALL else len(drawn),
        seed=plan.wanted.seed,
        before=plan.wanted.before,
        size_rule=plan.wanted.size_rule,
        replaces=plan.replaces,
        second_share=plan.second_share,
        own_questions=own_questions(plan.own, two_axes=plan.two_axes),
        frame=listed,
        taken=taken,
        frame_sha256=hashlib.sha256(frame_file(organisation, listed)).hexdigest(),
    )
    cases = [_case(made, number, one, one.id in seconds) for number, one in enumerate(drawn, start=1)]
    details: Details = {"slug": slug, "count": len(cases)}
    record("audit.opened", by=by, subject=made, organisation=organisation, details=details, also=cases)
    return made


def _audited(slug: str, instrument: str) -> tuple[DefinitionVersion, Experiment]:
    version, experiment = latest_version(slug), current_catalogue().experiments.get(slug)
    if version is None or experiment is None or instrument not in [i.id for i in instruments_of(experiment)]:
        raise UsageError(_("Forsøget har ikke det tilsyn."), remedy=_("Vælg et tilsyn på listen."))
    return version, experiment


def _refuse_plan(plan: RoundPlan) -> None:
    wanted = plan.wanted
    if wanted.rule == DrawnBy.RANDOM_EACH and (wanted.seed is None or not (wanted.n or wanted.size_rule)):
        raise UsageError(
            _("Et udtræk kræver både antal og frø."),
            remedy=_("Skriv både antal og frø, eller vælg alle sager."),
        )
    if wanted.rule == DrawnBy.NEWEST_BEFORE and not wanted.n:
        raise UsageError(_("De nyeste kræver et antal."), remedy=_("Skriv, hvor mange sager der gennemgås."))
    if not 0 <= plan.second_share <= 100:
        raise InputRefused(_("Andelen til den anden bedømmer er 0 til 100 pct."))
    for text in plan.own:
        refuse_cpr(text)


def _identity(version: DefinitionVersion, instrument: str, organisation: str, by: Actor) -> dict[str, Any]:
    return {
        "slug": version.slug,
        "definition_number": version.number,
        "definition_sha256": version.sha256,
        "instrument": instrument,
        "organisation": organisation,
        "opened_by": by.trail_reference,
        "opened_at": clock.now(),
    }


def _case(round_: AuditRound, number: int, one: FrameCase, needs_second: bool) -> AuditCase:
    return AuditCase.objects.create(
        round=round_,
        number=number,
        use=one.use,
        row_key="" if one.use else one.id,
        stratum=one.stratum,
        needs_second=needs_second,
    )


@action(needs=Permission.AUDIT_CASES, of="organisation")
def report_results(
    *,
    slug: str,
    instrument: str,
    round_: str,
    organisation: str,
    days: tuple[dt.date, dt.date],
    rule: DrawnBy,
    listed: int,
    reviewed: int,
    counts: Mapping[str, Mapping[str, int]],
    by: User,
) -> AuditRound:
    """Take in what an audit found that a municipality arranged by itself: counts alone, held from the start.

    Args:
        listed, reviewed: cases there were, and cases that were reviewed.
        counts: question id -> option's value as text, or "not_put" -> cases.

    Raises:
        UsageError: the definition has no such audit.
        InputRefused: more cases than were reviewed, listed or put the question, an unknown question or answer, or
            nothing at all.
    """
    version, experiment = _audited(slug, instrument)
    refuse_strangers(experiment, organisation)
    _refuse_counts(questions_of(experiment, instrument), counts, listed, reviewed)
    hold(CASEWORK)
    made = AuditRound(
        **_identity(version, instrument, organisation, by),
        round=round_,
        mode=AuditMode.INDIVIDUAL,
        source=FrameSource.NONE,
        rule=rule,
        first_day=days[0],
        last_day=days[1],
        n=None if rule == DrawnBy.ALL else reviewed,
        reported={
            "listed": listed,
            "reviewed": reviewed,
            "questions": {key: {value: n for value, n in of.items() if n} for key, of in counts.items()},
        },
        frame_sha256="",
    )
    _sign(made, [], by)
    details: Details = {"slug": slug, "count": reviewed}
    record("audit.reported", by=by, subject=made, organisation=organisation, details=details)
    return made


def _refuse_counts(
    questions: Sequence[AskedQuestion], counts: Mapping[str, Mapping[str, int]], listed: int, reviewed: int
) -> None:
    if not 0 < reviewed <= listed:
        raise InputRefused(
            _("Der er gennemgået {n} af {of} sager.").format(n=reviewed, of=listed),
            remedy=_("Skriv først, hvor mange sager der var, og så hvor mange der er gennemgået."),
        )
    asked = {one.id: one for one in questions}
    for key, of in counts.items():
        values = {str(option.value) for option in asked[key].options} if key in asked else set()
        if key not in asked or not set(of) <= {*values, NOT_PUT}:
            raise InputRefused(_("Tilsynet har ikke spørgsmålet eller svaret {key}.").format(key=key))
        if sum(of.values()) > reviewed:
            raise InputRefused(
                _("{question} Der er talt flere svar end sager.").format(question=asked[key].question.text),
                remedy=_("Svarene må tilsammen højst være {n}.").format(n=reviewed),
            )
    if not any(sum(of.values()) for of in counts.values()):
        raise InputRefused(_("Ingen svar er talt."), remedy=_("Skriv antal sager ved mindst ét svar."))
    rows_of_counts(questions, reported_counts(counts))  # refuses more answers than cases in which one is put


def _fresh(case: AuditCase) -> AuditCase:
    hold(CASEWORK)
    return AuditCase.objects.select_related("round", "use").get(pk=case.pk)


@action(needs=Permission.AUDIT_CASES, of="case.round.organisation")
def save_case(
    *,
    case: AuditCase,
    written: Mapping[str, str],
    dropped: str,
    revision: int,
    by: Actor,
    grounds: Mapping[str, Mapping[str, str]] | None = None,
) -> AuditCase:
    """Keep what was answered in a case.

    Args:
        written: question id -> the option's words, or what was typed; "" takes the answer away. What is left out stays.
        dropped: why the case cannot be reviewed, or "".
        revision: the revision that the writer began from.
        grounds: of a question about what would have been: its id -> what the judgement rests on, and how sure it is.

    Raises:
        NotAllowed: the round is held, the case was saved by somebody else meanwhile, or this person is its second
            reviewer. Nothing changed.
        InputRefused: what was written is no answer to its question, or an unknown question or reason.
    """
    case = _fresh(case)
    refuse_held(case.round)
    if case.seconds.filter(reviewed_by=by.trail_reference).exists():
        raise NotAllowed(
            _("Du er den anden bedømmer i sagen."), remedy=_("Lad den første bedømmer rette sine egne svar.")
        )
    if case.revision != revision:
        raise NotAllowed(
            _("Sagen er ændret af en anden, siden du åbnede den."),
            remedy=_("Skriv dine svar ned, hent siden igen, og ret det, der mangler."),
        )
    if dropped and dropped not in DropReason.values:
        raise InputRefused(_("Grunden er ikke på listen."), remedy=_("Vælg en grund på listen."))
    asked = {one.id: one for one in asked_in(case.round)}
    answers = written_over(case.answers, written, asked)
    told = grounds_over(case.grounds, grounds or {}, asked)
    if (answers, dropped, told) == (case.answers, case.dropped, case.grounds):
        nothing_changed()
        return case
    moved = _replaced(case, dropped)
    changed = tuple(key for key in asked if answers.get(key) != case.answers.get(key))
    case.answers, case.dropped, case.revision = answers, dropped, case.revision + 1
    case.grounds = told
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
        also=moved,
    )
    second_wanted(case, by=by)
    return case


def _replaced(case: AuditCase, dropped: str) -> list[AuditCase]:
    """The reserve that takes the place of a case that is dropped now, or gives it back; none where nothing moves."""
    round_ = case.round
    if not round_.replaces or bool(dropped) == bool(case.dropped):
        return []
    if not dropped:
        reserve = round_.cases.filter(replaces=case.number, dropped="").first()
        if reserve is None:
            return []
        if reserve.answers:
            raise NotAllowed(
                _("En reserve har taget sagens plads og er gennemgået (sag {n}).").format(n=reserve.number),
                remedy=_("Lad sagen udgå, eller vælg en grund ved reserven først."),
            )
        reserve.dropped, reserve.revision = DropReason.NOT_NEEDED, reserve.revision + 1
        reserve.save()
        return [reserve]
    taken = {one.id_on_list for one in round_.cases.select_related("use")}
    order = in_order(frame_of(round_), wanted_of(round_))
    following = next((one for one in order if one.id not in taken and one.stratum == case.stratum), None)
    if following is None:
        return []
    made = _case(round_, round_.cases.count() + 1, following, False)
    made.replaces = case.number
    made.save()
    return [made]


def refuse_held(round_: AuditRound) -> None:
    """Raise NotAllowed where the round is over."""
    if round_.is_held:
        raise NotAllowed(
            _("Runden er afholdt og kan ikke ændres."),
            remedy=_("Åbn en ny runde, hvis sagerne skal ses igen."),
        )


def written_over(
    kept: Mapping[str, Any], written: Mapping[str, str], asked: Mapping[str, AskedQuestion]
) -> dict[str, Any]:
    """The answers after what was written; "" takes one away.

    Raises:
        InputRefused: no answer to its question, or an unknown question.
    """
    answers = dict(kept)
    for key, text in written.items():
        if key not in asked:
            raise InputRefused(_("Tilsynet har ikke spørgsmålet {key}.").format(key=key))
        answers.pop(key, None)
        if text.strip():
            answers[key] = _read(asked[key], text)
    return answers


def grounds_over(
    kept: Mapping[str, Any], given: Mapping[str, Mapping[str, str]], asked: Mapping[str, AskedQuestion]
) -> dict[str, Any]:
    """The grounds of judgements about what would have been, after what was chosen.

    Raises:
        InputRefused: a question that needs none, or something that is not on the lists.
    """
    found = dict(kept)
    for key, of in given.items():
        chosen = {name: value for name, value in of.items() if value}
        if key not in asked or not asked[key].question.counterfactual:
            raise InputRefused(_("Spørgsmålet {key} skal ikke begrundes.").format(key=key))
        if chosen.get("basis", "") not in ("", *Basis.values) or chosen.get("certainty", "") not in (
            "",
            *Certainty.values,
        ):
            raise InputRefused(_("Begrundelsen er ikke på listen."), remedy=_("Vælg på listen."))
        found.pop(key, None)
        if chosen:
            found[key] = chosen
    return found


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
    questions = asked_in(round_)
    cases = list(AuditCase.objects.filter(round=round_).select_related("use").order_by("number"))
    open_cases = [str(case.number) for case in cases if lacking(case, questions)]
    if open_cases:
        raise InputRefused(
            _("Sag {numbers} er ikke færdig.").format(numbers=", ".join(open_cases)),
            remedy=_("Besvar alle spørgsmål, eller vælg, hvorfor sagen udgår."),
        )
    seconds = list(SecondReview.objects.filter(case__round=round_))
    rows: list[AuditCase | SecondReview] = [*cases, *seconds]
    for row in rows:
        row.locked = True
        row.save()
    _sign(round_, cases, by)
    details: Details = {"slug": round_.slug, "sha256": round_.proof_sha256}
    record(
        "audit.held", by=by, subject=round_, organisation=round_.organisation, details=details,
        also=rows,
    )  # fmt: skip
    return round_


def _sign(round_: AuditRound, cases: Sequence[AuditCase], by: User) -> None:
    """Make the round a held one, with its proof; the municipality's own questions stay out of it."""
    round_.state, round_.held_by, round_.held_at = RoundState.HELD, by.trail_reference, clock.now()
    questions = questions_of(definition_of(round_), round_.instrument)
    results, _notes = found(round_, cases, questions)
    round_.proof = proof_text(round_, cases, results, by.name)
    round_.proof_sha256 = sha256(round_.proof)
    round_.save()


@action(needs=Permission.ANALYSE, of="round_.organisation")
def note_answers_read(*, round_: AuditRound, sha256: str, by: Actor) -> None:
    """Note that the answers of a held round became a file of a run, known by its fingerprint on both sides."""
    details: Details = {"slug": round_.slug, "sha256": sha256}
    record("audit.answers_read", by=by, subject=round_, organisation=round_.organisation, details=details)
