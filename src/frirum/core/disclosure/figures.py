"""Figures other than counts: when a mean, a quantile, a share or a chart may leave the house, and how rounded.

Each function gives the figure as it may be shown, or a `Refusal`. None gives a person's own value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from frirum.core.disclosure.primary import amount_rules
from frirum.core.disclosure.protected import ProtectedTable, Refusal, RefusalReason, protect_table
from frirum.core.disclosure.sentences import say
from frirum.core.disclosure.settings import HOUSE_RULES, HouseRules, Subject
from frirum.core.disclosure.table import TOTAL, Dimension

QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class SafeFigure:
    """A number as it may be shown.

    Attributes:
        value: rounded; in the unit of the data.
        n: persons behind it.
    """

    value: float
    n: int


def few(n: int, needed: int) -> Refusal:
    """The refusal of a figure on too few persons; it does not say how few."""
    return Refusal(
        RefusalReason.TOO_FEW,
        say("are_fewer_than_n_people_behind", n=needed),
        say("show_figure_for_more_municipalities"),
    )


def _alike() -> Refusal:
    return Refusal(
        RefusalReason.HOMOGENEOUS,
        say("all_or_all_but_few"),
        say("show_figure_for_larger_group"),
    )


def significant(value: float, digits: int) -> float:
    """A number rounded to so many significant digits."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


def quantile(
    values: ArrayLike, share: float, *, rules: HouseRules = HOUSE_RULES, subject: Subject = Subject.PERSONS
) -> SafeFigure | Refusal:
    """The median or a quartile. Smallest, largest and other quantiles are somebody's own value and are refused.

    Args:
        values: one per person, shape (n,).
        share: 0.25, 0.5 or 0.75.
    """
    data = np.asarray(values, dtype=float)
    if share not in QUARTILES:
        return Refusal(
            RefusalReason.OWN_VALUE,
            say("smallest_largest_and_quantiles_other"),
            say("show_median_and_quartiles"),
        )
    each_side = rules.minimum_each_side
    if subject is not Subject.PERSONS:
        each_side = max(each_side, rules.threshold_for(subject))
    smaller_side = min(share, 1 - share)
    if data.size < rules.minimum_for_quantile or data.size * smaller_side < each_side:
        return few(data.size, max(rules.minimum_for_quantile, round(each_side / smaller_side)))
    return SafeFigure(significant(float(np.quantile(data, share)), rules.quantile_digits), int(data.size))


def mean(
    values: ArrayLike,
    *,
    rules: HouseRules = HOUSE_RULES,
    subject: Subject = Subject.PERSONS,
    amounts: bool = False,
) -> SafeFigure | Refusal:
    """A mean of at least ten persons.

    A mean of two values that differ by a constant gives away how many had each: with 0/1 data, n times the mean is
    a count. So where all but few persons share one value the mean is refused, and a count in it obeys the count rule.

    Args:
        amounts: money or hours: the dominance and p % rules hold too.
    """
    data = np.asarray(values, dtype=float)
    needed = max(rules.minimum_for_mean, rules.threshold_for(subject))
    if data.size < needed:
        return few(data.size, needed)
    if _nearly_alike(data, rules.threshold_for(subject)):
        return _alike()
    if amounts and amount_rules(data.tolist(), rules, threshold=rules.threshold_for(subject)):
        return Refusal(
            RefusalReason.DOMINATED,
            say("few_persons_or_firms_account"),
            say("show_amount_for_larger_group"),
        )
    return SafeFigure(significant(float(data.mean()), rules.quantile_digits), int(data.size))


def _nearly_alike(data: np.ndarray, threshold: int) -> bool:
    """True where all but 0 ... threshold - 1 persons share one value; nobody differing is shown only as a count is."""
    values, times = np.unique(data, return_counts=True)
    if values.size == 1:
        return values[0] not in (0.0, 1.0)
    return data.size - int(times.max()) < threshold


