"""From a data file to the groups of `adjust`; what cannot be used is refused with its line."""

from __future__ import annotations

from collections.abc import Sequence

from frirum.core.effects.adjust import estimate_adjusted_difference
from frirum.core.effects.covariates import read_columns
from frirum.core.effects.data import with_outcome
from frirum.core.effects.rows import Result
from frirum.core.effects.sentences import say
from frirum.core.errors import UsageError
from frirum.core.files.data_file import FileSource
from frirum.core.files.table import read_table


def estimate_adjust_file(
    path: FileSource, *, outcome: str, treated: str, covariates: Sequence[str], earlier: str | None = None
) -> Result:
    """`frirum estimate adjust`: read the people and estimate.

    Args:
        outcome: column of the outcome; rows without one are left out with a named warning.
        treated: 0/1 column.
        covariates: columns known before treatment; numbers, or words as 0/1 per category but the first.
        earlier: the covariate that holds the outcome from before the treatment, or None to recognise it.

    Raises:
        UsageError: no covariates, or `earlier` is none of them.
        InputRefused: a bad cell, with its line.
    """
    if not covariates:
        raise UsageError(
            say("covariates_must_name_at_least"),
            remedy=say("write_names_of_columns_after_covariates"),
        )
    if earlier is not None and earlier not in covariates:
        raise UsageError(
            say("earlier_outcome_must"),
            remedy=say("write_name_in_covariates_too", name=earlier),
        )
    table, values, checks = with_outcome(read_table(path, [outcome, treated, *covariates]), outcome)
    on = table.indicator(treated)
    x, names, more = read_columns(table, covariates)
    result = estimate_adjusted_difference(values, on, x, names, outcome=outcome, earlier=earlier)
    return Result(result.estimates, (*checks, *more, *result.checks), result.headline, result.refused)
