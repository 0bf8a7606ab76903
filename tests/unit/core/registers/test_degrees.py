"""Degrees of employment: read from every kind of file, and the 52 weeks after a day against a literal reading."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frirum.core.errors import InputRefused
from frirum.core.registers.outcomes import LEFT_POPULATION, WAGE_DEGREE, OutcomeMarks, degrees_by
from frirum.core.registers.reading import read_register
from frirum.core.registers.spell_table import SpellTable

FIRST = dt.date(2015, 11, 30)
WEEKS = 20
MONDAYS = [FIRST + dt.timedelta(weeks=n) for n in range(WEEKS)]
MONTHS = list(dict.fromkeys((day + dt.timedelta(days=3)).strftime("%Y_%m") for day in MONDAYS))
CELLS = {"": 0, "0,5": Fraction(1, 2), "1": 1, "0,25": Fraction(1, 4), "1,5": 1}


def write(path: Path, people: list[tuple[list[str], list[str]]], months: list[str] = MONTHS) -> Path:
    """A register of (weeks, degrees) of each person."""
    names = [f"y_{w[0] % 100:02d}{w[1]:02d}" for w in (day.isocalendar() for day in MONDAYS)]
    lines = [["PNR", *names, *(f"grad_{month}" for month in months)]]
    lines += [[str(100 + n), *weeks, *degrees] for n, (weeks, degrees) in enumerate(people)]
    path.write_text("\n".join(";".join(line) for line in lines) + "\n", encoding="utf-8")
    return path


def literal(weeks: list[str], degrees: list[str], at: int, horizon: int) -> Fraction | None:
    """Week by week: None as soon as one is not known, or the person has left."""
    total = Fraction(0)
    for n in range(at + 1, at + 1 + horizon):
        if n >= WEEKS:
            return None
        month = (MONDAYS[n] + dt.timedelta(days=3)).strftime("%Y_%m")
        if weeks[n] == "998" or month not in MONTHS[: len(degrees)]:
            return None
        total += CELLS[degrees[MONTHS.index(month)]]
    return total / horizon


def marks(table: SpellTable, at: int) -> OutcomeMarks:
    return OutcomeMarks(np.arange(table.people), np.full(table.people, MONDAYS[at].toordinal() + 2))


@given(
    people=st.lists(
        st.tuples(
            st.lists(st.sampled_from(["", "", "740", "998"]), min_size=WEEKS, max_size=WEEKS),
            st.lists(st.sampled_from(sorted(CELLS)), min_size=len(MONTHS), max_size=len(MONTHS)),
        ),
        min_size=1,
        max_size=4,
    ),
    at=st.integers(0, WEEKS - 1),
    left_out=st.integers(0, 2),
)
@settings(max_examples=60, deadline=None)
def test_the_degree_is_that_of_the_literal_reading(
    tmp_path_factory: pytest.TempPathFactory, people: Any, at: int, left_out: int
) -> None:
    months = MONTHS[: len(MONTHS) - left_out]
    people = [(weeks, degrees[: len(months)]) for weeks, degrees in people]
    table = read_register(write(tmp_path_factory.mktemp("d") / "d.csv", people, months))
    found = degrees_by(WAGE_DEGREE, table, marks(table, at), [1, 3])
    for place, (weeks, degrees) in enumerate(people):
        wanted = [literal(weeks, degrees, at, horizon) for horizon in (4, 13)]
        assert found.of(place) == [None if one is None else pytest.approx(float(one)) for one in wanted]


def test_why_it_cannot_be_told_is_named(tmp_path: Path) -> None:
    path = write(
        tmp_path / "d.csv", [(["998"] * WEEKS, ["1"] * len(MONTHS)), ([""] * WEEKS, ["1"] * len(MONTHS))]
    )
    table = read_register(path)
    gone = degrees_by(WAGE_DEGREE, table, marks(table, 0), [1])
    assert gone.names[gone.reasons[0, 0]] == LEFT_POPULATION
    assert gone.summary(0) == {"n": 1, "unknown": 0, "left": 1, "mean": 1.0}
    late = degrees_by(WAGE_DEGREE, table, marks(table, WEEKS - 1), [1])
    assert late.summary(0) == {"n": 0, "unknown": 2, "left": 0, "mean": None}


@pytest.mark.parametrize("kind", ["text", "quoted", "parquet"])
@pytest.mark.parametrize("written", [("0,5", "0.75", ""), ("50", "75,0", "")])
def test_shares_and_per_cent_are_told_apart_by_their_numbers(
    tmp_path: Path, kind: str, written: tuple[str, ...]
) -> None:
    path = write(tmp_path / "d.csv", [([""] * WEEKS, [cell] * len(MONTHS)) for cell in written])
    if kind == "quoted":
        lines = path.read_text().splitlines()
        path.write_text("\n".join(";".join(f'"{c}"' for c in line.split(";")) for line in lines) + "\n")
    if kind == "parquet":
        frame = pl.read_csv(path, separator=";", infer_schema=False)
        degrees = [
            pl.col(name).str.replace(",", ".").cast(pl.Float64) for name in frame.columns if "grad" in name
        ]
        path = tmp_path / "d.parquet"
        frame.with_columns(degrees).write_parquet(path)
    table = read_register(path)
    assert table.degree.as_percent is (written[0] == "50")
    assert table.degree_at(np.arange(3), np.zeros(3, int)).tolist() == [0.5, 0.75, 0.0]


@pytest.mark.parametrize(
    ("cells", "line", "says"),
    [(("1", "fuld"), 3, "grad_"), (("1", "-1"), 3, "grad_"), (("1", "201"), 3, "grad_"), (("0,5", "0,7", "74"), None, "blander")],
)  # fmt: skip
def test_what_is_no_degree_is_refused(
    tmp_path: Path, cells: tuple[str, ...], line: int | None, says: str
) -> None:
    path = write(tmp_path / "d.csv", [([""] * WEEKS, [cell] * len(MONTHS)) for cell in cells])
    with pytest.raises(InputRefused) as refused:
        read_register(path)
    assert refused.value.line == line
    assert says in refused.value.message
    assert refused.value.remedy
