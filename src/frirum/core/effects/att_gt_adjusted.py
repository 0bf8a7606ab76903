"""Group-time effects with covariates: each two-by-two comparison made doubly robust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from frirum.core.effects.att_gt_means import (
    GroupTime,
    GroupTimeEffects,
    UnitInfluence,
    comparison_cohorts,
    group_times,
    unit_shares,
)
from frirum.core.effects.covariates import independent_columns
from frirum.core.effects.doubly_robust import NotComparable, panel_effect, sections_effect
from frirum.core.effects.panel import Panel
from frirum.core.effects.periods import codes, plain_labels
from frirum.core.effects.rows import Check
from frirum.core.effects.sentences import say
from frirum.core.errors import InputRefused


@dataclass(frozen=True)
class CovariateRows:
    """Rows that carry covariates, laid out against a panel.

    Attributes:
        unit, period: (n,) place of the row in the panel's units and periods.
        y: (n,) outcome (mean of the people it stands for); weight: (n,) people or weight.
        x: (n, p) covariates, the first column 1; text columns as 0/1 per category but the first. No column follows
            from those before it.
        left_out: a check that names those that do.
    """

    unit: np.ndarray
    period: np.ndarray
    y: np.ndarray
    weight: np.ndarray
    x: np.ndarray
    left_out: tuple[Check, ...] = ()


def read_covariates(
    frame: pl.DataFrame,
    panel: Panel,
    *,
    unit: str,
    time: str,
    covariates: Sequence[str],
    total: pl.Series,
    weight: pl.Series,
) -> CovariateRows:
    """Rows of a frame, people with equal covariates in one cell laid together.

    Args:
        total, weight: weighted sum of the outcome and weight of each row.

    Raises:
        InputRefused: a covariate is missing or has an empty or infinite value.
    """
    for name in covariates:
        if name not in frame.columns:
            raise InputRefused(
                say("column_column_does_not_exist", column=name),
                remedy=say("columns_are_columns", columns=", ".join(frame.columns)),
            )
        empty = frame[name].is_null()
        if frame[name].dtype.is_float():
            empty = empty | ~frame[name].is_finite()
        if empty.any():
            raise InputRefused(
                say("covariate_column_lacks_value", column=name),
                line=int(empty.arg_max() or 0) + 2,
                remedy=say("write_value_in_column_delete_row", column=name),
            )
    together = (
        frame.select(unit, time, *covariates)
        .with_columns(total.alias("__total"), weight.alias("__weight"))
        .group_by(unit, time, *covariates, maintain_order=True)
        .agg(pl.col("__total").sum(), pl.col("__weight").sum())
        .filter(pl.col("__weight") > 0)
        .sort(unit, time, *covariates)
    )
    heavy = together["__weight"].to_numpy().astype(np.float64)
    return CovariateRows(
        places(together[unit], panel.units),
        places(together[time], panel.periods),
        together["__total"].to_numpy() / heavy,
        heavy,
        *independent_design(together, covariates),
    )


def places(column: pl.Series, labels: Sequence[object]) -> np.ndarray:
    """Where each row's label stands among the panel's labels; -1 where it was left out."""
    column = column.dt.date().cast(pl.String) if column.dtype.is_temporal() else column
    coded, distinct = codes(column)
    at = {label: place for place, label in enumerate(labels)}
    return np.array([at.get(label, -1) for label in plain_labels(distinct)])[coded]


def independent_design(
    frame: pl.DataFrame, covariates: Sequence[str]
) -> tuple[np.ndarray, tuple[Check, ...]]:
    """The design without columns that follow from those before them, and a check that names those."""
    x, labels = design(frame, covariates)
    kept, left_out = independent_columns(x[:, 1:], labels)
    return x[:, np.concatenate([[True], kept])], left_out


def design(frame: pl.DataFrame, covariates: Sequence[str]) -> tuple[np.ndarray, list[str]]:
    """(n, p) design with a constant, and what its other columns are called.

    Numbers are centred and scaled, which changes no effect but steadies the sums.
    """
    columns, labels = [np.ones(frame.height)], []
    for name in covariates:
        values = frame[name]
        if values.dtype.is_numeric():
            plain = values.to_numpy().astype(np.float64)
            spread = plain.std()
            columns.append((plain - plain.mean()) / (spread if spread > 0 else 1.0))
            labels.append(name)
        else:
            coded, distinct = codes(values.cast(pl.String))
            columns += [(coded == place).astype(np.float64) for place in range(1, len(distinct))]
            labels += [f"{name}: {label}" for label in plain_labels(distinct)[1:]]
    return np.stack(columns, axis=1), labels


def estimate_adjusted(panel: Panel, rows: CovariateRows, *, not_yet: bool) -> GroupTimeEffects:
    """Doubly robust effects; pairs whose groups cannot be adjusted to each other are left unidentified."""
    cohorts = len(panel.cohorts)
    place = np.where(panel.cohort >= 0, panel.cohort, cohorts)
    weight = panel.weight.sum(axis=1) if panel.people else panel.weight.max(axis=1)
    compare = _Sections(panel, rows, place) if panel.people else _Changes(panel, rows, place, weight)
    cells, lost, points, influence = [], [], [], []
    for cell in group_times(panel):
        found = compare.effect(cell, comparison_cohorts(panel, cell, not_yet=not_yet))
        if isinstance(found, NotComparable):
            lost.append(cell)
            continue
        cells.append(cell)
        points.append(found[0])
        influence.append(found[1])
    shares, of_shares = unit_shares(place, weight, cohorts)
    effects = np.stack(influence, axis=1) if influence else np.zeros((len(place), 0))
    return GroupTimeEffects(
        tuple(cells), np.array(points), shares, UnitInfluence(effects, of_shares), tuple(lost)
    )


def _informative(x: np.ndarray) -> np.ndarray:
    """The constant, and the columns that vary in this comparison and follow from none before them."""
    varies = np.ptp(x, axis=0) > 1e-12
    varies[0] = True
    x = x[:, varies]
    kept, _left_out = independent_columns(x[:, 1:], [""] * (x.shape[1] - 1))
    return x[:, np.concatenate([[True], kept])]


class _Changes:
    """Comparisons in a panel: each unit's change, covariates as they were in the base period."""

    def __init__(self, panel: Panel, rows: CovariateRows, place: np.ndarray, weight: np.ndarray) -> None:
        self.panel, self.rows, self.place, self.weight = panel, rows, place, weight
        self.row = np.full(panel.weight.shape, -1)
        inside = (rows.unit >= 0) & (rows.period >= 0)
        self.row[rows.unit[inside], rows.period[inside]] = np.flatnonzero(inside)

    def effect(self, cell: GroupTime, others: Sequence[int]) -> tuple[float, np.ndarray] | NotComparable:
        """The effect of one pair and each unit's influence on it."""
        both = (self.row[:, cell.period] >= 0) & (self.row[:, cell.base] >= 0)
        own = both & (self.place == cell.cohort)
        used = own | (both & np.isin(self.place, others))
        if not own.any() or not (used & ~own).any():
            return NotComparable("singular")
        later, earlier = self.row[used, cell.period], self.row[used, cell.base]
        found = panel_effect(
            self.rows.y[later] - self.rows.y[earlier],
            own[used].astype(np.float64),
            _informative(self.rows.x[earlier]),
            self.weight[used],
        )
        if isinstance(found, NotComparable):
            return found
        each = np.zeros(len(self.place))
        each[used] = found[1]
        return found[0], each


class _Sections:
    """Comparisons of people: other people in the two periods, errors summed within the unit."""

    def __init__(self, panel: Panel, rows: CovariateRows, place: np.ndarray) -> None:
        self.rows, self.units = rows, len(panel.units)
        self.cohort = np.where(rows.unit >= 0, place[rows.unit], -1)

    def effect(self, cell: GroupTime, others: Sequence[int]) -> tuple[float, np.ndarray] | NotComparable:
        """As `_Changes.effect`."""
        in_time = (self.rows.period == cell.period) | (self.rows.period == cell.base)
        used = in_time & ((self.cohort == cell.cohort) | np.isin(self.cohort, others))
        post = (self.rows.period[used] == cell.period).astype(np.float64)
        treated = (self.cohort[used] == cell.cohort).astype(np.float64)
        if not {(0, 0), (0, 1), (1, 0), (1, 1)} <= set(zip(treated.tolist(), post.tolist(), strict=True)):
            return NotComparable("singular")
        found = sections_effect(
            self.rows.y[used], post, treated, _informative(self.rows.x[used]), self.rows.weight[used]
        )
        if isinstance(found, NotComparable):
            return found
        return found[0], np.bincount(self.rows.unit[used], weights=found[1], minlength=self.units)
