"""The portfolio: every running experiment at one glance, with what asks for somebody's attention."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from django_scopes import scopes_disabled

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.standing import DayStanding, standing
from frirum.core.designs.back_test.back_test import realised_uses
from frirum.core.designs.diagnosis.from_definition import diagnose_experiment
from frirum.core.designs.diagnosis.verdict import EvidenceStep, Verdict
from frirum.core.documents.stated import stated_claims
from frirum.core.economy.from_definition import ledger_of
from frirum.core.economy.ledger import Side
from frirum.core.economy.spans import Span
from frirum.core.evidence.rules import Finding
from frirum.web.decisions.assignment_models import EvaluationAssignment
from frirum.web.decisions.evaluations import judged_claims
from frirum.web.decisions.models import DecisionRecord, DecisionState
from frirum.web.decisions.reading import published_on
from frirum.web.designs.course import AHEAD, locked_designs
from frirum.web.designs.front import start_ahead


class Attention(StrEnum):
    """What asks for somebody, the most pressing first."""

    OPPOSITE = "opposite"
    OVERDUE = "overdue"
    DESIGN_UNLOCKED = "design_unlocked"
    TOO_THIN = "too_thin"
    VOLUME_UNKNOWN = "volume_unknown"
    HARM_UNSEEN = "harm_unseen"
    NOTHING_PLANNED = "nothing_planned"
    DRAFT_WAITS = "draft_waits"


class DueKind(StrEnum):
    """What is next."""

    LOOK = "look"
    LAPSE = "lapse"
    REPORT = "report"
    START = "start"
    END = "end"


@dataclass(frozen=True)
class PortfolioLine:
    """One experiment.

    Attributes:
        design_step: the highest step its design can reach.
        verdict: what the diagnosis says of its volume.
        uses, uses_in_words: how much it was used, as a published source says; both None where none does.
        evidence_step: the highest step something was found on; None where nothing was.
        finding: the gravest verdict among what was found, None where nobody judged.
        harms: outcomes that the plan watches as harm.
        money: spared less spent, as far as it is known, and how many lines are not.
        next_due, due_kind: the next day that something is due.
        attention: what asks for somebody.
    """

    experiment: Experiment
    standing: DayStanding
    design_step: EvidenceStep
    verdict: Verdict
    uses: int | None
    uses_in_words: str | None
    evidence_step: EvidenceStep | None
    finding: Finding | None
    harms: int
    spared: Span | None
    unknown_lines: int
    next_due: dt.date | None
    due_kind: DueKind | None
    attention: tuple[Attention, ...]


def portfolio_line(experiment: Experiment, on: dt.date) -> PortfolioLine:
    """The line of one experiment on a day."""
    found = diagnose_experiment(experiment)
    stated, judged = stated_claims(experiment), tuple(judged_claims(experiment.slug))
    uses, in_words = realised_uses(experiment)
    ledger = ledger_of(experiment)
    verdicts = [one.finding for one in judged if one.finding is not None]
    due = sorted(_due(experiment, on))
    line = PortfolioLine(
        experiment=experiment,
        standing=standing(experiment, on),
        design_step=EvidenceStep(found.diagnosis.highest_step),
        verdict=found.diagnosis.verdict,
        uses=uses,
        uses_in_words=in_words,
        evidence_step=max([*(one.step for one in stated), *(one.step for one in judged)], default=None),
        finding=Finding.OPPOSITE if Finding.OPPOSITE in verdicts else next(iter(verdicts), None),
        harms=sum(one.harm for one in experiment.plan.outcomes) if experiment.plan else 0,
        spared=ledger.side(Side.SPARED).known,
        unknown_lines=sum(one.amount is None for one in ledger.lines),
        next_due=due[0][0] if due else None,
        due_kind=due[0][1] if due else None,
        attention=(),
    )
    return _with_attention(line, on)


def _due(experiment: Experiment, on: dt.date) -> Iterator[tuple[dt.date, DueKind]]:
    """What is due: days ahead, and looks that nobody has taken."""
    for one in published_on(experiment.slug)[:1]:
        if one.next_look:
            yield one.next_look, DueKind.LOOK
        if one.sunset and one.sunset >= on:
            yield one.sunset, DueKind.LAPSE
    with scopes_disabled():
        waiting = list(EvaluationAssignment.objects.filter(report_received_on__isnull=True))
    for assignment in waiting:
        if experiment.slug in assignment.slugs:
            yield assignment.ends_on, DueKind.REPORT
    if (start := start_ahead(experiment, on)) is not None:
        yield start, DueKind.START
    ends = [period.end for period in experiment.periods if period.end and period.end >= on]
    if ends:
        yield max(ends), DueKind.END


def _with_attention(line: PortfolioLine, on: dt.date) -> PortfolioLine:
    asks = []
    if line.finding is Finding.OPPOSITE:
        asks.append(Attention.OPPOSITE)
    if line.next_due is not None and line.next_due < on:
        asks.append(Attention.OVERDUE)
    if _begins_without_a_lock(line.experiment, on):
        asks.append(Attention.DESIGN_UNLOCKED)
    asks += _of_a_running_one(line)
    with scopes_disabled():
        waits = DecisionRecord.objects.filter(
            slug=line.experiment.slug, state__in=[DecisionState.REVIEW, DecisionState.APPROVED]
        ).exists()
    if waits:
        asks.append(Attention.DRAFT_WAITS)
    return replace(line, attention=tuple(asks))


def _begins_without_a_lock(experiment: Experiment, on: dt.date) -> bool:
    """Whether it begins within 90 days and somebody who takes part has not locked a design."""
    start = start_ahead(experiment, on)
    if start is None or (start - on).days > AHEAD:
        return False
    locked, total = locked_designs(experiment)
    return locked < (1 if total is None else total)


def _of_a_running_one(line: PortfolioLine) -> Iterator[Attention]:
    """What only one that runs, or is to, can still mend."""
    if line.standing.is_over:
        return
    if line.verdict is Verdict.TOO_THIN:
        yield Attention.TOO_THIN
    if line.verdict is Verdict.UNKNOWN_VOLUME:
        yield Attention.VOLUME_UNKNOWN
    if line.harms == 0:
        yield Attention.HARM_UNSEEN
    if line.next_due is None:
        yield Attention.NOTHING_PLANNED
