"""From a data file to the counts of `waves`; what cannot be used is refused with its line."""

from __future__ import annotations

import numpy as np

from frirum.core.effects.data import with_outcome
from frirum.core.effects.rows import Label, Result
from frirum.core.effects.waves import Answers, estimate_waves
from frirum.core.files.data_file import FileSource
from frirum.core.files.table import read_table


def estimate_waves_file(path: FileSource, *, outcome: str, wave: str, cluster: str) -> Result:
    """`frirum estimate waves`: read the answers and estimate.

    Args:
        outcome: column of the answer as a number in the order of the scale; rows without one are left out.
        wave: column of the wave, two values in time order (numbers, years, months or dates as text).
        cluster: column of the cluster, such as the municipality.

    Raises:
        InputRefused: a bad cell, with its line.
    """
    table, values, checks = with_outcome(read_table(path, [outcome, wave, cluster]), outcome)
    when, waves = table.periods(wave)
    where, clusters = table.codes(cluster)
    distinct, what = np.unique(values, return_inverse=True)
    counts = np.zeros((len(clusters), len(waves), len(distinct)), dtype=np.int64)
    np.add.at(counts, (where, when, what.ravel()), 1)
    categories: tuple[Label, ...] = tuple(int(v) if v.is_integer() else float(v) for v in distinct)
    result = estimate_waves(Answers(counts, tuple(clusters), tuple(waves), categories), outcome=outcome)
    return Result(result.estimates, (*checks, *result.checks), result.headline, result.refused)
