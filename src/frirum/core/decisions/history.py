"""The register as the catalogue holds it: every decision and what law made of it, from the published sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from frirum.core.catalogue.compilations import effective_decisions
from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import DecisionOutcome, DecisionReason, EventKind
from frirum.core.catalogue.loader import Catalogue
from frirum.core.decisions.similar import TakenDecision
from frirum.core.language import own_text
from frirum.core.vocabulary.status import DatePrecision

DECIDING_EVENTS = frozenset(
    {
        EventKind.APPROVAL,
        EventKind.REJECTION,
        EventKind.EXTENSION,
        EventKind.STOP,
        EventKind.MADE_PERMANENT,
        EventKind.LAW_CHANGE,
        EventKind.NOT_STARTED,
        EventKind.EVALUATION,
    }
)
"""What was decided of an experiment, and the evaluations it was decided on; applications, starts and ends are not."""


@dataclass(frozen=True)
class RegisterEntry:
    """A line of the register.

    Attributes:
        slug: the experiment.
        part: slugs of the parts it is on; () for the whole.
        date: None where no source states it.
        precision: how exactly the date is known.
        kind: of an event; None for a decision that weighs the experiment.
        outcomes, reasons: of a decision; () for an event.
        text: of an event, else the basis, in the reader's language.
        until: the new end of an extension.
        inferred: whether no source states that end, and it is read from something else.
        authorities: who decided, where a source names them.
        sources: document and place.
        shared_with: slug of the experiment whose row it is, or "".
        address: its own page here, or "".
    """

    slug: str
    part: tuple[str, ...]
    date: dt.date | None
    precision: DatePrecision
    kind: EventKind | None
    outcomes: tuple[DecisionOutcome, ...] = ()
    reasons: tuple[DecisionReason, ...] = ()
    text: str = ""
    until: dt.date | None = None
    inferred: bool = False
    authorities: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    shared_with: str = ""
    address: str = ""


def catalogue_entries(catalogue: Catalogue) -> tuple[RegisterEntry, ...]:
    """Every line the catalogue holds, the newest first, those without a date last."""
    found = [
        entry
        for experiment in catalogue.experiments.values()
        for entry in (*_decided(experiment, catalogue), *_happened(experiment))
    ]
    return tuple(sorted(found, key=newest_first))


def newest_first(entry: RegisterEntry) -> tuple[int, str]:
    """The order of the register."""
    return -(entry.date.toordinal() if entry.date else 0), entry.slug


def taken_decisions(catalogue: Catalogue) -> tuple[TakenDecision, ...]:
    """The decisions of the sources; one that experiments share is the owner's alone."""
    return tuple(
        TakenDecision(
            slug=experiment.slug,
            title=experiment.short_title,
            date=decision.date,
            outcomes=decision.outcomes,
            reasons=decision.reasons,
            basis=decision.basis or "",
            part=decision.part_slugs[0] if len(decision.part_slugs) == 1 else "",
        )
        for experiment in catalogue.experiments.values()
        for decision in experiment.decisions
        if decision.shared_with is None
    )


def _decided(experiment: Experiment, catalogue: Catalogue) -> Iterator[RegisterEntry]:
    for decision, owner in effective_decisions(experiment, catalogue):
        yield RegisterEntry(
            slug=experiment.slug,
            part=decision.part_slugs if owner is experiment else (),
            date=decision.date,
            precision=DatePrecision.DAY,
            kind=None,
            outcomes=decision.outcomes,
            reasons=decision.reasons,
            text=own_text(decision, "basis"),
            until=decision.extended_until,
            inferred=bool(decision.inferred),
            sources=_places(owner, decision.source_ids),
            shared_with="" if owner is experiment else owner.slug,
        )


def _happened(experiment: Experiment) -> Iterator[RegisterEntry]:
    for event in experiment.events:
        if event.kind in DECIDING_EVENTS:
            yield RegisterEntry(
                slug=experiment.slug,
                part=event.part_slugs,
                date=event.date,
                precision=event.precision,
                kind=event.kind,
                text=own_text(event, "text"),
                until=event.until,
                authorities=event.decided_by,
                sources=_places(experiment, event.source_ids),
            )


def _places(experiment: Experiment, ids: tuple[str, ...]) -> tuple[str, ...]:
    known = {source.id: f"{source.document}, {source.place}" for source in experiment.sources}
    return tuple(known.get(one, one) for one in ids)
