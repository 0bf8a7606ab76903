"""Status some months after a date: denominators and what is unknown are kept apart from the shares."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frirum.core.registers import words
from frirum.core.registers.axis import MONTH, week_of
from frirum.core.registers.spell_table import SpellTable
from frirum.core.vocabulary.periods import add_months

AFTER_LAST_COLUMN = "ukendt_efter_datas_slut"
LEFT_POPULATION = "ude_af_befolkningen"
EMPLOYED = "beskaeftigelse"
NO_BENEFIT_NO_JOB = "selvforsoergende_uden_job"
BEFORE_FIRST_COLUMN = "ukendt_foer_datas_start"
NOT_IN_REGISTER = "ikke_i_registret"
MONTH_NOT_COVERED = "ukendt_uden_branchemaaned"
UNKNOWN_CODE = "ukendt_kode"

UNKNOWN = (AFTER_LAST_COLUMN, BEFORE_FIRST_COLUMN, NOT_IN_REGISTER, MONTH_NOT_COVERED)
"""Nothing is known of these; they are counted as unknown and are not in the denominator."""

WEEKS, MONTHS = "weeks", "months"
STATUS, DEGREE, WAGE_DEGREE = "dream-status", "beskaeftigelsesgrad-uger", "beskaeftigelsesgrad-loen"
DEGREE_SCHEMES = (DEGREE, WAGE_DEGREE)
SCHEMES = {STATUS: f"{STATUS} 2016.1", DEGREE: f"{DEGREE} 0.1", WAGE_DEGREE: f"{WAGE_DEGREE} 0.1"}
"""Which rule gave a result, with its version; stands in it (`outcome_schemes.toml`)."""


@dataclass(frozen=True)
class OutcomeMarks:
    """Whose outcomes are wanted, and from when the months are counted.

    Attributes:
        person: (m,) row in the register, or -1 when the register does not hold the person.
        day: (m,) the first day counted from, as `date.toordinal` numbers it; of a week its Monday.
    """

    person: NDArray[np.int64]
    day: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True)
class HorizonShares:
    """What became of the marked people at one horizon.

    Attributes:
        n: how many the shares are of: neither unknown nor left.
        unknown: how many nothing is known of.
        left: how many have died or left the country.
        shares: class to its share of `n`.
    """

    n: int
    unknown: int
    left: int
    shares: dict[str, float]


@dataclass(frozen=True)
class Outcomes:
    """Classes of marked people.

    Attributes:
        horizons: months, as asked for.
        weeks: (marks,) running number of the week each is counted from, see `IsoWeek.ordinal`.
        classes: (marks, horizons) places in `names`.
        names: the classes.
    """

    horizons: tuple[int, ...]
    weeks: NDArray[np.int64]
    classes: np.ndarray
    names: tuple[str, ...]

    def of(self, mark: int) -> tuple[str, ...]:
        """The class of one mark at every horizon."""
        return tuple(self.names[number] for number in self.classes[mark])

    def week_labels(self) -> list[str]:
        """The week of each mark as `2016-W13`."""
        written = {number: str(week_of(number)) for number in np.unique(self.weeks).tolist()}
        return [written[number] for number in self.weeks.tolist()]

    def shares(self, horizon: int) -> HorizonShares:
        """What became of them, `horizon` counted from 0."""
        counts = np.bincount(self.classes[:, horizon], minlength=len(self.names))
        found = {name: int(n) for name, n in zip(self.names, counts, strict=True) if n}
        left = found.pop(LEFT_POPULATION, 0)
        unknown = sum(found.pop(name, 0) for name in UNKNOWN)
        n = sum(found.values())
        return HorizonShares(n, unknown, left, {name: count / n for name, count in found.items()})


def outcomes(table: SpellTable, marks: OutcomeMarks, horizons: Sequence[int], unit: str) -> Outcomes:
    """The class of every mark at every horizon; the first rule that fits decides.

    Args:
        table: the register, with industry codes.
        marks: whose, and counted from when.
        horizons: months.
        unit: "weeks" counts a month as 13/3 weeks, "months" goes by the calendar.

    Raises:
        InputRefused: the register has no industry codes, so a job cannot be told from none.
    """
    if not table.industry_months:
        raise words.no_industry(table.file)
    place = _ordinals(table, marks.day, horizons, unit).ravel() - table.axis.first
    classes, names = _classify(table, np.repeat(marks.person, len(horizons)), place)
    return Outcomes(
        horizons=tuple(horizons),
        weeks=_week(marks.day),
        classes=classes.reshape(len(marks), len(horizons)),
        names=names,
    )


@dataclass(frozen=True)
class Degrees:
    """Degrees of employment over the weeks after a day.

    Attributes:
        values: (marks, horizons) 0 to 1; NaN where a week is unknown or the person left the population in it.
        reasons: (marks, horizons) why a value is NaN: a place in `names`, or -1 where it is none.
        names: `UNKNOWN` and `LEFT_POPULATION`.
        week_labels: the week of each mark as `2016-W13`.
    """

    values: NDArray[np.float64]
    reasons: NDArray[np.int16]
    names: tuple[str, ...]
    week_labels: tuple[str, ...]

    def of(self, mark: int) -> list[float | None]:
        """One mark's degree at every horizon."""
        return [None if math.isnan(value) else value for value in self.values[mark].tolist()]

    def summary(self, horizon: int) -> dict[str, float | int | None]:
        """n, unknown, left and the mean, `horizon` counted from 0."""
        own, reason = self.values[:, horizon], self.reasons[:, horizon]
        known, left = reason < 0, int((reason == self.names.index(LEFT_POPULATION)).sum())
        n = int(known.sum())
        mean = float(own[known].mean()) if n else None
        return {"n": n, "unknown": len(own) - n - left, "left": left, "mean": mean}


