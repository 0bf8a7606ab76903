"""Durations and comparison groups against planted truth."""

from __future__ import annotations

import numpy as np
import pytest

from frirum.core.registers.axis import TimeAxis
from frirum.core.registers.blocks import Places
from frirum.core.registers.code_book import CodeBook
from frirum.core.registers.comparison import HISTORICAL, REST_OF_COUNTRY, entrants, history, match
from frirum.core.registers.durations import (
    CALENDAR_MONTHS_18,
    WEEKS_78,
    mean_duration,
    people_over,
    returns,
    time_to_exit,
    use_in_spell,
)
from frirum.core.registers.runs import runs_of_matrix
from frirum.core.registers.spell_table import SpellTable, group_spells
from frirum.core.vocabulary.weeks import IsoWeek

BOOK = CodeBook(
    "test",
    {"740": "ledighedsydelse", "890": "sygedagpenge"},
    ("ledighedsydelse", "sygedagpenge"),
    frozenset({"999"}),
    4,
)
CODES = ("740", "890", "999", "")
LY, SD, DEAD, _ = range(4)
FIRST = IsoWeek(2013, 1)


def register(rows: np.ndarray, municipality: np.ndarray | None = None) -> SpellTable:
    """A register whose cells are places in CODES."""
    people, weeks = rows.shape
    return SpellTable(
        file="test",
        axis=TimeAxis("week", FIRST.ordinal, weeks),
        book=BOOK,
        codes=CODES,
        runs=runs_of_matrix(rows.astype(np.uint16), 3),
        ids=np.arange(people).astype("S6"),
        person_name="PNR",
        municipality=np.full((people, 1), 851, np.int32) if municipality is None else municipality[:, None],
        years=(0,),
        places=Places(),
        industry=np.zeros((people, 0), np.uint8),
        industry_months=(),
    )


def blank(people: int, weeks: int) -> np.ndarray:
    return np.full((people, weeks), 3)


def test_the_mean_heeds_running_spells_and_late_entry() -> None:
    """Spells of 1-100 weeks, all equally likely, begin evenly over time: the mean is 50.5. Those that end in a window
    of 60 weeks are found again; the naive mean of those that both begin and end there would be far too short."""
    rng = np.random.default_rng(1)
    rows = blank(6000, 320)
    start = rng.integers(1, 300, 6000)
    length = rng.integers(1, 101, 6000)
    week = np.arange(320)
    rows[(week >= start[:, None]) & (week < (start + length)[:, None])] = LY
    table = register(rows)
    found = mean_duration(table, group_spells(table), "ledighedsydelse", window=(150, 210), horizon=100)
    assert found.mean is not None and found.se is not None  # noqa: PT018
    assert abs(found.mean - 50.5) < 3 * found.se < 6
    assert found.n == found.ended + found.running
    assert found.unknown_start == 0
    begun_inside = (start >= 150) & (start + length < 210)
    assert length[begun_inside].mean() < 30


def test_the_naive_mean_is_too_short_at_the_end_of_data() -> None:
    """Every spell lasts 60 weeks or 10; after 40 weeks only the short ones have ended."""
    rows = blank(100, 42)
    rows[:50, 2:] = LY
    rows[50:, 2:12] = LY
    table = register(rows)
    found = mean_duration(table, group_spells(table), "ledighedsydelse", window=(0, 42), horizon=40)
    assert (found.naive, found.naive_n, found.running) == (10.0, 50, 50)
    assert found.mean == pytest.approx(25.0)
    assert (
        mean_duration(table, group_spells(table), "ledighedsydelse", window=(0, 42), horizon=60).mean is None
    )


def test_who_left_the_population_has_not_found_work() -> None:
    rows = blank(3, 60)
    rows[:, 5:25] = LY
    rows[1, 25:] = DEAD
    rows[2, 25:45] = SD
    table = register(rows)
    spells = group_spells(table)
    found = mean_duration(table, spells, "ledighedsydelse", window=(0, 60), horizon=20)
    assert (found.ended, found.left, found.naive_n) == (2, 1, 3)
    exits = time_to_exit(table, spells, np.array([0, 1, 2, 0]), np.array([10, 10, 10, 50]))
    assert exits.exit.tolist() == [15, 15, 35]
    assert exits.event.tolist() == [1, 0, 1]


