"""Every estimate method on data that are empty, broken or strange: an answer or a refusal, never a fault of ours."""

from __future__ import annotations

import json
import random

import pytest

from frirum.cli.main import run_command

KEYS = {
    "estimator", "estimand", "outcome", "group", "period", "n_treated", "n_comparison", "units_treated",
    "point", "se", "lower", "upper", "p_value", "inference", "notes",
}  # fmt: skip
COLUMNS = ["u", "t", "g", "y", "d", "w", "r", "e", "x", "first", "h"]
PANEL = "--outcome y --unit u --time t --first-treated g"
METHODS = {
    "did": PANEL,
    "did weighted": f"{PANEL} --weights w",
    "att-gt": PANEL,
    "att-gt not-yet": f"{PANEL} --comparison not-yet",
    "att-gt covariates": f"{PANEL} --covariates x,r",
    "few": "--outcome y --unit u --time t --treated d --size w --blocks r",
    "few strata": "--outcome y --unit u --time t --treated d --strata r",
    "few once": "--outcome y --unit u --treated d",
    "synthetic": "--outcome y --unit u --time t --treated-unit Ærø0 --from 2016-04",
    "series": "--outcome y --time t --unit u --treated-unit Ærø0 --from 2016-04",
    "series counts": "--outcome e --time t --unit u --treated-unit Ærø0 --from 2016-04 --counts --step-only",
    "sensitivity": f"{PANEL} --mbar 1 --m 0,1",
    "bounds": "--outcome y --treated d --observed first",
    "mean": "--outcome y --stratum r --population w",
    "adjust": "--outcome y --treated d --covariates x,r",
    "survival": "--time w --event d --group r --covariates x",
    "survival late": "--time w --event d --entry h --horizon 5",
    "survival at": "--time w --event d --covariates x --at x=0",
    "survival competing": "--time w --event e --competing",
    "survival competing groups": "--time w --event e --competing --group r",
    "ranks": "--outcome y --group d",
    "odds": "--outcome d --treated first --strata r",
    "ordinal": "--outcome e --covariates x",
    "ordinal clusters": "--outcome e --covariates x --cluster u",
    "waves": "--outcome e --wave d --cluster u",
}


def _rows(units=8, months=6):
    rng = random.Random(5)
    found = []
    for unit in range(units):
        start = ("2016-04", "2016-05", "")[min(unit // 2, 2)]
        for month in range(1, months + 1):
            when = f"2016-{month:02}"
            on = int(bool(start) and when >= start)
            found.append({
                "u": f"Ærø{unit}", "t": when, "g": start, "y": round(rng.gauss(unit, 1) + on, 3), "d": on,
                "w": unit + 3, "r": f"R{unit // 4}", "e": rng.randint(0, 3), "x": round(rng.gauss(0, 1), 3),
                "first": int(month == 1), "h": rng.randint(0, 2),
            })  # fmt: skip
    return found


def _each(rows, **values):
    return [{**row, **values} for row in rows]


ROWS = _rows()
DATA = {
    "sound": ROWS,
    "one row": ROWS[:1],
    "one unit": ROWS[:6],
    "two units": ROWS[:12],
    "one period": [row for row in ROWS if row["t"] == "2016-05"],
    "two periods": [row for row in ROWS if row["t"] in ("2016-03", "2016-04")],
    "gaps": [row for place, row in enumerate(ROWS) if place % 5],
    "twice": [*ROWS, ROWS[7]],
    "no outcome": _each(ROWS, y="", e=""),
    "some outcomes": [{**row, "y": ""} if place % 4 == 0 else row for place, row in enumerate(ROWS)],
    "constant": _each(ROWS, y=5, e=1, x=0),
    "tiny": [{**row, "y": row["y"] * 1e-200} for row in ROWS],
    "huge": [{**row, "y": row["y"] * 1e200, "w": 1e15, "x": row["x"] * 1e12} for row in ROWS],
    "nobody treated": _each(ROWS, g=0, d=0),
    "all treated": _each(ROWS, g="2016-04", d=1),
    "from the first period": [
        {**row, "g": "2016-01" if row["g"] else "", "d": int(bool(row["g"]))} for row in ROWS
    ],
    "one treated": [{**row, **({} if row["u"] == "Ærø0" else {"g": "", "d": 0})} for row in ROWS],
    "off again": [{**row, "d": int(row["t"] == "2016-03")} for row in ROWS],
    "no weight": _each(ROWS, w=0),
    "negative weight": _each(ROWS, w=-1),
    "collinear": [{**row, "x": row["d"], "r": row["d"]} for row in ROWS],
    "infinite": [{**row, "y": "inf", "x": "-inf"} for row in ROWS],
    "words": _each(ROWS, y="ja", x="nej", e="måske", w="mange"),
    "no rows": [],
}


@pytest.mark.parametrize("name", DATA)
def test_an_answer_or_a_refusal_but_never_a_fault_of_ours(tmp_path, capsys, name):
    path = tmp_path / "d.csv"
    lines = [";".join(COLUMNS), *(";".join(str(row[column]) for column in COLUMNS) for row in DATA[name])]
    path.write_text("\n".join(lines), encoding="cp1252")
    for method, options in METHODS.items():
        code = run_command(["estimate", method.split()[0], str(path), *options.split(), "--json"])
        shown = capsys.readouterr()
        assert code in (0, 3), (method, shown.err)
        assert shown.err == "", method
        document = json.loads(shown.out, parse_constant=pytest.fail)
        if code == 3:
            assert document["error"]["file"] == str(path), method
            assert document["error"]["message"], method
            continue
        assert list(document) == ["estimates", "checks", "headline", "refused"]
        assert all(set(row) == KEYS for row in document["estimates"])
        assert document["headline"] is None or document["headline"] in document["estimates"]
        assert (document["headline"] is None) == (document["refused"] is not None), method
