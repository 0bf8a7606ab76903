"""How far raters who judged the same cases agree: raw agreement, kappa and Gwet's AC1, with gaps.

No single number says how good a review is. Kappa falls when nearly all cases get the same answer although the raters
agree on them; AC1 does not (Feinstein and Cicchetti 1990). All three are given, and no word for any of them.

Source: Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., chapters 2 to 5; Cohen (1960); Fleiss (1971).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from frirum.core.effects.shares import LEVEL, clopper_pearson
from frirum.core.errors import InputRefused
from frirum.core.files.data_file import FileSource
from frirum.core.files.limits import AUDITS
from frirum.core.files.table import FloatArray, Table, missing, read_table
from frirum.core.instruments.sentences import say

FEWEST_FOR_NORMAL = 30
"""Below so many units the interval of AC1 follows from the exact one of the raw agreement."""


@dataclass(frozen=True)
class Rating:
    """One rater's answer for one unit."""

    unit: str
    rater: str
    answer: str


@dataclass(frozen=True)
class Agreement:
    """How far raters agree.

    Attributes:
        n_units: units that somebody rated.
        n_paired: units that two or more rated; raw agreement is of these.
        n_raters: raters in all.
        percent: raw agreement, 0 to 1: the share of pairs of raters that agree, averaged over the units.
        percent_bounds: its exact 95 % interval (Clopper and Pearson). With more than two raters a unit may agree in
            part; a value between 0 and 1 never varies more than one that is 0 or 1, so the interval holds then too.
        kappa: Cohen's with two raters, Fleiss' with more; None where everybody gave one answer only.
        ac1: Gwet's; None where the answers that were possible are one.
        se: Gwet's standard error of AC1, units drawn from many; None with fewer than two units.
        lower, upper: the 95 % interval of AC1; None where AC1 is. From 30 units AC1 ± t(units − 1) · se; below, and
            where every unit agrees, the exact interval of raw agreement with the agreement by chance as it was found.
        is_exact: whether `lower` and `upper` are of the second kind.
        pairs: (q, q) pairs of answers given to one unit, each ordered pair of raters once; for two raters the first by
            name in rows.
        answers: the q answers, in the order of `pairs`.
    """

    n_units: int
    n_paired: int
    n_raters: int
    percent: float
    percent_bounds: tuple[float, float]
    kappa: float | None
    ac1: float | None
    se: float | None
    lower: float | None
    upper: float | None
    is_exact: bool
    pairs: NDArray[np.int64]
    answers: tuple[str, ...]


def agreement_of_file(
    source: FileSource, unit: str, rater: str, rating: str, *, answers: Sequence[str] = ()
) -> Agreement:
    """`frirum audit agreement`: one row for each rating; an empty rating is a gap.

    Args:
        unit, rater, rating: columns.
        answers: all that could be answered, where some were never given.

    Raises:
        InputRefused: no such column, an empty unit or rater, a rater twice on one unit, an answer outside `answers`,
            fewer than two raters, or no unit that two rated.
    """
    table = read_table(source, [unit, rater, rating], limits=AUDITS)
    table.require([unit, rater, rating])
    given = (~missing(table.frame.get_column(rating))).to_numpy()
    units, _unit_labels = table.codes(unit)
    raters, _rater_labels = table.codes(rater)
    table.refuse_duplicates(units, raters, say("case_and_rater"))
    rated = table.rows(given)
    if not len(rated):
        raise table.refuse(say("column_name_is_empty", name=rating), remedy=say("choose_column_with_ratings"))
    written = rated.text(rating).to_list()
    _refuse_other_answers(rated, rating, written, answers)
    found = [
        Rating(str(u), str(r), answer)
        for u, r, answer in zip(rated.text(unit).to_list(), rated.text(rater).to_list(), written, strict=True)
    ]
    try:
        return agreement(found, answers=answers)
    except InputRefused as refused:
        refused.file = rated.file
        raise


def _refuse_other_answers(table: Table, column: str, written: Sequence[str], answers: Sequence[str]) -> None:
    for row, answer in enumerate(written):
        if answers and answer not in answers:
            raise table.refuse(
                say("column_name_value_is_not_among", name=column, value=answer[:60]),
                row,
                say("write_one_of_answers_answers", answers=", ".join(answers)),
            )