def test_seventy_eight_weeks_and_eighteen_calendar_months_are_not_the_same() -> None:
    """2013-W01 begins on 31 December 2012; 18 months later is 30 June 2014, a Monday: 78 weeks exactly."""
    rows = blank(3, 120)
    rows[0, 0:100] = LY
    rows[1, 1:100] = LY
    rows[2, 2:100] = LY
    table = register(rows)
    spells = group_spells(table)
    weeks = [
        people_over(table, spells, "ledighedsydelse", place, limit=WEEKS_78).over
        for place in (77, 78, 79, 80)
    ]
    assert weeks == [0, 1, 2, 3]
    months = [
        people_over(table, spells, "ledighedsydelse", place, limit=CALENDAR_MONTHS_18).over
        for place in (77, 78, 79, 80)
    ]
    # 7 January 2013 + 18 months is 7 July 2014; the week of place 78 ends on 6 July.
    assert months == [0, 1, 2, 3]
    whole = people_over(table, spells, "ledighedsydelse", 77, limit=WEEKS_78)
    assert (whole.n, whole.unknown) == (3, 1)


def test_return_needs_an_exit_and_time_to_be_followed() -> None:
    rows = blank(5, 60)
    rows[:, 2:10] = LY
    rows[0, 20:25] = SD  # back after 10 weeks
    rows[1, 12:15] = SD  # within the gap: not an exit
    rows[2, 30:] = DEAD
    rows[3, 50:55] = LY  # back, but after the time asked for; and then an exit too late to follow
    table = register(rows)
    found = returns(table, group_spells(table), "ledighedsydelse", window=(0, 60), within=26)
    assert (found.n, found.returned, found.left, found.unknown) == (3, 1, 1, 1)


def test_when_in_the_spell_a_use_came() -> None:
    rows = blank(3, 40)
    rows[0, 5:20] = LY
    rows[1, 0:20] = LY
    table = register(rows)
    found = use_in_spell(
        table, group_spells(table), ["ledighedsydelse"], np.array([0, 0, 1, 2]), np.array([5, 19, 3, 3])
    )
    assert found.elapsed.tolist() == [1, 15, 4, -1]
    assert found.at_least.tolist() == [False, False, True, False]


def test_matching_on_earlier_spells_mends_a_planted_difference() -> None:
    """The treated have been on sygedagpenge; one candidate in ten has."""
    rng = np.random.default_rng(2)
    rows = blank(1100, 160)
    sick = np.concatenate([np.ones(100, bool), np.arange(1000) % 10 == 3])
    length = rng.integers(20, 60, 1100)
    week = np.arange(160)
    rows[sick[:, None] & (week >= 20) & (week < 20 + length[:, None])] = SD
    rows[:, 100:140] = LY
    municipality = np.where(np.arange(1100) % 2 == 0, 851, 101).astype(np.int32)
    table = register(rows, municipality)
    spells = group_spells(table)
    treated = np.arange(100)
    without = np.arange(1100) < 100
    found = entrants(
        table,
        spells,
        "ledighedsydelse",
        window=(0, 160),
        elapsed=13,
        kind=REST_OF_COUNTRY,
        municipalities=[851],
        without=without,
    )
    assert set(municipality[found.person]) == {101}
    assert not set(found.person) & set(treated)
    assert set(found.place) == {112}
    own, names = history(table, treated, np.full(100, 112))
    other, _names = history(table, found.person, found.place)
    assert own[:, 1].mean() == pytest.approx(length[:100].mean() / 104, abs=1e-9)
    matched = match(own, other, names)
    sickness = next(row for row in matched.balance if row.name == "sygedagpenge")
    assert abs(sickness.difference_before) > 1 > 0.1 > abs(sickness.difference_after)
    assert matched.unmatched == 0
    alone = match(own, other, names, cells=(np.full(100, 7), np.zeros(len(other))))
    assert (alone.unmatched, len(alone.treated)) == (100, 0)
    assert (
        len(
            entrants(
                table,
                spells,
                "ledighedsydelse",
                window=(0, 50),
                elapsed=13,
                kind=HISTORICAL,
                municipalities=[851],
                without=without,
            ).person
        )
        == 0
    )
