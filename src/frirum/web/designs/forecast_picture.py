"""The picture of an uptake forecast: how likely each number of uses is, and where enough would be."""

from __future__ import annotations

from dataclasses import dataclass

from frirum.core.designs.diagnosis.diagnosis import FEWEST_USES
from frirum.core.designs.diagnosis.forecast import Forecast

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT = 640, 200, 12, 28, 24
_TICKS = 6


@dataclass(frozen=True)
class ForecastBar:
    """Whole counts from `first` to `last`, how likely they are together, and where their bar stands."""

    first: int
    last: int
    share: float
    x: float
    y: float
    width: float
    height: float
    enough: bool


@dataclass(frozen=True)
class ForecastPicture:
    """The bars, and the line at the number of uses that is enough; None where it lies outside the picture.

    Attributes:
        enough: uses that are enough: those the aim needs, at least as many as can be more than counted.
        mark: where that number begins, or None.
        ticks: (number, x) along the axis.
        outside: the probability of more uses than the picture holds.
    """

    bars: tuple[ForecastBar, ...]
    enough: int
    mark: float | None
    ticks: tuple[tuple[int, float], ...]
    outside: float
    width: int = _WIDTH
    height: int = _TOP + _HEIGHT + 44
    left: int = _LEFT
    right: int = _WIDTH - _RIGHT
    bottom: int = _TOP + _HEIGHT


def draw_forecast(forecast: Forecast, needed: int | None) -> ForecastPicture:
    """The picture; `needed` is what the aim takes, or None without one."""
    counted = forecast.histogram()
    end = counted[-1][1] + 1
    tallest = max(share for *_ends, share in counted)
    enough = max(needed or 0, FEWEST_USES)

    def across(uses: int) -> float:
        return round(_LEFT + uses / end * (_WIDTH - _LEFT - _RIGHT), 1)

    bars = tuple(
        ForecastBar(
            first=first,
            last=last,
            share=share,
            x=across(first) + 1,
            y=round(_TOP + _HEIGHT * (1 - share / tallest), 1),
            width=round(max(across(last + 1) - across(first) - 2, 0.5), 1),
            height=round(_HEIGHT * share / tallest, 1),
            enough=first >= enough,
        )
        for first, last, share in counted
    )
    step = max(1, -(-len(bars) // _TICKS))
    return ForecastPicture(
        bars=bars,
        enough=enough,
        mark=across(enough) if enough < end else None,
        ticks=tuple((bar.first, round(bar.x + bar.width / 2, 1)) for bar in bars[::step]),
        outside=forecast.chance_of(end),
    )
