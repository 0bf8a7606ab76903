"""The same people in two waves, known by a mark each made himself: how many went up, down, or stayed on each question.

Estimand: of those who wrote the same code both times and answered both times, the share who moved up less the share who
moved down. Those who write a code can be others than those who do not, which no figure here mends.

Test: under the null each cluster (a municipality) could have had its waves the other way round, people and all; where
arrangements are too few to tell anything p is None. The interval takes clusters as independent (t, clusters - 1).
Source: as `estimate_waves`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.effects.wave_arrangements import list_arrangements, smallest_p
from frirum.core.instruments.survey import Survey, SurveyResponse
from frirum.core.instruments.survey_comparison import OrderedAnswers, WaveAnswers, ordered_answers

ALPHA = 0.05
TIE = 1e-12


@dataclass(frozen=True)
class PairedQuestion:
    """One question answered twice by the same people; counts before the gate.

    Attributes:
        up, same, down: people.
        net: the share up less the share down; lower, upper: 95 %, None with one cluster.
        p_value: None where the clusters are too few to tell anything from chance.
        clusters: municipalities they are from.
        is_binary: there are two answers.
    """

    id: str
    text: str
    up: int
    same: int
    down: int
    net: float
    lower: float | None
    upper: float | None
    p_value: float | None
    clusters: int
    is_binary: bool

    @property
    def pairs(self) -> int:
        """How many answered both times."""
        return self.up + self.same + self.down


@dataclass(frozen=True)
class PairedWaves:
    """Two waves by the people in both.

    Attributes:
        pairs: people with one mark, once in each wave.
        twice: marks that stood more than once in a wave, whose people cannot be told apart.
        questions: those with enough pairs.
    """

    pairs: int
    twice: int
    questions: tuple[PairedQuestion, ...]


def compare_pairs(survey: Survey, first: WaveAnswers, second: WaveAnswers) -> PairedWaves | None:
    """The people in both waves, question by question; None where nobody wrote a code in one of them.

    A question with fewer pairs than the house's threshold is left out, and every one where all pairs are fewer.
    """
    before, after = _by_mark(first.sheets), _by_mark(second.sheets)
    if not before or not after:
        return None
    twice = sum(len(of) > 1 for of in (*before.values(), *after.values()))
    pairs = [
        (before[mark][0], after[mark][0])
        for mark in sorted(before.keys() & after.keys())
        if len(before[mark]) == 1 and len(after[mark]) == 1
    ]
    questions = [
        found
        for asked in survey.questions
        for one in ordered_answers(survey, asked)
        if len(pairs) >= HOUSE_RULES.threshold and (found := _moved(one, pairs)) is not None
    ]
    return PairedWaves(len(pairs), twice, tuple(questions))


def _by_mark(sheets: Sequence[SurveyResponse]) -> dict[str, list[SurveyResponse]]:
    found: dict[str, list[SurveyResponse]] = {}
    for sheet in sheets:
        if sheet.mark:
            found.setdefault(sheet.mark, []).append(sheet)
    return found


def _moved(
    asked: OrderedAnswers, pairs: Sequence[tuple[SurveyResponse, SurveyResponse]]
) -> PairedQuestion | None:
    moves: dict[int, list[int]] = {}
    for before, after in pairs:
        first, second = asked.place(before), asked.place(after)
        if first is not None and second is not None:
            # Whoever moved between municipalities counts where he was first.
            moves.setdefault(before.municipality, []).append((second > first) - (second < first))
    every = [move for of in moves.values() for move in of]
    if len(every) < HOUSE_RULES.threshold:
        return None
    net = sum(every) / len(every)
    lower, upper = _interval(list(moves.values()), net)
    return PairedQuestion(
        asked.id,
        asked.text,
        every.count(1),
        every.count(0),
        every.count(-1),
        net,
        lower,
        upper,
        _p_value([sum(of) for of in moves.values()]),
        len(moves),
        len(asked.steps) == 2,
    )


def _interval(clusters: Sequence[Sequence[int]], net: float) -> tuple[float | None, float | None]:
    n, c = sum(map(len, clusters)), len(clusters)
    if c < 2:
        return None, None
    off = [sum(of) - net * len(of) for of in clusters]
    reach = math.sqrt(c / (c - 1) * sum(o * o for o in off)) / n * float(stdtrit(c - 1, 0.975))
    return max(-1.0, net - reach), min(1.0, net + reach)


def _p_value(sums: Sequence[int]) -> float | None:
    """Of all orders in which the clusters' two waves could have come, the share with a sum at least as far from 0."""
    arrangements = list_arrangements(np.ones((len(sums), 2, 1), dtype=np.int64))
    if len(sums) < 2 or smallest_p(arrangements) > ALPHA:
        return None
    swapped = (1 - 2 * arrangements.swapped) @ np.array(sums, dtype=np.float64)
    far = int((np.abs(swapped) >= abs(sum(sums)) - TIE).sum())
    return far / arrangements.possible if arrangements.exact else (far + 1) / (len(swapped) + 1)
