"""How long spells last: the naive mean beside the one that heeds late entry and censoring, and who has been on long.

The naive mean of ended spells, which plans ask for, is too short whenever spells are still running when the window
closes: the long ones are the running ones. Here a spell that began before the window is under observation from the
window on (late entry), a running one counts until the window's end (censored), and the mean is taken up to a horizon,
as the rest of the longest spells is not known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frirum.core.effects.risk_sets import Spells
from frirum.core.effects.survival_curve import first_at_most_half, kaplan_meier, mean_to
from frirum.core.registers.axis import MONTH
from frirum.core.registers.spell_table import GroupSpells, SpellTable
from frirum.core.vocabulary.periods import add_months

WEEKS_78, CALENDAR_MONTHS_18 = "78 weeks", "18 calendar months"


@dataclass(frozen=True)
class MeanDuration:
    """The length of spells on one group in a window, in columns of the register (weeks).

    Attributes:
        naive: mean span of the spells that ended in the window, as if the running ones told nothing; None without any.
        naive_n: how many those are.
        mean: mean length up to `horizon`, heeding late entry and censoring; None where it cannot be told.
        se: its standard error.
        horizon: up to where the mean is taken.
        median: None when fewer than half are known to end.
        n: spells under observation in the window.
        ended: how many of them ended in it.
        running: how many were censored at its end.
        left: how many ended because the person left the population, counted as censored.
        unknown_start: spells left out, as they touch the register's first column and may have begun earlier.
    """

    naive: float | None
    naive_n: int
    mean: float | None
    se: float | None
    horizon: int
    median: float | None
    n: int
    ended: int
    running: int
    left: int
    unknown_start: int


def mean_duration(
    table: SpellTable,
    spells: GroupSpells,
    group: str,
    *,
    window: tuple[int, int],
    horizon: int,
    people: NDArray[np.bool_] | None = None,
) -> MeanDuration:
    """The length of spells on `group` that are under way in a window.

    Args:
        spells: of the register, as `group_spells` gives them.
        window: first column, and the column after the last.
        horizon: columns up to which the mean is taken.
        people: (people,) who count; None counts all.
    """
    first, after = window[0], min(window[1], table.axis.length)
    number = table.group_names.index(group)
    start, end = spells.start.astype(np.int64), spells.end.astype(np.int64)
    here = (spells.group == number) & (start < after) & (end > first)
    if people is not None:
        here &= people[spells.person]
    unknown = here & spells.left_censored
    seen = np.flatnonzero(here & ~spells.left_censored)
    # A spell that touches the window's end may go on in a column that is not looked at.
    left = _left_at_end(table, spells)[seen] & (end[seen] < after)
    event = (end[seen] < after) & ~left
    entry = np.maximum(first - start[seen], 0).astype(np.float64)
    entry[entry == 0] = -np.inf
    length = np.minimum(end[seen], after) - start[seen]
    ended = here & (end < after) & (end > first)
    naive = (end - start)[ended]
    data = Spells(entry, length.astype(np.float64), event.astype(np.int64))
    mean, se, median = restricted(data, horizon)
    return MeanDuration(
        naive=float(naive.mean()) if len(naive) else None,
        naive_n=len(naive),
        mean=mean,
        se=se,
        horizon=horizon,
        median=median,
        n=len(seen),
        ended=int(event.sum()),
        running=int((end[seen] >= after).sum()),
        left=int(left.sum()),
        unknown_start=int(unknown.sum()),
    )


def restricted(data: Spells, horizon: int) -> tuple[float | None, float | None, float | None]:
    """Mean of durations up to a horizon, its standard error, and the median; None for what cannot be told."""
    if not len(data) or not (data.event > 0).any():
        return None, None, None
    curve = kaplan_meier(data)
    # With late entry the curve says nothing of the first weeks when nobody was seen from the beginning.
    if not np.isneginf(data.entry).any():
        return None, None, None
    median = first_at_most_half(curve.times, curve.survival)
    if not curve.known_at(horizon):
        return None, None, median
    mean, se = mean_to(curve, horizon)
    return float(mean), float(se), median


def _left_at_end(table: SpellTable, spells: GroupSpells) -> NDArray[np.bool_]:
    """Whether the column after each spell says that the person has left the population."""
    inside = spells.end < table.axis.length
    run = table.run_at(spells.person, np.where(inside, spells.end, 0).astype(np.int64))
    left = np.zeros(len(spells), dtype=bool)
    found = inside & (run >= 0)
    left[found] = table.left_code[table.runs.code[run[found]]]
    return left


@dataclass(frozen=True)
class LongSpells:
    """People on a benefit at a time, and those of them who have been on it for more than a limit.

    Attributes:
        n: people on the benefit.
        over: those over the limit for certain.
        unknown: those whose spell touches the first column and is not over it as far as the register tells.
        limit: "78 weeks" or "18 calendar months".
    """

    n: int
    over: int
    unknown: int
    limit: str


def people_over(
    table: SpellTable,
    spells: GroupSpells,
    group: str,
    place: int,
    *,
    limit: str,
    people: NDArray[np.bool_] | None = None,
) -> LongSpells:
    """People whose spell on `group` covers a column and began more than a year and a half before.

    Args:
        place: the column; its week is included in the count.
        limit: `WEEKS_78` or `CALENDAR_MONTHS_18`. They differ by up to half a week.
    """
    here = (spells.group == table.group_names.index(group)) & (spells.start <= place) & (spells.end > place)
    if people is not None:
        here &= people[spells.person]
    start = spells.start[here].astype(np.int64)
    over = start <= _last_start(table, place, limit)
    return LongSpells(len(start), int(over.sum()), int((spells.left_censored[here] & ~over).sum()), limit)


def _last_start(table: SpellTable, place: int, limit: str) -> int:
    """The last column in which a spell over the limit can have begun."""
    if limit not in (WEEKS_78, CALENDAR_MONTHS_18):
        raise ValueError(limit)
    if table.axis.unit == MONTH:
        return place - 18
    if limit == WEEKS_78:
        return place - 78  # place - start + 1 > 78
    # From the first Monday to the Sunday of the week looked at, both included, is more than 18 months.
    day_after = table.axis.week(place).monday.toordinal() + 7
    start = place
    while True:
        begun = table.axis.week(start).monday
        if add_months(begun, 18).toordinal() < day_after:
            return start
        start -= 1


@dataclass(frozen=True)
class Returns:
    """People who left a benefit, and how many of them were on one again within some weeks.

    Attributes:
        n: exits followed for the whole time.
        returned: those on any benefit again.
        unknown: exits too near the register's end to be followed.
        left: people who left the population before the time was over and had not returned.
    """

    n: int
    returned: int
    unknown: int
    left: int


def returns(
    table: SpellTable, spells: GroupSpells, group: str, *, window: tuple[int, int], within: int
) -> Returns:
    """Return to any benefit within `within` columns of an exit from `group` in a window.

    An exit is a spell that ends and is not followed by another benefit within the gap that `spells` bridge.
    """
    benefit = spells.group < len(table.book.benefit_groups)
    person, start, end = (array[benefit] for array in (spells.person, spells.start, spells.end))
    group_of = spells.group[benefit]
    start, end = start.astype(np.int64), end.astype(np.int64)
    again = np.full(len(person), np.iinfo(np.int64).max)
    same = person[1:] == person[:-1]
    again[:-1][same] = start[1:][same] - end[:-1][same]
    exits = (group_of == table.group_names.index(group)) & (end >= window[0]) & (end < window[1])
    exits &= (end < table.axis.length) & (again > table.book.gap_weeks)
    left_at = _left_from(table)[person]
    returned = exits & (again <= within)
    followed = end + within <= table.axis.length
    left = exits & ~returned & (left_at < end + within)
    unknown = exits & ~returned & ~left & ~followed
    n = exits & followed & ~left
    return Returns(
        int(n.sum()),
        int((returned & n).sum()),
        int((unknown | (returned & ~followed)).sum()),
        int(left.sum()),
    )


def _left_from(table: SpellTable) -> NDArray[np.int64]:
    """(people,) the first column that says a person has left the population; beyond the axis for all others."""
    found = np.full(table.people, np.iinfo(np.int64).max)
    leaves = table.left_code[table.runs.code]
    np.minimum.at(found, table.runs.person[leaves], table.runs.start[leaves].astype(np.int64))
    return found


def time_to_exit(table: SpellTable, spells: GroupSpells, person: np.ndarray, place: np.ndarray) -> Spells:
    """From a mark to the end of the benefit spell it falls in, as durations: the event is leaving all benefits.

    Args:
        person: (m,) rows of people who are on a benefit in the column `place`; others are left out.

    Returns:
        Columns from the mark, that column included; censored at the register's end and where the person left the
        population. Moving straight to another benefit is no exit.
    """
    end = _end_of_benefits(table, spells, person, place)
    on = end > place
    person, place, end = person[on], place[on], end[on]
    left = _left_from(table)[person] <= end
    event = (end < table.axis.length) & ~left
    return Spells(np.full(len(end), -np.inf), (end - place).astype(np.float64), event.astype(np.int64))


def _end_of_benefits(
    table: SpellTable, spells: GroupSpells, person: np.ndarray, place: np.ndarray
) -> NDArray[np.int64]:
    """The column after the last of the benefits that follow each other without an exit; `place` where there is none."""
    benefit = spells.group < len(table.book.benefit_groups)
    who, start = spells.person[benefit].astype(np.int64), spells.start[benefit].astype(np.int64)
    end = spells.end[benefit].astype(np.int64)
    # One stretch of benefits begins where the one before ended more than the gap earlier.
    begins = np.ones(len(who), dtype=bool)
    begins[1:] = (who[1:] != who[:-1]) | (start[1:] - end[:-1] > table.book.gap_weeks)
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(who)) - 1
    width = table.axis.length + 1
    found = np.searchsorted(who[first] * width + start[first], person * width + place, side="right") - 1
    safe = np.maximum(found, 0)
    if not len(first):
        return place.astype(np.int64)
    covers = (found >= 0) & (who[first][safe] == person) & (end[last][safe] > place)
    return np.where(covers, end[last][safe], place)


@dataclass(frozen=True)
class UseInSpell:
    """When in an unemployment spell a use came.

    Attributes:
        elapsed: (m,) columns from the spell's start to the use, that column included; -1 for a use outside any spell.
        at_least: (m,) whether the spell touches the first column, so that it may have begun earlier.
    """

    elapsed: NDArray[np.int64]
    at_least: NDArray[np.bool_]


def use_in_spell(
    table: SpellTable, spells: GroupSpells, groups: list[str], person: np.ndarray, place: np.ndarray
) -> UseInSpell:
    """When in a spell on one of `groups` each use came.

    Args:
        person: (m,) rows of people.
        place: (m,) column of the use.
    """
    kept = np.isin(spells.group, [table.group_names.index(group) for group in groups])
    who, start, end = (a[kept].astype(np.int64) for a in (spells.person, spells.start, spells.end))
    width = table.axis.length + 1
    found = np.searchsorted(who * width + start, person.astype(np.int64) * width + place, side="right") - 1
    if not len(who):
        return UseInSpell(np.full(len(person), -1), np.zeros(len(person), dtype=bool))
    safe = np.maximum(found, 0)
    inside = (found >= 0) & (who[safe] == person) & (end[safe] > place)
    return UseInSpell(np.where(inside, place - start[safe] + 1, -1), inside & (start[safe] == 0))
