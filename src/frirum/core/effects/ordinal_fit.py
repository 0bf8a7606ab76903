"""The cumulative logit by maximum likelihood: logit P(Y ≤ j) = θⱼ − xβ − σu, with or without a random intercept u.

Parameters ψ = (θ₁ … θ of K − 1 thresholds, β, σ). Given u the log likelihood is concave in ψ (Pratt 1981), and each row
depends on ψ through two linear terms, the threshold above and the one below. The random intercept is standard normal
and integrated out by Gauss-Hermite quadrature around each cluster's own mode (Liu & Pierce 1994), so that large
clusters are as exact as small ones. Derivatives are analytic (Louis 1982).

Source: McCullagh (1980), Journal of the Royal Statistical Society B 42; Liu & Pierce (1994), Biometrika 81.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
NODES = 21
LARGEST = 25.0
NO_SPREAD = 1e-3
MOST_STEPS = 60


@dataclass(frozen=True)
class OrdinalFit:
    """A fitted model.

    Attributes:
        thresholds: (K − 1,) ascending; coefficients: (p,); sigma: standard deviation of the intercepts, 0 without.
        covariance: (P, P) of all parameters in that order; σ is among them unless it is 0.
        log_likelihood: at the maximum.
    """

    thresholds: FloatArray
    coefficients: FloatArray
    sigma: float
    covariance: FloatArray
    log_likelihood: float


@dataclass(frozen=True)
class _Model:
    """The data of a fit: category (n,) 0 … K − 1, x (n, p), cluster (n,) 0 … C − 1 or None."""

    category: IntArray
    x: FloatArray
    cluster: IntArray | None
    categories: int

    @property
    def clusters(self) -> int:
        return 0 if self.cluster is None else int(self.cluster.max()) + 1

    def ends(self, psi: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(n,) the terms above and below each outcome without the random part; ±inf at the ends."""
        cut = np.concatenate([[-np.inf], psi[: self.categories - 1], [np.inf]])
        linear = self.x @ psi[self.categories - 1 : self.categories - 1 + self.x.shape[1]]
        return cut[self.category + 1] - linear, cut[self.category] - linear

    def loadings(self, u: FloatArray | None) -> tuple[FloatArray, FloatArray]:
        """(n, P) each: how the two terms move with ψ; `u` (n,) where there is a random intercept."""
        size = self.categories - 1
        upper, lower = (np.eye(size + 1, size), np.eye(size + 1, size, k=-1))
        rest = [-self.x] if u is None else [-self.x, -u[:, None]]
        return tuple(np.hstack([cut[self.category], *rest]) for cut in (upper, lower))  # type: ignore[return-value]


def _terms(above: FloatArray, below: FloatArray) -> tuple[FloatArray, ...]:
    """log(F(a) − F(b)) of the logistic F, and its derivatives: in a, in b, twice in a, twice in b, in both."""
    # F(a) − F(b) = F(a) (1 − F(b)) (1 − exp(b − a)), none of which loses digits in the tails.
    value = -np.logaddexp(0, -above) - np.logaddexp(0, below) + np.log1p(-np.exp(below - above))
    first = np.exp(-np.logaddexp(0, above) - np.logaddexp(0, -above) - value)
    second = -np.exp(-np.logaddexp(0, below) - np.logaddexp(0, -below) - value)
    bend_above, bend_below = np.tanh(-above / 2), np.tanh(-below / 2)
    return (
        value, first, second, first * bend_above - first**2, second * bend_below - second**2, -first * second
    )  # fmt: skip


def _derivatives(
    terms: tuple[FloatArray, ...], up: FloatArray, down: FloatArray, weight: FloatArray
) -> FloatArray:
    """(P, P) weighted sum of the rows' second derivatives."""
    _value, _first, _second, aa, bb, ab = terms
    cross = up.T @ ((weight * ab)[:, None] * down)
    found = up.T @ ((weight * aa)[:, None] * up) + down.T @ ((weight * bb)[:, None] * down) + cross + cross.T
    return np.asarray(found)


