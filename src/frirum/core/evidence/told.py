"""The figures of rules in an answer, one line for each measure and group: before, during and the change, or beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from frirum.core.effects.rows import EstimateRow
from frirum.core.evidence.answered import BEFORE, CHANGE, COMPARISON, RULE, TREATED


@dataclass(frozen=True)
class ToldLine:
    """One line; a figure that is not there is None.

    Attributes:
        measure: id of the measure; name: what it is called in the definition.
        group: values of the fields it is given for, or "" for all.
        own: of the experiment; before, change: of the time before and from it; beside: of those compared with.
        in_time: whether a time before was looked for and found.
    """

    measure: str
    name: str
    group: str = ""
    own: float | None = None
    before: float | None = None
    change: float | None = None
    beside: float | None = None
    in_time: bool = False


def told_lines(rows: Iterable[EstimateRow]) -> tuple[ToldLine, ...]:
    """The lines of the rows that rules gave, in their order."""
    found: dict[tuple[str, str], ToldLine] = {}
    for row in rows:
        if not row.estimator.startswith(RULE):
            continue
        group = "" if row.group in (None, TREATED, COMPARISON) else str(row.group)
        key = (row.outcome or "", group)
        line = found.get(key, ToldLine(key[0], next(iter(row.notes), key[0]), group))
        if row.period == BEFORE:
            line = replace(line, in_time=True, before=row.point)
        elif row.period == CHANGE:
            line = replace(line, in_time=True, change=row.point)
        elif row.group == COMPARISON:
            line = replace(line, beside=row.point)
        else:
            line = replace(line, own=row.point)
        found[key] = line
    return tuple(found.values())
