"""Writes on answers."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from frirum.web.survey_answers.models import SurveyAnswer, SurveyMark, SurveyText
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action, nothing_changed, record
from frirum.web.zones import STATISTICS, alias


@dataclass(frozen=True)
class AnswerToKeep:
    """An answer on its way: its key (so that a second try keeps it once), municipality, choices, and free texts."""

    key: str
    municipality: int
    content: Mapping[str, Any]
    texts: Mapping[str, tuple[str, str]]
    """Question id -> (key of its own, text)."""
    mark: str = ""


def new_key() -> str:
    """A random key of 128 bits, in hexadecimal."""
    return secrets.token_hex(16)


@action(needs=BY_SYSTEM, of=ANYWHERE, zone=STATISTICS)
def keep_answers(*, wave: uuid.UUID, answers: Iterable[AnswerToKeep], by: Actor) -> int:
    """Keep a batch of answers; one that is there already is left as it is. Returns how many were given.

    The event says how many came in the batch, never which.
    """
    batch = sorted(answers, key=lambda one: one.key)  # random keys: the order in which they came is gone
    if not batch:
        nothing_changed()
        return 0
    rows = [SurveyAnswer(key=a.key, wave=wave, municipality=a.municipality, content=a.content) for a in batch]
    SurveyAnswer.objects.using(alias(STATISTICS)).bulk_create(rows, ignore_conflicts=True, batch_size=500)
    texts = sorted((key, question, text) for a in batch for question, (key, text) in a.texts.items())
    SurveyText.objects.using(alias(STATISTICS)).bulk_create(
        [SurveyText(key=key, wave=wave, question=question, text=text) for key, question, text in texts],
        ignore_conflicts=True,
        batch_size=500,
    )
    SurveyMark.objects.using(alias(STATISTICS)).bulk_create(
        [SurveyMark(key=a.key, wave=wave, mark=a.mark) for a in batch if a.mark],
        ignore_conflicts=True,
        batch_size=500,
    )
    record("survey.answers_kept", by=by, subject=f"survey_wave:{wave}", details={"answers": len(batch)})
    return len(batch)


@action(needs=BY_SYSTEM, of=ANYWHERE, zone=STATISTICS)
def delete_answers(*, wave: uuid.UUID, by: Actor) -> None:
    """Delete a wave's answers when their time is over."""
    answers = SurveyAnswer.objects.using(alias(STATISTICS)).filter(wave=wave)
    texts = SurveyText.objects.using(alias(STATISTICS)).filter(wave=wave)
    count = answers.count()
    if not count and not texts.exists():
        nothing_changed()
        return
    answers.delete()
    texts.delete()
    SurveyMark.objects.using(alias(STATISTICS)).filter(wave=wave).delete()
    record("survey.answers_deleted", by=by, subject=f"survey_wave:{wave}", details={"answers": count})
