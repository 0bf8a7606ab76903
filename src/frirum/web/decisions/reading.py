"""What is asked of decisions: what is public, what a draft rests on, what it lacks and departs from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django_scopes import scopes_disabled

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import DecisionOutcome, DecisionReason
from frirum.core.catalogue.loader import Catalogue
from frirum.core.decisions.basis import (
    BasisClaim,
    ClaimOrigin,
    ClaimRole,
    DecisionDraft,
    UsedClaim,
    source_claims,
)
from frirum.core.decisions.departures import Departure, Lack, departures, lacks
from frirum.core.decisions.history import taken_decisions
from frirum.core.decisions.similar import SimilarDecision, TakenDecision, similar_decisions
from frirum.core.designs.back_test.back_test import BackTest, back_test
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.evidence.rules import Finding
from frirum.web import clock
from frirum.web.decisions.evaluations import judged_claims
from frirum.web.decisions.models import DecisionClaim, DecisionRecord, DecisionState
from frirum.web.experiments.definitions import current_catalogue, public_catalogue
from frirum.web.organisations.scopes import organisation_scope


def published() -> list[DecisionRecord]:
    """What everybody may read now, the newest first: published, and past its embargo."""
    with scopes_disabled():
        found = DecisionRecord.objects.filter(state=DecisionState.PUBLISHED, public_from__lte=clock.now())
        return list(found.order_by("-decided_on", "-public_from", "-pk"))


def is_made_up(decision: DecisionRecord) -> bool:
    """Whether it is on an experiment made up for demonstration: never listed or counted with what is real."""
    experiment = experiment_of(decision)
    return experiment is not None and experiment.synthetic


def published_on(slug: str) -> list[DecisionRecord]:
    """Those on one experiment."""
    return [one for one in published() if one.slug == slug]


def experiment_of(decision: DecisionRecord) -> Experiment | None:
    """The definition in force, or None where it can no longer be read."""
    return current_catalogue().experiments.get(decision.slug)


def known_claims(slug: str, part: str = "") -> tuple[BasisClaim, ...]:
    """Every claim of an experiment; for a part those of the part and of the whole."""
    experiment = current_catalogue().experiments.get(slug)
    found = [*judged_claims(slug), *(source_claims(experiment) if experiment else ())]
    return tuple(one for one in found if not part or one.part in ("", part))


def draft_of(decision: DecisionRecord) -> DecisionDraft:
    """The decision as it stands."""
    return DecisionDraft(
        slug=decision.slug,
        part=decision.part,
        outcomes=tuple(DecisionOutcome(one) for one in decision.outcomes),
        reasons=tuple(DecisionReason(one) for one in decision.reasons),
        possibilities=decision.possibilities,
        basis=decision.basis,
        conditions=decision.conditions,
        extended_until=decision.extended_until,
        sunset=decision.sunset,
        next_look=decision.next_look,
        used=tuple(_used(decision.claims.all())),
        answer=decision.answer,
    )


def _used(claims: Iterable[DecisionClaim]) -> Iterator[UsedClaim]:
    for one in claims:
        claim = BasisClaim(
            one.key,
            one.text,
            EvidenceStep(one.step),
            Finding(one.finding) if one.finding else None,
            ClaimOrigin(one.origin),
            one.source,
            one.part,
        )
        yield UsedClaim(claim, ClaimRole(one.role), one.reason)


@dataclass(frozen=True)
class Beside:
    """What stands beside a draft.

    Attributes:
        known: every claim of the experiment or part.
        back_test: what the diagnosis says of its volume, None where there is nothing to look back on.
        similar: the earlier decisions that resemble it.
        departures: what it departs from.
        lacks: what it still has to say.
    """

    known: tuple[BasisClaim, ...]
    back_test: BackTest | None
    similar: tuple[SimilarDecision, ...]
    departures: tuple[Departure, ...]
    lacks: tuple[Lack, ...]


def beside(decision: DecisionRecord) -> Beside:
    """What stands beside a draft as it is now."""
    known, experiment = known_claims(decision.slug, decision.part), experiment_of(decision)
    looked_back = looked_back_on(decision.slug)
    similar = () if experiment is None else _similar(experiment, decision)
    draft = draft_of(decision)
    found = departures(draft, known, looked_back, similar)
    return Beside(known, looked_back, similar, found, lacks(draft, known, found))


def looked_back_on(slug: str) -> BackTest | None:
    """The back-test of one experiment."""
    experiment = current_catalogue().experiments.get(slug)
    return next(iter(back_test([experiment])), None) if experiment else None


def _similar(experiment: Experiment, decision: DecisionRecord) -> tuple[SimilarDecision, ...]:
    catalogue = public_catalogue()
    own = [one for one in published() if one.pk != decision.pk]
    taken = [*taken_decisions(catalogue), *(_taken(one, catalogue) for one in own)]
    return similar_decisions(experiment, taken, {**catalogue.experiments, experiment.slug: experiment})


def _taken(decision: DecisionRecord, catalogue: Catalogue) -> TakenDecision:
    experiment = catalogue.experiments.get(decision.slug) or experiment_of(decision)
    return TakenDecision(
        slug=decision.slug,
        title=experiment.short_title if experiment else decision.slug,
        date=decision.decided_on,
        outcomes=tuple(DecisionOutcome(one) for one in decision.outcomes),
        reasons=tuple(DecisionReason(one) for one in decision.reasons),
        basis=decision.basis,
        where=reverse("decisions:published", args=[decision.reference]),
        part=decision.part,
    )


def texts_of(decision: DecisionRecord) -> dict[str, str]:
    """The texts as they read now: as published, with the errata since."""
    from frirum.web.decisions.fields import CORRECTABLE

    texts = {name: getattr(decision, name) for name in CORRECTABLE}
    return texts | {one.field: one.text for one in decision.amendments.all()}


def open_drafts(keys: Iterable[str]) -> QuerySet[DecisionRecord]:
    """The decisions of these organisations that are not public."""
    with organisation_scope(keys):
        return DecisionRecord.objects.exclude(state=DecisionState.PUBLISHED)
