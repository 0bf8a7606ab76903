"""The meter as a picture: uses so far, where the pace leads, and the number that is needed. Positions only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from frirum.core.uptake.meter import Meter
from frirum.core.vocabulary.danish import format_number
from frirum.core.vocabulary.periods import add_months

WIDTH, HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 16, 16, 36
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
_MOST_TICKS = 5
# A forecast of the first weeks can reach far beyond the need; the picture shows up to this many times it.
_HIGHEST = 2.0


@dataclass(frozen=True)
class Chart:
    """Positions in a drawing of `width` × `height` units.

    Attributes:
        steps: points of the line of uses so far.
        fan: corners of the area in which the number ends eight times in ten; "" without a stated end.
        likely: points of the line to the likely number; "" without a stated end.
        need: height of the line of what is needed.
        today: where the day of reading stands.
        ticks: (height, number) of the axis of counts.
        dates: (place, day, anchor) of the axis of time.
    """

    steps: str
    fan: str
    likely: str
    need: float
    need_label: str
    today: float
    ticks: tuple[tuple[float, str], ...]
    dates: tuple[tuple[float, dt.date, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = HEIGHT - _BOTTOM


@dataclass(frozen=True)
class _Scale:
    first: dt.date
    last: dt.date
    most: float

    def x(self, day: dt.date) -> float:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(_LEFT + min(1.0, max(0.0, share)) * (WIDTH - _LEFT - _RIGHT), 1)

    def y(self, uses: float) -> float:
        share = min(1.0, uses / self.most)
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)

    def point(self, day: dt.date, uses: float) -> str:
        return f"{self.x(day)},{self.y(uses)}"


def draw(meter: Meter, *, exact_days: bool) -> Chart | None:
    """The picture of a meter; None before the first day.

    Args:
        exact_days: the days of the uses may be seen; else a straight line leads to their number.
    """
    series = meter.series
    if series.first is None or meter.pace is None:
        return None
    on = min(series.on, series.last or series.on)
    last = max(series.last or add_months(on, 12), on)
    high = meter.final.high if meter.final else series.uses
    most = max(meter.need.uses, series.uses, min(high, _HIGHEST * meter.need.uses)) * 1.08
    scale = _Scale(series.first, last, most)
    return Chart(
        steps=_steps(scale, meter, on) if exact_days else _straight(scale, meter, on),
        fan=_fan(scale, meter, on),
        likely=_likely(scale, meter, on),
        need=scale.y(meter.need.uses),
        need_label=format_number(meter.need.uses),
        today=scale.x(on),
        ticks=tuple((scale.y(n), format_number(n)) for n in _counts(most)),
        dates=((scale.x(series.first), series.first, "start"), (scale.x(last), last, "end")),
    )


def _steps(scale: _Scale, meter: Meter, on: dt.date) -> str:
    points = [scale.point(scale.first, 0)]
    for n, day in enumerate(meter.series.days):
        points += [scale.point(day, n), scale.point(day, n + 1)]
    return " ".join([*points, scale.point(on, meter.series.uses)])


def _straight(scale: _Scale, meter: Meter, on: dt.date) -> str:
    return f"{scale.point(scale.first, 0)} {scale.point(on, meter.series.uses)}"


def _fan(scale: _Scale, meter: Meter, on: dt.date) -> str:
    if meter.final is None or on >= scale.last:
        return ""
    corners = [(on, meter.series.uses), (scale.last, meter.final.high), (scale.last, meter.final.low)]
    return " ".join(scale.point(day, uses) for day, uses in corners)


def _likely(scale: _Scale, meter: Meter, on: dt.date) -> str:
    if meter.final is None or on >= scale.last:
        return ""
    return f"{scale.point(on, meter.series.uses)} {scale.point(scale.last, meter.final.likely)}"


def _counts(most: float) -> range:
    """0 and at most five round numbers up to `most`."""
    step = next((one for one in _STEPS if most / one <= _MOST_TICKS), _STEPS[-1])
    return range(0, int(most) + 1, step)
