"""`frirum protect`: a municipality's own table in, a table that may leave the house out."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from frirum.cli.main import run_command

LINES = [
    ("kommune", "alder", "antal"), ("Aalborg", "18-29", "14"), ("Aalborg", "30-49", "9"), ("Aalborg", "50-66", "3"),
    ("Læsø", "18-29", "1"), ("Læsø", "50-66", "2"),
    ("Vejen", "18-29", "22"), ("Vejen", "30-49", "11"), ("Vejen", "50-66", "8"),
]  # fmt: skip
OPTIONS = ["--rows", "kommune", "--columns", "alder", "--count", "antal"]


def _write(path: Path, lines: list[tuple[str, ...]], separator: str = ";", encoding: str = "utf-8") -> str:
    path.write_bytes("\r\n".join(separator.join(line) for line in lines).encode(encoding))
    return str(path)


@pytest.fixture(autouse=True)
def _state(tmp_path, monkeypatch):
    """What is kept outside a home goes to the test's own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def _new(folder: Path, measure: str = "brug", period: str = "2027K1") -> list[str]:
    return ["--ledger", str(folder), "--new-ledger", "--measure", measure, "--period", period]


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict]:
    code = run_command(["protect", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_every_cell_and_margin_comes_out_and_the_attack_finds_nothing(tmp_path, capsys):
    code, document = _run(capsys, _write(tmp_path / "t.csv", LINES), *OPTIONS)
    assert code == 0
    cells = {(cell["row"], cell["column"]): cell for cell in document["cells"]}
    assert len(cells) == 4 * 4
    assert cells["Læsø", "30-49"] == {"row": "Læsø", "column": "30-49", "shown": 0, "status": "shown"}
    assert {place for place, cell in cells.items() if cell["status"] == "primary"} == {
        ("Aalborg", "50-66"), ("Læsø", "18-29"), ("Læsø", "50-66"), ("Læsø", "I alt"),
    }  # fmt: skip
    assert all(
        (cell["shown"] is None) == (cell["status"] in ("primary", "secondary")) for cell in cells.values()
    )
    assert document["attack"]["exact"] == 0
    assert document["attack"]["narrow"] == 0


@pytest.mark.parametrize("separator, encoding", [(";", "cp1252"), (",", "utf-8"), (",", "utf-8-sig")])
def test_csv_as_municipalities_write_it(tmp_path, capsys, separator, encoding):
    plain = _run(capsys, _write(tmp_path / "a.csv", LINES), *OPTIONS)
    assert _run(capsys, _write(tmp_path / "b.csv", LINES, separator, encoding), *OPTIONS) == plain


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
def test_spreadsheets_and_parquet(tmp_path, capsys, ending):
    frame = pl.DataFrame([(a, b, int(n)) for a, b, n in LINES[1:]], schema=list(LINES[0]), orient="row")
    path = tmp_path / f"t.{ending}"
    if ending == "parquet":
        frame.write_parquet(path)
    else:
        import openpyxl

        book = openpyxl.Workbook()
        for line in [LINES[0], *frame.rows()]:
            book.active.append(list(line))
        book.save(path)
    plain = _run(capsys, _write(tmp_path / "t.csv", LINES), *OPTIONS)
    assert _run(capsys, str(path), *OPTIONS) == plain


@pytest.mark.parametrize(
    "line, at",
    [
        (("Vejen", "67-", "-3"), 10),
        (("Vejen", "67-", "2,5"), 10),
        (("Vejen", "67-", "mange"), 10),
        (("Vejen", "67-", ""), 10),
        (("I alt", "67-", "70"), 10),
        (("Vejen", "Total", "70"), 10),
        (("Vejen", "50-66", "8"), 10),
        (("", "50-66", "8"), 10),
        (("Vejen", "50-66"), 10),
    ],
)
def test_bad_lines_are_refused_with_their_number(tmp_path, capsys, line, at):
    code, document = _run(capsys, _write(tmp_path / "t.csv", [*LINES, line]), *OPTIONS)
    assert code == 3
    assert document["error"]["line"] == at


@pytest.mark.parametrize(
    "arguments, code",
    [
        (["nej.csv", *OPTIONS], 3),
        (["t.csv", "--rows", "by", "--columns", "alder", "--count", "antal"], 3),
        (["t.csv", "--rows", "alder", "--columns", "alder", "--count", "antal"], 2),
        (["t.csv", *OPTIONS, "--threshold", "2"], 2),
        (["t.csv", *OPTIONS, "--where", "køn=K"], 2),
        (["t.csv", *OPTIONS, "--sensitive", "20-25"], 2),
        (["t.csv", *OPTIONS, "--sensitive", "50-66"], 4),
    ],
)
def test_wrong_use(tmp_path, capsys, monkeypatch, arguments, code):
    monkeypatch.chdir(tmp_path)
    _write(tmp_path / "t.csv", [line for line in LINES if line[:2] != ("Læsø", "18-29")])
    found, document = _run(capsys, *arguments)
    assert found == code
    assert document["error"]["message"]


def test_a_table_on_fewer_than_five_persons_is_not_released(tmp_path, capsys):
    code, document = _run(capsys, _write(tmp_path / "t.csv", [LINES[0], ("Læsø", "18-29", "3")]), *OPTIONS)
    assert code == 4
    assert document["error"]["code"] == "not_allowed"
    assert "3" not in document["error"]["message"]


def test_merging_instead_of_hiding(tmp_path, capsys):
    path = _write(tmp_path / "t.csv", LINES)
    run_command(["protect", path, *OPTIONS])
    offered = capsys.readouterr()
    assert "(--merge rows): Aalborg + Læsø" in offered.err
    assert "--merge" not in offered.out, (
        "what is offered follows from the true counts and goes to nobody else"
    )
    code, document = _run(capsys, path, *OPTIONS, "--merge", "rows")
    assert code == 0
    first = document["cells"][0]
    assert first == {
        "row": "Aalborg + Læsø", "column": "18-29", "shown": 15, "status": "merged",
        "members": [["Aalborg", "18-29"], ["Læsø", "18-29"]],
    }  # fmt: skip
    assert all(cell["shown"] is not None for cell in document["cells"])


def test_the_text_does_not_tell_why_a_cell_is_hidden(tmp_path, capsys):
    run_command(["protect", _write(tmp_path / "t.csv", LINES), *OPTIONS])
    text = capsys.readouterr().out
    assert "skjult" in text
    assert "primary" not in text
    assert "secondary" not in text


SAID = ["--measure", "brug", "--period", "2027K1"]


def test_a_ledger_carries_small_changes_forward_and_knows_its_home(tmp_path, capsys):
    ledger = ["--ledger", str(tmp_path / "ledger"), *SAID]
    first = _write(tmp_path / "q1.csv", LINES)
    changed = [*LINES[:6], ("Vejen", "18-29", "24"), ("Vejen", "30-49", "30"), LINES[8]]
    second = _write(tmp_path / "q2.csv", changed)
    home = ["--home", str(tmp_path / "one")]
    once = _run(capsys, first, *OPTIONS, *ledger, *home, "--new-ledger")
    assert once[0] == 0
    assert once[1]["ledger"] == {"releases": 1, "last": None, "collides": None}
    again = _run(capsys, first, *OPTIONS, *ledger, *home)
    assert [cell["shown"] for cell in again[1]["cells"]] == [cell["shown"] for cell in once[1]["cells"]]
    assert len(list((tmp_path / "ledger").glob("0*.json"))) == 1
    later = {(c["row"], c["column"]): c for c in _run(capsys, second, *OPTIONS, *ledger, *home)[1]["cells"]}
    assert later["Vejen", "18-29"]["shown"] in (22, None), "two more are not shown"
    assert later["Vejen", "30-49"]["shown"] in (30, None)
    assert len(list((tmp_path / "ledger").glob("0*.json"))) == 2
    code, document = _run(capsys, second, *OPTIONS, *ledger, "--home", str(tmp_path / "two"))
    assert code == 3
    assert "anden installation" in document["error"]["message"]


SIGNED = ["--signed", "Anne Holm=netværkets egne tal", "--signed", "Bo Kjær=enig"]


def test_a_looser_threshold_is_said_under_the_table(tmp_path, capsys):
    path = _write(tmp_path / "t.csv", LINES)
    code, document = _run(capsys, path, *OPTIONS, "--threshold", "3")
    assert code == 0
    assert document["looser"][0].startswith("Grænsen 3 er lempeligere end husets 5 og ikke underskrevet")
    code, document = _run(capsys, path, *OPTIONS, "--threshold", "3", *SIGNED)
    assert document["looser"][0].endswith("er 3 i stedet for 5, godkendt af Anne Holm og Bo Kjær.")
    run_command(["protect", path, *OPTIONS, "--threshold", "3", *SIGNED])
    assert "godkendt af Anne Holm og Bo Kjær" in capsys.readouterr().out
    assert "looser" not in _run(capsys, path, *OPTIONS, "--threshold", "7")[1]


@pytest.mark.parametrize(
    "signed, code", [([], 4), (SIGNED[:2], 4), (SIGNED[:2] * 2, 4), (SIGNED, 0), (["--signed", "Anne"], 2)]
)
def test_a_ledger_takes_a_looser_table_with_two_signatures_only(tmp_path, capsys, signed, code):
    path, folder = _write(tmp_path / "t.csv", LINES), tmp_path / "ledger"
    found, _document = _run(capsys, path, *OPTIONS, "--threshold", "3", *signed, *_new(folder))
    assert found == code
    assert folder.exists() is (code == 0)


def test_a_changed_ledger_is_found_out(tmp_path, capsys):
    folder = tmp_path / "ledger"
    path = _write(tmp_path / "t.csv", LINES)
    _run(capsys, path, *OPTIONS, *_new(folder))
    entry = folder / "000001.json"
    assert entry.stat().st_mode & 0o077 == 0, "it holds what was hidden"
    entry.write_text(entry.read_text().replace(" 14,", " 15,"))
    assert _run(capsys, path, *OPTIONS, "--ledger", str(folder), *SAID)[0] == 4
    (tmp_path / "andet").mkdir()
    (tmp_path / "andet" / "brev.txt").write_text("hej")
    assert _run(capsys, path, *OPTIONS, *_new(tmp_path / "andet"))[0] == 3


@pytest.mark.long
def test_a_large_table_is_protected(tmp_path, capsys):
    """98 municipalities x 120 months, about one count in eight under five."""
    rng = np.random.default_rng(98)
    mean = np.exp(rng.normal(3, 1.2, (98, 1)) + rng.normal(0, 0.5, (1, 120)))
    counts = rng.poisson(mean)
    lines = [(f"K{i:02}", f"M{j:03}", str(counts[i, j])) for i in range(98) for j in range(120)]
    code, document = _run(capsys, _write(tmp_path / "t.csv", [LINES[0], *lines]), *OPTIONS)
    assert code == 0
    assert len(document["cells"]) == 99 * 121
    assert document["attack"] == {"exact": 0, "narrow": 0}


def test_a_table_beyond_reach_is_refused_at_once(tmp_path, capsys):
    lines = [(f"K{i}", f"M{j}", "7") for i in range(201) for j in range(200)]
    code, document = _run(capsys, _write(tmp_path / "t.csv", [LINES[0], *lines]), *OPTIONS)
    assert code == 3
    assert "40200" in document["error"]["message"]


@pytest.mark.parametrize(
    "name", ["Hovedtotal", "Hele landet", "Alle kommuner", "TOTALT", "Netværk 7", "i  alt"]
)
def test_a_margin_under_any_name_is_refused(tmp_path, capsys, name):
    """Taken for one more municipality, it would give every hidden count by subtraction."""
    sums = {
        age: sum(int(n) for _place, band, n in LINES[1:] if band == age)
        for age in {b for _p, b, _n in LINES[1:]}
    }
    lines = [*LINES, *((name, age, str(n)) for age, n in sorted(sums.items()))]
    code, document = _run(capsys, _write(tmp_path / "t.csv", lines), *OPTIONS)
    assert code == 3
    assert document["error"]["line"] == len(LINES) + 1
    assert name.strip() in document["error"]["message"]


def test_a_category_that_happens_to_equal_the_others_is_no_margin(tmp_path, capsys):
    """Two municipalities alike, one column, or few persons: chance, and no reason to refuse."""
    for lines in (
        [
            ("Aalborg", "18-29", "30"),
            ("Odense", "18-29", "30"),
            ("Aalborg", "67-", "9"),
            ("Odense", "67-", "9"),
        ],
        [("Aalborg", "alle", "30"), ("Odense", "alle", "20"), ("Vejen", "alle", "50")],
        [(place, age, n) for place, n in (("A", "1"), ("B", "2"), ("C", "3")) for age in ("x", "y")],
    ):
        assert _run(capsys, _write(tmp_path / "t.csv", [LINES[0], *lines]), *OPTIONS)[0] == 0


def test_a_category_written_in_two_ways_is_refused(tmp_path, capsys):
    path = _write(tmp_path / "t.csv", [*LINES, ("aalborg", "67-", "12")])
    code, document = _run(capsys, path, *OPTIONS)
    assert code == 3
    assert document["error"]["line"] == len(LINES) + 1


WIDE = [
    ("Brug af forsøget", "", "", ""), ("Udtrukket af fagsystemet", "", "", ""),
    ("kommune", "18-29", "30-49", "I alt"),
    ("Aalborg", "14", "1.009", "1.023"), ("Læsø", "", "12", "12"), ("I alt", "14", "1021", "1035"),
    ("Kilde: fagsystemet", "", "", ""),
]  # fmt: skip


@pytest.mark.parametrize("head", ["kommune", ""])
def test_a_wide_table_with_titles_and_margins_is_read_and_its_margins_checked(tmp_path, capsys, head):
    wide = [(head, *line[1:]) if line[0] == "kommune" else line for line in WIDE]
    options = ["--rows", "kommune", "--columns", "alder"]
    code, document = _run(capsys, _write(tmp_path / "bred.csv", wide), *options)
    assert code == 0
    cells = {(cell["row"], cell["column"]): cell["shown"] for cell in document["cells"]}
    assert (cells["Aalborg", "30-49"], cells["Læsø", "18-29"], cells["I alt", "I alt"]) == (1009, 0, 1035)
    wrong = [(*line[:3], "13") if line[0] == "Læsø" else line for line in wide]
    code, document = _run(capsys, _write(tmp_path / "bred.csv", wrong), *options)
    assert (code, document["error"]["line"]) == (3, 5)
    assert "12" in document["error"]["message"]


def test_one_classification_and_one_line_per_person(tmp_path, capsys):
    one = [("kommune", "antal"), ("Aalborg", "14"), ("Læsø", "3"), ("Vejen", "41")]
    path = _write(tmp_path / "en.csv", one)
    code, counted = _run(capsys, path, "--rows", "kommune", "--count", "antal")
    assert code == 0
    assert [cell["row"] for cell in counted["cells"]] == ["Aalborg", "Læsø", "Vejen", "I alt"]
    assert next(cell["status"] for cell in counted["cells"] if cell["row"] == "Læsø") == "primary"
    persons = [("id", "kommune"), *((str(n), place) for place, times in one[1:] for n in range(int(times)))]
    path = _write(tmp_path / "personer.csv", persons)
    assert _run(capsys, path, "--rows", "kommune") == (0, counted)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "docx"])
def test_the_file_to_send_shows_the_table_and_no_reason_and_advice_stays_on_the_screen(
    tmp_path, capsys, ending
):
    out = tmp_path / f"tabel.{ending}"
    assert run_command(["protect", _write(tmp_path / "t.csv", LINES), *OPTIONS, "--out", str(out)]) == 0
    assert "--merge" in capsys.readouterr().err
    content = out.read_bytes()
    if ending != "csv":
        with zipfile.ZipFile(out) as archive:
            content = b"".join(archive.read(part) for part in archive.namelist())
    assert b"skjult" in content
    assert not any(word in content for word in (b"primary", b"secondary", b"--merge"))
    again = ["protect", str(tmp_path / "t.csv"), *OPTIONS, "--out"]
    assert run_command([*again, str(out)]) == 2, "nothing is written over"
    assert run_command([*again, str(tmp_path / "tabel.pdf")]) == 2
    assert run_command([*again, str(tmp_path / "0102031234.csv")]) == 4
