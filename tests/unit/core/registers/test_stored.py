"""A register stored as spells is the same table when it is read back, and links with cases under its pseudonyms."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from marked_register import marked_register

from frirum.core.errors import InputRefused
from frirum.core.measures.gathering import gather
from frirum.core.registers.export import write_store
from frirum.core.registers.outcomes import STATUS
from frirum.core.registers.quality import quality_of
from frirum.core.registers.reading import read_register
from frirum.core.registers.spell_table import SpellTable, group_spells

# One number, and one place, begins as a formula does: CSV keeps such from being run.
RICH = """PNR;nykom2017;nykom2018;y_1750;y_1751;y_1752;y_1801;branche_2017_12;branche_2018_01;grad_2017_12;grad_2018_01
a;820;461;740;740;;998;;620100;0,5;1
b;;820;;111;111;;620100;;;
-c;=Ukendt by;;;;;;;;;0,25
"""


def stored(wide: Path, folder: Path, ending: str = "parquet") -> tuple[SpellTable, Path]:
    table = read_register(wide)
    folder.mkdir()
    given = {"gap": table.book.gap_weeks, "pseudonyms": "none"}
    shown = [number.decode() for number in table.ids]
    names = write_store(folder / f"forloeb.{ending}", table, group_spells(table), shown, given)
    return table, folder / names["package"]


@pytest.mark.parametrize("ending", ["parquet", "csv"])
@pytest.mark.parametrize("rich", [True, False], ids=["all kinds of column", "200 weeks"])
def test_the_table_is_the_same(tmp_path: Path, rich: bool, ending: str) -> None:
    wide = marked_register(tmp_path)[0]
    if rich:
        wide.write_text(RICH, encoding="utf-8")
    table, description = stored(wide, tmp_path / "kept", ending)
    again = read_register(description)
    for field in ("axis", "book", "years", "industry_months", "degree_months"):
        assert getattr(again, field) == getattr(table, field), field
    for field in ("ids", "industry"):
        assert np.array_equal(getattr(again, field), getattr(table, field)), field
    for name in ("person", "start", "end"):
        assert np.array_equal(getattr(again.runs, name), getattr(table.runs, name)), name
    assert [again.codes[n] for n in again.runs.code] == [table.codes[n] for n in table.runs.code]
    for one in fields(table.degree):
        assert np.array_equal(getattr(again.degree, one.name), getattr(table.degree, one.name)), one.name
    assert quality_of(again) == quality_of(table), "places by name, blank ones among them"
    assert again.book.by_benefit.groups == table.book.by_benefit.groups


def test_a_file_that_is_gone_changed_or_no_description_is_refused(tmp_path: Path) -> None:
    _table, description = stored(marked_register(tmp_path)[0], tmp_path / "kept")
    jobs = description.parent / "forloeb.jobs.parquet"
    (description.parent / "forloeb.people.parquet").replace(jobs)
    with pytest.raises(InputRefused, match="mangler eller er en anden"):
        read_register(description)
    description.write_text('{"resources": []}', encoding="utf-8")
    with pytest.raises(InputRefused, match="beskriver ikke et register"):
        read_register(description)


def test_it_is_looked_up_by_cases_under_the_same_pseudonyms(tmp_path: Path) -> None:
    """As rows that came through the door are written: a case's number is `p-` and the pseudonym."""
    wide = tmp_path / "wide.csv"
    wide.write_text(RICH, encoding="utf-8")
    _table, description = stored(wide, tmp_path / "kept")
    found = gather([description])
    material = found.material(start=dt.date(2017, 12, 1), end=None, seen_until=dt.date(2018, 1, 7))
    assert material.state_after is not None
    people = [("case:p-b", dt.date(2017, 12, 20)), ("case:b", dt.date(2017, 12, 20))]
    state, unknown = material.state_after(STATUS, "", people, 0)
    assert (state, unknown) == ("dagpenge", None)
    assert {row.who for row in found.rows["benefits"]} <= {"case:p-a", "case:p-b", "case:p-c"}


def test_a_job_is_told_by_industry_codes_that_were_stored_with_it(tmp_path: Path) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_text("PNR;y_1750;y_1751\na;;740\n", encoding="utf-8")
    _table, description = stored(wide, tmp_path / "kept")
    found = gather([description]).material(
        start=dt.date(2017, 12, 1), end=None, seen_until=dt.date(2017, 12, 24)
    )
    assert found.state_after is not None
    with pytest.raises(InputRefused, match="ingen branchekolonner"):
        found.state_after(STATUS, "", [("case:p-a", dt.date(2017, 12, 12))], 0)
