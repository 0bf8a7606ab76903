"""The tasks of a time study, and what its entries come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean, median

from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.extracts.kinds import kind_named
from frirum.web.studies.models import StudyPhase, TimeEntry

KIND = "time_entries"


def task_texts() -> dict[str, str]:
    """Code -> words in the reader's language, as the extract kind of time entries has them."""
    return {code.value: code.label for code in kind_named(KIND).by_id["task"].codes}


@dataclass(frozen=True)
class TaskTime:
    """Minutes of one task in one phase; None where fewer lines were written than the house's threshold."""

    task: str
    phase: str
    n: int | None
    mean: float | None
    median: float | None


def task_times(entries: Iterable[TimeEntry]) -> list[TaskTime]:
    """Each task and phase, in the order of the tasks."""
    found: dict[tuple[str, str], list[int]] = {}
    for entry in entries:
        found.setdefault((entry.task, entry.study.phase), []).append(entry.minutes)
    order = [(task, phase) for task in task_texts() for phase in StudyPhase.values if (task, phase) in found]
    return [_time(task, phase, found[task, phase]) for task, phase in order]


def _time(task: str, phase: str, minutes: list[int]) -> TaskTime:
    words, name = task_texts()[task], str(StudyPhase(phase).label)
    if len(minutes) < HOUSE_RULES.threshold:
        return TaskTime(words, name, None, None, None)
    return TaskTime(words, name, len(minutes), mean(minutes), float(median(minutes)))
