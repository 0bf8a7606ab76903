"""Who was at risk when: counts behind every estimate of durations, with late entry and ties.

A spell is at risk at time t when entry < t ≤ exit: somebody who enters at the very time of an event was not there to
have it. All counts are per distinct time, so that ties are exact and months cost no more than days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Spells:
    """n spells.

    Attributes:
        entry: (n,) time at which the spell came under observation; −inf where it was seen from its beginning.
        exit: (n,) time of the event or of censoring; entry < exit.
        event: (n,) 0 for censored, else the event's number 1, 2, ….
    """

    entry: FloatArray
    exit: FloatArray
    event: IntArray

    def __len__(self) -> int:
        return len(self.exit)

    def where(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> Spells:
        """The spells where `keep` is true, or those at the places `keep`, in that order."""
        return Spells(self.entry[keep], self.exit[keep], self.event[keep])

    def at_risk(self, times: FloatArray) -> IntArray:
        """(T,) spells with entry < t ≤ exit."""
        entered = np.searchsorted(np.sort(self.entry), times, side="left")
        left = np.searchsorted(np.sort(self.exit), times, side="left")
        return (entered - left).astype(np.int64)

    def event_times(self) -> FloatArray:
        """(T,) the distinct times of events of any kind, ascending."""
        return np.unique(self.exit[self.event > 0])

    def events_at(self, times: FloatArray, kind: int | None = None) -> IntArray:
        """(T,) events at each of `times` (ascending, holding every event time); of one kind, or of any."""
        happened = self.event > 0 if kind is None else self.event == kind
        return np.bincount(np.searchsorted(times, self.exit[happened]), minlength=len(times)).astype(np.int64)
