"""The spell table: everything a register says of its people's time, at ten bytes a spell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from frirum.core.registers.axis import TimeAxis
from frirum.core.registers.blocks import Places
from frirum.core.registers.code_book import CodeBook
from frirum.core.registers.degrees import PARTS, DegreeRuns, no_degrees
from frirum.core.registers.runs import Runs, covering, offsets_of


@dataclass(frozen=True)
class SpellTable:
    """A register read.

    Attributes:
        file: where it came from, as the reader named it.
        axis: its weeks or months.
        book: what its codes mean.
        codes: the code of every number in `runs.code`.
        runs: stretches of one code, by person and time.
        ids: (n,) bytes, the people's numbers in the file's order.
        person_name: the column they stand in.
        municipality: (n, years) int32; `places` tells what the numbers mean.
        years: the years of its columns; (0,) for one that holds for all.
        industry: (n, bytes) uint8, one bit per month of `industry_months`.
        industry_months: the months an industry code could stand in.
        degree: the employment degrees, as shares of full time; a month without one had no employment reported.
        degree_months: the months a degree could stand in.
    """

    file: str
    axis: TimeAxis
    book: CodeBook
    codes: tuple[str, ...]
    runs: Runs
    ids: np.ndarray
    person_name: str
    municipality: np.ndarray
    years: tuple[int, ...]
    places: Places
    industry: np.ndarray
    industry_months: tuple[tuple[int, int], ...]
    warnings: tuple[str, ...] = field(default=())
    degree: DegreeRuns = field(default_factory=no_degrees)
    degree_months: tuple[tuple[int, int], ...] = ()

    @property
    def people(self) -> int:
        """How many people the register holds."""
        return len(self.ids)

    @cached_property
    def group_names(self) -> tuple[str, ...]:
        """All groups of the book: the benefits first, in the book's order."""
        rest = dict.fromkeys(self.book.groups.values())
        return tuple(dict.fromkeys([*self.book.benefit_groups, *rest]))

    @cached_property
    def group_of_code(self) -> np.ndarray:
        """(codes,) int16: place in `group_names`, or -1 for a code without a group."""
        numbers = {group: number for number, group in enumerate(self.group_names)}
        groups = self.book.groups
        return np.array([numbers[groups[c]] if c in groups else -1 for c in self.codes], dtype=np.int16)

    @cached_property
    def left_code(self) -> np.ndarray:
        """(codes,) bool: the code says that the person has left the population."""
        return np.array([code in self.book.left_population for code in self.codes], dtype=bool)

    @cached_property
    def unknown_codes(self) -> dict[str, int]:
        """Columns (weeks or months) per code that the book says nothing of."""
        unknown = np.array([code not in self.book.known for code in self.codes], dtype=bool)
        if not len(self.runs) or not unknown.any():
            return {}
        weeks = np.bincount(self.runs.code, weights=self.runs.weeks, minlength=len(self.codes))
        return {self.codes[n]: int(weeks[n]) for n in np.flatnonzero(unknown & (weeks > 0))}

    @cached_property
    def offsets(self) -> np.ndarray:
        """(people + 1,) int64: where each person's runs begin."""
        return offsets_of(self.runs.person, self.people)

    def only(self, rows: np.ndarray) -> SpellTable:
        """The register of some of its people, in the order they stand in.

        Args:
            rows: (m,) their rows; each is taken once.
        """
        kept = np.unique(rows)
        place = np.full(self.people, -1, dtype=np.int32)
        place[kept] = np.arange(len(kept), dtype=np.int32)
        own, degrees = place[self.runs.person] >= 0, place[self.degree.person] >= 0
        return replace(
            self,
            runs=Runs(
                place[self.runs.person[own]], self.runs.code[own], self.runs.start[own], self.runs.end[own]
            ),
            ids=self.ids[kept],
            municipality=self.municipality[kept],
            industry=self.industry[kept],
            degree=replace(
                self.degree,
                person=place[self.degree.person[degrees]],
                value=self.degree.value[degrees],
                start=self.degree.start[degrees],
                end=self.degree.end[degrees],
            ),
        )

    def run_at(self, person: np.ndarray, place: np.ndarray) -> np.ndarray:
        """The run that covers a column of a person: (m,) int64, -1 where the cell is blank.

        Args:
            person: (m,) row of the person.
            place: (m,) column, on the axis.
        """
        return covering(self.offsets, self.runs.start, self.runs.end, person, place)

    @cached_property
    def _degree_offsets(self) -> np.ndarray:
        return offsets_of(self.degree.person, self.people)

    def degree_at(self, person: np.ndarray, month: np.ndarray) -> np.ndarray:
        """The employment degree of people in months: (m,) float64, 0 where none was reported.

        Args:
            person: (m,) row of the person.
            month: (m,) place in `degree_months`.
        """
        found = covering(self._degree_offsets, self.degree.start, self.degree.end, person, month)
        degrees = np.zeros(len(found))
        degrees[found >= 0] = self.degree.value[found[found >= 0]] / PARTS
        return degrees


@dataclass(frozen=True)
class GroupSpells:
    """Spells on one group of codes, by person and time.

    Attributes:
        person: (n,) int32.
        group: (n,) int16, place in `SpellTable.group_names`.
        start: (n,) uint16, first column.
        end: (n,) uint16, the column after the last.
        benefit_weeks: (n,) int32, columns with a code; the rest of the span was bridged.
        left_censored: (n,) bool, touches the first column: it may have begun earlier.
        right_censored: (n,) bool, touches the last column: it may go on.
    """

    person: np.ndarray
    group: np.ndarray
    start: np.ndarray
    end: np.ndarray
    benefit_weeks: np.ndarray
    left_censored: np.ndarray
    right_censored: np.ndarray

    def __len__(self) -> int:
        return len(self.person)

    @property
    def span_weeks(self) -> np.ndarray:
        """(n,) int64, columns from the first to the last, both included."""
        return self.end.astype(np.int64) - self.start


def group_spells(table: SpellTable, gap: int | None = None) -> GroupSpells:
    """Runs of one group joined over at most `gap` blank columns; another code in between ends the spell.

    Args:
        table: the register.
        gap: None takes the book's `gap_weeks`.
    """
    runs = table.runs
    gap = table.book.gap_weeks if gap is None else gap
    group = table.group_of_code[runs.code]
    begins = np.ones(len(runs), dtype=bool)
    begins[1:] = (
        (runs.person[1:] != runs.person[:-1])
        | (group[1:] != group[:-1])
        | (runs.start[1:].astype(np.int32) - runs.end[:-1] > gap)
    )
    first = np.flatnonzero(begins)
    after = np.append(first[1:], len(runs))
    weeks = np.concatenate([[0], np.cumsum(runs.weeks)])
    kept = group[first] >= 0
    first, after = first[kept], after[kept]
    start, end = runs.start[first], runs.end[after - 1]
    return GroupSpells(
        person=runs.person[first],
        group=group[first],
        start=start,
        end=end,
        benefit_weeks=(weeks[after] - weeks[first]).astype(np.int32),
        left_censored=start == 0,
        right_censored=end == table.axis.length,
    )
