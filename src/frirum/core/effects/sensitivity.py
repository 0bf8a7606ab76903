"""What a violated trend would do to an effect: robust intervals and the violation at which it breaks down.

Estimand: one coefficient of the event study (`event_study`), an effect at one period after the start against the base
period. Instead of parallel trends it is assumed that the trends part by no more than M̄ times what was seen before the
start (`relative_magnitudes`), or bend by no more than M (`smoothness`). The clustered covariance carries the factor
G/(G − 1) · (n − 1)/(n − k), k counting periods and coefficients, as in `did`.

Source: Rambachan & Roth (2023), A more credible approach to parallel trends, Review of Economic Studies 90.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from frirum.core.effects.clustered import effective_units, few_note, interval, is_quotable, is_void, void_note
from frirum.core.effects.event_study import EventStudy, event_study
from frirum.core.effects.panel import Panel, why_not_comparable
from frirum.core.effects.panel_reading import panel_from_rows
from frirum.core.effects.relative_magnitudes import is_kept, relative_magnitudes
from frirum.core.effects.rows import Check, EstimateRow, Refused, Result, number, refuse
from frirum.core.effects.sentences import say
from frirum.core.effects.smoothness import smoothness
from frirum.core.errors import InputRefused, UsageError
from frirum.core.vocabulary.danish import format_number

DEFAULT_MBAR = (0.5, 1.0, 1.5, 2.0)
LARGEST_MBAR = 20.0
UNITS_PER_COEFFICIENT = 5
"""Below this the best weights, which are chosen by the estimated covariance, fit its noise."""


@dataclass(frozen=True)
class Violations:
    """What is tried: M̄ of relative magnitudes and M of smoothness, each at least 0.

    `against` is the effect that must stay excluded: none, or for a question of being no worse the margin.
    """

    mbar: tuple[float, ...] = DEFAULT_MBAR
    m: tuple[float, ...] = ()
    against: float = 0.0


def estimate_sensitivity(
    frame: pl.DataFrame,
    *,
    outcome: str,
    unit: str,
    time: str,
    first_treated: str,
    weights: str | None = None,
    base: str | None = None,
    effect_at: str | None = None,
    violations: Violations | None = None,
) -> Result:
    """`frirum estimate sensitivity`.

    Args:
        frame, outcome, unit, time, first_treated, weights: as in `panel_reading.panel_from_rows`.
        base: the base period, before the start: a period of the data where all start together, else periods since
            the start, below 0; None for the last one before the start.
        effect_at: the period of the effect, written likewise; None for the first after the base that is treated.
        violations: what is tried.

    Returns:
        Rows event_study (every coefficient), relative_magnitudes (period = M̄) and smoothness (period = M) with robust
        bounds, and breakdown (group = which, point = the largest violation at which 0 is still excluded). The headline
        is relative_magnitudes at M̄ = 1 where that is tried, else the first robust row. Refused with few units.

    Raises:
        UsageError: a base that is not before the start, something that is no period, or a violation below 0.
        InputRefused: a base or period that the data do not have, and as `panel_from_rows`.
    """
    panel = panel_from_rows(
        frame, outcome=outcome, unit=unit, time=time, first_treated=first_treated, weights=weights
    )
    return sensitivity_of_panel(panel, base=base, effect_at=effect_at, violations=violations)


def sensitivity_of_panel(
    panel: Panel,
    *,
    base: str | None = None,
    effect_at: str | None = None,
    violations: Violations | None = None,
) -> Result:
    """As `estimate_sensitivity`, from cells."""
    violations = violations or Violations()
    if min((*violations.mbar, *violations.m), default=0.0) < 0:
        raise UsageError(
            say("mbar_and_m_cannot_be_below"),
            remedy=say("write_numbers_from_0_up_such"),
        )
    reason = why_not_comparable(panel, not_yet=False)
    if reason is not None:
        return refuse(reason.code, reason.message, remedy=reason.remedy, checks=panel.checks)
    panel, checks = _complete(panel)
    if not _even(panel):
        text = say("periods_are_not_equally_far_apart")
        return refuse("uneven_periods", text, checks=checks)
    if not (panel.cohort >= 0).any() or not (panel.cohort == -1).any():
        text = say("one_of_groups_has_no_units")
        return refuse("no_comparison", text, checks=checks)
    study = event_study(panel, _event(panel, base, "--base", default=-1))
    if study is None and base is not None:
        raise InputRefused(
            say("base_value_does_not_have_periods", value=base),
            remedy=say("write_later_period_in_base"),
        )
    if study is None:
        text = say("are_no_periods_on_both_sides")
        return refuse("no_period_before", text, checks=checks)
    study = _small_sample(study, panel)
    return _result(panel, study, _place(panel, study, effect_at), violations, checks)


def _complete(panel: Panel) -> tuple[Panel, list[Check]]:
    """Without units treated from the first period, and in a panel without those that miss a period."""
    keep = panel.cohort != -2
    checks = list(panel.checks)
    if not panel.people:
        gaps = keep & ~panel.observed.all(axis=1)
        if gaps.any():
            n = int(gaps.sum())
            text = say.counted("n_units_miss_period", n, n=n)
            checks.append(Check("incomplete_units", False, text, n))
        keep &= ~gaps
    return panel.only(keep), checks


def _even(panel: Panel) -> bool:
    return len(set(np.diff(panel.ticks).round(9).tolist())) <= 1


def _event(panel: Panel, written: str | None, option: str, *, default: int) -> int:
    """Periods since the start: read as a period of the data where all start together, else as a number."""
    if written is None:
        return default
    text = written.strip()
    labels = [str(label) for label in panel.periods]
    if len(panel.cohorts) == 1 and text in labels:
        found = labels.index(text) - int(panel.starts[0])
    else:
        try:
            found = int(text)
        except ValueError as fault:
            raise UsageError(
                say("option_value_is_neither_period", option=option, value=written),
                remedy=say("write_periods_from_start_base_1"),
            ) from fault
    if option == "--base" and found >= 0:
        raise UsageError(
            say("base_period_must_lie_before_start"),
            remedy=say("write_earlier_period_in_base_such"),
        )
    return found


def _place(panel: Panel, study: EventStudy, effect_at: str | None) -> int:
    event = _event(panel, effect_at, "--effect-at", default=0)
    label = panel.periods[int(panel.starts[0]) + event] if _calendar(panel, event) else event
    place = study.place_after(label)
    if place is None:
        raise InputRefused(
            say("effect_at_value_is_not_period", value=effect_at or event),
            remedy=say(
                "write_one_of_these_in_effect",
                periods=", ".join(str(one) for one in study.labels[len(study.before) :]),
            ),
        )
    return place


def _calendar(panel: Panel, event: int) -> bool:
    return len(panel.cohorts) == 1 and 0 <= int(panel.starts[0]) + event < len(panel.periods)


def _small_sample(study: EventStudy, panel: Panel) -> EventStudy:
    units, rows = len(panel.units), int(panel.rows.sum())
    k = len(panel.periods) + len(study.labels)
    factor = units / (units - 1) * (rows - 1) / max(rows - k, 1)
    return replace(study, covariance=study.covariance * factor)


def _result(
    panel: Panel, study: EventStudy, place: int, violations: Violations, checks: list[Check]
) -> Result:
    # A unit that outweighs the others decides alone: counted by what they are worth.
    treated, never = (effective_units(panel, members) for members in (panel.cohort >= 0, panel.cohort == -1))
    write = _Writer(panel, study, place, shown=not is_void(treated, never))
    rows = write.coefficients()
    if is_void(treated, never):
        return refuse("few_treated_units", void_note(treated, never), estimates=rows, checks=checks)
    if float(np.diag(study.covariance).min()) <= (1e-12 * panel.scale) ** 2:
        text = say("outcome_does_not_vary_uncertainty_cannot")
        return refuse("no_variation", text, estimates=rows, checks=checks)
    robust = write.relative(violations.mbar, violations.against)
    enough = study.units + study.never >= UNITS_PER_COEFFICIENT * len(study.before)
    if violations.m and not enough:
        text = say("for_k_periods_before_start_n")
        text = text.format(k=len(study.before), n=study.units + study.never)
        checks.append(Check("units_per_coefficient", False, text, study.units + study.never))
        if not robust:
            return refuse("units_per_coefficient", text, estimates=rows, checks=checks)
    elif violations.m:
        robust += write.smooth(violations.m, violations.against)
    checks += [_breakdown_check(row) for row in robust if row.estimand == "breakdown"]
    rows += robust
    quoted = [row for row in robust if row.estimand != "breakdown"]
    if not quoted:
        return refuse("nothing_tried", say("no_violation_of_parallel_trends"), estimates=rows)
    headline = next(
        (row for row in quoted if (row.estimand, row.period) == ("relative_magnitudes", 1)), quoted[0]
    )
    fewest = min(treated, never)
    if not is_quotable(treated, never):
        checks.append(Check("few_treated_units", False, few_note(fewest), fewest))
        why = Refused("few_treated_units", few_note(fewest))
        return Result(tuple(rows), tuple(checks), None, why)
    return Result(tuple(rows), tuple(checks), headline)


class _Writer:
    """Turns intervals into rows about one coefficient."""

    def __init__(self, panel: Panel, study: EventStudy, place: int, *, shown: bool) -> None:
        self.panel, self.study, self.place, self.shown = panel, study, place, shown
        self.at = study.labels[len(study.before) + place]
        self.point = number(study.after[place], scale=panel.scale)

    def _row(self, estimand: str, inference: str, **values: object) -> EstimateRow:
        shared = {
            "estimator": "callaway-santanna, one base period",
            "outcome": self.panel.outcome,
            "n_treated": int(self.panel.rows[self.panel.cohort >= 0].sum()),
            "n_comparison": int(self.panel.rows[self.panel.cohort == -1].sum()),
            "units_treated": self.study.units,
        }
        return EstimateRow(estimand=estimand, inference=inference, **(shared | values))  # type: ignore[arg-type]

    def coefficients(self) -> list[EstimateRow]:
        """One row per period, against the base."""
        variance = np.diag(self.study.covariance)
        note = say("against_period_base", base=self.study.base)
        return [
            self._row(
                "event_study",
                "crv1",
                period=label,
                point=number(point, scale=self.panel.scale),
                notes=(note,),
                **interval(float(point), float(spread), scale=self.panel.scale, shown=self.shown).as_row(),
            )
            for label, point, spread in zip(self.study.labels, self.study.coefficients, variance, strict=True)
        ]

    def relative(self, tried: Sequence[float], against: float) -> list[EstimateRow]:
        """Rows relative_magnitudes, and their breakdown."""
        if not tried:
            return []
        rows = [
            self._robust("relative_magnitudes", mbar, relative_magnitudes(self.study, self.place, mbar))
            for mbar in tried
        ]
        broken = _breakdown(lambda mbar: not is_kept(self.study, self.place, mbar, against), LARGEST_MBAR)
        return [*rows, self._broken("relative_magnitudes", broken, LARGEST_MBAR)]

    def smooth(self, tried: Sequence[float], against: float) -> list[EstimateRow]:
        """Rows smoothness, and their breakdown."""
        rows = [self._robust("smoothness", m, smoothness(self.study, self.place, m)) for m in tried]

        def excluded(m: float) -> bool:
            lower, upper = smoothness(self.study, self.place, m)
            return lower > against or upper < against

        # The bias alone is at least M, so that beyond the estimate nothing is excluded.
        most = 10 * float(np.abs(self.study.coefficients).max())
        return [*rows, self._broken("smoothness", _breakdown(excluded, most), most)]

    def _robust(self, estimand: str, size: float, bounds: tuple[float, float]) -> EstimateRow:
        exact = estimand == "relative_magnitudes"
        size = int(size) if float(size).is_integer() else size
        return self._row(
            estimand,
            "conditional-least-favourable" if exact else "fixed-length",
            period=size,
            point=self.point,
            lower=number(bounds[0], scale=self.panel.scale),
            upper=number(bounds[1], scale=self.panel.scale),
            notes=(say("effect_in_period_against_base", period=self.at, base=self.study.base),),
        )

    def _broken(self, which: str, size: float, most: float) -> EstimateRow:
        note = say("largest_violation_at_which_0")
        if size >= most:
            note = say("n_0_is_excluded_at_every_violation")
        inference = "conditional-least-favourable" if which == "relative_magnitudes" else "fixed-length"
        return self._row("breakdown", inference, group=which, point=size, notes=(note,))


def _breakdown(excluded: Callable[[float], bool], most: float) -> float:
    """The largest violation up to `most` at which 0 is excluded, to a thousandth; 0 where it never is."""
    if not excluded(0.0):
        return 0.0
    if excluded(most):
        return most
    low, high = 0.0, most
    while high - low > 1e-4 * max(high, 1e-9):
        middle = (low + high) / 2
        low, high = (middle, high) if excluded(middle) else (low, middle)
    return low


def _breakdown_check(row: EstimateRow) -> Check:
    assert row.point is not None
    if row.group == "smoothness":
        text = say("effect_holds_until_trends_bend")
        return Check("breakdown_smoothness", None, text.format(m=format_number(row.point, 4)), row.point)
    text = say("effect_holds_until_trends_part")
    return Check(
        "breakdown_relative_magnitudes",
        row.point >= 1,
        text.format(mbar=format_number(row.point, 2)),
        row.point,
    )
