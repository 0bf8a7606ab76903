"""Group-time effects: exact truths, bad input, and what is not shown."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest
from unit.core.effects.effects_panels import exact_panel, noisy_people

from frirum.core.effects.att_gt import estimate_att_gt
from frirum.core.effects.rows import Result
from frirum.core.errors import InputRefused, UsageError

COLUMNS = {"outcome": "y", "unit": "unit", "time": "time", "first_treated": "first"}
STAGGERED = {0: 3, 1: 3, 2: 5, 3: 7, 4: 7, 5: 7}


def att_gt(frame: pl.DataFrame, **options: Any) -> Result:
    return estimate_att_gt(frame, **COLUMNS, **options)


def failed(result: Result) -> set[str]:
    return {check.name for check in result.checks if check.passed is False}


def numbers(result: Result) -> list[float]:
    return [
        value
        for row in result.estimates
        for value in (row.point, row.se, row.lower, row.upper, row.p_value)
        if value is not None
    ]


@pytest.mark.parametrize("comparison", ["never", "not-yet"])
def test_growing_effects_come_out_exactly_where_two_way_fixed_effects_go_wrong(comparison: str) -> None:
    result = att_gt(exact_panel(STAGGERED, effect=1.0, extra=0.5), comparison=comparison)
    for row in result.estimates:
        if row.estimand == "att_gt":
            expected = 1.0 + 0.5 * (row.period - row.group) if row.period >= row.group else 0.0
            assert row.point == pytest.approx(expected, abs=1e-12), (row.group, row.period)
        if row.estimand == "dynamic" and row.period is not None:
            expected = 1.0 + 0.5 * row.period if row.period >= 0 else 0.0
            assert row.point == pytest.approx(expected, abs=1e-12), row.period


def test_summaries_weigh_as_the_paper_says() -> None:
    """Cohorts of 2, 1 and 3 units with effects 1, 2 and 4, under treatment for 6, 4 and 2 of 8 periods."""
    effects = {3: 1.0, 5: 2.0, 7: 4.0}
    frame = exact_panel(STAGGERED, effect=0.0)
    effect = sum(
        ((pl.col("first") == g) & (pl.col("time") >= g)).cast(pl.Float64) * e for g, e in effects.items()
    )
    result = att_gt(frame.with_columns(pl.col("y") + effect))
    overall = {
        row.estimand: row.point for row in result.estimates if row.group is None and row.period is None
    }
    assert overall["group"] == pytest.approx((2 * 1 + 1 * 2 + 3 * 4) / 6)
    assert overall["simple"] == pytest.approx((2 * 6 * 1 + 1 * 4 * 2 + 3 * 2 * 4) / (2 * 6 + 4 + 3 * 2))
    assert overall["calendar"] == pytest.approx((1 + 1 + 4 / 3 + 4 / 3 + 16 / 6 + 16 / 6) / 6)
    assert overall["dynamic"] == pytest.approx((16 / 6 + 16 / 6 + 4 / 3 + 4 / 3 + 1 + 1) / 6)


@pytest.mark.parametrize("hole", range(6))
def test_missing_periods_never_turn_a_level_into_an_effect(hole: int) -> None:
    generator = np.random.default_rng(hole)
    frame = exact_panel(STAGGERED, effect=2.0).filter(pl.Series(generator.random(96) > 0.15))
    result = att_gt(frame)
    assert "missing_periods" in failed(result)
    post = [row for row in result.estimates if row.estimand == "att_gt" and row.period >= row.group]
    assert [row.point for row in post] == pytest.approx([2.0] * len(post))


def test_units_treated_from_the_first_period_are_named_and_left_out() -> None:
    with_always = exact_panel(STAGGERED | {6: 1}, effect=2.0)
    result = att_gt(with_always)
    assert "treated_from_first_period" in failed(result)
    without = att_gt(with_always.filter(pl.col("unit") != 6))
    assert [row.as_dict() for row in result.estimates] == [row.as_dict() for row in without.estimates]


def test_a_start_after_the_data_counts_as_not_treated_with_a_warning() -> None:
    result = att_gt(exact_panel(STAGGERED | {6: 99}, effect=2.0))
    assert "treated_after_last_period" in failed(result)
    assert result.row(inference="analytic", estimand="simple").point == pytest.approx(2.0)


def test_several_rows_per_unit_and_period_are_people_with_a_warning() -> None:
    frame = exact_panel(STAGGERED, effect=2.0)
    result = att_gt(pl.concat([frame, frame]))
    assert "several_rows_per_unit_and_period" in failed(result)
    assert result.row(inference="analytic", estimand="simple").point == pytest.approx(2.0)
    assert result.row(estimand="att_gt", group=3, period=3).n_treated == 4


def test_people_are_clustered_on_the_municipality() -> None:
    """Against the plain definition: four means, each person's influence summed within the municipality."""
    people = noisy_people(np.random.default_rng(2))
    result = estimate_att_gt(
        people, outcome="y", unit="municipality", time="month", first_treated="first_treated"
    )
    row = result.row(estimand="att_gt", group="2018-05", period="2018-08")
    sums = np.zeros(30)
    point = 0.0
    for start, month, sign in (
        ("2018-05", "2018-08", 1),
        ("2018-05", "2018-04", -1),
        ("", "2018-08", -1),
        ("", "2018-04", 1),
    ):
        part = people.filter((pl.col("first_treated") == start) & (pl.col("month") == month))
        y = part["y"].to_numpy()
        point += sign * y.mean()
        np.add.at(sums, part["municipality"].to_numpy(), sign * (y - y.mean()) / len(y))
    assert (row.point, row.se) == pytest.approx((point, np.sqrt((sums**2).sum())))


