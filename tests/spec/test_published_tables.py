"""Published tables: cells that are no number are never zero, series breaks are told, and every failure of a source.

The source is a small server of our own: nothing here asks the network.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

from frirum.cli.main import run_command
from frirum.sources import http

Answer = tuple[int, dict[str, str], bytes]
Reply = Callable[[str, dict[str, str], Any, int], Answer]


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRIRUM_HOME", raising=False)


class Source:
    """A server that answers with `reply(path, query, body, nth request)`, and what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.reply: Reply = lambda *_: (404, {}, b"")
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(None)

            def do_POST(self) -> None:
                self.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def answer(self, body: Any) -> None:
                parts = urlsplit(self.path)
                query = {key: values[0] for key, values in parse_qs(parts.query).items()}
                outer.asked.append((parts.path, query, self.headers.get("Authorization", "")))
                status, headers, content = outer.reply(parts.path, query, body, len(outer.asked))
                self.send_response(status)
                for name, value in {"Content-Length": str(len(content)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Iterator[Source]:
    made = Source()
    monkeypatch.setenv("FRIRUM_JOBINDSATS_URL", made.address)
    monkeypatch.setenv("FRIRUM_STATBANK_URL", made.address)
    monkeypatch.setenv("FRIRUM_JOBINDSATS_KEY", "hemmelig")
    monkeypatch.setattr(http, "_WAITS", (0.0, 0.0, 0.0, 0.0))
    yield made
    made.server.shutdown()
    made.server.server_close()


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    found = run_command(["registers", *arguments, "--json"])
    printed = capsys.readouterr()
    assert found == code, printed
    assert "hemmelig" not in printed.out + printed.err
    return dict(json.loads(printed.out))


def ok(document: Any) -> Answer:
    return 200, {}, json.dumps(document).encode()


MONTHS = [f"2026M{n:02d}" for n in range(9, 13)] + [f"2027M{n:02d}" for n in range(1, 4)]
ABOUT = {
    "table_id": "y09a07",
    "periods": {"M": MONTHS, "Y": ["2026Y01"]},
    "hierarchies": [
        {"id": "_nykom", "levels": [{"id": "kom", "values": [{"id": "k1", "name": "Aalborg"}, {"id": "k2", "name": "Læsø"}]}]}
    ],
}  # fmt: skip


def values(query: dict[str, str]) -> tuple[list[str], list[str]]:
    return query["period.M"].split(","), query["hierarchy._nykom"].split(",")


def table(path: str, query: dict[str, str], _body: Any, _n: int, most: int = 10**6) -> Answer:
    """The source as the note describes it: an answer larger than `most` cells is refused."""
    if path == "/table/y09a07":
        return ok(ABOUT)
    if path != "/data/y09a07":
        return 404, {}, b"{}"
    periods, areas = values(query)
    if len(periods) * len(areas) > most:
        return 400, {}, b'{"message": "Cell limit exceeded"}'
    cells = {"k1": 31.5, "k2": "-"}
    return ok(
        {"columns": ["Område", "Periode", "Uger"], "rows": [[a, p, cells[a]] for a in areas for p in periods]}
    )


def test_a_pull_names_its_day_its_hidden_cells_and_the_break(
    source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    source.reply = table
    found = run(capsys, "jobindsats", "y09a07", "--period", "latest:4")
    assert found["columns"] == ["Område", "Periode", "Uger"]
    assert [row[2] for row in found["rows"]] == [31.5] * 4 + [None] * 4
    assert (found["hidden"], found["breaks"]) == (4, ["2027-01-01"])
    assert found["table"] == "y09a07"
    assert len(found["pulled"]) == len("2026-01-01")
    assert "én offentlig note" in found["unverified"][0]
    assert {key for _path, _query, key in source.asked} == {"Bearer hemmelig"}
    before = run(capsys, "jobindsats", "y09a07", "--period", "2026M10:2026M12", "--area", "851")
    assert (before["breaks"], {row[0] for row in before["rows"]}) == ([], {"k1"})


def test_a_pull_too_large_is_split_and_whole_again(
    source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    source.reply = table
    whole = run(capsys, "jobindsats", "y09a07", "--period", "latest:7")
    source.asked.clear()
    source.reply = lambda path, query, body, n: table(path, query, body, n, most=3)
    parts = run(capsys, "jobindsats", "y09a07", "--period", "latest:7")
    assert sorted(map(str, parts["rows"])) == sorted(map(str, whole["rows"]))
    assert parts["breaks"] == whole["breaks"]
    source.reply = lambda path, query, body, n: table(path, query, body, n, most=0)
    assert "stor" in run(capsys, "jobindsats", "y09a07", "--period", "latest:2", code=3)["error"]["message"]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_passes_is_tried_again(status: int, source: Source, capsys: pytest.CaptureFixture[str]) -> None:
    source.reply = lambda p, q, b, n: (
        (status, {"Retry-After": "0"}, b"") if n in (1, 3) else table(p, q, b, n)
    )
    assert len(run(capsys, "jobindsats", "y09a07", "--period", "2026M10")["rows"]) == 2
    source.reply = lambda *_: (status, {"Retry-After": "0"}, b"")
    source.asked.clear()
    error = run(capsys, "jobindsats", "y09a07", "--period", "2026M10", code=3)["error"]
    assert len(source.asked) == 5
    assert error["remedy"]


@pytest.mark.parametrize(
    "answer, says",
    [
        ((401, {}, b""), "afviser nøglen"),
        ((403, {}, b""), "ikke adgang"),
        ((404, {}, b""), "kender ikke tabellen"),
        ((500, {}, b"oops"), "500"),
        ((302, {"Location": "http://example.invalid/"}, b""), "302"),
        ((200, {}, b'{"periods": {"M": ["2026M10"'), "skåret over"),
        ((200, {}, b"<html>"), "JSON"),
        ((200, {}, b"{}"), "periods"),
        ((200, {"Content-Length": "900"}, b"{}"), "svarer ikke"),
    ],
)
def test_failures_say_what_and_what_to_do(
    answer: Answer, says: str, source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    source.reply = lambda *_: answer
    error = run(capsys, "jobindsats", "y09a07", "--period", "2026M10", code=3)["error"]
    assert says in error["message"]
    assert error["remedy"]
    if answer[0] in (401, 403):
        error = run(capsys, "statbank", "AUK01", "--period", "2026M10", code=3)["error"]
        assert (error["message"], "ingen nøgle" in error["remedy"]) == ("Kilden giver ikke adgang.", True)


@pytest.mark.parametrize(
    "options, says",
    [
        (("--period", "2031M01"), "2031M01"),
        (("--period", "latest:0"), "latest:0"),
        (("--period", "2026M10", "--area", "Atlantis"), "Atlantis"),
    ],
)
def test_what_the_table_does_not_have_is_refused(
    options: tuple[str, ...], says: str, source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    source.reply = table
    assert says in run(capsys, "jobindsats", "y09a07", *options, code=3)["error"]["message"]


def test_a_table_that_is_not_there_is_met_with_those_that_are(
    source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = {
        "subjects": [{"tables": [{"table_id": "y09a27", "table_name": "Varighed"}, {"table_id": "y01a02"}]}]
    }
    source.reply = lambda path, q, b, n: ok(listed) if path == "/tables" else (404, {}, b"")
    error = run(capsys, "jobindsats", "y09b99", "--period", "latest:1", code=3)["error"]
    assert "y09a27 (Varighed)" in error["remedy"]
    assert "y01a02" not in error["remedy"]


def test_without_a_key_or_a_period_nothing_is_asked(
    source: Source, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "--period" in run(capsys, "jobindsats", "y09a07", code=2)["error"]["remedy"]
    monkeypatch.delenv("FRIRUM_JOBINDSATS_KEY")
    error = run(capsys, "jobindsats", "y09a07", "--period", "2026M10", code=2)["error"]
    assert "FRIRUM_JOBINDSATS_KEY" in error["remedy"]
    monkeypatch.setenv("FRIRUM_STATBANK_URL", "http://example.invalid")
    assert "https" in run(capsys, "statbank", "AUK01", "--period", "2026M10", code=3)["error"]["message"]
    assert source.asked == []


INFO = {
    "id": "AUK01",
    "variables": [
        {"id": "OMRÅDE", "time": False, "values": [{"id": "851", "text": "Aalborg"}, {"id": "825", "text": "Læsø"}]},
        {"id": "YDELSE", "time": False, "values": [{"id": "A", "text": "Ledighedsydelse"}]},
        {"id": "Tid", "time": True, "values": [{"id": "2026K3", "text": "2026K3"}, {"id": "2026K4", "text": "2026K4"}]},
    ],
}  # fmt: skip


def statbank(path: str, _query: dict[str, str], body: Any, _n: int, most: int = 10**6) -> Answer:
    if path == "/tableinfo/AUK01":
        return ok(INFO)
    chosen = {one["code"]: one["values"] for one in body["variables"]}
    cells = len(chosen["OMRÅDE"]) * len(chosen["Tid"])
    if cells > most:
        return 400, {}, b'{"message": "Too many cells"}'
    dimension: dict[str, Any] = {
        name: {"label": name.lower(), "category": {"index": {own: n for n, own in enumerate(ids)}}}
        for name, ids in chosen.items()
    }
    dimension |= {"id": list(chosen), "size": [len(ids) for ids in chosen.values()]}
    numbers = [None if area == "825" else 1234 for area in chosen["OMRÅDE"] for _time in chosen["Tid"]]
    return ok({"dataset": {"dimension": dimension, "value": numbers}})


def test_the_statbank_is_pulled_split_and_its_missing_cells_counted(
    source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    source.reply = statbank
    found = run(capsys, "statbank", "AUK01", "--period", "latest:2")
    assert found["columns"] == ["område", "ydelse", "tid", "INDHOLD"]
    assert [row[3] for row in found["rows"]] == [1234, 1234, None, None]
    assert (found["hidden"], found["breaks"], found["unverified"]) == (2, [], [])
    source.reply = lambda p, q, b, n: statbank(p, q, b, n, most=1)
    assert run(capsys, "statbank", "AUK01", "--period", "latest:2")["rows"] == found["rows"]
    one = run(capsys, "statbank", "AUK01", "--period", "2026K4", "--area", "Aalborg")
    assert one["rows"] == [["851", "A", "2026K4", 1234]]


DOWNLOAD = """Område;Periode;Antal personer;Pct.
Aalborg;2026M11;1.234;3,4
Aalborg;2027M01;1.240;..
Læsø;2026M11;<5;-
Læsø;2027M01;.;0,0
"""


def as_csv(folder: Path) -> Path:
    path = folder / "y09a02.csv"
    path.write_bytes(b"\xef\xbb\xbf" + DOWNLOAD.encode())
    return path


def as_windows(folder: Path) -> Path:
    path = folder / "y09a02.csv"
    path.write_bytes(DOWNLOAD.replace("\n", "\r\n").encode("cp1252"))
    return path


def as_workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in DOWNLOAD.splitlines():
        cells: list[Any] = line.split(";")
        for place, digits in ((2, cells[2].replace(".", "")), (3, cells[3].replace(",", "."))):
            if digits.replace(".", "").isdigit():
                cells[place] = float(digits)
        sheet.append(cells)
    path = folder / "y09a02.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("make", [as_csv, as_windows, as_workbook])
def test_a_download_is_read_and_nothing_hidden_is_zero(
    make: Callable[[Path], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(make(tmp_path))
    found = run(capsys, "jobindsats", "y09a02", "--file", file)
    assert found["rows"] == [
        ["Aalborg", "2026M11", 1234, 3.4],
        ["Aalborg", "2027M01", 1240, None],
        ["Læsø", "2026M11", None, None],
        ["Læsø", "2027M01", None, 0],
    ]
    assert (found["hidden"], found["breaks"]) == (4, ["2027-01-01"])
    some = run(capsys, "jobindsats", "y09a02", "--file", file, "--period", "2026M11", "--area", "825")
    assert (some["rows"], some["hidden"], some["breaks"]) == ([["Læsø", "2026M11", None, None]], 2, [])
    out = tmp_path / "y09a02.json"
    assert run(capsys, "jobindsats", "y09a02", "--file", file, "--out", str(out)) == json.loads(
        out.read_text()
    )


@pytest.mark.parametrize(
    "table_id, months, breaks",
    [
        ("y36a02", ["2024M12", "2025M08"], ["2025-01-01"]),
        ("y09a02", ["2024M12", "2025M08"], []),
        ("y09a02", ["2026QMAT04", "2027QMAT01"], ["2027-01-01"]),
        ("y09a02", ["2027M01", "2027M02"], []),
    ],
)
def test_the_breaks_that_the_periods_run_over(
    table_id: str, months: list[str], breaks: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "fil.csv"
    file.write_text("Periode,Personer\n" + "".join(f"{month},7\n" for month in months))
    assert run(capsys, "jobindsats", table_id, "--file", str(file))["breaks"] == breaks
