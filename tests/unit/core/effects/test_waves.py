"""Two anonymous survey waves: every arrangement written out, errors by definition, and what is refused."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest
from scipy import stats

from frirum.cli.main import run_command
from frirum.core.effects.wave_arrangements import list_arrangements


def people(seed, clusters=6, each=7, lift=0.0, once=()):
    """(cluster, wave, answer) with clusters that differ; those in `once` answered in one wave only."""
    rng = np.random.default_rng(seed)
    found = []
    for cluster in range(clusters):
        level = rng.normal() * 0.5
        for wave in (1, 2):
            if cluster in once and wave == 1 + cluster % 2:
                continue
            for _person in range(each + int(rng.integers(0, 4))):
                answer = int(np.clip(np.round(2.5 + level + lift * (wave == 2) + rng.normal()), 1, 4))
                found.append((f"Læsø {cluster}", wave, answer))
    return found


@pytest.fixture
def run(tmp_path, capsys):
    def call(rows, *extra):
        path = tmp_path / "d.csv"
        path.write_text("\n".join(["k;r;y", *(";".join(map(str, row)) for row in rows)]), encoding="utf-8")
        options = ["--outcome", "y", "--wave", "r", "--cluster", "k", *extra]
        code = run_command(["estimate", "waves", str(path), *options, "--json"])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        return code, json.loads(shown.out)

    return call


def _superiority(first, second):
    return stats.mannwhitneyu(second, first).statistic / (len(first) * len(second))


def _top(first, second):
    return np.mean(second == 4) - np.mean(first == 4)


def _every_arrangement(rows, statistic, null):
    """p by going through the people of every arrangement of clusters, without any counting in advance."""
    cells = {}
    for cluster, wave, answer in rows:
        cells.setdefault(cluster, {}).setdefault(wave, []).append(answer)
    both = [name for name, waves in cells.items() if len(waves) == 2]
    once = [name for name, waves in cells.items() if len(waves) == 1]
    late = sum(2 in cells[name] for name in once)

    def value(signs, chosen):
        first, second = [], []
        for name, swap in zip(both, signs, strict=True):
            one, two = (2, 1) if swap else (1, 2)
            first += cells[name][one]
            second += cells[name][two]
        for name in once:
            (answers,) = cells[name].values()
            (second if name in chosen else first).extend(answers)
        return abs(statistic(np.array(first), np.array(second)) - null)

    observed = value([0] * len(both), [name for name in once if 2 in cells[name]])
    every = [value(signs, chosen) for signs in itertools.product((0, 1), repeat=len(both))
             for chosen in itertools.combinations(once, late)]  # fmt: skip
    return np.mean(np.array(every) >= observed - 1e-12), len(every)


@pytest.mark.parametrize(
    "once", [(), (3, 4, 5, 6, 7), (0, 1, 2, 3, 4, 5, 6, 7)], ids=["both", "some", "none"]
)
def test_superiority_and_top_category_by_every_arrangement(run, once):
    rows = people(11, clusters=8, lift=0.4, once=once)
    code, found = run(rows)
    assert code == 0
    first, second = (np.array([y for _k, r, y in rows if r == wave]) for wave in (1, 2))
    for row, (estimand, statistic, null) in zip(
        found["estimates"], [("superiority", _superiority, 0.5), ("difference", _top, 0)], strict=True
    ):
        p_value, count = _every_arrangement(rows, statistic, null)
        assert row["estimand"] == estimand
        assert row["inference"] == "cluster-permutation"
        assert row["point"] == pytest.approx(statistic(first, second))
        assert row["p_value"] == pytest.approx(p_value)
        assert f"{count} mulige ombytninger af klynger, alle gennemregnet" in row["notes"]
        assert (row["n_comparison"], row["n_treated"]) == (len(first), len(second))


def test_errors_are_those_of_independent_waves_with_clusters(run):
    rows = people(3)
    _code, found = run(rows)
    variance = 0.0
    for wave in (1, 2):
        answers = np.array([y == 4 for _k, r, y in rows if r == wave], dtype=float)
        names = np.array([k for k, r, _y in rows if r == wave])
        sums = [(answers[names == name] - answers.mean()).sum() for name in np.unique(names)]
        variance += 6 / 5 * np.sum(np.square(sums)) / len(answers) ** 2
    row = found["estimates"][1]
    assert row["se"] == pytest.approx(np.sqrt(variance))
    assert row["upper"] == pytest.approx(row["point"] + stats.t.ppf(0.975, 5) * np.sqrt(variance))


def test_with_one_answer_in_each_cluster_the_error_is_that_of_placements(run):
    rows = [(f"{wave}-{place}", wave, int(answer)) for wave in (1, 2)
            for place, answer in enumerate(np.random.default_rng(wave).integers(1, 5, 20))]  # fmt: skip
    _code, found = run(rows)
    first, second = (np.array([y for _k, r, y in rows if r == wave]) for wave in (1, 2))
    above = [np.mean(second > y) + np.mean(second == y) / 2 for y in first]
    below = [np.mean(first < y) + np.mean(first == y) / 2 for y in second]
    error = np.sqrt(np.var(above, ddof=1) / 20 + np.var(below, ddof=1) / 20)
    assert found["estimates"][0]["se"] == pytest.approx(error)


def test_many_clusters_are_drawn_and_the_notes_say_so(run):
    _code, found = run(people(5, clusters=20, each=3, lift=1.0))
    row = found["headline"]
    assert row["estimand"] == "superiority"
    assert any("9999 tilfældige af 1048576" in note for note in row["notes"])
    assert row["p_value"] == pytest.approx(
        round(row["p_value"] * 10_000) / 10_000
    )  # the observed among 10,000
    assert 0 < row["p_value"] < 0.05


def test_a_true_null_is_rejected_as_often_as_promised():
    """400 sets of eight clusters, no change: p ≤ 5 % in at most 5 % of cases, within four Monte Carlo errors."""
    rng = np.random.default_rng(8)
    rejected = 0
    for _replication in range(400):
        level = rng.normal(size=8)[:, None]
        difference = (rng.normal(size=(8, 2)) + level) @ [-1, 1]
        signs = 1 - 2 * list_arrangements(np.ones((8, 2, 2), dtype=np.int64)).swapped
        rejected += np.mean(np.abs(signs @ difference) >= abs(difference.sum()) - 1e-12) <= 0.05
    assert rejected / 400 <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / 400)


def test_too_few_clusters_can_never_show_anything(run):
    code, found = run(people(2, clusters=4))
    assert (code, found["headline"]) == (0, None)
    assert "0,125" in found["refused"]["message"]
    assert len(found["estimates"]) == 2
    assert run(people(2, clusters=6))[1]["headline"]


def test_the_checks_tell_of_small_cells_and_of_clusters_seen_once(run):
    rows = [row for row in people(9, clusters=8, once=(3, 4)) if row[0] != "Læsø 0"] + [
        ("Læsø 0", 1, 2),
        ("Læsø 0", 2, 3),
    ]
    checks = {check["name"]: check for check in run(rows)[1]["checks"]}
    assert checks["small_clusters"]["value"] == 2
    assert checks["clusters_in_one_wave"]["value"] == 2
    assert checks["design_effect"]["value"] >= 1
    assert "Runde 2:" in checks["distribution"]["text"]


def test_any_order_of_rows_and_an_empty_answer(run):
    rows = people(4)
    known = run(rows)
    assert run(np.random.default_rng(1).permutation(np.array(rows, dtype=object)).tolist()) == known
    _code, found = run([*rows, ("Læsø 1", 2, "")])
    assert found["estimates"] == known[1]["estimates"]
    assert found["checks"][0]["name"] == "missing_outcome"


@pytest.mark.parametrize(
    "rows",
    [[("A", 1, 1), ("B", 1, 2)], [("A", 1, 1), ("A", 2, 2), ("A", 3, 2), ("B", 1, 1)], [("A", 1, 1), ("A", 2, 1), ("B", 1, 1)],
     [("A", 1, 1), ("A", 2, 2)], [("A", i % 2, i) for i in range(80)] + [("B", 0, 1)]],
    ids=["one wave", "three waves", "one answer", "one cluster", "no scale"],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_with_exit_0(run, rows):
    code, found = run(rows)
    assert (code, found["estimates"], found["headline"]) == (0, [], None)
    assert found["refused"]


def test_words_are_no_order(run):
    code, document = run([("A", 1, "god"), ("B", 2, "bedre")])
    assert (code, document["error"]["line"]) == (3, 2)


@pytest.mark.parametrize(
    "first, second",
    [("efter sommer", "før"), ("før", "efter"), ("31. august 2018", "1. marts 2019"), ("2", "1")],
)
def test_the_first_wave_can_be_named_and_before_is_before_after(run, first, second):
    """Sorted as text, an improvement from før to efter was reported as a significant worsening."""
    rows = [(k, first if r == 1 else second, y) for k, r, y in people(1, lift=1.0)]
    named = run(rows, "--first", first)[1]["headline"]
    assert named["point"] > 0.5
    if first in ("før", "31. august 2018"):
        assert run(rows)[1]["headline"]["point"] == named["point"]
    assert run(rows, "--first", "nope")[0] == 3


def test_a_code_outside_the_scale_is_asked_about_and_set_aside(run):
    """A 9 for "do not know" was read as the best answer there is."""
    rows = [*people(2), *(("Læsø 1", 2, 9) for _person in range(5))]
    code, found = run(rows)
    assert code == 3
    assert "--steps" in json.dumps(found, ensure_ascii=False)
    code, found = run(rows, "--steps", "1,2,3,4")
    assert code == 0
    assert [check["value"] for check in found["checks"] if check["name"] == "outside_steps"] == [5]
    assert found["headline"] == run(people(2))[1]["headline"]
    turned = run(people(2), "--steps", "4,3,2,1")[1]["headline"]
    assert turned["point"] == pytest.approx(1 - found["headline"]["point"])
    assert run(rows, "--steps", "1,nul")[0] == 2


def test_no_bounds_where_the_arrangements_are_too_few(run):
    _code, found = run(people(3, clusters=4))
    assert found["headline"] is None
    assert {(row["lower"], row["upper"]) for row in found["estimates"]} == {(None, None)}
