"""No worse by more than a margin: the score interval by its definition, the verdicts, what is refused."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from frirum.cli.main import run_command
from frirum.core.effects.noninferiority import MarginVerdict, noninferiority_of_shares, verdict_of
from frirum.core.effects.score_intervals import miettinen_nurminen, restricted_shares
from frirum.core.effects.shares import fisher_one_sided
from frirum.core.errors import UsageError


def _log_likelihood(a, m, b, n, first, difference):
    second = first - difference
    parts = ((a, first), (m - a, 1 - first), (b, second), (n - b, 1 - second))
    return sum(count * math.log(max(share, 1e-300)) for count, share in parts if count)


@given(st.integers(1, 40), st.integers(1, 40), st.floats(-0.95, 0.95), st.data())
@settings(max_examples=80, deadline=None)
def test_no_pair_of_shares_with_that_difference_is_likelier(m, n, difference, data):
    a, b = data.draw(st.integers(0, m)), data.draw(st.integers(0, n))
    first, second = restricted_shares(a, m, b, n, difference)
    assert first - second == pytest.approx(difference, abs=1e-9)
    low, high = max(0.0, difference), min(1.0, 1 + difference)
    best = optimize.minimize_scalar(
        lambda share: -_log_likelihood(a, m, b, n, share, difference), bounds=(low, high), method="bounded",
        options={"xatol": 1e-10},
    )  # fmt: skip
    assert _log_likelihood(a, m, b, n, first, difference) >= -best.fun - 1e-6


@given(st.integers(1, 60), st.integers(1, 60), st.data())
@settings(max_examples=80, deadline=None)
def test_bounds_are_where_the_score_test_stops_rejecting(m, n, data):
    a, b = data.draw(st.integers(0, m)), data.draw(st.integers(0, n))
    lower, upper = miettinen_nurminen(a, m, b, n)
    assert -1 <= lower <= a / m - b / n <= upper <= 1
    assert miettinen_nurminen(b, n, a, m) == pytest.approx((-upper, -lower), abs=1e-9)
    assume(upper < 1 - 1e-9)
    p1, p2 = restricted_shares(a, m, b, n, upper)
    spread = (p1 * (1 - p1) / m + p2 * (1 - p2) / n) * (m + n) / (m + n - 1)
    assert (upper - a / m + b / n) / math.sqrt(spread) == pytest.approx(stats.norm.ppf(0.975), rel=1e-6)


@given(st.integers(1, 30), st.integers(1, 30), st.data())
@settings(max_examples=50, deadline=None)
def test_one_sided_fisher_is_the_tail_of_tables_with_more(m, n, data):
    a, b = data.draw(st.integers(0, m)), data.draw(st.integers(0, n))
    scipy_p = stats.fisher_exact([[a, m - a], [b, n - b]], alternative="greater").pvalue
    assert fisher_one_sided(a, m, b, n) == pytest.approx(scipy_p, rel=1e-9)


@pytest.mark.parametrize(
    "lower, upper, higher_is, verdict",
    [
        (-0.04, 0.10, "better", MarginVerdict.NOT_WORSE),
        (
            -0.04,
            -0.01,
            "better",
            MarginVerdict.NOT_WORSE,
        ),  # a little worse for certain, yet inside the margin
        (-0.05, 0.10, "better", MarginVerdict.UNDECIDED),  # at the margin is not inside it
        (-0.30, 0.30, "better", MarginVerdict.UNDECIDED),
        (-0.30, -0.01, "better", MarginVerdict.OPPOSITE),
        (-0.10, 0.04, "worse", MarginVerdict.NOT_WORSE),
        (0.01, 0.30, "worse", MarginVerdict.OPPOSITE),
        (-0.10, 0.06, "worse", MarginVerdict.UNDECIDED),
    ],
)
def test_the_verdict_is_read_from_the_interval_and_the_margin(lower, upper, higher_is, verdict):
    assert verdict_of(lower, upper, 0.05, higher_is) == verdict


def test_at_the_margin_not_worse_is_said_in_one_of_forty():
    """Exact over every outcome of 2 × 150 cases, true shares 0.50 and 0.60, margin 0.10."""
    n = 150
    first, second = (stats.binom.pmf(range(n + 1), n, share) for share in (0.5, 0.6))
    false = 0.0
    for a in range(45, 106):
        # The verdict falls as the other group does better: find the last b that still passes.
        passing = -1
        low, high = 0, n
        while low <= high:
            b = (low + high) // 2
            if noninferiority_of_shares(a, n, b, n, margin=0.1).verdict == MarginVerdict.NOT_WORSE:
                passing, low = b, b + 1
            else:
                high = b - 1
        false += first[a] * second[: passing + 1].sum()
    assert 0.015 < false < 0.030


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = run_command(["estimate", "noninferiority", *map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


COUNTS = ("--events1", 56, "--n1", 70, "--events2", 48, "--n2", 80)


def test_the_command_gives_row_and_verdict(run):
    code, found = run(*COUNTS, "--margin", "0,05")
    assert (code, found["verdict"]) == (0, "ikke_ringere")
    (row,) = found["estimates"]
    assert (row["inference"], round(row["lower"], 4), round(row["upper"], 4)) == (
        "miettinen-nurminen", 0.0528, 0.3382
    )  # fmt: skip
    assert run(*COUNTS, "--margin", "0,05", "--higher-is", "worse")[1]["verdict"] == "virker_modsat"
    code, found = run("--point", "-0,01", "--se", "0,02", "--margin", "0,06")
    assert (found["verdict"], found["headline"]["inference"]) == ("ikke_ringere", "normal")


def test_an_empty_group_decides_nothing(run):
    code, found = run("--events1", 0, "--n1", 0, "--events2", 1, "--n2", 9, "--margin", 0.1)
    assert (code, found["verdict"], found["refused"]["code"]) == (0, "kan_ikke_afgoeres", "empty_group")
    assert found["refused"]["remedy"]


@pytest.mark.parametrize(
    "options",
    [
        (*COUNTS, "--margin", 0), (*COUNTS, "--margin", -0.05), (*COUNTS, "--margin", 1), (*COUNTS, "--margin", "nan"),
        ("--point", 0.1, "--margin", 0.1), ("--point", 0.1, "--se", 0, "--margin", 0.1),
        (*COUNTS, "--point", 0.1, "--se", 0.1, "--margin", 0.1), (*COUNTS[:6], "--margin", 0.1),
    ],
)  # fmt: skip
def test_wrong_usage_names_the_option(run, options):
    code, found = run(*options)
    assert code == 2
    assert "--" in found["error"]["remedy"]


def test_impossible_counts_are_wrong_usage():
    with pytest.raises(UsageError):
        noninferiority_of_shares(8, 7, 1, 2, margin=0.1)
