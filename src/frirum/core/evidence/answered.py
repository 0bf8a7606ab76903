"""What one question's data gave before it is judged, and what every way of answering shares."""

from __future__ import annotations

from dataclasses import dataclass

from frirum.core.effects.rows import EstimateRow, Result
from frirum.core.evidence.rules import DesignType

POWER_FACTOR = 2.8015852
"""Standard errors that a difference must be to be found with 80 % power at two-sided 5 %: 1.959964 + 0.841621."""
HALF_WIDTH = 1.959964
UNIT, TIME, TREATED, START = "unit", "time", "treated", "first_treated"


@dataclass(frozen=True)
class Answered:
    """What one question's data gave.

    Attributes:
        result: rows, checks, headline and refusal of the planned method.
        design: what the data let the answer rest on.
        people: (treated, comparison) people behind the numbers; None where the data do not tell.
        events: the same of a yes/no outcome among people.
        p_floor: the smallest p-value the quoted test can give.
        share_without: of a share, what it would have been among the treated without the experiment, by the answer's own
            comparison; None for other outcomes.
        degrees: degrees of freedom behind the quoted row, for the robustness value; None where there are none.
        baseline: rows {"measure", "group", "at", "value", "n"} of the time before.
        treated, comparison: units (or people) on each side.
        excluded: (reason, n) of those who stand in the file and not in the answer.
        answers: (round, option, n, whether it is on the scale) of a question that people answered.
    """

    result: Result
    design: DesignType
    people: tuple[int | None, int | None] = (None, None)
    events: tuple[int | None, int | None] = (None, None)
    p_floor: float | None = None
    share_without: float | None = None
    degrees: float | None = None
    baseline: tuple[dict[str, object], ...] = ()
    treated: int = 0
    comparison: int = 0
    excluded: tuple[tuple[str, int], ...] = ()
    answers: tuple[tuple[str, str, int, bool], ...] = ()


def detectable(row: EstimateRow | None) -> float | None:
    """The smallest difference found with 80 % power at 5 %, by the width of the row's own uncertainty."""
    if row is None:
        return None
    if row.se is not None:
        return POWER_FACTOR * row.se
    if row.lower is None or row.upper is None:
        return None
    return POWER_FACTOR * (row.upper - row.lower) / 2 / HALF_WIDTH


def smallest_p(result: Result) -> float | None:
    """The smallest p-value that the result's own test can give, or None where it says none."""
    return next((float(c.value) for c in result.checks if c.name == "p_floor" and c.value is not None), None)
