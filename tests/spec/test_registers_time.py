"""`frirum registers durations` and `match` against registers whose answer is known."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path
from statistics import fmean, median
from typing import Any

import pytest

from frirum.cli.main import run_command

FIRST = dt.date(2015, 1, 5)
WEEKS = 200


class Run:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def __call__(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        found = run_command(["registers", *arguments, "--json"])
        printed = self._capsys.readouterr()
        assert found == code, printed
        return dict(json.loads(printed.out))

    def register(self, spells: dict[int, list[tuple[int, int, str]]]) -> str:
        """A register of people with (first, after last, code)."""
        weeks = [(FIRST + dt.timedelta(weeks=n)).isocalendar() for n in range(WEEKS)]
        lines = [";".join(["PNR", "nykom", *(f"y_{w[0] % 100:02d}{w[1]:02d}" for w in weeks)])]
        for who, own in spells.items():
            cells = [""] * WEEKS
            for first, after, code in own:
                cells[first:after] = [code] * (min(after, WEEKS) - first)
            lines.append(";".join([str(who), "851" if who % 2 else "101", *cells]))
        path = self.folder / "dream.csv"
        path.write_text("\n".join(lines) + "\n")
        return str(path)

    def marks(self, days: dict[int, int], name: str = "marks.csv") -> str:
        path = self.folder / name
        rows = [f"{who},{FIRST + dt.timedelta(weeks=at)}" for who, at in days.items()]
        path.write_text("\n".join(["PNR,index_date", *rows]) + "\n")
        return str(path)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    return Run(tmp_path, capsys)


def lives(seed: int = 1, people: int = 300) -> dict[int, list[tuple[int, int, str]]]:
    drawn = random.Random(seed)
    found = {}
    for who in range(1, people + 1):
        start = drawn.randrange(1, 150)
        found[who] = [(start, start + drawn.randrange(4, 120), "740")]
    return found


def test_the_naive_mean_stands_beside_the_one_that_counts_running_spells(run: Run) -> None:
    people = lives()
    found = run("durations", run.register(people), "--group", "ledighedsydelse", "--horizon", "120")
    true = [after - start for [(start, after, _code)] in people.values()]
    ended = [after - start for [(start, after, _code)] in people.values() if after < WEEKS]
    length = found["length"]
    assert length["naive"] == pytest.approx(fmean(ended))
    assert abs(length["mean"] - fmean(true)) < abs(length["naive"] - fmean(true))
    assert length["mean"] == pytest.approx(fmean(true), abs=3 * length["se"])
    assert (length["n"], length["naive_n"], length["unknown_start"]) == (len(people), len(ended), 0)


def test_over_18_months_returns_and_uses(run: Run) -> None:
    people = {
        1: [(10, 110, "740")],
        2: [(60, 130, "740"), (140, 150, "890")],
        3: [(20, 90, "740")],
    }
    marks = run.marks({1: 30, 2: 70, 3: 100})
    found = run(
        "durations", run.register(people), "--group", "ledighedsydelse", "--from", "2015-W02", "--to",
        (FIRST + dt.timedelta(weeks=100)).isoformat(), "--index", marks,
    )  # fmt: skip
    last = [one for one in found["over_18_months"] if one["limit"] == "78 weeks"][-1]
    assert (last["n"], last["over"]) == (2, 1)
    assert (found["returns"]["n"], found["returns"]["returned"]) == (1, 0)
    uses = found["uses"]
    assert (uses["n"], uses["outside_spell"]) == (3, 1)
    assert uses["elapsed_median"] == median([21, 11])
    assert (uses["time_to_exit"]["n"], uses["time_to_exit"]["exits"]) == (2, 2)


def test_a_matched_comparison_shows_its_balance_and_leaves_out_the_other_experiments(run: Run) -> None:
    drawn = random.Random(7)
    people = {}
    for who in range(1, 401):
        earlier = drawn.randrange(0, 60)  # weeks on sickness benefit in the two years before
        more = who % 2 == 1  # the treated municipality has more of them
        people[who] = [(2, 3 + earlier + 20 * more, "890"), (100, 150 + drawn.randrange(40), "740")]
    treated = dict.fromkeys(range(1, 120, 2), 110)
    file = run.register(people)
    arguments = (
        "match", file, "--index", run.marks(treated), "--group", "ledighedsydelse", "--kind", "rest_of_country",
        "--municipalities", "851",
    )  # fmt: skip
    found = run(*arguments)
    assert (found["treated"], found["candidates"], found["elapsed"]) == (60, 200, 11)
    row = next(one for one in found["balance"] if one["name"] == "sygedagpenge")
    assert abs(row["difference_before"]) > 0.5
    assert abs(row["difference_after"]) < abs(row["difference_before"]) / 3
    assert found["balanced"] is all(abs(one["difference_after"]) <= 0.1 for one in found["balance"])
    others = run.marks(dict.fromkeys(range(2, 102, 2), 110), "others.csv")
    assert run(*arguments, "--others", others)["candidates"] == 150


def test_the_degree_of_employment_over_52_weeks_names_its_scheme(run: Run) -> None:
    weeks = [FIRST + dt.timedelta(weeks=n) for n in range(WEEKS)]
    months = list(dict.fromkeys((day + dt.timedelta(days=3)).strftime("%Y_%m") for day in weeks))
    register = Path(run.register({1: [(11, 24, "740")], 2: [(0, 199, "740")], 3: [(30, 199, "999")], 4: []}))
    lines = register.read_text().splitlines()
    works = {"1", "4"}
    lines = [";".join([lines[0], *(f"branche_{month}" for month in months)])] + [
        ";".join([line, *["620100" if line.split(";")[0] in works else ""] * len(months)])
        for line in lines[1:]
    ]
    register.write_text("\n".join(lines) + "\n")
    marks = run.marks({1: 10, 2: 10, 3: 10, 4: 160})
    found = run(
        "outcomes", str(register), "--index", marks, "--at", "12", "--scheme", "beskaeftigelsesgrad-uger",
        "--keep-ids",
    )  # fmt: skip
    assert found["scheme"] == "beskaeftigelsesgrad-uger 0.1"
    assert [row[2] for row in found["rows"]] == [[(52 - 13) / 52], [0.0], [None], [None]]
    assert found["shares"]["12"] == {"n": 2, "unknown": 1, "left": 1, "mean": (52 - 13) / 104}


@pytest.mark.parametrize(
    "arguments, code, says",
    [
        (("durations", "--group", "noget"), 2, "noget"),
        (("durations", "--group", "ledighedsydelse", "--from", "1980-01"), 2, "--from"),
        (("durations", "--group", "ledighedsydelse", "--from", "i går"), 2, "i går"),
        (("durations", "--group", "ledighedsydelse", "--from", "2016-01", "--to", "2015-06"), 2, "--from"),
        (("match", "--group", "sygedagpenge", "--kind", "historical", "--municipalities", "851"), 3, "mærkede"),
        (("match", "--group", "ledighedsydelse", "--kind", "historical", "--municipalities", "by"), 2, "by"),
        (("match", "--group", "ledighedsydelse", "--kind", "other_municipalities", "--municipalities", "860"), 3, "860"),
        (("match", "--group", "ledighedsydelse", "--kind", "other_municipalities", "--municipalities", "851"), 3, "bor selv"),
        (("match", "--group", "ledighedsydelse", "--kind", "historical", "--municipalities", "851"), 3, "før den første"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_refused_with_what_to_write(
    arguments: tuple[str, ...], code: int, says: str, run: Run
) -> None:
    name, *rest = arguments
    index = ["--index", run.marks({1: 20})] if name == "match" else []
    error = run(name, run.register({1: [(10, 60, "740")]}), *rest, *index, code=code)["error"]
    assert error["remedy"]
    assert says in error["message"] or says == "860"
