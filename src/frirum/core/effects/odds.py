"""`frirum estimate odds`: is an outcome more common in one group, within strata such as municipalities?

Estimand: the odds ratio between the groups that is common to all strata. Assumption: it is the same in each; the test
of no association needs no such thing, only that people are independent within a stratum.
"""

from __future__ import annotations

import math

import numpy as np

from frirum.core.effects import words
from frirum.core.effects.mantel_haenszel import mantel_haenszel
from frirum.core.effects.rows import Check, EstimateRow, Result, refuse
from frirum.core.files.data_file import FileSource
from frirum.core.files.table import read_table


def estimate_odds_file(path: FileSource, *, outcome: str, treated: str, strata: str) -> Result:
    """Row log_odds: the logarithm of the common odds ratio, treated over comparison, with the Mantel-Haenszel test.

    Args:
        outcome, treated: 0/1 columns; strata: column of the stratum.

    Raises:
        InputRefused: a cell that is empty or not 0 or 1, with its line.
    """
    table = read_table(path, [outcome, treated, strata])
    happened, exposed = table.indicator(outcome), table.indicator(treated)
    codes, labels = table.codes(strata)
    counts = np.zeros((len(labels), 2, 2), dtype=np.int64)
    np.add.at(counts, (codes, 1 - exposed.astype(np.int64), 1 - happened.astype(np.int64)), 1)
    telling = (counts.sum(axis=1) > 0).all(axis=1) & (counts.sum(axis=2) > 0).all(axis=1)
    checks = (Check("strata_that_tell", bool(telling.any()), words.strata_that_tell(int(telling.sum()), len(labels)),
                    int(telling.sum())),)  # fmt: skip
    found = mantel_haenszel(counts)
    if found.p_value is None:
        return refuse("no_stratum_tells", words.no_stratum_tells(), checks=checks)
    point, lower, upper = (
        None if one is None else math.log(one) for one in (found.ratio, found.lower, found.upper)
    )
    row = EstimateRow(
        estimator="mantel-haenszel",
        estimand="log_odds",
        inference="mantel-haenszel",
        outcome=outcome,
        group=treated,
        n_treated=int(exposed.sum()),
        n_comparison=int((~exposed).sum()),
        point=point,
        lower=lower,
        upper=upper,
        p_value=found.p_value,
        notes=(words.odds_within_strata(), words.half_a_case_off()),
    )
    return Result((row,), checks, row)
