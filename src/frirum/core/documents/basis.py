"""What a recommendation rests on, and whether it is ahead of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.compilations import RecommendationRow
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import StatedFinding
from frirum.core.catalogue.history import DecisionReason
from frirum.core.catalogue.loader import Catalogue
from frirum.core.designs.back_test.back_test import THIN
from frirum.core.documents.prose import StrongKind, strong_sentences
from frirum.core.documents.sentences import say
from frirum.core.documents.stated import StatedClaim, claims_beneath, decision_reasons
from frirum.core.language import own_text


class AheadReason(StrEnum):
    """How a recommendation goes beyond what was found."""

    CONTRADICTED = "contradicted"
    TOO_THIN = "too_thin"
    NOT_KNOWN = "not_known"
    NOT_MEASURED = "not_measured"
    NO_HARM = "no_harm"
    NOTHING_NAMED = "nothing_named"


@dataclass(frozen=True)
class Ahead:
    """One reason, and the experiment it is found in; None where it is the recommendation's own."""

    reason: AheadReason
    experiment: Experiment | None = None

    @property
    def text(self) -> str:
        """The reason as a sentence."""
        title = own_text(self.experiment, "short_title") if self.experiment else ""
        return {
            AheadReason.CONTRADICTED: say("title_source_found_something_got_worse"),
            AheadReason.TOO_THIN: say("title_decision_found_used_too_little"),
            AheadReason.NOT_KNOWN: say("title_decision_says_effect_is_unclear"),
            AheadReason.NOT_MEASURED: say("title_no_source_says_what"),
            AheadReason.NO_HARM: say("says_something_did_not_get_worse"),
            AheadReason.NOTHING_NAMED: say("names_no_experiment_rests_on"),
        }[self.reason].format(title=title)


@dataclass(frozen=True)
class RecommendationBasis:
    """The experiments that a recommendation rests on, the claims beneath it, and the ways in which it is ahead."""

    experiments: tuple[Experiment, ...]
    claims: tuple[StatedClaim, ...]
    ahead: tuple[Ahead, ...]


def recommendation_basis(row: RecommendationRow, catalogue: Catalogue) -> RecommendationBasis:
    """The basis of a recommendation that stands in a definition."""
    return basis_of(row.recommendation.title, row.recommendation.rests_on, catalogue)


def basis_of(said: str, rests_on: Iterable[str], catalogue: Catalogue) -> RecommendationBasis:
    """The claims beneath one recommendation, and what it claims beyond them.

    Args:
        said: what it says.
        rests_on: slugs of the experiments it names; one that no definition describes is left out.
    """
    found = [catalogue.experiments[slug] for slug in rests_on if slug in catalogue.experiments]
    claims = tuple(dict.fromkeys(claim for one in found for claim in claims_beneath(one, catalogue)))
    return RecommendationBasis(tuple(found), claims, tuple(_ahead(said, found, claims, catalogue)))


def _ahead(
    said: str, rests_on: list[Experiment], claims: tuple[StatedClaim, ...], catalogue: Catalogue
) -> Iterator[Ahead]:
    if not rests_on:
        yield Ahead(AheadReason.NOTHING_NAMED)
        return
    for experiment in rests_on:
        reason = _of_experiment(experiment, catalogue)
        if reason is not None:
            yield Ahead(reason, experiment)
    if any(StrongKind.NO_HARM in one.kinds for one in strong_sentences(said, claims)):
        yield Ahead(AheadReason.NO_HARM)


def _of_experiment(experiment: Experiment, catalogue: Catalogue) -> AheadReason | None:
    claims = claims_beneath(experiment, catalogue)
    reasons = decision_reasons(experiment, catalogue)
    if any(claim.finding is StatedFinding.WORSE for claim in claims):
        return AheadReason.CONTRADICTED
    if THIN & reasons:
        return AheadReason.TOO_THIN
    if DecisionReason.NO_EFFECT_KNOWN in reasons:
        return AheadReason.NOT_KNOWN
    if all(claim.finding is StatedFinding.UNCLEAR for claim in claims):
        return AheadReason.NOT_MEASURED
    return None
