"""Do groups differ in how long it takes? The log-rank test, with late entry and ties.

Null hypothesis: the same hazard in all groups at every time. Weighs all events alike, so that it sees a constant
ratio of hazards best and curves that cross badly. Source: Mantel (1966), Cancer Chemotherapy Reports 50; Peto & Peto
(1972), Journal of the Royal Statistical Society A 135.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from frirum.core.effects.risk_sets import IntArray, Spells


@dataclass(frozen=True)
class LogRank:
    """χ² with df degrees of freedom."""

    statistic: float
    df: int
    p_value: float


PERMUTATIONS = 1_999


def permuted_log_rank(
    spells: Spells, group: IntArray, groups: int, statistic: float, *, seed: int = 1
) -> float:
    """The p-value of a log-rank statistic when groups are dealt anew among the spells, the real one counted.

    Valid where spells are censored, and enter, alike in all groups; a χ² distribution is not with a handful in each.
    """
    order = np.lexsort((spells.event, spells.entry, spells.exit, group))  # draws free of the file's order
    spells, group = spells.where(order), group[order]
    times = spells.event_times()
    inside = ((spells.entry < times[:, None]) & (times[:, None] <= spells.exit)).astype(np.float64)
    ends = ((spells.exit == times[:, None]) & (spells.event > 0)).astype(np.float64)
    rng = np.random.default_rng(seed)
    dealt = rng.permuted(np.broadcast_to(group, (PERMUTATIONS, group.size)), axis=1)
    n, d = inside.sum(axis=1), ends.sum(axis=1)
    spread = np.where(n > 1, d * (n - d) / np.maximum(n - 1, 1), 0.0)
    members = [(dealt == code).astype(np.float64) for code in range(groups - 1)]
    share = np.stack([member @ inside.T / n for member in members])
    excess = np.stack([(member @ ends.T).sum(axis=1) for member in members]) - share @ d
    covariance = -np.einsum("gmt,hmt,t->mgh", share, share, spread)
    covariance[:, range(groups - 1), range(groups - 1)] += np.einsum("gmt,t->mg", share, spread)
    inverse = np.linalg.pinv(covariance, rcond=1e-9, hermitian=True)
    drawn = np.einsum("gm,mgh,hm->m", excess, inverse, excess)
    far = int((drawn >= statistic * (1 - 1e-9)).sum())
    return (far + 1) / (PERMUTATIONS + 1)


def log_rank(spells: Spells, group: IntArray, groups: int) -> LogRank | None:
    """The test of G groups; None when no event time has two groups at risk.

    Args:
        group: (n,) 0 … G − 1.
    """
    times = spells.event_times()
    parts = [spells.where(group == code) for code in range(groups)]
    at_risk = np.stack([part.at_risk(times) for part in parts]).astype(np.float64)
    events = np.stack([part.events_at(times) for part in parts]).astype(np.float64)
    n, d = at_risk.sum(axis=0), events.sum(axis=0)
    share = at_risk / n
    excess = (events - d * share).sum(axis=1)
    spread = np.where(n > 1, d * (n - d) / np.maximum(n - 1, 1), 0.0)
    covariance = np.diag((share * spread).sum(axis=1)) - (share * spread) @ share.T
    values, vectors = np.linalg.eigh(covariance)
    kept = values > 1e-9 * max(float(values[-1]), 1e-300)
    df = int(kept.sum())
    if df == 0 or values[-1] <= 1e-12:
        return None
    along = vectors[:, kept].T @ excess
    statistic = float((along**2 / values[kept]).sum())
    return LogRank(statistic, df, float(chdtrc(df, statistic)))
