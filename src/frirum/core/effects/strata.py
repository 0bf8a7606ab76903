"""Means and totals from a stratified sample of a finite population.

Estimand: the mean (or total) over all units of the population. Assumption: a simple random sample without
replacement in each stratum. Source: Cochran (1977), Sampling Techniques, 3rd ed., sections 5.3-5.4 and 5.9.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from frirum.core.effects.rows import Check, EstimateRow, Label, Result, number, refuse
from frirum.core.effects.sentences import say
from frirum.core.effects.strata_exact import stratified_interval

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Stratum:
    """One stratum's sample, summed up.

    Attributes:
        label: as written in the data.
        n: units in the sample, at least 1.
        population: units in the stratum, at least n.
        mean: sample mean, in the outcome's unit.
        variance: sample variance with n − 1, or None when n is 1.
        two_valued: the outcome is 0 or 1 throughout the file, so that `mean` is a share.
    """

    label: Label
    n: int
    population: int
    mean: float
    variance: float | None
    two_valued: bool = False

    @property
    def findings(self) -> int:
        """Units in the sample with a 1."""
        return round(self.mean * self.n)

    @property
    def mean_variance(self) -> float | None:
        """Variance of the mean with finite-population correction; 0 for a census, else None if n is 1."""
        if self.n == self.population:
            return 0.0
        if self.variance is None:
            return None
        return self.variance / self.n * (1 - self.n / self.population)


def summarise(
    outcome: FloatArray, codes: NDArray[np.int64], labels: list[Label], population: FloatArray
) -> list[Stratum]:
    """The strata of a sample.

    Args:
        outcome: (n,) finite values.
        codes: (n,) stratum number 0 … S − 1.
        labels: (S,) stratum names.
        population: (S,) units in each stratum.
    """
    counts = np.bincount(codes, minlength=len(labels))
    means = np.bincount(codes, weights=outcome, minlength=len(labels)) / counts
    squares = np.bincount(codes, weights=(outcome - means[codes]) ** 2, minlength=len(labels))
    two_valued = bool(np.isin(outcome, (0.0, 1.0)).all())
    return [
        Stratum(
            label,
            int(counts[place]),
            int(population[place]),
            float(means[place]),
            float(squares[place] / (counts[place] - 1)) if counts[place] > 1 else None,
            two_valued,
        )
        for place, label in enumerate(labels)
    ]


def estimate_mean(strata: list[Stratum], outcome: str | None = None) -> Result:
    """`frirum estimate mean`: the population mean and total, and each stratum's mean.

    Returns:
        Rows mean (overall; the headline), total (overall) and mean per stratum (group = stratum). Standard
        errors carry the finite-population correction; bounds use t with n − S degrees of freedom. A stratum with one
        sampled unit out of several has no variance: standard errors are then None, with a named warning. An outcome of
        0 and 1 gets exact bounds (`hypergeometric`, strata combined), and no standard error where nothing varied.
        Refused when nothing varies in the sample of another outcome, which then has no uncertainty to show.
    """
    if not strata:
        return refuse("no_cases", say("are_no_units_in_sample"))
    size = sum(stratum.population for stratum in strata)
    n = sum(stratum.n for stratum in strata)
    mean = math.fsum(stratum.population * stratum.mean for stratum in strata) / size
    variances = [stratum.mean_variance for stratum in strata]
    lonely = [stratum.label for stratum, variance in zip(strata, variances, strict=True) if variance is None]
    se = None
    if not lonely:
        se = math.sqrt(
            math.fsum((s.population / size) ** 2 * (v or 0.0) for s, v in zip(strata, variances, strict=True))
        )
    exact = strata[0].two_valued
    df = n - len(strata)
    bounds = _exact_bounds(strata) if exact else _t_bounds(mean, se, df)
    kind: dict[str, Any] = {"outcome": outcome, "exact": exact}
    overall = _row("mean", mean, se, bounds, n=n, census=n == size, **kind)
    scaled = tuple(None if bound is None else bound * size for bound in bounds)
    whole = (scaled[0], scaled[1])
    total_se = None if se is None else se * size
    total = _row("total", mean * size, total_se, whole, n=n, census=n == size, **kind)
    each = [
        _row(
            "mean", s.mean, _root(v), _exact_bounds([s]) if exact else _t_bounds(s.mean, _root(v), s.n - 1),
            n=s.n, census=s.n == s.population, group=s.label, **kind,
        )
        for s, v in zip(strata, variances, strict=True)
    ]  # fmt: skip
    checks = () if not lonely else (_lonely_check(lonely),)
    rows = (overall, total, *each)
    if overall.lower is None and n < size:
        text = say("uncertainty_cannot_be_computed_nothing")
        return refuse("no_uncertainty", text, estimates=rows, checks=checks)
    return Result(rows, checks, overall)


Bounds = tuple[float | None, float | None]


def _exact_bounds(strata: list[Stratum]) -> Bounds:
    """Bounds of the share over all strata."""
    lower, upper = stratified_interval(
        [s.findings for s in strata], [s.n for s in strata], [s.population for s in strata]
    )
    size = sum(s.population for s in strata)
    return lower / size, upper / size


def _t_bounds(mean: float, se: float | None, df: int) -> Bounds:
    """None where there is no variance to go by; a sample that does not vary is no proof that the list does not."""
    if not se or df <= 0:
        return None, None
    half = float(special.stdtrit(df, 0.975)) * se
    return mean - half, mean + half


def _root(variance: float | None) -> float | None:
    return None if variance is None else math.sqrt(variance)


def _row(
    estimand: str,
    point: float,
    se: float | None,
    bounds: Bounds,
    *,
    n: int,
    outcome: str | None,
    exact: bool,
    census: bool,
    group: Label | None = None,
) -> EstimateRow:
    if census:
        bounds = None, None
    return EstimateRow(
        estimator="stratified mean",
        estimand=estimand,
        inference="hypergeometric" if exact else "finite-population",
        outcome=outcome,
        group=group,
        n_treated=n,
        point=number(point),
        se=number(se) or None,
        lower=number(bounds[0]),
        upper=number(bounds[1]),
        notes=(say("whole_list_was_gone_through_figure"),) if census else (),
        census=census,
    )


def _lonely_check(lonely: list[Label]) -> Check:
    text = say("strata_with_only_one_unit_drawn")
    return Check("single_unit_stratum", False, text.format(names=", ".join(map(str, lonely))), len(lonely))