def agreement(ratings: Sequence[Rating], *, answers: Sequence[str] = ()) -> Agreement:
    """Agreement of the raters over the units.

    Args:
        ratings: at most one of each rater and unit; gaps are absent.
        answers: all that could be answered; those given where it is empty.

    Raises:
        InputRefused: fewer than two raters, or no unit that two rated.
    """
    units = sorted({one.unit for one in ratings})
    raters = sorted({one.rater for one in ratings})
    categories = tuple(answers) or tuple(sorted({one.answer for one in ratings}))
    counts = np.zeros((len(units), len(categories)))
    place = {unit: row for row, unit in enumerate(units)}
    column = {answer: n for n, answer in enumerate(categories)}
    for one in ratings:
        counts[place[one.unit], column[one.answer]] += 1
    paired = counts.sum(axis=1) >= 2
    if len(raters) < 2 or not paired.any():
        raise InputRefused(
            say("no_case_was_judged_by_two"),
            remedy=say("let_another_judge_some_of_same"),
        )
    shares = _agreeing(counts)
    percent = float(shares[paired].mean())
    bounds = clopper_pearson(float(shares[paired].sum()), int(paired.sum()))
    spread = counts / counts.sum(axis=1, keepdims=True)
    chance = _gwet_chance(spread.mean(axis=0))
    ac1 = None if chance is None else (percent - chance) / (1 - chance)
    se = None if ac1 is None or chance is None else _gwet_se(counts, shares, ac1, chance)
    lower, upper, is_exact = _interval(ac1, chance, se, bounds, len(units))
    return Agreement(
        n_units=len(units),
        n_paired=int(paired.sum()),
        n_raters=len(raters),
        percent=percent,
        percent_bounds=bounds,
        kappa=_kappa(ratings, raters, spread, percent),
        ac1=ac1,
        se=se,
        lower=lower,
        upper=upper,
        is_exact=is_exact,
        pairs=_pairs(ratings, column),
        answers=categories,
    )


def _agreeing(counts: FloatArray) -> FloatArray:
    """(n,) share of the pairs of raters of each unit that agree; 0 where fewer than two rated."""
    raters = counts.sum(axis=1)
    pairs = raters * (raters - 1)
    agreeing = (counts * (counts - 1)).sum(axis=1)
    return np.divide(agreeing, pairs, out=np.zeros_like(pairs), where=pairs > 0)


def _gwet_chance(mean: FloatArray) -> float | None:
    """Agreement by chance in Gwet's sense: among raters who guess on the cases that are hard."""
    q = len(mean)
    return None if q < 2 else float((mean * (1 - mean)).sum() / (q - 1))


def _gwet_se(counts: FloatArray, shares: FloatArray, ac1: float, chance: float) -> float | None:
    """The standard error of AC1 over the units drawn: Gwet's for two raters, else the one that allows gaps."""
    n, q = counts.shape
    if n < 2:
        return None
    raters = counts.sum(axis=1)
    paired = raters >= 2
    spread = counts / raters[:, None]
    by_unit = (n / paired.sum()) * (shares - chance * paired) / (1 - chance)
    chance_by_unit = (spread @ (1 - spread.mean(axis=0))) / (q - 1)
    by_unit = by_unit - 2 * (1 - ac1) * (chance_by_unit - chance) / (1 - chance)
    # His formula for the table of two raters divides by n, the one for raters with gaps by n - 1.
    is_table = bool((raters == 2).all())
    return float(np.sqrt(((by_unit - ac1) ** 2).sum() / (n * (n if is_table else n - 1))))


def _interval(
    ac1: float | None, chance: float | None, se: float | None, bounds: tuple[float, float], n: int
) -> tuple[float | None, float | None, bool]:
    if ac1 is None or chance is None:
        return None, None, False
    if se and n >= FEWEST_FOR_NORMAL:
        reach = float(stats.t.ppf(1 - (1 - LEVEL) / 2, n - 1)) * se
        return max(-1.0, ac1 - reach), min(1.0, ac1 + reach), False
    lower, upper = ((bound - chance) / (1 - chance) for bound in bounds)
    return max(-1.0, lower), min(1.0, upper), True


def _kappa(
    ratings: Sequence[Rating], raters: Sequence[str], spread: FloatArray, percent: float
) -> float | None:
    if len(raters) == 2:
        first, second = (_distribution(ratings, rater) for rater in raters)
        chance = sum(share * second.get(answer, 0.0) for answer, share in first.items())
    else:
        chance = float((spread.mean(axis=0) ** 2).sum())
    return None if chance >= 1 - 1e-12 else (percent - chance) / (1 - chance)


def _distribution(ratings: Sequence[Rating], rater: str) -> dict[str, float]:
    """Answer -> its share among those the rater gave."""
    given = Counter(one.answer for one in ratings if one.rater == rater)
    return {answer: n / given.total() for answer, n in given.items()}


def _pairs(ratings: Sequence[Rating], column: dict[str, int]) -> NDArray[np.int64]:
    by_unit: dict[str, list[Rating]] = {}
    for one in sorted(ratings, key=lambda rating: rating.rater):
        by_unit.setdefault(one.unit, []).append(one)
    table = np.zeros((len(column), len(column)), dtype=np.int64)
    for given in by_unit.values():
        for place, first in enumerate(given):
            for second in given[place + 1 :]:
                table[column[first.answer], column[second.answer]] += 1
    return table
