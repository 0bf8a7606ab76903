"""What a design can show before it starts: published figures, closed forms against simulation, refusals."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from scipy import stats

from frirum.cli.main import run_command
from frirum.core.designs.diagnosis.diagnosis import diagnose
from frirum.core.designs.diagnosis.engines import KnownLevel, TwoGroups
from frirum.core.designs.diagnosis.engines_simulated import ClusteredLevelEngine, ComparedUnits
from frirum.core.designs.diagnosis.question import DesignQuestion
from frirum.core.designs.diagnosis.simulated import design_effect
from frirum.core.designs.diagnosis.two_groups import fisher_power, newcombe_no_worse, rejected_tails
from frirum.core.designs.diagnosis.two_groups_needed import uses_needed
from frirum.core.designs.diagnosis.verdict import Verdict
from frirum.core.designs.diagnosis.ways_out import Stage, WayKind
from frirum.core.language import language
from frirum.core.vocabulary.danish import format_p_value

CONTRACT = {
    "detectable", "lower_bound_if_all", "upper_bound_if_none", "smallest_p", "power", "uses_needed",
    "highest_step", "verdict", "reasons", "advice",
}  # fmt: skip


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.delenv("FRIRUM_HOME", raising=False)

    def call(*arguments):
        code = run_command([*map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.mark.parametrize(
    "uses, rise, if_all", [(15, 66.8, 78.2), (8, 80.1, 63.1), (7, 88.0, 59.0), (60, 47.9, 94.0)]
)
def test_uses_against_a_known_thirty_per_cent(run, uses, rise, if_all):
    code, found = run("diagnose", "--uses", uses, "--baseline", 0.3)
    assert code == 0
    assert set(found) >= CONTRACT
    assert round(100 * found["detectable"]["increase"], 1) == rise
    assert round(100 * found["lower_bound_if_all"], 1) == if_all
    assert found["upper_bound_if_none"] == pytest.approx(1 - found["lower_bound_if_all"])
    assert found["power"] is None
    assert found["uses_needed"] is None
    assert found["highest_step"] == 1
    assert found["verdict"] == ("for_spinkelt" if uses < 20 else "kan_kun_vise_stort")


@pytest.mark.parametrize("uses", [7, 8])
def test_seven_or_eight_can_never_show_a_fall(run, uses):
    _code, found = run("diagnose", "--uses", uses, "--baseline", "0,3")
    assert found["detectable"]["decrease"] is None
    assert f"Med {uses} sager kan I aldrig vise et fald fra 30 pct." in found["reasons"]


@pytest.mark.parametrize("treated, units, p", [(1, 11, 0.0909), (2, 11, 0.0182), (1, 98, 0.0102)])
def test_smallest_p_of_treated_units(run, treated, units, p):
    code, found = run("diagnose", "--treated-units", treated, "--units", units)
    assert code == 0
    assert round(found["smallest_p"], 4) == p
    assert found["verdict"] == ("for_spinkelt" if p > 0.05 else "ukendt_volumen")
    _code, found = run(
        "diagnose", "--uses", 60, "--baseline", 0.3, "--treated-units", treated, "--units", units
    )
    assert found["smallest_p"] == 1 / math.comb(units, treated)


def test_one_unit_of_eleven_can_show_nothing_however_many_uses(run):
    _code, found = run("diagnose", "--uses", 5000, "--baseline", 0.3, "--treated-units", 1, "--units", 11)
    assert found["detectable"] == {"increase": None, "decrease": None}
    assert found["verdict"] == "for_spinkelt"


def test_power_and_uses_needed_for_a_relevant_difference(run):
    _code, found = run("diagnose", "--uses", 194, "--baseline", 0.3, "--smallest-relevant", 0.1)
    assert found["uses_needed"] == 194
    assert found["power"] >= 0.80
    assert found["verdict"] == "kan_vise_relevant"
    assert found["advice"] == []
    _code, found = run("diagnose", "--uses", 60, "--baseline", 0.3, "--smallest-relevant", "-0.1")
    assert found["power"] == pytest.approx(stats.binom.cdf(10, 60, 0.2) + stats.binom.sf(25, 60, 0.2))
    assert found["verdict"] == "kan_kun_vise_stort"


def test_no_worse_is_an_exact_test_of_the_margin(run):
    """At most 5 points below 90 %: reject 85 % in one tail of 2.5 %."""
    _code, found = run("diagnose", "--uses", 300, "--baseline", 0.9, "--margin", 0.05)
    high = next(c for c in range(301) if stats.binom.sf(c - 1, 300, 0.85) <= 0.025)
    assert found["power"] == pytest.approx(stats.binom.sf(high - 1, 300, 0.9), abs=1e-5)
    assert KnownLevel(300, 0.9).no_worse(-0.05).share > found["power"]


@pytest.mark.parametrize("uses, verdict", [(19, Verdict.TOO_THIN), (20, Verdict.ONLY_LARGE)])
def test_fewer_than_twenty_uses_is_too_thin(uses, verdict):
    assert diagnose(DesignQuestion(uses=uses, baseline=0.3)).verdict is verdict
    huge = diagnose(DesignQuestion(uses=uses, baseline=0.3, smallest_relevant=0.69))
    assert huge.verdict is (Verdict.TOO_THIN if uses == 19 else Verdict.RELEVANT)


def test_levels_at_the_ends_and_no_uses():
    none = diagnose(DesignQuestion(uses=0, baseline=0.3))
    assert (none.increase, none.decrease, none.smallest_p) == (None, None, 1.0)
    assert (none.lower_bound_if_all, none.upper_bound_if_none) == (0.0, 1.0)
    assert diagnose(DesignQuestion(uses=50, baseline=0.0)).decrease is None
    assert diagnose(DesignQuestion(uses=50, baseline=1.0)).increase is None
    assert diagnose(DesignQuestion(uses=50, baseline=0.0)).increase is not None


@pytest.mark.parametrize("n1, n2", [(5, 5), (7, 9), (12, 3), (20, 21)])
def test_the_rejected_tables_are_those_of_fishers_test(n1, n2):
    lows, highs = rejected_tails(n1, n2, np.arange(n1 + n2 + 1))
    for total, (low, high) in enumerate(zip(lows, highs, strict=True)):
        for a in range(max(0, total - n2), min(n1, total) + 1):
            p = stats.fisher_exact([[a, n1 - a], [total - a, n2 - total + a]])[1]
            assert (p <= 0.05) == (a <= low or a >= high), (total, a)


@pytest.mark.parametrize("n1, n2, p1, p2", [(14, 14, 0.9, 0.4), (30, 20, 0.5, 0.3), (12, 50, 0.2, 0.4)])
def test_two_group_power_is_the_sum_over_all_tables(n1, n2, p1, p2):
    total = sum(
        stats.binom.pmf(a, n1, p1) * stats.binom.pmf(b, n2, p2)
        for a in range(n1 + 1)
        for b in range(n2 + 1)
        if stats.fisher_exact([[a, n1 - a], [b, n2 - b]])[1] <= 0.05
    )
    assert fisher_power(n1, n2, p1, p2) == pytest.approx(total, abs=1e-6)


def test_orders_of_size_for_two_equal_groups():
    """Base 40 %: 14 a side find 52 points, 100 a side 20; 5 points need about 1,500 a side (1,531 by Fisher)."""
    engine = TwoGroups(14, 14, 0.4)
    assert engine.detectable(rises=True) - 0.4 == pytest.approx(0.52, abs=0.005)
    needed = uses_needed(0.4, 0.05)
    assert 1_530 < needed < 1_600
    assert fisher_power(needed, needed, 0.45, 0.4) == pytest.approx(0.80, abs=0.01)


def test_newcombe_no_worse_by_drawing():
    rng = np.random.default_rng(7)
    a, b = rng.binomial(200, 0.9, 4_000), rng.binomial(150, 0.9, 4_000)
    from frirum.core.effects.shares import newcombe

    shown = np.mean([newcombe(x, 200, y, 150)[0] > -0.1 for x, y in zip(a, b, strict=True)])
    assert newcombe_no_worse(200, 150, 0.9, 0.1) == pytest.approx(shown, abs=0.025)


@pytest.mark.parametrize("truth", [0.3, 0.45, 0.55])
def test_simulated_power_agrees_with_the_closed_form(truth):
    """Without resemblance within municipalities the design effect is 1 and the exact figure is known."""
    question = DesignQuestion(uses=60, baseline=0.3, per_unit=(30, 20, 10), icc=1e-9)
    found = ClusteredLevelEngine(question).power(truth)
    exact = KnownLevel(60, 0.3).power(truth).share
    assert abs(found.share - exact) <= 4 * math.sqrt(exact * (1 - exact) / 1_000) + 1e-9
    assert found.error == pytest.approx(math.sqrt(found.share * (1 - found.share) / 1_000))


def test_simulated_power_of_equal_units_agrees_with_the_t_test():
    """Ten units against ten with large numbers of cases: the unit shares are normal, and t is nearly exact."""
    question = DesignQuestion(uses=10 * 400, baseline=0.3, units=20, treated_units=10, icc=0.01)
    deviation = math.sqrt(0.3 * 0.7 * (0.01 + 0.99 / 400))
    shift = 0.07 / (deviation * math.sqrt(2 / 10))
    t = stats.t.ppf(0.975, 18)
    exact = stats.nct.sf(t, 18, shift) + stats.nct.cdf(-t, 18, shift)
    found = ComparedUnits(question).power(0.37)
    assert found.share == pytest.approx(exact, abs=4 * found.error + 0.03)


def test_the_test_keeps_its_level_when_nothing_changes():
    for question in (
        DesignQuestion(uses=90, baseline=0.3, units=11, treated_units=3, icc=0.05),
        DesignQuestion(uses=160, baseline=0.3, units=20, treated_units=3, per_unit=(100, 40, 20), icc=0.03),
    ):
        found = diagnose(question)
        assert found.is_simulated
        assert found.false_positive.share <= 0.05 + 4 * math.sqrt(0.05 * 0.95 / 1_000)
        assert any("simuleret" in reason for reason in found.reasons)


def test_more_treated_units_find_more():
    powers = [
        ComparedUnits(DesignQuestion(uses=30 * k, baseline=0.3, units=30, treated_units=k, icc=0.02)).power(
            0.5
        )
        for k in (2, 5, 10)
    ]
    assert powers[0].share < powers[1].share < powers[2].share


def test_design_effect_of_a_hundred_and_fifty_cases():
    """150 per municipality and a correlation of 0.02 give about 4."""
    assert design_effect((150,) * 6, 0.02) == pytest.approx(3.98)
    found = diagnose(DesignQuestion(uses=900, baseline=0.4, per_unit=(150,) * 6, icc=0.02))
    assert found.design_effect == pytest.approx(3.98)


def test_resemblance_can_make_any_number_of_uses_too_few():
    few = DesignQuestion(uses=60, baseline=0.3, per_unit=(30, 30), icc=0.3, smallest_relevant=0.05)
    assert diagnose(few).uses_needed is None
    assert KnownLevel(60, 0.3).uses_needed(0.05) is not None


def test_the_way_out_says_how_much():
    found = diagnose(DesignQuestion(uses=14, baseline=0.3, smallest_relevant=0.1, months=48))
    kinds = [advice.kind for advice in found.advice]
    assert kinds[-1] is WayKind.DO_NOT_START
    assert {WayKind.MERGE, WayKind.DRAW_START, WayKind.TWO_RATERS} <= set(kinds)
    assert WayKind.PROLONG not in kinds, "55 years is no advice"
    assert WayKind.WIDEN not in kinds, "14 times as many is no advice"
    assert "Det tager 55 år i jeres tempo." in " ".join(found.reasons)


def test_a_period_nobody_has_stated_is_not_prolonged_without_end():
    seven, sixty = (diagnose(DesignQuestion(uses=n, baseline=0.3, smallest_relevant=0.1)) for n in (7, 60))
    assert WayKind.PROLONG not in {advice.kind for advice in seven.advice}, "28 times is no advice"
    assert WayKind.PROLONG in {advice.kind for advice in sixty.advice}


def test_a_target_group_that_cannot_be_widened_enough_is_no_advice():
    sixty, seventy = (diagnose(DesignQuestion(uses=n, baseline=0.3, smallest_relevant=0.1)) for n in (60, 70))
    assert WayKind.WIDEN not in {one.kind for one in sixty.advice}, "3.3 times is beyond the limit of 3"
    [within] = [one.text for one in seventy.advice if one.kind is WayKind.WIDEN]
    assert within.startswith("Der skal 2,8 gange så mange sager om måneden til")


@pytest.mark.parametrize("stage", list(Stage))
def test_the_advice_is_for_what_the_stage_leaves_open(stage):
    """What ended in 2021 is neither stopped nor prolonged; what runs can no longer draw lots about its start."""
    kinds = {one.kind for one in diagnose(DesignQuestion(uses=14, baseline=0.3, months=48), stage).advice}
    assert {WayKind.OTHER_OUTCOME, WayKind.TWO_RATERS} <= kinds
    assert (WayKind.MERGE in kinds) == (stage is not Stage.ENDED)
    assert (WayKind.DO_NOT_START in kinds) == (WayKind.DRAW_START in kinds) == (stage is Stage.BEFORE)


class TestTheHeadline:
    """The first sentence answers the question that was asked."""

    @pytest.mark.parametrize(
        "aim, begins",
        [
            ({"smallest_relevant": 0.1}, "Er der en stigning på 10 procentpoint, finder I den"),
            ({"smallest_relevant": -0.1}, "Er der et fald på 10 procentpoint, finder I det"),
            ({"margin": 0.05}, "Er der ingen ændring, kan I med en sandsynlighed på"),
            ({}, "Ingen har sagt, hvilken ændring der betyder noget. Regnes 10 procentpoint for relevant"),
        ],
    )
    def test_of_each_kind_of_question(self, aim, begins):
        for uses in (42, 5_000):
            assert diagnose(DesignQuestion(uses=uses, baseline=0.5, **aim)).reasons[0].startswith(begins)

    def test_the_other_direction_is_not_spoken_of(self):
        said = {
            name: " ".join(diagnose(DesignQuestion(uses=42, baseline=0.5, **aim)).reasons)
            for name, aim in (
                ("rise", {"smallest_relevant": 0.1}),
                ("fall", {"smallest_relevant": -0.1}),
                ("no worse", {"margin": 0.05}),
            )
        }
        assert ("stigning" in said["rise"], "fald" in said["rise"]) == (True, False)
        assert ("stigning" in said["fall"], "fald" in said["fall"]) == (False, True)
        assert ("stigning" in said["no worse"], "fald" in said["no worse"]) == (False, False)

    def test_green_on_ten_points_nobody_stated_is_said_in_the_verdict_too(self):
        found = diagnose(DesignQuestion(uses=5_000, baseline=0.5))
        assert (found.verdict, found.answers) == (Verdict.RELEVANT, False)
        assert found.label == "Kan vise 10 procentpoint, hvis det er nok"


def test_a_design_answers_when_everything_it_asks_is_found():
    both = DesignQuestion(uses=300, baseline=0.5, smallest_relevant=0.2, margin=0.02)
    assert diagnose(both).power.share > 0.99
    assert diagnose(both).verdict is Verdict.ONLY_LARGE


def test_no_sentence_ends_twice():
    for uses in (0, 7, 60, 500):
        found = diagnose(DesignQuestion(uses=uses, baseline=0.3, smallest_relevant=0.1))
        assert not [reason for reason in found.reasons if ".." in reason]


@pytest.mark.parametrize(
    "question",
    [
        DesignQuestion(uses=60, baseline=0.3, units=11, treated_units=1),
        DesignQuestion(uses=60, baseline=0.3, units=11, treated_units=1, smallest_relevant=0.5),
        DesignQuestion(uses=60, baseline=0.3, units=11, treated_units=1, margin=0.2),
        DesignQuestion(units=11, treated_units=1),
        DesignQuestion(uses=1, baseline=0.3),
    ],
)
def test_a_design_that_cannot_reject_has_no_power_and_no_error(question):
    """Not "not computed": exactly 0, known without simulating, with the reason in words."""
    found = diagnose(question)
    assert found.smallest_p > 0.05
    assert (found.power.share, found.monte_carlo_error) == (0.0, 0.0)
    assert found.as_dict()["power"] == found.as_dict()["monte_carlo_error"] == 0.0
    assert any("sandsynligheden for at finde den er 0" in reason for reason in found.reasons)


def test_too_few_for_a_change_may_still_be_enough_for_a_margin():
    """Three of three reject 10 % at 2.5 %, though no outcome of three rejects 50 %."""
    found = diagnose(DesignQuestion(uses=3, baseline=0.5, margin=0.4))
    assert found.smallest_p > 0.05
    assert found.power.share == pytest.approx(0.5**3)


@pytest.mark.parametrize(
    "p, shown", [(1 / 11, "0,0909"), (1e-4, "0,0001"), (9.9e-5, "under 0,0001"), (0.0, "under 0,0001")]
)
def test_a_p_value_is_never_printed_as_nothing(p, shown):
    assert format_p_value(p) == shown
    with language("en"):
        assert format_p_value(p) == shown.replace(",", ".").replace("under", "below")


def test_the_command_never_prints_a_p_value_of_nothing(capsys, monkeypatch):
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    arguments = "diagnose --uses 5000 --baseline 0.3 --units 98 --treated-units 19"
    assert run_command(arguments.split()) == 0
    text = capsys.readouterr().out
    assert "Mindste mulige p-værdi: under 0,0001." in text
    assert "0,0000" not in text


@pytest.mark.parametrize("uses", [0, 14, 200])
def test_every_way_out_has_its_number(uses):
    found = diagnose(DesignQuestion(uses=uses, baseline=0.3, smallest_relevant=0.05, months=48))
    kinds = [advice.kind for advice in found.advice]
    assert WayKind.DRAW_START in kinds
    assert ({WayKind.MERGE, WayKind.OTHER_OUTCOME, WayKind.TWO_RATERS} <= set(kinds)) == (uses > 0)
    assert (WayKind.DO_NOT_START in kinds) == (uses < 20)
    if uses:
        for advice in found.advice:
            assert any(sign.isdigit() for sign in advice.text), advice


def test_the_ways_out_hold_their_figures():
    texts = {
        a.kind: a.text
        for a in diagnose(DesignQuestion(uses=15, baseline=0.3, smallest_relevant=0.2, months=36)).advice
    }
    assert "er det 24 minutter" in texts[WayKind.OTHER_OUTCOME]
    assert "mindst 78,2 pct. (kappa mindst 0,56)" in texts[WayKind.TWO_RATERS]
    assert "24 rækkefølger og en mindste p-værdi på 0,0417" in texts[WayKind.DRAW_START]
    needed = KnownLevel(15, 0.3).uses_needed(0.2)
    assert f"der mangler {needed - 15} sager" in texts[WayKind.DO_NOT_START]


def test_more_uses_are_no_way_out_where_units_are_few():
    question = DesignQuestion(
        uses=400, baseline=0.3, units=11, treated_units=2, icc=0.1, smallest_relevant=0.05
    )
    kinds = [advice.kind for advice in diagnose(question).advice]
    assert diagnose(question).uses_needed is None
    assert not {WayKind.WIDEN, WayKind.PROLONG} & set(kinds)
    assert {WayKind.MERGE, WayKind.DRAW_START} <= set(kinds)
