"""The number of findings on a list that was sampled in strata: an interval that holds for every true list.

Estimand: how many cases of all strata together have the finding. The sample's estimate Σ N/n · x orders the outcomes; a
number M is kept when, for some way of spreading M findings over the strata, an estimate as far out as the one seen had
at least 2.5 % probability on each side. Assumption: a simple random sample without replacement in each stratum.

The worst spread is found by moving findings between strata as long as that helps, from several
starts; on small lists it equals the worst of all spreads, which tests show.

Source: Wendell & Schmee (1996), Exact inference for proportions from a stratified finite population, Journal of the
American Statistical Association 91.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from frirum.core.effects.finite_population import hypergeometric_interval

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
LEVEL = 0.95
# Estimates are laid on this many steps, rounded so that no outcome as far out as the one seen is lost.
_STEPS = 4096
_ROUNDING = 1e-12
# A move that adds less to the tail is not worth making.
_GAIN = 1e-6


def stratified_interval(
    events: Sequence[int], n: Sequence[int], population: Sequence[int], level: float = LEVEL
) -> tuple[int, int]:
    """The smallest and largest number of findings on all lists together that the samples do not rule out.

    Args:
        events: findings in each stratum's sample; n: cases drawn (at least 1); population: cases on its list.
    """
    if len(n) == 1:
        return hypergeometric_interval(events[0], n[0], population[0], level)
    x, drawn, size = (np.asarray(part, dtype=np.int64) for part in (events, n, population))
    tail = (1 - level) / 2
    upper = _largest(x, drawn, size, tail)
    # Findings and non-findings change places: what bounds the one from above bounds the other from below.
    return int(size.sum()) - _largest(drawn - x, drawn, size, tail), upper


def keeps(
    events: Sequence[int], n: Sequence[int], population: Sequence[int], findings: int, level: float = LEVEL
) -> bool:
    """Whether the interval holds this number of findings; much quicker than the interval."""
    x, drawn, size = (np.asarray(part, dtype=np.int64) for part in (events, n, population))
    tail = (1 - level) / 2
    if not x.sum() <= findings <= int((size - drawn + x).sum()):
        return False
    above = _Lists(x, drawn, size, tail).spread(findings)
    return (
        above is not None
        and _Lists(drawn - x, drawn, size, tail).spread(int(size.sum()) - findings) is not None
    )


def _largest(x: IntArray, drawn: IntArray, size: IntArray, tail: float) -> int:
    """The largest number of findings for which an estimate at most as large as that of `x` is no rarer than `tail`."""
    lists = _Lists(x, drawn, size, tail)
    low, high = int(x.sum()), int((size - drawn + x).sum())
    near = None
    while low < high:
        middle = (low + high + 1) // 2
        found = lists.spread(middle, near)
        if found is None:
            high = middle - 1
        else:
            low, near = middle, found
    return low


def _hypergeometric(drawn: int, size: int, findings: int) -> FloatArray:
    """(drawn + 1,) probabilities of 0 … drawn findings in the sample."""
    x = np.arange(max(0, drawn - size + findings), min(drawn, findings) + 1)
    chance = np.zeros(drawn + 1)
    chance[x] = np.exp(
        _log_ways(findings, x) + _log_ways(size - findings, drawn - x) - _log_ways(size, np.array(drawn))
    )
    return chance


def _log_ways(n: int, k: NDArray[np.int64]) -> FloatArray:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))


class _Lists:
    """The strata, and the probability of an estimate at most as large as the one seen."""

    def __init__(self, x: IntArray, drawn: IntArray, size: IntArray, tail: float) -> None:
        self.drawn, self.size, self.tail = drawn, size, tail + _ROUNDING
        self.open = size - drawn + x  # no list can hold more findings than this and give the sample
        weight = size / drawn
        step = float(weight.min())
        if not np.allclose(weight / step, np.round(weight / step), atol=1e-9) or size.sum() / step >= _STEPS:
            step = float(size.sum()) / (_STEPS - 1)
        self.places = [
            np.floor(w * np.arange(k + 1) / step + 1e-9).astype(np.int64)
            for w, k in zip(weight, drawn, strict=True)
        ]
        self.limit = int(np.floor(float(weight @ x) / step + 1e-9))
        self.length = 1 << sum(int(place[-1]) for place in self.places).bit_length()
        # A tail is an inner product with a step, which in frequencies is one with the step's transform.
        self.step = np.fft.rfft(np.arange(self.length) <= self.limit)
        self.transform = cache(self._transform)

    def even(self, findings: int) -> IntArray:
        """`findings` spread over the lists by their size."""
        share = findings * self.size / self.size.sum()
        spread = np.minimum(np.floor(share).astype(np.int64), self.size)
        for place in np.argsort(spread - share, kind="stable"):
            if spread.sum() == findings:
                break
            spread[place] += spread[place] < self.size[place]
        return spread

    def _transform(self, place: int, findings: int) -> NDArray[np.complex128]:
        chance = _hypergeometric(int(self.drawn[place]), int(self.size[place]), findings)
        return np.fft.rfft(np.bincount(self.places[place], weights=chance, minlength=self.length))

    def _tail(self, product: NDArray[np.complex128]) -> float:
        terms = (product * self.step.conj()).real
        return float((2 * terms.sum() - terms[0] - terms[-1]) / self.length)

    def spread(self, findings: int, near: IntArray | None = None) -> IntArray | None:
        """A spread of `findings` over the lists with a tail above the limit, sought from several starts; or None."""
        starts = [self.even(findings)] if near is None else [self._moved(near, findings), self.even(findings)]
        heavy = np.argsort(self.size / self.drawn, kind="stable")
        starts += [self._filled(order, findings) for order in (heavy, heavy[::-1])]
        for start in starts:
            tail, found = self._climb(start)
            if tail > self.tail:
                return found
        return None

    def _filled(self, order: IntArray, findings: int) -> IntArray:
        """The lists filled one after another as far as the sample allows."""
        spread = np.zeros_like(self.size)
        for place in order:
            spread[place] = min(int(self.open[place]), findings - int(spread.sum()))
        return spread

    def _moved(self, near: IntArray, findings: int) -> IntArray:
        spread = near.copy()
        while (gap := findings - int(spread.sum())) != 0:
            room = self.size - spread if gap > 0 else spread
            open_places = np.flatnonzero(room)
            each = max(1, abs(gap) // open_places.size)
            for place in open_places[: abs(gap)]:
                spread[place] += np.sign(gap) * min(each, int(room[place]), abs(findings - int(spread.sum())))
        return spread

    def _climb(self, spread: IntArray) -> tuple[float, IntArray]:
        """Move findings from one list to another while the tail grows, in halving steps."""
        parts = [self.transform(place, int(k)) for place, k in enumerate(spread)]
        best = self._tail(np.prod(parts, axis=0))
        step = max(1, int(spread.sum()) // 4)
        while best <= self.tail:
            move = self._best_move(spread, parts, step, best)
            if move is not None:
                best, source, target = move
                spread = spread.copy()
                for place, change in ((source, -step), (target, step)):
                    spread[place] += change
                    parts[place] = self.transform(place, int(spread[place]))
            elif step == 1:
                break
            else:
                step //= 2
        return best, spread

    def _best_move(
        self, spread: IntArray, parts: list[NDArray[np.complex128]], step: int, best: float
    ) -> tuple[float, int, int] | None:
        """The tail, source and target of the best move of `step` findings, among those that promise most one by one."""
        others = _leave_one_out(parts)
        fewer, more = np.full(len(parts), -np.inf), np.full(len(parts), -np.inf)
        for place, other in enumerate(others):
            if spread[place] >= step:
                fewer[place] = self._tail(other * self.transform(place, int(spread[place]) - step))
            if spread[place] + step <= self.size[place]:
                more[place] = self._tail(other * self.transform(place, int(spread[place]) + step))
        promise = fewer[:, None] + more
        np.fill_diagonal(promise, -np.inf)
        for pair in np.argsort(-promise, axis=None)[: len(parts)]:
            source, target = divmod(int(pair), len(parts))
            if not np.isfinite(promise[source, target]):
                break
            moved = [*parts]
            moved[source] = self.transform(source, int(spread[source]) - step)
            moved[target] = self.transform(target, int(spread[target]) + step)
            tail = self._tail(np.prod(moved, axis=0))
            if tail > best + _GAIN:
                return tail, source, target
        return None


def _leave_one_out(parts: list[NDArray[np.complex128]]) -> list[NDArray[np.complex128]]:
    """The product of all but each part."""
    after = [np.ones_like(parts[0])]
    for part in parts[:0:-1]:
        after.append(after[-1] * part)
    found, before = [], np.ones_like(parts[0])
    for part, rest in zip(parts, after[::-1], strict=True):
        found.append(before * rest)
        before = before * part
    return found
