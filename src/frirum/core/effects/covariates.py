"""Covariates of a data file as columns of numbers: numbers as they are, words as 0/1 per category but the first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects.rows import Check
from frirum.core.effects.sentences import say
from frirum.core.files.table import FloatArray, Table

_NEAR = 1e-11


def read_columns(table: Table, names: Sequence[str]) -> tuple[FloatArray, tuple[str, ...], tuple[Check, ...]]:
    """(n, p) covariates that vary and follow from no others, their names ("sex: woman"), and which were left out.

    Raises:
        InputRefused: an empty or infinite cell, with its line.
    """
    columns: list[FloatArray] = []
    labels: list[str] = []
    constant: list[str] = []
    for name in dict.fromkeys(names):
        for label, values in _columns(table, name):
            if np.ptp(values) == 0:
                constant.append(label)
                continue
            columns.append(merge_near_ties(values)[0])
            labels.append(label)
    checks: tuple[Check, ...] = ()
    if constant:
        text = say("covariates_are_same_for_all", names=", ".join(constant))
        checks = (Check("constant_covariate", False, text, len(constant)),)
    x = np.stack(columns, axis=1) if columns else np.zeros((len(table), 0))
    kept, collinear = independent_columns(x, labels)
    labels = [label for label, own in zip(labels, kept, strict=True) if own]
    return x[:, kept], tuple(labels), (*checks, *collinear)


def independent_columns(x: FloatArray, names: Sequence[str]) -> tuple[NDArray[np.bool_], tuple[Check, ...]]:
    """(p,) the columns that are no sum of a constant and the columns before them, and a check that names the others."""
    kept = np.zeros(x.shape[1], dtype=bool)
    base = np.ones((len(x), 1)) / np.sqrt(len(x))
    for place in range(x.shape[1]):
        column = x[:, place] / max(float(np.abs(x[:, place]).max()), 1e-300)
        left = column - base @ (base.T @ column)
        left -= base @ (base.T @ left)
        size = float(np.linalg.norm(left))
        if size > 1e-9 * np.sqrt(len(x)):
            kept[place] = True
            base = np.column_stack([base, left / size])
    if kept.all():
        return kept, ()
    lost = [name for name, own in zip(names, kept, strict=True) if not own]
    text = say("covariates_follow_from_others_are_left", names=", ".join(lost))
    return kept, (Check("collinear_covariates", False, text, len(lost)),)


def merge_near_ties(*columns: FloatArray) -> tuple[FloatArray, ...]:
    """Numbers that differ by no more than their last digits made the same, over all columns together.

    0.1 + 0.2 and 0.3 are one time, one level and one answer; so are the months that two programs divided differently.
    """
    together = np.concatenate(columns)
    finite = np.unique(together[np.isfinite(together)])
    if finite.size < 2:
        return columns
    near = np.diff(finite) <= _NEAR * np.maximum(np.abs(finite[1:]), np.abs(finite[:-1]))
    if not near.any():
        return columns
    first = np.maximum.accumulate(np.where(np.concatenate([[True], ~near]), np.arange(finite.size), 0))

    def merged(values: FloatArray) -> FloatArray:
        known = np.isfinite(values)
        found = values.copy()
        found[known] = finite[first[np.searchsorted(finite, values[known])]]
        return found

    return tuple(merged(values) for values in columns)


def _columns(table: Table, name: str) -> list[tuple[str, FloatArray]]:
    table.text(name)  # an empty cell is refused here, with its line
    if table.is_numeric(name):
        return [(name, table.numbers(name))]
    codes, labels = table.codes(name)
    if len(labels) == 1:
        return [(name, np.zeros(len(table)))]
    return [
        (f"{name}: {label}", (codes == place).astype(np.float64))
        for place, label in enumerate(labels)
        if place
    ]
