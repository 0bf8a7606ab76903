"""From a data file to the strata of `mean`; what cannot be used is refused with its line."""

from __future__ import annotations

import numpy as np

from frirum.core.effects.data import with_outcome
from frirum.core.effects.rows import Result
from frirum.core.effects.sentences import say
from frirum.core.effects.strata import estimate_mean, summarise
from frirum.core.files.data_file import FileSource
from frirum.core.files.table import read_table


def estimate_mean_file(path: FileSource, *, outcome: str, stratum: str, population: str) -> Result:
    """`frirum estimate mean`: read the sample and estimate.

    Args:
        outcome: column of the outcome; rows without one are left out with a named warning.
        stratum: column of the stratum.
        population: column with the number of units in the row's stratum, the same in all its rows.

    Raises:
        InputRefused: a bad cell, a population that differs within a stratum or is below its sample; with its line.
    """
    table, values, checks = with_outcome(read_table(path, [outcome, stratum, population]), outcome)
    codes, labels = table.codes(stratum)
    sizes = table.numbers(population, counts=True)
    whole = (sizes > 0) & (sizes == np.floor(sizes))
    if not whole.all():
        text = say("column_name_must_be_whole_number", name=population)
        raise table.refuse(text, int(np.argmin(whole)), column=population)
    first = np.unique(codes, return_index=True)[1]
    known = sizes[first]
    differs = sizes != known[codes]
    if differs.any():
        row = int(np.argmax(differs))
        raise table.refuse(
            say("stratum_name_has_two_different_populations", name=labels[codes[row]]),
            row,
            remedy=say("write_same_number_in_name", name=population, stratum=labels[codes[row]]),
        )
    counts = np.bincount(codes)
    if (counts > known).any():
        place = int(np.argmax(counts > known))
        text = say("stratum_name_has_more_rows_n")
        raise table.refuse(
            text.format(name=labels[place], n=counts[place], size=int(known[place])),
            int(first[place]),
            remedy=say(
                "write_in_name_how_many_stratum", name=population, stratum=labels[place], n=counts[place]
            ),
        )
    return estimate_mean(summarise(values, codes, labels, known), outcome).with_checks(checks)
