"""Where an experiment stands on a day: the one reckoning that lists, pages, data files and commands share.

A definition is written before its days come. One that is planned has begun on its first day, and is over after its
last, as a check of a case answers by the days too. That the days say so, and no source yet, is said.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.history import Status
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.overview import row
from frirum.core.language import gettext as _
from frirum.core.language import gettext_noop as N_

AHEAD = (Status.PLANNED, Status.APPROVED)
RUNNING = (Status.RUNNING, Status.EXTENDED)
_BY_PLAN = {Status.RUNNING: N_("begyndt efter planen"), Status.ENDED: N_("slut efter planen")}
OVER = (Status.ENDED, Status.STOPPED, Status.NEVER_STARTED)


@dataclass(frozen=True)
class DayStanding:
    """How far an experiment, or a part of it, has come.

    Attributes:
        status: by the day.
        written: as the definition has it.
    """

    status: Status
    written: Status

    @property
    def by_plan(self) -> bool:
        """Whether the days say more than what is written."""
        return self.status is not self.written

    @property
    def is_ahead(self) -> bool:
        """Whether it has not begun."""
        return self.status in AHEAD

    @property
    def is_running(self) -> bool:
        """Whether it can be used."""
        return self.status in RUNNING

    @property
    def is_over(self) -> bool:
        """Whether it can be used no more."""
        return self.status in OVER

    @property
    def text(self) -> str:
        """What is said of it."""
        if not self.by_plan:
            return label(self.status)
        return _(_BY_PLAN[self.status])


def standing(experiment: Experiment, on: dt.date | None, part: Part | None = None) -> DayStanding:
    """Where it stands on the day; a part has the days of the whole.

    Args:
        on: None takes what is written: for a definition that is read for itself, on no day.
    """
    written = (part.status if part else None) or experiment.status
    if on is None or written in OVER:
        return DayStanding(written, written)
    line = row(experiment)
    if line.end is not None and line.end < on:
        return DayStanding(Status.ENDED, written)
    if written in AHEAD and line.start is not None and line.start <= on:
        return DayStanding(Status.RUNNING, written)
    return DayStanding(written, written)


def turned_on(experiment: Experiment, on: dt.date) -> dt.date | None:
    """The latest day, up to this one, on which the days alone changed where it stands; None where none did."""
    stands, line = standing(experiment, on), row(experiment)
    if not stands.by_plan:
        return None
    if stands.is_over:
        return line.end + dt.timedelta(days=1) if line.end else None
    return line.start
