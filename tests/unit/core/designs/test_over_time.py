"""Designs over time: the simulated tests are the evaluation's own, and keep to closed forms."""

from __future__ import annotations

import json
import math

import numpy as np
import polars as pl
import pytest
from scipy import stats

from frirum.cli.main import run_command
from frirum.core.designs.diagnosis.diagnosis import diagnose
from frirum.core.designs.diagnosis.over_time import TimeDesign, step_starts
from frirum.core.designs.diagnosis.question import DesignQuestion
from frirum.core.designs.diagnosis.simulated import TimeSimulation
from frirum.core.designs.diagnosis.start_tests import AttGt, CommonStart, StartOrders
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.effects import randomisation
from frirum.core.effects.att_gt import estimate_att_gt
from frirum.core.effects.collapse import from_panel
from frirum.core.effects.few import estimate_few
from frirum.core.effects.power import UnitDesign
from frirum.core.errors import UsageError

SEED = 11


def design(starts, months, *, cases=10.0, icc=0.05, persistence=0.8):
    return TimeDesign(tuple(starts), months, (cases,) * len(starts), 0.3, icc, persistence)


def panels(chosen, rng, replications):
    """(R, N, T) panels month by month: an autoregressive shock of the unit and the months' own noise."""
    n, t = len(chosen.starts), chosen.months
    spread = chosen.baseline * (1 - chosen.baseline)
    shock = np.empty((replications, n, t))
    shock[..., 0] = rng.standard_normal((replications, n))
    for month in range(1, t):
        new = rng.standard_normal((replications, n)) * math.sqrt(1 - chosen.persistence**2)
        shock[..., month] = chosen.persistence * shock[..., month - 1] + new
    noise = (
        rng.standard_normal((replications, n, t))
        * np.sqrt((1 - chosen.icc) / np.array(chosen.cases))[:, None]
    )
    return np.sqrt(spread) * (math.sqrt(chosen.icc) * shock + noise)


def collapsed(chosen, panel):
    """(R, G, N) the design's own weighted sums of the months."""
    return np.einsum("rnt,gt->rgn", panel, chosen.collapse())


def treated(chosen):
    months = np.arange(chosen.months)
    return np.array([months >= (chosen.months if start is None else start) for start in chosen.starts])


def rows(chosen, panel):
    n, t = panel.shape
    first = [start for start in chosen.starts for _month in range(t)]
    return pl.DataFrame(
        {
            "unit": np.repeat(np.arange(n), t),
            "time": np.tile(np.arange(t), n),
            "first": pl.Series(first, dtype=pl.Int64),
            "y": panel.ravel(),
        }
    )


@pytest.mark.parametrize(
    "starts, months", [((6, 6, 6, None, None, None, None), 12), ((4, 4, 8, None, None, None), 12)]
)
def test_the_drawn_numbers_have_the_spread_of_the_panel_behind_them(starts, months):
    chosen = design(starts, months)
    drawn = chosen.numbers(np.random.default_rng(1), 20_000)
    from_months = collapsed(chosen, panels(chosen, np.random.default_rng(2), 20_000))
    for g in range(len(chosen.dates)):
        assert drawn[:, g].std() == pytest.approx(from_months[:, g].std(), rel=0.02)
    if len(chosen.dates) == 2:
        one = np.corrcoef(drawn[:, 0].ravel(), drawn[:, 1].ravel())[0, 1]
        other = np.corrcoef(from_months[:, 0].ravel(), from_months[:, 1].ravel())[0, 1]
        assert one == pytest.approx(other, abs=0.02)


@pytest.mark.parametrize("effect", [0.0, 0.1])
def test_common_start_gives_the_p_value_of_the_evaluation(effect):
    chosen = design((6, 6, 6, None, None, None, None, None), 12)
    panel = panels(chosen, np.random.default_rng(3), 5)
    test = CommonStart(collapsed(chosen, panel)[:, 0], UnitDesign(chosen.cohort > 0), "randomisation", SEED)
    found = test.p_values(effect, 5)
    for r in range(5):
        evaluated = evaluate(chosen, panel[r] + effect * treated(chosen))
        assert found[r] == pytest.approx(evaluated.p_value, abs=1e-12)
        assert test.estimates(effect, 5)[r] == pytest.approx(evaluated.point)


def evaluate(chosen, panel):
    n, t = panel.shape
    codes = (np.repeat(np.arange(n), t), list(range(n)))
    months = (np.tile(np.arange(t), n), list(range(t)))
    units = from_panel(panel.ravel(), codes, months, treated(chosen).ravel())
    return next(row for row in estimate_few(units).estimates if row.inference == "randomisation")


