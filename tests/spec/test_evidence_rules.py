"""What a verdict needs: the ladder with its deductions, precision, verdict and the words they allow."""

from __future__ import annotations

import itertools

import pytest

from frirum.core.catalogue.plan import Direction
from frirum.core.catalogue.plan import Test as AnswerSought
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.effects.rows import Check, EstimateRow
from frirum.core.evidence.claims import Claim
from frirum.core.evidence.judgement import Aim, Precision, Seen, Why, judge
from frirum.core.evidence.rules import DesignType, Finding, shipped_rules
from frirum.core.evidence.scale_words import on_other_scales
from frirum.core.evidence.scales import StudyQuality, jobeffekter, maryland
from frirum.core.evidence.steps import climb
from frirum.core.evidence.words import sentence, too_strong
from frirum.core.language import language
from frirum.core.report.inlines import Text
from frirum.core.report.numbers import Number, Run

GOOD = (Check("pretrend", True, ""), Check("sensitivity", True, "", 1.4), Check("draw_verified", True, ""))


def row(
    point: float, lower: float | None, upper: float | None, n: int = 400, p: float | None = None
) -> EstimateRow:
    return EstimateRow(
        estimator="x", estimand="did", inference="x", point=point, lower=lower, upper=upper, n_treated=n,
        n_comparison=n, p_value=p,
    )  # fmt: skip


@pytest.mark.parametrize(
    "design, checks, step",
    [
        ("account", (), 0),
        ("before_after", (), 1),
        ("survey_only", (Check("attrition", False, ""),), 1),
        ("series", (), 2),
        ("cross_section", (), 1),  # balance was not looked at
        ("cross_section", (Check("balance", True, ""),), 2),
        ("cross_section", (Check("balance", True, ""), Check("earlier_outcome", False, "")), 1),
        ("comparison", GOOD, 3),
        ("comparison", (), 2),  # nobody looked at the time before
        ("comparison", (Check("pretrend", None, ""), GOOD[1]), 2),
        ("comparison", (Check("pretrend", False, ""), GOOD[1]), 2),
        ("comparison", (GOOD[0], Check("sensitivity", True, "", 0.99)), 2),  # the number counts, not the label
        ("comparison", (GOOD[0], Check("sensitivity", True, "", 0.49)), 2),
        ("comparison", (*GOOD, Check("leave_one_out", False, "")), 2),
        ("comparison", (*GOOD, Check("leave_one_out", False, ""), Check("composition", False, "")), 1),
        ("staggered", GOOD, 4),
        ("staggered", (GOOD[0], Check("sensitivity", True, "", 0.7)), 2),
        ("drawn", GOOD, 5),
        ("drawn", GOOD[:2], 4),  # a draw that nobody could repeat
        ("drawn", tuple(Check(n, False, "") for n in ("attrition", "simultaneous", "composition", "spill_over")), 3),
    ],
)  # fmt: skip
def test_the_step_that_is_left(design: str, checks: tuple[Check, ...], step: int) -> None:
    assert climb(DesignType(design), checks, shipped_rules()).step == step


SUPERIOR = Aim(AnswerSought.SUPERIORITY, Direction.INCREASE, smallest_relevant=0.05)
FEWER = Aim(AnswerSought.SUPERIORITY, Direction.DECREASE, smallest_relevant=0.05)
NO_WORSE = Aim(AnswerSought.NON_INFERIORITY, Direction.INCREASE, margin=0.05)


@pytest.mark.parametrize(
    "aim, seen, design, precision, finding",
    [
        (SUPERIOR, Seen(row(0.08, 0.02, 0.14)), "comparison", "decides", "virker"),
        (FEWER, Seen(row(0.08, 0.02, 0.14)), "comparison", "decides", "virker_modsat"),
        (FEWER, Seen(row(-0.08, -0.14, -0.02)), "comparison", "decides", "virker"),
        (SUPERIOR, Seen(row(0.08, 0.02, 0.14, p=0.2)), "comparison", "decides", "kan_ikke_afgoeres"),
        (SUPERIOR, Seen(row(0.08, 0.02, 0.14)), "before_after", "decides", "kan_ikke_afgoeres"),
        (SUPERIOR, Seen(row(0.01, -0.06, 0.08)), "comparison", "wide", "kan_ikke_afgoeres"),
        (SUPERIOR, Seen(row(0.01, -0.02, 0.04)), "comparison", "decides", "kan_ikke_afgoeres"),
        (SUPERIOR, Seen(row(0.01, -0.06, 0.08), detectable=0.09), "comparison", "too_thin", "for_spinkelt"),
        (SUPERIOR, Seen(row(0.08, 0.02, 0.14), detectable=0.09), "comparison", "decides", "virker"),
        (SUPERIOR, Seen(row(0.5, 0.2, 0.8, n=19)), "drawn", "too_thin", "for_spinkelt"),
        (SUPERIOR, Seen(row(0.08, 0.02, 0.14), 9, 30), "comparison", "too_thin", "for_spinkelt"),
        (SUPERIOR, Seen(row(0.08, 0.02, 0.14), p_floor=1 / 11), "comparison", "too_thin", "for_spinkelt"),
        (SUPERIOR, Seen(row(0.08, None, None)), "comparison", "too_thin", "for_spinkelt"),
        (SUPERIOR, Seen(None), "comparison", "too_thin", "for_spinkelt"),
        (NO_WORSE, Seen(row(0.0, -0.04, 0.04)), "comparison", "decides", "ikke_ringere"),
        (NO_WORSE, Seen(row(0.0, -0.06, 0.06)), "comparison", "wide", "kan_ikke_afgoeres"),
        (NO_WORSE, Seen(row(-0.1, -0.16, -0.04)), "comparison", "decides", "virker_modsat"),
        (NO_WORSE, Seen(row(0.0, -0.04, 0.04)), "survey_only", "decides", "kan_ikke_afgoeres"),
        (Aim(AnswerSought.NON_INFERIORITY, Direction.INCREASE, margin=0.05, criterion=True),
         Seen(row(0.0, -0.04, 0.04)), "survey_only", "decides", "ikke_ringere"),
        (Aim(AnswerSought.NON_INFERIORITY, Direction.INCREASE), Seen(row(0.0, -0.04, 0.04)), "comparison", "wide",
         "kan_ikke_afgoeres"),
        (Aim(AnswerSought.EQUIVALENCE, Direction.INCREASE, margin=0.05), Seen(row(0.04, 0.0, 0.08)), "comparison", "decides",
         "kan_ikke_afgoeres"),
        (Aim(AnswerSought.SUPERIORITY), Seen(row(0.08, 0.02, 0.14)), "comparison", "wide", "kan_ikke_afgoeres"),
        (Aim(AnswerSought.DESCRIPTION), Seen(row(0.08, 0.02, 0.14)), "comparison", "wide", "kan_ikke_afgoeres"),
    ],
)  # fmt: skip
def test_precision_and_verdict(aim: Aim, seen: Seen, design: str, precision: str, finding: str) -> None:
    judged = judge(aim, seen, DesignType(design), GOOD)
    assert (judged.precision, judged.finding) == (Precision(precision), Finding(finding))
    assert judged.finding_why or judged.precision_why, "a verdict has its reason"


