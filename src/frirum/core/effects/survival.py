"""`frirum estimate survival`: how long it takes, and whether it takes as long in all groups.

Estimands: the share still there at each time, the median, the mean to a horizon and its difference between two groups,
and the ratio of hazards; for competing events see `incidence`. The mean of ended spells, and the length of
the spells that happen to be under way on a day, are neither: the first is too short, the second too long.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.special import ndtr, stdtr, stdtrit

from frirum.core.effects import words
from frirum.core.effects.cox import CoxFit, fit_cox
from frirum.core.effects.cox_curve import survival_at
from frirum.core.effects.log_rank import PERMUTATIONS, log_rank, permuted_log_rank
from frirum.core.effects.risk_sets import FloatArray, IntArray, Spells
from frirum.core.effects.rows import Check, EstimateRow, Label, Result, number, refuse
from frirum.core.effects.sentences import say
from frirum.core.effects.survival_curve import (
    Curve,
    Z,
    first_at_most_half,
    kaplan_meier,
    mean_to,
)
from frirum.core.vocabulary.danish import format_number

FEW_PEOPLE = 20


@dataclass(frozen=True)
class Durations:
    """What `survival` works on.

    Attributes:
        spells: n of them.
        group: (n,) code of each spell's group; all 0 without groups.
        groups: the groups as written; a single None without groups.
        x: (n, p) covariates, none constant; names: p of them.
        horizon: as given, or None.
        event: name of the event column, for the rows.
        at: (p,) covariates of somebody whose curve is asked for, or None; called: how the reader wrote them.
    """

    spells: Spells
    group: IntArray
    groups: tuple[Label | None, ...]
    x: FloatArray
    names: tuple[str, ...]
    horizon: float | None
    event: str
    at: FloatArray | None = None
    called: str = ""


@dataclass
class DurationRows:
    """The rows and checks of one estimation as they are found."""

    data: Durations
    rows: list[EstimateRow] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    def add(self, estimand: str, inference: str, point: float | None, **more: Any) -> EstimateRow:
        """Keep a row of the event's column, and give it."""
        more = {"outcome": self.data.event, **more}
        row = EstimateRow(estimand=estimand, inference=inference, point=number(point), **more)
        self.rows.append(row)
        return row


def estimate_survival(data: Durations) -> Result:
    """Rows median, survival (period = time), rmst, rmst_difference (two groups), log_rank and log_hazard_ratio.

    Returns:
        The headline is the difference of means to the horizon between two groups, the mean without groups, and the
        log-rank test of several. Refused without events.
    """
    spells = data.spells
    if not (spells.event > 0).any():
        return refuse("no_events", say("are_no_events_duration_cannot"))
    found = DurationRows(data)
    curves = [kaplan_meier(spells.where(data.group == code)) for code in range(len(data.groups))]
    sizes = np.bincount(data.group, minlength=len(data.groups))
    for label, curve, n in zip(data.groups, curves, sizes.tolist(), strict=True):
        _median(found, label, curve, n)
    for label, curve, n in zip(data.groups, curves, sizes.tolist(), strict=True):
        _shares(found, label, curve, n)
    means = _means(found, curves, sizes.tolist())
    headline = means[0] if len(means) == len(data.groups) == 1 else None
    if len(data.groups) == 2 and len(means) == 2:
        headline = _difference(found, means)
    if len(data.groups) > 1:
        test = _log_rank(found)
        headline = headline if headline is not None else test
    hazards(found)
    _late_entry(found, curves)
    early = next((check for check in found.checks if check.name == "few_at_risk_early"), None)
    if early is not None:
        return refuse("few_at_risk_early", early.text, estimates=found.rows, checks=found.checks)
    if headline is not None and headline.lower is None and headline.p_value is None:
        return no_uncertainty(found)
    if headline is None:
        return refuse(
            "beyond_data", say("curve_is_not_known_as_far"), estimates=found.rows,
            checks=found.checks,
        )  # fmt: skip
    return Result(tuple(found.rows), tuple(found.checks), headline)


def no_uncertainty(found: DurationRows) -> Result:
    """The refusal of a figure that nothing says how sure it is."""
    text = say("nothing_varies_between_spells_uncertainty")
    return refuse("no_uncertainty", text, estimates=found.rows, checks=found.checks)


def plain(time: float) -> float | int:
    """A time as it is written: whole where it is whole."""
    return int(time) if float(time).is_integer() else time


