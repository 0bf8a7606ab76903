"""What every picture of an evaluation shares: colours, sizes, and axes with numbers in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frirum.core.vocabulary.danish import format_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLUE, GREY, DARK, ORANGE = "#12365b", "#8a8f96", "#1a1a1a", "#a04a00"
WIDTH = 4.8
"""Inches: on a phone a picture is shown whole, with letters that can still be read."""
TEXT = 10.0
PRINTED_WIDTH = 0.8
"""Of the text of a printed page, so that letters are as large as those around."""
LONGEST = 50
"""Characters of a label that have room."""


def plain(axes: Axes) -> None:
    """No frame but the line at the bottom."""
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.tick_params(labelsize=TEXT, colors=DARK, length=3)


def in_danish(axes: Axes, which: str, *, share: bool) -> None:
    """Few round ticks on one axis ("x" or "y") in the reader's language; `share`: 0-1 is read as per cent."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _place: _tick(value * (100 if share else 1))))


def _tick(value: float) -> str:
    """A round number with the decimals it has, and no more."""
    plain = f"{value:.6f}".rstrip("0").rstrip(".")
    _whole, _mark, decimals = plain.partition(".")
    return format_number(float(plain) + 0.0, len(decimals))


def shortened(label: str, most: int = LONGEST) -> str:
    """A label with room for it."""
    return label if len(label) <= most else f"{label[: most - 1]}…"
