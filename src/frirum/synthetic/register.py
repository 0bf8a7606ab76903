"""A synthetic register of any size: semi-Markov spells in DREAM's layout, deterministic by seed.

People are made in lots of `LOT`, each from (seed, lot) alone, so the first people of a large register are those of a
small one. Shares and lengths are plausible, not measured: a third are never on a benefit, spells have long tails, and
some people leave the population. The experiment can be given an effect on the rate of leaving ledighedsydelse in the
treated municipalities; `truth` says what was planted.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from frirum.core.report.files import writing_failed
from frirum.core.vocabulary.municipalities import all_municipalities, in_network
from frirum.core.vocabulary.weeks import IsoWeek

LOT = 4096
FIRST_WEEK, DREAM_BEGINS = IsoWeek(2013, 1), IsoWeek(1991, 32)
USUAL_WEEKS = 520
FIRST_INDUSTRY_YEAR = 2008
TREATED_NETWORK = "nordjylland"

_NEVER = 0.34
_MOVES_A_YEAR = 0.02
_EMPLOYED = 0.72

# Group: passive code, codes of activity, weight, median weeks of a spell, spread on the log scale.
_GROUPS: tuple[tuple[str, str, tuple[str, ...], float, float, float], ...] = (
    ("dagpenge", "111", ("213", "216", "217"), 0.30, 17, 0.9),
    ("kontanthjaelp_jobparat", "130", ("133", "137", "139"), 0.13, 26, 1.0),
    ("kontanthjaelp_aktivitetsparat", "730", ("733", "738"), 0.10, 45, 1.0),
    ("uddannelseshjaelp_jobparat", "140", ("144", "147"), 0.08, 20, 0.8),
    ("ledighedsydelse", "740", ("744", "747", "745"), 0.07, 30, 1.0),
    ("sygedagpenge", "890", ("893", "898"), 0.16, 11, 0.8),
    ("jobafklaring", "785", (), 0.03, 40, 0.8),
    ("ressourceforloeb", "810", ("813", "817"), 0.03, 90, 0.6),
    ("fleksjob", "771", (), 0.05, 80, 0.9),
    ("su", "651", ("652",), 0.05, 60, 0.8),
)
_OUT = ("997", "998", "999")


@dataclass(frozen=True)
class SyntheticRegister:
    """What to make.

    Attributes:
        people: rows.
        weeks: weekly columns; up to 520 begin in 2013, longer ones go back, at most to week 32 of 1991.
        seed: the same seed makes the same bytes.
        effect: change of the weekly exit rate from ledighedsydelse in treated municipalities from `start` on.
        industry: whether to write an industry code per month.
        yearly: whether the municipality is written for each year, or once.
    """

    people: int
    weeks: int
    seed: int
    effect: float = 0.0
    industry: bool = True
    yearly: bool = True

    @cached_property
    def first(self) -> IsoWeek:
        """The first week."""
        begins = FIRST_WEEK - max(self.weeks - USUAL_WEEKS, 0)
        return max(begins, DREAM_BEGINS)

    @cached_property
    def axis(self) -> tuple[IsoWeek, ...]:
        """All weeks."""
        return tuple(self.first.through(self.first + self.weeks - 1))

    @property
    def start(self) -> int:
        """The column in which the experiment starts: the middle of the axis."""
        return self.weeks // 2

    @cached_property
    def treated(self) -> tuple[int, ...]:
        """Codes of the treated municipalities."""
        return tuple(m.code for m in in_network(TREATED_NETWORK)) or (851, 860, 820)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The calendar years a municipality is written for."""
        return tuple(range(self.axis[0].monday.year, self.axis[-1].sunday.year + 1))

    @cached_property
    def months(self) -> tuple[tuple[int, int], ...]:
        """The months an industry code is written for."""
        found = dict.fromkeys(week.month for week in self.axis) if self.industry else {}
        return tuple(month for month in found if month[0] >= FIRST_INDUSTRY_YEAR)

    def header(self) -> list[str]:
        """The columns' names as DREAM writes them."""
        return [
            "lobenr",
            *([f"nykom{year}" for year in self.years] if self.yearly else ["nykom"]),
            *(f"y_{week.year % 100:02d}{week.week:02d}" for week in self.axis),
            *(f"branche_{year}_{month:02d}" for year, month in self.months),
        ]

    def truth(self) -> dict[str, Any]:
        """What was planted."""
        return {
            "effect": self.effect,
            "on": "exit rate from ledighedsydelse",
            "municipalities": list(self.treated),
            "from": str(self.axis[self.start]),
        }

    def lots(self) -> Iterator[Lot]:
        """The people in lots."""
        for number in range(-(-self.people // LOT)):
            lot = _make(self, number)
            yield lot if (number + 1) * LOT <= self.people else lot.first(self.people - number * LOT)


@dataclass(frozen=True)
class Lot:
    """Some people of a synthetic register.

    Attributes:
        number: (n,) int64, running numbers.
        municipality: (n, years) int16.
        codes: (n, weeks) uint16, 0 for a blank week.
        employed: (n, months) bool.
    """

    number: np.ndarray
    municipality: np.ndarray
    codes: np.ndarray
    employed: np.ndarray

    def first(self, people: int) -> Lot:
        """The first of them."""
        return Lot(
            self.number[:people], self.municipality[:people], self.codes[:people], self.employed[:people]
        )


def _make(plan: SyntheticRegister, lot: int) -> Lot:
    # A stream for each thing drawn: more spells do not change who moves or leaves.
    where, spells, leaving, working = (np.random.default_rng([plan.seed, lot, n]) for n in range(4))
    municipality = _municipalities(plan, where)
    codes = _codes(plan, spells, np.isin(municipality[:, 0], plan.treated))
    _leave(leaving, codes)
    return Lot(
        number=np.arange(lot * LOT, (lot + 1) * LOT, dtype=np.int64) + 1_000_001,
        municipality=municipality,
        codes=codes,
        employed=_employed(plan, working, codes),
    )


def _municipalities(plan: SyntheticRegister, rng: np.random.Generator) -> np.ndarray:
    """Where they live each year; a few move at a new year."""
    codes = np.array([m.code for m in all_municipalities()], dtype=np.int16)
    weights = np.random.default_rng(98).lognormal(0.0, 0.7, len(codes))
    weights[np.isin(codes, plan.treated)] *= 2
    drawn = rng.choice(codes, size=(LOT, len(plan.years)), p=weights / weights.sum())
    moves = rng.random((LOT, len(plan.years))) < _MOVES_A_YEAR
    moves[:, 0] = True
    return np.take_along_axis(
        drawn, np.maximum.accumulate(np.where(moves, np.arange(len(plan.years)), 0), 1), 1
    )


def _codes(plan: SyntheticRegister, rng: np.random.Generator, treated: np.ndarray) -> np.ndarray:
    """(LOT, weeks): blanks and spells by turns until the axis is full.

    Every turn draws for all people, so that an effect on some leaves the others as they were.
    """
    weeks = plan.weeks
    weights = np.array([group[3] for group in _GROUPS])
    weights /= weights.sum()
    home = rng.choice(len(_GROUPS), size=LOT, p=weights)
    at = rng.integers(-200, 120, LOT)
    at[rng.random(LOT) < _NEVER] = weeks
    codes = np.zeros((LOT, weeks), dtype=np.uint16)
    while (at < weeks).any():
        group = np.where(rng.random(LOT) < 0.6, home, rng.choice(len(_GROUPS), LOT, p=weights))
        length = _lengths(plan, rng, group, at, treated)
        _write_spells(rng, codes, group, (at, at + length))
        pause = np.ceil(rng.lognormal(3.2, 1.4, LOT)).astype(np.int64)
        kind = rng.random(LOT)
        pause = np.where(kind < 0.25, 0, pause)  # straight to another benefit
        short = (kind >= 0.25) & (kind < 0.37)  # a few weeks off, as with holidays
        at += length + np.where(short, rng.integers(1, 5, LOT), pause)
    return codes


def _lengths(
    plan: SyntheticRegister, rng: np.random.Generator, group: np.ndarray, at: np.ndarray, treated: np.ndarray
) -> np.ndarray:
    """Weeks of each spell; what is left of it when the experiment starts is divided by 1 + effect."""
    median = np.array([g[4] for g in _GROUPS])[group]
    spread = np.array([g[5] for g in _GROUPS])[group]
    length = np.maximum(np.ceil(rng.lognormal(np.log(median), spread)), 1)
    if plan.effect:
        before = np.clip(plan.start - at, 0, None)
        left = np.clip(length - before, 0, None)
        changed = np.ceil(np.minimum(length, before) + left / (1 + plan.effect))
        touched = treated & (group == [g[0] for g in _GROUPS].index("ledighedsydelse"))
        length = np.where(touched, np.maximum(changed, 1), length)
    return length.astype(np.int64)


def _write_spells(
    rng: np.random.Generator, codes: np.ndarray, group: np.ndarray, span: tuple[np.ndarray, np.ndarray]
) -> None:
    """The passive code from `span[0]` to before `span[1]`, and in many spells a stretch of activity inside it."""
    people, weeks = codes.shape
    rows = np.arange(people)
    start, end = np.clip(span[0], 0, weeks), np.clip(span[1], 0, weeks)
    _fill(codes, rows, start, end, np.array([int(g[1]) for g in _GROUPS])[group])
    choice, whether, begin_at, lasts = rng.random((4, people))
    counts = np.array([len(g[2]) for g in _GROUPS])
    options = np.array([[int(code) for code in (*g[2], "0", "0", "0")[:3]] for g in _GROUPS])
    active = options[group, (choice * counts[group]).astype(np.int64)]
    inside = np.flatnonzero((active > 0) & (end - start > 8) & (whether < 0.45))
    room = end[inside] - start[inside]
    begin = start[inside] + (begin_at[inside] * room * 0.8).astype(np.int64)
    stop = np.minimum(begin + 1 + (lasts[inside] * np.minimum(room, 13)).astype(np.int64), end[inside])
    _fill(codes, rows[inside], begin, stop, active[inside])


def _fill(codes: np.ndarray, rows: np.ndarray, start: np.ndarray, end: np.ndarray, value: np.ndarray) -> None:
    length = np.maximum(end - start, 0)
    row = np.repeat(rows, length)
    column = (
        np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length) + np.repeat(start, length)
    )
    codes[row, column] = np.repeat(value, length)


def _leave(rng: np.random.Generator, codes: np.ndarray) -> None:
    """Two in a hundred leave the population for good."""
    weeks = codes.shape[1]
    leavers = np.flatnonzero(rng.random(len(codes)) < 0.02)
    start = rng.integers(0, weeks + 1, len(leavers))
    why = np.array([int(code) for code in _OUT])[rng.integers(0, len(_OUT), len(leavers))]
    _fill(codes, leavers, start, np.full(len(leavers), weeks), why)


def _employed(plan: SyntheticRegister, rng: np.random.Generator, codes: np.ndarray) -> np.ndarray:
    """Whether each month has an industry code: most of those without a benefit in its middle week."""
    months = plan.months
    if not months:
        return np.zeros((LOT, 0), dtype=bool)
    middle: dict[tuple[int, int], int] = {}
    for place, week in enumerate(plan.axis):
        middle.setdefault(week.month, place)
    blank = codes[:, np.array([middle[month] for month in months])] == 0
    working = rng.random((LOT, 1)) < _EMPLOYED
    return blank & (working ^ (rng.random(blank.shape) < 0.06))


def write_register(
    plan: SyntheticRegister, path: Path, progress: Callable[[int, int], None] | None = None
) -> str:
    """Write the register as CSV and give its SHA-256; whole or not at all."""
    hashed = hashlib.sha256()
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".frirum-") as folder:
            made = Path(folder, path.name)
            with made.open("wb") as file:
                for done, part in enumerate(_parts(plan)):
                    hashed.update(part)
                    file.write(part)
                    if progress is not None:
                        progress(min(done * LOT, plan.people), plan.people)
                file.flush()
                os.fsync(file.fileno())
            made.replace(path)
    except OSError as fault:
        raise writing_failed(path, fault) from fault
    return hashed.hexdigest()


def _parts(plan: SyntheticRegister) -> Iterator[bytes]:
    yield (";".join(plan.header()) + "\n").encode()
    codes = np.array([b";" if code == 0 else f";{code:03d}".encode() for code in range(1000)])
    industry = np.array([b";", b";620100"])
    years = len(plan.years) if plan.yearly else 1
    for lot in plan.lots():
        columns = [
            lot.number.astype("S10").reshape(-1, 1),
            np.strings.add(np.array(b";"), lot.municipality[:, :years].astype("S3")),
            codes[lot.codes],
            industry[lot.employed.astype(np.int8)],
            np.full((len(lot.number), 1), b"\n"),
        ]
        # Every cell in its fixed width, and then the zero bytes that filled it up are taken out.
        wide = np.hstack(
            [np.ascontiguousarray(c).view(np.uint8).reshape(len(lot.number), -1) for c in columns]
        )
        yield wide.tobytes().translate(None, b"\0")