def test_people_from_other_municipalities_than_before_are_a_warning() -> None:
    """Nothing happens anywhere, but the treated people come from the high level after the start."""
    frame = exact_panel({0: 5, 5: 5}, effect=0.0)
    many = pl.when((pl.col("unit") == 5) == (pl.col("time") >= 5)).then(9).otherwise(1)
    result = att_gt(frame.with_columns(many.alias("w")), weights="w")
    check = next(check for check in result.checks if check.name == "composition")
    assert (check.passed, check.value) == (False, pytest.approx(0.8))
    assert result.row(inference="analytic", estimand="simple").point > 5


def test_weights_are_head_counts() -> None:
    """A row with weight 3 is three people."""
    frame = exact_panel(STAGGERED).with_columns((1 + pl.col("unit") % 3).alias("w"))
    noisy = frame.with_columns(pl.col("y") + pl.Series(np.random.default_rng(1).normal(size=96)))
    people = noisy.select(pl.exclude("w").repeat_by("w").explode())
    weighted, written_out = att_gt(noisy, weights="w"), att_gt(people)
    for a, b in zip(weighted.estimates, written_out.estimates, strict=True):
        assert (a.point, a.se) == pytest.approx((b.point, b.se), abs=1e-12)


def test_not_yet_treated_leaves_out_the_cohort_itself_and_those_under_treatment() -> None:
    result = att_gt(exact_panel(STAGGERED), comparison="not-yet")
    assert result.row(estimand="att_gt", group=3, period=4).n_comparison == 6 + 1 + 3
    assert result.row(estimand="att_gt", group=3, period=7).n_comparison == 6
    assert result.row(estimand="att_gt", group=7, period=4).n_comparison == 6 + 1


@pytest.mark.parametrize(
    "frame, options, code",
    [
        (exact_panel({0: 3}, units=1), {}, "one_unit"),
        (exact_panel({0: 3}, periods=1), {}, "one_period"),
        (exact_panel({}), {}, "nobody_treated"),
        (exact_panel({0: 1, 1: 1}), {}, "no_period_before"),
        (exact_panel({unit: 3 + unit % 2 for unit in range(12)}), {}, "no_comparison"),
        (exact_panel(STAGGERED).with_columns(y=pl.lit(0.1)), {}, "no_variation"),
        (exact_panel(STAGGERED), {}, "no_variation"),
    ],
)
def test_what_cannot_be_concluded_is_refused_by_name(frame: pl.DataFrame, options: dict, code: str) -> None:
    result = att_gt(frame, **options)
    assert (result.headline, result.refused.code) == (None, code)
    assert all(np.isfinite(numbers(result)))


