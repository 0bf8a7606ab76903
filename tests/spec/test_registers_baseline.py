"""`frirum registers baseline`: figures from before the experiment against a count by hand, and reasons for none."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
from collections import Counter
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from frirum.cli.main import run_command
from frirum.core.measures.gathering import gather
from frirum.core.registers.marks import read_key_file

START = dt.date(2018, 7, 1)
GROUPS = ("2.1", "2.2", "2.3")


def cpr(number: int) -> str:
    """Born in 1903: nobody alive has it."""
    return f"{1 + number % 28:02d}{1 + number // 28 % 12:02d}03{1000 + number // 336:04d}"


@pytest.fixture(autouse=True)
def _shipped_definitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRIRUM_HOME", raising=False)


class Run:
    """One command and what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        self.code = run_command(["registers", "baseline", *arguments, "--json"])
        printed = capsys.readouterr()
        assert self.code != 1, printed.err
        self.document: dict[str, Any] = json.loads(printed.out)

    def values(self, measure: str, statistic: str | None = None) -> dict[tuple[str | None, str | None], Any]:
        """(group, at) -> value."""
        return {
            (row["group"], row["at"]): row["value"]
            for row in self.document["rows"]
            if row["measure"] == measure and statistic in (None, row["statistic"])
        }


def placements(seed: int, first: dt.date, last: dt.date) -> list[tuple[str, str, str, dt.date, str]]:
    """(CPR, kind, employer, begun, target group)."""
    drawn = random.Random(seed)
    days = (last - first).days
    return [
        (
            cpr(n),
            drawn.choice(["løntilskud", "jobrotation", "virksomhedspraktik"]),
            drawn.choice(["offentlig", "privat"]),
            first + dt.timedelta(days=drawn.randrange(days)),
            drawn.choice(GROUPS),
        )
        for n in range(400)
    ]


def written(path: Path, heading: str, rows: list[Any]) -> str:
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return str(path)


