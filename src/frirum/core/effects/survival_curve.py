"""The share that has not had the event yet, its median, its mean to a horizon, and competing events.

Estimands: S(t) = P(duration > t); the smallest t with S(t) ≤ 1/2; the mean duration up to a horizon; the probability of
an event of kind k by time t while others compete. Assumption: being censored, or entering late, tells nothing of the
remaining duration.

Source: Kaplan & Meier (1958), Journal of the American Statistical Association 53; Greenwood (1926); Brookmeyer &
Crowley (1982), Biometrics 38 (median); Royston & Parmar (2013), BMC Medical Research Methodology 13 (mean to a
horizon); Aalen & Johansen (1978), Scandinavian Journal of Statistics 5, with the variance of Marubini & Valsecchi
(1995), chapter 10.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from frirum.core.effects.risk_sets import FloatArray, IntArray, Spells

Z = float(ndtri(0.975))


@dataclass(frozen=True)
class Curve:
    """A survival curve; T distinct event times.

    Attributes:
        times: (T,) ascending.
        at_risk, events: (T,) counts.
        survival: (T,) S(t) just after each time.
        se: (T,) its standard error by Greenwood's sum of d / (n (n − d)); NaN where the curve is 0.
        last: largest time under observation; the curve is not known beyond it unless it is 0 there.
    """

    times: FloatArray
    at_risk: IntArray
    events: IntArray
    survival: FloatArray
    se: FloatArray
    last: float

    def known_at(self, time: float) -> bool:
        """Whether S(time) can be told."""
        return time <= self.last or (self.survival.size > 0 and self.survival[-1] == 0)

    def place(self, time: float) -> int:
        """Index of the last event time not after `time`; −1 before the first."""
        return int(np.searchsorted(self.times, time, side="right")) - 1

    def bands(self) -> tuple[FloatArray, FloatArray]:
        """(T,) 95 % bounds on the log(−log) scale, NaN where the curve is 0."""
        return log_log_bounds(self.survival, self.se)


def kaplan_meier(spells: Spells) -> Curve:
    """The product-limit estimate."""
    times = spells.event_times()
    return from_counts(times, spells.at_risk(times), spells.events_at(times), last=float(spells.exit.max()))


def from_counts(times: FloatArray, at_risk: IntArray, events: IntArray, *, last: float) -> Curve:
    """The same from counts alone, as municipalities can send them: exact, since the curve needs no more.

    Args:
        times: (T,) ascending; at_risk, events: (T,) at each; times without an event change nothing.
        last: largest time under observation.

    Raises:
        ValueError: times not ascending, or more events than were at risk.
    """
    if not (np.diff(times) > 0).all() or (events < 0).any() or (events > at_risk).any():
        raise ValueError("times must ascend, and no more can have the event than are at risk")
    happened = events > 0
    times, at_risk, events = times[happened], at_risk[happened], events[happened]
    left = at_risk - events
    survival = np.cumprod(left / at_risk, dtype=np.float64)
    greenwood = np.cumsum(events / (at_risk * np.maximum(left, 1)))
    se = np.where(survival > 0, survival * np.sqrt(greenwood), np.nan)
    return Curve(times, at_risk, events, survival, se, last)


def log_log_bounds(share: FloatArray, se: FloatArray) -> tuple[FloatArray, FloatArray]:
    """95 % bounds of a probability from its standard error, on the log(−log) scale; NaN at 0 and 1."""
    inside = (share > 0) & (share < 1) & np.isfinite(se)
    log = np.log(np.where(inside, share, 0.5))
    reach = np.exp(Z * np.where(inside, se, 0.0) / np.where(inside, share, 0.5) / np.abs(log))
    nothing = np.where(inside, 0.0, np.nan)
    return np.exp(log * reach) + nothing, np.exp(log / reach) + nothing


def first_at_most_half(times: FloatArray, curve: FloatArray) -> float | None:
    """The smallest time at which a falling curve is at most 1/2; None when it never is."""
    reached = np.flatnonzero(curve <= 0.5 + 1e-12)
    return float(times[reached[0]]) if reached.size else None


def mean_to(curve: Curve, horizon: float) -> tuple[float, float]:
    """The area under the curve up to `horizon`, and its standard error."""
    inside = curve.times < horizon
    times, survival = curve.times[inside], curve.survival[inside]
    pieces = np.diff(np.append(times, horizon)) * survival
    after = np.cumsum(pieces[::-1])[::-1]  # (T,) area from each event time on
    at_risk, events = curve.at_risk[inside], curve.events[inside]
    left = at_risk - events
    terms = np.where(left > 0, after**2 * events / (at_risk * np.maximum(left, 1)), 0.0)
    first = float(times[0]) if times.size else horizon
    return first + float(pieces.sum()), float(np.sqrt(terms.sum()))


@dataclass(frozen=True)
class Incidence:
    """Cumulative incidence of one kind of event.

    Attributes:
        times: (T,) times of events of any kind; share, se: (T,) the probability of this kind by then.
    """

    times: FloatArray
    share: FloatArray
    se: FloatArray


def aalen_johansen(spells: Spells, kind: int) -> Incidence:
    """The probability of event `kind` by each time, other events competing."""
    times = spells.event_times()
    n, every, own = spells.at_risk(times), spells.events_at(times), spells.events_at(times, kind)
    before = np.concatenate([[1.0], np.cumprod(1 - every / n)[:-1]])
    share = np.cumsum(before * own / n)
    # Σ over earlier times of (F(t) − F(i))² a + b − 2 (F(t) − F(i)) c, opened up so that one pass gives all t.
    left = n - every
    a = np.where(left > 0, every / (n * np.maximum(left, 1.0)), 0.0)
    b = before**2 * (n - own) / n**3 * own
    c = before * own / n**2
    sums = [np.cumsum(part) for part in (a, a * share, a * share**2, b, c, c * share)]
    variance = share**2 * sums[0] - 2 * share * sums[1] + sums[2] + sums[3] - 2 * (share * sums[4] - sums[5])
    return Incidence(times, share, np.sqrt(np.maximum(variance, 0.0)))