def test_a_constant_outcome_gives_zero_and_no_p() -> None:
    result = att_gt(exact_panel(STAGGERED).with_columns(y=pl.lit(0.1)))
    assert "constant_outcome" in failed(result)
    assert {(row.point, row.se, row.p_value) for row in result.estimates} == {(0.0, 0.0, None)}


REFUSED = {
    "infinite outcome": (lambda f: f.with_columns(pl.when(pl.col("y") == pl.col("y").max()).then(float("inf")).otherwise("y").alias("y")), "uendeligt"),
    "text outcome": (lambda f: f.with_columns(pl.col("y").cast(pl.String)), "andet end tal"),
    "no value at all": (lambda f: f.with_columns(pl.lit(None, dtype=pl.Float64).alias("y")), "ingen værdier"),
    "numbers too large": (lambda f: f.with_columns(pl.col("y") * 1e200), "for store eller for små"),
    "numbers too small": (lambda f: f.with_columns(pl.col("y") * 1e-200), "for store eller for små"),
    "no rows": (lambda f: f.head(0), "ingen rækker"),
    "missing unit": (lambda f: f.with_columns(pl.when(pl.col("unit") == 3).then(None).otherwise("unit").alias("unit")), "mangler en værdi"),
    "two starts in a unit": (lambda f: f.with_columns(pl.when((pl.col("unit") == 0) & (pl.col("time") == 8)).then(5).otherwise("first").alias("first")), "to forskellige begyndelser"),
    "periods without order": (lambda f: f.with_columns(pl.format("hold {}", "time").alias("time")), "tidspunkter"),
    "start in another notation": (lambda f: f.with_columns(pl.when(pl.col("first") > 0).then(pl.lit("maj")).otherwise(pl.lit("0")).alias("first")), "ikke skrevet"),
    "no such column": (lambda f: f.drop("first"), "findes ikke"),
    "start as yes or no": (lambda f: f.with_columns(pl.col("first") > 0), "ikke ja eller nej"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_is_refused_with_a_reason(name: str) -> None:
    spoil, words = REFUSED[name]
    with pytest.raises(InputRefused, match=words):
        att_gt(spoil(exact_panel(STAGGERED)))


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf"), None])
def test_bad_weights_are_refused_with_their_line(weight: float | None) -> None:
    frame = exact_panel(STAGGERED).with_columns(
        pl.Series("w", [1.0] * 40 + [weight] + [1.0] * 55, strict=False)
    )
    with pytest.raises(InputRefused, match="mindst 0") as refused:
        att_gt(frame, weights="w")
    assert refused.value.line == 42


def test_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(InputRefused, match="Alle rækker har vægt 0"):
        att_gt(exact_panel(STAGGERED).with_columns(w=pl.lit(0.0)), weights="w")


def test_the_line_of_a_fault_counts_rows_that_were_left_out() -> None:
    frame = exact_panel(STAGGERED).with_columns(
        pl.Series("y", [None] * 5 + [1.0] * 91, strict=False),
        pl.Series("first", [3] * 7 + [5] + exact_panel(STAGGERED)["first"].to_list()[8:]),
    )
    with pytest.raises(InputRefused, match="to forskellige begyndelser") as refused:
        att_gt(frame)
    assert refused.value.line in (7, 8, 9)


def test_missing_outcomes_are_left_out_and_counted() -> None:
    frame = exact_panel(STAGGERED).with_columns(
        pl.when((pl.col("unit") == 9) & (pl.col("time") < 4)).then(float("nan")).otherwise("y").alias("y")
    )
    result = att_gt(frame)
    assert next(check for check in result.checks if check.name == "missing_outcome").value == 3


def test_unknown_comparison_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="never eller not-yet"):
        att_gt(exact_panel(STAGGERED), comparison="all")


@pytest.mark.parametrize(
    "write, event_times",
    [
        (lambda t: f"2017-{t + 8:02d}" if t <= 4 else f"2018-{t - 4:02d}", list(range(-5, 6))),
        (lambda t: 201600 + t + 8 if t <= 4 else 201700 + t - 4, list(range(-5, 6))),
        (lambda t: f"{2015 + (t - 1) // 4}-K{1 + (t - 1) % 4}", list(range(-5, 6))),
        (lambda t: dt.date(2016, 1, 4) + dt.timedelta(weeks=t), list(range(-5, 6))),
        (lambda t: f"2016-{t:02d}-01", list(range(-5, 6))),
        (lambda t: dt.date(2016, 9 + t, 1) if t < 4 else dt.date(2017, t - 3, 1), list(range(-5, 6))),
        (lambda t: f"2015-U{51 + t}" if t <= 2 else f"2016-U{t - 2:02d}", None),
    ],
)  # fmt: skip
def test_event_time_follows_the_way_time_is_written(write: Any, event_times: list[int] | None) -> None:
    frame = exact_panel({0: 3, 1: 3, 2: 7})
    written = [write(t) for t in range(1, 9)]
    empty = [None if isinstance(written[0], dt.date) else type(written[0])()]
    labels = dict(zip(range(9), empty + written, strict=True))
    frame = frame.with_columns(
        pl.Series("time", [labels[t] for t in frame["time"]]),
        pl.Series("first", [labels[t] for t in frame["first"]]),
    )
    result = att_gt(frame)
    clustered = [row for row in result.estimates if row.inference == "analytic"]
    times = [row.period for row in clustered if row.estimand == "dynamic" and row.period is not None]
    if event_times is None:
        assert times == sorted(times)
        assert len(times) == 11
    else:
        assert times == event_times
    assert result.row(inference="analytic", estimand="simple").point == pytest.approx(2.0)


@pytest.mark.parametrize("k", [1, 3])
def test_few_treated_units_get_an_error_but_no_p(k: int) -> None:
    frame = exact_panel(dict.fromkeys(range(k), 4), units=60)
    noise = np.random.default_rng(1).normal(size=frame.height)
    result = att_gt(frame.with_columns(pl.col("y") + pl.Series(noise)))
    clustered = [row for row in result.estimates if row.inference == "analytic"]
    assert {row.p_value for row in clustered} == {None}
    assert {row.lower for row in clustered} == {None}
    assert "few_treated_units" in failed(result)
    assert result.headline.inference == "randomisation"


def test_a_covariate_that_tells_the_groups_apart_leaves_cells_out_by_name() -> None:
    frame = exact_panel(STAGGERED).with_columns((pl.col("first") > 0).cast(pl.Float64).alias("x"))
    result = att_gt(frame, covariates=["x"])
    assert (result.refused.code, "unidentified_cells" in failed(result)) == ("nothing_identified", True)


def test_a_covariate_removes_a_drift_that_goes_with_it() -> None:
    generator = np.random.default_rng(4)
    frame = exact_panel(dict.fromkeys(range(100), 5), units=300, effect=2.0)
    x = generator.normal(size=300) + 0.8 * (np.arange(300) < 100)
    frame = frame.with_columns(pl.Series("x", np.repeat(x, 8)))
    frame = frame.with_columns(pl.col("y") + 0.5 * pl.col("x") * pl.col("time"))
    plain, adjusted = att_gt(frame), att_gt(frame, covariates=["x"])
    assert abs(plain.row(inference="analytic", estimand="simple").point - 2) > 0.5
    assert adjusted.row(inference="analytic", estimand="simple").point == pytest.approx(2.0, abs=1e-6)


def test_missing_covariate_is_refused_with_its_line() -> None:
    frame = exact_panel(STAGGERED).with_columns(pl.Series("x", [1.0] * 20 + [None] + [2.0] * 75))
    with pytest.raises(InputRefused, match="Kovariaten x") as refused:
        att_gt(frame, covariates=["x"])
    assert refused.value.line == 22


def test_irrelevant_order_and_names_change_nothing() -> None:
    people = noisy_people(np.random.default_rng(9))
    columns = {"outcome": "y", "unit": "municipality", "time": "month", "first_treated": "first_treated"}
    shuffled = people.with_columns(pl.format("k{}", "municipality").alias("municipality")).sample(
        fraction=1, shuffle=True, seed=3
    )
    first, second = estimate_att_gt(people, **columns), estimate_att_gt(shuffled, **columns)
    assert first.as_dict() == second.as_dict()


def _around_zero(never: int | None) -> pl.DataFrame:
    """Periods -3 … 3, four of twelve units from period 0 on."""
    panel = exact_panel({0: 4, 1: 4, 2: 4, 3: 4}, periods=7)
    first = pl.when(pl.col("first") == 4).then(pl.lit(0)).otherwise(pl.lit(never))
    return panel.with_columns(time=pl.col("time") - 4, first=first)


def test_a_start_in_period_zero_is_a_start() -> None:
    """It was read as never, so that the treated stood among the comparisons."""
    found = estimate_att_gt(_around_zero(None), outcome="y", unit="unit", time="time", first_treated="first")
    assert found.row(inference="analytic", estimand="group", group=0).point == pytest.approx(2.0)
    mixed = _around_zero(0).with_columns(
        first=pl.when(pl.col("unit") == 0).then(1).otherwise(pl.col("first"))
    )
    with pytest.raises(InputRefused, match="både aldrig og perioden 0") as refused:
        estimate_att_gt(mixed, outcome="y", unit="unit", time="time", first_treated="first")
    assert refused.value.remedy


def test_a_zero_that_is_the_first_period_and_may_mean_never_is_asked_about() -> None:
    """Read as never it put units that had been treated all along among those to compare with."""
    panel = exact_panel({0: 4, 1: 4}).with_columns(time=pl.col("time") - 1)
    with pytest.raises(InputRefused, match="både aldrig og perioden 0"):
        estimate_att_gt(panel, outcome="y", unit="unit", time="time", first_treated="first")
    said = panel.with_columns(first=pl.when(pl.col("first") > 0).then(pl.col("first")))
    found = estimate_att_gt(said, outcome="y", unit="unit", time="time", first_treated="first")
    assert found.row(inference="analytic", estimand="simple").units_treated == 2


def test_a_stray_second_row_for_a_unit_and_period_is_refused() -> None:
    """One doubled row turned a panel into people, and weighed its municipality double."""
    panel = exact_panel({0: 4, 1: 4})
    with pytest.raises(InputRefused, match="to rækker") as refused:
        estimate_att_gt(
            pl.concat([panel, panel[10:11]]), outcome="y", unit="unit", time="time", first_treated="first"
        )
    assert refused.value.line == panel.height + 2


def _noisy(starts: dict[int, int], seed: int = 0, **options: Any) -> pl.DataFrame:
    frame = exact_panel(starts, units=30, **options)
    noise = np.random.default_rng(seed).normal(size=(30, 8)).ravel()
    strata = frame["unit"] % 3
    return frame.with_columns(y=pl.col("y") + noise, s=strata, b=frame["unit"] // 2)


def test_starts_dealt_anew_are_every_order_of_starting() -> None:
    """Two starts among eight units, by the definition: 56 orders, each with its own summary over its own error."""
    frame = exact_panel({0: 4, 1: 6}, units=8, effect=1.0)
    y = frame["y"].to_numpy() + np.random.default_rng(4).normal(size=frame.height)
    found = att_gt(frame.with_columns(y=pl.Series(y)), comparison="not-yet")
    own = found.row(inference="randomisation", estimand="simple")
    far, count = 0, 0
    observed = None
    for first in range(8):
        for second in range(8):
            if first == second:
                continue
            dealt = frame.with_columns(
                y=pl.Series(y),
                first=pl.when(pl.col("unit") == first)
                .then(4)
                .when(pl.col("unit") == second)
                .then(6)
                .otherwise(0),
            )
            row = att_gt(dealt, comparison="not-yet").row(inference="analytic", estimand="simple")
            # one unit per start: all of the variance comes from the comparison units, which differ little by order
            far += abs(row.point) >= abs(own.point) - 1e-9
            count += 1
            observed = row.point if (first, second) == (0, 1) else observed
    assert observed == pytest.approx(own.point)
    assert (count, f"{count} mulige" in " ".join(own.notes)) == (56, True)
    assert abs(own.p_value - far / count) < 0.2


def test_the_bounds_of_dealt_starts_hold_the_planted_effect() -> None:
    result = att_gt(_noisy({u: 4 + 2 * (u % 2) for u in range(6)}, effect=2.0))
    for estimand in ("simple", "group", "dynamic", "calendar"):
        row = result.row(inference="randomisation", estimand=estimand, group=None, period=None)
        assert row.lower < 2.0 < row.upper
        assert row.point == pytest.approx(
            result.row(inference="analytic", estimand=estimand, group=None, period=None).point
        )
    assert result.headline == result.row(inference="randomisation", estimand="group", group=None)
    # Before the start no effect can be taken out: bounds there were the point itself.
    dealt = [row for row in result.estimates if row.inference == "randomisation"]
    before = [row for row in dealt if row.estimand == "dynamic" and (row.period or 0) < 0]
    assert before
    assert all((row.lower, row.upper) == (None, None) and row.p_value for row in before)


def test_with_strata_the_quoted_row_compares_within_them() -> None:
    """A stratum with its own trend, and most of the treated, was taken for an effect."""
    frame = _noisy({0: 5, 3: 5, 6: 5, 9: 5, 12: 5, 1: 5}, effect=0.0)
    frame = frame.with_columns(y=pl.col("y") + 2.0 * pl.col("time") * (pl.col("s") == 0))
    plain, within = att_gt(frame), att_gt(frame, strata="s")
    assert plain.headline.p_value < 0.05
    assert within.headline.inference == "randomisation"
    assert within.headline.p_value > 0.01
    change = frame.with_columns(base=pl.col("y").filter(pl.col("time") == 4).first().over("unit")).filter(
        pl.col("time") >= 5
    )
    means = change.group_by("s", pl.col("first") > 0).agg(
        gap=(pl.col("y") - pl.col("base")).mean(), n=pl.col("unit").n_unique()
    )
    side = {(s, on): (gap, n) for s, on, gap, n in means.iter_rows()}
    own = sum(n / 6 * (gap - side[s, False][0]) for (s, on), (gap, n) in side.items() if on)
    assert within.headline.point == pytest.approx(own)


def test_whole_regions_are_dealt_as_wholes() -> None:
    result = att_gt(_noisy({0: 5, 1: 5, 2: 5, 3: 5}), blocks="b")
    assert result.headline.p_value >= 1 / 105
    mixed = att_gt(_noisy({0: 5, 2: 5}), blocks="b")
    assert (mixed.headline, "blocks_mixed" in failed(mixed)) == (None, True)


def test_one_heavy_unit_does_not_make_a_cohort_of_twenty() -> None:
    """Weights and units seen once lifted the gate: 24 treated, of which one carries the weight."""
    frame = exact_panel(dict.fromkeys(range(24), 4), units=60)
    noise = np.random.default_rng(1).normal(size=frame.height)
    frame = frame.with_columns(
        y=pl.col("y") + noise, w=pl.when(pl.col("unit") == 0).then(100.0).otherwise(1.0)
    )
    assert att_gt(frame).headline.inference == "analytic"
    heavy = att_gt(frame, weights="w")
    assert heavy.headline.inference == "randomisation"
    once = frame.filter((pl.col("unit") >= 24) | (pl.col("unit") < 3) | (pl.col("time") == 2))
    assert att_gt(once).headline.inference == "randomisation"
