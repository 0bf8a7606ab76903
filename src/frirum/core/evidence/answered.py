"""What one question's data gave before it is judged, and what every way of answering shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frirum.core.effects.rows import EstimateRow, Result, rounded
from frirum.core.evidence.by_unit import UnitEffect
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.evidence.rules import DesignType
from frirum.core.evidence.time_to import GroupCurve

POWER_FACTOR = 2.8015852
"""Standard errors that a difference must be to be found with 80 % power at two-sided 5 %: 1.959964 + 0.841621."""
HALF_WIDTH = 1.959964
_SHARE = "andel"
"""How the unit of a share begins; the definitions write it "andel af borgerne" and the like."""
UNIT, TIME, TREATED, START = "unit", "time", "treated", "first_treated"
COMPARISON = "comparison"
RULE = "rule, "
"""How the name of the estimator of a rule's own figure begins."""
BEFORE, DURING, CHANGE = "before", "during", "change"
"""The periods of the rows that tell one measure over time."""


@dataclass(frozen=True)
class BehindSide:
    """One group behind an answer. Whatever the files do not tell is None, and is not taken to be enough.

    Attributes:
        people: how many.
        events: of a yes/no outcome, how many of them had it.
        rest: people that are left when the largest unit is taken away.
        differing: of an outcome that is told person by person, people whose value is not the most common one.
        two_largest: of such an outcome that is no yes or no, the share of its total (0-1) that two people hold.
    """

    people: int | None
    events: int | None = None
    rest: int | None = None
    differing: int | None = None
    two_largest: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """The side as `result.json` has it."""
        return {**self.__dict__, "two_largest": rounded(self.two_largest)}


@dataclass(frozen=True)
class Behind:
    """Both groups; `comparison` is None where nobody is compared with. `parameters`: of the model, None if unknown."""

    treated: BehindSide
    comparison: BehindSide | None
    parameters: int | None

    def as_dict(self) -> dict[str, Any]:
        """As `result.json` has it."""
        return {
            "treated": self.treated.as_dict(),
            "comparison": None if self.comparison is None else self.comparison.as_dict(),
            "parameters": self.parameters,
        }


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
        course: (period, observed, fitted, the line before carried on or None before the break) of a series.
        units: each treated unit's own figure, where chance among its people can be told.
        curves: how long until the outcome, by group, as the house rules let a curve be shown.
        behind: who stands behind the numbers, as disclosure control asks; None where there are none.
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
    course: tuple[tuple[str, float, float, float | None], ...] = ()
    units: tuple[UnitEffect, ...] = ()
    curves: tuple[GroupCurve, ...] = ()
    behind: Behind | None = None


def is_share(question: PlannedQuestion, share_without: float | None) -> bool:
    """Whether the numbers of an answer lie in 0-1 and are read as per cent."""
    return share_without is not None or (question.unit or "").casefold().startswith(_SHARE)


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
