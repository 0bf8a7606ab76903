"""The event study with one base period: every period's effect against the same period before the start.

Estimand: for event time e (periods since the start) the average over cohorts of the change since the base period,
beside the never treated. Before the start these are not effects but how far the groups drifted apart, which is what
`sensitivity` measures a violated trend with; the one-step changes that `att_gt` prints cannot be drawn as one line.

Source: Callaway & Sant'Anna (2021), Journal of Econometrics 225 (estimands, influence functions); Roth (2024),
Interpreting event-studies from recent difference-in-differences methods (one base period).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from frirum.core.effects.att_gt_means import GroupTimeEffects, estimate_from_means
from frirum.core.effects.panel import Panel
from frirum.core.effects.rows import Label
from frirum.core.files.table import FloatArray


@dataclass(frozen=True)
class EventStudy:
    """Coefficients around a base period; K before it, L after it.

    Attributes:
        before: (K,) coefficients of the periods before the base, in time order.
        after: (L,) coefficients of the periods after it.
        covariance: (K + L, K + L), clustered on the unit, of `before` then `after`.
        labels: K + L event times, or with one cohort the periods as written.
        base: the base period's label.
        units: treated units; never: units never treated.
    """

    before: FloatArray
    after: FloatArray
    covariance: FloatArray
    labels: tuple[Label, ...]
    base: Label
    units: int
    never: int

    @property
    def coefficients(self) -> FloatArray:
        """(K + L,) before, then after."""
        return np.concatenate([self.before, self.after])

    def place_after(self, label: Label) -> int | None:
        """Index among the periods after the base, or None."""
        wanted = [str(one) for one in self.labels[len(self.before) :]]
        return wanted.index(str(label)) if str(label) in wanted else None


def event_study(panel: Panel, base: int) -> EventStudy | None:
    """The coefficients of a panel without gaps and without units treated from the first period.

    Args:
        panel: balanced, or people with something in every cohort and period.
        base: event time of the base period, below 0; −1 is the last period before the start.

    Returns:
        The consecutive event times around the base for which some cohort is seen, or None where there is none on one
        of the two sides.
    """
    effects = estimate_from_means(panel, not_yet=False)
    periods, cohorts = len(panel.periods), len(panel.cohorts)
    weights, slopes, times = [], [], []
    chains = {c: _chains(effects, c, int(panel.starts[c]), periods, base) for c in range(cohorts)}
    for event in range(-periods, periods):
        seen = {c: chain[event] for c, chain in chains.items() if event in chain}
        if not seen:
            continue
        share = effects.shares[list(seen)]
        rows = np.stack(list(seen.values()))
        own = share / share.sum() @ rows
        slope = np.zeros(cohorts)
        slope[list(seen)] = ((rows - own) @ effects.points) / share.sum()
        weights.append(own)
        slopes.append(slope)
        times.append(event)
    found = np.array(times)
    if not (found < base).any() or not (found > base).any() or not (np.diff(found) == 1).all():
        return None
    kept = np.flatnonzero(found != base)
    chosen = np.stack(weights)[kept]
    points = chosen @ effects.points
    k = int((found < base).sum())
    start = int(panel.starts[0])
    alone = cohorts == 1
    return EventStudy(
        before=points[:k],
        after=points[k:],
        covariance=effects.influence.covariance(chosen, np.stack(slopes)[kept]),
        labels=tuple(panel.periods[start + e] if alone else int(e) for e in found[kept]),
        base=panel.periods[start + base] if alone else base,
        units=int((panel.cohort >= 0).sum()),
        never=int((panel.cohort == -1).sum()),
    )


def _chains(
    effects: GroupTimeEffects, cohort: int, start: int, periods: int, base: int
) -> dict[int, FloatArray]:
    """Event time -> (cells,) weights that make the effect against the base out of one-step changes before the start
    and changes since the last period before it after the start; only where the base itself is seen."""
    place = {cell.period: n for n, cell in enumerate(effects.cells) if cell.cohort == cohort}
    size = len(effects.cells)
    found = {-1: np.zeros(size)}
    for period in range(start - 2, -1, -1):
        step = place.get(period + 1)
        if step is None:
            break
        chain = found[period + 1 - start].copy()
        chain[step] -= 1
        found[period - start] = chain
    for period in range(start, periods):
        if period not in place:
            break
        found[period - start] = np.eye(1, size, place[period])[0]
    if base not in found:
        return {}
    return {event: chain - found[base] for event, chain in found.items()}
