"""`frirum estimate ranks`: does one group of few people tend to answer higher than another?

Estimand: the probability that one drawn from the second group lies above one from the first, ties half. Assumption:
without a difference the labels could as well have been dealt otherwise among the people, so answers do not hang
together within municipalities (for that see `waves`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects import words
from frirum.core.effects.covariates import merge_near_ties
from frirum.core.effects.data import with_outcome
from frirum.core.effects.mann_whitney import LARGEST, mann_whitney
from frirum.core.effects.rows import EstimateRow, Label, Result, refuse
from frirum.core.files.data_file import FileSource
from frirum.core.files.table import Table, read_table

IntArray = NDArray[np.int64]


def estimate_ranks_file(path: FileSource, *, outcome: str, group: str, first: str | None = None) -> Result:
    """Row superiority (second group over first), with the exact p-value of every deal of the labels.

    Args:
        outcome: column of a number in which higher is higher; rows without one are left out with a named warning.
        group: column with two values, in sorted order.
        first: the value of the first group; None takes the one that sorts first.

    Raises:
        InputRefused: a bad cell, with its line; not two groups; no such first group.
    """
    table, values, checks = with_outcome(read_table(path, [outcome, group]), outcome)
    (values,) = merge_near_ties(values)
    codes, labels = table.codes(group)
    if len(labels) != 2:
        raise table.refuse(words.two_groups(group, len(labels)), column=group)
    if first is not None:
        labels, codes = _turned(table, group, first, labels, codes)
    if len(values) > LARGEST:
        return refuse("too_many_for_exact", words.too_many_for_exact(len(values), LARGEST), checks=checks)
    if np.ptp(values) == 0:
        return refuse("constant_outcome", words.all_alike(outcome), checks=checks)
    lower, upper = values[codes == 0], values[codes == 1]
    found = mann_whitney(upper, lower)
    row = EstimateRow(
        estimator="mann-whitney",
        estimand="superiority",
        inference="exact",
        outcome=outcome,
        n_treated=len(upper),
        n_comparison=len(lower),
        point=found.probability,
        p_value=found.p_value,
        notes=(words.one_over_other(labels[1], labels[0]), words.every_deal()),
    )
    return Result((row,), checks, row)


def _turned(
    table: Table, group: str, first: str, labels: list[Label], codes: IntArray
) -> tuple[list[Label], IntArray]:
    """Labels and codes with the group called `first` in front."""
    written = [str(label) for label in labels]
    if first not in written:
        raise table.refuse(words.no_such_group(group, first), remedy=words.write_one_of("--first", written))
    place = written.index(first)
    return [labels[place], labels[1 - place]], codes if place == 0 else 1 - codes
