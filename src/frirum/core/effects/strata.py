"""Means and totals from a stratified sample of a finite population.

Estimand: the mean (or total) over all units of the population. Assumption: a simple random sample without
replacement in each stratum. Source: Cochran (1977), Sampling Techniques, 3rd ed., sections 5.3-5.4 and 5.9.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from frirum.core.effects.rows import Check, EstimateRow, Label, Result, number, refuse
from frirum.core.language import gettext as _

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
    """

    label: Label
    n: int
    population: int
    mean: float
    variance: float | None

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
    return [
        Stratum(
            label,
            int(counts[place]),
            int(population[place]),
            float(means[place]),
            float(squares[place] / (counts[place] - 1)) if counts[place] > 1 else None,
        )
        for place, label in enumerate(labels)
    ]


def estimate_mean(strata: list[Stratum], outcome: str | None = None) -> Result:
    """`frirum estimate mean`: the population mean and total, and each stratum's mean.

    Returns:
        Rows mean (overall; the headline), total (overall) and mean per stratum (group = stratum). Standard
        errors carry the finite-population correction; bounds use t with n − S degrees of freedom. A stratum
        with one
        sampled unit out of several has no variance: standard errors are then None, with a named warning.
    """
    if not strata:
        return refuse("no_cases", _("Der er ingen enheder i stikprøven."))
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
    df = n - len(strata)
    overall = _row("mean", mean, se, n=n, df=df, outcome=outcome)
    total = _row("total", mean * size, None if se is None else se * size, n=n, df=df, outcome=outcome)
    each = [
        _row("mean", s.mean, _root(v), n=s.n, df=s.n - 1, outcome=outcome, group=s.label)
        for s, v in zip(strata, variances, strict=True)
    ]
    checks = () if not lonely else (_lonely_check(lonely),)
    return Result((overall, total, *each), checks, overall)


def _root(variance: float | None) -> float | None:
    return None if variance is None else math.sqrt(variance)


def _row(
    estimand: str,
    point: float,
    se: float | None,
    *,
    n: int,
    df: int,
    outcome: str | None,
    group: Label | None = None,
) -> EstimateRow:
    half = None
    if se is not None:
        half = 0.0 if se == 0 else (float(special.stdtrit(df, 0.975)) * se if df > 0 else None)
    return EstimateRow(
        estimator="stratified mean",
        estimand=estimand,
        inference="finite-population",
        outcome=outcome,
        group=group,
        n_treated=n,
        point=number(point),
        se=number(se),
        lower=None if half is None else point - half,
        upper=None if half is None else point + half,
    )


def _lonely_check(lonely: list[Label]) -> Check:
    text = _(
        "Strata med kun én udtrukket enhed har ingen spredning, så usikkerheden kan ikke beregnes: {names}."
    )
    return Check("single_unit_stratum", False, text.format(names=", ".join(map(str, lonely))), len(lonely))
