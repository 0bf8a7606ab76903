"""The register commands against a literal reference, on small registers with everything that can go wrong in one."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import register_reference as reference
from hypothesis import given, settings
from hypothesis import strategies as st

from frirum.cli.main import run_command

BOOK: dict[str, Any] = {
    "groups": {
        "111": "dagpenge",
        "112": "dagpenge",
        "740": "ledighedsydelse",
        "744": "ledighedsydelse",
        "651": "su",
    },
    "benefit_groups": ["ledighedsydelse", "dagpenge"],
    "left_population": ["998", "999"],
    "gap_weeks": 4,
}
FIRST = dt.date.fromisocalendar(2015, 48, 1)  # The axis holds week 53 of 2015.
WEEKS = 24
CELLS = ["", "", "", "111", "112", "740", "744", "651", "998", "123"]


def header(weeks: int = WEEKS) -> list[str]:
    mondays = [FIRST + dt.timedelta(weeks=n) for n in range(weeks)]
    names = [f"y_{d.isocalendar()[0] % 100:02d}{d.isocalendar()[1]:02d}" for d in mondays]
    months = dict.fromkeys((d + dt.timedelta(days=3)).isoformat()[:7].replace("-", "_") for d in mondays)
    return ["PNR", "nykom2015", "nykom2016", *names, *(f"branche_{month}" for month in months)]


HEAD = header()
MONTHS = sum(name.startswith("branche_") for name in HEAD)


@st.composite
def registers(draw: st.DrawFn) -> str:
    """A file of 1-6 people; runs are more likely than single weeks."""
    lines = [";".join(HEAD)]
    for person in range(draw(st.integers(1, 6))):
        cells: list[str] = []
        while len(cells) < WEEKS:
            cells += [draw(st.sampled_from(CELLS))] * draw(st.integers(1, 9))
        places = [draw(st.sampled_from(["851", "860", ""])) for _year in range(2)]
        jobs = [draw(st.sampled_from(["", "620100", "11"])) for _month in range(MONTHS)]
        lines.append(";".join([str(1000 + person), *places, *cells[:WEEKS], *jobs]))
    return "\n".join(lines) + "\n"


class Run:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        (folder / "book.json").write_text(json.dumps(BOOK))

    def __call__(self, *arguments: str, code: int = 0) -> Any:
        assert run_command(["--json", "registers", *arguments]) == code, self._capsys.readouterr()
        return json.loads(self._capsys.readouterr().out)

    def file(self, text: str | bytes, name: str = "dream.csv") -> str:
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return str(path)

    def refused(self, text: str | bytes, command: str = "spells") -> dict[str, Any]:
        before = sorted(self.folder.iterdir())
        out = ["--out", str(self.folder / "F.parquet")] if command == "spells" else []
        error = self(command, self.file(text), "--codes", str(self.folder / "book.json"), *out, code=3)[
            "error"
        ]
        assert sorted(self.folder.iterdir()) in (before, sorted([*before, self.folder / "dream.csv"]))
        assert error["remedy"]
        return dict(error)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    return Run(tmp_path, capsys)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("register")


def table_of(folder: Path, text: str) -> Any:
    from frirum.core.registers.code_book import book_of
    from frirum.core.registers.reading import read_register

    path = folder / "dream.csv"
    path.write_text(text, encoding="utf-8")
    return read_register(path, book_of(BOOK, name="test", file="test"), threads=1)


@given(text=registers(), gap=st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_spells_are_those_of_the_literal_reading(folder: Path, text: str, gap: int) -> None:
    from frirum.cli.registers import _group_rows, _raw_rows
    from frirum.core.registers.spell_table import group_spells

    table, literal = table_of(folder, text), reference.read(text, BOOK)
    shown = [number.decode() for number in table.ids]
    assert _raw_rows(table, shown) == reference.raw_spells(literal)
    assert _group_rows(table, group_spells(table, gap), shown) == reference.group_spells(literal, gap)
    unknown = sum(cells.count("123") for cells in literal.rows.values())
    assert table.unknown_codes == ({"123": unknown} if unknown else {})


@given(text=registers(), over=st.integers(0, 12))
@settings(max_examples=30, deadline=None)
def test_the_panel_is_that_of_the_literal_reading(folder: Path, text: str, over: int) -> None:
    from frirum.core.registers.panel import panel

    assert panel(table_of(folder, text), over=over).rows() == reference.panel(
        reference.read(text, BOOK), over
    )


@given(text=registers(), horizon=st.integers(0, 6), place=st.integers(0, WEEKS - 1))
@settings(max_examples=60, deadline=None)
def test_outcomes_are_those_of_the_literal_reading(folder: Path, text: str, horizon: int, place: int) -> None:
    from frirum.core.registers.outcomes import OutcomeMarks, outcomes, weeks_after

    table, literal = table_of(folder, text), reference.read(text, BOOK)
    day = FIRST + dt.timedelta(weeks=place)
    marks = OutcomeMarks(np.arange(table.people), np.full(table.people, day.toordinal()))
    found = outcomes(table, marks, [horizon], "weeks")
    monday = day + dt.timedelta(weeks=weeks_after(horizon))
    assert [found.of(n)[0] for n in range(table.people)] == [
        reference.outcome(literal, person, monday) for person in literal.rows
    ]


def row(person: str, cells: dict[int, str], *, job: str = "") -> str:
    weeks = [cells.get(n, "") for n in range(WEEKS)]
    return ";".join([person, "851", "860", *weeks, *[job] * MONTHS])


def csv_of(*rows: str) -> str:
    return "\n".join([";".join(HEAD), *rows]) + "\n"


PEOPLE = csv_of(
    row("17", {0: "740", 1: "740", 4: "744", 5: "111", 6: "740"}),
    row("4", {23: "111", 22: "998"}, job="620100"),
)
RAW = [
    ["17", "740", "2015-W48", "2015-W49", 2],
    ["17", "744", "2015-W52", "2015-W52", 1],
    ["17", "111", "2015-W53", "2015-W53", 1],
    ["17", "740", "2016-W01", "2016-W01", 1],
    ["4", "998", "2016-W17", "2016-W17", 1],
    ["4", "111", "2016-W18", "2016-W18", 1],
]
GROUPS = [
    ["17", "ledighedsydelse", "2015-W48", "2015-W52", 5, 3, 1, 0],
    ["17", "dagpenge", "2015-W53", "2015-W53", 1, 1, 0, 0],
    ["17", "ledighedsydelse", "2016-W01", "2016-W01", 1, 1, 0, 0],
    ["4", "dagpenge", "2016-W18", "2016-W18", 1, 1, 0, 1],
]


def variants() -> dict[str, bytes]:
    """The same people as other programs write them."""
    quoted = (
        "\n".join(";".join(f'"{cell}"' for cell in line.split(";")) for line in PEOPLE.splitlines()) + "\n"
    )
    dots = "\n".join(
        line if n == 0 else line.replace(";;", ";.;").replace(";;", ";.;")
        for n, line in enumerate(PEOPLE.splitlines())
    )
    blanks = PEOPLE.replace(";740;", "; 740 ;").replace(";111;", ";111  ;")
    noted = "\n".join(
        line + (";Jobcenter Mariagerfjord, Hobro; nr. 2" if n == 0 else ';"ø; 12"')
        if n == 0
        else line + ';"ø; 12"'
        for n, line in enumerate(PEOPLE.splitlines())
    ).replace("; nr. 2", "")
    return {
        "plain": PEOPLE.encode(),
        "comma": PEOPLE.replace(";", ",").encode(),
        "tab": PEOPLE.replace(";", "\t").encode(),
        "byte order mark": b"\xef\xbb\xbf" + PEOPLE.encode(),
        "Windows line ends": PEOPLE.replace("\n", "\r\n").encode(),
        "quoted": quoted.encode(),
        "dots for missing": dots.encode() + b"\n",
        "stray blanks": blanks.encode(),
        "blank lines": PEOPLE.replace("\n", "\n\n").encode() + b"\n\n",
        "UTF-16": PEOPLE.encode("utf-16"),
        "named separator": b"sep=;\n" + PEOPLE.encode(),
        "a separator in a note, Windows-1252": noted.encode("cp1252") + b"\n",
        "no line end": PEOPLE.encode().rstrip(b"\n"),
    }


@pytest.mark.parametrize("name", variants())
def test_one_register_however_it_is_written(name: str, run: Run) -> None:
    found = run("spells", run.file(variants()[name]), "--codes", str(run.folder / "book.json"), "--keep-ids")
    assert (found["raw_spells"], found["group_spells"]) == (RAW, GROUPS)
    assert found["pseudonyms"]["key"] == "none"
    assert bool(found["warnings"]) == (name == "no line end")


@pytest.mark.parametrize(
    "change, line, said",
    [
        (lambda text: text.replace(";740;", ";74;", 1), 2, "y_1548"),
        (lambda text: text.replace(";740;", ";74a;", 1), 2, "y_1548"),
        (lambda text: text.replace(";740;", ";7400;", 1), 2, "y_1548"),
        (lambda text: text.replace(";740;", ";7\x004;", 1), 2, ""),
        (lambda text: text.replace("\n4;", "\n17;"), 3, "2 og 3"),
        (lambda text: text.replace("\n4;", "\n;"), 3, "PNR"),
        (lambda text: text[: text.rindex(";111;") + 2], 3, "afskåret"),
        (lambda text: text.replace("\n4;851", "\n4;851;1"), 3, "felter"),
        (lambda text: text.replace("y_1553", "y_1653"), 1, "y_1653"),
        (lambda text: text.replace("y_1553", "y_0053"), 1, "y_0053"),
        (lambda text: text.replace("y_1553", "y_1554"), 1, "y_1554"),
        (lambda text: text.replace("y_1553", "uge53"), 1, "2015-W53"),
        (lambda text: text.replace("y_1553", "y_1552"), 1, "samme overskrift"),
        (lambda text: text.splitlines()[0], 2, "ingen personer"),
        (lambda text: "", 1, "tom"),
    ],
)
def test_refused_with_nothing_written(change: Any, line: int, said: str, run: Run) -> None:
    error = run.refused(change(PEOPLE))
    assert (error["line"], said in error["message"]) == (line, True), error


def test_pseudonyms_are_random_without_a_home_and_steady_with_one(run: Run) -> None:
    arguments = "spells", run.file(PEOPLE), "--codes", str(run.folder / "book.json")
    first, second = run(*arguments), run(*arguments)
    assert first["pseudonyms"]["key"] == "random"
    assert "tilfældig" in first["pseudonyms"]["text"]
    assert first["raw_spells"][0][0] != second["raw_spells"][0][0] != "17"
    home = "--home", str(run.folder / "home")
    kept = [run(*arguments, *home, *more)["raw_spells"] for more in ((), (), ("--evaluation", "other"))]
    assert kept[0] == kept[1] != kept[2]
    assert (run.folder / "home" / "keys" / "pseudonym.key").stat().st_mode & 0o777 == 0o600


def test_a_store_holds_counts_in_the_answer_and_the_rows_in_files(run: Run) -> None:
    import polars as pl

    out = run.folder / "F.parquet"
    found = run("spells", run.file(PEOPLE), "--codes", str(run.folder / "book.json"), "--out", str(out))
    assert (found["raw_spells"], found["group_spells"], found["people"]) == (6, 4, 2)
    assert pl.read_parquet(out).rows() == [
        (0 if person == "17" else 1, *rest) for person, *rest, _weeks in RAW
    ]
    people = pl.read_parquet(run.folder / found["files"]["people"])
    assert not {"17", "4"} & set(people["number"])
    package = json.loads((run.folder / found["files"]["package"]).read_text())
    described = {resource["name"]: resource["rows"] for resource in package["resources"]}
    assert {name: described[name] for name in ("spells", "group_spells", "people")} == {
        "spells": 6, "group_spells": 4, "people": 2,
    }  # fmt: skip


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
@pytest.mark.parametrize(
    "scheme, unit",
    [("dream-status", "weeks"), ("dream-status", "months"), ("beskaeftigelsesgrad-uger", "weeks"), ("beskaeftigelsesgrad-loen", "weeks")],
)  # fmt: skip
def test_what_is_written_carries_a_script_that_reckons_it_anew(
    ending: str, scheme: str, unit: str, run: Run
) -> None:
    """Week by week, without a line of ours but the script; a figure that was changed afterwards is found."""
    import polars as pl

    from frirum.synthetic.register import SyntheticRegister, write_register

    wide, marks = run.folder / "dream.csv", run.folder / "marks.csv"
    plan = SyntheticRegister(people=120, weeks=100, seed=4)
    write_register(plan, wide)
    frame = pl.read_csv(wide, separator=";", infer_schema=False)
    industry = [name for name in frame.columns if name.startswith("branche_")]
    degrees = [
        pl.when(pl.col(name).fill_null("") != "").then(pl.lit("0,6")).otherwise(pl.lit("")).alias(name.replace("branche", "grad"))
        for name in industry
    ]  # fmt: skip
    frame.with_columns(degrees).write_csv(wide, separator=";")
    begins = plan.axis[0].monday
    lines = [f"{1_000_001 + n},{begins + dt.timedelta(days=5 * n)}" for n in range(0, 140, 2)]
    marks.write_text("\n".join(["lobenr,index_date", *lines]) + "\n")
    out = run.folder / f"udfald{ending}"
    found = run(
        "outcomes", str(wide), "--index", str(marks), "--at", "1,3,12", "--scheme", scheme, "--unit", unit,
        "--out", str(out),
    )  # fmt: skip
    script = run.folder / found["files"]["script"]

    def again() -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return subprocess.run(
            [sys.executable, "-P", str(script)], capture_output=True, text=True, check=False, env=clean
        )

    done = again()
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["THE SAME"]), done.stdout + done.stderr
    assert "after 12 months" in done.stdout
    assert isinstance(found["rows"], int)
    package = json.loads((run.folder / found["files"]["package"]).read_text())
    assert package["outcomes"]["scheme"].startswith(scheme)
    name = next(iter(package["figures"]))
    package["figures"][name]["span"] += 1
    (run.folder / found["files"]["package"]).write_text(json.dumps(package))
    assert again().returncode == 1


def test_outcomes_name_their_denominator(run: Run) -> None:
    weeks = {0: "740", 13: "111", 14: "998"}
    people = csv_of(row("1", weeks), row("2", {}, job="620100"), row("3", {}), row("4", {13: "123"}))
    marks = run.file(
        "PNR,last_week\n1,2015-W48\n2,2015-W48\n3,2015-W48\n4,2015-W48\n1,2015-W49\n1,2016-W10\n9,2015-W48\n",
        "marks.csv",
    )
    found = run(
        "outcomes",
        run.file(people),
        "--index",
        marks,
        "--at",
        "3,6",
        "--codes",
        str(run.folder / "book.json"),
        "--keep-ids",
    )
    assert [[number, week, classes[0]] for number, week, classes in found["rows"]] == [
        ["1", "2015-W48", "dagpenge"],
        ["2", "2015-W48", "beskaeftigelse"],
        ["3", "2015-W48", "selvforsoergende_uden_job"],
        ["4", "2015-W48", "ukendt_kode"],
        ["1", "2015-W49", "ude_af_befolkningen"],
        ["1", "2016-W10", "ukendt_efter_datas_slut"],
        ["9", "2015-W48", "ikke_i_registret"],
    ]
    assert found["shares"]["3"] == {
        "n": 4,
        "unknown": 2,
        "left": 1,
        "dagpenge": 0.25,
        "beskaeftigelse": 0.25,
        "selvforsoergende_uden_job": 0.25,
        "ukendt_kode": 0.25,
    }
    assert found["shares"]["6"] == {"n": 0, "unknown": 7, "left": 0}


@pytest.mark.parametrize(
    "day, unit, week",
    [("2015-11-30", "weeks", 13), ("2015-11-30", "months", 13), ("31-01-2016", "months", 13)],
)
def test_calendar_months_are_clipped_to_the_months_end(day: str, unit: str, week: int, run: Run) -> None:
    """30 November and three months is 29 February 2016, and so is 31 January and one: the week of the 29th is 2016-W09."""
    people = csv_of(row("1", {14: "740"}))
    marks = run.file(f"PNR;index_date\n1;{day}\n", "marks.csv")
    at = "1" if day.startswith("31") else "3"
    found = run(
        "outcomes",
        run.file(people),
        "--index",
        marks,
        "--at",
        at,
        "--unit",
        unit,
        "--codes",
        str(run.folder / "book.json"),
        "--keep-ids",
    )
    assert found["rows"][0][2] == ["ledighedsydelse"]


def test_without_industry_codes_there_are_no_outcomes(run: Run) -> None:
    marks = run.file("PNR;last_week\n17;2015-W48\n", "marks.csv")
    without = PEOPLE.replace("branche_", "br_")
    assert run(
        "outcomes",
        run.file(without),
        "--index",
        marks,
        "--at",
        "3",
        "--codes",
        str(run.folder / "book.json"),
        code=3,
    )["error"]["remedy"]


def test_a_running_number_links_only_through_a_key_file(run: Run) -> None:
    people = run.file(PEOPLE.replace("PNR", "lobenr"))
    marks = run.file("cpr;last_week\n010190-1234;2015-W48\n", "marks.csv")
    arguments = "outcomes", people, "--index", marks, "--at", "0", "--codes", str(run.folder / "book.json")
    assert "--key-file" in run(*arguments, code=3)["error"]["remedy"]
    keys = run.file("lobenr;cpr\n17;0101901234\n", "keys.csv")
    found = run(*arguments, "--key-file", keys)
    assert found["rows"][0][2] == ["ledighedsydelse"]
    assert "010190" not in json.dumps(found)


def test_the_panel_by_fewer_dimensions_adds_up(run: Run) -> None:
    arguments = "panel", run.file(PEOPLE), "--codes", str(run.folder / "book.json")
    whole, less = run(*arguments, "--over", "2"), run(*arguments, "--by", "group,month", "--over", "2")
    assert less["columns"] == ["group", "month", "n", "mean_elapsed_weeks", "n_over"]
    assert sum(r[3] for r in whole["rows"]) == sum(r[2] for r in less["rows"]) > 0
    assert {len(r) for r in whole["rows"]} == {6}
    assert run_command(["registers", "panel", arguments[1], "--by", "month,month"]) == 2


def test_an_axis_of_months(run: Run) -> None:
    text = "id,Jul.93,Aug.93,Sep.93\n1,work,work,\n2,,school,school\n"
    (run.folder / "b.json").write_text(json.dumps({"groups": {"work": "work", "school": "school"}}))
    found = run("spells", run.file(text), "--codes", str(run.folder / "b.json"), "--keep-ids")
    assert found["raw_spells"] == [
        ["1", "work", "1993-07", "1993-08", 2],
        ["2", "school", "1993-08", "1993-09", 2],
    ]
    assert found["group_spells"][1] == ["2", "school", "1993-08", "1993-09", 2, 2, 0, 1]


SAS = Path(__file__).parent.parent / "reference" / "data" / "dream_synthetic.sas7bdat"


def typed(run: Run, kind: str) -> str:
    """The same people in a file with typed columns, codes and number as a statistics program keeps them."""
    import csv
    import io

    import pandas as pd
    import polars as pl

    rows = list(csv.DictReader(io.StringIO(PEOPLE), delimiter=";"))
    path = run.folder / f"dream.{kind}"
    if kind == "sas7bdat":
        path.write_bytes(SAS.read_bytes())
        return str(path)
    if kind == "parquet":
        pl.DataFrame(rows).write_parquet(path, row_group_size=1)
    else:
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        numbers = {name: pd.to_numeric(pd.Series(cells), errors="coerce") for name, cells in columns.items()}
        pd.DataFrame(numbers).to_stata(path, write_index=False, version=118)
    return str(path)


@pytest.mark.parametrize("kind", ["parquet", "dta", "sas7bdat"])
def test_a_register_with_typed_columns(kind: str, run: Run) -> None:
    path = typed(run, kind)
    found = run("spells", path, "--codes", str(run.folder / "book.json"), "--keep-ids")
    assert (found["raw_spells"], found["group_spells"]) == (RAW, GROUPS)
    content = Path(path).read_bytes()
    for broken in (content[: len(content) // 2], content[:80]):
        Path(path).write_bytes(broken)
        assert run("spells", path, code=3)["error"]["remedy"]


def test_a_sas_file_that_pandas_cannot_read_is_read_by_another(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pandas.io.sas.sas7bdat import SAS7BDATReader

    def fail(*_arguments: object) -> None:
        print("Warning: column count mismatch")  # As pandas does; the answer is JSON alone.
        raise AssertionError("Out of bounds read")

    monkeypatch.setattr(SAS7BDATReader, "read", fail)
    path = typed(run, "sas7bdat")
    found = run("spells", path, "--codes", str(run.folder / "book.json"), "--keep-ids")
    assert (found["raw_spells"], found["group_spells"]) == (RAW, GROUPS)
    content = Path(path).read_bytes()
    Path(path).write_bytes(content[: len(content) // 2])
    assert run("spells", path, code=3)["error"]["remedy"]


def test_a_bad_code_in_typed_columns_is_named(run: Run) -> None:
    import polars as pl

    path = run.folder / "d.parquet"
    pl.DataFrame({"PNR": [1, 2], "y_1601": ["740", "74"], "y_1602": [None, "740"]}).write_parquet(path)
    error = run("spells", str(path), code=3)["error"]
    assert (error["line"], "y_1601" in error["message"]) == (3, True)
