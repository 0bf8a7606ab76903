"""Reported counts as rows: every count as it was reported, and no more of who answered what together than is known."""

from __future__ import annotations

import pytest

from frirum.core.catalogue import shipped_catalogue
from frirum.core.errors import InputRefused
from frirum.core.instruments.audit_collection import ReportedCounts
from frirum.core.instruments.counted_rows import rows_of_counts
from frirum.core.instruments.questions import asked_questions, find_instrument

FIRST, ON_YES, ON_NO = "afgjort-uden", "egen-laege-inddraget", "indhentet-ved-tvivl"
NO, YES = 1, 2


def questions():
    catalogue = shipped_catalogue()
    experiment = catalogue.experiment("revalidering-lae265")
    return asked_questions(find_instrument(experiment, "temaledelsestilsyn"), experiment, catalogue.scales)


def test_each_count_stands_and_what_depends_lies_where_it_was_put():
    rows = rows_of_counts(
        questions(),
        {
            FIRST: ReportedCounts({NO: 3, YES: 2}),
            ON_YES: ReportedCounts({NO: 1, YES: 1}, 3),
            ON_NO: ReportedCounts({YES: 2}),
        },
    )
    assert len(rows) == 5
    assert [row[FIRST] for row in rows].count(YES) == 2
    assert [row[FIRST] for row in rows if ON_YES in row] == [YES, YES]
    assert [row[FIRST] for row in rows if ON_NO in row] == [NO, NO], "one was put and not answered"


def test_a_question_whose_cases_nobody_knows_is_left_out():
    assert rows_of_counts(questions(), {ON_YES: ReportedCounts({YES: 2})}) == []


def test_more_answers_than_cases_are_refused():
    counts = {FIRST: ReportedCounts({NO: 3, YES: 1}), ON_YES: ReportedCounts({YES: 2})}
    with pytest.raises(InputRefused, match="2 svar, men spørgsmålet gælder kun 1"):
        rows_of_counts(questions(), counts)
