"""One planned question estimated on units over time: rows, checks, what it rests on, and what was left out.

The table has `unit`, `time`, the outcome and `treated` (1 in the treated periods of treated units). Municipalities that
start and those that do not are compared before and after; where all start, or there is no time before, the design is
read off the data and not off the plan, so that a plan that promises a comparison cannot lend its step to data without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from frirum.core.catalogue.plan import Test as AnswerSought
from frirum.core.effects.att_gt import estimate_att_gt
from frirum.core.effects.few_reading import estimate_few_table
from frirum.core.effects.rows import Check, EstimateRow, Refused, Result
from frirum.core.effects.sensitivity import Violations, estimate_sensitivity
from frirum.core.effects.shares import estimate_difference
from frirum.core.errors import InputRefused, UsageError
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.evidence.rules import DesignType, EvidenceLimits, shipped_rules
from frirum.core.files.table import Table
from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_number

POWER_FACTOR = 2.8015852
"""Standard errors that a difference must be to be found with 80 % power at two-sided 5 %: 1.959964 + 0.841621."""
HALF_WIDTH = 1.959964
BREAKDOWN = "breakdown"
MOST_LEFT_OUT = 60
UNIT, TIME, TREATED, START = "unit", "time", "treated", "first_treated"


@dataclass(frozen=True)
class Answered:
    """What one question's data gave, before it is judged.

    Attributes:
        result: rows, checks, headline and refusal of the planned method.
        design: what the data let the answer rest on.
        people: (treated, comparison) people behind the numbers; None where the data do not tell.
        events: the same of a yes/no outcome among people.
        p_floor: the smallest p-value the quoted test can give.
        baseline: rows {"measure", "group", "at", "value", "n"} of the time before.
        treated, comparison: units (or people) on each side.
    """

    result: Result
    design: DesignType
    people: tuple[int | None, int | None] = (None, None)
    events: tuple[int | None, int | None] = (None, None)
    p_floor: float | None = None
    baseline: tuple[dict[str, object], ...] = ()
    treated: int = 0
    comparison: int = 0
    excluded: tuple[tuple[str, int], ...] = field(default=())


def detectable(row: EstimateRow | None) -> float | None:
    """The smallest difference found with 80 % power at 5 %, by the width of the row's own uncertainty."""
    if row is None:
        return None
    if row.se is not None:
        return POWER_FACTOR * row.se
    if row.lower is None or row.upper is None:
        return None
    return POWER_FACTOR * (row.upper - row.lower) / 2 / HALF_WIDTH


def answer(table: Table, column: str, question: PlannedQuestion, *, seed: int) -> Answered:
    """The answer of an analysis table to one question.

    Args:
        table: has `unit` and `treated`, and `time` where there is more than one period.
        column: the outcome's column.
        question: what was planned.
        seed: of random assignments.

    Raises:
        InputRefused: a column or cell that cannot be used, with its line.
    """
    if TIME not in table.frame.columns:
        return _people(table, column, question)
    starts = _starts(table)
    if len(set(table.labels(UNIT).to_list())) == 1 or not starts.treated:
        return _alone(table, column, starts)
    return _over_time(table, column, question, starts, seed)


@dataclass(frozen=True)
class _Starts:
    """When each unit begins, by position among the periods; -1 for never."""

    codes: np.ndarray
    labels: list[object]
    time: np.ndarray
    periods: list[object]
    first: np.ndarray

    @property
    def treated(self) -> int:
        return int((self.first >= 0).sum())

    @property
    def never(self) -> int:
        return int((self.first < 0).sum())

    @property
    def cohorts(self) -> set[int]:
        return {int(place) for place in self.first if place >= 0}


def _starts(table: Table) -> _Starts:
    """Read the start of each unit off its treated rows.

    Raises:
        InputRefused: a unit is untreated again after its start, at that line.
    """
    codes, labels = table.codes(UNIT)
    time, periods = table.periods(TIME)
    on = table.indicator(TREATED)
    first = np.full(len(labels), len(periods))
    np.minimum.at(first, codes[on], time[on])
    stopped = ~on & (time > first[codes])
    if stopped.any():
        row = int(np.argmax(stopped))
        raise table.refuse(
            _("{unit} er ikke længere behandlet i {period}; en enhed, der er begyndt, bliver ved.").format(
                unit=labels[int(codes[row])], period=periods[int(time[row])]
            ),
            row,
            _("Skriv 1 i treated fra starten og frem, eller udelad perioderne efter ophøret."),
        )
    first[first == len(periods)] = -1
    return _Starts(codes, list(labels), time, list(periods), first)