def test_a_development_is_told_where_no_effect_may_be() -> None:
    judged = judge(SUPERIOR, Seen(row(0.08, 0.02, 0.14)), DesignType.BEFORE_AFTER, ())
    assert judged.direction_seen == 1
    assert judged.finding_why == (Why.WANTED_SIDE, Why.STEP_TOO_LOW)


SOURCE = Run("test")


@pytest.mark.parametrize("code", ["da", "en"])
def test_no_claim_says_more_than_its_step(code: str) -> None:
    """Every design, finding and reason that can come about, in both languages."""
    intervals = [
        (0.08, 0.02, 0.14),
        (-0.08, -0.14, -0.02),
        (0.0, -0.04, 0.04),
        (0.0, -0.2, 0.2),
        (0.1, None, None),
    ]
    aims = [
        SUPERIOR,
        FEWER,
        NO_WORSE,
        Aim(AnswerSought.DESCRIPTION),
        Aim(AnswerSought.EQUIVALENCE, Direction.INCREASE, margin=0.05),
    ]
    seen = set()
    for design, aim, interval, checks in itertools.product(DesignType, aims, intervals, [GOOD, ()]):
        judged = judge(aim, Seen(row(*interval)), design, checks)
        number = Number.unreleased(8.0, "procentpoint", source=SOURCE, decimals=1)
        claim = Claim(
            question="q", outcome="Andelen i arbejde", outcome_en="Share in work", step=judged.ladder.step,
            finding=judged.finding, why=judged.finding_why,
            difference=number, lower=number, upper=number, margin=number,
        )  # fmt: skip
        with language(code):
            said = " ".join(part.text for part in sentence(claim) if isinstance(part, Text))
            assert not list(too_strong(said, claim.step)), said
        seen.add((int(claim.step), str(claim.finding)))
        if claim.step < EvidenceStep.COMPARISON:
            assert "effekt" not in said
            assert "effect" not in said
    assert {finding for _, finding in seen} == {str(finding) for finding in Finding}
    assert {step for step, _ in seen} == {0, 1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    "text, step, words",
    [
        ("Forsøget havde en positiv effekt på beskæftigelsen.", 1, ["effekt"]),
        ("Der er ingen effekt.", 2, ["effekt"]),
        ("Det skyldes forsøget, og ordningen virker.", 2, ["skyldes", "virker"]),
        ("Virkningen er en effekt under antagelse om parallelle forløb.", 3, []),
        ("Medarbejderne har gode erfaringer og har oplevet mere ro.", 0, []),
        ("Udviklingen tyder på flere i arbejde.", 1, ["tyder på"]),
        ("Udviklingen tyder på flere i arbejde.", 2, []),
        ("Virksomheden og medvirken er ikke ord om årsag.", 0, []),
    ],
)
def test_the_guard_finds_words_that_claim_more(text: str, step: int, words: list[str]) -> None:
    assert sorted(found.word.casefold() for found in too_strong(text, EvidenceStep(step))) == sorted(words)


def test_a_higher_step_never_forbids_what_a_lower_allows() -> None:
    words = shipped_rules().words
    for low, high in itertools.pairwise(sorted(words)):
        for code in ("da", "en"):
            assert set(words[high].forbidden[code]) <= set(words[low].forbidden[code])


def test_what_a_result_adds_on_jobeffekter() -> None:
    """jobeffekter.dk, om algoritmen: .20 in the Danish example, .10 as one of two partial results."""
    ours = jobeffekter(EvidenceStep.COMPARISON, quality=StudyQuality.SATISFACTORY)
    assert ours.value == pytest.approx(0.20)
    assert ours.needed == 5
    assert jobeffekter(EvidenceStep.COMPARISON, partial=True).value == pytest.approx(0.10)
    assert jobeffekter(EvidenceStep.BEFORE_AFTER).needed is None
    assert [maryland(step) for step in EvidenceStep] == [None, 1, 2, 3, 4, 5]
    said = " ".join(on_other_scales(EvidenceStep.COMPARISON))
    assert "niveau 3 af 5" in said
    assert "bidrage med 0,20. Der skal 5 sådanne til" in said
    assert "tæller det ikke med" in " ".join(on_other_scales(EvidenceStep.BEFORE_AFTER))
