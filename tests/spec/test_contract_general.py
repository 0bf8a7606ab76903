"""The command line's general rules: one JSON document, exit codes, error objects, files as people have them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import polars as pl
import pytest

from frirum.cli.main import run_command

SLUG = "foertidspension-opfoelgning"
ROWS = [(f"Brønderslev {unit}", 2015 + year, (2017 if unit < 2 else 0), unit * 0.5 + year * (unit % 3) + 0.25)
        for unit in range(8) for year in range(4)]  # fmt: skip
COLUMNS = ["kommune", "aar", "start", "udfald"]
NAMES = ["--outcome", "udfald", "--unit", "kommune", "--time", "aar", "--first-treated", "start"]


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRIRUM_HOME", raising=False)


@pytest.fixture
def run(capsys):
    """Exit code and the one document on standard output; anything beside it, or NaN in it, fails."""

    def refuse(constant):
        raise AssertionError(constant)

    def call(*arguments):
        code = run_command([str(argument) for argument in arguments])
        return code, json.loads(capsys.readouterr().out, parse_constant=refuse)

    return call


def _text(separator: str, mark: str) -> str:
    lines = [COLUMNS, *([str(cell) for cell in row[:3]] + [str(row[3]).replace(".", mark)] for row in ROWS)]
    return "\r\n".join(separator.join(line) for line in lines) + "\r\n"


@pytest.mark.parametrize(
    "line",
    ["--json estimate share --events 3 --n 10", "estimate --json share --events 3 --n 10",
     "estimate share --events 3 --json --n 10", "estimate share --events 3 --n 10 --json"],
)  # fmt: skip
def test_json_may_stand_anywhere(run, line):
    code, document = run(*line.split())
    assert code == 0
    assert list(document) == ["estimates", "checks", "headline", "refused"]


@pytest.mark.parametrize(
    "line, code",
    [
        ("--json", 2), ("estimate --json", 2), ("catalogue --json", 2), ("nope --json", 2),
        ("estimate share --json", 2), ("estimate share --events a --n 3 --json", 2),
        ("estimate share --events 4 --n 3 --json", 2), ("estimate share --events -1 --n 3 --json", 2),
        ("estimate share --events 1 --n 3 --evnts 3 --json", 2), ("estimate share --events 1 --n 3 --lang fr --json", 2),
        ("estimate monitor --events 1 --n 3 --baseline 1,5 --json", 2), ("audit size --population 9 --json", 2),
        ("catalogue show nope --json", 2), ("catalogue export nope --json", 2),
        ("assess nope --facts absent.json --json", 2), (f"assess {SLUG} --json", 2),
        (f"assess {SLUG}/nope --facts absent.json --json", 2),
        (f"assess {SLUG} --facts absent.json --json", 3), (f"assess {SLUG} --facts a --on 2019-13-01 --json", 2),
        (f"report {SLUG} --kind form --format txt --out x.txt --json", 2),
        (f"report {SLUG} --kind form --format html --out nowhere/x.html --json", 3),
        ("verify --json", 2), ("catalogue import absent.toml --json", 2),
        ("protect absent.csv --rows a --columns b --count n --json", 3),
        (" ".join(["estimate did absent.csv", *NAMES, "--json"]), 3),
        (" ".join(["estimate did .", *NAMES, "--json"]), 3),
        ("estimate cells absent.csv --json", 3),
    ],
)  # fmt: skip
def test_what_goes_wrong_has_a_code_and_an_error_object(run, tmp_path, monkeypatch, line, code):
    monkeypatch.chdir(tmp_path)
    found, document = run(*line.split())
    assert found == code
    assert set(document["error"]) == {"code", "file", "line", "message", "remedy"}
    assert document["error"]["code"] == {2: "usage", 3: "input_refused"}[code]
    assert document["error"]["message"]
    assert list(tmp_path.iterdir()) == []


def test_without_json_errors_go_to_standard_error(capsys):
    assert run_command(["catalogue", "show", "nope"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Der er intet forsøg med slug nope." in shown.err


@pytest.mark.parametrize("line", ["--version", "--help", "estimate share --help"])
def test_help_with_json_is_a_document_too(run, line):
    code, document = run(*line.split(), "--json")
    assert code == 0
    assert "frirum" in document["text"]


@pytest.mark.parametrize("command", ["init", "run", "serve", "worker", "verify", "backtest", "diagnose"])
def test_every_command_explains_itself(capsys, command):
    assert run_command([command, "--help"]) == 0
    assert f"Usage: frirum {command}" in capsys.readouterr().out


def test_wrong_usage_is_told_in_danish(run):
    code, document = run("estimate", "share", "--n", "3", "--evnts", "1", "--json")
    assert code == 2
    assert document["error"]["message"] == "Kommandoen har ikke --evnts."


@pytest.mark.parametrize(
    "name, encoding, separator, mark",
    [("a.csv", "utf-8", ",", "."), ("b.csv", "utf-8-sig", ";", ","), ("c.csv", "cp1252", ";", ","),
     ("d.csv", "utf-8", ";", ".")],
)  # fmt: skip
def test_csv_as_people_have_it(run, tmp_path, name, encoding, separator, mark):
    _whole().write_parquet(tmp_path / "true.parquet")
    (tmp_path / name).write_bytes(_text(separator, mark).encode(encoding))
    expected = run("estimate", "att-gt", tmp_path / "true.parquet", *NAMES, "--json")
    assert expected[1]["estimates"]
    assert run("estimate", "att-gt", tmp_path / name, *NAMES, "--json") == expected


def test_xlsx(run, tmp_path):
    frame = _whole()
    frame.write_parquet(tmp_path / "true.parquet")
    frame.write_excel(tmp_path / "t.xlsx")
    expected = run("estimate", "att-gt", tmp_path / "true.parquet", *NAMES, "--json")
    assert run("estimate", "att-gt", tmp_path / "t.xlsx", *NAMES, "--json") == expected


def _whole() -> pl.DataFrame:
    return pl.DataFrame(ROWS, schema=COLUMNS, orient="row")


@pytest.mark.parametrize(
    "body, line",
    [("kommune,aar,start,udfald\nA,2015,0,1\nB,2015,0,abc\n", 3), ("", 1),
     ("kommune,aar,start,udfald\nA,2015,0,inf\n", 2)],
)  # fmt: skip
def test_a_bad_cell_is_named_by_its_line(run, tmp_path, body, line):
    path = tmp_path / "t.csv"
    path.write_text(body)
    code, document = run("estimate", "did", path, *NAMES, "--json")
    assert code == 3
    assert (document["error"]["file"], document["error"]["line"]) == (str(path), line)


def test_never_treated_is_nought_or_empty_and_nothing_else_unread(run, tmp_path):
    answers = []
    for never in ("0", ""):
        path = tmp_path / f"never{never}.csv"
        path.write_text(_text(",", ".").replace(",0,", f",{never},"), encoding="utf-8")
        answers.append(run("estimate", "att-gt", path, *NAMES, "--json"))
    assert answers[0] == answers[1]
    path.write_text(_text(",", ".").replace(",0,", ",NA,"), encoding="utf-8")
    code, document = run("estimate", "att-gt", path, *NAMES, "--json")
    assert code == 3
    assert document["error"]["message"] == "Første periode NA er ikke skrevet som datas perioder."


def test_a_definition_printed_to_any_file_name_is_sound(run, tmp_path):
    _code, document = run("catalogue", "export", SLUG, "--json")
    path = tmp_path / "kopi.toml"
    path.write_text(document["toml"], encoding="utf-8")
    assert run("catalogue", "check", path, "--json") == (0, {"files": 1, "faults": []})


@pytest.mark.parametrize(
    "command",
    ["erase", "export", "cells", "chain"],
)  # fmt: skip
def test_what_is_not_built_is_an_unknown_command(run, command):
    code, document = run(*command.split(), "x", "--json")
    assert code == 2
    assert document["error"]["message"] == f"Kommandoen {command.split()[-1]} findes ikke."


def test_as_a_program_one_and_two_threads_give_the_same_bytes(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(_text(";", ","), encoding="utf-8")
    command = [sys.executable, "-m", "frirum", "estimate", "att-gt", str(path), *NAMES, "--json"]
    answers = []
    for threads in ("1", "2"):
        env = {
            **os.environ,
            "OMP_NUM_THREADS": threads,
            "OPENBLAS_NUM_THREADS": threads,
            "POLARS_MAX_THREADS": threads,
        }
        answers.append(subprocess.run(command, env=env, capture_output=True, check=True).stdout)
    assert answers[0] == answers[1]
    assert json.loads(answers[0])["estimates"]
