"""Columns of units and periods as codes, and the labels that the codes stand for."""

from __future__ import annotations

import numpy as np
import polars as pl

from frirum.core.effects.rows import Label


def plain_labels(values: pl.Series) -> list[Label]:
    """Distinct values as they are shown: whole floats as integers, dates as ISO text."""
    if values.dtype.is_float():
        return [int(value) if float(value).is_integer() else value for value in values.to_list()]
    if values.dtype.is_numeric():
        return [int(value) for value in values.to_list()]
    return [str(value)[:10] if values.dtype.is_temporal() else str(value) for value in values.to_list()]


def codes(column: pl.Series) -> tuple[np.ndarray, pl.Series]:
    """Dense codes of a column without nulls, and the distinct values that they stand for, ascending.

    Returns:
        (n,) int64 codes in 0 … k - 1, and a series of k values. Whole numbers in a narrow range are coded by
        counting, which takes a few passes over memory instead of a sort.
    """
    if column.dtype.is_float() and bool((column == column.floor()).all()) and column.len():
        column = column.cast(pl.Int64)
    if column.dtype.is_integer() and column.len():
        values = column.to_numpy()
        low, high = int(values.min()), int(values.max())
        if high - low <= max(1_000_000, 4 * len(values)):
            shifted = values - low if low or values.dtype != np.int64 else values
            present = np.bincount(shifted, minlength=high - low + 1) > 0
            kept = np.flatnonzero(present)
            distinct = pl.Series(column.name, kept + low)
            if len(kept) == high - low + 1:
                return shifted.astype(np.int64, copy=False), distinct
            return (np.cumsum(present) - 1)[shifted], distinct
    distinct = column.unique().sort()
    if column.dtype == pl.String:
        return column.cast(pl.Enum(distinct)).to_physical().to_numpy().astype(np.int64), distinct
    found, inverse = np.unique(column.to_numpy(), return_inverse=True)
    return inverse.astype(np.int64), pl.Series(column.name, found)
