"""One line per experiment: what lists, filters and tables show of a definition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.history import DecisionOutcome, Status


@dataclass(frozen=True)
class ExperimentRow:
    """An experiment in one line.

    Attributes:
        municipalities: three-digit codes, ascending.
        start, end: first and last day of the periods, None where not stated.
        earliest, latest: the same where stated, otherwise the days the sources bound them by, None without a bound.
        inferred: of start and end, those whose day no source states.
        parts: slugs of the parts.
        decision: outcomes of every decision, in the order they were taken, each once.
    """

    slug: str
    number: int | None
    title: str
    network: str
    municipalities: tuple[int, ...]
    start: dt.date | None
    end: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None
    inferred: tuple[str, ...]
    status: Status
    parts: tuple[str, ...]
    decision: tuple[DecisionOutcome, ...]

    def as_dict(self) -> dict[str, Any]:
        """The row as `catalogue list --json` prints it."""
        return {
            "slug": self.slug,
            "title": self.title,
            "network": self.network,
            "municipalities": list(self.municipalities),
            "from": self.start.isoformat() if self.start else None,
            "to": self.end.isoformat() if self.end else None,
            "status": self.status.value,
            "parts": list(self.parts),
            "decision": [outcome.value for outcome in self.decision],
        }


def row(experiment: Experiment) -> ExperimentRow:
    """The line of one experiment."""
    dated = experiment.periods or experiment.participation
    start = _outermost(min, [period.start for period in dated])
    end = _outermost(max, [period.end for period in dated])
    inferred = {"start": start, "end": end}
    decisions = sorted(experiment.decisions, key=lambda decision: decision.date or dt.date.max)
    return ExperimentRow(
        slug=experiment.slug,
        number=experiment.number,
        title=experiment.short_title,
        network=experiment.network,
        municipalities=tuple(sorted({p.municipality for p in experiment.participation})),
        start=start,
        end=end,
        earliest=_outermost(min, [period.first_possible for period in dated]),
        latest=_outermost(max, [period.last_possible for period in dated]),
        inferred=tuple(
            name
            for name, key in (("start", "from"), ("end", "to"))
            if any(key in period.inferred and getattr(period, name) == inferred[name] for period in dated)
        ),
        status=experiment.status,
        parts=tuple(part.slug for part in experiment.parts),
        decision=tuple(dict.fromkeys(outcome for decision in decisions for outcome in decision.outcomes)),
    )


def _outermost(
    pick: Callable[[Iterable[dt.date]], dt.date], days: Sequence[dt.date | None]
) -> dt.date | None:
    """The first or last of the days; None where one of them is not known, as it could lie further out."""
    known = [day for day in days if day is not None]
    return pick(known) if known and len(known) == len(days) else None
