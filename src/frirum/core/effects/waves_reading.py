"""From a data file to the counts of `waves`; what cannot be used is refused with its line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from frirum.core.effects.covariates import merge_near_ties
from frirum.core.effects.data import with_outcome
from frirum.core.effects.rows import Check, Label, Result
from frirum.core.effects.sentences import say
from frirum.core.effects.waves import Answers, FloatArray, IntArray, estimate_waves
from frirum.core.errors import UsageError
from frirum.core.files.data_file import FileSource
from frirum.core.files.table import Table, read_table
from frirum.core.vocabulary.danish import format_number

# How surveys write "do not know" and "not relevant" outside a scale of few steps.
_OUTSIDE = (-99.0, -9.0, -8.0, -1.0, 8.0, 9.0, 88.0, 97.0, 98.0, 99.0, 998.0, 999.0)
_FAR = 3.0


def estimate_waves_file(
    path: FileSource,
    *,
    outcome: str,
    wave: str,
    cluster: str,
    first: str | None = None,
    steps: Sequence[str] = (),
) -> Result:
    """`frirum estimate waves`: read the answers and estimate.

    Args:
        outcome: column of the answer as a number in the order of the scale; rows without one are left out.
        wave: column of the wave, two values in time order (numbers, years, months or dates as text).
        cluster: column of the cluster, such as the municipality.
        first: the value of the first wave, for waves whose order cannot be read from them; None reads it.
        steps: the scale's steps in their order, as written; other answers are set aside and counted. Without them a
            value that stands far from the others, such as a 9 beside 1-4, is asked about.

    Raises:
        InputRefused: a bad cell or a value that may be no step of the scale, with its line; no such first wave.
        UsageError: a step that is no number, or one step alone.
    """
    scale = _scale(steps)
    table, values, checks = with_outcome(read_table(path, [outcome, wave, cluster]), outcome)
    (values,) = merge_near_ties(values)
    if scale is None:
        _ask_about_far_codes(table, values, outcome)
    else:
        inside = np.isin(values, scale)
        outside = int((~inside).sum())
        if outside == len(values):
            raise table.refuse(
                say("no_answer_in_column", column=outcome), 0,
                remedy=say("write_steps_as_stand_in_file"),
            )  # fmt: skip
        if outside:
            text = say("answers_outside_steps_of_scale")
            checks = (*checks, Check("outside_steps", False, text.format(n=outside), outside))
            table, values = table.rows(inside), values[inside]
    when, waves = _waves(table, wave, first)
    where, clusters = table.codes(cluster)
    distinct = np.unique(values) if scale is None else scale
    place = {float(value): step for step, value in enumerate(distinct)}
    what = np.array([place[float(value)] for value in values], dtype=np.int64)
    counts = np.zeros((len(clusters), len(waves), len(distinct)), dtype=np.int64)
    np.add.at(counts, (where, when, what), 1)
    categories: tuple[Label, ...] = tuple(int(v) if v.is_integer() else float(v) for v in distinct)
    result = estimate_waves(Answers(counts, tuple(clusters), tuple(waves), categories), outcome=outcome)
    return Result(result.estimates, (*checks, *result.checks), result.headline, result.refused)


def _scale(steps: Sequence[str]) -> FloatArray | None:
    """The steps as numbers in their order, or None."""
    if not steps:
        return None
    try:
        found = np.array([float(step.replace(",", ".")) for step in steps])
    except ValueError as fault:
        raise UsageError(
            say("steps_must_be_numbers_steps", steps=", ".join(steps)),
            remedy=say("write_steps_in_order_of_scale"),
        ) from fault
    if np.unique(found).size < 2 or np.unique(found).size < found.size:
        raise UsageError(
            say("steps_must_name_at_least_two"),
            remedy=say("write_steps_in_order_of_scale"),
        )
    return found


def _ask_about_far_codes(table: Table, values: FloatArray, outcome: str) -> None:
    """Refuse a value at an end of the scale that looks like a code for "do not know"."""
    distinct = np.unique(values)
    if distinct.size < 3 or (distinct != np.floor(distinct)).any():
        return
    gaps = np.diff(distinct)
    usual = float(np.median(gaps))
    for end, gap in ((distinct[-1], gaps[-1]), (distinct[0], gaps[0])):
        rest = distinct[distinct != end]
        if gap > usual and (end in _OUTSIDE or gap >= _FAR * usual):
            raise table.refuse(
                say(
                    "is_value_in_column_step",
                    value=format_number(end),
                    column=outcome,
                    low=format_number(rest[0]),
                    high=format_number(rest[-1]),
                ),
                int(np.argmax(values == end)),
                remedy=say("write_steps_of_scale_in_steps"),
            )


def _waves(table: Table, wave: str, first: str | None) -> tuple[IntArray, list[Label]]:
    """Codes of the waves in time order, the one named first first."""
    if first is None:
        return table.periods(wave)
    codes, labels = table.codes(wave)
    written = [str(label) for label in labels]
    if first.strip() not in written:
        raise table.refuse(
            say("value_does_not_occur_in_column", value=first, column=wave), 0,
            remedy=say("write_one_of_values_values", values=", ".join(written)),
        )  # fmt: skip
    begin = written.index(first.strip())
    order = [begin, *(place for place in range(len(labels)) if place != begin)]
    return np.argsort(order)[codes].astype(np.int64), [labels[place] for place in order]
