"""The rows of `att-gt` whose inference deals the starts anew, and the columns that say within what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from frirum.core.effects.att_gt_adjusted import places
from frirum.core.effects.att_gt_aggregate import Aggregate, summaries
from frirum.core.effects.att_gt_means import GroupTimeEffects
from frirum.core.effects.att_gt_randomisation import deal_summaries
from frirum.core.effects.att_gt_scaled import can_scale, scale_summaries
from frirum.core.effects.headline import ALPHA
from frirum.core.effects.panel import Panel
from frirum.core.effects.periods import codes
from frirum.core.effects.rows import Check, EstimateRow, Label, number
from frirum.core.effects.sentences import say
from frirum.core.effects.start_labels import Groups, blocks_are_whole
from frirum.core.errors import InputRefused
from frirum.core.vocabulary.danish import format_p_value

FloatArray = NDArray[np.float64]


def read_groups(
    frame: pl.DataFrame,
    panel: Panel,
    *,
    unit: str,
    strata: str | None,
    blocks: str | None,
    size: str | None = None,
    seed: int,
) -> Groups:
    """Strata, blocks and sizes of the panel's units.

    Raises:
        InputRefused: a column is missing, has an empty cell, a unit has two values, or a size is not above 0.
    """
    found = [None if name is None else _per_unit(frame, panel, unit, name) for name in (strata, blocks)]
    return Groups(found[0], found[1], seed, None if size is None else _sizes(frame, panel, unit, size))


def _sizes(frame: pl.DataFrame, panel: Panel, unit: str, name: str) -> FloatArray:
    """(U,) the mean size of each unit."""
    _refuse_gaps(frame, name)
    given = frame[name].cast(pl.Float64).to_numpy()
    wrong = ~(np.isfinite(given) & (given > 0))
    if wrong.any():
        raise InputRefused(
            say("size_of_unit_must_be_above"),
            line=int(np.argmax(wrong)) + 2,
            remedy=say("correct_number_in_column", column=name),
        )
    at = places(frame[unit], panel.units)
    known = at >= 0
    summed = np.bincount(at[known], weights=given[known], minlength=len(panel.units))
    return np.asarray(summed / np.maximum(np.bincount(at[known], minlength=len(panel.units)), 1))


def _refuse_gaps(frame: pl.DataFrame, name: str) -> None:
    if name not in frame.columns:
        raise InputRefused(
            say("column_column_does_not_exist", column=name),
            remedy=say("columns_are_columns", columns=", ".join(frame.columns)),
        )
    if frame[name].null_count():
        row = int(frame[name].is_null().arg_max() or 0)
        raise InputRefused(
            say("column_column_lacks_value", column=name),
            line=row + 2,
            remedy=say("fill_cell_each_unit_has_same"),
        )


def _per_unit(frame: pl.DataFrame, panel: Panel, unit: str, name: str) -> NDArray[np.int64]:
    _refuse_gaps(frame, name)
    at = places(frame[unit], panel.units)
    label = codes(frame[name])[0]
    found = np.zeros(len(panel.units), dtype=np.int64)
    known = at >= 0
    found[at[known]] = label[known]
    differs = known & (found[at] != label)
    if differs.any():
        row = int(np.argmax(differs))
        raise InputRefused(
            say("unit_unit_has_more", unit=panel.units[at[row]], name=name),
            line=row + 2,
            remedy=say("fill_cell_each_unit_has_same"),
        )
    return np.unique(found, return_inverse=True)[1].astype(np.int64)


def dealt_rows(
    panel: Panel,
    effects: GroupTimeEffects,
    analytic: Sequence[EstimateRow],
    groups: Groups,
    *,
    not_yet: bool,
    adjusted: bool,
) -> tuple[list[EstimateRow], list[Check]]:
    """One row per summary with `randomisation`, and why there are none.

    Args:
        analytic: the rows of the same effects, which lend their counts.
    """
    parts = summaries(panel, effects.cells, effects.points, effects.shares)
    if not parts or panel.constant:
        return [], []
    if adjusted:
        text = say("with_covariates_starts_are_not_dealt")
        return [], [Check("starts_not_dealt", None, text)]
    if groups.blocks is not None and not blocks_are_whole(panel.cohort, groups.blocks):
        text = say("at_least_one_region_has_units")
        return [], [Check("blocks_mixed", False, text)]
    if groups.blocks is not None and groups.strata is not None and not _nested(groups):
        text = say("at_least_one_region_lies")
        return [], [Check("blocks_mixed", False, text)]
    weights = np.stack([part.weights for part in parts])
    dealt = deal_summaries(panel, effects.cells, weights, groups=groups, not_yet=not_yet)
    floor, possible = dealt.orders.floor, dealt.orders.assignments.possible
    how = (
        say("n_possible_orders_of_starting_all", n=possible)
        if dealt.orders.assignments.exact
        else say("drawn_random_orders_of_starting_seed", drawn=len(dealt.orders.labels), seed=groups.seed)
    )
    notes = [how, say("smallest_possible_p_value_floor", floor=format_p_value(floor))]
    if groups.strata is not None:
        notes.insert(0, say("compared_within_strata"))
    rows = []
    known = {(row.estimand, row.group, row.period): row for row in analytic}
    for part, test in zip(parts, dealt.tests, strict=True):
        base = known.get((part.estimand, part.group, part.period))
        if base is None or test is None:
            continue
        shown = floor <= ALPHA
        rows.append(
            replace(
                base,
                inference="randomisation",
                point=number(test.point, scale=panel.scale),
                se=None,
                lower=number(test.lower, scale=panel.scale) if shown else None,
                upper=number(test.upper, scale=panel.scale) if shown else None,
                p_value=test.p_value,
                notes=tuple(notes),
            )
        )
    more = [] if groups.size is None else _scaled_rows(panel, effects, parts, known, groups, not_yet=not_yet)
    checks = [_floor_check(floor)]
    if groups.size is not None and not more:
        text = say("sizes_are_used_only_when_every")
        checks.append(Check("size_not_used", False, text))
    return [*rows, *more], checks


_OVERALL = ("simple", "group", "calendar")


def _scaled_rows(
    panel: Panel,
    effects: GroupTimeEffects,
    parts: Sequence[Aggregate],
    known: Mapping[tuple[str, Label | None, Label | None], EstimateRow],
    groups: Groups,
    *,
    not_yet: bool,
) -> list[EstimateRow]:
    """The overall figures with `size-scaled`; none where the units cannot be scaled."""
    if groups.size is None or not can_scale(panel, groups):
        return []
    overall = [one for one in parts if one.estimand in _OVERALL and one.group is None and one.period is None]
    weights = np.stack([one.weights for one in overall])
    found = scale_summaries(panel, effects.cells, weights, groups.size, groups=groups, not_yet=not_yet)
    shown = found.floor <= ALPHA
    notes = [
        say("courses_are_exchanged_among_units", seed=groups.seed),
        say("smallest_possible_p_value_floor", floor=format_p_value(found.floor)),
    ]
    if groups.strata is not None:
        notes.insert(0, say("compared_within_strata"))
    return [
        replace(
            known[(part.estimand, part.group, part.period)],
            inference="size-scaled",
            point=number(test.point, scale=panel.scale),
            se=None,
            lower=number(test.lower, scale=panel.scale) if shown else None,
            upper=number(test.upper, scale=panel.scale) if shown else None,
            p_value=test.p_value,
            notes=tuple(notes),
        )
        for part, test in zip(overall, found.tests, strict=True)
        if test is not None and (part.estimand, part.group, part.period) in known
    ]


def _nested(groups: Groups) -> bool:
    assert groups.blocks is not None
    assert groups.strata is not None
    pairs = np.unique(np.stack([groups.blocks, groups.strata]), axis=1)
    return pairs.shape[1] == np.unique(groups.blocks).size


def _floor_check(floor: float) -> Check:
    text = say("smallest_possible_p_value_of_design", floor=format_p_value(floor))
    return Check("p_floor", floor <= ALPHA, text, floor)