def standard_deviation(
    values: ArrayLike, *, rules: HouseRules = HOUSE_RULES, subject: Subject = Subject.PERSONS
) -> SafeFigure | Refusal:
    """A standard deviation: on as many persons as a quantile, to two significant digits.

    Together with a mean on few persons it can be solved for their values, so it takes more persons than the mean.
    """
    data = np.asarray(values, dtype=float)
    if data.size < rules.minimum_for_quantile:
        return few(data.size, rules.minimum_for_quantile)
    if _nearly_alike(data, rules.threshold_for(subject)):
        return _alike()
    return SafeFigure(significant(float(data.std(ddof=1)), 2), int(data.size))


def share(
    count: int,
    n: int,
    *,
    rules: HouseRules = HOUSE_RULES,
    subject: Subject = Subject.PERSONS,
    decimals: int = 1,
) -> SafeFigure | Refusal:
    """A percentage whose count could be worked out from n: the count and the rest are both 0 or at least the threshold.

    Gives per cent, rounded; 0 and 100 are allowed.
    """
    threshold = rules.threshold_for(subject)
    if n < threshold or 0 < count < threshold or 0 < n - count < threshold:
        return few(n, threshold)
    return SafeFigure(round(100 * count / n, decimals), n)


def percentages(table: ProtectedTable, *, of: str, decimals: int = 1) -> dict[tuple[str, ...], float | None]:
    """Each cell as per cent of the total along a dimension, from shown counts alone; None where either is hidden.

    Args:
        of: the dimension in which the percentages add up to 100.
    """
    axis = [d.name for d in table.dimensions].index(of)
    shown = {cell.nodes: cell.shown for cell in table.cells}
    found: dict[tuple[str, ...], float | None] = {}
    for nodes, count in shown.items():
        base = shown[(*nodes[:axis], TOTAL, *nodes[axis + 1 :])]
        found[nodes] = None if count is None or not base else round(100 * count / base, decimals)
    return found


def histogram(
    values: ArrayLike,
    edges: Sequence[float],
    *,
    rules: HouseRules = HOUSE_RULES,
    subject: Subject = Subject.PERSONS,
    name: str = "interval",
) -> ProtectedTable | Refusal:
    """A histogram or bar chart is a table: its bars are merged with their neighbours, then hidden.

    Args:
        edges: the borders of the bars, rising, chosen without looking at the smallest and largest value.
    """
    data = np.asarray(values, dtype=float)
    counts, _edges = np.histogram(data, bins=np.asarray(edges, dtype=float))
    bars = tuple(f"{low:g}–{high:g}" for low, high in pairwise(edges))
    dimension = Dimension(name, bars)
    table: dict[tuple[str, ...], int] = {(bar,): int(count) for bar, count in zip(bars, counts, strict=True)}
    return protect_table([dimension], table, rules=rules, subject=subject, merge_along=[name])


@dataclass(frozen=True)
class Bin:
    """A field of a binned scatter plot: its middle and how many persons."""

    x: float
    y: float
    n: int


def binned_scatter(
    x: ArrayLike, y: ArrayLike, *, size: tuple[float, float], rules: HouseRules = HOUSE_RULES
) -> tuple[Bin, ...] | Refusal:
    """What stands in for a scatter plot: rectangular fields of a fixed size with at least ten persons each.

    Fields with fewer are left out; so that the rest cannot be found from n, they hold together no 1 ... 9 persons,
    else the smallest field shown is left out with them.
    """
    places = np.floor(np.column_stack([np.asarray(x, float) / size[0], np.asarray(y, float) / size[1]]))
    fields, times = np.unique(places, axis=0, return_counts=True)
    order = np.argsort(-times, kind="stable")
    kept = [n for n in order if times[n] >= rules.minimum_per_bin]
    left = len(places) - sum(int(times[n]) for n in kept)
    while kept and 0 < left < rules.minimum_per_bin:
        left += int(times[kept.pop()])
    if not kept:
        return few(len(places), rules.minimum_per_bin)
    return tuple(
        Bin(float((fields[n][0] + 0.5) * size[0]), float((fields[n][1] + 0.5) * size[1]), int(times[n]))
        for n in kept
    )


def scatter(*_series: ArrayLike) -> Refusal:
    """Dots, spaghetti lines and box-plot outliers are persons: always refused."""
    return Refusal(
        RefusalReason.OWN_VALUE,
        say("points_single_courses_and_outliers"),
        say("show_chart_with_bins"),
    )
