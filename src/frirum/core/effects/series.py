"""One series before and after a break, with the break that placebo dates and placebo units would have shown.

Estimand: the jump at T and the change of slope from T on, against the straight line (with seasons) that the time before
T is read as. Assumption: that line would have gone on; nothing else happened at T; the season is the same throughout.
A comparison series lifts the first half of this: the difference between the two is broken instead.

The break is also ranked among others: at every earlier date where none was (`placebo-dates`), and at T in every unit
where nothing began (`placebo-units`). These alone are quoted: without any break, and with 24 to 60 periods, the
Newey-West test of the step rejects in 11 to 28 of 100 series, the rank among dates in at most 5 (docs/methods/series).

Source: Wagner et al. (2002), Journal of Clinical Pharmacy and Therapeutics 27; Linden (2015), Stata Journal 15; Lopez
Bernal, Cummins & Gasparrini (2017), International Journal of Epidemiology 46, and its erratum; Abadie, Diamond &
Hainmueller (2010), Journal of the American Statistical Association 105 (placebo units).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from frirum.core.effects import series_fit
from frirum.core.effects.rows import Check, EstimateRow, Label, Refused, Result, number, refuse
from frirum.core.effects.sentences import say
from frirum.core.effects.series_fit import FIXED, Fit, Season
from frirum.core.files.table import FloatArray
from frirum.core.vocabulary.danish import format_number

FEWEST_AROUND_PLACEBO = 4
ALPHA = 0.05
CHANGES = {"level": 2, "slope_change": FIXED - 1}
"""The coefficients that a placebo is ranked by: estimand and column."""


@dataclass(frozen=True)
class Series:
    """A treated series and those it is held against.

    Attributes:
        outcome: the column's name.
        periods: (n,) whole numbers, ascending, one apart where no period is missing.
        start: the first period after the break, one of `periods`.
        label: the period of the break as written.
        y: (n,) the treated series; counts when `offset` is given.
        offset: (n,) what the counts are out of, or None for a series that is not counts.
        others: (N, n) comparison series, N may be 0; other_offsets: (N, n) or None.
        unit: label of the treated unit, or None.
        names: labels of the others.
    """

    outcome: str
    periods: FloatArray
    start: float
    label: Label
    y: FloatArray
    offset: FloatArray | None
    others: FloatArray
    other_offsets: FloatArray | None
    unit: Label | None
    names: tuple[Label, ...]

    @property
    def before(self) -> int:
        """How many periods lie before the break."""
        return int((self.periods < self.start).sum())

    @property
    def after(self) -> int:
        """How many periods lie at the break or after it."""
        return len(self.periods) - self.before


@dataclass(frozen=True)
class Model:
    """What is fitted.

    Attributes:
        slope: the slope may change too; False for a lasting step alone.
        season: or None.
        lag: of Newey and West, or None for the rule by length.
    """

    slope: bool = True
    season: Season | None = None
    lag: int | None = None

    def columns(self, periods: FloatArray, start: float) -> FloatArray:
        """As `series_fit.design`."""
        return series_fit.design(periods, start, slope=self.slope, season=self.season)

    def lag_of(self, n: int) -> int:
        """The lag for n periods."""
        return series_fit.default_lag(n) if self.lag is None else self.lag

    def fit(self, x: FloatArray, y: FloatArray, offset: FloatArray | None) -> Fit | None:
        """One series; None where counts have no maximum."""
        if offset is None:
            return series_fit.least_squares(x, y, self.lag_of(len(y)))
        return series_fit.quasi_poisson(x, y, np.log(offset))


def estimate_series(series: Series, model: Model) -> Result:
    """`frirum estimate series`.

    Returns:
        Rows trend, level, slope_change and slope_after (without the last two when the slope may not change) with
        `newey-west` or, for counts, `quasi-poisson` on the log scale; level and slope_change with `placebo-dates`; with
        other units the same four with `_difference` in their name, and these two with `placebo-units`. The headline is
        level by `placebo-dates`, or with others level_difference by `placebo-units`. Refused when there are too few
        placebos to conclude, when the series is too short for the model or never varies.
    """
    x = model.columns(series.periods, series.start)
    fewest = 3 if model.slope else 2
    if series.before < 3 or series.after < fewest - 1 or not series_fit.is_full_rank(x):
        text = say("are_before_periods_before_break")
        return refuse("short_series", text.format(before=series.before, after=series.after))
    if float(np.ptp(series.y)) == 0:
        return refuse("no_variation", say("outcome_is_same_everywhere"))
    fit = model.fit(x, series.y, series.offset)
    if fit is None:
        return refuse("no_events", say("on_one_side_of_break"))
    rows = list(_rows(series, model, fit, group=series.unit))
    checks = [_autocorrelation(fit), *_gaps(series), *_overdispersion(fit)]
    dates = _placebo_dates(series, model)
    rows += _placebo_rows(rows, "placebo-dates", dates, fit)
    checks.append(_count_check("placebo_dates", len(dates)))
    found = Result(tuple(rows), tuple(checks))
    if not len(series.others):
        return _judged_alone(found, len(dates))
    return _with_others(series, model, x, found)


def _judged_alone(found: Result, dates: int) -> Result:
    """One series: only the rank among placebo dates keeps its level, so that it alone may be quoted."""
    text = say("nothing_was_compared_with_anything_else")
    found = found.with_checks([Check("no_comparison", False, text)])
    quoted = [row for row in found.estimates if row.estimand == "level" and row.inference == "placebo-dates"]
    if quoted and 1 / (1 + dates) <= ALPHA:
        return replace(found, headline=quoted[0])
    text = say("only_n_earlier_dates_can")
    text = text.format(n=dates, floor=format_number(1 / (1 + dates), 3))
    return replace(found, refused=Refused("short_series", text))


def _with_others(series: Series, model: Model, x: FloatArray, alone: Result) -> Result:
    rows, checks = list(alone.estimates), list(alone.checks)
    difference = _difference(series, model, x, None)
    if difference is None:
        return refuse("no_events", say("comparison_has_too_few_events"), estimates=rows, checks=checks)
    found = list(_rows(series, model, difference, group=None, suffix="_difference"))
    others = range(len(series.others)) if len(series.others) > 1 else range(0)
    placebos = [_difference(series, model, x, place) for place in others]
    fits = [one for one in placebos if one is not None]
    ranked = _placebo_rows(found, "placebo-units", fits, difference)
    checks.append(_count_check("placebo_units", len(fits)))
    rows = [*rows, *found, *ranked]
    floor = 1 / (1 + len(fits))
    if ranked and floor <= ALPHA:
        return Result(tuple(rows), tuple(checks), ranked[0])
    text = say("with_n_other_units_p_cannot", n=len(series.others), floor=format_number(floor, 3))
    return refuse("p_floor", text, estimates=rows, checks=checks)


def _difference(series: Series, model: Model, x: FloatArray, place: int | None) -> Fit | None:
    """The treated series (or the other at `place` in its stead) minus the mean of the (other) others."""
    others = series.others if place is None else np.delete(series.others, place, axis=0)
    own = series.y if place is None else series.others[place]
    if series.offset is None:
        return model.fit(x, own - others.mean(axis=0), None)
    assert series.other_offsets is not None
    offsets = series.other_offsets if place is None else np.delete(series.other_offsets, place, axis=0)
    own_offset = series.offset if place is None else series.other_offsets[place]
    one = model.fit(x, own, own_offset)
    two = model.fit(x, others.sum(axis=0), offsets.sum(axis=0))
    if one is None or two is None:
        return None
    return Fit(one.coefficients - two.coefficients, one.covariance + two.covariance, one.residuals, None)


def _combinations(model: Model, k: int) -> Iterator[tuple[str, FloatArray]]:
    unit = np.eye(k)
    yield "trend", unit[1]
    yield "level", unit[2]
    if model.slope:
        yield "slope_change", unit[FIXED - 1]
        yield "slope_after", unit[1] + unit[FIXED - 1]


def _rows(
    series: Series, model: Model, fit: Fit, *, group: Label | None, suffix: str = ""
) -> Iterator[EstimateRow]:
    counts = series.offset is not None
    notes = _scale_notes(series, model, counts=counts)
    for name, weights in _combinations(model, len(fit.coefficients)):
        point, se = fit.combination(weights)
        scale = 1.0 if counts else float(np.abs(series.y).max())
        certain = se > 1e-12 * scale
        reach = (float(ndtri(0.975)) if fit.degrees is None else float(stdtrit(fit.degrees, 0.975))) * se
        yield EstimateRow(
            estimator="interrupted series" if not counts else "interrupted series, log_rate",
            estimand=name + suffix,
            inference="quasi-poisson" if counts else "newey-west",
            outcome=series.outcome,
            group=group,
            n_treated=series.after,
            n_comparison=series.before,
            units_treated=None if series.unit is None else 1,
            point=number(point, scale=scale),
            se=se if certain else None,
            lower=point - reach if certain else None,
            upper=point + reach if certain else None,
            p_value=_two_sided(point / se, fit.degrees) if certain else None,
            notes=(*notes, *_ratio_note(point, counts=counts)),
        )


def _scale_notes(series: Series, model: Model, *, counts: bool) -> tuple[str, ...]:
    if counts:
        scale = say("logarithm_of_rate_uncertainty_is_widened")
    else:
        scale = say("errors_may_hang_together_over_lag", lag=model.lag_of(len(series.y)))
    return (scale, say("test_rejects_too_often_in_short"))


def _ratio_note(point: float, *, counts: bool) -> tuple[str, ...]:
    if not counts:
        return ()
    return (say("rate_ratio_ratio", ratio=format_number(math.exp(point), 4)),)


def _two_sided(t: float, degrees: int | None) -> float:
    return float(2 * (ndtr(-abs(t)) if degrees is None else stdtr(degrees, -abs(t))))


def _t(fit: Fit, place: int) -> float:
    """How many standard errors a coefficient is, without its sign."""
    point, se = float(fit.coefficients[place]), math.sqrt(max(float(fit.covariance[place, place]), 0.0))
    return abs(point) / se if se > 0 else 0.0


def _placebo_dates(series: Series, model: Model) -> list[Fit]:
    """The fit at every earlier date, read from the time before the break alone."""
    before = series.periods < series.start
    periods, y = series.periods[before], series.y[before]
    offset = None if series.offset is None else series.offset[before]
    found = []
    for start in periods[FEWEST_AROUND_PLACEBO : len(periods) - FEWEST_AROUND_PLACEBO + 1]:
        x = model.columns(periods, float(start))
        fit = model.fit(x, y, offset) if series_fit.is_full_rank(x) else None
        if fit is not None:
            found.append(fit)
    return found


def _placebo_rows(
    rows: list[EstimateRow], inference: str, placebos: list[Fit], own: Fit
) -> list[EstimateRow]:
    """The rows of the step and of the slope's change with their ranks; nothing where there are no placebos."""
    if not placebos:
        return []
    changes = [
        (row, place) for row in rows for name, place in CHANGES.items() if row.estimand.startswith(name)
    ]
    return [
        _ranked(row, inference, np.array([_t(fit, place) for fit in placebos]), _t(own, place))
        for row, place in changes
    ]


