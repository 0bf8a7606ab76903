"""Who the treated are compared with: named ways to find them, matched on earlier spells, with balance shown.

Matching says whom to compare, not what the effect is: what the register does not hold (health, motivation, why the
caseworker chose this person) is not balanced by it. Balance is shown before any outcome is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from frirum.core.registers.blocks import NOWHERE
from frirum.core.registers.spell_table import GroupSpells, SpellTable

LOOK_BACK = 104
"""Columns before the index that matching looks at: two years of weeks."""

BALANCED = 0.1
"""A standardised difference above this is told as imbalance."""


@dataclass(frozen=True)
class Balance:
    """One feature, before and after matching.

    Attributes:
        name: the feature.
        treated, before, after: its mean among the treated, all candidates, and the matched.
        difference_before, difference_after: in standard deviations of the treated and candidates together.
    """

    name: str
    treated: float
    before: float
    after: float
    difference_before: float
    difference_after: float


@dataclass(frozen=True)
class Matched:
    """A comparison group.

    Attributes:
        treated: (m,) places among the treated that found somebody.
        comparison: (m, k) their matches, places among the candidates.
        unmatched: treated who found nobody in their cell.
        balance: of every feature.
    """

    treated: NDArray[np.int64]
    comparison: NDArray[np.int64]
    unmatched: int
    balance: tuple[Balance, ...]

    @property
    def balanced(self) -> bool:
        """Whether no feature differs by more than `BALANCED` after matching."""
        return all(abs(row.difference_after) <= BALANCED for row in self.balance)


def history(
    table: SpellTable, person: np.ndarray, place: np.ndarray, *, look_back: int = LOOK_BACK
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """What the register tells of the time before an index: (m, features), and their names.

    The share of the columns before the index on each benefit group, how many runs began in them, and the share in which
    the register was silent. Columns before the register begins count as not known: shares are of those that are known.

    Args:
        person: (m,) rows of people.
        place: (m,) column of the index; it is not looked at itself.
    """
    groups = len(table.book.benefit_groups)
    lows = np.maximum(place - look_back, 0)
    known = np.maximum(place - lows, 1)
    weeks = np.zeros((len(person), groups))
    began = np.zeros(len(person))
    coded = np.zeros(len(person))
    first, counts = table.offsets[person], np.diff(table.offsets)[person]
    owner = np.repeat(np.arange(len(person)), counts)
    run = np.repeat(first - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts) + np.arange(counts.sum())
    start, end = table.runs.start[run].astype(np.int64), table.runs.end[run].astype(np.int64)
    inside = np.maximum(np.minimum(end, place[owner]) - np.maximum(start, lows[owner]), 0)
    group = table.group_of_code[table.runs.code[run]]
    benefit = (group >= 0) & (group < groups)
    np.add.at(weeks, (owner[benefit], group[benefit]), inside[benefit])
    np.add.at(coded, owner, inside)
    np.add.at(began, owner, (start >= lows[owner]) & (start < place[owner]))
    features = np.column_stack([weeks / known[:, None], began, 1 - coded / known])
    return features, (*table.book.benefit_groups, "runs_begun", "share_blank")


def match(
    treated: NDArray[np.float64],
    candidates: NDArray[np.float64],
    names: Sequence[str],
    *,
    cells: tuple[np.ndarray, np.ndarray] | None = None,
    neighbours: int = 1,
) -> Matched:
    """The nearest candidates of each treated, with replacement; features are put on one scale first.

    Args:
        treated: (m, features).
        candidates: (n, features).
        cells: what must be equal, as numbers: (m,) of the treated and (n,) of the candidates.
        neighbours: how many each gets.
    """
    spread = np.vstack([treated, candidates]).std(axis=0)
    scale = np.where(spread > 0, spread, 1)
    own, other = cells or (np.zeros(len(treated), np.int64), np.zeros(len(candidates), np.int64))
    found = np.full((len(treated), neighbours), -1, dtype=np.int64)
    for cell in np.unique(own):
        mine, theirs = np.flatnonzero(own == cell), np.flatnonzero(other == cell)
        if len(theirs) >= neighbours:
            tree = cKDTree(candidates[theirs] / scale)
            nearest = tree.query(treated[mine] / scale, k=list(range(1, neighbours + 1)))[1]
            found[mine] = theirs[nearest]
    kept = np.flatnonzero(found[:, 0] >= 0)
    rows = _balance(treated[kept], candidates, found[kept], names, scale)
    return Matched(kept, found[kept], len(treated) - len(kept), rows)


def _balance(
    treated: NDArray[np.float64],
    candidates: NDArray[np.float64],
    found: NDArray[np.int64],
    names: Sequence[str],
    scale: NDArray[np.float64],
) -> tuple[Balance, ...]:
    if not len(treated) or not len(candidates):
        return ()
    mean, before = treated.mean(axis=0), candidates.mean(axis=0)
    after = candidates[found.ravel()].mean(axis=0)
    return tuple(
        Balance(
            name,
            float(mean[n]),
            float(before[n]),
            float(after[n]),
            float((mean[n] - before[n]) / scale[n]),
            float((mean[n] - after[n]) / scale[n]),
        )
        for n, name in enumerate(names)
    )


@dataclass(frozen=True)
class Candidates:
    """People who may be compared with, each at an index of their own.

    Attributes:
        person: (n,) rows of people.
        place: (n,) column of the index.
        kind: how they were found: `ORDINARY_RULES`, `OTHER_MUNICIPALITIES`, `REST_OF_COUNTRY`, `HISTORICAL`.
    """

    person: NDArray[np.int64]
    place: NDArray[np.int64]
    kind: str


ORDINARY_RULES, OTHER_MUNICIPALITIES = "ordinary_rules", "other_municipalities"
REST_OF_COUNTRY, HISTORICAL = "rest_of_country", "historical"


def entrants(
    table: SpellTable,
    spells: GroupSpells,
    group: str,
    *,
    window: tuple[int, int],
    elapsed: int,
    kind: str,
    municipalities: Sequence[int],
    without: np.ndarray,
) -> Candidates:
    """People who reach `elapsed` columns of a spell on `group` in a window: the moment a use could have come.

    Args:
        window: columns in which they reach it: before the experiment for `HISTORICAL`.
        kind: `ORDINARY_RULES` and `HISTORICAL` take people who live in `municipalities`, `OTHER_MUNICIPALITIES` too
            (then the other ones are given), `REST_OF_COUNTRY` everybody who does not.
        without: (people,) true for the treated, and for those who live in another experiment.
    """
    chosen = spells.group == table.group_names.index(group)
    index = spells.start.astype(np.int64) + elapsed - 1
    chosen &= (index >= window[0]) & (index < window[1]) & (index < spells.end) & ~spells.left_censored
    chosen &= ~without[spells.person]
    where = np.flatnonzero(chosen)
    person, place = spells.person[where].astype(np.int64), index[where]
    lives = municipality_at(table, person, place)
    inside = np.isin(lives, np.asarray(municipalities))
    kept = (~inside & (lives != NOWHERE)) if kind == REST_OF_COUNTRY else inside
    return Candidates(person[kept], place[kept], kind)


def municipality_at(table: SpellTable, person: np.ndarray, place: np.ndarray) -> NDArray[np.int64]:
    """(m,) number of the municipality each person lives in by the calendar year of a column; `NOWHERE` if not known."""
    if not table.years:
        return np.full(len(person), NOWHERE, dtype=np.int64)
    if table.years == (0,):
        return table.municipality[person, 0].astype(np.int64)
    columns = np.array([table.years.index(y) if y in table.years else -1 for y, _month in table.axis.months])
    column = columns[place]
    found = table.municipality[person, np.maximum(column, 0)].astype(np.int64)
    return np.where(column >= 0, found, NOWHERE)
