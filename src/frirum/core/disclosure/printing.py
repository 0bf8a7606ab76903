"""From what disclosure control protected into the block model: a table, or the figures of an estimate; no other way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from frirum.core.disclosure.estimates import FIGURES, QUOTED, ProtectedEstimates, decimals_shown
from frirum.core.disclosure.protected import ProtectedCell, ProtectedTable
from frirum.core.disclosure.sentences import say
from frirum.core.errors import UsageError
from frirum.core.report.cleared import Cleared
from frirum.core.report.inlines import Inlines
from frirum.core.report.numbers import Number, Run
from frirum.core.report.tables import ReportTable


def report_table(table: ProtectedTable, *, caption: str, source: Run, release: str) -> ReportTable:
    """A one- or two-way table with released numbers; what is hidden is hidden alike, whatever the reason.

    Args:
        source: the run the counts come from.
        release: reference of the release that let the table out.

    Raises:
        UsageError: a table of more than two dimensions, which no page shows as one.
    """
    if len(table.dimensions) > 2:
        raise UsageError(say("table_with_more_than_two_classifications"))
    down = table.dimensions[0]
    across = table.dimensions[1].nodes if len(table.dimensions) == 2 else (say("number"),)
    numbers = [_number(table, cell, source, release) for cell in table.cells]
    width = len(across)
    rows: tuple[tuple[Inlines, ...], ...] = tuple(
        (node, *numbers[n * width : (n + 1) * width]) for n, node in enumerate(down.nodes)
    )
    return ReportTable(caption, (down.name, *across), rows, notes=tuple(notes(table)))


def _number(table: ProtectedTable, cell: ProtectedCell, source: Run, release: str) -> Number:
    if cell.shown is None:
        # No threshold: "under 5" beside "hidden" would tell which hidden cells are small.
        return Number.suppressed(source=source, reason=say("for_reasons_of_disclosure_control"))
    return Number.released(Cleared.of(table, cell.nodes, release=release), source=source)


def cleared_figures(estimates: ProtectedEstimates, *, release: str) -> dict[str, dict[str, Cleared]]:
    """Name of an estimate -> a name of `FIGURES` -> the figure as it was let out; none of those held back."""
    return {
        name: {
            which: Cleared.of(estimates, (name, which), release=release)
            for which in FIGURES
            if estimates.shown_at((name, which)) is not None
        }
        for name, *_shown in estimates.figures
    }


def released_figures(
    figures: Mapping[str, Cleared] | None, *, source: Run, is_held_back: bool, unit: str = ""
) -> tuple[Number, Number, Number, Number]:
    """Point, interval and p-value of one estimate as numbers, as they were rounded; hidden or not there where they are
    none.

    Args:
        figures: of `cleared_figures`; None where nothing was let out.
        is_held_back: they exist and may not be shown.
        unit: of point and interval.
    """
    let_out = figures or {}
    digits = decimals_shown(one.value for which, one in let_out.items() if which in QUOTED)

    def made(which: str) -> Number:
        cleared = let_out.get(which)
        if cleared is not None and which in QUOTED:
            return Number.released(cleared, unit, source=source, decimals=digits)
        if cleared is not None:
            return Number.released(cleared, source=source, decimals=decimals_shown([cleared.value]))
        if is_held_back:
            return Number.suppressed(source=source, reason=say("for_reasons_of_disclosure_control"))
        return Number.undefined(source=source, reason=say("not_reckoned"))

    point, lower, upper, p_value = (made(which) for which in FIGURES)
    return point, lower, upper, p_value


def notes(table: ProtectedTable, *, starred: bool = False) -> Sequence[str]:
    """What stands under the table: the rule, looser values with their signatures, and older counts.

    Args:
        starred: older counts have a star beside them in the table; else the note names their cells.
    """
    found = [say("figures_on_1_n_people", n=table.threshold - 1)]
    found += [deviation.text() for deviation in table.rules.deviations]
    older = [" / ".join(cell.nodes) for cell in table.cells if cell.carried and cell.shown is not None]
    if older and starred:
        found.append(say("from_earlier_release_as_change_since"))
    elif older:
        found.append(say("from_earlier_release_as_change_since_then", cells="; ".join(older)))
    return found
