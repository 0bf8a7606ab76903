"""Fitting one series with a break: least squares with Newey-West errors, or quasi-Poisson for counts.

The model at period t, with T the first period after the break: level + trend (t − first) + step 1(t ≥ T)
+ slope (t − T) 1(t ≥ T) + seasons. The slope is counted from T, so that the step is the jump *at* T; counted from the
first period the two would mix, which was an erratum of a published tutorial (Lopez Bernal et al. 2017).

Source: Newey & West (1987), Econometrica 55; (1994), Review of Economic Studies 61 (lag from the length); McCullagh &
Nelder (1989), Generalized Linear Models, chapter 9 (quasi-likelihood).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from frirum.core.files.table import FloatArray

FIXED = 4
"""Columns before the seasons: level, trend, step, slope."""


@dataclass(frozen=True)
class Season:
    """`harmonics` pairs of sine and cosine with a cycle of `cycle` periods."""

    harmonics: int
    cycle: float

    def columns(self, periods: FloatArray) -> FloatArray:
        """(n, up to 2 harmonics); the sine that is 0 at every period is left out."""
        found = []
        for wave in range(1, self.harmonics + 1):
            turn = 2 * np.pi * wave * periods / self.cycle
            found.append(np.cos(turn))
            if 2 * wave != self.cycle:
                found.append(np.sin(turn))
        return np.stack(found, axis=1) if found else np.empty((len(periods), 0))


@dataclass(frozen=True)
class Fit:
    """(k,) coefficients, (k, k) covariance, (n,) residuals; degrees None for normal intervals."""

    coefficients: FloatArray
    covariance: FloatArray
    residuals: FloatArray
    degrees: int | None
    dispersion: float | None = None

    def combination(self, weights: FloatArray) -> tuple[float, float]:
        """A weighted sum of coefficients and its standard error."""
        variance = float(weights @ self.covariance @ weights)
        return float(weights @ self.coefficients), float(np.sqrt(max(variance, 0.0)))


def design(periods: FloatArray, start: float, *, slope: bool, season: Season | None) -> FloatArray:
    """(n, k) columns level, trend, step, slope (left out when not `slope`), seasons.

    Args:
        periods: (n,) ascending, one apart where no period is missing.
        start: the first period after the break.
    """
    after = (periods >= start).astype(np.float64)
    columns = [np.ones(len(periods)), periods - periods[0], after]
    if slope:
        columns.append(after * (periods - start))
    fixed = np.stack(columns, axis=1)
    return fixed if season is None else np.concatenate([fixed, season.columns(periods)], axis=1)


def default_lag(n: int) -> int:
    """Newey and West's rule for the Bartlett kernel: the whole part of 4 (n / 100)^(2/9)."""
    return int(4 * (n / 100) ** (2 / 9))


def is_full_rank(x: FloatArray) -> bool:
    """Every column says something the others do not, and two residuals at least are left."""
    return x.shape[0] >= x.shape[1] + 2 and int(np.linalg.matrix_rank(x)) == x.shape[1]


def least_squares(x: FloatArray, y: FloatArray, lag: int) -> Fit:
    """Least squares with the Newey-West covariance times n / (n − k); t with n − k degrees.

    Args:
        x: (n, k) of full rank, rows in time order; y: (n,).
        lag: how many periods apart errors may hang together; 0 gives White's covariance.
    """
    n, k = x.shape
    bread = np.linalg.inv(x.T @ x)
    coefficients = bread @ (x.T @ y)
    residuals = y - x @ coefficients
    scores = x * residuals[:, None]
    middle = scores.T @ scores
    for apart in range(1, min(lag, n - 1) + 1):
        cross = scores[apart:].T @ scores[:-apart]
        middle += (1 - apart / (lag + 1)) * (cross + cross.T)
    covariance = n / (n - k) * bread @ middle @ bread
    return Fit(coefficients, covariance, residuals, n - k)


def quasi_poisson(x: FloatArray, counts: FloatArray, offset: FloatArray) -> Fit | None:
    """Log-linear rates by maximum likelihood; the covariance is scaled by Pearson's χ² / (n − k).

    Args:
        counts: (n,) not negative; offset: (n,) log of what the counts are out of.

    Returns:
        The fit, on the log scale, with normal intervals and Pearson residuals; None where no maximum exists, as when
        one side of the break has no event at all.
    """
    n, k = x.shape
    linear: FloatArray = np.log(counts + 0.5)
    deviance = np.inf
    coefficients = np.zeros(k)
    for _step in range(100):
        mean = np.exp(linear)
        working = linear - offset + (counts - mean) / mean
        information = (x.T * mean) @ x
        if not np.isfinite(information).all() or np.linalg.cond(information) > 1e13:
            return None
        coefficients = np.asarray(np.linalg.solve(information, (x.T * mean) @ working), dtype=np.float64)
        linear = np.clip(x @ coefficients + offset, -30.0, 30.0)
        mean = np.exp(linear)
        part = np.where(counts > 0, counts * np.log(np.maximum(counts, 1e-300) / mean), 0.0)
        before, deviance = deviance, float(2 * (part - counts + mean).sum())
        if abs(before - deviance) <= 1e-11 * (abs(deviance) + 0.1):
            break
    else:
        return None
    if mean.min() < 1e-6:
        return None
    residuals = (counts - mean) / np.sqrt(mean)
    dispersion = float(residuals @ residuals) / (n - k)
    covariance = dispersion * np.linalg.inv((x.T * mean) @ x)
    return Fit(coefficients, covariance, residuals, None, dispersion)
