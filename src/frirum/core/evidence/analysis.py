"""One planned question on one table: which way of answering the data allow.

The table has `unit`, the outcome, `treated` (1 in the treated periods of treated units), and `time` where there is more
than one period.
"""

from __future__ import annotations

from frirum.core.evidence.alone import alone
from frirum.core.evidence.answered import TIME, Answered
from frirum.core.evidence.margin import with_margin
from frirum.core.evidence.over_time import over_time
from frirum.core.evidence.people import people
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.evidence.starts import Starts, starts_of
from frirum.core.files.table import Table

MOST_SERIES = 2
"""One treated unit beside no more others than this is a series beside a series, such as the rest of the country."""


def answer(table: Table, column: str, question: PlannedQuestion, *, seed: int) -> Answered:
    """The answer of an analysis table to one question.

    Args:
        table: has `unit` and `treated`, and `time` where there is more than one period.
        column: the outcome's column.
        question: what was planned.
        seed: of random assignments.

    Raises:
        InputRefused: a column or cell that cannot be used, with its line.
    """
    if TIME not in table.frame.columns:
        return with_margin(people(table, column, question, seed=seed), question)
    starts = starts_of(table)
    if _without_comparison(starts):
        return with_margin(alone(table, column, question, starts), question)
    return with_margin(over_time(table, column, question, starts, seed=seed), question)


def _without_comparison(starts: Starts) -> bool:
    if not starts.treated:
        return True
    if not starts.never:
        return len(starts.cohorts) == 1
    before = any(place > 0 for place in starts.cohorts)
    return before and starts.treated == 1 and starts.never <= MOST_SERIES
