"""`frirum estimate waves`: two rounds of the same question to anonymous people in the same municipalities.

Estimands: superiority, the probability that an answer from the second wave is higher than one from the first (a tie
counts one half); and the share in the top category, second less first. No person can be followed, so people are not
paired. Clusters are: under the null a cluster's two waves could have come in either order, and a cluster seen once
could have been seen in the other wave. The test goes through those arrangements, the observed included.

Standard errors take the waves as independent, with clusters: they are too large where the same people answer twice.

Source: Mann & Whitney (1947), Annals of Mathematical Statistics 18; Brunner & Munzel (2000), Biometrical Journal 42
(placements); Ernst (2004), Statistical Science 19 (permutation).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from frirum.core.effects.rows import Check, EstimateRow, Label, Refused, Result, number, refuse
from frirum.core.effects.sentences import say
from frirum.core.effects.wave_arrangements import DRAWS, Arrangements, list_arrangements, smallest_p
from frirum.core.vocabulary.danish import format_number

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
TIE = 1e-12
ALPHA = 0.05
FEWEST_ANSWERS = 5
MOST_CATEGORIES = 30


@dataclass(frozen=True)
class Answers:
    """Answers laid together.

    Attributes:
        counts: (C, 2, K) answers per cluster, wave and category in the order of the scale.
        clusters, waves, categories: their labels as written; two waves in time order.
    """

    counts: IntArray
    clusters: tuple[Label, ...]
    waves: tuple[Label, ...]
    categories: tuple[Label, ...]


def superiority(first: FloatArray, second: FloatArray) -> FloatArray:
    """(…) P(second > first) + P(equal)/2 from (…, K) counts."""
    below = np.cumsum(first, axis=-1) - first / 2
    pairs = first.sum(axis=-1) * second.sum(axis=-1)
    return np.asarray((below * second).sum(axis=-1) / pairs)


def top_difference(first: FloatArray, second: FloatArray) -> FloatArray:
    """(…) share in the top category, second less first, from (…, K) counts."""
    return np.asarray(second[..., -1] / second.sum(axis=-1) - first[..., -1] / first.sum(axis=-1))


def estimate_waves(answers: Answers, *, outcome: str, seed: int = 1) -> Result:
    """Rows superiority (the headline) and difference (in the top category), both `cluster-permutation`.

    Returns:
        p counts arrangements at least as far from no difference as the observed. Refused with other than two waves,
        a single category, a single cluster, or when the smallest possible p is above 5 %.
    """
    refusal = _empty(answers)
    if refusal is not None:
        return Result(refused=refusal)
    counts = answers.counts.astype(np.float64)
    arrangements = list_arrangements(answers.counts, seed=seed)
    first = counts[:, 0].sum(axis=0) + np.einsum(
        "mc,ck->mk", arrangements.swapped, counts[:, 1] - counts[:, 0]
    )
    second = counts.sum(axis=(0, 1)) - first
    floor = smallest_p(arrangements)
    notes = _notes(answers, arrangements, floor, seed)
    rows = []
    for estimand, statistic, null, bounds, scores in (
        ("superiority", superiority, 0.5, (0.0, 1.0), _placements(counts)),
        ("difference", top_difference, 0.0, (-1.0, 1.0), _tops(counts)),
    ):
        point = float(statistic(counts[:, 0].sum(axis=0), counts[:, 1].sum(axis=0)))
        p_value = _p_value(statistic(first, second) - null, point - null, arrangements)
        more = () if estimand == "superiority" else (_top_note(answers),)
        row = _row(
            answers, estimand, point, p_value=p_value, bounds=bounds, se=_error(counts, scores),
            notes=(*more, *notes), outcome=outcome,
        )  # fmt: skip
        if floor > ALPHA:  # arrangements too few to reject anything leave nothing to bound
            row = replace(row, lower=None, upper=None)
        rows.append(row)
    checks = _checks(answers, floor)
    if floor > ALPHA:
        why = say("too_thin_n_clusters_give_smallest")
        text = why.format(n=len(answers.clusters), floor=format_number(floor, 3))
        return refuse("p_floor", text, estimates=rows, checks=checks)
    return Result(tuple(rows), checks, rows[0])


def _empty(answers: Answers) -> Refused | None:
    if len(answers.waves) != 2:
        text = say("must_be_exactly_two_waves_file", n=len(answers.waves))
        return Refused("two_waves", text)
    if len(answers.categories) < 2:
        return Refused("one_category", say("all_gave_same_answer_is_nothing_to_compare"))
    if len(answers.categories) > MOST_CATEGORIES:
        text = say("outcome_has_n_different_values_method")
        return Refused("no_scale", text.format(n=len(answers.categories), most=MOST_CATEGORIES))
    if len(answers.clusters) < 2:
        return Refused("one_cluster", say("is_only_one_cluster_nothing_can"))
    return None


def _p_value(statistics: FloatArray, observed: float, arrangements: Arrangements) -> float:
    far = int((np.abs(statistics) >= abs(observed) - TIE).sum())
    if arrangements.exact:
        return far / arrangements.possible
    return (far + 1) / (len(statistics) + 1)


def _placements(counts: FloatArray) -> FloatArray:
    """(2, K) what an answer is worth for superiority: its place among those of the other wave."""
    first, second = counts[:, 0].sum(axis=0), counts[:, 1].sum(axis=0)
    under_first = (np.cumsum(first) - first / 2) / first.sum()
    over_second = 1 - (np.cumsum(second) - second / 2) / second.sum()
    return np.stack([over_second, under_first])


def _tops(counts: FloatArray) -> FloatArray:
    """(2, K) what an answer is worth for the difference in the top category."""
    top = np.zeros(counts.shape[2])
    top[-1] = 1.0
    return np.stack([-top, top])


def _error(counts: FloatArray, scores: FloatArray) -> float | None:
    """Standard error of the sum of the two waves' mean scores: clusters in each wave, waves independent."""
    variance = 0.0
    for wave in (0, 1):
        people = counts[:, wave].sum(axis=1)
        seen = int((people > 0).sum())
        if seen < 2:
            return None
        mean = float((counts[:, wave] @ scores[wave]).sum() / people.sum())
        off = counts[:, wave] @ scores[wave] - mean * people
        variance += seen / (seen - 1) * float(off @ off) / people.sum() ** 2
    return math.sqrt(variance)


