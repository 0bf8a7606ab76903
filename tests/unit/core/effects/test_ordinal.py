"""The cumulative logit: the likelihood written out and integrated otherwise, planted truth, and refusals."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy import integrate

from frirum.cli.main import run_command
from frirum.core.effects.ordinal_fit import fit_ordinal

CUTS = np.array([-1.0, 0.3, 1.6])


def answers(seed, clusters=40, each=15, sigma=0.8):
    rng = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(clusters), each)
    x = np.column_stack([rng.normal(2, 3, len(cluster)), rng.integers(0, 2, len(cluster))]).astype(float)
    latent = (
        x @ np.array([0.3, 0.7])
        + sigma * rng.normal(size=clusters)[cluster]
        + rng.logistic(size=len(cluster))
    )
    return np.searchsorted(CUTS, latent).astype(np.int64), x, cluster


def _logistic(z):
    return 1 / (1 + np.exp(-z))


def _plainly(y, x, cluster, cuts, beta, sigma):
    """The log likelihood by adaptive quadrature of scipy, cluster by cluster."""
    ends = np.concatenate([[-np.inf], cuts, [np.inf]])
    total = 0.0
    for code in np.unique(cluster):
        own, linear = y[cluster == code], x[cluster == code] @ beta

        def density(u, own=own, linear=linear):
            term = linear + sigma * u
            return np.prod(_logistic(ends[own + 1] - term) - _logistic(ends[own] - term)) * np.exp(-u * u / 2)

        total += np.log(
            integrate.quad(density, -9, 9, epsabs=0, epsrel=1e-11, limit=400)[0] / np.sqrt(2 * np.pi)
        )
    return total


def test_the_likelihood_with_clusters_is_the_integral_and_is_at_its_top():
    y, x, cluster = answers(4, clusters=12, each=8)
    fit = fit_ordinal(y, x, cluster)
    psi = np.concatenate([fit.thresholds, fit.coefficients, [fit.sigma]])

    def value(at):
        return _plainly(y, x, cluster, at[:3], at[3:5], at[5])

    assert fit.log_likelihood == pytest.approx(value(psi), abs=1e-8)
    step = 1e-3
    for place in range(len(psi)):
        move = np.zeros(len(psi))
        move[place] = step
        up, middle, down = value(psi + move), value(psi), value(psi - move)
        assert up < middle > down
        assert (up - down) / (2 * step) == pytest.approx(0, abs=1e-4)
        # The second derivative is that of the inverse of the covariance.
        assert (up - 2 * middle + down) / step**2 == pytest.approx(
            -np.linalg.inv(fit.covariance)[place, place], rel=1e-3
        )


def test_planted_truth_is_found():
    """15 sets of 300 answers: the mean of the estimates lies within four Monte Carlo errors of the truth."""
    found = []
    for seed in range(15):
        fit = fit_ordinal(*answers(100 + seed, clusters=30, each=10))
        found.append([*fit.thresholds, *fit.coefficients])
    miss = np.array(found) - np.concatenate([CUTS, [0.3, 0.7]])
    assert (np.abs(miss.mean(axis=0)) < 4 * miss.std(axis=0) / np.sqrt(len(found))).all()


def test_two_answers_are_logistic_regression():
    """Two answers, one 0/1 covariate: the log odds ratio of the two-by-two table, with Woolf's error."""
    x = np.repeat([0.0, 0, 1, 1], [10, 5, 4, 12])
    y = np.repeat([0, 1, 0, 1], [10, 5, 4, 12])
    fit = fit_ordinal(y, x[:, None])
    assert fit.coefficients[0] == pytest.approx(np.log(12 / 4 * 10 / 5))
    assert fit.covariance[1, 1] == pytest.approx(1 / 10 + 1 / 5 + 1 / 4 + 1 / 12)
    assert fit.thresholds[0] == pytest.approx(np.log(10 / 5))


def test_clusters_that_do_not_differ_leave_the_model_without_them():
    y = np.tile([0, 1, 2, 1, 0, 2, 2, 1], 12)
    x = np.tile([0.0, 1, 1, 0, 0, 1, 0, 1], 12)[:, None]
    with_clusters, without = fit_ordinal(y, x, np.repeat(np.arange(12), 8)), fit_ordinal(y, x)
    assert with_clusters.sigma == 0.0
    assert with_clusters.coefficients == pytest.approx(without.coefficients)


@pytest.fixture
def run(tmp_path, capsys):
    def call(lines, *options):
        path = tmp_path / "d.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        code = run_command(["estimate", "ordinal", str(path), "--outcome", "y", *options, "--json"])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        return code, json.loads(shown.out)

    return call


def _lines(seed=1, **more):
    y, x, cluster = answers(seed, **more)
    return ["y;a;b;k", *(f"{1 + v};{str(p).replace('.', ',')};{'ny' if q else 'før'};K{c}"
                         for v, (p, q), c in zip(y, x, cluster, strict=True))]  # fmt: skip


def test_rows_headline_and_any_order(run):
    lines = _lines(clusters=15, each=10)
    options = ["--covariates", "b,a", "--cluster", "k"]
    code, found = run(lines, *options)
    assert code == 0
    assert [(row["estimand"], row["group"]) for row in found["estimates"]] == [
        ("log_odds", "b: ny"), ("log_odds", "a"), ("threshold", "1|2"), ("threshold", "2|3"), ("threshold", "3|4"),
        ("random_variance", "k"),
    ]  # fmt: skip
    assert found["headline"] == found["estimates"][0]
    assert found["refused"] is None
    mixed = [lines[0], *np.random.default_rng(1).permutation(lines[1:])]
    assert run(mixed, *options) == (0, found)


@pytest.mark.parametrize(
    "lines, options",
    [(["y;x", "1;1", "1;2"], ["--covariates", "x"]), (["y;x", "1;1", "2;1"], ["--covariates", "x"]),
     (["y;x", "1;1", "1;2", "2;3", "2;4"], ["--covariates", "x"]),
     (["y;x", *(f"{i};{i % 7}" for i in range(40))], ["--covariates", "x"]),
     (["y;x;k", "1;1;A", "2;2;A", "1;3;A", "2;1;A"], ["--covariates", "x", "--cluster", "k"])],
    ids=["one answer", "constant", "separated", "no scale", "one cluster"],
)  # fmt: skip
def test_what_cannot_be_fitted_is_refused_with_exit_0(run, lines, options):
    code, found = run(lines, *options)
    assert (code, found["estimates"], found["headline"]) == (0, [], None)
    assert found["refused"]


@pytest.mark.parametrize(
    "lines, options, code",
    [(["y;x", "god;1"], ["--covariates", "x"], 3), (["y;x", "1;1"], ["--covariates", ""], 2),
     (["y;x", "1;1", "2;"], ["--covariates", "x"], 3), (["y;x", "1;1"], ["--covariates", "z"], 3)],
)  # fmt: skip
def test_what_goes_wrong(run, lines, options, code):
    assert run(lines, *options)[0] == code
