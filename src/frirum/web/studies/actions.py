"""Writes on time studies and conversations."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.instruments.audit_sample import ListedCase, drawing_order
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.taking_part import refuse_strangers
from frirum.web.organisations.permissions import Permission
from frirum.web.studies.models import (
    Conversation,
    ConversationClaim,
    ConversationKind,
    Direction,
    StaffRole,
    StudyPhase,
    TimeEntry,
    TimeStudy,
)
from frirum.web.studies.tasks import task_texts
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, record
from frirum.web.uses.identities import refuse_cpr
from frirum.web.zones import CASEWORK

LONGEST_MINUTES = 24 * 60


def drawn_days(first: dt.date, last: dt.date, n: int, seed: int) -> list[dt.date]:
    """n weekdays between two days by the published rule: the first in the order of SHA-256("seed::day")."""
    span = (first + dt.timedelta(days) for days in range((last - first).days + 1))
    weekdays = [ListedCase("", day.isoformat()) for day in span if day.weekday() < 5]
    return sorted(dt.date.fromisoformat(one.id) for one in drawing_order(weekdays, seed)[:n])


@action(needs=Permission.RUN_SURVEYS, of="organisation")
def begin_time_study(
    *,
    slug: str,
    organisation: str,
    phase: str,
    tasks: Sequence[str],
    first_day: dt.date,
    last_day: dt.date,
    n_days: int,
    seed: int,
    by: Actor,
) -> TimeStudy:
    """Begin a time study; the days on which time is written are drawn.

    Raises:
        NotAllowed: the organisation does not take part in the experiment.
        InputRefused: no task or an unknown one, days the wrong way round, or fewer weekdays than are to be drawn.
    """
    refuse_strangers(current_catalogue().experiment(slug), organisation)
    if not tasks or not set(tasks) <= set(task_texts()):
        raise InputRefused(_("Vælg mindst én opgave på listen."))
    days = drawn_days(first_day, last_day, n_days, seed) if first_day <= last_day else []
    if not 0 < n_days == len(days):
        raise InputRefused(
            _("Der er ikke {n} hverdage mellem de to dage.").format(n=n_days),
            remedy=_("Vælg en længere periode eller færre dage."),
        )
    made = TimeStudy.objects.create(
        slug=slug,
        organisation=organisation,
        phase=StudyPhase(phase),
        tasks=list(tasks),
        first_day=first_day,
        last_day=last_day,
        seed=seed,
        days=[day.isoformat() for day in days],
        begun_by=by.trail_reference,
        begun_at=clock.now(),
    )
    details: dict[str, str | int | bool | None] = {"slug": slug, "days": len(days)}
    record("study.begun", by=by, subject=made, organisation=organisation, details=details)
    return made


@action(needs=(Permission.RECORD_USE, Permission.RUN_SURVEYS), of="study.organisation")
def write_time(*, study: TimeStudy, on: dt.date, task: str, role: str, minutes: int, by: Actor) -> TimeEntry:
    """Write how long a task took.

    Raises:
        NotAllowed: the study is closed.
        InputRefused: a day that was not drawn, a task or role that is not on the list, or no or too many minutes.
    """
    study = _open(study)
    if on.isoformat() not in study.days:
        raise InputRefused(_("Dagen er ikke en af de udtrukne."), remedy=_("Vælg en dag på listen."))
    if task not in study.tasks or role not in StaffRole.values:
        raise InputRefused(_("Opgaven eller rollen er ikke på listen."), remedy=_("Vælg på listen."))
    if not 0 < minutes <= LONGEST_MINUTES:
        raise InputRefused(_("Skriv minutterne, fra 1 til {n}.").format(n=LONGEST_MINUTES))
    made = TimeEntry.objects.create(
        study=study,
        code=f"T-{secrets.token_hex(4)}",
        on=on,
        task=task,
        role=role,
        minutes=minutes,
        written_by=by.trail_reference,
    )
    details: dict[str, str | int | bool | None] = {"slug": study.slug}
    record("study.time_written", by=by, subject=study, organisation=study.organisation, details=details)
    return made


def _is_own(*, entry: TimeEntry, by: Actor, **_others: Any) -> bool:
    return entry.written_by == by.trail_reference


@action(needs=(Permission.RECORD_USE, Permission.RUN_SURVEYS), of="entry.study.organisation", own=_is_own)
def take_time_away(*, entry: TimeEntry, by: Actor) -> None:
    """Take one's own line away again.

    Raises:
        NotAllowed: the study is closed.
    """
    study = _open(entry.study)
    TimeEntry.objects.filter(pk=entry.pk).delete()
    details: dict[str, str | int | bool | None] = {"slug": study.slug}
    record("study.time_removed", by=by, subject=study, organisation=study.organisation, details=details)


@action(needs=Permission.RUN_SURVEYS, of="study.organisation")
def close_time_study(*, study: TimeStudy, by: Actor) -> TimeStudy:
    """Close a study: its lines stand from then on, and who wrote them is forgotten.

    Raises:
        NotAllowed: it is closed.
    """
    study = _open(study)
    study.closed_at = clock.now()
    study.save(update_fields=["closed_at"])
    study.entries.update(written_by="")
    details: dict[str, str | int | bool | None] = {"slug": study.slug, "count": study.entries.count()}
    record("study.closed", by=by, subject=study, organisation=study.organisation, details=details)
    return study


def _open(study: TimeStudy) -> TimeStudy:
    hold(CASEWORK)
    study = TimeStudy.objects.get(pk=study.pk)
    if not study.is_open:
        raise NotAllowed(_("Tidsregistreringen er lukket."), remedy=_("Begynd en ny."))
    return study


@action(needs=Permission.RUN_SURVEYS, of="organisation")
def record_conversation(
    *,
    slug: str,
    organisation: str,
    kind: str,
    held_on: dt.date,
    guide: str,
    participants: Mapping[str, int],
    notes: str,
    by: Actor,
) -> Conversation:
    """Record a focus group or interview.

    Args:
        participants: role -> how many.

    Raises:
        NotAllowed: the organisation does not take part in the experiment.
        InputRefused: a day to come, no guide or participant, or something shaped like a CPR number.
    """
    refuse_strangers(current_catalogue().experiment(slug), organisation)
    if held_on > clock.today():
        raise InputRefused(_("Dagen er ikke kommet endnu."), remedy=_("Notér samtalen, når den er holdt."))
    if not guide.strip() or not sum(participants.values()):
        raise InputRefused(
            _("Guide og deltagere skal skrives."), remedy=_("Skriv, hvad der blev spurgt om og hvem.")
        )
    for text in (guide, notes, *participants):
        refuse_cpr(text)
    made = Conversation.objects.create(
        slug=slug,
        organisation=organisation,
        kind=ConversationKind(kind),
        held_on=held_on,
        guide=guide.strip(),
        participants=dict(participants),
        notes=notes.strip(),
        recorded_by=by.trail_reference,
        recorded_at=clock.now(),
    )
    details: dict[str, str | int | bool | None] = {"slug": slug}
    record("study.conversation", by=by, subject=made, organisation=organisation, details=details)
    return made


@action(needs=Permission.RUN_SURVEYS, of="conversation.organisation")
def note_claim(
    *, conversation: Conversation, theme: str, text: str, direction: str, said_by: str, by: Actor
) -> ConversationClaim:
    """Note one thing that was claimed, by whom by role.

    Raises:
        InputRefused: no theme or text, a role that took no part, or something shaped like a CPR number.
    """
    hold(CASEWORK)
    conversation = Conversation.objects.get(pk=conversation.pk)
    if not theme.strip() or not text.strip():
        raise InputRefused(_("Tema og udsagn skal skrives."))
    if said_by not in conversation.participants:
        raise InputRefused(_("Rollen deltog ikke."), remedy=_("Vælg en af deltagernes roller."))
    for one in (theme, text):
        refuse_cpr(one)
    made = ConversationClaim.objects.create(
        conversation=conversation,
        theme=theme.strip(),
        text=text.strip(),
        direction=Direction(direction),
        said_by=said_by,
    )
    details: dict[str, str | int | bool | None] = {"slug": conversation.slug}
    record(
        "study.claimed", by=by, subject=conversation, organisation=conversation.organisation, details=details
    )
    return made