def _row(
    answers: Answers,
    estimand: str,
    point: float,
    *,
    p_value: float,
    bounds: tuple[float, float],
    se: float | None,
    notes: Sequence[str],
    outcome: str,
) -> EstimateRow:
    people = answers.counts.sum(axis=(0, 2))
    seen = (answers.counts.sum(axis=2) > 0).sum(axis=0)
    reach = None if not se else se * float(stdtrit(int(seen.min()) - 1, 0.975))
    return EstimateRow(
        estimator="mann-whitney" if estimand == "superiority" else "difference in shares",
        estimand=estimand,
        inference="cluster-permutation",
        outcome=outcome,
        n_treated=int(people[1]),
        n_comparison=int(people[0]),
        units_treated=int(seen[1]),
        point=number(point, scale=1.0),
        se=number(se),
        lower=None if reach is None else max(bounds[0], point - reach),
        upper=None if reach is None else min(bounds[1], point + reach),
        p_value=p_value,
        notes=tuple(notes),
    )


def _top_note(answers: Answers) -> str:
    return say("share_with_answer_top", top=answers.categories[-1])


def _notes(answers: Answers, arrangements: Arrangements, floor: float, seed: int) -> tuple[str, ...]:
    first, second = answers.waves
    how = (
        say("n_possible_exchanges_of_clusters_all", n=arrangements.possible)
        if arrangements.exact
        else say("drawn_random_out_of_n_possible", drawn=DRAWS, n=arrangements.possible, seed=seed)
    )
    own = floor if arrangements.exact else 1 / (DRAWS + 1)
    return (
        say("wave_second_relative_to_wave_first", first=first, second=second),
        how,
        say("smallest_possible_p_value_floor", floor=format_number(own, 4 if own >= 0.0001 else 7)),
        say("interval_takes_waves_as_independent"),
    )


def _checks(answers: Answers, floor: float) -> tuple[Check, ...]:
    people = answers.counts.sum(axis=2)
    small = int(((people > 0) & (people < FEWEST_ANSWERS)).sum())
    once = int((people == 0).any(axis=1).sum())
    shares = answers.counts.sum(axis=0) / people.sum(axis=0)[:, None]
    lines = [
        "; ".join(
            f"{label}: {format_number(100 * share, 1)}"
            for label, share in zip(answers.categories, row, strict=True)
        )
        for row in shares
    ]
    spread = say(
        "distribution_in_wave_first_one_wave",
        first=answers.waves[0],
        one=lines[0],
        second=answers.waves[1],
        two=lines[1],
    )
    found = [
        _floor_check(floor),
        Check("distribution", None, spread),
        _design_effect(answers),
    ]  # fmt: skip
    if small:
        text = say("clusters_and_waves_with_fewer")
        found.append(Check("small_clusters", False, text.format(n=small), small))
    if once:
        text = say("clusters_with_answers_in_one_wave")
        found.append(Check("clusters_in_one_wave", False, text.format(n=once), once))
    return tuple(found)


def _floor_check(floor: float) -> Check:
    text = say("smallest_possible_p_value_of_design", floor=format_number(floor, 4))
    return Check("p_floor", floor <= ALPHA, text, floor)


def _design_effect(answers: Answers) -> Check:
    """How much less the answers tell than as many independent ones: 1 + (m − 1) ICC of their ranks, waves together."""
    counts = answers.counts.sum(axis=1).astype(np.float64)
    ranks = np.cumsum(counts.sum(axis=0)) - counts.sum(axis=0) / 2
    people = counts.sum(axis=1)
    n, k = float(people.sum()), len(people)
    means = counts @ ranks / people
    grand = float(people @ means / n)
    between = float(people @ (means - grand) ** 2) / (k - 1)
    within = float((counts * (ranks - means[:, None]) ** 2).sum()) / (n - k) if n > k else 0.0
    usual = (n - float(people @ people) / n) / (k - 1)
    total = between + (usual - 1) * within
    icc = max(0.0, (between - within) / total) if total > 0 else 0.0
    effect = 1 + (float(people @ people) / n - 1) * icc
    text = say("answers_within_cluster_are_alike_intraclass")
    return Check(
        "design_effect", None, text.format(icc=format_number(icc, 3), effect=format_number(effect, 2)), effect
    )