def _plain(model: _Model, psi: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    up, down = model.loadings(None)
    terms = _terms(*model.ends(psi))
    gradient = up.T @ terms[1] + down.T @ terms[2]
    return float(terms[0].sum()), gradient, _derivatives(terms, up, down, np.ones(len(up)))


def _modes(
    model: _Model, above: FloatArray, below: FloatArray, sigma: float
) -> tuple[FloatArray, FloatArray]:
    """(C,) where each cluster's intercept is most likely, and the width there."""
    assert model.cluster is not None
    mode = np.zeros(model.clusters)
    for _step in range(MOST_STEPS):
        shift = sigma * mode[model.cluster]
        _value, first, second, aa, bb, ab = _terms(above - shift, below - shift)
        slope = -sigma * np.bincount(model.cluster, weights=first + second) - mode
        bend = sigma**2 * np.bincount(model.cluster, weights=aa + bb + 2 * ab) - 1
        move = np.clip(-slope / bend, -2, 2)
        mode = mode + move
        if np.abs(move).max() < 1e-10:
            break
    return mode, 1 / np.sqrt(-bend)


def _marginal(model: _Model, psi: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    """The log likelihood with the intercepts integrated out, its gradient and second derivatives."""
    assert model.cluster is not None
    above, below = model.ends(psi)
    sigma = float(psi[-1])
    mode, width = _modes(model, above, below, sigma)
    nodes, node_weights = np.polynomial.hermite.hermgauss(NODES)
    place = mode[:, None] + np.sqrt(2) * width[:, None] * nodes  # (C, Q)
    base = np.log(node_weights) + nodes**2 + np.log(width)[:, None] - place**2 / 2 - np.log(np.pi) / 2
    up, down = model.loadings(np.zeros(len(above)))

    def rows_at(q: int) -> tuple[FloatArray, ...]:
        # The loadings are filled anew for each node rather than kept: all of them at once would fill the memory.
        u = place[model.cluster, q]
        up[:, -1] = down[:, -1] = -u
        return _terms(above - sigma * u, below - sigma * u)

    joint = np.empty_like(base)
    scores = np.empty((*base.shape, len(psi)))
    for q in range(NODES):
        terms = rows_at(q)
        joint[:, q] = base[:, q] + np.bincount(model.cluster, weights=terms[0], minlength=model.clusters)
        each = up * terms[1][:, None] + down * terms[2][:, None]
        scores[:, q] = np.stack(
            [np.bincount(model.cluster, weights=column, minlength=model.clusters) for column in each.T],
            axis=1,
        )
    top = joint.max(axis=1, keepdims=True)
    share = np.exp(joint - top)
    total = share.sum(axis=1)
    share /= total[:, None]
    mean = np.einsum("cq,cqp->cp", share, scores)
    bend = np.einsum("cq,cqp,cqr->pr", share, scores, scores) - mean.T @ mean
    for q in range(NODES):
        terms = rows_at(q)
        bend += _derivatives(terms, up, down, share[model.cluster, q])
    return float((np.log(total) + top[:, 0]).sum()), mean.sum(axis=0), bend


def fit_ordinal(category: IntArray, x: FloatArray, cluster: IntArray | None = None) -> OrdinalFit | None:
    """The maximum likelihood estimate.

    Args:
        category: (n,) 0 … K − 1, each of which occurs; x: (n, p) covariates that vary; cluster: (n,) 0 … C − 1.

    Returns:
        None when the covariates are collinear or tell the categories apart, so that no maximum exists.
    """
    centre, scale = x.mean(axis=0), x.std(axis=0)
    model = _Model(category, (x - centre) / scale, None, int(category.max()) + 1)
    cuts = model.categories - 1
    shares = np.cumsum(np.bincount(category))[:-1] / len(category)
    psi = np.concatenate([np.log(shares / (1 - shares)), np.zeros(x.shape[1])])
    found = _newton(model, psi)
    if found is None:
        return None
    value, psi, bend = found
    if cluster is not None:
        model = _Model(category, model.x, cluster, model.categories)
        found = _trust(model, np.append(psi, 0.8))
        if found is None:
            return None
        if abs(found[1][-1]) > NO_SPREAD:
            value, psi, bend = found
    inner = _inverse(-bend)
    if inner is None:
        return None
    # Back to the covariates' own scale: β = b / s, and every threshold moves by the centre.
    back = np.eye(len(psi))
    p = x.shape[1]
    back[cuts : cuts + p, cuts : cuts + p] = np.diag(1 / scale)
    back[:cuts, cuts : cuts + p] = centre / scale
    moved = back @ psi
    sigma = abs(float(psi[-1])) if len(psi) > cuts + p else 0.0
    return OrdinalFit(moved[:cuts], moved[cuts : cuts + p], sigma, back @ inner @ back.T, value)


def _inverse(information: FloatArray) -> FloatArray | None:
    """The inverse of a positive definite matrix; None when it is not one."""
    values, vectors = np.linalg.eigh(information)
    if values[0] <= 1e-11 * values[-1]:
        return None
    return np.asarray((vectors / values) @ vectors.T)


def _newton(model: _Model, psi: FloatArray) -> tuple[float, FloatArray, FloatArray] | None:
    value, gradient, bend = _plain(model, psi)
    for _step in range(MOST_STEPS):
        inverse = _inverse(-bend)
        if inverse is None or np.abs(psi[model.categories - 1 :]).max(initial=0) > LARGEST:
            return None
        move = inverse @ gradient
        for _halving in range(40):
            ahead = psi + move
            if (np.diff(ahead[: model.categories - 1]) > 0).all():
                found = _plain(model, ahead)
                if found[0] >= value - 1e-10 * abs(value):
                    break
            move = move / 2
        psi, (value, gradient, bend) = ahead, found
        if np.abs(move).max() < 1e-10:
            return value, psi, bend
    return None


def _trust(model: _Model, start: FloatArray) -> tuple[float, FloatArray, FloatArray] | None:
    """The marginal maximum by a trust region, as the likelihood need not be concave in σ."""
    cuts = model.categories - 1
    last: dict[bytes, tuple[float, FloatArray, FloatArray]] = {}

    def at(psi: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        key = psi.tobytes()
        if key not in last:
            last.clear()
            last[key] = _marginal(model, psi)
        return last[key]

    def loss(psi: FloatArray) -> float:
        ordered = bool((np.diff(psi[:cuts]) > 0).all())
        return -at(psi)[0] if ordered else 1e100

    done = optimize.minimize(
        loss, start, jac=lambda psi: -at(psi)[1], hess=lambda psi: -at(psi)[2], method="trust-exact",
        options={"gtol": 1e-7, "maxiter": 200},
    )  # fmt: skip
    psi = np.asarray(done.x, dtype=np.float64)
    if np.abs(psi[cuts:]).max() > LARGEST or np.abs(done.jac).max() > 1e-3:
        return None
    for _step in range(5):  # Newton's last digits, which the trust region leaves
        value, gradient, bend = at(psi)
        inverse = _inverse(-bend)
        if inverse is None or abs(psi[-1]) <= NO_SPREAD:
            break
        psi = psi + inverse @ gradient
    value, _gradient, bend = at(psi)
    return value, psi, bend
