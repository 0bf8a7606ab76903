"""What was said in conversations and how long tasks took, as proposals for the evaluation form and for documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.core.vocabulary.danish import format_date, format_number
from frirum.web.registration import ProposedLine
from frirum.web.studies.models import ConversationClaim, Direction, TimeEntry
from frirum.web.studies.tasks import TaskTime, task_times


def study_lines(slug: str, organisation: str, on: dt.date) -> Iterator[ProposedLine]:
    """Each claim as the experience it is, without who said it; minutes of a task with enough lines."""
    with scopes_disabled():
        claims = ConversationClaim.objects.filter(
            conversation__slug=slug, conversation__organisation=organisation, conversation__held_on__lte=on
        ).select_related("conversation")
        entries = TimeEntry.objects.filter(
            study__slug=slug, study__organisation=organisation, study__closed_at__isnull=False, on__lte=on
        ).select_related("study")
        said, times = list(claims), task_times(entries)
    for claim in said:
        talk = claim.conversation
        source = _("{kind}, {day}").format(
            kind=talk.get_kind_display().lower(), day=format_date(talk.held_on)
        )
        better = claim.direction == Direction.BETTER
        yield ProposedLine(
            "results.benefits" if better else "results.why_not",
            _experience(claim),
            source,
            about="experience",
        )
    for time in times:
        if time.median is not None:
            yield ProposedLine("results.gains", _minutes(time), _("tidsregistrering"), about="money")


def _experience(claim: ConversationClaim) -> str:
    text = _("{theme}: {said} ({direction}). Det er erfaring (trin 0) og viser ingen virkning.")
    return text.format(
        theme=claim.theme, said=claim.text.rstrip("."), direction=claim.get_direction_display().lower()
    )


def _minutes(time: TaskTime) -> str:
    text = _("{task}: {median} minutter i midten og {mean} i gennemsnit ({phase}, {n} opgaver).")
    return text.format(
        task=time.task, median=format_number(time.median or 0), mean=format_number(time.mean or 0, 1),
        phase=time.phase.lower(), n=time.n,
    )  # fmt: skip
