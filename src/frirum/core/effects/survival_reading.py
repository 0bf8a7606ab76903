"""From a data file to the durations of `survival`; what cannot be used is refused with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from frirum.core.effects import words
from frirum.core.effects.covariates import merge_near_ties, read_columns
from frirum.core.effects.incidence import estimate_incidence
from frirum.core.effects.risk_sets import Spells
from frirum.core.effects.rows import Check, Label, Result
from frirum.core.effects.sentences import say
from frirum.core.effects.survival import Durations, estimate_survival
from frirum.core.errors import UsageError
from frirum.core.files.data_file import FileSource
from frirum.core.files.table import FloatArray, Table, read_table


def estimate_survival_file(
    path: FileSource,
    *,
    time: str,
    event: str,
    entry: str | None = None,
    group: str | None = None,
    covariates: Sequence[str] = (),
    horizon: float | None = None,
    competing: bool = False,
    at: Mapping[str, str] | None = None,
) -> Result:
    """`frirum estimate survival`: read the spells and estimate.

    Args:
        time: column of the duration at which the event happened or the spell was last seen.
        event: column with 0 for last seen, 1 for the event; with `competing` 1, 2, … for kinds of events.
        entry: column of the duration at which the spell came under observation, below `time`.
        group: column of groups to compare.
        covariates: columns for the ratio of hazards; numbers, or words as 0/1 per category but the first.
        horizon: above 0.
        competing: events compete; with `group` every spell must be seen from its beginning.
        at: covariate -> value, as written, of somebody whose curve is asked for; every covariate is named.

    Raises:
        UsageError: a horizon of 0 or less; late entry with groups of competing events; `at` that does not fit.
        InputRefused: a bad cell, with its line.
    """
    if horizon is not None and not 0 < horizon < np.inf:
        raise UsageError(say("horizon_must_be_above_0"), remedy=say("write_number_above_0_after_horizon"))
    if competing and group is not None and entry is not None:
        raise UsageError(words.entry_with_competing_groups(), remedy=words.leave_out("--entry"))
    if at and not covariates:
        raise UsageError(words.at_without_covariates(), remedy=words.write_at(list(at)))
    named = [name for name in (entry, group) if name is not None]
    # The same column may be compared by group and have a hazard ratio.
    others = [name for name in covariates if name != group]
    table = read_table(path, [time, event, *named, *others])
    exits, entries = _times(table, time), np.full(len(table), -np.inf)
    if entry is not None:
        exits, entries = merge_near_ties(exits, _entries(table, entry, time, exits))
    else:
        (exits,) = merge_near_ties(exits)
    spells = Spells(entries, exits, _events(table, event, competing=competing))
    codes, labels = (np.zeros(len(table), dtype=np.int64), [None]) if group is None else table.codes(group)
    x, names, checks = read_columns(table, covariates)
    groups: tuple[Label | None, ...] = tuple(labels)
    person, beyond = _person(table, covariates, x, names, at) if at else (None, ())
    called = ", ".join(f"{name} = {value}" for name, value in (at or {}).items())
    data = Durations(spells, codes, groups, x, names, horizon, event, person, called)
    result = estimate_incidence(data) if competing else estimate_survival(data)
    return Result(result.estimates, (*checks, *beyond, *result.checks), result.headline, result.refused)


def _person(
    table: Table, covariates: Sequence[str], x: FloatArray, names: Sequence[str], at: Mapping[str, str]
) -> tuple[FloatArray, tuple[Check, ...]]:
    """(p,) the covariates of the one asked about, and a check for each number beyond those of the file."""
    person, checks = np.zeros(len(names)), []
    for name in covariates:
        if name not in at:
            raise UsageError(words.covariate_missing(name), remedy=words.write_at(covariates))
    for name, value in at.items():
        if name in names:
            place = names.index(name)
            person[place] = _number(name, value)
            if not x[:, place].min() <= person[place] <= x[:, place].max():
                checks.append(
                    Check("at_beyond_data", False, words.not_between(name, value), float(person[place]))
                )
            continue
        if name not in covariates:
            raise UsageError(words.no_such_covariate(name), remedy=words.write_at(covariates))
        _category(table, names, person, name, value)
    return person, tuple(checks)


def _category(table: Table, names: Sequence[str], person: FloatArray, name: str, value: str) -> None:
    """Set the 0/1 column of a covariate of words; its first category has none."""
    categories = [] if table.is_numeric(name) else [str(label) for label in table.codes(name)[1]]
    if f"{name}: {value}" in names:
        person[names.index(f"{name}: {value}")] = 1.0
    elif not any(f"{name}: {label}" in names for label in categories):
        raise table.refuse(words.no_such_covariate(name), remedy=words.leave_out_of_covariates(name))
    elif value != categories[0]:
        raise table.refuse(words.no_such_category(name, value), remedy=words.write_one_of("--at", categories))


def _number(name: str, value: str) -> float:
    try:
        found = float(value.replace(",", "."))
    except ValueError:
        found = np.nan
    if not np.isfinite(found):
        raise UsageError(words.no_number(name, value), remedy=words.write_at([name]))
    return found


def _times(table: Table, name: str) -> FloatArray:
    values = table.numbers(name)
    if (values < 0).any():
        text = say("column_name_duration_cannot_be_below", name=name)
        raise table.refuse(text, int(np.argmax(values < 0)), remedy=say("correct_cell_in_file_and_try"))
    return values


def _entries(table: Table, name: str | None, time: str, exits: FloatArray) -> FloatArray:
    if name is None:
        return np.full(len(table), -np.inf)
    entries = _times(table, name)
    late = entries >= exits
    if late.any():
        text = say("entry_must_be_below_time_spell")
        raise table.refuse(
            text.format(entry=name, time=time), int(np.argmax(late)), remedy=say("correct_row_or_delete")
        )
    return entries


def _events(table: Table, name: str, *, competing: bool) -> np.ndarray:
    if not competing:
        return table.indicator(name).astype(np.int64)
    values = table.numbers(name)
    bad = (values < 0) | (values != np.floor(values))
    if bad.any():
        text = say("column_name_must_be_0", name=name)
        raise table.refuse(text, int(np.argmax(bad)), remedy=say("correct_cell_in_file_and_try"))
    return values.astype(np.int64)