@pytest.mark.parametrize("effect", [0.0, 0.15])
def test_several_starts_give_the_p_value_of_the_evaluation(effect):
    """2 + 2 of 7 units: 210 orders, all gone through in both."""
    chosen = design((4, 4, 8, 8, None, None, None), 12)
    panel = panels(chosen, np.random.default_rng(4), 6)
    test = StartOrders(collapsed(chosen, panel), chosen.dose(), chosen.cohort, SEED)
    assert test.assignments.exact
    assert len(test.assignments.chosen) == math.comb(7, 2) * math.comb(5, 2)
    found = test.p_values(effect, 6)
    for r in range(6):
        evaluated = evaluate(chosen, panel[r] + effect * treated(chosen))
        assert found[r] == pytest.approx(evaluated.p_value, abs=1e-12)
        assert test.estimates(effect, 6)[r] == pytest.approx(evaluated.point)


def test_many_units_give_the_point_and_error_of_att_gt():
    starts = (5,) * 20 + (9,) * 22 + (None,) * 24
    chosen = design(starts, 14)
    assert chosen.inference == "analytic"
    panel = panels(chosen, np.random.default_rng(5), 3)
    test = AttGt(collapsed(chosen, panel), chosen.cohort)
    for r in range(3):
        data = rows(chosen, panel[r] + 0.1 * treated(chosen))
        found = estimate_att_gt(data, outcome="y", unit="unit", time="time", first_treated="first").headline
        assert found is not None
        assert test.estimates(0.1, 3)[r] == pytest.approx(found.point, abs=1e-12)
        assert test.errors[r] == pytest.approx(found.se, rel=1e-9)
        assert test.p_values(0.1, 3)[r] == pytest.approx(found.p_value, rel=1e-9, abs=1e-12)


def test_the_weights_are_those_of_the_randomisation_test():
    chosen = design((4, 8, 8, None, None), 12)
    numbers = chosen.numbers(np.random.default_rng(6), 1)
    orders = randomisation.list_assignments(chosen.cohort)
    test = StartOrders(numbers, chosen.dose(), chosen.cohort, SEED)
    base = randomisation.differences(numbers[0], orders, randomisation.comparison_weights(chosen.cohort))
    own = randomisation.observed_difference(numbers[0], chosen.cohort)
    assert test.p_values(0.0, 1)[0] == pytest.approx((np.abs(base) >= abs(own) * (1 - 1e-9)).mean())


@pytest.mark.parametrize("treated_units", [4, 10])
def test_power_of_a_common_start_agrees_with_the_t_test(treated_units):
    """Twelve months before and after: the closed form for the mean after minus the mean before."""
    question = DesignQuestion(
        uses=treated_units * 240, baseline=0.3, units=20, treated_units=treated_units, icc=0.02,
        before=12, months=12, persistence=0.9,
    )  # fmt: skip
    chosen = TimeSimulation(question).design
    weights = chosen.collapse()[0]
    apart = np.abs(np.subtract.outer(np.arange(24), np.arange(24)))
    variance = 0.21 * (0.02 * weights @ 0.9**apart @ weights + 0.98 / 20 * weights @ weights)
    shift = 0.08 / math.sqrt(variance * (1 / treated_units + 1 / (20 - treated_units)))
    limit = stats.t.ppf(0.975, 18)
    exact = stats.nct.sf(limit, 18, shift) + stats.nct.cdf(-limit, 18, shift)
    found = TimeSimulation(question).reject(0.38)
    assert found.share == pytest.approx(exact, abs=4 * found.error + 0.03)


@pytest.mark.parametrize("steps, units, treated_units", [(1, 20, 6), (3, 20, 6), (4, 12, 12), (2, 66, 42)])
def test_every_design_keeps_its_level_and_its_coverage(steps, units, treated_units):
    question = DesignQuestion(
        uses=treated_units * 60, baseline=0.3, units=units, treated_units=treated_units, icc=0.05,
        before=12, months=24, steps=steps,
    )  # fmt: skip
    found = diagnose(question)
    limit = 4 * math.sqrt(0.05 * 0.95 / 1_000)
    assert abs(found.false_positive.share - 0.05) <= limit
    assert found.coverage.share == pytest.approx(1 - found.false_positive.share)
    assert found.monte_carlo_error == found.false_positive.error > 0


