"""The last value that is allowed and the first that is not, and figures reckoned by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from frirum.core.disclosure.curves import CurvePoint, midpoint, survival_curve
from frirum.core.disclosure.figures import (
    Bin,
    SafeFigure,
    binned_scatter,
    histogram,
    mean,
    percentages,
    quantile,
    share,
    significant,
    standard_deviation,
)
from frirum.core.disclosure.merge import Merge, apply, propose
from frirum.core.disclosure.models import ModelUse, check_model
from frirum.core.disclosure.primary import GroupHit, GroupRule, amount_rules, group_hits, small_counts
from frirum.core.disclosure.protected import ProtectedTable, Refusal, RefusalReason, protect_table
from frirum.core.disclosure.settings import (
    HOUSE_RULES,
    Deviation,
    HouseRules,
    Signature,
    Subject,
    format_short,
)
from frirum.core.disclosure.table import Dimension, build, link, make_system
from frirum.core.errors import InputRefused, UsageError

PEOPLE = np.arange(1.0, 101.0)


def value_of(result: object) -> float | RefusalReason:
    return result.value if isinstance(result, SafeFigure) else result.reason


# ---- the house's values ----


def test_the_values_of_version_one():
    """As in docs/methods/disclosure-control.md; another value is another version."""
    assert HOUSE_RULES.as_dict() == {
        "version": 1, "threshold": 5, "sensitive_threshold": 10, "dominance_share": 0.85, "p_percent": 10.0,
        "minimum_for_quantile": 20, "minimum_each_side": 5, "quantile_digits": 3, "minimum_for_mean": 10,
        "minimum_per_bin": 10, "minimum_at_risk": 10, "survival_rounding": 6, "survival_grid_weeks": 4,
        "residual_df": 10, "minimum_per_level": 10, "marked_values": 2,
    }  # fmt: skip
    assert HOUSE_RULES.deviations == ()


@pytest.mark.parametrize("name", [name for name in HOUSE_RULES.as_dict() if name != "version"])
def test_every_value_may_be_made_stricter_in_one_direction_only(name):
    house = getattr(HOUSE_RULES, name)
    up = name not in ("dominance_share", "quantile_digits")
    stricter, looser = (house + 1, house - 1) if up else (house - 0.5, house + 0.5)
    assert getattr(HOUSE_RULES.stricter(**{name: stricter}), name) == stricter
    with pytest.raises(UsageError):
        HOUSE_RULES.stricter(**{name: looser})
    assert HOUSE_RULES.stricter(**{name: house}) == HOUSE_RULES


@pytest.mark.parametrize("name", ["threshold", "sensitive_threshold"])
def test_three_is_the_lowest_threshold_two_people_can_sign_for(name):
    import datetime as dt

    signatures = tuple(Signature(by, dt.date(2027, 3, 1), "aftalt") for by in ("Anne", "Bo"))
    rules = HOUSE_RULES.loosened(name, 3, signatures=signatures)
    assert getattr(rules, name) == 3
    assert rules.deviations == (Deviation(name, getattr(HOUSE_RULES, name), 3, signatures),)
    again = rules.loosened("minimum_for_mean", 8, signatures=signatures)
    assert [deviation.setting for deviation in again.deviations] == [name, "minimum_for_mean"]


# ---- figures ----


@pytest.mark.parametrize(
    "result, value",
    [
        (quantile(PEOPLE[:20], 0.25), 5.75),
        (quantile(PEOPLE[:20], 0.75), 15.2),
        (quantile(PEOPLE[:20], 0.5, subject=Subject.HEALTH), 10.5),
        (quantile(PEOPLE[:40], 0.75, subject=Subject.HEALTH), 30.2),
        (quantile(PEOPLE[:39], 0.75, subject=Subject.HEALTH), RefusalReason.TOO_FEW),
        (quantile(PEOPLE[:39], 0.25, subject=Subject.SINGLE_MUNICIPALITY), RefusalReason.TOO_FEW),
        (quantile(PEOPLE[:23], 0.25, rules=HOUSE_RULES.stricter(minimum_each_side=6)), RefusalReason.TOO_FEW),
        (quantile(PEOPLE[:24], 0.25, rules=HOUSE_RULES.stricter(minimum_each_side=6)), 6.75),
        (mean(PEOPLE[:10]), 5.5),
        (mean(PEOPLE[:10], subject=Subject.HEALTH), RefusalReason.HOMOGENEOUS),
        (mean(PEOPLE[:11], subject=Subject.HEALTH), 6.0),
        (mean(PEOPLE[:13], rules=HOUSE_RULES.stricter(threshold=14)), RefusalReason.TOO_FEW),
        (mean([1] * 12), 1.0),
        (mean([2] * 12), RefusalReason.HOMOGENEOUS),
        (mean([-1] * 12), RefusalReason.HOMOGENEOUS),
        (mean([3] * 10 + [4] * 4), RefusalReason.HOMOGENEOUS),
        (mean([3] * 10 + [4] * 5), 3.33),
        (mean([3] * 20 + [4] * 9, subject=Subject.HEALTH), RefusalReason.HOMOGENEOUS),
        (mean([3] * 20 + [4] * 10, subject=Subject.HEALTH), 3.33),
        (mean([91_000.0, *range(1_001, 1_012)]), 8510.0),
        (mean([1_000.0 + n for n in range(12)], amounts=True), 1010.0),
        (standard_deviation(PEOPLE[:20]), 5.9),
        (standard_deviation([3] * 20 + [4] * 4), RefusalReason.HOMOGENEOUS),
        (standard_deviation([3] * 20 + [4] * 9, subject=Subject.HEALTH), RefusalReason.HOMOGENEOUS),
        (standard_deviation([3.0] * 20 + [4.0] * 5), 0.41),
        (share(5, 10), 50.0),
        (share(5, 9), RefusalReason.TOO_FEW),
        (share(4, 9), RefusalReason.TOO_FEW),
        (share(0, 5), 0.0),
        (share(5, 5), 100.0),
        (share(0, 4), RefusalReason.TOO_FEW),
        (share(39, 40), RefusalReason.TOO_FEW),
        (share(1, 40), RefusalReason.TOO_FEW),
        (share(10, 20, subject=Subject.HEALTH), 50.0),
        (share(10, 19, subject=Subject.HEALTH), RefusalReason.TOO_FEW),
        (share(7, 21, decimals=3), 33.333),
        (share(7, 21), 33.3),
    ],
)  # fmt: skip
def test_figures_at_their_limits(result, value):
    assert value_of(result) == pytest.approx(value) if isinstance(value, float) else value_of(result) is value


def test_a_figure_says_on_how_many_it_is():
    for result in (quantile(PEOPLE, 0.5), mean(PEOPLE), standard_deviation(PEOPLE), share(40, 100)):
        assert isinstance(result, SafeFigure)
        assert result.n == 100


def test_a_refused_quartile_tells_how_many_would_do():
    for result, needed in (
        (quantile(PEOPLE[:30], 0.75, subject=Subject.HEALTH), 40),
        (quantile(PEOPLE[:21], 0.25, rules=HOUSE_RULES.stricter(minimum_each_side=6)), 24),
        (quantile(PEOPLE[:15], 0.5, subject=Subject.HEALTH), 20),
    ):
        assert isinstance(result, Refusal)
        assert f" {needed} personer" in result.text


def test_infinite_and_tiny_numbers_keep_their_digits():
    assert significant(float("inf"), 3) == float("inf")
    assert significant(0.00012345, 3) == pytest.approx(0.000123)
    assert significant(-0.5555, 1) == -0.6


def test_the_dominance_rule_of_a_mean_takes_the_subjects_threshold():
    nine = [100.0 + n for n in range(9)] + [0.0] * 11
    assert isinstance(mean(nine, amounts=True), SafeFigure)
    assert value_of(mean([*nine, *[1.0] * 5], amounts=True, subject=Subject.HEALTH)) == pytest.approx(37.6)
    assert value_of(mean(nine, amounts=True, subject=Subject.HEALTH)) is RefusalReason.HOMOGENEOUS


def test_percentages_along_either_dimension():
    rows, columns = Dimension("r", ("a", "b")), Dimension("c", ("x", "y"))
    table = protect_table([rows, columns], {("a", "x"): 10, ("a", "y"): 30, ("b", "x"): 20, ("b", "y"): 0})
    assert isinstance(table, ProtectedTable)
    across, down = percentages(table, of="c"), percentages(table, of="r", decimals=2)
    assert across["a", "x"] == 25.0
    assert across["b", "y"] == 0.0
    assert across["I alt", "x"] == 50.0
    assert across["a", "I alt"] == 100.0
    assert down["a", "x"] == 33.33
    assert percentages(table, of="r")["a", "x"] == 33.3
    assert down["a", "y"] == 100.0
    empty = protect_table([rows], {("a",): 0})
    assert isinstance(empty, ProtectedTable)
    assert percentages(empty, of="r")["a",] is None


def test_a_histogram_puts_thin_bars_together():
    values = [1] * 7 + [3] * 2 + [5] * 9 + [7] * 12
    table = histogram(values, [0, 2, 4, 6, 8])
    assert isinstance(table, ProtectedTable)
    assert [(cell.nodes[0], cell.shown) for cell in table.cells] == [
        ("0–2 + 2–4", 9), ("4–6", 9), ("6–8", 12), ("I alt", 30),
    ]  # fmt: skip
    assert table.dimensions[0].name == "interval"
    health = histogram(values, [0, 2, 4, 6, 8], subject=Subject.HEALTH)
    assert isinstance(health, ProtectedTable)
    assert [cell.shown for cell in health.cells] == [18, 12, 30]


def test_fields_of_a_scatter_plot_by_hand():
    """Fields of 10 x 2: ten persons at 13/5, eleven at -5/1; the field of nine is left out, and one more with it."""
    x = [13] * 10 + [-5] * 11 + [25] * 12
    y = [5] * 10 + [1] * 11 + [3] * 12
    assert binned_scatter(x, y, size=(10, 2)) == (Bin(25, 3, 12), Bin(-5, 1, 11), Bin(15, 5, 10))
    nine = binned_scatter([*x, *[99] * 9], [*y, *[99] * 9], size=(10, 2))
    assert nine == (Bin(25, 3, 12), Bin(-5, 1, 11)), "nine and ten together are no longer nine"
    ten = binned_scatter([*x, *range(100, 200, 10)], [*y, *[1] * 10], size=(10, 2))
    assert ten == (Bin(25, 3, 12), Bin(-5, 1, 11), Bin(15, 5, 10)), "ten left out tell of nobody"
    only = binned_scatter([*x[:10], 50], [*y[:10], 50], size=(10, 2))
    assert isinstance(only, Refusal)


# ---- curves ----


def test_midpoints_of_sixes():
    assert midpoint([0, 1, 6, 7, 12, 13]).tolist() == [0, 3, 3, 9, 9, 15]
    assert midpoint([0, 1, 4, 5], 4).tolist() == [0, 2, 2, 6]


def test_a_survival_curve_by_hand():
    """Thirty persons: seven events at week 4, five at 7, eight lost at 8, ten followed for twelve weeks."""
    weeks = [4] * 7 + [7] * 5 + [8] * 8 + [12] * 10
    ended = [True] * 12 + [False] * 18
    assert survival_curve(weeks, ended) == (
        CurvePoint(4, 27, 9, pytest.approx(2 / 3)), CurvePoint(8, 18, 0, pytest.approx(2 / 3)),
    )  # fmt: skip
    longer = survival_curve(weeks, ended, rules=replace(HOUSE_RULES, minimum_at_risk=9))
    assert isinstance(longer, tuple)
    assert longer[2] == CurvePoint(12, 9, 0, pytest.approx(2 / 3))
    assert len(longer) == 3
    stricter = survival_curve(weeks, ended, rules=HOUSE_RULES.stricter(minimum_at_risk=27))
    assert stricter == longer[:1]
    assert isinstance(survival_curve(weeks, ended, rules=HOUSE_RULES.stricter(minimum_at_risk=28)), Refusal)


def test_a_survival_curve_that_falls_twice():
    weeks = [3] * 12 + [7] * 12 + [9] * 40
    points = survival_curve(weeks, [True] * 24 + [False] * 40)
    assert points == (
        CurvePoint(4, 63, 9, pytest.approx(54 / 63)),
        CurvePoint(8, 54, 12, pytest.approx(54 / 63 * 42 / 54)),
        CurvePoint(12, 42, 0, pytest.approx(54 / 63 * 42 / 54)),
    )


def test_a_curve_ends_where_rounding_would_have_more_events_than_persons():
    """Thirteen of thirteen at once: fifteen events of fifteen is a curve to nought; never below."""
    points = survival_curve([2] * 13, [True] * 13)
    assert points == (CurvePoint(4, 15, 15, 0.0),)
    assert isinstance(survival_curve([2] * 7 + [6] * 6, [False] * 7 + [True] * 6), tuple)


@pytest.mark.parametrize("step, allowed", [(3, False), (4, True), (13, True)])
def test_the_grid_is_four_weeks_at_least(step, allowed):
    if allowed:
        assert isinstance(survival_curve([9] * 40, [True] * 40, step=step), tuple)
    else:
        with pytest.raises(UsageError, match="mindst 4 uger"):
            survival_curve([9] * 40, [True] * 40, step=step)


# ---- models ----


def model(persons: range = range(60), **changes: object) -> ModelUse:
    people = frozenset(str(n) for n in persons)
    return replace(ModelUse("uger", people, 3, {"kommune": {"A": 30, "B": 30}}, 40), **changes)


@pytest.mark.parametrize(
    "asked, earlier, reasons",
    [
        (model(range(13)), [], []),
        (model(range(12)), [], [RefusalReason.TOO_FEW]),
        (model(levels={"kommune": {"A": 50, "B": 10, "C": 0}}), [], []),
        (model(levels={"kommune": {"A": 51, "B": 9}}), [], [RefusalReason.TOO_FEW]),
        (model(levels={"kommune": {"A": 59, "B": 1}}), [], [RefusalReason.TOO_FEW]),
        (model(patterns=4), [], []),
        (model(patterns=3), [], [RefusalReason.SATURATED]),
        (model(), [model(range(4, 60))], [RefusalReason.DIFFERENCING]),
        (model(), [model(range(5, 60))], []),
        (model(range(4, 60)), [model()], [RefusalReason.DIFFERENCING]),
        (model(range(5, 60)), [model()], []),
        (model(), [model(range(4, 65))], []),
        (model(), [model(range(4, 60), outcome="løn")], []),
        (model(), [model(range(4, 60)), model(range(2, 60))], [RefusalReason.DIFFERENCING] * 2),
    ],
)
def test_models_at_their_limits(asked, earlier, reasons):
    assert [refusal.reason for refusal in check_model(asked, earlier=earlier)] == reasons


def test_a_refused_model_names_the_limit_and_the_variable():
    told = " ".join(
        refusal.text for refusal in check_model(model(range(12), levels={"køn": {"K": 9, "M": 3}}))
    )
    assert "færre end 10 frihedsgrader" in told
    assert "Variablen køn har et niveau med færre end 10 personer" in told
    alike = check_model(model(), earlier=[model(range(1, 60))], rules=HOUSE_RULES.stricter(threshold=7))
    assert "færre end 7" in alike[0].text


# ---- primary rules ----


def test_small_is_one_to_four():
    assert small_counts(np.array([0, 1, 4, 5]), 5).tolist() == [False, True, True, False]


def test_a_group_hit_says_who_and_how_many():
    dimensions = [Dimension("kommune", ("A", "B")), Dimension("misbrug", ("ja", "nej"))]
    system = build(dimensions, {("A", "ja"): 6, ("B", "ja"): 7, ("B", "nej"): 1})
    assert group_hits(system, dimensions, {"misbrug": ["ja"]}) == (
        GroupHit(GroupRule.GROUP, ("A",), "ja", 6),
        GroupHit(GroupRule.WITHIN_GROUP, ("B",), "ja", 8),
        GroupHit(GroupRule.WITHIN_GROUP, ("I alt",), "ja", 14),
    )
    texts = [hit.text() for hit in group_hits(system, dimensions, {"misbrug": ["ja"]})]
    assert texts[0] == "Alle i A er i ja."
    assert texts[1] == "Alle på nær én i B er i ja."
    assert group_hits(system, dimensions, {"misbrug": ["måske"]}) == ()
    assert group_hits(system, dimensions, {"køn": ["K"]}) == ()


@pytest.mark.parametrize(
    "contributions, threshold, broken",
    [
        ([100] * 5, None, 0),
        ([100] * 9, 10, 1),
        ([100] * 10, 10, 0),
        ([1, 1, 1, 1, 1, 0], None, 0),
        ([100, 100, 36, 0, 0, 0], None, 1),
        ([1_000, 33.5, 33.5, 33, 33], None, 2),  # 99.5 after the two largest: under 10 % of the largest
        ([1_000, 34, 34, 33, 33], None, 1),
    ],
)
def test_money_counts_those_who_contribute(contributions, threshold, broken):
    assert len(amount_rules(contributions, threshold=threshold)) == broken


# ---- merging ----


def merged(counts: list[int], **options: object) -> tuple[tuple[str, ...], ...]:
    ages = Dimension("alder", tuple("abcdefg"[: len(counts)]))
    cells = {(leaf,): n for leaf, n in zip(ages.leaves, counts, strict=True)}
    proposal = propose([ages], cells, threshold=5, along="alder", **options)
    return tuple(proposal.members.values())


@pytest.mark.parametrize(
    "counts, groups",
    [
        ([5, 9, 0], ()),
        ([9, 3, 7], (("b", "c"),)),  # with the neighbour that has fewest
        ([9, 7, 3], (("b", "c"),)),
        ([3, 9, 8], (("a", "b"),)),
        ([3, 1, 9, 8], (("a", "b", "c"),)),
        ([3, 2, 9, 8], (("a", "b"),)),
        ([3, 9, 9, 4], (("a", "b"), ("c", "d"))),
        ([1, 0, 0], (("a", "b", "c"),)),  # the coarsest, where nothing helps
    ],
)
def test_neighbours_are_merged_until_nothing_is_small(counts, groups):
    assert merged(counts) == groups


def test_merging_looks_at_every_row_and_at_homogeneous_groups():
    places, ages = Dimension("kommune", ("A", "B")), Dimension("alder", ("u", "m", "g"))
    counts = {("A", "u"): 3, ("A", "m"): 9, ("A", "g"): 9, ("B", "u"): 9, ("B", "m"): 9, ("B", "g"): 2}
    both = propose([places, ages], counts, threshold=5, along="alder")
    assert tuple(both.members.values()) == (("u", "m", "g"),)
    rows = propose([places, ages], counts, threshold=5, along="kommune")
    assert tuple(rows.members.values()) == (("A", "B"),)
    answers = Dimension("svar", ("ja", "nej"))
    alike = {("A", "ja"): 20, ("A", "nej"): 0, ("B", "ja"): 20, ("B", "nej"): 20}
    assert not propose([places, answers], alike, threshold=5, along="kommune")
    assert propose([places, answers], alike, threshold=5, along="kommune", sensitive={"svar": ["ja"]})


def test_a_merged_category_keeps_its_codes_and_drops_groups():
    ages = Dimension("alder", ("a", "b + c", "d"), {"ung": ("a", "b + c")}, made_of={"b + c": ("b", "c")})
    merge = Merge("alder", {"a + b + c": ("a", "b + c")})
    (coarser,), counts = apply([merge], [ages], {("a",): 1, ("b + c",): 2, ("d",): 4})
    assert coarser == Dimension("alder", ("a + b + c", "d"), made_of={"a + b + c": ("a", "b", "c")})
    assert counts == {("a + b + c",): 3, ("d",): 4}
    (same,), _counts = apply([Merge("køn", {"x": ("a",)})], [ages], {})
    assert same is ages


# ---- systems ----


def test_linked_tables_are_no_network_and_one_table_is():
    a, b, c = (Dimension(name, (f"{name}0", f"{name}1")) for name in "abc")
    one = build([a, b], {("a0", "b0"): 4})
    assert one.gapless
    assert link([one]).gapless
    assert not link([one, build([a, c], {("a0", "c0"): 4})]).gapless
    assert not build([a, b, c], {}).gapless
    grouped = Dimension("g", ("g0", "g1", "g2"), {"top": ("g0", "g1")})
    assert build([a, grouped], {}).gapless
    assert not build(
        [grouped, replace(grouped, name="h", leaves=("h0", "h1"), groups={"x": ("h0",)})], {}
    ).gapless


def test_plain_names_of_cells_are_said_as_they_are():
    one = make_system(("uge 1", "i alt"), np.array([7, 7]), [(1, (0,))], gapless=True)
    with pytest.raises(InputRefused, match="antal: uge 1"):
        link([one, replace(one, values=np.array([8, 8]))])
    pairs = make_system((("a", 1), "i alt"), np.array([7, 7]), [(1, (0,))], gapless=True)
    with pytest.raises(InputRefused, match="antal: \\('a', 1\\)"):
        link([pairs, replace(pairs, values=np.array([8, 8]))])


def test_groups_in_a_ring_are_refused():
    with pytest.raises(InputRefused, match="ring"):
        Dimension("d", ("a",), {"g": ("a", "h"), "h": ("g",)})


def test_settings_are_printed_with_the_decimals_they_have():
    assert [format_short(value) for value in (5, 0.5, 0.85, 0.123)] == ["5", "0,5", "0,85", "0,12"]


@pytest.mark.parametrize("nodes, named", [(("a0", "b0"), "a0 / b0"), ((), "I alt")])
def test_tables_that_disagree_are_refused_with_the_cell(nodes, named):
    a, b = Dimension("a", ("a0", "a1")), Dimension("b", ("b0", "b1"))
    one, other = build([a, b], {("a0", "b0"): 7}), build([a, b], {("a0", "b0"): 7})
    at = one.keys.index(tuple((node[0], node) for node in nodes))
    values = other.values.copy()
    values[at] = 8
    with pytest.raises(InputRefused, match=f"antal: {named}\\."):
        link([one, replace(other, values=values)])


def test_rules_of_a_subject():
    rules = HouseRules(threshold=6, sensitive_threshold=12)
    assert [rules.threshold_for(subject) for subject in Subject] == [6, 12, 12]
