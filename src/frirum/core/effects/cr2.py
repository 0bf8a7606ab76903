"""Cluster-robust inference with few clusters: CR2 variance and Satterthwaite degrees of freedom.

Estimand: any coefficient of a linear regression. Assumption: clusters are independent; CR2 is unbiased, and
the degrees of freedom are exact to second order, when errors are independent with one variance (the working
model). Void with one treated cluster, and when a cluster determines a coefficient alone. Source: Bell and
McCaffrey (2002); Imbens and Kolesár (2016); Pustejovsky and Tipton (2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class RobustFit:
    """A least-squares fit with CR2 inference, per coefficient (p,).

    Attributes:
        coefficients, se: in the outcome's unit.
        df: Satterthwaite degrees of freedom.
        p_values: two-sided, from t with `df`.
        void: a cluster determines the coefficient alone, so that `se`, `df` and `p_values` mean nothing
            there.
    """

    coefficients: FloatArray
    se: FloatArray
    df: FloatArray
    p_values: FloatArray
    void: NDArray[np.bool_]

    def bounds(self, place: int) -> tuple[float, float]:
        """95 % bounds of one coefficient."""
        half = float(special.stdtrit(self.df[place], 0.975) * self.se[place])
        return float(self.coefficients[place] - half), float(self.coefficients[place] + half)


def fit_cr2(design: FloatArray, outcome: FloatArray, cluster: IntArray) -> RobustFit:
    """Least squares with CR2 and Satterthwaite, independent working model.

    Args:
        design: (n, p) of full column rank.
        outcome: (n,).
        cluster: (n,) codes 0 … G − 1.

    Raises:
        ValueError: the design has not full column rank.
    """
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise ValueError("the design has not full column rank")
    bread = np.linalg.inv(design.T @ design)
    coefficients = bread @ (design.T @ outcome)
    residuals = outcome - design @ coefficients
    order = np.argsort(cluster, kind="stable")
    places = np.split(order, np.flatnonzero(np.diff(cluster[order])) + 1)
    scores, weights, void = [], [], np.zeros(design.shape[1], dtype=bool)
    for rows in places:
        part = design[rows]
        values, vectors = np.linalg.eigh(np.eye(len(rows)) - part @ bread @ part.T)
        lost = values < 1e-10
        root = np.where(lost, 0.0, 1 / np.sqrt(np.where(lost, 1.0, values)))
        adjusted = (vectors * root) @ vectors.T @ part @ bread  # (n_g, p): A_g X_g (X'X)^-1
        # What the adjustment had to drop is what this cluster alone determines.
        void |= (np.abs(vectors[:, lost].T @ part @ bread) > 1e-8 * np.abs(bread).max()).any(axis=0)
        scores.append(residuals[rows] @ adjusted)
        weights.append(adjusted)
    variance = np.sum(np.square(scores), axis=0)
    df = np.array(
        [_satterthwaite(design, bread, places, [w[:, j] for w in weights]) for j in range(design.shape[1])]
    )
    se = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        p_values = 2 * special.stdtr(df, -np.abs(coefficients) / se)
    return RobustFit(coefficients, se, df, np.nan_to_num(p_values, nan=1.0), void)


def _satterthwaite(
    design: FloatArray, bread: NDArray[Any], places: list[IntArray], weights: list[NDArray[Any]]
) -> float:
    """(Σ λ)² / Σ λ² of the quadratic form behind one variance, from p × p products only.

    Its matrix over clusters c, d is w_c' w_d [c = d] − (X_c' w_c)' (X'X)^-1 (X_d' w_d): diagonal less low
    rank, so that trace and sum of squares need no G × G matrix.
    """
    loads = np.array([weight @ design[rows] for rows, weight in zip(places, weights, strict=True)])  # (G, p)
    own = np.array([weight @ weight for weight in weights])
    inner = bread @ (loads.T @ loads)
    shared = ((loads @ bread) * loads).sum(axis=1)
    total = float(own @ own - 2 * own @ shared + np.trace(inner @ inner))
    return float((own.sum() - np.trace(inner)) ** 2 / total) if total > 0 else 0.0


def difference_cr2(values: FloatArray, treated: NDArray[np.bool_]) -> RobustFit | None:
    """CR2 for treated against comparison units, one number each; place 1 is the difference.

    Returns:
        None when it is void: fewer than two units on a side.
    """
    if treated.sum() < 2 or (~treated).sum() < 2:
        return None
    design = np.column_stack([np.ones(values.size), treated.astype(np.float64)])
    return fit_cr2(design, values, np.arange(values.size))
