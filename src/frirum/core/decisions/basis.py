"""What a decision rests on: claims with their step, each relied on or overruled, and the draft that names them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.findings import Figure
from frirum.core.catalogue.history import DecisionOutcome, DecisionReason
from frirum.core.decisions.sentences import say
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.documents.stated import stated_claims
from frirum.core.evidence.rules import Finding
from frirum.core.language import own_text
from frirum.core.vocabulary.danish import format_exact

SPREADS = frozenset(
    {DecisionOutcome.MADE_PERMANENT, DecisionOutcome.ROLLED_OUT, DecisionOutcome.PARTLY_ADOPTED}
)
"""Outcomes that make the experiment's rule the law, in whole or in part."""
ENDS = frozenset({DecisionOutcome.NOT_ROLLED_OUT, DecisionOutcome.NO_FOLLOW_UP})
"""Outcomes that let the rule go."""
SHOWS = frozenset({Finding.WORKS, Finding.NOT_WORSE})
"""Verdicts that speak for the experiment."""


class ClaimOrigin(StrEnum):
    """Where a claim is from."""

    SOURCE = "source"
    EXTERNAL = "external"
    RUN = "run"


class ClaimRole(StrEnum):
    """What a decision does with a claim."""

    RELIED_ON = "relied_on"
    OVERRULED = "overruled"


@dataclass(frozen=True)
class BasisClaim:
    """One thing that is known of an experiment when it is decided on.

    Attributes:
        key: its name among the claims of the experiment; never used again for another.
        text: the claim as a sentence or noun phrase, in the reader's language.
        step: the evidence step it stands on; counts and accounts are 0.
        finding: the verdict, or None where nobody judged it.
        source: document and place, assignment or run.
        part: slug of the part it is of, or "".
    """

    key: str
    text: str
    step: EvidenceStep
    finding: Finding | None
    origin: ClaimOrigin
    source: str
    part: str = ""


@dataclass(frozen=True)
class UsedClaim:
    """A claim in a decision; one that is overruled says why."""

    claim: BasisClaim
    role: ClaimRole
    reason: str = ""


@dataclass(frozen=True)
class DecisionDraft:
    """A decision before anybody has signed it.

    Attributes:
        slug, part: what it is on; part "" for the whole experiment.
        outcomes, reasons: what is decided, and the codes of why.
        possibilities, basis, conditions: the texts.
        extended_until: the new end of an extension.
        sunset: the day the decision lapses by itself, or None.
        next_look: the day it is looked at again, or None.
        used: the claims it names.
        answer: why it departs from what speaks against it, or "".
    """

    slug: str
    part: str
    outcomes: tuple[DecisionOutcome, ...]
    reasons: tuple[DecisionReason, ...]
    possibilities: str
    basis: str
    conditions: str = ""
    extended_until: dt.date | None = None
    sunset: dt.date | None = None
    next_look: dt.date | None = None
    used: tuple[UsedClaim, ...] = ()
    answer: str = ""

    @property
    def relied_on(self) -> tuple[BasisClaim, ...]:
        """The claims that carry it."""
        return tuple(one.claim for one in self.used if one.role is ClaimRole.RELIED_ON)

    @property
    def spreads(self) -> bool:
        """Whether the experiment's rule becomes law, in whole or in part."""
        return bool(SPREADS & set(self.outcomes))

    @property
    def strongest(self) -> EvidenceStep | None:
        """The highest step among the claims relied on; None where there are none."""
        return max((claim.step for claim in self.relied_on), default=None)


def source_claims(experiment: Experiment) -> Iterator[BasisClaim]:
    """What the published sources say of an experiment.

    A figure whose source says that others were compared with stands on the design's step; every other is a count or an
    account (step 0). None has a verdict: no source gives the uncertainty that one takes. An evaluation that does is
    entered as a claim of its own.
    """
    steps = {one.what: one.step for one in stated_claims(experiment)}
    places = {source.id: f"{source.document}, {source.place}" for source in experiment.sources}
    for figure in experiment.figures:
        what = own_text(figure, "what")
        for part in figure.part_slugs or ("",):
            yield BasisClaim(
                f"figure:{figure.id}" + (f":{part}" if len(figure.part_slugs) > 1 else ""),
                f"{what}: {_said(figure)}",
                steps.get(what, EvidenceStep.ACCOUNT),
                None,
                ClaimOrigin.SOURCE,
                "; ".join(places.get(one, one) for one in figure.source_ids),
                part,
            )
    for one in experiment.conclusions:
        for part in one.part_slugs or ("",):
            yield BasisClaim(
                f"conclusion:{one.id}" + (f":{part}" if len(one.part_slugs) > 1 else ""),
                say(
                    "municipalities_own_conclusion_period_text",
                    period=one.period,
                    text=own_text(one, "conclusion"),
                ),
                EvidenceStep.ACCOUNT,
                None,
                ClaimOrigin.SOURCE,
                "; ".join(places.get(place, place) for place in one.source_ids),
                part,
            )


def _said(figure: Figure) -> str:
    if figure.value is not None:
        return f"{format_exact(figure.value)} {figure.unit}"
    return own_text(figure, "in_words")
