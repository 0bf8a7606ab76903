"""Do groups differ in how often one kind of event has come by each time, while other kinds compete? Gray's test.

Null hypothesis: the same cumulative incidence of the event in all groups. Unlike the log-rank test of the event's own
hazard it sees a difference that comes from the competing events too. A spell that had another event stays in the risk
set with the weight of not having been censored since. Spells must be seen from their beginning.

Source: Gray (1988), Annals of Statistics 16, with weights of 1 (ρ = 0).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from frirum.core.effects.log_rank import LogRank
from frirum.core.effects.risk_sets import IntArray, Spells
from frirum.core.files.table import FloatArray

PERMUTATIONS = 499


def permuted_gray(spells: Spells, group: IntArray, groups: int, kind: int, statistic: float) -> float:
    """The p-value of the statistic when groups are dealt anew among the spells, the real one counted.

    Valid where spells are censored alike in all groups; χ² is not with a handful in each. A deal that admits no test
    counts as one that is as far out.
    """
    order = np.lexsort((spells.event, spells.exit, group))  # draws free of the file's order
    spells, group = spells.where(order), group[order]
    rng = np.random.default_rng(1)
    far = 0
    for _deal in range(PERMUTATIONS):
        dealt = gray_test(spells, rng.permutation(group), groups, kind)
        far += dealt is None or dealt.statistic >= statistic * (1 - 1e-9)
    return (far + 1) / (PERMUTATIONS + 1)


@dataclass
class _State:
    """What the G groups carry from time to time: curves just before the time, and sums of the covariance."""

    survival: FloatArray
    incidence: FloatArray
    pooled: float
    score: FloatArray
    drift: FloatArray
    spread: FloatArray
    own: FloatArray
    cross: FloatArray


def gray_test(spells: Spells, group: IntArray, groups: int, kind: int) -> LogRank | None:
    """The test of G groups for events of one kind; None when it cannot be made.

    Args:
        group: (n,) 0 … G − 1.
        kind: the event; all others compete.

    Raises:
        ValueError: a spell that was not seen from its beginning.
    """
    if (spells.entry > 0).any():
        raise ValueError("Gray's test takes spells that were seen from their beginning")
    kinds_seen = set(spells.event.tolist())
    if groups < 2 or kind not in kinds_seen or kinds_seen <= {kind}:
        # All had this event and nobody was censored: its probability ends at 1 whatever the group.
        return None
    parts = [spells.where(group == code) for code in range(groups)]
    times = spells.event_times()
    at_risk = np.stack([part.at_risk(times) for part in parts]).astype(np.float64)
    own = np.stack([part.events_at(times, kind) for part in parts]).astype(np.float64)
    other = np.stack([part.events_at(times) for part in parts]).astype(np.float64) - own
    zero = np.zeros((groups, groups))
    state = _State(
        np.ones(groups),
        np.zeros(groups),
        0.0,
        np.zeros(groups),
        zero,
        zero.copy(),
        np.zeros(groups),
        zero.copy(),
    )
    for t in range(len(times)):
        _step(state, at_risk[:, t], own[:, t], other[:, t])
    c, v, w = state.drift, state.own, state.cross
    covariance = state.spread + (c * v) @ c.T + c @ w.T + w @ c.T
    kept = slice(0, groups - 1)
    values = np.linalg.eigvalsh(covariance[kept, kept])
    if values[0] <= 1e-10 * max(float(values[-1]), 1e-300):
        return None
    score = state.score[kept]
    statistic = float(score @ np.linalg.solve(covariance[kept, kept], score))
    return LogRank(statistic, groups - 1, float(chdtrc(groups - 1, statistic)))


def _step(state: _State, n: FloatArray, own: FloatArray, other: FloatArray) -> None:
    """One event time: (G,) numbers at risk, events of the kind, events of other kinds."""
    seen = n > 0
    before, size = state.survival, np.where(seen, n, 1.0)
    after = np.where(seen, before * (n - own - other) / size, before)
    incidence = state.incidence + np.where(seen, before * own / size, 0.0)
    # The risk set of the incidence: those at risk, blown up to what it would be had nobody had another event.
    load = np.where(seen, n / np.where(before > 0, before, 1.0), 0.0)
    total = load.sum()
    events = own.sum()
    pooled = state.pooled + events / total
    expected = load * (1 - state.incidence)
    state.score = state.score + own - events * expected / expected.sum()
    a = np.diag(load) - np.outer(load, load) / total
    state.drift = state.drift + a * events / (total * (1 - state.pooled))
    c = state.drift
    if events > 0:
        lift = np.where(after > 0, 1 - (1 - pooled) / np.where(after > 0, after, 1.0), 1.0)
        ties = 1 - (events - 1) / (total * before - 1) if events > 1 else np.ones_like(n)
        rate = np.where(seen, ties * before * events / (total * size), 0.0)
        _spread(state, a - c * lift, lift, rate)
    if other.sum() > 0:
        lift = np.where(after > 0, (1 - pooled) / np.where(after > 0, after, 1.0), 0.0)
        ties = np.where(other > 1, 1 - (other - 1) / np.maximum(n - 1, 1.0), 1.0)
        rate = np.where((after > 0) & (other > 0), ties * before**2 * other / size**2, 0.0)
        _spread(state, c * lift, -lift, rate)
    state.survival, state.incidence, state.pooled = after, incidence, pooled


def _spread(state: _State, load: FloatArray, lift: FloatArray, rate: FloatArray) -> None:
    """Add one source of noise, of variance `rate` per group, that enters through `load` now and `lift` later."""
    state.spread = state.spread + (load * rate) @ load.T
    state.own = state.own + lift**2 * rate
    state.cross = state.cross + load * (lift * rate)
