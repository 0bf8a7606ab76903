"""From a data file to the two groups of `bounds`; what cannot be used is refused with its line."""

from __future__ import annotations

import numpy as np

from frirum.core.effects.bounds import Followed, estimate_bounds
from frirum.core.effects.data import refuse_scale
from frirum.core.effects.rows import Check, Result, refuse
from frirum.core.effects.sentences import say
from frirum.core.errors import UsageError
from frirum.core.files.data_file import FileSource
from frirum.core.files.table import read_table


def estimate_bounds_file(
    path: FileSource,
    *,
    outcome: str,
    treated: str,
    observed: str,
    lowest: float | None = None,
    highest: float | None = None,
) -> Result:
    """`frirum estimate bounds`: read the file and estimate.

    Args:
        outcome: numeric column; may be empty where `observed` is 0.
        treated, observed: 0/1 columns.
        lowest, highest: ends of the outcome's scale; None for 0 and 1 where every outcome is one of these, else for the
            observed extremes.

    Raises:
        UsageError: ends that the observed outcomes lie outside of.
        InputRefused: a bad cell, or an outcome that is missing where `observed` is 1, with its line.
    """
    table = read_table(path, [outcome, treated, observed])
    on, seen = table.indicator(treated), table.indicator(observed)
    y = table.numbers(outcome, allow_missing=True)
    refuse_scale(y[seen & ~np.isnan(y)], outcome, table.file)
    lost = seen & np.isnan(y)
    if lost.any():
        raise table.refuse(
            say("column_name_is_empty_where_observed", name=outcome, observed=observed),
            int(np.argmax(lost)),
            remedy=say("write_outcome_or_write_0", observed=observed),
        )
    if not seen.any():
        return refuse("nobody_seen", say("in_one_of_groups_no_outcome"))
    low, high = float(y[seen].min()), float(y[seen].max())
    binary = bool(np.isin(y[seen], (0.0, 1.0)).all())
    ends = (0.0, 1.0) if binary else (low, high)
    known = binary or (lowest is not None and highest is not None)
    lowest, highest = ends[0] if lowest is None else lowest, ends[1] if highest is None else highest
    if low < lowest or high > highest:
        raise UsageError(
            say("outcomes_lie_outside_scale_from_low", low=lowest, high=highest),
            remedy=say("write_ends_of_scale_in_lowest"),
        )
    filled = np.where(seen, y, 0.0)
    unused = int((~seen & ~np.isnan(y)).sum())
    result = estimate_bounds(Followed(outcome, filled, on, seen, lowest, highest, known))
    if not unused:
        return result
    text = say.counted("n_outcomes_stand_where_should", unused, n=unused)
    return result.with_checks([Check("outcome_where_unobserved", False, text, unused)])
