"""The whole street on planted truth: what a reader would have been told, many times over (E1-E10).

The short set runs each case a dozen times and fails where what it saw could not be chance; the figures of the long set
(`script/test --long`) stand with their dates in docs/methods/validation.md. Where a case asks the estimates alone, the
verdict is given every check and the highest step: what is found then is an upper bound.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.stats import binom

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.plan import Direction
from frirum.core.catalogue.plan import Test as AnswerSought
from frirum.core.effects.multiplicity import holm
from frirum.core.effects.noninferiority import noninferiority_of_shares
from frirum.core.effects.rows import Check
from frirum.core.effects.shares import estimate_difference
from frirum.core.evidence.document import result_document
from frirum.core.evidence.draw import drawn_starts
from frirum.core.evidence.inputs import EvaluationInput, Inputs
from frirum.core.evidence.judgement import Aim, Seen, judge
from frirum.core.evidence.plan import EvaluationPlan, PlannedDraw, PlannedQuestion, locked_plan
from frirum.core.evidence.rules import DesignType, Finding
from frirum.core.evidence.run import Evaluation, evaluate
from frirum.core.evidence.stored import result_of
from frirum.core.evidence.strength import p_of_test
from frirum.core.evidence.typed import TypedResult
from frirum.core.evidence.words import too_strong
from frirum.core.evidence.writing import result_text
from frirum.core.files.table import Table
from frirum.core.report.text import plain_text

SLUG = "loentilskud-jobrotation"
# Ages of 16-66 in the eleven municipalities of Nordjylland, in thousands, rounded.
SIZES = np.array([140, 42, 38, 24, 23, 28, 26, 18, 13, 1, 37], dtype=float)
FEW, MANY = 12, 400
IMPOSSIBLE = 0.001


def question(number: int = 0, **changes: Any) -> PlannedQuestion:
    given = {
        "id": f"y{number}", "text": "Kommer flere i arbejde?", "outcome": f"y{number}", "outcome_text": "Andelen i arbejde",
        "test": "superiority", "direction": "increase", "smallest_relevant": 0.03, "unit": "andel af borgerne",
        "comparison": ["other_municipalities"],
    }  # fmt: skip
    return PlannedQuestion.model_validate({**given, **changes})


def panel(
    treated: int,
    units: int,
    seed: int,
    *,
    effect: float = 0.0,
    drift: float = 0.0,
    noise: float = 0.01,
    periods: int = 8,
    sizes: np.ndarray | None = None,
) -> Table:
    """Years from 2012; the treated begin half-way. Municipalities outside the real ones, so no other experiment is met."""
    random = np.random.default_rng(seed)
    unit, time = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    begun = (unit < treated) & (time >= periods // 2)
    y = random.normal(0.4, 0.02, units)[unit] + drift * time * (unit < treated)
    spread = np.full(units, noise) if sizes is None else noise * np.sqrt(sizes.mean() / sizes)
    y = y + random.normal(0, 1, len(unit)) * spread[unit] + effect * begun
    columns = {
        "unit": [f"u{n}" for n in unit],
        "time": [str(2012 + t) for t in time],
        "treated": begun.astype(int),
    }
    if sizes is not None:
        columns["people"] = (sizes[unit] * 10).astype(int).tolist()
    return Table(pl.DataFrame({**columns, "y0": y}), "x.csv")


def told(table: Table, *questions: PlannedQuestion, draw: PlannedDraw | None = None) -> Evaluation:
    plan = EvaluationPlan(slug=SLUG, question=questions or (question(),), draw=draw)
    plan = locked_plan(plan, at=dt.datetime(2015, 1, 1, tzinfo=dt.UTC), by="karen")
    read = EvaluationInput("x.csv", "analysis_table", "0" * 64, len(table), table)
    return evaluate(shipped_catalogue().experiments[SLUG], plan, Inputs((read,)))


def findings(tables: Iterable[Table]) -> Counter[Finding]:
    return Counter(told(table).questions[0].judgement.finding for table in tables)


def not_more_than(found: int, runs: int, target: float) -> None:
    """Refuse what would be seen once in a thousand if the target were kept."""
    assert binom.sf(found - 1, runs, target) > IMPOSSIBLE, f"{found} of {runs}"


REPEATS = [FEW, pytest.param(MANY, marks=pytest.mark.long)]


@pytest.mark.parametrize("runs", REPEATS)
@pytest.mark.parametrize("treated", [1, 2, 3, 5])
def test_e1_nothing_happened_in_eleven_municipalities(treated: int, runs: int, record_property: Any) -> None:
    """At most 5.7 % are told that it works, either way; one of eleven is always too thin to say.

    Sizes differ as they do, and which of them begin is chance.
    """
    found = findings(
        panel(treated, 11, seed, sizes=np.random.default_rng(seed).permutation(SIZES)) for seed in range(runs)
    )
    record_property("found", str(dict(found)))
    if treated == 1:
        assert found == {Finding.TOO_THIN: runs}
    not_more_than(found[Finding.WORKS] + found[Finding.OPPOSITE], runs, 0.057)


@pytest.mark.parametrize("runs", REPEATS)
def test_e2_a_known_effect_is_where_the_interval_says(runs: int, record_property: Any) -> None:
    rows = [
        told(panel(20, 60, seed, effect=0.05)).questions[0].answered.result.headline for seed in range(runs)
    ]
    points = np.array([row.point for row in rows])
    held = sum(row.lower <= 0.05 <= row.upper for row in rows)
    record_property("coverage", held / runs)
    record_property("bias", float(points.mean() - 0.05))
    assert abs(points.mean() - 0.05) < 0.02 * 0.02 + 4 * points.std() / np.sqrt(runs)
    not_more_than(runs - held, runs, 0.065)


@pytest.mark.parametrize("runs", REPEATS)
def test_e3_groups_that_drifted_apart_are_not_said_to_have_gained(runs: int, record_property: Any) -> None:
    """Half a point a year from the beginning, no effect: "virker" in at most 5 % of those with M̄ below 1."""
    seen = [told(panel(20, 60, seed, drift=0.005)).questions[0] for seed in range(runs)]
    broken = [one for one in seen if (_value(one, "sensitivity") or 0.0) < 1]
    works = sum(one.judgement.finding is Finding.WORKS for one in broken)
    record_property("found", f"{works} of {len(broken)} of {runs}")
    assert len(broken) > runs / 2
    not_more_than(works, len(broken), 0.05)


def _value(one: Any, check: str) -> float | None:
    return next((c.value for c in one.answered.result.checks if c.name == check), None)


@pytest.mark.parametrize("runs", REPEATS)
@pytest.mark.parametrize("effect", [0.0, 0.05])
def test_starts_drawn_by_lot_stand_on_step_5_and_say_what_is_planted(
    effect: float, runs: int, record_property: Any
) -> None:
    """Half of 60 begin by a draw of a new seed each time: begun on step 5; "virker" of nothing in at most 5.7 %."""
    judged = []
    for seed in range(runs):
        draw = PlannedDraw(seed=f"lotto {seed}", unit=tuple(f"u{n}" for n in range(60)), begin=(30,))
        places = drawn_starts(draw)
        table = panel(30, 60, seed, effect=effect)
        # The panel's first thirty begin: the drawn take their names.
        order = sorted(places, key=lambda unit: (places[unit], int(unit[1:])))
        names = pl.col("unit").replace_strict({f"u{n}": unit for n, unit in enumerate(order)})
        judged.append(told(Table(table.frame.with_columns(names), "x.csv"), draw=draw).questions[0].judgement)
    # A check that fails by chance takes a step off, as it does from any design.
    assert {int(one.ladder.start) for one in judged} == {5}
    assert sum(one.ladder.step == 5 for one in judged) > runs / 2
    found = Counter(one.finding for one in judged)
    record_property("found", str(dict(found)))
    if effect:
        assert found[Finding.WORKS] > 0.9 * runs
    else:
        not_more_than(found[Finding.WORKS] + found[Finding.OPPOSITE], runs, 0.057)


@pytest.mark.parametrize("n", [40, pytest.param(150, marks=pytest.mark.long)])
def test_e4_at_the_margin_no_worse_is_said_in_at_most_three_of_a_hundred(n: int) -> None:
    """Exactly: every pair of counts, weighed by how often it comes when the truth lies on the margin."""
    worse, better = 0.30, 0.40
    weights = np.outer(binom.pmf(np.arange(n + 1), n, worse), binom.pmf(np.arange(n + 1), n, better))
    wrong = 0.0
    for events1, events2 in zip(*np.nonzero(weights > 1e-7), strict=True):
        found = noninferiority_of_shares(int(events1), n, int(events2), n, margin=0.10)
        wrong += weights[events1, events2] * (found.verdict == "ikke_ringere")
    assert wrong <= 0.030


@pytest.mark.parametrize("reports", [20, pytest.param(300, marks=pytest.mark.long)])
def test_e5_fifty_one_nulls_seldom_give_one_that_works(reports: int, record_property: Any) -> None:
    """One report of 51 outcomes that nothing happened to, each with every check passed, counted together."""
    wrong = 0
    for report in range(reports):
        random = np.random.default_rng(report)
        p_values = [_p_of_null(random) for _outcome in range(51)]
        adjusted = holm([p for p, _row in p_values])
        found = [_judged(row, p).finding for (_p, row), p in zip(p_values, adjusted, strict=True)]
        wrong += any(one in (Finding.WORKS, Finding.OPPOSITE) for one in found)
    record_property("found", f"{wrong} of {reports}")
    not_more_than(wrong, reports, 0.057)


def _p_of_null(random: np.random.Generator) -> tuple[float, Any]:
    """Two shares of 2,000 people each that are the same."""
    events = random.binomial(2_000, 0.4, 2)
    result = estimate_difference(int(events[0]), 2_000, int(events[1]), 2_000)
    p = p_of_test(question(), result)
    assert p is not None
    return p, result.headline


GOOD = tuple(
    Check(name, True, "")
    for name in (
        "pretrend",
        "sensitivity",
        "placebo",
        "leave_one_out",
        "simultaneous",
        "composition",
        "locked_in_time",
    )
)


def _judged(row: Any, p_adjusted: float) -> Any:
    aim = Aim(AnswerSought.SUPERIORITY, Direction.INCREASE, 0.03, None, False)
    return judge(aim, Seen(row, p_adjusted=p_adjusted), DesignType.DRAWN, GOOD)


@pytest.mark.parametrize("runs", REPEATS)
def test_e6_a_true_effect_that_is_too_small_to_see_is_never_called_none(
    runs: int, record_property: Any
) -> None:
    """A point where one could see three: undecided or too thin, and no sentence says that there is no effect."""
    found: Counter[Finding] = Counter()
    for seed in range(runs):
        evaluation = told(panel(3, 11, seed, effect=0.01, noise=0.03))
        found[evaluation.questions[0].judgement.finding] += 1
        said = said_of(evaluation).casefold()
        assert not any(
            words in said for words in ("ingen effekt", "uden effekt", "virker ikke", "ingen virkning")
        )
    record_property("found", str(dict(found)))
    not_more_than(found[Finding.NOT_WORSE] + found[Finding.OPPOSITE], runs, 0.025)
    assert found[Finding.UNDECIDED] + found[Finding.TOO_THIN] >= runs * 0.8


def said_of(evaluation: Evaluation) -> str:
    """Every word of the run's own document."""
    result = result_of(result_text(evaluation), evaluation.plan)
    return plain_text(result_document(TypedResult(result, "K-1"), title="Forsøg"), audience="team")


