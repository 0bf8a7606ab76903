"""What a draft lacks before anybody can read it a second time, and what it departs from.

A departure stops nobody: the ministry decides. It is said beside the draft, has to be answered in writing, and is
printed with the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from frirum.core.catalogue.history import DecisionOutcome, DecisionReason
from frirum.core.decisions.basis import ENDS, SHOWS, BasisClaim, ClaimRole, DecisionDraft
from frirum.core.decisions.similar import SimilarDecision
from frirum.core.designs.back_test.back_test import THIN, BackTest
from frirum.core.designs.diagnosis.verdict import Verdict
from frirum.core.evidence.rules import Finding

LOWEST_LASTING_STEP = 3
"""What is made law on less than this is looked at again."""


class Lack(StrEnum):
    """What a draft has to say and does not."""

    OUTCOME = "outcome"
    REASON = "reason"
    POSSIBILITIES = "possibilities"
    BASIS = "basis"
    EXTENDED_UNTIL = "extended_until"
    OVERRULED_WITHOUT_REASON = "overruled_without_reason"
    OPPOSITE_UNSAID = "opposite_unsaid"
    ANSWER = "answer"
    NO_CLAIM = "no_claim"


class DepartureKind(StrEnum):
    """What a draft departs from."""

    NOT_SHOWN = "not_shown"
    POSITIVE_UNSHOWN = "positive_unshown"
    NEGATIVE_UNSHOWN = "negative_unshown"
    AGAINST_OPPOSITE = "against_opposite"
    ENDS_WHAT_WORKS = "ends_what_works"
    THIN_UNSAID = "thin_unsaid"
    FEW_BUT_MANY = "few_but_many"
    NOT_LOOKED_AT_AGAIN = "not_looked_at_again"
    OTHERWISE_BEFORE = "otherwise_before"
    OTHERWISE_THAN_SIMILAR = "otherwise_than_similar"


@dataclass(frozen=True)
class Departure:
    """One departure with the facts that its sentence needs.

    Attributes:
        step: the strongest step relied on, None where nothing is.
        uses: the uses that a source counts, or None.
        claims: the claims it is about.
        decisions: the earlier decisions it is about.
    """

    kind: DepartureKind
    step: int | None = None
    uses: int | None = None
    claims: tuple[BasisClaim, ...] = ()
    decisions: tuple[SimilarDecision, ...] = field(default=())


def lacks(draft: DecisionDraft, known: Sequence[BasisClaim], found: Sequence[Departure]) -> tuple[Lack, ...]:
    """What the draft still has to say, in the order of the page.

    Args:
        known: every claim of the experiment (or part).
        found: what it departs from.
    """
    return tuple(_lacks(draft, known, found))


def _lacks(draft: DecisionDraft, known: Sequence[BasisClaim], found: Sequence[Departure]) -> Iterator[Lack]:
    if not draft.outcomes:
        yield Lack.OUTCOME
    if DecisionOutcome.EXTENDED in draft.outcomes and draft.extended_until is None:
        yield Lack.EXTENDED_UNTIL
    if not draft.reasons:
        yield Lack.REASON
    if not draft.possibilities.strip():
        yield Lack.POSSIBILITIES
    if not draft.basis.strip():
        yield Lack.BASIS
    if known and not draft.used:
        yield Lack.NO_CLAIM
    if any(one.role is ClaimRole.OVERRULED and not one.reason.strip() for one in draft.used):
        yield Lack.OVERRULED_WITHOUT_REASON
    if _unsaid(draft, known):
        yield Lack.OPPOSITE_UNSAID
    if found and not draft.answer.strip():
        yield Lack.ANSWER


def _unsaid(draft: DecisionDraft, known: Iterable[BasisClaim]) -> list[BasisClaim]:
    """What was found to go the wrong way, and the draft is silent on."""
    named = {one.claim.key for one in draft.used}
    return [claim for claim in known if claim.finding is Finding.OPPOSITE and claim.key not in named]


def departures(
    draft: DecisionDraft,
    known: Sequence[BasisClaim],
    back_test: BackTest | None,
    similar: Sequence[SimilarDecision],
) -> tuple[Departure, ...]:
    """What the draft departs from, in the order it is read.

    Args:
        known: every claim of the experiment (or part).
        back_test: what the diagnosis says of its volume; None where it never began.
        similar: the earlier decisions that resemble it.
    """
    return (
        *_from_evidence(draft, known),
        *_from_volume(draft, back_test),
        *_from_earlier(draft, similar),
    )


def _from_evidence(draft: DecisionDraft, known: Sequence[BasisClaim]) -> Iterator[Departure]:
    shown = [claim for claim in draft.relied_on if claim.finding in SHOWS]
    opposite = tuple(claim for claim in known if claim.finding is Finding.OPPOSITE)
    if draft.spreads and not shown:
        yield Departure(DepartureKind.NOT_SHOWN, step=draft.strongest, claims=draft.relied_on)
    if DecisionReason.POSITIVE_EVIDENCE in draft.reasons and not shown:
        yield Departure(DepartureKind.POSITIVE_UNSHOWN, step=draft.strongest, claims=draft.relied_on)
    if DecisionReason.EFFECT_NEGATIVE in draft.reasons and not any(
        claim.finding is Finding.OPPOSITE for claim in draft.relied_on
    ):
        yield Departure(DepartureKind.NEGATIVE_UNSHOWN, step=draft.strongest)
    if draft.spreads and opposite:
        yield Departure(DepartureKind.AGAINST_OPPOSITE, claims=opposite)
    works = tuple(claim for claim in known if claim.finding is Finding.WORKS)
    if ENDS & set(draft.outcomes) and works:
        yield Departure(DepartureKind.ENDS_WHAT_WORKS, claims=works)
    lasting = draft.spreads or DecisionOutcome.EXTENDED in draft.outcomes
    strong = max((claim.step for claim in shown), default=0) >= LOWEST_LASTING_STEP
    if lasting and not strong and draft.next_look is None and draft.sunset is None:
        yield Departure(DepartureKind.NOT_LOOKED_AT_AGAIN, step=draft.strongest)


def _from_volume(draft: DecisionDraft, back_test: BackTest | None) -> Iterator[Departure]:
    if back_test is None or back_test.uses is None:
        return
    thin = back_test.verdict_after_six_months is Verdict.TOO_THIN
    said = bool(THIN & set(draft.reasons))
    if thin and draft.spreads and not said:
        yield Departure(DepartureKind.THIN_UNSAID, uses=back_test.uses)
    if not thin and said:
        yield Departure(DepartureKind.FEW_BUT_MANY, uses=back_test.uses)


def _from_earlier(draft: DecisionDraft, similar: Sequence[SimilarDecision]) -> Iterator[Departure]:
    own = [one for one in similar if one.decision.slug == draft.slug]
    other = [one for one in similar if one.decision.slug != draft.slug and one.is_close]
    if not draft.outcomes:
        return
    changed = tuple(one for one in own if _differs(draft, one))
    if changed:
        yield Departure(DepartureKind.OTHERWISE_BEFORE, decisions=changed)
    alike = tuple(one for one in other if set(one.decision.reasons) & set(draft.reasons))
    if alike and all(_differs(draft, one) for one in alike):
        yield Departure(DepartureKind.OTHERWISE_THAN_SIMILAR, decisions=alike)


def _differs(draft: DecisionDraft, one: SimilarDecision) -> bool:
    return not set(one.decision.outcomes) & set(draft.outcomes)
