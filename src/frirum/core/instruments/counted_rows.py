"""Counts of an audit that a municipality reported, as rows that a rule can be run over.

Who answered what together is not known from counts. So a question that is put in every case has rows of its own, which
hold nothing else; only one that depends on another's answer shares its rows, as such answers were given in just those
cases. Every count per question is as it was reported, and nothing else may be reckoned from the rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from frirum.core.instruments.audit_collection import ReportedCounts
from frirum.core.instruments.questions import Answer, AskedQuestion
from frirum.core.instruments.words import more_than_put


def rows_of_counts(
    questions: Sequence[AskedQuestion], reported: Mapping[str, ReportedCounts]
) -> list[dict[str, Answer]]:
    """Question id -> answer, a row for each counted answer to a question that depends on none.

    A question is left out where the one it depends on was not reported, as nobody knows in which cases it was put.

    Args:
        questions: of the instrument, in order.
        reported: question id -> its counts.

    Raises:
        InputRefused: a question has more answers than there are cases in which it is put.
    """
    rows: list[dict[str, Answer]] = []
    told: set[str] = set()
    for asked in questions:
        counts = reported[asked.id].counts if asked.id in reported else {}
        answers = [value for value, n in counts.items() for _nth in range(n)]
        if not answers:
            continue
        condition = asked.question.only_if
        if condition is None:
            rows += [{asked.id: answer} for answer in answers]
        elif condition.question in told:
            put = [row for row in rows if condition.question in row and condition.holds(row)]
            if len(answers) > len(put):
                raise more_than_put(asked, len(answers), len(put))
            for row, answer in zip(put, answers, strict=False):
                row[asked.id] = answer
        else:
            continue
        told.add(asked.id)
    return rows