def degrees_by(scheme: str, table: SpellTable, marks: OutcomeMarks, horizons: Sequence[int]) -> Degrees:
    """The degree of employment over the weeks after each mark, up to each horizon; 12 months are 52 weeks.

    `beskaeftigelsesgrad-uger`: the share of the weeks without a benefit and with an industry code in the month; a week
    counts whole. `beskaeftigelsesgrad-loen`: the mean of the months' own degrees (`grad_`), a week having that of the
    month its Thursday lies in, at most full time, whatever benefit was paid beside.

    Args:
        scheme: one of `DEGREE_SCHEMES`.
        horizons: months, from 1.

    Raises:
        InputRefused: the register has no industry codes, or no degrees, or is one of months.
    """
    if scheme == DEGREE and not table.industry_months:
        raise words.no_industry(table.file)
    if scheme == WAGE_DEGREE and not table.degree_months:
        raise words.no_degree(table.file)
    if table.axis.unit == MONTH:
        raise words.weeks_are_needed(table.file)
    of_weeks = _working_weeks if scheme == DEGREE else _degree_of_weeks
    base = _week(marks.day) - table.axis.first
    names = (*UNKNOWN, LEFT_POPULATION)
    values = np.full((len(marks), len(horizons)), np.nan)
    reasons = np.full(values.shape, -1, dtype=np.int16)
    for column, horizon in enumerate(horizons):
        weeks = weeks_after(horizon)
        place = (base[:, None] + np.arange(1, weeks + 1)).ravel()
        shape = (len(marks), weeks)
        degree, why = of_weeks(table, np.repeat(marks.person, weeks), place)
        degree, why = degree.reshape(shape), why.reshape(shape)
        # Whoever left is left, unless a week is unknown; of several unknown weeks the first says why.
        unknown, left = (why >= 0) & (why < len(UNKNOWN)), (why == len(UNKNOWN)).any(axis=1)
        reasons[left, column] = len(UNKNOWN)
        some = unknown.any(axis=1)
        reasons[some, column] = why[some, unknown[some].argmax(axis=1)]
        known = reasons[:, column] < 0
        values[known, column] = degree[known].mean(axis=1)
    return Degrees(
        values, reasons, names, tuple(str(week_of(number)) for number in _week(marks.day).tolist())
    )


