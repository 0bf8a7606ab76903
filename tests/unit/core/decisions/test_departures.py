"""What a draft lacks, what it departs from, and which earlier decisions resemble it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from frirum.core.catalogue.history import DecisionOutcome, DecisionReason, EventKind
from frirum.core.catalogue.loader import shipped_catalogue
from frirum.core.decisions.basis import (
    BasisClaim,
    ClaimOrigin,
    ClaimRole,
    DecisionDraft,
    UsedClaim,
    source_claims,
)
from frirum.core.decisions.departures import DepartureKind, Lack, departures, lacks
from frirum.core.decisions.history import catalogue_entries, taken_decisions
from frirum.core.decisions.similar import Likeness, similar_decisions
from frirum.core.decisions.words import departure_text, lack_text
from frirum.core.designs.back_test.back_test import back_test
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.evidence.rules import Finding

SLUG = "forholdstal-ledighedsydelse"
EMPTY = DecisionDraft(SLUG, "", (), (), "", "")
WHOLE = DecisionDraft(
    SLUG, "", (DecisionOutcome.NOT_ROLLED_OUT,), (DecisionReason.FEW_PARTICIPANTS,), "Muligheder", "Grundlag"
)


def claim(finding: Finding | None, step: int = 3) -> BasisClaim:
    return BasisClaim(
        f"k{finding}{step}", "Udsagn", EvidenceStep(step), finding, ClaimOrigin.EXTERNAL, "Rapport, s. 1"
    )


def relying(one: BasisClaim) -> tuple[UsedClaim, ...]:
    return (UsedClaim(one, ClaimRole.RELIED_ON),)


def test_an_empty_draft_says_everything_it_lacks_and_a_whole_one_nothing() -> None:
    known = [claim(None, 0)]
    assert set(lacks(EMPTY, known, ())) == {
        Lack.OUTCOME, Lack.REASON, Lack.POSSIBILITIES, Lack.BASIS, Lack.NO_CLAIM,
    }  # fmt: skip
    assert lacks(replace(WHOLE, used=relying(known[0])), known, ()) == ()
    assert all(lack_text(one) for one in Lack)


@pytest.mark.parametrize(
    ("change", "lack"),
    [
        ({"outcomes": (DecisionOutcome.EXTENDED,)}, Lack.EXTENDED_UNTIL),
        ({"used": (UsedClaim(claim(None), ClaimRole.OVERRULED),)}, Lack.OVERRULED_WITHOUT_REASON),
        ({"reasons": ()}, Lack.REASON),
    ],
)
def test_each_gap_is_told_by_itself(change: dict[str, object], lack: Lack) -> None:
    assert lack in lacks(replace(WHOLE, **change), (), ())


def test_a_claim_that_it_went_the_wrong_way_cannot_be_passed_over_in_silence() -> None:
    wrong = claim(Finding.OPPOSITE)
    assert Lack.OPPOSITE_UNSAID in lacks(WHOLE, [wrong], ())
    overruled = replace(WHOLE, used=(UsedClaim(wrong, ClaimRole.OVERRULED, "For gammel."),))
    assert lacks(overruled, [wrong], ()) == ()


SPREAD = replace(WHOLE, outcomes=(DecisionOutcome.MADE_PERMANENT,), next_look=dt.date(2030, 1, 1))


@pytest.mark.parametrize(
    ("draft", "known", "expected"),
    [
        (replace(SPREAD, reasons=(DecisionReason.AWAIT_OTHER_REVIEW,)), [], {DepartureKind.NOT_SHOWN}),
        (
            replace(SPREAD, reasons=(DecisionReason.AWAIT_OTHER_REVIEW,), used=relying(claim(Finding.WORKS))),
            [claim(Finding.WORKS)],
            set(),
        ),
        (
            replace(WHOLE, reasons=(DecisionReason.POSITIVE_EVIDENCE,), used=relying(claim(None, 0))),
            [],
            {DepartureKind.POSITIVE_UNSHOWN},
        ),
        (replace(WHOLE, reasons=(DecisionReason.EFFECT_NEGATIVE,)), [], {DepartureKind.NEGATIVE_UNSHOWN}),
        (WHOLE, [claim(Finding.WORKS)], {DepartureKind.ENDS_WHAT_WORKS}),
        (
            replace(SPREAD, used=relying(claim(Finding.NOT_WORSE, 1)), next_look=None),
            [claim(Finding.OPPOSITE)],
            {DepartureKind.AGAINST_OPPOSITE, DepartureKind.NOT_LOOKED_AT_AGAIN},
        ),
    ],
)
def test_what_a_draft_departs_from_follows_from_its_claims(
    draft: DecisionDraft, known: list[BasisClaim], expected: set[DepartureKind]
) -> None:
    found = departures(draft, known, None, ())
    assert {one.kind for one in found} == expected
    assert all(departure_text(one) for one in found)
    assert (Lack.ANSWER in lacks(draft, known, found)) == bool(found)


def test_the_volume_of_the_sources_is_held_against_the_reasons() -> None:
    looked_back = next(iter(back_test([shipped_catalogue().experiment(SLUG)])))
    assert looked_back.uses == 8
    spread = replace(SPREAD, reasons=(DecisionReason.POSITIVE_EVIDENCE,), used=relying(claim(Finding.WORKS)))
    assert [one.kind for one in departures(spread, (), looked_back, ())] == [DepartureKind.THIN_UNSAID]
    assert departures(WHOLE, (), looked_back, ()) == ()
    many = replace(looked_back, uses=400, verdict_after_six_months="kan_vise_relevant")
    assert [one.kind for one in departures(WHOLE, (), many, ())] == [DepartureKind.FEW_BUT_MANY]


def test_earlier_decisions_on_the_same_experiment_and_rule_are_found_with_why() -> None:
    catalogue = shipped_catalogue()
    found = similar_decisions(
        catalogue.experiment(SLUG), taken_decisions(catalogue), dict(catalogue.experiments)
    )
    assert (found[0].decision.slug, found[0].shares) == (SLUG, (Likeness.SAME_EXPERIMENT,))
    other = next(one for one in found if one.decision.slug == "forholdstal")
    assert Likeness.SAME_RULE in other.shares
    changed = departures(replace(SPREAD, used=relying(claim(Finding.WORKS))), (), None, found)
    assert DepartureKind.OTHERWISE_BEFORE in {one.kind for one in changed}


def test_published_figures_stand_on_an_account_unless_the_source_compared_and_none_has_a_verdict() -> None:
    found = {one.key: one for one in source_claims(shipped_catalogue().experiment("samtaler-formkrav"))}
    assert {one.finding for one in found.values()} == {None}
    negative = found["figure:effekt-dagpenge"]
    assert negative.text.endswith("negativ")
    assert negative.part == "forsikrede-ledige"
    assert "DECISION" in negative.source
    assert negative.step > EvidenceStep.ACCOUNT == found["figure:medarbejdertilfredshed"].step


def test_the_register_holds_every_row_of_2021_the_evaluations_and_the_law_that_followed() -> None:
    catalogue = shipped_catalogue()
    found = catalogue_entries(catalogue)
    decided = {one.slug for one in found if one.kind is None and one.date == dt.date(2021, 8, 26)}
    assert decided == {slug for slug, one in catalogue.experiments.items() if one.decisions}
    years = {(one.kind, one.date.year) for one in found if one.date}
    assert {
        (EventKind.EVALUATION, 2022),
        (EventKind.MADE_PERMANENT, 2024),
        (EventKind.LAW_CHANGE, 2020),
    } <= years
    both = next(one for one in found if one.authorities)
    assert both.authorities == ("Beskæftigelsesministeriet", "Sundhedsministeriet")
