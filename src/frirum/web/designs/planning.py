"""From the planner's answers to a diagnosis, and the picture of what a number of uses can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frirum.core.designs.diagnosis.diagnosis import Diagnosis, diagnose
from frirum.core.designs.diagnosis.forecast import Estimate, Forecast, forecast_uses
from frirum.core.designs.diagnosis.from_definition import PLANNING_BASELINE, PLANNING_ICC
from frirum.core.designs.diagnosis.question import DesignQuestion
from frirum.core.effects.binomial_power import detectable_decrease, detectable_increase
from frirum.web.designs.forecast_picture import ForecastPicture, draw_forecast

USES = (10, 15, 20, 30, 40, 60, 80, 120, 160, 240, 320, 480)
_WIDTH, _HEIGHT, _LEFT, _TOP = 640, 280, 52, 12


@dataclass(frozen=True)
class Planned:
    """What the planner answers."""

    diagnosis: Diagnosis
    forecast: Forecast | None
    picture: ForecastPicture | None
    chance: float | None
    years_needed: float | None
    baseline_assumed: bool


def plan(data: dict[str, Any]) -> Planned:
    """The diagnosis of the form's cleaned data.

    Raises:
        UsageError: numbers that each are possible and together are not.
    """
    forecast = None
    if data["citizens"] is not None:
        forecast = forecast_uses(
            eligible_per_year=data["citizens"],
            share_rule_bites=data["bider"],
            share_used=data["bruges"],
            share_consenting=data["samtykke"] or Estimate.exactly(1),
            months=data["maaneder"],
        )
    uses = data["brug"] if data["brug"] is not None else forecast.median if forecast else 0
    baseline = _share(data["udgangspunkt"])
    question = DesignQuestion(
        uses=uses,
        baseline=PLANNING_BASELINE if baseline is None else baseline,
        smallest_relevant=_share(data["forskel"]) or None,
        margin=_share(data["margin"]) or None,
        months=data["maaneder"],
        units=data["municipalities"],
        treated_units=data["deltagere"],
        icc=PLANNING_ICC if data["municipalities"] else 0.0,
    )
    found = diagnose(question)
    needed = found.uses_needed
    return Planned(
        diagnosis=found,
        forecast=forecast,
        picture=draw_forecast(forecast, needed) if forecast else None,
        chance=forecast.chance_of(needed) if forecast and needed else None,
        years_needed=forecast.years_to(needed) if forecast and needed else None,
        baseline_assumed=baseline is None,
    )


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


@dataclass(frozen=True)
class Point:
    """What one number of uses can show, and where it stands in the picture."""

    uses: int
    increase: float | None
    decrease: float | None
    x: float
    y_up: float | None
    y_down: float | None


@dataclass(frozen=True)
class Picture:
    """The picture: how far the share must move before it is seen, by number of uses."""

    points: tuple[Point, ...]
    baseline: float
    y_baseline: float
    rise: str
    fall: str
    ticks: tuple[tuple[int, float], ...]
    mark: float | None
    mark_uses: int | None
    width: int = _WIDTH
    height: int = _HEIGHT + 64
    left: int = _LEFT
    right: int = _WIDTH - 24
    bottom: float = _TOP + _HEIGHT


def draw(baseline: float, uses: int | None) -> Picture:
    """The picture for one level; `uses` marks the reader's own number where it fits."""
    from math import log

    low, high = log(USES[0]), log(USES[-1])

    def across(n: int) -> float:
        return round(_LEFT + (log(n) - low) / (high - low) * (_WIDTH - _LEFT - 24), 1)

    def up(share: float) -> float:
        return round(_TOP + (1 - share) * _HEIGHT, 1)

    points = []
    for n in USES:
        rise = detectable_increase(n, baseline) if baseline < 1 else None
        fall = detectable_decrease(n, baseline) if baseline > 0 else None
        points.append(
            Point(
                n,
                rise,
                fall,
                across(n),
                None if rise is None else up(rise),
                None if fall is None else up(fall),
            )
        )
    fits = uses is not None and USES[0] <= uses <= USES[-1]
    return Picture(
        points=tuple(points),
        baseline=baseline,
        y_baseline=up(baseline),
        rise=" ".join(f"{p.x},{p.y_up}" for p in points if p.y_up is not None),
        fall=" ".join(f"{p.x},{p.y_down}" for p in points if p.y_down is not None),
        ticks=tuple((percent, up(percent / 100)) for percent in (0, 25, 50, 75, 100)),
        mark=across(uses) if fits and uses is not None else None,
        mark_uses=uses if fits else None,
    )
