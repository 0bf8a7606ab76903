"""Units that begin and units that do not, before and after: the planned method and what it was tried against.

Where all begin together, or there is no time before, the design is read off the data and not off the plan, so that a
plan that promises a comparison cannot lend its step to data without.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from frirum.core.effects.att_gt import att_gt_of_panel, overall_without
from frirum.core.effects.few_reading import estimate_few_table
from frirum.core.effects.rows import Check, Result
from frirum.core.effects.sensitivity import Violations, sensitivity_of_panel
from frirum.core.errors import InputRefused, UsageError
from frirum.core.evidence import check_words as words
from frirum.core.evidence.answered import TIME, TREATED, UNIT, Answered, is_share, smallest_p
from frirum.core.evidence.before_start import before_start
from frirum.core.evidence.by_unit import unit_effects
from frirum.core.evidence.margin import worst_allowed
from frirum.core.evidence.plan import PlannedQuestion
from frirum.core.evidence.rules import DesignType, shipped_rules
from frirum.core.evidence.sentences import say
from frirum.core.evidence.spill_over import spill_over
from frirum.core.evidence.starts import COUNTED, PanelOf, Starts, left_unused, panel_of
from frirum.core.files.table import Table
from frirum.core.vocabulary.danish import format_number
from frirum.core.vocabulary.municipalities import names_of

BREAKDOWN = "breakdown"
MOST_LEFT_OUT = 100
_TRIED = (0.5, 1.0, 2.0)


def over_time(table: Table, column: str, question: PlannedQuestion, starts: Starts, *, seed: int) -> Answered:
    """The answer where some units begin later than others, or never.

    Raises:
        InputRefused: a column or cell that cannot be used.
    """
    data = panel_of(table, column, question, starts, seed=seed)
    staggered = att_gt_of_panel(
        data.panel, comparison=data.comparison, covariates=data.covariates, groups=data.groups
    )
    result = staggered
    if staggered.headline is None and len(starts.cohorts) == 1 and starts.never:
        result = _with_few(table, column, question, staggered, seed)
    share_without = _share_without(data, result)
    checks = (
        *result.checks,
        *_sensitivity(data, question),
        *_left_out(data, staggered),
        *_unused(table, question, by_unit=result is not staggered),
        *before_start(data.panel, result.headline, shipped_rules().limits),
        *spill_over(data.panel, result.headline, share=is_share(question, share_without)),
    )
    people = _head_counts(table, question, starts)
    return Answered(
        replace(result, checks=checks),
        _design(starts),
        people=people,
        units=() if None in people else unit_effects(data.panel),
        p_floor=smallest_p(result),
        share_without=share_without,
        degrees=float(len(starts.labels) - 2),
        baseline=baseline_of(table, column, starts, question),
        treated=starts.treated,
        comparison=starts.never,
    )


def _unused(table: Table, question: PlannedQuestion, *, by_unit: bool) -> list[Check]:
    """A departure from the plan: what it asks for and the file cannot give."""
    names = left_unused(table, question, by_unit=by_unit)
    return [Check("as_planned", False, words.asked_in_vain(names), len(names))] if names else []


def _design(starts: Starts) -> DesignType:
    if not any(place > 0 for place in starts.cohorts):
        return DesignType.CROSS_SECTION
    if not starts.never or len(starts.cohorts) > 1:
        return DesignType.STAGGERED
    return DesignType.COMPARISON


def _with_few(table: Table, column: str, question: PlannedQuestion, staggered: Result, seed: int) -> Result:
    """Both methods' rows where all start together, and the headline by the rule of few treated."""
    size = COUNTED if COUNTED in table.frame.columns else question.size
    few = estimate_few_table(
        table, outcome=column, unit=UNIT, treated=TREATED, time=TIME, size=size,
        blocks=question.blocks, strata=question.strata, seed=seed,
    )  # fmt: skip
    names = {check.name for check in few.checks}
    kept = [check for check in staggered.checks if check.name not in names]
    return Result((*few.estimates, *staggered.estimates), (*few.checks, *kept), few.headline, few.refused)


def _sensitivity(data: PanelOf, question: PlannedQuestion) -> list[Check]:
    """How large a violation of parallel courses the first effect survives: that it is some, or within the margin."""
    worst = worst_allowed(question) or 0.0
    try:
        found = sensitivity_of_panel(data.panel, violations=Violations(_TRIED, against=worst))
    except (InputRefused, UsageError):
        found = Result()
    row = next((r for r in found.estimates if r.estimand == BREAKDOWN and r.point is not None), None)
    if row is None or row.point is None:
        return [Check("sensitivity", None, say("how_large_violation_conclusion_survives_could"))]
    text = say("conclusion_about_first_period_survives")
    return [Check("sensitivity", row.point >= 1, text.format(size=format_number(row.point, 2)), row.point)]


def _left_out(data: PanelOf, staggered: Result) -> list[Check]:
    """Whether one unit alone carries the sign: the point anew without each treated unit in turn."""
    whole = next((row.point for row in staggered.estimates if row.estimand == "simple"), None)
    begun = np.flatnonzero(data.panel.cohort >= 0)
    if whole is None or not 2 <= len(begun) <= MOST_LEFT_OUT:
        return [Check("leave_one_out", None, say("leaving_out_one_unit_at_time"))]
    turned = []
    names = names_of(data.panel.units)
    for place in begun.tolist():
        point = overall_without(data.panel, place, comparison=data.comparison, covariates=data.covariates)
        if point is None or point * whole < 0:
            turned.append(names[place])
    if not turned:
        text = say("sign_is_same_whichever_unit")
        return [Check("leave_one_out", True, text, 0)]
    text = say("sign_changes_without_units", units=", ".join(turned))
    return [Check("leave_one_out", False, text, len(turned))]


def _head_counts(table: Table, question: PlannedQuestion, starts: Starts) -> tuple[int | None, int | None]:
    """People behind the numbers, in the last period, as the same people return.

    By the column of sizes; a table with several rows in a cell has a person a row.
    """
    last = starts.time == starts.time.max()
    joined = starts.first[starts.codes] >= 0
    size = COUNTED if COUNTED in table.frame.columns else question.size
    if size is None:
        cells = starts.codes * len(starts.periods) + starts.time
        if len(np.unique(cells)) == len(cells):
            return None, None
        heads = np.ones(len(cells))
    else:
        heads = table.numbers(size)
    return int(heads[last & joined].sum()), int(heads[last & ~joined].sum())


def _share_without(data: PanelOf, result: Result) -> float | None:
    """Of a share: the treated after their start, less the effect."""
    panel = data.panel
    row = result.headline
    if row is None or row.point is None or not ((panel.mean >= 0) & (panel.mean <= 1)).all():
        return None
    after = np.arange(len(panel.periods))[None, :] >= panel.starts[np.maximum(panel.cohort, 0)][:, None]
    chosen = after & (panel.cohort >= 0)[:, None] & panel.observed
    if not chosen.any():
        return None
    return float(panel.total[chosen].sum() / panel.weight[chosen].sum()) - row.point


def baseline_of(
    table: Table, column: str, starts: Starts, question: PlannedQuestion
) -> tuple[dict[str, object], ...]:
    """The mean of each group in the last period before the first start."""
    place = min(starts.cohorts) - 1
    if place < 0:
        return ()
    values = table.numbers(column, allow_missing=True)
    rows: list[dict[str, object]] = []
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
