"""Writes on runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from frirum.core.catalogue.canonical import to_toml
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.evidence.plan import EvaluationPlan
from frirum.core.evidence.stored import result_of
from frirum.core.language import gettext as _
from frirum.core.vocabulary.citizen_numbers import contains_cpr
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.designs.models import OutcomesSource
from frirum.web.designs.outcomes import note_outcomes_visible
from frirum.web.files.actions import store_file
from frirum.web.files.models import Purpose, StoredFile
from frirum.web.jobs.actions import ask_to_cancel, order_job
from frirum.web.jobs.models import OVER, Job
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.registers.models import REGISTER, DataSet
from frirum.web.registration import HeldAnswers
from frirum.web.runs import words
from frirum.web.runs.bringing import BroughtFile, media_type_of, refuse_identities
from frirum.web.runs.curtain import is_open, opens_on, refuse_closed
from frirum.web.runs.from_instruments import file_of, refuse_other_answers
from frirum.web.runs.from_the_door import name_of, refuse_others, stored_rows
from frirum.web.runs.models import CurtainDay, EvaluationRun, FileRole, RunFile, RunLook, RunState
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM, RoleRefused
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import STATISTICS

RUN_JOB = "runs.evaluate"
_WHO = (FileRole.MARKS, FileRole.EXTRACT)
"""Files that can say which people of a register are looked at."""


@dataclass(frozen=True)
class KeptFor:
    """Why the files of a run are here and until when."""

    legal_basis: str
    delete_on: dt.date


@dataclass(frozen=True)
class _Kept:
    """What a stored file is read as; `data_kind` and `name` of a data set."""

    role: FileRole
    data_kind: str
    name: str = ""


def order_run(
    *,
    plan: EvaluationPlan,
    design: str | None,
    files: Sequence[BroughtFile],
    kept_for: KeptFor | None,
    synthetic: bool,
    opens: dt.date | None,
    organisation: str,
    by: Actor,
    data_sets: Sequence[DataSet] = (),
    held: Sequence[HeldAnswers] = (),
) -> EvaluationRun:
    """Keep the files, and have the plan run on them in the background.

    Args:
        files: brought here; kept as `kept_for` says, which is asked for where there are any.
        data_sets: of the own evaluation, read where they lie.
        held: audits and waves of the own evaluation; answers to a survey are kept as long as respondents were told.
        design: reference of the locked design that the plan is of, or None.
        opens: the day from which results may be seen; asked for where none is agreed yet.

    Raises:
        RoleRefused: the person does not analyse for the organisation.
        InputRefused: no file, a register alone, a file that no reader takes or that holds CPR numbers, no agreed day,
            or as `refuse_others`, `refuse_other_answers` and `store_file`.
    """
    # Asked before any bytes are kept, not only where the run begins.
    if not by.may(Permission.ANALYSE, organisation):
        raise RoleRefused
    if not files and not data_sets and not held:
        raise InputRefused(
            _("Der er ingen filer at regne på."),
            remedy=_("Vælg en fil, et datasæt, et tilsyn eller en runde."),
        )
    if kept_for is None and (files or any(one.delete_on is None for one in held)):
        raise InputRefused(
            _("Der mangler en hjemmel til filerne eller en dag, de slettes."), remedy=_("Skriv begge dele.")
        )
    refuse_others(data_sets, slug=plan.slug, organisation=organisation)
    if (
        data_sets
        and all(one.kind == REGISTER for one in data_sets)
        and not any(one.role in _WHO for one in files)
    ):
        raise words.register_alone()
    refuse_other_answers(held, slug=plan.slug, organisation=organisation)
    if opens_on(plan.slug, organisation) is None and opens is None:
        raise InputRefused(_("Der er ikke aftalt, hvornår resultater må ses."), remedy=_("Skriv dagen."))
    brought = [(one, kept_for) for one in files]
    brought += [(file_of(one), _kept_as_told(one) or kept_for) for one in held]
    for one, _why in brought:
        media_type_of(one.name)
        refuse_identities(one)
    stored = [
        (_Kept(one.role, ""), store_file(
            content=one.content, name=one.name, media_type=media_type_of(one.name), purpose=Purpose.STATISTICAL,
            legal_basis=why.legal_basis, delete_on=why.delete_on, organisation=organisation, by=by, zone=STATISTICS,
        ))
        for one, why in brought
        if why is not None
    ]  # fmt: skip
    read = [(one, file.sha256) for one, (_kept, file) in zip(held, stored[len(files) :], strict=True)]
    stored += [(_Kept(FileRole.EXTRACT, one.kind, name_of(one)), stored_rows(one)) for one in data_sets]
    if opens_on(plan.slug, organisation) is None and opens is not None:
        agree_day(slug=plan.slug, organisation=organisation, opens=opens, by=by)
    run = _begin(
        plan=plan, design=design, files=stored, organisation=organisation, by=by,
        synthetic=synthetic or any(one.synthetic for one in held),
    )  # fmt: skip
    for answers, sha256 in read:
        answers.note(by=by, sha256=sha256)
    return order_again(run=run, by=by)


def _kept_as_told(one: HeldAnswers) -> KeptFor | None:
    """Why and until when respondents were told that their answers are kept; None where nobody was told."""
    return None if one.delete_on is None else KeptFor(one.legal_basis or one.held, one.delete_on)


@action(needs=Permission.ANALYSE, of="organisation", zone=STATISTICS)
def _begin(
    *,
    plan: EvaluationPlan,
    design: str | None,
    files: Sequence[tuple[_Kept, StoredFile]],
    synthetic: bool,
    organisation: str,
    by: Actor,
) -> EvaluationRun:
    hold(STATISTICS)
    run = EvaluationRun.objects.create(
        organisation=organisation,
        code=_next_code(),
        slug=plan.slug,
        part=plan.part or "",
        design=design,
        plan=to_toml(plan),
        plan_sha256=plan.sha256,
        locked=plan.locked,
        synthetic=synthetic,
        ordered_by=by.trail_reference,
        ordered_at=clock.now(),
    )
    rows = [
        RunFile.objects.create(
            run=run,
            role=one.role,
            name=one.name or kept.name,
            file=kept.reference,
            sha256=kept.sha256,
            size=kept.size,
            data_kind=one.data_kind,
        )
        for one, kept in files
    ]
    _record("run.begun", run, by, also=rows, files=len(rows), locked=run.locked)
    return run


def _next_code() -> str:
    """K-2026-0001: the year it was ordered in, and its number there."""
    year = clock.today().year
    last = EvaluationRun._base_manager.filter(code__startswith=f"K-{year}-").order_by("-code").first()
    return f"K-{year}-{int(last.code.rsplit('-', 1)[1]) + 1 if last else 1:04d}"


@action(needs=Permission.ANALYSE, of="run.organisation", zone=STATISTICS)
def order_again(*, run: EvaluationRun, by: Actor) -> EvaluationRun:
    """Have a run computed that has not begun, or that ended without a result. One that is under way is left alone."""
    hold(STATISTICS)
    run = EvaluationRun.objects.get(pk=run.pk)
    if run.is_done:
        raise NotAllowed(_("Kørslen er færdig."), remedy=_("Bestil en ny kørsel."))
    if run.job is not None and Job._base_manager.filter(reference=run.job).exclude(state__in=OVER).exists():
        nothing_changed()
        return run
    job = order_job(kind=RUN_JOB, arguments={"run": str(run.reference)}, organisation=run.organisation, by=by)
    run.state, run.job, run.error, run.finished_at = RunState.ORDERED, job.reference, "", None
    run.save()
    _record("run.ordered", run, by)
    return run


@action(needs=Permission.ANALYSE, of="run.organisation", zone=STATISTICS)
def cancel_run(*, run: EvaluationRun, by: Actor) -> None:
    """Stop a run that is under way; it can be ordered again."""
    jobs = Job._base_manager.exclude(state__in=OVER)
    job = None if run.job is None else jobs.filter(reference=run.job).first()
    if run.is_done or job is None:
        nothing_changed()
        return
    ask_to_cancel(job=job, by=by)
    _end(run, RunState.CANCELLED, "")
    _record("run.cancelled", run, by)


@action(needs=BY_SYSTEM, of=ANYWHERE, zone=STATISTICS)
def keep_result(*, run: EvaluationRun, plan: EvaluationPlan, text: str, by: Actor) -> None:
    """Keep what a run gave, whole; nothing happens to one that was cancelled meanwhile or has its result.

    Raises:
        InputRefused, NotAllowed: the text is no result of the plan.
    """
    result = result_of(text, plan)
    hold(STATISTICS)
    run = EvaluationRun._base_manager.get(pk=run.pk)
    if run.state != RunState.ORDERED:
        nothing_changed()
        return
    run.result, run.result_sha256 = text, result.sha256
    run.state, run.finished_at = RunState.DONE, clock.now()
    run.save()
    _record("run.done", run, by, sha256=result.sha256)


@action(needs=BY_SYSTEM, of=ANYWHERE, zone=STATISTICS)
def note_failed(*, run: EvaluationRun, error: str, by: Actor) -> None:
    """Say why a run gave no result."""
    run = EvaluationRun._base_manager.get(pk=run.pk)
    if run.state != RunState.ORDERED:
        nothing_changed()
        return
    _end(run, RunState.FAILED, error[:500])
    _record("run.failed", run, by)


def _end(run: EvaluationRun, state: RunState, error: str) -> None:
    run.state, run.error, run.finished_at = state, error, clock.now()
    run.save()


@action(needs=Permission.ANALYSE, of="run.organisation", zone=STATISTICS)
def look(*, run: EvaluationRun, by: User) -> None:
    """The person has the result before them. The first time is kept, and outcomes count as seen from then on.

    Raises:
        NotAllowed: the run has no result, or its day has not come.
    """
    if not run.is_done:
        raise NotAllowed(_("Kørslen har intet resultat endnu."))
    refuse_closed(run)
    hold(STATISTICS)
    if RunLook.objects.filter(run=run, seen_by=by.trail_reference).exists():
        nothing_changed()
        return
    seen = RunLook.objects.create(run=run, seen_by=by.trail_reference, seen_at=clock.now())
    if not run.synthetic:
        note_outcomes_visible(
            slug=run.slug, organisation=run.organisation, source=OutcomesSource.ESTIMATE, by=by
        )
    _record("run.seen", run, by, also=[seen])


@action(needs=(Permission.ANALYSE, Permission.LOCK_DESIGN), of="organisation", zone=STATISTICS)
def agree_day(*, slug: str, organisation: str, opens: dt.date, reason: str = "", by: Actor) -> CurtainDay:
    """Agree from which day results of an experiment may be seen, or move the day.

    Moving it nearer is for those who may lock a design, with a reason: whoever computes does not open the curtain.

    Raises:
        InputRefused: no reason for moving it.
        NotAllowed: the person may not move it nearer.
    """
    hold(STATISTICS)
    before = opens_on(slug, organisation)
    if before == opens:
        raise InputRefused(_("Dagen er den samme som før."))
    if before is not None and not reason.strip():
        raise InputRefused(
            _("Dagen er aftalt til {day}.").format(day=format_date(before)),
            remedy=_("Skriv, hvorfor den flyttes."),
        )
    if before is not None and opens < before and not by.may(Permission.LOCK_DESIGN, organisation):
        raise NotAllowed(
            _("Dagen kan kun rykkes frem af en, der må låse evalueringsdesign."),
            remedy=_("Spørg frikommunekoordinatoren."),
        )
    if contains_cpr(reason):
        raise InputRefused(_("Begrundelsen indeholder noget, der ligner et CPR-nummer."))
    made = CurtainDay.objects.create(
        organisation=organisation,
        slug=slug,
        opens_on=opens,
        reason=reason.strip()[:2_000],
        set_by=by.trail_reference,
        set_at=clock.now(),
    )
    details = {"slug": slug, "day": opens.isoformat()}
    record("run.day_agreed", by=by, subject=made, organisation=organisation, details=details)
    return made


@action(needs=Permission.ANALYSE, of="run.organisation", zone=STATISTICS)
def note_taken(*, run: EvaluationRun, kind: str, by: User) -> None:
    """The result left the page as a file.

    Raises:
        NotAllowed: its day has not come.
    """
    if not is_open(run):
        refuse_closed(run)
    _record("run.taken", run, by, kind=kind)


def _record(
    event: str,
    run: EvaluationRun,
    by: Actor,
    *,
    also: Sequence[RunFile | RunLook] = (),
    **details: str | int | bool | None,
) -> None:
    known = {"code": run.code, "slug": run.slug, **details}
    record(event, by=by, subject=run, organisation=run.organisation, details=known, also=also)
