"""One two-by-two comparison, doubly robust: right if either the propensity or the outcome model is right.

Logit by maximum likelihood for belonging to the treated, least squares for the comparison group's outcome.
Influences are on the sum scale: their sum of squares (or of squared cluster sums) is the variance.

Source: Sant'Anna & Zhao (2020), Doubly robust difference-in-differences estimators, Journal of Econometrics
219: equation 2.6 for panels, equation 2.13 (locally efficient) for repeated cross-sections.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

LARGEST_PROPENSITY = 1 - 1e-6
MOST_STEPS = 50


@dataclass(frozen=True)
class NotComparable:
    """The groups cannot be adjusted to each other.

    Attributes:
        code: "separated" (a covariate tells the groups apart), "singular" (too few or collinear covariates in
            the comparison group).
    """

    code: str


@dataclass(frozen=True)
class FittedFirstStep:
    """A fitted first step.

    Attributes:
        fitted: (n,) probability or predicted outcome for every row.
        influence: (n, p) each row's influence on the coefficients.
    """

    fitted: np.ndarray
    influence: np.ndarray


def fit_logit(x: np.ndarray, treated: np.ndarray, weight: np.ndarray) -> FittedFirstStep | NotComparable:
    """Logit by Newton's method.

    Args:
        x: (n, p) with a constant; treated: (n,) 0/1; weight: (n,).
    """
    beta = np.zeros(x.shape[1])
    for _step in range(MOST_STEPS):
        probability = 1 / (1 + np.exp(-np.clip(x @ beta, -500, 500)))
        spread = weight * probability * (1 - probability)
        information = x.T @ (spread[:, None] * x)
        if np.linalg.cond(information) > 1e12:
            return NotComparable("separated")
        move = np.linalg.solve(information, x.T @ (weight * (treated - probability)))
        beta = beta + move
        if np.abs(move).max() < 1e-10 * max(1.0, np.abs(beta).max()):
            score = (weight * (treated - probability))[:, None] * x
            return FittedFirstStep(probability, np.linalg.solve(information, score.T).T)
    return NotComparable("separated")


def fit_least_squares(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> FittedFirstStep | NotComparable:
    """Weighted least squares on the rows with weight above 0, predicted for every row."""
    cross = x.T @ (weight[:, None] * x)
    if not np.trace(cross) or np.linalg.cond(cross) > 1e12:
        return NotComparable("singular")
    fitted = x @ np.linalg.solve(cross, x.T @ (weight * y))
    score = (weight * (y - fitted))[:, None] * x
    return FittedFirstStep(fitted, np.linalg.solve(cross, score.T).T)


@dataclass
class _Sum:
    """A signed sum of weighted means, gathering its influence and its slopes on the first steps."""

    x: np.ndarray
    point: float = 0.0
    influence: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.influence = np.zeros(len(self.x))

    def add(
        self, sign: float, weight: np.ndarray, value: np.ndarray, *, odds: FittedFirstStep | None = None
    ) -> None:
        """Add `sign` times the weighted mean of `value`; `odds` when the weights hold propensity odds."""
        heavy = weight / weight.sum()
        level = float(heavy @ value)
        self.point += sign * level
        self.influence += sign * heavy * (value - level)
        if odds is not None:
            self.influence += sign * odds.influence @ (self.x.T @ (heavy * (value - level)))

    def through(self, sign: float, weight: np.ndarray, where: np.ndarray, fit: FittedFirstStep) -> None:
        """The values added with `weight` hold `sign` times the fit's prediction in the rows `where` (n,)
        0/1."""
        heavy = weight / weight.sum()
        self.influence += sign * fit.influence @ (self.x.T @ (heavy * where))


def _odds(propensity: FittedFirstStep, treated: np.ndarray, weight: np.ndarray) -> np.ndarray:
    capped = np.minimum(propensity.fitted, LARGEST_PROPENSITY)
    return weight * (1 - treated) * capped / (1 - capped)


def panel_effect(
    change: np.ndarray, treated: np.ndarray, x: np.ndarray, weight: np.ndarray
) -> tuple[float, np.ndarray] | NotComparable:
    """Effect on the treated from each unit's change.

    Args:
        change: (n,) outcome in the period less that in the base period.
        treated: (n,) 0/1; x: (n, p) covariates with a constant; weight: (n,).

    Returns:
        The effect and (n,) influences.
    """
    propensity = fit_logit(x, treated, weight)
    if isinstance(propensity, NotComparable):
        return propensity
    outcome = fit_least_squares(x, change, weight * (1 - treated))
    if isinstance(outcome, NotComparable):
        return outcome
    result = _Sum(x)
    everywhere = np.ones(len(change))
    rest = change - outcome.fitted
    own, other = weight * treated, _odds(propensity, treated, weight)
    result.add(1, own, rest)
    result.through(-1, own, everywhere, outcome)
    result.add(-1, other, rest, odds=propensity)
    result.through(1, other, everywhere, outcome)
    return result.point, result.influence


def weighted_effect(
    y: np.ndarray, treated: np.ndarray, x: np.ndarray, weight: np.ndarray
) -> tuple[float, np.ndarray] | NotComparable:
    """Effect on the treated from the propensity alone: the comparison group, weighted by its odds, looks like them.

    Args:
        As `panel_effect`, with `y` (n,) the outcome.

    Returns:
        The effect and (n,) influences, which hold that of the estimated propensity.
    """
    propensity = fit_logit(x, treated, weight)
    if isinstance(propensity, NotComparable):
        return propensity
    result = _Sum(x)
    result.add(1, weight * treated, y)
    result.add(-1, _odds(propensity, treated, weight), y, odds=propensity)
    return result.point, result.influence


def odds_weights(treated: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray] | NotComparable:
    """(n,) propensities, and (n,) weights: 1 for the treated, their odds for the comparison group."""
    propensity = fit_logit(x, treated, np.ones(len(treated)))
    if isinstance(propensity, NotComparable):
        return propensity
    return propensity.fitted, treated + _odds(propensity, treated, np.ones(len(treated)))


def sections_effect(
    y: np.ndarray, post: np.ndarray, treated: np.ndarray, x: np.ndarray, weight: np.ndarray
) -> tuple[float, np.ndarray] | NotComparable:
    """Effect on the treated from different people in the two periods.

    Args:
        y: (n,) outcome; post: (n,) 0/1, the row is in the later period; otherwise as in `panel_effect`.

    Returns:
        The effect and (n,) influences, one per row.
    """
    propensity = fit_logit(x, treated, weight)
    if isinstance(propensity, NotComparable):
        return propensity
    fits: dict[tuple[int, int], FittedFirstStep] = {}
    for group in (0, 1):
        for later in (0, 1):
            fit = fit_least_squares(x, y, weight * (treated == group) * (post == later))
            if isinstance(fit, NotComparable):
                return fit
            fits[group, later] = fit
    result = _Sum(x)
    other = _odds(propensity, treated, weight)
    for later, sign in ((1, 1), (0, -1)):
        now = (post == later).astype(np.float64)
        comparison, own = fits[0, later], fits[1, later]
        rest = y - comparison.fitted
        result.add(sign, weight * treated * now, rest)
        result.through(-sign, weight * treated * now, now, comparison)
        result.add(-sign, other * now, rest, odds=propensity)
        result.through(sign, other * now, now, comparison)
        gap = own.fitted - comparison.fitted
        for part, heavy in ((sign, weight * treated), (-sign, weight * treated * now)):
            result.add(part, heavy, gap)
            result.through(part, heavy, np.ones(len(y)), own)
            result.through(-part, heavy, np.ones(len(y)), comparison)
    return result.point, result.influence