def counts(chosen, rng, replications, effect):
    """(R, N, T) shares of whole cases: a unit's level drifts, and each month's cases are drawn from it."""
    n, t = len(chosen.starts), chosen.months
    deviation = math.sqrt(chosen.icc * chosen.baseline * (1 - chosen.baseline))
    level = np.empty((replications, n, t))
    level[..., 0] = rng.standard_normal((replications, n))
    for month in range(1, t):
        new = rng.standard_normal((replications, n)) * math.sqrt(1 - chosen.persistence**2)
        level[..., month] = chosen.persistence * level[..., month - 1] + new
    rate = np.clip(chosen.baseline + deviation * level + effect * treated(chosen), 0, 1)
    cases = np.array(chosen.cases, dtype=np.int64)[:, None]
    return rng.binomial(cases, rate) / cases


@pytest.mark.parametrize("effect", [0.0, 0.12, 0.2])
@pytest.mark.parametrize("cases", [2, 8])
def test_a_few_whole_cases_a_month_give_the_same_power(cases, effect):
    """The collapsed draws are normal; with two cases a month in each municipality they still say the same."""
    chosen = design(
        step_starts(12, 12, before=12, months=16, steps=4), 28, cases=float(cases), icc=0.03
    ).evaluated()
    counted = counts(chosen, np.random.default_rng(7), 1_000, effect)
    tested = StartOrders(collapsed(chosen, counted), chosen.dose(), chosen.cohort, SEED)
    found = (tested.p_values(0.0, 1_000) <= 0.05).mean()
    drawn = chosen.test(np.random.default_rng(8), 1_000, seed=SEED)
    said = (drawn.p_values(effect, 1_000) <= 0.05).mean()
    assert found == pytest.approx(said, abs=4 * math.sqrt(2 * max(said * (1 - said), 0.05) / 1_000))


def test_months_before_help_as_long_as_the_level_lasts():
    base = {
        "uses": 600, "baseline": 0.3, "units": 20, "treated_units": 10, "icc": 0.1, "months": 12, "smallest_relevant": 0.1,
    }  # fmt: skip
    alone = diagnose(DesignQuestion(**base)).power
    lasting = diagnose(DesignQuestion(**base, before=12, persistence=1.0)).power
    fading = diagnose(DesignQuestion(**base, before=12, persistence=0.5)).power
    assert lasting.share > fading.share
    assert lasting.share > alone.share + 0.2


def test_where_everybody_starts_the_last_are_the_comparison_until_they_do():
    starts = step_starts(6, 6, before=12, months=24, steps=3)
    assert starts == (12, 12, 20, 20, 28, 28)
    seen = design(starts, 36).evaluated()
    assert (seen.months, seen.starts) == (28, (12, 12, 20, 20, None, None))
    assert seen.assignments == 90
    found = diagnose(
        DesignQuestion(uses=600, baseline=0.3, units=6, treated_units=6, icc=0.02, before=12, months=24, steps=3, drawn=True)
    )  # fmt: skip
    assert found.smallest_p == pytest.approx(1 / 90)
    assert found.highest_step is EvidenceStep.RANDOMISED
    assert any("Alle ender i forsøget" in reason for reason in found.reasons)


def test_three_municipalities_in_order_can_never_show_anything():
    found = diagnose(
        DesignQuestion(uses=600, baseline=0.3, units=3, treated_units=3, icc=0.02, before=12, months=24, steps=3, drawn=True)
    )  # fmt: skip
    assert found.smallest_p == pytest.approx(1 / 6)
    assert (found.power.share, found.monte_carlo_error) == (0.0, 0.0)


def test_the_command_line_takes_time(capsys, monkeypatch):
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    arguments = (
        "diagnose --uses 600 --baseline 0.3 --units 12 --treated-units 12 --before 12 --months 24 --steps 4 --drawn "
        "--icc 0.02 --smallest-relevant 0.1 --json"
    )
    assert run_command(arguments.split()) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["simulated"] is True
    assert found["inference"] == "randomisation"
    assert found["highest_step"] == 5
    assert 0 < found["monte_carlo_error"] < 0.02
    assert 0.9 < found["coverage"] < 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": 2},
        {"before": 0, "months": 12},
        {"before": -1, "months": 12},
        {"before": 12},
        {"before": 12, "months": 12, "steps": 0},
        {"before": 12, "months": 12, "steps": 5},
        {"before": 12, "months": 1, "steps": 2},
        {"before": 12, "months": 12, "persistence": 1.1},
        {"before": 590, "months": 12},
    ],
)
def test_time_that_cannot_be_is_refused(wrong):
    with pytest.raises(UsageError):
        DesignQuestion(**{"uses": 60, "baseline": 0.3, "units": 11, "treated_units": 4, **wrong})
