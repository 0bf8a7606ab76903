"""Harms watched while an experiment runs: each run of a plan that counts one feeds its watch, and an alarm is told."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django_scopes import scopes_disabled

from frirum.core.disclosure.protected import Refusal, protect_table
from frirum.core.disclosure.settings import Subject
from frirum.core.disclosure.table import Dimension
from frirum.core.effects.harm_course import HarmCourse, HarmReading, HarmWatch, harm_course
from frirum.core.effects.monitor import Clusters
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.evidence.harm_document import harm_said, what_to_do
from frirum.core.evidence.plan import EvaluationPlan, PlannedQuestion
from frirum.core.evidence.stored import StoredQuestion, StoredResult
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_number
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.language import in_language
from frirum.web.mail.actions import queue_mail
from frirum.web.organisations.models import Membership, Organisation, User
from frirum.web.organisations.permissions import Permission
from frirum.web.organisations.roles import Coordinator, TeamLeader
from frirum.web.runs.models import EvaluationRun, HarmCountRow, RunState, WatchedHarm
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import STATISTICS

_TOLD = (Coordinator.slug, TeamLeader.slug)


def watch_of(row: WatchedHarm) -> HarmWatch:
    """What was agreed, as the computation takes it."""
    alike = None if row.icc is None or row.cluster_size is None else Clusters(row.icc, row.cluster_size)
    return HarmWatch(
        row.baseline, harm=row.harm, rises=row.rises, clusters=alike, beside=row.beside, watched=row.watched
    )


def course_of(row: WatchedHarm) -> HarmCourse:
    """The evidence over time, of the readings that count."""
    readings = [_reading(one) for one in HarmCountRow.objects.filter(watch=row, aside="")]
    return harm_course(watch_of(row), readings)


def _reading(one: HarmCountRow) -> HarmReading:
    beside = None
    if one.beside_events is not None and one.beside_n is not None:
        beside = (one.beside_events, one.beside_n)
    return HarmReading(one.until.isoformat(), one.events, one.n, beside)


def harms_in(plan: EvaluationPlan) -> Iterator[PlannedQuestion]:
    """The questions of a plan whose outcome is a harm."""
    return (one for one in plan.questions if one.harm)


@action(needs=Permission.ANALYSE, of="organisation", zone=STATISTICS)
def watch_harm(
    *,
    plan: EvaluationPlan,
    question: str,
    rises: bool,
    baseline: float,
    baseline_source: str,
    harm: float | None,
    clusters: Clusters | None,
    beside: bool,
    synthetic: bool,
    organisation: str,
    by: User,
) -> WatchedHarm:
    """Begin to watch a planned harm; what is agreed now holds for as long as it is watched.

    Raises:
        InputRefused: the plan has no such harm, no source of the baseline, or shares that are none.
        NotAllowed: it is watched already.
    """
    asked = next((one for one in harms_in(plan) if one.id == question), None)
    if asked is None or not baseline_source.strip():
        raise InputRefused(_("Vælg en skade i planen, og skriv, hvor udgangspunktet er fra."))
    several = sum(1 for _one in harms_in(plan))
    HarmWatch(baseline, harm=harm, rises=rises, clusters=clusters, beside=beside, watched=several)
    hold(STATISTICS)
    known = WatchedHarm.objects.filter(
        organisation=organisation,
        slug=plan.slug,
        part=plan.part or "",
        question=question,
        synthetic=synthetic,
    )
    if known.exists():
        raise NotAllowed(_("Skaden overvåges allerede."))
    made = WatchedHarm.objects.create(
        organisation=organisation,
        slug=plan.slug,
        part=plan.part or "",
        question=question,
        text=asked.outcome_text[:300],
        rises=rises,
        baseline=baseline,
        baseline_source=baseline_source.strip(),
        harm=harm,
        icc=None if clusters is None else clusters.icc,
        cluster_size=None if clusters is None else clusters.size,
        beside=beside,
        watched=max(several, 1),
        synthetic=synthetic,
        started_by=by.trail_reference,
        started_at=clock.now(),
    )
    record("harm.watched", by=by, subject=made, organisation=organisation, details={"slug": plan.slug})
    return made


@action(needs=BY_SYSTEM, of=ANYWHERE, zone=STATISTICS)
def feed_watches(*, run: EvaluationRun, result: StoredResult, by: Actor) -> int:
    """Read every watched harm that a run counted; an alarm is told once. Returns how many were read."""
    hold(STATISTICS)
    watches = WatchedHarm._base_manager.filter(
        organisation=run.organisation, slug=run.slug, part=run.part, synthetic=run.synthetic
    ).exclude(counts__run=run)
    found = [
        (one, question) for one in watches for question in result.questions if question.id == one.question
    ]
    fed = [row for one, question in found for row in [_feed(one, question, run)] if row is not None]
    if not fed:
        nothing_changed()
        return 0
    alarms = sum(one.rings for one in fed)
    details: dict[str, str | int | bool | None] = {
        "code": run.code, "slug": run.slug, "readings": len(fed), "alarms": alarms,
    }  # fmt: skip
    record("harm.read", by=by, subject=run, organisation=run.organisation, details=details, also=fed)
    return len(fed)


def _feed(watch: WatchedHarm, question: StoredQuestion, run: EvaluationRun) -> HarmCountRow | None:
    """The reading of one watch, or None where the run does not tell people and harms."""
    (n, beside_n), (events, beside_events) = question.people, question.events
    if not question.share or n is None or events is None or not n:
        return None
    row = HarmCountRow(
        watch=watch, run=run, until=clock.today(), events=events, n=n, rings=False, taken_at=clock.now()
    )
    if watch.beside and beside_n and beside_events is not None:
        row.beside_events, row.beside_n = beside_events, beside_n
    before = [_reading(one) for one in HarmCountRow.objects.filter(watch=watch, aside="")]
    try:
        row.rings = harm_course(watch_of(watch), [*before, _reading(row)]).points[-1].rings
    except InputRefused as refused:
        row.aside = refused.message[:300]
    row.save()
    return row


def runs_without(watch: WatchedHarm) -> list[EvaluationRun]:
    """The finished runs of the plan since the watch began that told no count of the harm, the newest first."""
    ran = EvaluationRun.objects.filter(
        organisation=watch.organisation, slug=watch.slug, part=watch.part, synthetic=watch.synthetic
    )
    since = ran.filter(state=RunState.DONE, finished_at__gte=watch.started_at)
    return list(since.exclude(harm_counts__watch=watch))


def tell_of_alarms(*, run: EvaluationRun, by: Actor) -> int:
    """Mail the coordinators and the leaders of each watch whose alarm rang at this run; each person once a watch."""
    sent = 0
    for row in HarmCountRow.objects.filter(run=run, rings=True).select_related("watch"):
        for person in _told_of(row.watch):
            with in_language(person.language):
                queue_mail(
                    once_key=f"harm:{row.watch.reference}:{person.reference}",
                    address=person.email,
                    subject=_("Alarm i et forsøg: {title}").format(title=_title(row.watch)),
                    body=alarm_text(row),
                    by=by,
                )
            sent += 1
    return sent


def _told_of(watch: WatchedHarm) -> list[User]:
    with scopes_disabled():
        places = Organisation.objects.filter(key=watch.organisation) | Organisation.objects.filter(
            municipalities__key=watch.organisation
        )
        held = Membership.objects.filter(organisation__in=places, role__in=_TOLD).select_related("user")
        return list({one.user.pk: one.user for one in held if one.user.is_active}.values())


def _title(watch: WatchedHarm) -> str:
    experiment = current_catalogue().experiments.get(watch.slug)
    return watch.slug if experiment is None else experiment.short_title


def alarm_text(row: HarmCountRow) -> str:
    """The mail: what rang, the counts where the house's rules let them out, and what to do. No list, no person."""
    watch = row.watch
    lines = [
        _title(watch), "", watch.text, harm_said(course_of(watch)), "", *_counted(row), "", _("Hvad nu"),
        *(f"- {text}" for text in what_to_do()), "",
        f"{settings.PUBLIC_URL}{reverse('designs:designs')}",
    ]  # fmt: skip
    if watch.synthetic:
        lines.insert(0, _("Syntetiske data: alarmen handler ikke om virkeligheden."))
    return "\n".join(lines)


def _counted(row: HarmCountRow) -> Iterator[str]:
    """The two counts, as the house lets them out for one municipality."""
    harm, none = _("med skaden"), _("uden skaden")
    events = row.events if row.watch.rises else row.n - row.events
    table = protect_table(
        [Dimension("udfald", (harm, none))],
        {(harm,): events, (none,): row.n - events},
        subject=Subject.SINGLE_MUNICIPALITY,
    )
    if isinstance(table, Refusal) or any(table.shown_at((one,)) is None for one in (harm, none)):
        yield _("Tallene vises ikke: der er for få personer bag.")
        return
    for one in (harm, none):
        yield f"{one}: {format_number(table.shown_at((one,)) or 0)}"