def test_counts_before_by_part_and_target_group(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = placements(1, dt.date(2016, 7, 1), dt.date(2020, 6, 30))
    file = written(
        tmp_path / "tilbud.csv",
        "CPR-nummer;Tilbudstype;Arbejdsgiver;Startdato;Målgruppe",
        [f"{who};{kind};{employer};{begun:%d-%m-%Y};{group}" for who, kind, employer, begun, group in made],
    )
    seen = max(row[3] for row in made)
    first = START - (seen - START)
    run = Run(capsys, "loentilskud-jobrotation", "--extract", file)
    assert (run.code, run.document["possible"], run.document["why"]) == (0, True, None)
    assert run.document["from"] == first.isoformat()
    for measure, kept in (
        ("loentilskud-foer", lambda row: row[1:3] == ("løntilskud", "offentlig")),
        ("jobrotation-foer", lambda row: row[1] == "jobrotation"),
    ):
        counted = Counter(row[4] for row in made if kept(row) and first <= row[3] < START)
        found = run.values(measure)
        assert found.pop((None, None)) == counted.total()
        assert found == {(group, None): counted[group] for group in GROUPS}
    assert {row["part"] for row in run.document["rows"]} == {"loentilskud", "jobrotation"}

    one = Run(capsys, "loentilskud-jobrotation", "--part", "jobrotation", "--extract", file)
    assert {row["measure"] for row in one.document["rows"]} == {"jobrotation-foer"}
    since = Run(capsys, "loentilskud-jobrotation", "--extract", file, "--since", "2018-01-01")
    half = [r for r in made if r[1] == "jobrotation" and dt.date(2018, 1, 1) <= r[3] < START]
    assert since.values("jobrotation-foer")[None, None] == len(half)


def test_rows_of_others_and_rows_that_cannot_be_read_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(
        tmp_path / "tilbud.csv",
        "cpr,municipality,kind,begun_on",
        [
            f"{cpr(1)},851,job_rotation,2018-03-01",
            f"{cpr(2)},101,job_rotation,2018-03-01",  # Copenhagen takes no part
            f"{cpr(3)},851,job_rotation,2018-13-01",
        ],
    )
    run = Run(capsys, "loentilskud-jobrotation", "--extract", file)
    assert run.values("jobrotation-foer") == {(None, None): 1, ("", None): 1}  # the file says no target group
    assert sum(run.document["inputs"][0]["set_aside"].values()) == 1
    assert any("1 af 3" in one for one in run.document["warnings"])


def test_nothing_before_is_not_nought(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(
        tmp_path / "tilbud.csv",
        "cpr,kind,begun_on",
        [f"{cpr(1)},job_rotation,{START + dt.timedelta(days=9)}"],
    )
    run = Run(capsys, "loentilskud-jobrotation", "--extract", file)
    assert (run.document["possible"], run.document["rows"]) == (False, [])
    assert {one["code"] for one in run.document["missing"]} == {"not_seen"}


@pytest.mark.parametrize(
    "slug, says",
    [
        ("revalidering-lae265", "manglende mulighed for at søge data ud"),
        ("mikrolaan", "beder ikke om"),
        ("foertidspension-opfoelgning", "mangler et udtræk"),
    ],
)
def test_the_reason_why_there_is_none(slug: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, slug)
    assert (run.code, run.document["possible"], run.document["rows"]) == (0, False, [])
    assert says in run.document["why"]


def weeks(first: dt.date, last: dt.date) -> list[dt.date]:
    monday = first - dt.timedelta(days=first.weekday())
    return [monday + dt.timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]


def wide(path: Path, axis: list[dt.date], people: dict[str, dict[int, str]], works: frozenset[str]) -> str:
    """A register with the codes of each person by column, and an industry code in every month of those who work."""
    names = [f"y_{d.isocalendar()[0] % 100:02d}{d.isocalendar()[1]:02d}" for d in axis]
    months = list(dict.fromkeys((d + dt.timedelta(days=3)).strftime("%Y_%m") for d in axis))
    rows = []
    for who, codes in people.items():
        cells = [codes.get(n, "") for n in range(len(axis))]
        rows.append(";".join([who, "851", *cells, *(["620100" if who in works else ""] * len(months))]))
    return written(path, ";".join(["CPR", "nykom", *names, *(f"branche_{m}" for m in months)]), rows)


def test_a_register_gives_the_stock_on_the_day_and_activation_ends_no_spell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    axis = weeks(dt.date(2015, 1, 5), dt.date(2018, 12, 30))
    at = next(n for n, day in enumerate(axis) if day + dt.timedelta(days=6) >= START)
    spans = {
        cpr(1): (at - 79, at + 5),
        cpr(2): (at - 77, at + 5),
        cpr(3): (at - 120, at - 1),
        cpr(4): (0, at + 9),
    }
    people = {who: dict.fromkeys(range(a, b), "740") for who, (a, b) in spans.items()}
    people[cpr(1)][at - 40] = "744"  # activated for a week
    file = wide(tmp_path / "dream.csv", axis, people, frozenset())
    run = Run(capsys, "ledighedsydelse-revurdering", "--extract", file)
    begun = [axis[a] for who, (a, b) in spans.items() if a > 0 and axis[b] > START]
    expected = sum((START - day).days / 7 > 78 for day in begun)
    assert expected == 1
    assert run.values("over-18-maaneder")[None, "2018-07-01"] == expected
    assert any("1 forløb" in one for one in run.document["warnings"])  # the one that touches the first column
    assert [one["measure"] for one in run.document["missing"]] == ["laengde"]


def test_the_status_some_months_after_is_looked_up_in_the_register(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = dt.date(2018, 8, 1)
    axis = weeks(dt.date(2015, 1, 5), dt.date(2018, 12, 30))
    drawn = random.Random(4)
    begun = {cpr(n): dt.date(2016, 1, 4) + dt.timedelta(days=drawn.randrange(880)) for n in range(60)}
    stays = {who: drawn.randrange(10, 90) for who in begun}
    works = frozenset(who for who in begun if drawn.random() < 0.5)
    column = {who: (day - axis[0]).days // 7 for who, day in begun.items()}
    people = {
        who: dict.fromkeys(range(column[who], min(column[who] + stays[who], len(axis))), "700")
        for who in begun
    }
    register = wide(tmp_path / "dream.csv", axis, people, works)
    extract = written(
        tmp_path / "ydelser.csv",
        "cpr,benefit,begun_on,ended_on",
        [
            f"{who},integrationsydelse,{day},{axis[column[who]] + dt.timedelta(weeks=stays[who], days=-1)}"
            for who, day in begun.items()
        ],
    )
    run = Run(
        capsys, "integration-kontaktforloeb", "--extract", extract, "--extract", register,
        "--since", "2016-01-01",
    )  # fmt: skip
    for months, after in ((6, 26), (12, 52), (24, 104)):
        known = [who for who in begun if begun[who] < start and column[who] + after < len(axis)]
        off = sum(stays[who] <= after for who in known)
        row = next(
            r for r in run.document["rows"]
            if r["measure"] == "selvforsoergelsesgrad-foer" and r["at"] == str(months)
        )  # fmt: skip
        assert (row["n"], row["count"], row["unknown"]) == (len(known), off, len(begun) - len(known))
    ended = {who: axis[column[who]] + dt.timedelta(weeks=stays[who], days=-1) for who in begun}
    # Those of the time before are followed for no longer than those of the experiment will be: to its first day.
    lengths = [(ended[who] - begun[who]).days for who in begun if ended[who] < start]
    mean = run.values("varighed-historisk", "mean")[None, None]
    assert mean == pytest.approx(fmean(lengths) / 7) or mean == pytest.approx(fmean(lengths) * 12 / 365.25)


def test_the_naive_mean_stands_beside_the_one_that_counts_what_is_still_running(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = random.Random(2)
    stays = [
        (START - dt.timedelta(days=drawn.randrange(1, 700)), drawn.randrange(10, 600))
        for _person in range(400)
    ]
    ends = [begun + dt.timedelta(days=length) for begun, length in stays]
    file = written(
        tmp_path / "ydelser.csv",
        "cpr,benefit,begun_on,ended_on",
        [
            f"{cpr(n)},ledighedsydelse,{begun},{end if end < START else ''}"
            for n, ((begun, _length), end) in enumerate(zip(stays, ends, strict=True))
        ],
    )
    run = Run(capsys, "forholdstal-ledighedsydelse", "--extract", file)
    rows = {row["statistic"]: row for row in run.document["rows"] if row["measure"] == "laengde-foer"}
    horizon = int(rows["restricted_mean"]["at"].split()[0])
    true = fmean(min(length, horizon) for _begun, length in stays)
    naive = fmean(length for (_begun, length), end in zip(stays, ends, strict=True) if end < START)
    in_unit = rows["mean"]["value"] / naive  # the unit is the definition's
    assert naive < 0.95 * true
    assert rows["restricted_mean"]["value"] == pytest.approx(true * in_unit, rel=0.06)
    seen = max(begun for begun, _length in stays)  # nothing is known of the days after the last row
    assert rows["restricted_mean"]["unknown"] == sum(end > seen for end in ends)


@pytest.mark.parametrize(
    "heading, row, says",
    [("noget,andet", "1,2", "overskrifter"), ("cpr,y_1653,y_1701", "1,,", "y_1653")],
)
def test_files_that_are_nothing_are_refused(
    heading: str, row: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "fil.csv", heading, [row])
    run = Run(capsys, "loentilskud-jobrotation", "--extract", file)
    assert run.code == 3
    error = run.document["error"]
    assert says in error["message"]
    assert error["file"].endswith("fil.csv")
    assert error["remedy"]


def test_the_same_file_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = written(tmp_path / "a.csv", "cpr,kind,begun_on", [f"{cpr(1)},job_rotation,2018-03-01"])
    other = written(tmp_path / "b.csv", "cpr,kind,begun_on", [f"{cpr(1)},job_rotation,2018-03-01"])
    run = Run(capsys, "loentilskud-jobrotation", "--extract", one, "--extract", other)
    assert (run.code, run.document["error"]["code"]) == (3, "input_refused")


def test_the_register_and_both_case_systems_tell_of_the_same_synthetic_lives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = str(tmp_path / "dream.csv")
    made = ["registers", "dummy", "--people", "3000", "--weeks", "400", "--seed", "5", "--out", register]
    assert run_command([*made, "--extracts", str(tmp_path), "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["extracts"]
    keys = read_key_file(Path(files["key"]))
    told = [
        {
            (row.who, row.values["begun_on"], row.values.get("ended_on"))
            for row in gather([Path(file)], key_file=keys).rows["benefits"]
            if row.values["benefit"] == "ledighedsydelse"
        }
        for file in (register, files["fasit"], files["momentum"])
    ]
    assert len(told[0]) > 100
    assert told[0] == told[1] == told[2]


def test_marks_placements_and_contacts_lie_in_the_same_lives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = str(tmp_path / "dream.csv")
    made = ["registers", "dummy", "--people", "6000", "--weeks", "520", "--seed", "7", "--out", register]
    assert run_command([*made, "--effect", "0.5", "--extracts", str(tmp_path), "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["extracts"]
    rows = {name: _cells(Path(file)) for name, file in files.items() if name != "key"}
    periods = [(who, first, last or "9999") for who, first, last in rows["momentum"]]
    for kind in ("marks", "placements", "contacts"):
        fasit, momentum = rows[f"fasit_{kind}"], rows[f"momentum_{kind}"]
        assert fasit == momentum, "both systems tell the same"
        for who, first, last in momentum:
            spells = [one for one in periods if one[0] == who]
            assert any(begun <= first and (last or first) <= ended for _who, begun, ended in spells)
    assert len(rows["momentum_contacts"]) > 10 * len(rows["momentum_placements"]) > 0
    assert 0 < len(rows["momentum_marks"]) < len(rows["momentum_placements"])
    for name in ("jobs", "follow_ups"):
        assert rows[f"fasit_{name}"] == rows[f"momentum_{name}"]
    numbers = {who for who, _first, _last in rows["fasit_jobs"]}
    assert len(numbers) == len(rows["fasit_jobs"]) == 6000 // 20
    assert {who for who, _first, _last in rows["fasit_follow_ups"]} <= numbers
    assert not numbers & {one[0] for one in periods}, "they stand in no register"
    placed = set(rows["momentum_placements"])
    assert set(rows["momentum_marks"]) <= placed, "a mark is one of a placement"


def test_the_synthetic_jobs_tell_what_experiment_7_asks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = str(tmp_path / "dream.csv")
    made = ["registers", "dummy", "--people", "12000", "--weeks", "480", "--seed", "3", "--out", register]
    assert run_command([*made, "--extracts", str(tmp_path), "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["extracts"]
    given = ["--extract", files["fasit_jobs"], "--extract", files["fasit_follow_ups"]]
    asked = ["evaluate", "foertidspension-opfoelgning", *given, "--out", str(tmp_path / "run"), "--json"]
    assert run_command(asked) == 0
    result = json.loads((tmp_path / "run" / "result.json").read_text())
    assert result["baseline"] == {"possible": True, "why": None, "rows": []}, "it stands with each question"
    found = {
        (row["outcome"], row["period"]): row["point"]
        for question in result["questions"]
        for row in question["estimates"]
    }
    assert found["planlagte-samtaler", "during"] < found["planlagte-samtaler", "before"] / 5
    assert abs(found["fastholdt", "change"]) < 0.25, "nothing was planted"


def _cells(path: Path) -> list[tuple[str, str, str]]:
    """(CPR number, first day, last day) of a synthetic extract, dates as 2018-07-01."""
    raw = path.read_bytes()
    text = raw.decode("cp1252" if b";" in raw[:60] else "utf-8-sig")
    lines = csv.DictReader(io.StringIO(text), delimiter=";" if b";" in raw[:60] else ",")
    first = ("Fra dato", "Startdato", "Samtaledato", "Periode fra", "Gyldig fra", "Start", "Kontaktdato")
    last = ("Til dato", "Slutdato", "Periode til", "Gyldig til", "Faktisk slutdato")

    def day(row: dict[str, str], names: tuple[str, ...]) -> str:
        cell = next((row[name] for name in names if name in row), "")
        return "-".join(reversed(cell.split("-"))) if cell[2:3] == "-" else cell

    return [
        ((row.get("CPR-nr.") or row.get("CPR") or "").replace("-", ""), day(row, first), day(row, last))
        for row in lines
    ]
