"""Status some months after a date: denominators and what is unknown are kept apart from the shares."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frirum.core.registers import words
from frirum.core.registers.axis import MONTH
from frirum.core.registers.spell_table import SpellTable
from frirum.core.vocabulary.periods import add_months
from frirum.core.vocabulary.weeks import IsoWeek

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
SCHEME = "dream-status 2016.1"
"""Which rule gave a result; stands in it."""


@dataclass(frozen=True)
class OutcomeMark:
    """One line of the marks: a person, and from when the months are counted.

    Attributes:
        person: row in the register, or -1 when the register does not hold the person.
        day: the first day counted from; of a week its Monday.
    """

    person: int
    day: dt.date


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
        weeks: of each mark the week it is counted from.
        classes: (marks, horizons) places in `names`.
        names: the classes.
    """

    horizons: tuple[int, ...]
    weeks: tuple[IsoWeek, ...]
    classes: np.ndarray
    names: tuple[str, ...]

    def of(self, mark: int) -> tuple[str, ...]:
        """The class of one mark at every horizon."""
        return tuple(self.names[number] for number in self.classes[mark])

    def shares(self, horizon: int) -> HorizonShares:
        """What became of them, `horizon` counted from 0."""
        counts = np.bincount(self.classes[:, horizon], minlength=len(self.names))
        found = {name: int(n) for name, n in zip(self.names, counts, strict=True) if n}
        left = found.pop(LEFT_POPULATION, 0)
        unknown = sum(found.pop(name, 0) for name in UNKNOWN)
        n = sum(found.values())
        return HorizonShares(n, unknown, left, {name: count / n for name, count in found.items()})


def outcomes(table: SpellTable, marks: Sequence[OutcomeMark], horizons: Sequence[int], unit: str) -> Outcomes:
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
    person = np.repeat(np.array([mark.person for mark in marks], dtype=np.int64), len(horizons))
    ordinals = _ordinals(table, marks, horizons, unit)
    place = ordinals.ravel() - table.axis.first
    classes, names = _classify(table, person, place)
    return Outcomes(
        horizons=tuple(horizons),
        weeks=tuple(IsoWeek.of(mark.day) for mark in marks),
        classes=classes.reshape(len(marks), len(horizons)),
        names=names,
    )


def weeks_after(horizon: int) -> int:
    """Weeks that `horizon` months last at 13/3 weeks each, to the nearest whole: 3, 6, 9 are 13, 26, 39."""
    return math.floor(horizon * 13 / 3 + 0.5)


def _ordinals(
    table: SpellTable, marks: Sequence[OutcomeMark], horizons: Sequence[int], unit: str
) -> np.ndarray:
    """(marks, horizons) running number of the week or month looked at."""
    days = [mark.day for mark in marks]
    if table.axis.unit == MONTH:
        months = np.array([day.year * 12 + day.month - 1 for day in days], dtype=np.int64)
        return months[:, None] + np.array(horizons, dtype=np.int64)
    if unit == WEEKS:
        weeks = np.array([IsoWeek.of(day).ordinal for day in days], dtype=np.int64)
        return weeks[:, None] + np.array([weeks_after(horizon) for horizon in horizons], dtype=np.int64)
    return np.array(
        [[IsoWeek.of(add_months(day, horizon)).ordinal for horizon in horizons] for day in days],
        dtype=np.int64,
    ).reshape(len(marks), len(horizons))


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
