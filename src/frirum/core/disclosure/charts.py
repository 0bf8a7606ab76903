"""Charts of counts: drawn from a protected table alone, so that no picture can show or suggest what is hidden."""

from __future__ import annotations

import io

import matplotlib

from frirum.core.disclosure.files import clean_svg
from frirum.core.disclosure.printing import report_table
from frirum.core.disclosure.protected import ProtectedCell, ProtectedTable
from frirum.core.disclosure.sentences import say
from frirum.core.disclosure.table import TOTAL
from frirum.core.report.export import notes_of
from frirum.core.report.figures import Chart
from frirum.core.report.numbers import Run
from frirum.core.vocabulary.danish import format_number

_COLOUR = "#12365b"
_INCHES_PER_BAR = 0.24


def bar_chart(table: ProtectedTable, *, caption: str, source: Run, release: str) -> Chart:
    """The categories of a table as bars, totals left out; a hidden count is the word, without a bar.

    Every hidden count is drawn alike: a bar of any length, or a colour, would tell of its size.

    Args:
        source, release: as in `printing.report_table`, which gives the numbers behind the picture.
    """
    bars = [cell for cell in table.cells if TOTAL not in cell.nodes]
    numbers = report_table(table, caption=caption, source=source, release=release)
    png, svg = _draw(bars, caption, notes_of(numbers))
    hidden = sum(cell.shown is None for cell in bars)
    alt = say("bar_chart_caption_n_bars_hidden", caption=caption, n=len(bars), hidden=hidden)
    return Chart(png=png, svg=svg, alt=alt, caption=caption, data=numbers)


def _draw(bars: list[ProtectedCell], caption: str, notes: tuple[str, ...]) -> tuple[bytes, bytes]:
    """The same picture as PNG and SVG, with title and source; labels are drawn paths, and no more."""
    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    labels = [say("hidden") if cell.shown is None else format_number(cell.shown) for cell in bars]
    with plt.rc_context({"svg.hashsalt": "frirum", "svg.fonttype": "path", "font.size": 9}):
        figure, axes = plt.subplots(
            figsize=(6.2, 1.2 + _INCHES_PER_BAR * max(len(bars), 3)), layout="constrained"
        )
        drawn = axes.barh(
            [" / ".join(cell.nodes) for cell in bars], [cell.shown or 0 for cell in bars], color=_COLOUR
        )
        axes.bar_label(drawn, labels, padding=3)
        axes.invert_yaxis()
        axes.xaxis.set_major_formatter(lambda value, _place: format_number(value))
        figure.suptitle(caption, x=0.01, ha="left", fontsize=11)
        figure.supxlabel("\n".join(notes), x=0.01, ha="left", fontsize=7)
        axes.margins(x=0.15)
        axes.spines[["top", "right"]].set_visible(False)
        png, svg = io.BytesIO(), io.BytesIO()
        figure.savefig(png, format="png", dpi=220, metadata={"Software": None})
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)
    return png.getvalue(), clean_svg(svg.getvalue())
