"""Agreement of raters against the figures that Gwet's own package and the papers print."""

from __future__ import annotations

import json

import pytest

from frirum.cli.main import run_command
from frirum.core.instruments.agreement import Rating, agreement

# The example with gaps of Gwet (2014): four raters, twelve units.
FOUR_RATERS = (
    (1, 1, None, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4),
    (4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (None, 5, 5, 5), (None, None, 1, 1), (None, None, 3, None),
)  # fmt: skip


def of_units(rows):
    return [
        Rating(str(unit), f"r{rater}", str(answer))
        for unit, row in enumerate(rows)
        for rater, answer in enumerate(row)
        if answer is not None
    ]


def of_table(table):
    """The ratings of two raters from the table of their answers."""
    pairs = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _unit in range(count)]
    return of_units(pairs)


def test_four_raters_with_gaps():
    found = agreement(of_units(FOUR_RATERS))
    assert (found.n_units, found.n_paired, found.n_raters) == (12, 11, 4)
    assert found.percent == pytest.approx(0.81818, abs=1e-5)
    assert found.ac1 == pytest.approx(0.77544, abs=1e-5)
    assert found.se == pytest.approx(0.14295, abs=1e-5)
    assert found.kappa == pytest.approx(0.76117, abs=1e-5)  # Fleiss
    assert -1 < found.lower < found.ac1 < found.upper < 1  # the normal interval was cut at 1


def test_two_raters_three_answers():
    found = agreement(of_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]]))
    assert found.percent == pytest.approx(0.89)
    assert found.ac1 == pytest.approx(0.84933, abs=1e-5)
    assert found.se == pytest.approx(0.04322, abs=1e-5)
    assert found.kappa == pytest.approx(0.79641, abs=1e-5)  # Cohen
    assert (found.lower, found.upper) == pytest.approx((0.76358, 0.93508), abs=2e-5)  # t(99) · se
    assert found.pairs.tolist() == [[13, 0, 0], [0, 20, 7], [0, 4, 56]]


@pytest.mark.parametrize(
    "table, kappa, ac1", [([[40, 9], [6, 45]], 0.6995, 0.7007), ([[80, 10], [5, 5]], 0.3182, 0.8080)]
)
def test_the_same_agreement_with_two_kappas(table, kappa, ac1):
    found = agreement(of_table(table))
    assert found.percent == pytest.approx(0.85)
    assert (found.kappa, found.ac1) == pytest.approx((kappa, ac1), abs=1e-4)


def test_full_agreement_is_not_certain():
    found = agreement(of_table([[40, 0], [0, 5]]))
    assert (found.ac1, found.se, found.upper) == (1, 0, 1)
    assert 0.85 < found.lower < 0.95


def test_one_answer_only_leaves_chance_unknown():
    one = of_table([[12]])
    assert (agreement(one).kappa, agreement(one).ac1, agreement(one).percent) == (None, None, 1)
    assert agreement(one, answers=("0", "1")).ac1 == 1


def _run(capsys, path, *more):
    code = run_command(
        [
            "audit",
            "agreement",
            str(path),
            "--unit",
            "sag",
            "--rater",
            "hvem",
            "--rating",
            "svar",
            *more,
            "--json",
        ]
    )
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def rated(tmp_path):
    def write(*rows):
        path = tmp_path / "bedømt.csv"
        path.write_text("\n".join(["sag;hvem;svar", *rows]), encoding="utf-8")
        return path

    return write


def test_the_command_gives_exactly_what_the_contract_says(capsys, rated):
    rows = [
        f"{unit};{rater};{'' if answer is None else answer}"
        for unit, row in enumerate(FOUR_RATERS)
        for rater, answer in enumerate(row)
    ]
    code, found = _run(capsys, rated(*rows))
    assert code == 0
    assert list(found) == ["n_units", "n_raters", "percent", "kappa", "ac1", "lower", "upper"]
    assert (found["n_units"], found["n_raters"], round(found["ac1"], 5)) == (12, 4, 0.77544)


@pytest.mark.parametrize(
    "rows, line",
    [(("a;1;ja", "a;1;nej"), 3), (("a;1;ja", "b;1;nej"), None), (("a;1;ja", "b;2;nej"), None), (("a;1;", "a;2;"), 1),
     ((";1;ja", "a;2;ja"), 2)],
)  # fmt: skip
def test_what_cannot_be_compared(capsys, rated, rows, line):
    code, found = _run(capsys, rated(*rows))
    assert (code, found["error"]["line"]) == (3, line)
    assert found["error"]["remedy"]


def test_an_answer_nobody_named(capsys, rated):
    code, found = _run(capsys, rated("a;1;ja", "a;2;måske"), "--answers", "ja,nej")
    assert (code, found["error"]["line"]) == (3, 3)
