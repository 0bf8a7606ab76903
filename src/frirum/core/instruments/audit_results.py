"""What an audit found: counts and shares of every question, with exact intervals for the list it was drawn from.

Estimand: of the cases on the list to which a question applies, the share with an answer. Assumption: the cases were
drawn by chance, and answers that are missing are missing by chance; where they were not drawn by chance there is no
interval. How many cases on the list a conditional question applies to is unknown, so its interval holds for every
number there may be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from frirum.core.effects.finite_population import hypergeometric_interval
from frirum.core.effects.shares import clopper_pearson
from frirum.core.effects.strata_exact import stratified_interval
from frirum.core.instruments.audit_collection import FilledSheet, ReportedCounts
from frirum.core.instruments.audit_sample import DrawingRule
from frirum.core.instruments.questions import AskedQuestion, applies

MOST_SIZES = 200
"""Sizes of a subpopulation that are tried one by one; beyond, the interval of an endless one is given: it is wider."""


class ResultNote(StrEnum):
    """What a reader must know of the result as a whole."""

    NOT_RANDOM = "not_random"
    MISSING_BY_CHANCE = "missing_by_chance"
    NO_INTERVAL_ACROSS = "no_interval_across"
    DROPPED = "dropped"


@dataclass(frozen=True)
class ShareOfList:
    """A share with the 95 % interval of the same share on the list; None where it does not exist."""

    share: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class AnswerCounts:
    """What was answered to one question.

    Attributes:
        n: cases with an answer; missing: cases it applies to, or may apply to, without one; not_applicable: the others.
        counts: option in the words of the definition -> cases; empty where the answer is written.
        shares: the same options.
        by_municipality: code -> option -> cases.
    """

    question: AskedQuestion
    n: int
    missing: int
    not_applicable: int
    counts: Mapping[str, int]
    shares: Mapping[str, ShareOfList]
    by_municipality: Mapping[int, Mapping[str, int]]


@dataclass(frozen=True)
class _Tally:
    """One list's answers to one question."""

    sheet: FilledSheet
    n: int
    missing: int
    not_applicable: int
    counts: Mapping[str, int]


def question_results(
    questions: Sequence[AskedQuestion], sheets: Sequence[FilledSheet]
) -> tuple[tuple[AnswerCounts, ...], tuple[ResultNote, ...]]:
    """The result of each question over all sheets, and what is to be said of them all."""
    results = tuple(_result(one, questions, sheets) for one in questions)
    notes = []
    if any(not sheet.rule.is_random for sheet in sheets):
        notes.append(ResultNote.NOT_RANDOM)
    if ResultNote.NOT_RANDOM not in notes and any(result.missing for result in results):
        notes.append(ResultNote.MISSING_BY_CHANCE)
    if any(sheet.dropped for sheet in sheets):
        notes.append(ResultNote.DROPPED)
    across = (s for r in results for s in r.shares.values() if s.share is not None and s.lower is None)
    if ResultNote.NOT_RANDOM not in notes and any(across):
        notes.append(ResultNote.NO_INTERVAL_ACROSS)
    return results, tuple(notes)


def _result(
    question: AskedQuestion, questions: Sequence[AskedQuestion], sheets: Sequence[FilledSheet]
) -> AnswerCounts:
    tallies = [_tally(question, questions, sheet) for sheet in sheets]
    options = [option.text for option in question.options]
    return AnswerCounts(
        question=question,
        n=sum(one.n for one in tallies),
        missing=sum(one.missing for one in tallies),
        not_applicable=sum(one.not_applicable for one in tallies),
        counts={text: sum(one.counts[text] for one in tallies) for text in options},
        shares={text: _share(text, question, tallies) for text in options},
        by_municipality=_by_municipality(options, tallies),
    )


def _by_municipality(options: Sequence[str], tallies: Sequence[_Tally]) -> dict[int, dict[str, int]]:
    """Code -> option -> cases; a municipality whose draw is divided has several sheets."""
    found: dict[int, dict[str, int]] = {}
    for one in tallies:
        of = found.setdefault(one.sheet.municipality, dict.fromkeys(options, 0))
        for text, n in one.counts.items():
            of[text] += n
    return found


