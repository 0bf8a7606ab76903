"""Data files as they come: encodings, decimals, and every bad cell refused with its line."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from frirum.core.effects.data import with_outcome
from frirum.core.effects.few_reading import estimate_few_file
from frirum.core.effects.strata_reading import estimate_mean_file
from frirum.core.errors import InputRefused
from frirum.core.files.table import read_table

TEXT = "navn;værdi\r\nÅrhus;1,5\r\nKøge;2.000,25\r\n"


def _file(tmp_path, content, name="data.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path, encoding):
    table = read_table(_file(tmp_path, TEXT.encode(encoding)))
    assert table.numbers("værdi").tolist() == [1.5, 2000.25]
    assert table.codes("navn") == (pytest.approx([1, 0]), ["Køge", "Århus"])


@pytest.mark.parametrize(
    "cells, numbers",
    [
        (["1", "2"], [1, 2]),
        (["1.5", "2.5e3"], [1.5, 2500]),
        (["1,5", "2"], [1.5, 2]),
        (["1.234,5", "12"], [1234.5, 12]),
        (["1.234", "1.5"], [1.234, 1.5]),
        (["0.123", "0.456"], [0.123, 0.456]),
        (["−3", "-4"], [-3, -4]),
        ([" 7 ", "8"], [7, 8]),
    ],
)
def test_numbers_as_people_write_them(tmp_path, cells, numbers):
    path = _file(tmp_path, "x;y\n" + "".join(f"{cell};a\n" for cell in cells))
    assert read_table(path).numbers("x").tolist() == numbers


@pytest.mark.parametrize(
    "cells, labels",
    [
        (["10", "9"], [9, 10]),
        (["2016-02", "2015-11"], ["2015-11", "2016-02"]),
        (["0751", "0101"], ["0101", "0751"]),
        (["2016.0", "2015.0"], [2015, 2016]),
        (["b", "1"], ["1", "b"]),
    ],
)
def test_labels_come_out_as_written_in_order(tmp_path, cells, labels):
    path = _file(tmp_path, "x,y\n" + "".join(f"{cell},1\n" for cell in cells))
    assert read_table(path).codes("x")[1] == labels


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_other_formats(tmp_path, kind):
    frame = pl.DataFrame({"unit": [751, 101, 851], "y": [1.5, 2.0, None]})
    path = tmp_path / f"data.{kind}"
    if kind == "xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        book.active.append(frame.columns)
        for row in frame.rows():
            book.active.append(row)
        book.save(path)
    else:
        frame.write_parquet(path)
    table, values, checks = with_outcome(read_table(path), "y")
    assert values.tolist() == [1.5, 2.0]
    assert table.codes("unit")[1] == [101, 751]
    assert [check.name for check in checks] == ["missing_outcome"]


@pytest.mark.parametrize(
    "content, line",
    [
        ("", 1),
        ("a,a\n1,2\n", 1),
        ("unit,,d\n1,2,3\n", 1),
        ("unit,y,d\n1,2,1\n2,3\n", 3),
        ("unit,y,d\n1,2,1,9\n", 2),
        ('unit,y,d\n"a",2,1\n"b",3\n', 3),
        ("unit,y,d\n1,2,1\n2,x,0\n", 3),
        ("unit,y,d\n1,2,1\n2,inf,0\n", 3),
        ("unit,y,d\n1,2,1\n\n2,-Infinity,0\n", 4),
        ("unit,y,d\n1,2,1\n2,3,2\n", 3),
        ("unit,y,d\n1,2,1\n2,3,\n", 3),
        ("unit,y,d\n1,2,1\n,3,0\n", 3),
        ("unit,y,d\n1,2,1\n2,3,0\n1,4,1\n", 4),
        ("unit,y,d\n1,2,1\n2,,0\n3,1,0\n1,4,1\n", 5),
        ("unit,y\n1,2\n", 1),
        ("unit,y,d\n", 1),
        ("unit,y,d\n1,,1\n2,,0\n", 1),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path, content, line):
    path = _file(tmp_path, content)
    with pytest.raises(InputRefused) as refused:
        estimate_few_file(path, outcome="y", unit="unit", treated="d")
    assert refused.value.line == line
    assert refused.value.file == str(path)


def test_a_unit_and_period_that_stands_twice_is_refused(tmp_path):
    path = _file(tmp_path, "u,t,y,d\n1,1,2,0\n1,2,3,1\n2,1,2,0\n1,2,4,1\n")
    with pytest.raises(InputRefused, match="to gange") as refused:
        estimate_few_file(path, outcome="y", unit="u", treated="d", time="t")
    assert refused.value.line == 5


@pytest.mark.parametrize("size", ["0", "-1"])
def test_a_size_must_be_positive(tmp_path, size):
    path = _file(tmp_path, f"u,y,d,s\n1,2,1,5\n2,3,0,{size}\n3,1,0,4\n")
    with pytest.raises(InputRefused) as refused:
        estimate_few_file(path, outcome="y", unit="u", treated="d", size="s")
    assert refused.value.line == 3


def test_a_region_must_not_change_within_a_unit(tmp_path):
    path = _file(tmp_path, "u,t,y,d,r\n1,1,2,0,A\n1,2,3,1,B\n2,1,2,0,B\n2,2,4,0,B\n")
    with pytest.raises(InputRefused) as refused:
        estimate_few_file(path, outcome="y", unit="u", treated="d", time="t", blocks="r")
    assert refused.value.line in (2, 3)


def test_one_unit_is_refused_as_a_value(tmp_path):
    path = _file(tmp_path, "u,t,y,d\n1,1,2,0\n1,2,3,1\n")
    result = estimate_few_file(path, outcome="y", unit="u", treated="d", time="t")
    assert result.refused is not None
    assert result.refused.code == "one_unit"


def test_rows_without_outcome_are_left_out_by_name(tmp_path):
    rows = "".join(f"{u},{u * 0.7 % 1},{int(u < 2)}\n" for u in range(25))
    path = _file(tmp_path, "u,y,d\n99,NA,0\n" + rows)
    result = estimate_few_file(path, outcome="y", unit="u", treated="d")
    assert (result.checks[0].name, result.checks[0].value) == ("missing_outcome", 1)
    assert result.headline is not None
    assert result.headline.n_comparison == 23


def test_sizes_regions_and_strata_follow_their_units(tmp_path):
    lines = ["u,t,y,d,s,r,g"]
    rng = np.random.default_rng(3)
    for unit in rng.permutation(24):
        for time in (2016, 2017, 2018):
            on = int(unit < 6 and time > 2016)
            lines.append(f"k{unit},{time},{rng.normal():.3f},{on},{100 + unit},{unit // 6},{unit % 3}")
    path = _file(tmp_path, "\n".join(lines) + "\n")
    columns = {"outcome": "y", "unit": "u", "treated": "d", "time": "t", "size": "s"}
    whole = estimate_few_file(path, **columns, blocks="r")
    assert whole.row(inference="block-permutation").notes[0].startswith("4 mulige")
    assert whole.row(inference="block-size-scaled").units_treated == 6
    strata = estimate_few_file(path, **columns, strata="g")
    assert "21952 mulige" in strata.row(inference="randomisation").notes[0]  # C(8, 2)³


@pytest.mark.parametrize(
    "content, line",
    [
        ("y,s,N\n1,a,5\n2,a,6\n", 3),
        ("y,s,N\n1,a,1\n2,a,1\n", 2),
        ("y,s,N\n1,a,2.5\n", 2),
        ("y,s,N\n1,a,0\n", 2),
    ],
)
def test_a_stratum_must_know_its_population(tmp_path, content, line):
    with pytest.raises(InputRefused) as refused:
        estimate_mean_file(_file(tmp_path, content), outcome="y", stratum="s", population="N")
    assert refused.value.line == line


def test_one_unit_of_several_in_a_stratum_has_no_variance(tmp_path):
    path = _file(tmp_path, "y,s,N\n1,a,5\n2,b,9\n3,b,9\n")
    result = estimate_mean_file(path, outcome="y", stratum="s", population="N")
    assert result.headline is None
    assert result.refused is not None
    assert result.refused.code == "no_uncertainty"
    assert (result.estimates[0].se, result.estimates[0].lower) == (None, None)
    assert [check.name for check in result.checks] == ["single_unit_stratum"]


def test_a_whole_stratum_adds_no_uncertainty(tmp_path):
    path = _file(tmp_path, "y,s,N\n1,a,1\n2,b,2\n3,b,2\n")
    row = estimate_mean_file(path, outcome="y", stratum="s", population="N").headline
    assert row is not None
    assert (row.point, row.se, row.lower) == (2.0, None, None), "never an interval of no width"
    assert row.notes


def test_other_kinds_and_missing_files(tmp_path):
    with pytest.raises(InputRefused):
        read_table(_file(tmp_path, b"$FL2@(#) SPSS DATA FILE", "data.csv"))
    with pytest.raises(InputRefused):
        read_table(tmp_path)
    with pytest.raises(InputRefused):
        read_table(tmp_path / "absent.csv")
    with pytest.raises(InputRefused):
        read_table(_file(tmp_path, b"PK\3\4no workbook", "data.xlsx"))
    with pytest.raises(InputRefused):
        read_table(_file(tmp_path, "PAR1no parquet", "data.parquet"))


@pytest.mark.long
def test_ten_million_rows_do_not_fall_over(tmp_path):
    """100,000 people × 100 periods as one unit each; 80 are treated from period 60."""
    people, periods = 100_000, 100
    unit, time = np.repeat(np.arange(people), periods), np.tile(np.arange(periods), people)
    on = (unit < 80) & (time >= 60)
    y = np.random.default_rng(1).normal(size=unit.size).round(3) + 2.0 * on
    path = tmp_path / "large.csv"
    pl.DataFrame({"u": unit, "t": time, "y": y, "d": on.astype(int)}).write_csv(path)
    result = estimate_few_file(path, outcome="y", unit="u", treated="d", time="t")
    assert result.headline is not None
    assert result.headline.point == pytest.approx(2.0, abs=0.1)