def _median(found: DurationRows, label: Label | None, curve: Curve, n: int) -> None:
    lower, upper = curve.bands()
    low, middle, high = (first_at_most_half(curve.times, line) for line in (lower, curve.survival, upper))
    notes = () if middle is not None else (say("curve_does_not_come_down"),)
    found.add(
        "median", "brookmeyer-crowley", middle, estimator="kaplan-meier", group=label,
        n_treated=n, lower=low, upper=high, notes=notes,
    )  # fmt: skip


def _shares(
    found: DurationRows,
    label: Label | None,
    curve: Curve,
    n: int,
    *,
    estimator: str = "kaplan-meier",
    notes: tuple[str, ...] = (),
) -> None:
    lower, upper = curve.bands()
    times = curve.times.tolist()
    horizon = found.data.horizon
    if horizon is not None and curve.known_at(horizon):
        times = sorted({*times, horizon})
    for time in times:
        place = curve.place(time)
        survival = float(curve.survival[place]) if place >= 0 else 1.0
        se = 0.0 if place < 0 else number(curve.se[place])
        seen: tuple[str, ...] = ()
        if place >= 0 and curve.times[place] == time:
            seen = (say("n_at_risk", n=int(curve.at_risk[place])),)
        found.add(
            "survival", "log-log", survival, estimator=estimator, group=label, period=plain(time),
            n_treated=n, se=se, lower=number(lower[place]) if place >= 0 else None,
            upper=number(upper[place]) if place >= 0 else None, notes=(*seen, *notes),
        )  # fmt: skip


def _means(found: DurationRows, curves: Sequence[Curve], sizes: Sequence[int]) -> list[EstimateRow]:
    """The mean of each group to a common horizon: the given one, or the last time that all groups were seen."""
    horizon = found.data.horizon
    if horizon is None:
        horizon = min(curve.last for curve in curves)
    rows = []
    for label, curve, n in zip(found.data.groups, curves, sizes, strict=True):
        if not curve.known_at(horizon):
            text = say("curve_is_known_only_to_last")
            text = text.format(last=_figure(curve.last), horizon=_figure(horizon))
            found.checks.append(Check("horizon_beyond_data", False, text, curve.last))
            continue
        mean, se = mean_to(curve, horizon)
        reach, df = _few_reach(n)
        notes = [say("mean_duration_counted_no_further", horizon=_figure(horizon))]
        if not se:
            notes.append(say("nothing_varies_uncertainty_cannot_be_computed"))
        rows.append(
            found.add(
                "rmst", "greenwood", mean, estimator="kaplan-meier", group=label, period=plain(horizon),
                n_treated=n, se=number(se) or None,
                lower=max(0.0, mean - reach * se) if se else None,
                upper=min(horizon, mean + reach * se) if se else None,
                notes=(*notes, *_df_note(df if se else None)),
            )
        )  # fmt: skip
    return rows


def _figure(value: float) -> str:
    return format_number(value, 0 if float(value).is_integer() else 2)


def _difference(found: DurationRows, means: Sequence[EstimateRow]) -> EstimateRow:
    """The second group's mean less the first's."""
    first, second = means
    point = (second.point or 0.0) - (first.point or 0.0)
    errors = (first.se or 0.0, second.se or 0.0)
    se = math.hypot(*errors)
    wide, df = _together(errors, np.bincount(found.data.group))
    reach = Z if df is None else float(stdtrit(df, 0.975))
    p_value = None
    if wide > 0:
        p_value = float(2 * (ndtr(-abs(point) / wide) if df is None else stdtr(df, -abs(point) / wide)))
    return found.add(
        "rmst_difference", "greenwood", number(point, scale=first.point or 1.0), estimator="kaplan-meier",
        period=first.period, n_treated=int((found.data.group == 1).sum()),
        n_comparison=int((found.data.group == 0).sum()), se=number(se) or None,
        lower=point - reach * wide if wide else None, upper=point + reach * wide if wide else None, p_value=p_value,
        notes=(say("second_minus_first", second=second.group, first=first.group), *_df_note(df)),
    )  # fmt: skip


def _few_reach(n: int) -> tuple[float, float | None]:
    """How many standard errors a group's bounds reach, and degrees of freedom: by t and widened below twenty spells."""
    if n >= FEW_PEOPLE or n < 2:
        return Z, None
    return float(stdtrit(n - 1, 0.975)) * math.sqrt(n / (n - 1)), float(n - 1)


