"""The figures of a diagnosis as rows for people: the same on the page, in the document and on the command line.

A row that the verdict contradicts is left out: a design that is too thin has no strongest word, and a question of "no
worse" looks for no rise.
"""

from __future__ import annotations

from frirum.core.designs.diagnosis.diagnosis import Diagnosis
from frirum.core.designs.diagnosis.sentences import say
from frirum.core.designs.diagnosis.verdict import Verdict
from frirum.core.designs.diagnosis.words import chance, level
from frirum.core.vocabulary.danish import format_number

_SHOWS_NOTHING = (Verdict.TOO_THIN, Verdict.UNKNOWN_VOLUME)


def figure_rows(found: Diagnosis) -> list[tuple[str, str]]:
    """(term, figure) of a diagnosis; what cannot be said is left out."""
    uses = found.question.uses
    rows = [] if uses is None else [(say("uses_reckoned_with"), format_number(uses))]
    if found.question.comparison is not None:
        rows.append((say("cases_are_compared_with"), format_number(found.question.comparison)))
    if found.verdict not in _SHOWS_NOTHING:
        rows += _changes(found)
    rows += _aim(found)
    if found.verdict not in _SHOWS_NOTHING:
        step = found.highest_step
        rows.append(
            (say("highest_step_on_evidence_ladder"), say("n_of_5_what", n=int(step), what=step.label))
        )
        rows.append((say("strongest_word_in_report"), say("word", word=step.wording)))
    if found.smallest_p_in_words:
        rows.append((say("smallest_possible_p_value"), found.smallest_p_in_words))
    return rows


def _changes(found: Diagnosis) -> list[tuple[str, str]]:
    """What can be found at all, in the direction that is asked for."""
    question = found.question
    if not question.uses or question.baseline is None or question.asks_no_worse_only:
        return []
    rise = (say("smallest_rise_can_be_shown"), _change(question.baseline, found.increase))
    fall = (say("smallest_fall_can_be_shown"), _change(question.baseline, found.decrease))
    return {True: [rise], False: [fall], None: [rise, fall]}[question.asked_rises]


def _aim(found: Diagnosis) -> list[tuple[str, str]]:
    if found.power is None:
        return []
    if found.question.asks_no_worse_only:
        rows = [(say("no_worse_can_be_shown_with"), chance(found.power))]
        needed = say("uses_needed_to_show")
    else:
        rows = [(say("change_matters_is_found_with"), chance(found.power))]
        needed = say("uses_takes_to_find")
    if found.uses_needed is not None:
        rows.append((needed, format_number(found.uses_needed)))
    return rows


def _change(baseline: float, end: float | None) -> str:
    if end is None:
        return say("can_never_be_shown")
    return say("from_start_to_end", start=level(baseline), end=level(end))
