"""From a data file to the units and the design of `few`; what cannot be used is refused with its line."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects.collapse import UnitNumbers, from_panel, from_units
from frirum.core.effects.data import with_outcome
from frirum.core.effects.few import UnitContext, estimate_few
from frirum.core.effects.randomisation import DRAWS
from frirum.core.effects.rows import Label, Refused, Result, refuse
from frirum.core.effects.sentences import say
from frirum.core.errors import InputRefused
from frirum.core.files.data_file import FileSource
from frirum.core.files.table import Table, read_table

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def estimate_few_file(
    path: FileSource,
    *,
    outcome: str,
    unit: str,
    treated: str,
    time: str | None = None,
    size: str | None = None,
    blocks: str | None = None,
    strata: str | None = None,
    draws: int = DRAWS,
    seed: int = 1,
) -> Result:
    """`frirum estimate few`: read the file and estimate.

    Args:
        outcome: column of the outcome; rows without one are left out with a named warning.
        unit: column of the unit, such as the municipality.
        treated: 0/1 column; with `time` 1 in the treated periods of the treated units, else 1 for treated units.
        time: column of the period, or None for one row per unit.
        size: column of the unit's size, averaged over its rows.
        blocks, strata: columns of the unit's region or stratum.
        draws, seed: of random assignments.

    Raises:
        InputRefused: a bad cell or a unit that stands twice, with its line.
    """
    optional = [name for name in (time, size, blocks, strata) if name is not None]
    table = read_table(path, [outcome, unit, treated, *optional])
    return estimate_few_table(
        table, outcome=outcome, unit=unit, treated=treated, time=time, size=size, blocks=blocks, strata=strata,
        draws=draws, seed=seed,
    )  # fmt: skip


def estimate_few_table(
    table: Table,
    *,
    outcome: str,
    unit: str,
    treated: str,
    time: str | None = None,
    size: str | None = None,
    blocks: str | None = None,
    strata: str | None = None,
    draws: int = DRAWS,
    seed: int = 1,
) -> Result:
    """As `estimate_few_file`, of a table that is read."""
    table, values, checks = with_outcome(table, outcome)
    codes, labels = table.codes(unit)
    on = table.indicator(treated)
    if len(labels) == 1:
        return refuse("one_unit", say("is_only_one_unit_is_none"), checks=checks)
    if time is None:
        table.refuse_duplicates(codes, None, say("unit"))
        order = np.argsort(codes)
        units: UnitNumbers | Refused = from_units(values[order], labels, on[order])
    else:
        periods = table.periods(time)
        table.refuse_duplicates(codes, periods[0], say("unit_and_period"))
        units = from_panel(values, (codes, labels), periods, on)
    if isinstance(units, Refused):
        return Result(checks=checks, refused=units)
    place = {label: code for code, label in enumerate(labels)}
    kept = np.array([place[label] for label in units.labels], dtype=np.int64)
    design = UnitContext(
        size=None if size is None else _sizes(table, size, codes, len(labels))[kept],
        blocks=None if blocks is None else _recode(_unit_labels(table, blocks, codes, labels)[kept]),
        strata=None if strata is None else _unit_labels(table, strata, codes, labels)[kept],
    )
    result = estimate_few(units, design, outcome=outcome, draws=draws, seed=seed)
    return Result(result.estimates, (*checks, *result.checks), result.headline, result.refused)


def _sizes(table: Table, name: str, codes: IntArray, units: int) -> FloatArray:
    """(N,) mean size of each unit."""
    sizes = table.numbers(name, counts=True)
    if (sizes <= 0).any():
        row = int(np.argmax(sizes <= 0))
        raise table.refuse(say("column_name_must_be_above_0", name=name), row, column=name)
    return np.bincount(codes, weights=sizes, minlength=units) / np.bincount(codes, minlength=units)


def _unit_labels(table: Table, name: str, codes: IntArray, labels: list[Label]) -> IntArray:
    """(N,) code of each unit's label in a column that must not vary within units."""
    column, _labels = table.codes(name)
    found = np.full(len(labels), -1, dtype=np.int64)
    found[codes] = column
    differs = found[codes] != column
    if differs.any():
        row = int(np.argmax(differs))
        raise _varies(table, name, labels[codes[row]], row)
    return found


def _varies(table: Table, name: str, label: Label, row: int) -> InputRefused:
    text = say("unit_unit_has_more")
    return table.refuse(
        text.format(unit=label, name=name),
        row,
        remedy=say("write_same_value_in_name", name=name, unit=label),
    )


def _recode(codes: IntArray) -> IntArray:
    """The codes that occur, numbered 0, 1, …."""
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)
