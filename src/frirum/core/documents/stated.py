"""What the sources state was found of an experiment, typed: what prose about it can rest on without a run."""

from __future__ import annotations

from dataclasses import dataclass

from frirum.core.catalogue.compilations import effective_decisions
from frirum.core.catalogue.datasets.dataset import source_places
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import Figure, StatedFinding
from frirum.core.catalogue.history import DecisionReason
from frirum.core.catalogue.loader import Catalogue
from frirum.core.catalogue.plan import Plan
from frirum.core.designs.diagnosis.from_plan import step_of
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.documents.sentences import say
from frirum.core.language import own_text


@dataclass(frozen=True)
class StatedClaim:
    """One direction that a source states.

    Attributes:
        experiment: slug of the experiment it is said of.
        what: what was looked at; `said`: the source's words on it; both in the reader's language.
        finding: how the words read.
        step: what it rests on: the design's step where others were compared with, else accounts.
        parts: slugs of the parts it concerns; () for all.
        places: document and place of each source.
    """

    experiment: str
    what: str
    said: str
    finding: StatedFinding
    step: EvidenceStep
    parts: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The claim as a line: what, the words, and how surely."""
        if self.finding is StatedFinding.UNCLEAR:  # nothing was found, so nothing says how surely
            return say("what_said", what=self.what, said=self.said)
        return say("what_said_basis", what=self.what, said=self.said, basis=self.basis)

    @property
    def basis(self) -> str:
        """How surely, in words."""
        if self.step is EvidenceStep.ACCOUNT:
            return say("experience_not_compared_with_others")
        return say("step_n_of_5", n=int(self.step))


def stated_claims(experiment: Experiment) -> tuple[StatedClaim, ...]:
    """The experiment's own claims, in the order its definition has them."""
    plan = experiment.plan or Plan(not_stated=("purpose",))
    designed = step_of(plan, plan.uptake[0] if plan.uptake else None)
    return tuple(
        _claim(experiment, figure, figure.finding, designed)
        for figure in experiment.figures
        if figure.finding is not None
    )


def claims_beneath(experiment: Experiment, catalogue: Catalogue) -> tuple[StatedClaim, ...]:
    """The experiment's own claims, and those of the experiment whose decision it shares."""
    owners = {owner.slug: owner for _decision, owner in effective_decisions(experiment, catalogue)}
    owners.pop(experiment.slug, None)
    return stated_claims(experiment) + tuple(one for owner in owners.values() for one in stated_claims(owner))


def decision_reasons(experiment: Experiment, catalogue: Catalogue) -> frozenset[DecisionReason]:
    """Every reason of the decisions on it, those it shares included."""
    return frozenset(
        reason
        for decision, _owner in effective_decisions(experiment, catalogue)
        for reason in decision.reasons
    )


def _claim(
    experiment: Experiment, figure: Figure, finding: StatedFinding, designed: EvidenceStep
) -> StatedClaim:
    said = own_text(figure, "in_words") or str(figure.value)
    return StatedClaim(
        experiment.slug,
        own_text(figure, "what"),
        said,
        finding,
        designed if figure.compared else EvidenceStep.ACCOUNT,
        figure.part_slugs,
        tuple(source_places(experiment, figure.source_ids)),
    )
