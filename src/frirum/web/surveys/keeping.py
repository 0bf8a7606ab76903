"""From an answer that waits to one that is kept: batches pass to the statistics zone without their order.

A batch has at least as many answers as the house's threshold, or is the rest of a closed wave. Killed between the two
databases, the next run keeps the same rows under the same keys, once.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import Count
from django_scopes import scopes_disabled

from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.instruments.survey import Survey, SurveyResponse
from frirum.web import clock
from frirum.web.survey_answers.actions import AnswerToKeep, delete_answers, keep_answers, new_key
from frirum.web.surveys.actions import close_wave, forget_pending
from frirum.web.surveys.brought_actions import KEPT_FOR, forget_brought
from frirum.web.surveys.models import PendingAnswer, SurveyWave, WaveState
from frirum.web.surveys.reading import as_json, free_texts
from frirum.web.trail.actors import CLOCK, System
from frirum.web.uses.identities import unseal_bytes
from frirum.web.zones import ZONES, alias

_CLOSER = System("clock", everything=True)


def keep_pending() -> int:
    """Keep every batch that is large enough, or the last of its wave. Returns how many answers were kept."""
    kept = 0
    with scopes_disabled():
        waiting = PendingAnswer.objects.values("wave").annotate(n=Count("key")).order_by("wave")
        for row in list(waiting):
            closed = (
                not SurveyWave.objects.filter(reference=row["wave"]).exclude(state=WaveState.CLOSED).exists()
            )
            if closed or row["n"] >= HOUSE_RULES.threshold:
                kept += keep_wave(row["wave"])
    if not kept:
        _empty_journals()  # a reader may have been in the way when the last batch was kept
    return kept


def keep_wave(wave: uuid.UUID) -> int:
    """Keep what waits for one wave, and empty the journals in which the order could still be read."""
    rows = list(PendingAnswer.objects.filter(wave=wave).order_by("key"))
    if not rows:
        return 0
    answers = []
    for row in rows:
        found: dict[str, Any] = json.loads(unseal_bytes(row.sealed.encode("ascii"), row.place))
        texts = {key: (value[0], value[1]) for key, value in found["texts"].items()}
        answers.append(
            AnswerToKeep(row.key, found["municipality"], found["content"], texts, found.get("mark", ""))
        )
    keep_answers(wave=wave, answers=answers, by=CLOCK)
    forget_pending(keys=[row.key for row in rows], by=CLOCK)
    _empty_journals()
    return len(rows)


def _empty_journals() -> None:
    for zone in ZONES:
        connection = connections[alias(zone)]
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def keep_sheets(wave: SurveyWave, survey: Survey, sheets: Sequence[SurveyResponse]) -> int:
    """Keep answers that came from another tool, as if they had been given here."""
    apart = free_texts(survey)
    answers = []
    for sheet in sheets:
        kept = as_json(sheet.answers)
        answers.append(
            AnswerToKeep(
                new_key(),
                sheet.municipality or 0,
                {key: value for key, value in kept.items() if key not in apart},
                {key: (new_key(), value) for key, value in kept.items() if key in apart},
            )
        )
    return keep_answers(wave=wave.reference, answers=answers, by=CLOCK)


def close_due() -> None:
    """Close the waves whose last day is over, and delete the answers whose time is over."""
    today = clock.today()
    with scopes_disabled():
        for wave in SurveyWave.objects.filter(state=WaveState.OPEN, closes_on__lt=today):
            close_wave(wave=wave, by=_CLOSER)
        for wave in SurveyWave.objects.filter(keep_until__lt=today):
            delete_answers(wave=wave.reference, by=CLOCK)
    forget_brought(before=clock.now() - KEPT_FOR, by=CLOCK)
    keep_pending()
