"""What a wide register tells a rule: the state of people some months after a day, and their days on benefits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from frirum.core.measures import words
from frirum.core.measures.rows import DegreeLookup, FactRow, StateLookup
from frirum.core.registers.axis import MONTH
from frirum.core.registers.comparison import municipality_at
from frirum.core.registers.outcomes import (
    DEGREE_SCHEMES,
    LEFT_POPULATION,
    STATUS,
    UNKNOWN,
    WEEKS,
    OutcomeMarks,
    degrees_by,
    outcomes,
)
from frirum.core.registers.pseudonyms import CPR_NAMES, row_of, through_key_file
from frirum.core.registers.spell_table import GroupSpells, SpellTable, group_spells
from frirum.core.registers.stored import NUMBER, case_number_of, number_of_case
from frirum.core.vocabulary.benefits import all_benefits
from frirum.core.vocabulary.municipalities import all_municipalities

BENEFITS = "benefits"
"""The kind of extract whose rows a register's spells are."""

_CPR, _CASE = "cpr:", "case:"


def by_benefit(table: SpellTable) -> SpellTable:
    """The register with benefits for groups, so that activation does not end a spell on the benefit."""
    return replace(table, book=table.book.by_benefit)


def benefit_rows(
    table: SpellTable, key_file: Mapping[bytes, bytes] | None = None
) -> tuple[tuple[FactRow, ...], int]:
    """Spells on benefits as rows of the kind `benefits`, and how many are left out as their beginning is not known.

    A spell lasts from the Monday (or first day of the month) of its first column to the Sunday (or last day) of its
    last. One that touches the register's last column has no end.

    Args:
        table: see `by_benefit`.
        key_file: CPR number to running number, for a register of running numbers.
    """
    spells = group_spells(table)
    wanted = {benefit.id for benefit in all_benefits()}
    numbers = [n for n, name in enumerate(table.group_names) if name in wanted]
    chosen = np.flatnonzero(np.isin(spells.group, numbers))
    known = chosen[~spells.left_censored[chosen]]
    return tuple(_rows(table, spells, known, _people(table, key_file))), len(chosen) - len(known)


def _rows(
    table: SpellTable, spells: GroupSpells, chosen: np.ndarray, who: Sequence[str]
) -> Iterator[FactRow]:
    person, start = spells.person[chosen].astype(np.int64), spells.start[chosen].astype(np.int64)
    places = municipality_at(table, person, start)
    codes = {municipality.code for municipality in all_municipalities()}
    first = [_first_day(table, place) for place in range(table.axis.length + 1)]
    for one, lives, group, begins, ends, open_end in zip(
        person.tolist(),
        places.tolist(),
        spells.group[chosen].tolist(),
        start.tolist(),
        spells.end[chosen].tolist(),
        spells.right_censored[chosen].tolist(),
        strict=True,
    ):
        values: dict[str, str | dt.date] = {"benefit": table.group_names[group], "begun_on": first[begins]}
        if not open_end:
            values["ended_on"] = first[ends] - dt.timedelta(days=1)
        yield FactRow(who[one], lives if lives in codes else 0, values)


def _first_day(table: SpellTable, place: int) -> dt.date:
    if table.axis.unit == MONTH:
        number = table.axis.first + place
        return dt.date(number // 12, number % 12 + 1, 1)
    return table.axis.week(place).monday


def first_day_of(table: SpellTable) -> dt.date:
    """The first day of the register's first column."""
    return _first_day(table, 0)


def last_day_of(table: SpellTable) -> dt.date:
    """The last day of the register's last column."""
    return _first_day(table, table.axis.length) - dt.timedelta(days=1)


def _people(table: SpellTable, key_file: Mapping[bytes, bytes] | None) -> list[str]:
    """The citizen's key of every row: by CPR where it is known or the key file tells it, else the register's number.

    People of a stored register have the key of the cases that came under the same pseudonyms.
    """
    if _is_stored(table):
        return [f"{_CASE}{case_number_of(number)}" for number in table.ids.tolist()]
    cpr_of = {number: cpr for cpr, number in (key_file or {}).items()}
    found = []
    for number in table.ids.tolist():
        plain = number.replace(b"-", b"")
        cpr = plain if _by_cpr(table) else cpr_of.get(number)
        found.append(f"{_CPR}{cpr.decode()}" if cpr else f"register:{number.decode()}")
    return found


def _by_cpr(table: SpellTable) -> bool:
    return table.person_name.casefold() in CPR_NAMES


def _is_stored(table: SpellTable) -> bool:
    return table.person_name == NUMBER


def state_lookup(table: SpellTable, key_file: Mapping[bytes, bytes] | None = None) -> StateLookup:
    """Looks people of extracts up in a register, months counted as 13/3 weeks.

    Raises:
        InputRefused: the register can be linked with nobody: it has neither CPR numbers nor a key file, or no industry
            codes, so that a job cannot be told from none. Raised by the look-up.
    """
    rows = row_of(table.ids)

    def state_after(
        scheme: str, version: str, people: Sequence[tuple[str, dt.date]], months: int
    ) -> list[str | None]:
        if scheme != STATUS:
            raise words.not_a_status(scheme)
        found = outcomes(table, _marks(table, rows, key_file, people), [months], WEEKS)
        states = [found.names[number] for number in found.classes[:, 0].tolist()]
        return [None if state in UNKNOWN or state == LEFT_POPULATION else state for state in states]

    return state_after


def degree_lookup(table: SpellTable, key_file: Mapping[bytes, bytes] | None = None) -> DegreeLookup:
    """Looks up how much people of extracts were employed in the weeks after a day.

    Raises:
        InputRefused: as `state_lookup`; or the register has no degrees where the scheme asks for them.
    """
    rows = row_of(table.ids)

    def degree_after(
        scheme: str, version: str, people: Sequence[tuple[str, dt.date]], months: int
    ) -> list[float | None]:
        if scheme not in DEGREE_SCHEMES:
            raise words.not_a_degree(scheme)
        found = degrees_by(scheme, table, _marks(table, rows, key_file, people), [months])
        return [found.of(mark)[0] for mark in range(len(people))]

    return degree_after


def _marks(
    table: SpellTable,
    rows: Mapping[bytes, int],
    key_file: Mapping[bytes, bytes] | None,
    people: Sequence[tuple[str, dt.date]],
) -> OutcomeMarks:
    linked: Sequence[bytes | None]
    if _is_stored(table):
        linked = [number_of_case(who.removeprefix(_CASE)) for who, _day in people]
    else:
        numbers = [who.removeprefix(_CPR).encode() if who.startswith(_CPR) else b"" for who, _day in people]
        linked = through_key_file(table.person_name, numbers, None if key_file is None else dict(key_file))
    return OutcomeMarks(
        np.array([rows.get(one or b"", -1) for one in linked], dtype=np.int64),
        np.array([day.toordinal() for _who, day in people], dtype=np.int64),
    )
