"""The two trials of 2027: what 19 and 79 municipalities can tell of each other when nobody is untouched."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from frirum.cli.main import run_command
from frirum.core.catalogue import shipped_catalogue
from frirum.core.designs.shared_country import shared_country
from frirum.core.designs.shared_country.shared_country import (
    SHOCKS,
    WORLDS,
    country_of,
    figures_of,
    other_half,
)
from frirum.core.designs.shared_country.words import Concluding, law_changes_near_start, shared_conclusions
from frirum.core.vocabulary.municipalities import all_municipalities

CHOICE, FUNDS = "forsoeg-2027-frit-valg", "forsoeg-2027-a-kasser"


@pytest.fixture(scope="module")
def experiments():
    return shipped_catalogue().experiments


@pytest.fixture(scope="module")
def whole(experiments):
    return country_of(experiments[CHOICE], experiments[FUNDS])


@pytest.fixture(scope="module")
def found(whole):
    return figures_of(whole)


def test_the_two_trials_are_each_others_other_half(experiments):
    everything = experiments.values()
    assert other_half(experiments[CHOICE], everything).slug == FUNDS
    assert other_half(experiments[FUNDS], everything).slug == CHOICE
    assert other_half(experiments["mikrolaan"], everything) is None
    assert shared_conclusions(experiments["mikrolaan"], everything) == ()


def test_it_is_one_country_from_either_side(experiments, whole):
    assert country_of(experiments[FUNDS], experiments[CHOICE]) == whole
    assert (sum(whole.first), len(whole.first)) == (19, 98)
    assert whole.people == (25_000, 100_000)
    assert whole.months == 36


def test_a_partner_that_leaves_somebody_untouched_is_none(experiments):
    funds = experiments[FUNDS]
    fewer = funds.model_copy(update={"participation": funds.participation[1:]})
    assert other_half(experiments[CHOICE], [fewer]) is None


def test_only_the_difference_is_identified(found):
    """+3 and 0, 0 and -3, +5 and +2: three worlds, one number."""
    assert len(WORLDS) == 3
    assert found.worlds[0] == pytest.approx(found.worlds[1]) == pytest.approx(found.worlds[2])
    assert found.worlds[0] == pytest.approx(0.03, abs=0.003)


def test_the_test_of_the_arms_keeps_its_level_and_finds_more_the_larger_the_difference(found):
    assert found.inference == "wild"
    assert abs(found.false_positive.share - 0.05) <= 4 * math.sqrt(0.05 * 0.95 / 1_000)
    shares = [chance.share for chance in found.power]
    assert shares == sorted(shares)
    assert found.spilled.share < shares[1] < found.tripled.share


def test_power_of_the_arms_agrees_with_the_t_test(whole, found):
    weights = np.r_[np.full(24, -1 / 24), np.full(36, 1 / 36)]
    apart = np.abs(np.subtract.outer(np.arange(60), np.arange(60)))
    one, other = (n / k / 36 for n, k in zip(whole.people, (19, 79), strict=True))
    spread = [
        0.25 * (0.02 * weights @ 0.95**apart @ weights + 0.98 / m * weights @ weights) for m in (one, other)
    ]
    shift = 0.05 / math.sqrt(spread[0] / 19 + spread[1] / 79)
    limit = stats.t.ppf(0.975, 96)
    exact = stats.nct.sf(limit, 96, shift) + stats.nct.cdf(-limit, 96, shift)
    assert found.power[2].share == pytest.approx(exact, abs=4 * found.power[2].error + 0.02)


def test_before_and_after_in_the_whole_country_follows_the_country(whole, found):
    """The share of a normal movement of the country that reaches beyond the test's limit."""
    simulation = shared_country._Simulation(whole)
    error = float(simulation.changes.std(axis=1, ddof=1).mean()) / math.sqrt(98)
    for shock, chance in zip(SHOCKS, found.national, strict=True):
        beyond = 2 * stats.norm.sf(1.96 * error / math.hypot(error, shock))
        assert chance.share == pytest.approx(beyond, abs=4 * chance.error + 0.01)
    assert simulation.before_after(0.0).share == pytest.approx(0.05, abs=0.03)


def test_regions_that_move_on_their_own_make_false_differences(found):
    assert found.regional[1].share > found.false_positive.share + 0.02
    assert found.regions == (2, 5)
    assert found.smallest_p_regions == 1 / math.comb(5, 2)


def test_a_country_drawn_in_steps_is_evaluated_before_the_last_begin(whole):
    stepped = figures_of(replace(whole, people=(2_500_000, 10_000_000))).stepped
    assert stepped.share > figures_of(whole).stepped.share


def test_law_changes_of_the_definition_are_counted(experiments):
    """1 February and 1 July 2026 and 1 January 2027; the agreement of 2025 is none."""
    assert law_changes_near_start(experiments[CHOICE]) == 3


@pytest.mark.parametrize("slug", [CHOICE, FUNDS])
def test_every_conclusion_has_a_reason_and_the_untestable_are_named(experiments, slug):
    conclusions = shared_conclusions(experiments[slug], experiments.values())
    by_standing = {}
    for one in conclusions:
        assert one.text.endswith(".")
        assert one.reason.endswith(".")
        assert ".." not in one.reason
        by_standing.setdefault(one.standing, []).append(one.code)
    assert by_standing == {
        Concluding.CAN: ["difference", "description"],
        Concluding.CANNOT: ["own_effect", "before_after", "selection", "spill_over", "volume"],
        Concluding.INSTEAD: ["drawn_steps"],
    }


def test_the_command_says_it_of_both(capsys, monkeypatch):
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    documents = []
    for slug in (CHOICE, FUNDS):
        assert run_command(["diagnose", slug, "--json"]) == 0
        documents.append(json.loads(capsys.readouterr().out)["shared_country"])
    assert [one["code"] for one in documents[0]] == [one["code"] for one in documents[1]]
    assert documents[0][0]["figures"] == documents[1][0]["figures"]
    assert run_command(["diagnose", CHOICE]) == 0
    text = capsys.readouterr().out
    assert "Kan ikke konkluderes:" in text
    assert "Frederiksberg ligger midt i København" in text
    assert run_command(["diagnose", "mikrolaan", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["shared_country"] == []


def test_the_arms_are_those_of_the_sources(whole):
    """Copenhagen and its suburbs without Frederiksberg, Funen and its islands without Odense."""
    names = {place.code: place.name for place in all_municipalities()}
    smaller = {names[code] for code, inside in zip(whole.codes, whole.first, strict=True) if inside}
    assert {"København", "Ballerup", "Svendborg", "Assens", "Ærø"} <= smaller
    assert not {"Frederiksberg", "Odense", "Aalborg", "Vesthimmerland"} & smaller
