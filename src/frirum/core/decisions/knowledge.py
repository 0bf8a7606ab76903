"""What is known across experiments on a topic: which way findings point, how surely, and what nobody has measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import StatedFinding
from frirum.core.catalogue.promises import measure_lines
from frirum.core.catalogue.questions import Scale
from frirum.core.decisions.basis import BasisClaim
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.documents.stated import StatedClaim, stated_claims

LOWEST_COMPARED = EvidenceStep.CONTROLS
"""From this step on others were compared with."""


class Pointing(StrEnum):
    """Which way the findings on a topic point together."""

    BETTER = "better"
    WORSE = "worse"
    MIXED = "mixed"
    NO_DIFFERENCE = "no_difference"
    NOTHING = "nothing"


@dataclass(frozen=True)
class KnowledgeGap:
    """Something an experiment promised to find out and nothing answers."""

    text: str
    why_not: str


@dataclass(frozen=True)
class ExperimentKnowledge:
    """One experiment on the topic.

    Attributes:
        stated: the directions that the sources state.
        evaluated: what outside evaluations found.
        gaps: the promises that nothing answers.
    """

    experiment: Experiment
    stated: tuple[StatedClaim, ...]
    evaluated: tuple[BasisClaim, ...]
    gaps: tuple[KnowledgeGap, ...]

    @property
    def step(self) -> EvidenceStep | None:
        """The highest step that something was found on; None where nothing was."""
        return max([one.step for one in self.stated] + [one.step for one in self.evaluated], default=None)


@dataclass(frozen=True)
class TopicKnowledge:
    """A topic across experiments."""

    rows: tuple[ExperimentKnowledge, ...]

    @property
    def counts(self) -> Mapping[StatedFinding, int]:
        """How many stated directions read which way."""
        return Counter(one.finding for row in self.rows for one in row.stated)

    @property
    def pointing(self) -> Pointing:
        """Which way the stated directions point together."""
        better, worse = self.counts[StatedFinding.BETTER], self.counts[StatedFinding.WORSE]
        if better and worse:
            return Pointing.MIXED
        if better or worse:
            return Pointing.BETTER if better else Pointing.WORSE
        return Pointing.NO_DIFFERENCE if self.counts[StatedFinding.NO_DIFFERENCE] else Pointing.NOTHING

    @property
    def step(self) -> EvidenceStep | None:
        """The highest step on the topic."""
        return max((row.step for row in self.rows if row.step is not None), default=None)

    @property
    def compared(self) -> int:
        """How many findings rest on a comparison with others."""
        stated = [one.step for row in self.rows for one in row.stated]
        evaluated = [one.step for row in self.rows for one in row.evaluated]
        return sum(step >= LOWEST_COMPARED for step in (*stated, *evaluated))

    @property
    def findings(self) -> int:
        """How many findings there are in all."""
        return sum(len(row.stated) + len(row.evaluated) for row in self.rows)


def topic_knowledge(
    experiments: Iterable[Experiment],
    evaluated: Mapping[str, Sequence[BasisClaim]],
    scales: Mapping[str, Scale],
) -> TopicKnowledge:
    """What the experiments together tell.

    Args:
        evaluated: slug -> what outside evaluations found.
        scales: the shared answer scales by id.
    """
    return TopicKnowledge(
        tuple(
            ExperimentKnowledge(
                one, stated_claims(one), tuple(evaluated.get(one.slug, ())), tuple(_gaps(one, scales))
            )
            for one in experiments
        )
    )


def _gaps(experiment: Experiment, scales: Mapping[str, Scale]) -> list[KnowledgeGap]:
    return [
        KnowledgeGap(line.text, line.why_not)
        for line in measure_lines(experiment, scales)
        if line.why_not is not None and line.rule is None
    ]
