"""The change of each treated unit beside those that never begin, and how far chance among its people reaches.

For a picture, never for a ranking: a unit with few people lies far out by chance alone, so its own figure is drawn
towards the mean of all (`effects.shrinkage`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from frirum.core.effects.panel import Panel
from frirum.core.effects.shrinkage import Shrunken, shrink
from frirum.core.evidence.drawing import BLUE, DARK, GREY, TEXT, in_danish, plain
from frirum.core.evidence.picture_words import chance_alone, people_per_period
from frirum.core.vocabulary.municipalities import names_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from frirum.core.evidence.figures import EvaluationFigure

FEWEST_UNITS = 3
_Z = float(ndtri(0.975))


@dataclass(frozen=True)
class UnitEffect:
    """One unit's own figure.

    Attributes:
        name: of the unit; a municipality by its name.
        people: on average in a period.
        point: its mean after its start less its mean before, less the same of those that never begin.
        se: from chance among its own people alone, each period's as if they were new.
    """

    name: str
    people: float
    point: float
    se: float


def unit_effects(panel: Panel) -> tuple[UnitEffect, ...]:
    """Each unit that begins, by name; none where the outcome is no share of people.

    Args:
        panel: its weights are head counts.
    """
    seen = panel.mean[panel.observed]
    never = panel.cohort == -1
    if not never.any() or not ((seen >= 0) & (seen <= 1)).all():
        return ()
    weight = panel.weight[never].sum(axis=0)
    if not (weight > 0).all():
        return ()
    others = panel.total[never].sum(axis=0) / weight
    names = names_of(panel.units)
    found = []
    for place in np.flatnonzero(panel.cohort >= 0).tolist():
        start = int(panel.starts[panel.cohort[place]])
        if not panel.observed[place].all() or not 0 < start < len(panel.periods):
            continue
        apart = panel.mean[place] - others
        noise = panel.mean[place] * (1 - panel.mean[place]) / panel.weight[place]
        before, after = slice(None, start), slice(start, None)
        se = np.sqrt(noise[before].sum() / start**2 + noise[after].sum() / (len(panel.periods) - start) ** 2)
        if se > 0:
            point = float(apart[after].mean() - apart[before].mean())
            found.append(UnitEffect(names[place], float(panel.weight[place].mean()), point, float(se)))
    return tuple(sorted(found, key=lambda one: one.name))


def shrunken(units: Sequence[UnitEffect]) -> Shrunken | None:
    """The units drawn towards their mean; None with too few for a picture."""
    if len(units) < FEWEST_UNITS:
        return None
    return shrink(np.array([one.point for one in units]), np.array([one.se for one in units]))


def outside(units: Sequence[UnitEffect], around: float) -> list[str]:
    """Names of the units that lie further from `around` than chance among their own people reaches."""
    return [one.name for one in units if abs(one.point - around) > _Z * one.se]


def draw_funnel(figure: Figure, one: EvaluationFigure) -> None:
    """Each unit at its number of people: its own figure open, the one drawn towards the mean filled."""
    axes = figure.add_axes((0.11, 0.15, 0.86, 0.76))
    rows = [tuple(float(str(cell)) for cell in row[1:]) for row in one.rows]
    people, points, errors, drawn = ([row[place] for row in rows] for place in (0, 1, 2, 3))
    mean = rows[0][4]
    scale = float(np.mean([se * se * n for se, n in zip(errors, people, strict=True)]))
    grid = np.linspace(max(min(people) * 0.7, 1.0), max(people) * 1.1, 200)
    reach = _Z * np.sqrt(scale / grid)
    axes.axhline(mean, color=GREY, linewidth=1)
    axes.axhline(0, color=GREY, linewidth=0.8, linestyle=(0, (1, 2)))
    for side in (-1, 1):
        axes.plot(grid, mean + side * reach, color=GREY, linewidth=1, linestyle=(0, (3, 3)))
    for n, point, towards in zip(people, points, drawn, strict=True):
        axes.plot([n, n], [point, towards], color=GREY, linewidth=0.8, zorder=1)
    axes.plot(people, points, "o", color=GREY, markerfacecolor="white", markersize=5, zorder=2)
    axes.plot(people, drawn, "o", color=BLUE, markersize=5, zorder=3)
    far = {
        str(row[0])
        for row, n, point in zip(one.rows, people, points, strict=True)
        if abs(point - mean) > _Z * np.sqrt(scale / n)
    }
    for row, n, point in zip(one.rows, people, points, strict=True):
        if str(row[0]) in far:
            axes.annotate(
                str(row[0]),
                (n, point),
                xytext=(5, 3),
                textcoords="offset points",
                fontsize=TEXT - 1,
                color=DARK,
            )
    in_danish(axes, "y", share=one.share)
    in_danish(axes, "x", share=False)
    plain(axes)
    axes.spines["left"].set_visible(True)
    axes.spines["left"].set_color(GREY)
    axes.set_xlim(left=0)
    axes.set_xlabel(people_per_period(), fontsize=TEXT)
    axes.text(0, 1.03, one.unit, transform=axes.transAxes, fontsize=TEXT, color=DARK)
    axes.text(1, 1.03, chance_alone(), transform=axes.transAxes, fontsize=TEXT - 1, color=DARK, ha="right")