def _over_time(table: Table, column: str, question: PlannedQuestion, starts: _Starts, seed: int) -> Answered:
    frame = _frame(table, column, question, starts)
    staggered = _staggered(frame, column, question, starts)
    result, floor = staggered, _floor(staggered)
    if staggered.headline is None and len(starts.cohorts) == 1 and starts.never:
        result, floor = _with_few(table, column, question, staggered, seed)
    checks = [
        *result.checks,
        *_sensitivity(frame, column, question),
        *_left_out(frame, column, question, starts),
    ]
    before = any(place > 0 for place in starts.cohorts)
    return Answered(
        Result(result.estimates, tuple(checks), result.headline, result.refused),
        _design(starts, before=before),
        people=_head_counts(table, question, starts),
        p_floor=floor,
        baseline=_before(table, column, starts, question),
        treated=starts.treated,
        comparison=starts.never,
    )


def _design(starts: _Starts, *, before: bool) -> DesignType:
    if not before:
        return DesignType.CROSS_SECTION
    if not starts.never:
        return DesignType.SERIES if len(starts.cohorts) == 1 else DesignType.STAGGERED
    return DesignType.STAGGERED if len(starts.cohorts) > 1 else DesignType.COMPARISON


def _frame(table: Table, column: str, question: PlannedQuestion, starts: _Starts) -> pl.DataFrame:
    start = [None if place < 0 else starts.periods[place] for place in starts.first]
    values = table.numbers(column, allow_missing=True)
    data: dict[str, object] = {
        column: pl.Series(values).fill_nan(None),
        UNIT: [starts.labels[code] for code in starts.codes],
        TIME: [starts.periods[place] for place in starts.time],
        START: [start[code] for code in starts.codes],
    }
    for name in filter(None, [question.size, *question.covariates]):
        data[name] = table.numbers(name)
    return pl.DataFrame(data, strict=False)


def _staggered(frame: pl.DataFrame, column: str, question: PlannedQuestion, starts: _Starts) -> Result:
    return estimate_att_gt(
        frame,
        outcome=column,
        unit=UNIT,
        time=TIME,
        first_treated=START,
        comparison="never" if starts.never else "not-yet",
        weights=question.size,
        covariates=question.covariates,
    )


def _with_few(
    table: Table, column: str, question: PlannedQuestion, staggered: Result, seed: int
) -> tuple[Result, float | None]:
    """Both methods' rows where all start together, and the headline by the rule of few treated."""
    few = estimate_few_table(
        table, outcome=column, unit=UNIT, treated=TREATED, time=TIME, size=question.size,
        blocks=question.blocks, strata=question.strata, seed=seed,
    )  # fmt: skip
    names = {check.name for check in few.checks}
    kept = [check for check in staggered.checks if check.name not in names]
    both = Result((*few.estimates, *staggered.estimates), (*few.checks, *kept), few.headline, few.refused)
    return both, _floor(few)


def _floor(result: Result) -> float | None:
    return next((float(c.value) for c in result.checks if c.name == "p_floor" and c.value is not None), None)


def _sensitivity(frame: pl.DataFrame, column: str, question: PlannedQuestion) -> list[Check]:
    """How large a violation of the parallel courses the first effect survives."""
    try:
        found = estimate_sensitivity(
            frame,
            outcome=column,
            unit=UNIT,
            time=TIME,
            first_treated=START,
            weights=question.size,
            violations=Violations((0.5, 1.0, 2.0)),
        )
    except (InputRefused, UsageError):
        found = Result()
    row = next((r for r in found.estimates if r.estimand == BREAKDOWN and r.point is not None), None)
    if row is None or row.point is None:
        return [Check("sensitivity", None, _("Hvor stort et brud konklusionen tåler, kunne ikke regnes."))]
    text = _("Konklusionen om den første periode tåler et brud på {size} gange det største skridt før start.")
    return [Check("sensitivity", row.point >= 1, text.format(size=format_number(row.point, 2)), row.point)]


