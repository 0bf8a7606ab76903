"""Covariates of a data file as columns of numbers: numbers as they are, words as 0/1 per category but the first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from frirum.core.effects.rows import Check
from frirum.core.files.table import FloatArray, Table
from frirum.core.language import gettext as _


def read_columns(table: Table, names: Sequence[str]) -> tuple[FloatArray, tuple[str, ...], tuple[Check, ...]]:
    """(n, p) covariates that vary, their names ("sex: woman" for a category), and which were left out.

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
            columns.append(values)
            labels.append(label)
    checks: tuple[Check, ...] = ()
    if constant:
        text = _("Kovariater, der er ens for alle, er udeladt: {names}.").format(names=", ".join(constant))
        checks = (Check("constant_covariate", False, text, len(constant)),)
    x = np.stack(columns, axis=1) if columns else np.zeros((len(table), 0))
    return x, tuple(labels), checks


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
