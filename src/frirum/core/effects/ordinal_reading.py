"""From a data file to the answers of `ordinal`; what cannot be used is refused with its line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from frirum.core.effects.covariates import read_columns
from frirum.core.effects.data import with_outcome
from frirum.core.effects.ordinal import estimate_ordinal
from frirum.core.effects.rows import Label, Result
from frirum.core.effects.sentences import say
from frirum.core.errors import UsageError
from frirum.core.files.data_file import FileSource
from frirum.core.files.table import read_table


def estimate_ordinal_file(
    path: FileSource, *, outcome: str, covariates: Sequence[str], cluster: str | None = None
) -> Result:
    """`frirum estimate ordinal`: read the answers and estimate.

    Args:
        outcome: column of the answer as a number in the order of the scale; rows without one are left out.
        covariates: columns; numbers, or words as 0/1 per category but the first.
        cluster: column of the cluster, such as the municipality.

    Raises:
        UsageError: no covariates.
        InputRefused: a bad cell, with its line.
    """
    if not covariates:
        raise UsageError(
            say("covariates_must_name_at_least"),
            remedy=say("write_names_of_columns_after_covariates"),
        )
    optional = [] if cluster is None else [cluster]
    table, values, checks = with_outcome(read_table(path, [outcome, *covariates, *optional]), outcome)
    x, names, more = read_columns(table, covariates)
    codes = None if cluster is None else table.codes(cluster)[0]
    distinct, category = np.unique(values, return_inverse=True)
    labels: list[Label] = [int(value) if value.is_integer() else float(value) for value in distinct]
    # The order of the rows must not matter: sums are taken in one order.
    order = np.lexsort((*x.T, category) if codes is None else (*x.T, category, codes))
    result = estimate_ordinal(
        category.ravel()[order].astype(np.int64),
        labels,
        x[order],
        names,
        outcome=outcome,
        cluster=None if codes is None else codes[order],
        cluster_name=cluster,
    )
    return Result(result.estimates, (*checks, *more, *result.checks), result.headline, result.refused)