def _left_out(frame: pl.DataFrame, column: str, question: PlannedQuestion, starts: _Starts) -> list[Check]:
    """Whether one unit alone carries the sign: the effect anew without each treated unit in turn."""
    whole = _overall(_staggered(frame, column, question, starts))
    if whole is None or not 2 <= starts.treated <= MOST_LEFT_OUT:
        return [Check("leave_one_out", None, _("Uden én enhed ad gangen kunne ikke regnes."))]
    turned = []
    for place, label in enumerate(starts.labels):
        if starts.first[place] < 0:
            continue
        rest = frame.filter(pl.col(UNIT) != label)
        point = _overall(_staggered(rest, column, question, starts))
        if point is None or point * whole < 0:
            turned.append(str(label))
    if not turned:
        return [
            Check("leave_one_out", True, _("Fortegnet er det samme, uanset hvilken enhed der udelades."), 0)
        ]
    text = _("Fortegnet skifter uden {units}.").format(units=", ".join(turned))
    return [Check("leave_one_out", False, text, len(turned))]


def _overall(result: Result) -> float | None:
    return next((row.point for row in result.estimates if row.estimand == "simple"), None)


def _head_counts(table: Table, question: PlannedQuestion, starts: _Starts) -> tuple[int | None, int | None]:
    """People behind the numbers, by the column of sizes; in the last period, as the same people return."""
    if question.size is None:
        return None, None
    heads = table.numbers(question.size)
    last = starts.time == starts.time.max()
    joined = starts.first[starts.codes] >= 0
    return int(heads[last & joined].sum()), int(heads[last & ~joined].sum())


def _before(
    table: Table, column: str, starts: _Starts, question: PlannedQuestion
) -> tuple[dict[str, object], ...]:
    """The mean of each group in the last period before the first start."""
    place = min(starts.cohorts) - 1
    if place < 0:
        return ()
    values = table.numbers(column, allow_missing=True)
    rows = []
    for group, member in (("treated", starts.first >= 0), ("comparison", starts.first < 0)):
        chosen = (starts.time == place) & member[starts.codes] & ~np.isnan(values)
        if chosen.any():
            rows.append(
                {
                    "measure": question.outcome,
                    "group": group,
                    "at": starts.periods[place],
                    "value": float(values[chosen].mean()),
                    "n": int(chosen.sum()),
                }
            )
    return tuple(rows)


def _alone(table: Table, column: str, starts: _Starts) -> Answered:
    """Nobody to compare with: the mean before and after, told as such."""
    text = _("Ingen enheder uden forsøget er med, så der er ingen at sammenligne med.")
    if not starts.treated:
        text = _("Ingen enheder er behandlet i filen.")
    return Answered(
        Result(refused=Refused("no_comparison", text)),
        DesignType.BEFORE_AFTER if starts.treated else DesignType.ACCOUNT,
        treated=starts.treated,
        comparison=starts.never,
    )


def _people(table: Table, column: str, question: PlannedQuestion) -> Answered:
    """One row per person or case, treated and not: a comparison at one time."""
    on = table.indicator(TREATED)
    values = table.numbers(column, allow_missing=True)
    seen = ~np.isnan(values)
    n1, n2 = int((on & seen).sum()), int((~on & seen).sum())
    excluded = (("no_outcome", int((~seen).sum())),)
    if not set(np.unique(values[seen]).tolist()) <= {0.0, 1.0}:
        text = _("Udfaldet er ikke 0 og 1; uden tid kan kun andele sammenlignes her.")
        return Answered(
            Result(refused=Refused("not_a_share", text)), DesignType.CROSS_SECTION,
            people=(n1, n2), treated=n1, comparison=n2, excluded=excluded,
        )  # fmt: skip
    events = int(values[on & seen].sum()), int(values[~on & seen].sum())
    result = estimate_difference(events[0], n1, events[1], n2)
    headline = result.headline
    if question.test is not AnswerSought.SUPERIORITY:
        # A margin is judged by the interval that the margin's own method prints.
        headline = next((r for r in result.estimates if r.inference == "miettinen-nurminen"), headline)
    attrition = _attrition(on, seen, shipped_rules().limits)
    return Answered(
        Result(result.estimates, (*result.checks, *attrition), headline, result.refused),
        DesignType.CROSS_SECTION,
        people=(n1, n2),
        events=events,
        treated=n1,
        comparison=n2,
        excluded=excluded,
    )


def _attrition(on: np.ndarray, seen: np.ndarray, limits: EvidenceLimits) -> Sequence[Check]:
    missing = float((~seen).mean()) if seen.size else 0.0
    shares = [float((~seen[group]).mean()) if group.any() else 0.0 for group in (on, ~on)]
    apart = abs(shares[0] - shares[1])
    holds = missing <= limits.missing_outcome and apart <= limits.missing_difference
    text = _("{share} pct. mangler udfald; grupperne er {apart} procentpoint fra hinanden.")
    return [
        Check("attrition", holds, text.format(share=round(100 * missing), apart=round(100 * apart)), missing)
    ]