def test_e9_what_says_nothing_new_changes_no_verdict() -> None:
    """Rows in another order, units under other names, kroner for thousands, and one more that never begins."""
    for seed, effect in ((1, 0.06), (2, 0.0), (3, -0.06)):
        table = panel(20, 60, seed, effect=effect)
        frame = table.frame
        verdict = _verdicts(told(table))
        extra = frame.filter(pl.col("unit") == "u59").with_columns(
            pl.lit("u999").alias("unit"), pl.col("y0") + 0.003
        )
        for changed in (
            frame.sample(fraction=1.0, shuffle=True, seed=7),
            frame.with_columns("z" + pl.col("unit")),
            pl.concat([frame, extra]),
        ):
            assert _verdicts(told(Table(changed, "x.csv"))) == verdict
        thousand = frame.with_columns(pl.col("y0") * 1_000)
        kroner = question(unit="kr.", smallest_relevant=30)
        assert _verdicts(told(Table(thousand, "x.csv"), kroner)) == verdict


def _verdicts(found: Evaluation) -> tuple[str, int, str]:
    judged = found.questions[0].judgement
    return str(judged.finding), int(judged.ladder.step), str(judged.precision)


@pytest.mark.parametrize("step", [0, 1])
def test_e10_on_the_lowest_steps_effect_is_nowhere_in_what_is_printed(step: int) -> None:
    """Everything that the run prints of its answer, but for the name of a method and the words of checks."""
    before_after = panel(11, 11, 5, effect=0.08)
    if step == 0:
        before_after = Table(before_after.frame.with_columns(pl.lit(0).alias("treated")), "x.csv")
    evaluation = told(before_after)
    assert int(evaluation.questions[0].judgement.ladder.step) <= step
    said = said_of(evaluation)
    assert list(too_strong(said, evaluation.questions[0].judgement.ladder.step)) == []


def test_e8_the_same_bytes_whatever_is_around() -> None:
    """In another order of units in memory, with other files' seeds used before."""
    first = result_text(told(panel(5, 20, 3)))
    np.random.default_rng(99).normal(size=10)
    assert result_text(told(panel(5, 20, 3))) == first
