"""Nobody who never begins: a series with its break, and where that is too short the change, told as a change.

A development is no effect: what else happened at the same time is in it. `DesignType.BEFORE_AFTER` and `SERIES` keep
the step down whatever the numbers say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.special import stdtr, stdtrit

from frirum.core.effects.rows import Check, EstimateRow, Refused, Result, number
from frirum.core.effects.series import Model, Series, estimate_series
from frirum.core.evidence.answered import Answered, smallest_p
from frirum.core.evidence.over_time import baseline_of
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.evidence.rules import DesignType
from frirum.core.evidence.sentences import say
from frirum.core.evidence.starts import Starts
from frirum.core.files.table import FloatArray, Table
from frirum.core.files.time_labels import Label, recognise


def alone(table: Table, column: str, question: PlannedQuestion, starts: Starts) -> Answered:
    """The answer where all begin together, or one unit stands beside a few series such as the rest of the country.

    Raises:
        InputRefused: a cell that cannot be used.
    """
    if not starts.treated:
        refused = Refused("no_comparison", say("no_unit_in_file_is_treated"))
        return Answered(Result(refused=refused), DesignType.ACCOUNT, comparison=starts.never)
    grid = _grid(table, column, starts)
    series = _one_series(grid, column, starts)
    found = None if series is None else _broken(series)
    design = DesignType.SERIES
    if found is None or (found.refused is not None and found.refused.code != "p_floor"):
        earlier = () if found is None else found.estimates
        found, design = _change(grid, column, starts, earlier), DesignType.BEFORE_AFTER
    return Answered(
        found,
        design,
        p_floor=_floor(found, design),
        degrees=None if found.headline is None else float(max(grid.shape[1] - 4, 1)),
        baseline=baseline_of(table, column, starts, question),
        treated=starts.treated,
        comparison=starts.never,
        course=() if series is None or design is not DesignType.SERIES else course_of(series, starts.periods),
    )


def course_of(series: Series, labels: Sequence[Label]) -> tuple[tuple[str, float, float, float | None], ...]:
    """What was seen of a series, the two lines that are fitted to it, and the first of them carried on.

    Args:
        labels: of its periods.
    """
    x = Model().columns(series.periods, series.start)
    beta = np.linalg.lstsq(x, series.y, rcond=None)[0]
    after = series.periods >= series.start
    # The columns that begin at the break are nought before it: without them the line of the time before goes on.
    begin = (x[~after] == 0).all(axis=0)
    fitted, carried = x @ beta, x[:, ~begin] @ beta[~begin]
    return tuple(
        (str(label), float(y), float(own), float(on) if late else None)
        for label, y, own, on, late in zip(labels, series.y, fitted, carried, after, strict=True)
    )


def _floor(found: Result, design: DesignType) -> float | None:
    """One break among placebo dates or units: the smallest p is one of them all."""
    if design is not DesignType.SERIES:
        return smallest_p(found)
    tried = [int(c.value) for c in found.checks if c.name in ("placebo_dates", "placebo_units") and c.value]
    return 1 / (1 + tried[-1]) if tried else None


def _grid(table: Table, column: str, starts: Starts) -> FloatArray:
    """(units, periods) means; NaN where nothing was observed."""
    values = table.numbers(column, allow_missing=True)
    seen = ~np.isnan(values)
    shape = (len(starts.labels), len(starts.periods))
    count, total = np.zeros(shape), np.zeros(shape)
    np.add.at(count, (starts.codes[seen], starts.time[seen]), 1.0)
    np.add.at(total, (starts.codes[seen], starts.time[seen]), values[seen])
    return np.divide(total, count, out=np.full(shape, np.nan), where=count > 0)


def _one_series(grid: FloatArray, column: str, starts: Starts) -> Series | None:
    """The mean of those who begin as one series; None where a period is missing throughout."""
    begin = min(starts.cohorts)
    own = grid[starts.first >= 0]
    if np.isnan(own).any() or begin == 0:
        return None
    others = grid[starts.first < 0]
    others = others[~np.isnan(others).any(axis=1)]
    ticks = recognise(starts.periods, column="time").ticks(starts.periods)
    step = float(np.gcd.reduce(np.diff(ticks).astype(np.int64))) if len(ticks) > 1 else 1.0
    periods = (ticks - ticks[0]) / (step or 1.0)
    treated = [label for label, place in zip(starts.labels, starts.first, strict=True) if place >= 0]
    names = [label for label, place in zip(starts.labels, starts.first, strict=True) if place < 0]
    return Series(
        outcome=column,
        periods=periods,
        start=float(periods[begin]),
        label=starts.periods[begin],
        y=own.mean(axis=0),
        offset=None,
        others=others,
        other_offsets=None,
        unit=treated[0] if len(treated) == 1 else None,
        names=tuple(names[: len(others)]),
    )


def _broken(series: Series) -> Result:
    """The break, ranked among the dates or the series that had none."""
    found = estimate_series(series, Model())
    if found.headline is None and len(series.others):
        # One other series cannot rank the break; the dates before it can.
        dates = estimate_series(replace(series, others=series.others[:0], names=()), Model())
        found = replace(found, headline=dates.headline, refused=dates.refused)
    return found


def _change(grid: FloatArray, column: str, starts: Starts, earlier: tuple[EstimateRow, ...]) -> Result:
    """Each unit's mean after its start less its mean before, and the mean of these with a t interval."""
    places = np.arange(grid.shape[1])[None, :]
    own = starts.first >= 0
    after = np.where(places >= starts.first[:, None], grid, np.nan)[own]
    before = np.where(places < starts.first[:, None], grid, np.nan)[own]
    both = ~np.isnan(after).all(axis=1) & ~np.isnan(before).all(axis=1)
    if not both.any():
        refused = Refused("no_comparison", say("no_unit_has_time_both_before"))
        return Result(earlier, refused=refused)
    changes = np.nanmean(after[both], axis=1) - np.nanmean(before[both], axis=1)
    row = _change_row(changes, column, before=int((~np.isnan(before[both])).sum()))
    text = say("nothing_is_compared_whatever_else_happened")
    return Result((*earlier, row), (Check("no_comparison", False, text),), row)


def _change_row(changes: FloatArray, column: str, *, before: int) -> EstimateRow:
    n = len(changes)
    point = float(changes.mean())
    se = float(changes.std(ddof=1) / np.sqrt(n)) if n > 1 else 0.0
    certain = se > 1e-12 * max(float(np.abs(changes).max()), 1e-300)
    reach = float(stdtrit(n - 1, 0.975)) * se if certain else 0.0
    return EstimateRow(
        estimator="change in means",
        estimand="change",
        inference="paired-t",
        outcome=column,
        units_treated=n,
        n_comparison=before,
        point=number(point, scale=1.0),
        se=se if certain else None,
        lower=point - reach if certain else None,
        upper=point + reach if certain else None,
        p_value=float(2 * stdtr(n - 1, -abs(point / se))) if certain else None,
        notes=(say("before_and_after_in_same_units"),),
    )
