"""How long until the outcome: Kaplan and Meier's curve of both groups as the gate lets a curve be shown.

The curve is reckoned from counts that the house rules round (`disclosure.curves`), so that the picture of a run shows
no more than a released one would: no step stands for one person, and it ends where few are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from frirum.core.disclosure.curves import CurvePoint, survival_curve
from frirum.core.disclosure.protected import Refusal
from frirum.core.evidence.drawing import BLUE, DARK, GREY, ORANGE, TEXT, in_danish, plain
from frirum.core.evidence.picture_words import at_risk_label, group_label, weeks_since
from frirum.core.vocabulary.danish import format_number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from frirum.core.evidence.figures import EvaluationFigure

_LEFT, _LINE = 0.21, 0.065
"""Of the picture: where the axis begins, and the height of a line under it."""
TREATED_GROUP, OTHER_GROUP = "treated", "comparison"


@dataclass(frozen=True)
class GroupCurve:
    """One group's curve."""

    group: str
    points: tuple[CurvePoint, ...]

    @property
    def last(self) -> CurvePoint:
        """Its last step."""
        return self.points[-1]

    def at(self, weeks: int) -> CurvePoint | None:
        """The step that ends at `weeks`."""
        return next((one for one in self.points if one.weeks == weeks), None)


def group_curves(
    weeks: NDArray[np.int64], event: NDArray[np.bool_], treated: NDArray[np.bool_], *, ends: Sequence[int]
) -> tuple[GroupCurve, ...]:
    """A curve for each group that the house rules let be shown; none where those in the experiment have none.

    Args:
        weeks: (n,) under observation, above 0; event: (n,) whether that ended with the outcome.
        treated: (n,) in the experiment.
        ends: the weeks at which people were looked at, four apart or more.
    """
    found = []
    for group, of in ((TREATED_GROUP, treated), (OTHER_GROUP, ~treated)):
        curve = survival_curve(weeks[of], event[of], ends=ends) if of.any() else ()
        if not isinstance(curve, Refusal) and curve:
            found.append(GroupCurve(group, curve))
    return tuple(found) if found and found[0].group == TREATED_GROUP else ()


def draw_curves(figure: Figure, one: EvaluationFigure) -> None:
    """The share not there yet as steps, and under the axis how many were at risk."""
    groups = list(dict.fromkeys(str(row[0]) for row in one.rows))
    under = _LINE * (len(groups) + 1)
    axes = figure.add_axes((_LEFT, 0.16 + under, 0.97 - _LEFT, 0.77 - under))
    colours = dict(zip(groups, (BLUE, ORANGE), strict=False))
    ends = sorted({int(str(row[1])) for row in one.rows})
    last = {str(row[0]): float(str(row[4])) for row in one.rows}
    for group in groups:
        rows = [row for row in one.rows if str(row[0]) == group]
        weeks = [0, *(int(str(row[1])) for row in rows)]
        left = [1.0, *(float(str(row[4])) for row in rows)]
        axes.step(weeks, left, where="post", color=colours[group], linewidth=2)
        # A falling curve leaves room above it to the right, and below it to the left.
        above = last[group] == max(last.values())
        place = len(weeks) // 3
        axes.annotate(
            group_label(group), (weeks[place], left[place]), xytext=(8, 6) if above else (-6, -8),
            textcoords="offset points", fontsize=TEXT, color=colours[group],
            ha="left" if above else "right", va="bottom" if above else "top",
        )  # fmt: skip
    axes.set_ylim(0, 1.03)
    axes.set_xlim(0, ends[-1] * 1.01)
    in_danish(axes, "y", share=True)
    in_danish(axes, "x", share=False)
    shown = [ends[place] for place in np.linspace(0, len(ends) - 1, min(5, len(ends))).round().astype(int)]
    axes.set_xticks([0, *shown])
    plain(axes)
    axes.spines["left"].set_visible(True)
    axes.spines["left"].set_color(GREY)
    axes.set_xlabel(weeks_since(), fontsize=TEXT)
    axes.text(0, 1.03, one.unit, transform=axes.transAxes, fontsize=TEXT, color=DARK)
    figure.text(0.01, under, at_risk_label(), fontsize=TEXT - 1, color=DARK, va="center")
    box = axes.get_position()
    for number, group in enumerate(groups, 1):
        y = under - _LINE * number
        figure.text(0.01, y, group_label(group), fontsize=TEXT - 1, color=colours[group], va="center")
        at_risk = {int(str(row[1])): int(str(row[2])) for row in one.rows if str(row[0]) == group}
        for end in shown:
            if end in at_risk:
                x = box.x0 + box.width * end / (ends[-1] * 1.01)
                said = format_number(at_risk[end])
                figure.text(x, y, said, fontsize=TEXT - 1, color=DARK, ha="center", va="center")
