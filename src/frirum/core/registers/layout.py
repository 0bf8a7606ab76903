"""Which column of a wide register is what: person, time, municipality, industry code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from frirum.core.registers import words
from frirum.core.registers.axis import TimeAxis, axis_of, label_of

PERSON_NAMES = (
    "pnr",
    "cpr",
    "cprnr",
    "cpr_nr",
    "cprnummer",
    "personnummer",
    "lobenr",
    "løbenr",
    "lbnr",
    "person",
    "person_id",
    "personid",
    "borger",
    "borger_id",
    "id",
)
_MUNICIPALITY = re.compile(r"(?:ny_?kom|kom|kommune|municipality)_?([0-9]{4})?", re.IGNORECASE)
_INDUSTRY = re.compile(r"branche_([0-9]{4})_([0-9]{2})", re.IGNORECASE)
_DEGREE = re.compile(r"grad_([0-9]{4})_([0-9]{2})", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """Positions of the columns that are read; all others are checked and left.

    Attributes:
        names: every column's name, in the file's order.
        axis: weeks or months.
        time: position of each column of the axis, in time order.
        person: position of the person's number.
        municipality: calendar year to position; the key 0 is a column that holds for all years.
        industry: month to position of the industry code (`branche_YYYY_MM`).
        degree: month to position of the employment degree (`grad_YYYY_MM`).
    """

    names: tuple[str, ...]
    axis: TimeAxis
    time: tuple[int, ...]
    person: int
    municipality: dict[int, int] = field(default_factory=dict)
    industry: dict[tuple[int, int], int] = field(default_factory=dict)
    degree: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def person_name(self) -> str:
        """The person column as the file writes it."""
        return self.names[self.person]

    @property
    def contiguous(self) -> bool:
        """Whether the axis stands in one piece and in order, which the fast reader relies on."""
        return self.time == tuple(range(self.time[0], self.time[0] + len(self.time)))

    @property
    def years(self) -> tuple[int, ...]:
        """The years a municipality is known for, ascending; (0,) for one column that holds for all."""
        return tuple(sorted(self.municipality))

    @property
    def industry_months(self) -> tuple[tuple[int, int], ...]:
        """The months an industry code is known for, ascending."""
        return tuple(sorted(self.industry))

    @property
    def degree_months(self) -> tuple[tuple[int, int], ...]:
        """The months an employment degree is known for, ascending."""
        return tuple(sorted(self.degree))


def layout_of(header: Sequence[str]) -> Layout:
    """Read a header.

    Raises:
        InputRefused: a label does not exist, weeks are missing in between, or no column is a
            time or a person.
    """
    names = [name.strip() for name in header]
    labels = [(position, name, label_of(name)) for position, name in enumerate(names)]
    time = [(position, name, label) for position, name, label in labels if label is not None]
    if not time:
        raise words.no_time_columns(names)
    axis, positions = axis_of(time)
    municipality: dict[int, int] = {}
    industry: dict[tuple[int, int], int] = {}
    degree: dict[tuple[int, int], int] = {}
    for position, name in enumerate(names):
        if (match := _MUNICIPALITY.fullmatch(name)) is not None:
            municipality[int(match[1] or 0)] = position
        elif (match := _INDUSTRY.fullmatch(name)) is not None:
            industry[_month(name, match)] = position
        elif (match := _DEGREE.fullmatch(name)) is not None:
            degree[_month(name, match)] = position
    if len(municipality) > 1:
        municipality.pop(0, None)  # a column for each year says more than one for all
    taken = {*positions, *municipality.values(), *industry.values(), *degree.values()}
    return Layout(
        names=tuple(names),
        axis=axis,
        time=positions,
        person=_person(names, taken),
        municipality=municipality,
        industry=industry,
        degree=degree,
    )


def _month(name: str, match: re.Match[str]) -> tuple[int, int]:
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12:
        raise words.no_such_label(name)
    return year, month


def _person(names: list[str], taken: set[int]) -> int:
    by_name = {name.casefold(): position for position, name in enumerate(names)}
    for known in PERSON_NAMES:
        if known in by_name:
            return by_name[known]
    if 0 not in taken and names[0]:
        return 0
    raise words.no_person_column(names)