def _together(errors: Sequence[float], sizes: IntArray) -> tuple[float, float | None]:
    """The widened standard error of a difference and Satterthwaite's degrees of freedom, or the plain one and None."""
    if sizes.min() >= FEW_PEOPLE or not any(errors):
        return math.hypot(*errors), None
    squares = [se**2 * n / max(n - 1, 1) for se, n in zip(errors, sizes.tolist(), strict=True)]
    below = sum(square**2 / max(n - 1, 1) for square, n in zip(squares, sizes.tolist(), strict=True))
    return math.sqrt(sum(squares)), sum(squares) ** 2 / below


def _df_note(df: float | None) -> tuple[str, ...]:
    return () if df is None else (say("t_distribution_with_df_degrees", df=format_number(df, 1)),)


def _log_rank(found: DurationRows) -> EstimateRow | None:
    data = found.data
    test = log_rank(data.spells, data.group, len(data.groups))
    if test is None:
        text = say("groups_are_never_at_risk")
        found.checks.append(Check("groups_apart", False, text))
        return None
    note = words.degrees_of_freedom(test.df)
    row = found.add(
        "log_rank", "log-rank", test.statistic, estimator="log-rank", n_treated=len(data.spells),
        p_value=test.p_value, notes=(note,),
    )  # fmt: skip
    if np.bincount(data.group).min() >= FEW_PEOPLE:
        return row
    p_value = permuted_log_rank(data.spells, data.group, len(data.groups), test.statistic)
    return found.add(
        "log_rank", "permutation", test.statistic, estimator="log-rank", n_treated=len(data.spells),
        p_value=p_value,
        notes=(words.dealt_anew(PERMUTATIONS),
               say("assumes_spells_are_censored_alike")),
    )  # fmt: skip


def hazards(found: DurationRows, kind: int | None = None) -> None:
    """Rows log_hazard_ratio of the covariates, and the curve of somebody who has those asked for.

    Args:
        kind: the event; the others count as last seen. None for any event.
    """
    data = found.data
    if not data.names:
        return
    event = (data.spells.event > 0) if kind is None else (data.spells.event == kind)
    spells = Spells(data.spells.entry, data.spells.exit, event.astype(np.int64))
    fit = fit_cox(spells, data.x) if event.sum() > data.x.shape[1] else None
    if fit is None:
        text = say("covariates_are_collinear_or_tell_events")
        found.checks.append(Check("covariates_not_identified", False, text))
        return
    notes = [say("hazard_ratio_is_e_to_power")]
    if kind is not None:
        notes.append(say("cause_specific_for_event_kind_others", kind=kind))
    for place, name in enumerate(data.names):
        point, se = float(fit.coefficients[place]), math.sqrt(fit.covariance[place, place])
        found.add(
            "log_hazard_ratio", "wald", point, estimator="cox-efron", group=name, n_treated=len(spells), se=se,
            lower=point - Z * se, upper=point + Z * se, p_value=float(2 * ndtr(-abs(point) / se)),
            notes=tuple(notes),
        )  # fmt: skip
    if data.at is not None:
        _curve_at(found, spells, fit, data.at)


def _curve_at(found: DurationRows, spells: Spells, fit: CoxFit, at: FloatArray) -> None:
    curve = survival_at(spells, found.data.x, fit, at)
    _shares(found, found.data.called, curve, len(spells), estimator="cox-efron", notes=(words.curve_at(),))


def _late_entry(found: DurationRows, curves: Sequence[Curve]) -> None:
    """Warn of a curve that fell to 0 while others were still to come: the first to enter decided it alone."""
    for label, curve in _with_labels(found, curves):
        emptied = np.flatnonzero(curve.survival == 0)
        if emptied.size and curve.times[emptied[0]] < curve.last:
            text = say("at_time_only_few")
            place = "" if label is None else f"{label}: "
            found.checks.append(
                Check(
                    "few_at_risk_early", False, place + text.format(time=_figure(curve.times[emptied[0]])),
                    int(curve.at_risk[emptied[0]]),
                )
            )  # fmt: skip


def _with_labels(found: DurationRows, curves: Sequence[Curve]) -> Iterator[tuple[Label | None, Curve]]:
    return zip(found.data.groups, curves, strict=True)
