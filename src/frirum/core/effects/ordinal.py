"""`frirum estimate ordinal`: answers on an ordered scale, and how they go with covariates.

Estimand: the log odds of a higher answer when a covariate is one higher and the others are the same: the same at every
cut of the scale (proportional odds), and with clusters the same within each. Assumption: exactly that, and answers
that are independent given the covariates and the cluster.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtr, ndtri

from frirum.core.effects.ordinal_fit import OrdinalFit, fit_ordinal
from frirum.core.effects.rows import Check, EstimateRow, Label, Refused, Result, number, refuse
from frirum.core.effects.sentences import say
from frirum.core.vocabulary.danish import format_number

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Z = float(ndtri(0.975))
MOST_CATEGORIES = 30
FEWEST_CLUSTERS = 10


def estimate_ordinal(
    category: IntArray,
    labels: Sequence[Label],
    x: FloatArray,
    names: Sequence[str],
    *,
    outcome: str,
    cluster: IntArray | None = None,
    cluster_name: str | None = None,
) -> Result:
    """Rows log_odds (group = covariate), threshold (group = "1|2") and, with clusters, random_variance.

    Args:
        category: (n,) 0 … K − 1 in the order of the scale; labels: K answers as written.
        x: (n, p) covariates that vary; names: p of them.
        cluster: (n,) 0 … C − 1, or None; cluster_name: its column.

    Returns:
        The headline is the first covariate's log odds. Refused when one answer is all there is, when the covariates
        tell the answers apart or repeat each other, or when there are fewer than ten clusters.
    """
    refusal = _empty(labels, x, cluster)
    if refusal is not None:
        return Result(refused=refusal)
    fit = fit_ordinal(category, x, cluster)
    if fit is None:
        return refuse(
            "not_identified",
            say("covariates_are_collinear_or_tell_answers"),
        )
    rows = _rows(fit, labels, names, outcome=outcome, n=len(category))
    checks: tuple[Check, ...] = ()
    refusal = None
    if cluster is not None:
        alone = fit_ordinal(category, x)
        clusters = int(cluster.max()) + 1
        rows.append(
            _variance_row(fit, alone, cluster_name, outcome=outcome, n=len(category), clusters=clusters)
        )
        checks = (_clusters_check(clusters), *_spread_check(fit))
        if clusters < FEWEST_CLUSTERS:
            refusal = Refused("few_clusters", checks[0].text)
    return Result(tuple(rows), checks, None if refusal else rows[0], refusal)


def _empty(labels: Sequence[Label], x: FloatArray, cluster: IntArray | None) -> Refused | None:
    if len(labels) < 2:
        return Refused("one_category", say("all_gave_same_answer_is_nothing"))
    if len(labels) > MOST_CATEGORIES:
        text = say("outcome_has_n_different_values_method")
        return Refused("no_scale", text.format(n=len(labels), most=MOST_CATEGORIES))
    if not x.shape[1]:
        return Refused("no_covariates", say("no_covariate_varies_is_nothing_to_explain"))
    if cluster is not None and cluster.max() == 0:
        return Refused("one_cluster", say("is_only_one_cluster_differences_between"))
    return None


def _rows(
    fit: OrdinalFit, labels: Sequence[Label], names: Sequence[str], *, outcome: str, n: int
) -> list[EstimateRow]:
    errors = np.sqrt(np.diag(fit.covariance))
    cuts = len(fit.thresholds)
    note = say("logit_p_y_j_x_above")
    rows = [
        _row(name, "log_odds", float(fit.coefficients[place]), float(errors[cuts + place]), outcome=outcome, n=n,
             tested=True, notes=(note,))
        for place, name in enumerate(names)
    ]  # fmt: skip
    rows += [
        _row(f"{labels[place]}|{labels[place + 1]}", "threshold", float(fit.thresholds[place]), float(errors[place]),
             outcome=outcome, n=n)
        for place in range(cuts)
    ]  # fmt: skip
    return rows


def _row(
    group: str,
    estimand: str,
    point: float,
    se: float,
    *,
    outcome: str,
    n: int,
    tested: bool = False,
    **more: Any,
) -> EstimateRow:
    return EstimateRow(
        estimator="cumulative logit",
        estimand=estimand,
        inference="wald",
        outcome=outcome,
        group=group,
        n_treated=n,
        point=number(point),
        se=number(se),
        lower=point - Z * se,
        upper=point + Z * se,
        p_value=float(2 * ndtr(-abs(point) / se)) if tested and se > 0 else None,
        **more,
    )


def _variance_row(
    fit: OrdinalFit, alone: OrdinalFit | None, name: str | None, *, outcome: str, n: int, clusters: int
) -> EstimateRow:
    """The variance between clusters, its interval on the log scale, and the likelihood ratio test of none at all."""
    variance = fit.sigma**2
    error = math.sqrt(fit.covariance[-1, -1]) if fit.sigma > 0 else None
    reach = math.exp(2 * Z * error / fit.sigma) if error is not None else None
    statistic = max(0.0, 2 * (fit.log_likelihood - alone.log_likelihood)) if alone is not None else None
    return EstimateRow(
        estimator="cumulative logit",
        estimand="random_variance",
        inference="wald" if error is not None else "none",
        outcome=outcome,
        group=name,
        n_treated=n,
        units_treated=clusters,
        point=number(variance),
        se=None if error is None else number(2 * fit.sigma * error),
        lower=None if reach is None else variance / reach,
        upper=None if reach is None else number(variance * reach),
        # No variance lies on the edge of what is possible: half the time the statistic is 0.
        p_value=None if statistic is None else (float(chdtrc(1, statistic)) / 2 if statistic > 0 else 1.0),
        notes=(
            say("intraclass_correlation_icc", icc=format_number(variance / (variance + math.pi**2 / 3), 3)),
            say("p_is_likelihood_ratio_test"),
        ),
    )


def _clusters_check(clusters: int) -> Check:
    enough = clusters >= FEWEST_CLUSTERS
    text = say("are_n_clusters") if enough else say("are_n_clusters_with_fewer")
    return Check("clusters", enough, text.format(n=clusters), clusters)


def _spread_check(fit: OrdinalFit) -> tuple[Check, ...]:
    if fit.sigma > 0:
        return ()
    text = say("clusters_vary_no_more_than_people")
    return (Check("no_between_variance", None, text, 0),)