def _working_weeks(table: SpellTable, person: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(m,) 1 for a week in a job, and why it cannot be told: a place in `UNKNOWN`, its length for who left, or -1."""
    classes, names = _classify(table, person, place)
    why = np.array([_reason(name) for name in names], dtype=np.int16)
    return (classes == names.index(EMPLOYED)).astype(np.float64), why[classes]


def _reason(name: str) -> int:
    if name == LEFT_POPULATION:
        return len(UNKNOWN)
    return UNKNOWN.index(name) if name in UNKNOWN else -1


def _degree_of_weeks(
    table: SpellTable, person: np.ndarray, place: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """As `_working_weeks`, with the degree of each week's month."""
    why = np.full(len(person), -1, dtype=np.int16)
    why[place >= table.axis.length] = UNKNOWN.index(AFTER_LAST_COLUMN)
    why[place < 0] = UNKNOWN.index(BEFORE_FIRST_COLUMN)
    why[person < 0] = UNKNOWN.index(NOT_IN_REGISTER)
    inside = np.flatnonzero(why < 0)
    run = table.run_at(person[inside], place[inside])
    coded = inside[run >= 0]
    why[coded[table.left_code[table.runs.code[run[run >= 0]]]]] = len(UNKNOWN)
    number = {month: place for place, month in enumerate(table.degree_months)}
    month_of = np.array([number.get(month, -1) for month in table.axis.months], dtype=np.int64)
    month = np.full(len(person), -1, dtype=np.int64)
    month[inside] = month_of[place[inside]]
    why[(why < 0) & (month < 0)] = UNKNOWN.index(MONTH_NOT_COVERED)
    degree = np.zeros(len(person))
    told = np.flatnonzero(why < 0)
    degree[told] = np.minimum(table.degree_at(person[told], month[told]), 1.0)
    return degree, why


def weeks_after(horizon: int) -> int:
    """Weeks that `horizon` months last at 13/3 weeks each, to the nearest whole: 3, 6, 9 are 13, 26, 39."""
    return math.floor(horizon * 13 / 3 + 0.5)


def _week(day: NDArray[np.int64]) -> NDArray[np.int64]:
    """The running number of the week each day lies in: the first day of all, number 1, was a Monday."""
    return (day - 1) // 7


def _ordinals(
    table: SpellTable, day: NDArray[np.int64], horizons: Sequence[int], unit: str
) -> NDArray[np.int64]:
    """(marks, horizons) running number of the week or month looked at."""
    distinct, place = np.unique(day, return_inverse=True)
    days = [dt.date.fromordinal(number) for number in distinct.tolist()]
    if table.axis.unit == MONTH:
        months = np.array([found.year * 12 + found.month - 1 for found in days], dtype=np.int64)
        return months[place][:, None] + np.array(horizons, dtype=np.int64)
    if unit == WEEKS:
        return _week(day)[:, None] + np.array([weeks_after(horizon) for horizon in horizons], dtype=np.int64)
    later = [[add_months(found, horizon).toordinal() for horizon in horizons] for found in days]
    return _week(np.array(later, dtype=np.int64).reshape(len(days), len(horizons)))[place]


def _classify(table: SpellTable, person: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    """The class of each (person, column): places in the list of classes that is given with them."""
    own = (
        AFTER_LAST_COLUMN,
        BEFORE_FIRST_COLUMN,
        NOT_IN_REGISTER,
        MONTH_NOT_COVERED,
        LEFT_POPULATION,
        UNKNOWN_CODE,
        EMPLOYED,
        NO_BENEFIT_NO_JOB,
    )
    names = (*own, *(name for name in table.group_names if name not in own))
    number = {name: n for n, name in enumerate(names)}
    found = np.empty(len(person), dtype=np.int16)
    known = person >= 0
    inside = known & (place >= 0) & (place < table.axis.length)
    found[place >= table.axis.length] = number[AFTER_LAST_COLUMN]
    found[place < 0] = number[BEFORE_FIRST_COLUMN]
    found[~known] = number[NOT_IN_REGISTER]
    where = np.flatnonzero(inside)
    found[where] = _inside(table, person[where], place[where], number)
    return found, names


def _inside(table: SpellTable, person: np.ndarray, place: np.ndarray, number: dict[str, int]) -> np.ndarray:
    run = table.run_at(person, place)
    coded = run >= 0
    by_code = np.array(
        [
            number[LEFT_POPULATION]
            if left
            else number[table.group_names[group]]
            if group >= 0
            else number[UNKNOWN_CODE]
            for left, group in zip(table.left_code, table.group_of_code, strict=True)
        ],
        dtype=np.int16,
    )
    found = np.empty(len(person), dtype=np.int16)
    found[coded] = by_code[table.runs.code[run[coded]]]
    blank = ~coded
    found[blank] = _blank(table, person[blank], place[blank], number)
    return found


def _blank(table: SpellTable, person: np.ndarray, place: np.ndarray, number: dict[str, int]) -> np.ndarray:
    """Without a benefit: in a job where the month has an industry code."""
    months = {month: bit for bit, month in enumerate(table.industry_months)}
    bits = np.array([months.get(month, -1) for month in table.axis.months], dtype=np.int64)[place]
    covered = bits >= 0
    bit = np.maximum(bits, 0)
    works = (table.industry[person, bit >> 3] >> (bit & 7).astype(np.uint8)) & 1 == 1
    status = np.where(works, number[EMPLOYED], number[NO_BENEFIT_NO_JOB])
    return np.where(covered, status, number[MONTH_NOT_COVERED]).astype(np.int16)