def _ranked(row: EstimateRow, inference: str, placebos: FloatArray, own: float) -> EstimateRow:
    """`row` with the rank of its statistic among (M,) placebos, and the effects that this rank does not reject."""
    as_far = int((placebos >= own * (1 - 1e-9)).sum())
    floor = 1 / (1 + len(placebos))
    note = say("of_n_trials_without_break_k", n=len(placebos), k=as_far, floor=format_number(floor, 3))
    lower = upper = None
    if floor <= ALPHA and row.point is not None and row.se is not None:
        allowed = math.floor(ALPHA * (1 + len(placebos)) + 1e-9) - 1
        reach = float(np.sort(placebos)[::-1][allowed]) * row.se
        lower, upper = row.point - reach, row.point + reach
    return replace(
        row,
        inference=inference,
        se=None,
        lower=lower,
        upper=upper,
        p_value=(1 + as_far) / (1 + len(placebos)),
        notes=(note,),
    )


def _count_check(name: str, n: int) -> Check:
    enough = 1 / (1 + n) <= ALPHA
    text = (
        say("break_was_held_against_n_placebo")
        if name == "placebo_dates"
        else say("break_was_held_against_n_other")
    )
    return Check(name, enough, text.format(n=n), n)


def _autocorrelation(fit: Fit) -> Check:
    """Whether neighbouring errors hang together: the lag-one correlation beside 2 / √n."""
    rest = fit.residuals - fit.residuals.mean()
    total = float(rest @ rest)
    value = float(rest[1:] @ rest[:-1]) / total if total > 0 else 0.0
    small = abs(value) <= 2 / math.sqrt(len(rest))
    text = (
        say("errors_of_neighbouring_periods_do")
        if small
        else say("errors_of_neighbouring_periods_hang_together")
    )
    return Check("autocorrelation", small, text.format(r=format_number(value, 2)), value)


def _gaps(series: Series) -> list[Check]:
    missing = int(series.periods[-1] - series.periods[0]) + 1 - len(series.periods)
    if not missing:
        return []
    text = say("n_periods_are_missing_inside_series", n=missing)
    return [Check("missing_periods", False, text, missing)]


def _overdispersion(fit: Fit) -> list[Check]:
    if fit.dispersion is None:
        return []
    text = say("counts_vary_times_times_as_much")
    return [Check("dispersion", None, text.format(times=format_number(fit.dispersion, 2)), fit.dispersion)]