def _tally(question: AskedQuestion, questions: Sequence[AskedQuestion], sheet: FilledSheet) -> _Tally:
    put = [one.question for one in questions]
    if sheet.reported is not None:
        return _told(question, sheet, sheet.reported.get(question.id))
    counts = {option.text: 0 for option in question.options}
    n = missing = not_applicable = 0
    for case in sheet.cases:
        holds = applies(question.id, put, case.answers)
        if holds is False:
            not_applicable += 1
        elif question.id not in case.answers:
            missing += 1
        else:
            n += 1
            chosen = question.option(case.answers[question.id])
            if chosen is not None:
                counts[chosen.text] += 1
    return _Tally(sheet, n, missing, not_applicable, counts)


def _told(question: AskedQuestion, sheet: FilledSheet, told: ReportedCounts | None) -> _Tally:
    """Counts that a municipality reported; what they do not account for is missing."""
    counts = {option.text: told.counts.get(option.value, 0) if told else 0 for option in question.options}
    n, not_applicable = sum(counts.values()), told.not_applicable if told else 0
    return _Tally(sheet, n, sheet.reviewed - n - not_applicable, not_applicable, counts)


def _share(text: str, question: AskedQuestion, tallies: Sequence[_Tally]) -> ShareOfList:
    seen = [one for one in tallies if one.n]
    if not seen:
        return ShareOfList(None, None, None)
    events, n = sum(one.counts[text] for one in seen), sum(one.n for one in seen)
    rules = {one.sheet.rule for one in seen}
    if any(not rule.is_random for rule in rules):
        return ShareOfList(events / n, None, None)
    is_conditional = any(one.not_applicable for one in tallies) or question.question.only_if is not None
    if rules == {DrawingRule.RANDOM_EACH} and len(seen) > 1:
        return _across(text, seen, is_conditional=is_conditional)
    population = _population(tallies)
    outside = sum(one.not_applicable for one in tallies)
    largest = population - outside
    lower, upper = subpopulation_interval(events, n, n if is_conditional else largest, largest)
    return ShareOfList(events / n, lower, upper)


def _across(text: str, seen: Sequence[_Tally], *, is_conditional: bool) -> ShareOfList:
    """Samples of their own from several lists: each list counts with its cases."""
    sizes = [one.sheet.population for one in seen]
    if is_conditional:
        # How many cases on each list the question applies to is estimated too.
        weights = [
            size / (len(one.sheet.cases) or one.sheet.reviewed) for size, one in zip(sizes, seen, strict=True)
        ]
        base = sum(w * one.n for w, one in zip(weights, seen, strict=True))
        return ShareOfList(
            sum(w * one.counts[text] for w, one in zip(weights, seen, strict=True)) / base, None, None
        )
    events = [one.counts[text] for one in seen]
    drawn = [one.n for one in seen]
    share = sum(size * x / n for size, x, n in zip(sizes, events, drawn, strict=True)) / sum(sizes)
    low, high = stratified_interval(events, drawn, sizes)
    return ShareOfList(share, low / sum(sizes), high / sum(sizes))


def _population(tallies: Sequence[_Tally]) -> int:
    """Cases on the lists behind the sheets. A sample of one whole list may have left a municipality without a case."""
    sheets = [one.sheet for one in tallies]
    is_whole = sheets[0].rule is DrawingRule.RANDOM and sum(sheet.drawn for sheet in sheets) == sheets[0].n
    if is_whole:
        return sheets[0].whole_listed - sum(sheet.outside for sheet in sheets)
    return sum(sheet.population for sheet in sheets)


@cache
def subpopulation_interval(events: int, n: int, smallest: int, largest: int) -> tuple[float, float]:
    """The exact interval of a share among a part of the list whose size lies between two numbers.

    Args:
        events: cases with the answer among the `n` with any.
        smallest, largest: cases on the list to which the question may apply, at least n.
    """
    if largest - smallest > MOST_SIZES:
        return clopper_pearson(events, n)
    lower, upper = 1.0, 0.0
    for size in range(max(smallest, n), max(largest, n) + 1):
        low, high = hypergeometric_interval(events, n, size)
        lower, upper = min(lower, low / size), max(upper, high / size)
    return lower, upper
