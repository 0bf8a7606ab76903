"""What an effect may be when outcomes are missing: worst-case bounds, and Lee's for those seen either way.

Estimands: `worst_case`, the difference between all treated and all others, whatever the missing outcomes were within
the scale; `lee`, the difference among those whose outcome would be seen whether treated or not. Assumption of both: the
groups were alike before (drawn by lot, or argued); of Lee's also that treatment moves being seen one way only. The
group that is seen more often is trimmed from either end by the surplus share; where the surplus ends inside an
observation, that one counts in part, so that the bounds are exact sums.

Standard errors by Lee (2009), proposition 3; the interval holds the *effect* in 95 %, not the whole region
(Imbens & Manski 2004).

Source: Lee (2009), Review of Economic Studies 76; Horowitz & Manski (2000), Journal of the American Statistical
Association 95; Imbens & Manski (2004), Econometrica 72.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import optimize
from scipy.special import ndtr, ndtri

from frirum.core.effects.rows import Check, EstimateRow, Refused, Result, number, refuse
from frirum.core.effects.sentences import say
from frirum.core.files.table import FloatArray
from frirum.core.vocabulary.danish import format_number, format_share

FEWEST = 20
LEVEL = 0.95


@dataclass(frozen=True)
class Followed:
    """Two groups of people, some of whose outcomes are missing.

    Attributes:
        outcome: the column's name.
        y: (n,) outcomes; what stands where `observed` is false is not used.
        treated, observed: (n,) bool.
        lowest, highest: ends of the outcome's scale.
        scale_known: the ends were given or are 0 and 1; otherwise they are the observed extremes.
    """

    outcome: str
    y: FloatArray
    treated: NDArray[np.bool_]
    observed: NDArray[np.bool_]
    lowest: float
    highest: float
    scale_known: bool

    def group(self, *, treated: bool) -> FloatArray:
        """Outcomes seen in one group."""
        return self.y[self.observed & (self.treated == treated)]

    def share_seen(self, *, treated: bool) -> float:
        """The share of one group whose outcome was seen."""
        return float(self.observed[self.treated == treated].mean())


@dataclass(frozen=True)
class Region:
    """Smallest and largest effect, each with its standard error (None where it has none)."""

    lower: float
    upper: float
    lower_se: float | None
    upper_se: float | None

    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the effect (Imbens and Manski)."""
        if self.lower_se is None or self.upper_se is None:
            return None
        largest = max(self.lower_se, self.upper_se)
        if largest <= 0:
            return self.lower, self.upper
        width = (self.upper - self.lower) / largest
        reach = float(
            optimize.brentq(
                lambda c: float(ndtr(c + width) - ndtr(-c)) - LEVEL, 0.0, float(ndtri(0.975)) + 1e-9
            )
        )
        return self.lower - reach * self.lower_se, self.upper + reach * self.upper_se


def trimmed_mean(values: FloatArray, kept: float, *, lowest: bool) -> float:
    """The mean of the `kept` (0 … 1) share with the lowest, or the highest, values; the last one counts in part."""
    ordered = np.sort(values) if lowest else np.sort(values)[::-1]
    mass = kept * len(ordered)
    weight = np.clip(mass - np.arange(len(ordered)), 0.0, 1.0)
    return float(weight @ ordered / weight.sum())


def lee_bounds(data: Followed) -> Region:
    """Bounds of the effect among those seen either way; both groups have someone seen."""
    seen = {one: data.share_seen(treated=one) for one in (True, False)}
    more = seen[True] >= seen[False]
    kept = seen[not more] / seen[more]
    trimmed, other = data.group(treated=more), data.group(treated=not more)
    means = [trimmed_mean(trimmed, kept, lowest=True), trimmed_mean(trimmed, kept, lowest=False)]
    errors = [
        _lee_variance(trimmed, kept, mean, lowest=low, seen=seen[not more], data=data, more=more)
        for mean, low in zip(means, (True, False), strict=True)
    ]
    rest = other.var() / len(other)
    sd = [float(np.sqrt(variance + rest)) for variance in errors]
    if more:
        return Region(means[0] - other.mean(), means[1] - other.mean(), sd[0], sd[1])
    return Region(other.mean() - means[1], other.mean() - means[0], sd[1], sd[0])


def _lee_variance(
    values: FloatArray, kept: float, mean: float, *, lowest: bool, seen: float, data: Followed, more: bool
) -> float:
    """The variance of a trimmed mean, the trimmed share being estimated too (Lee's V divided by n)."""
    ordered = np.sort(values) if lowest else np.sort(values)[::-1]
    inside = ordered[: max(1, int(np.ceil(kept * len(ordered) - 1e-9)))]
    n = len(data.y)
    share = float((data.treated == more).mean())
    mass = kept * len(values) / n
    gap = (inside[-1] - mean) ** 2
    of_share = (1 - seen / kept) / (share * seen / kept) + (1 - seen) / ((1 - share) * seen)
    return float((inside.var() / mass + gap * (1 - kept) / mass + gap * of_share) / n)


def worst_case(data: Followed) -> Region:
    """Bounds with every missing outcome at the end of the scale that is worst, or best, for the difference."""
    low, high = (np.where(data.observed, data.y, end) for end in (data.lowest, data.highest))
    one, two = data.treated, ~data.treated

    def difference(a: FloatArray, b: FloatArray) -> tuple[float, float]:
        variance = a[one].var() / one.sum() + b[two].var() / two.sum()
        return float(a[one].mean() - b[two].mean()), float(np.sqrt(variance))

    lower, lower_se = difference(low, high)
    upper, upper_se = difference(high, low)
    return Region(lower, upper, lower_se, upper_se)


def estimate_bounds(data: Followed) -> Result:
    """`frirum estimate bounds`.

    Returns:
        Row difference (`observed`: those seen, no interval), rows lee and worst_case with `bounds` (the region) and
        with `imbens-manski` (95 % interval of the effect). The headline is Lee's interval; refused when a group is
        empty, nobody is seen in it, or fewer than twenty are.
    """
    if not data.treated.any():
        return refuse("no_treated", say("nobody_is_treated"))
    if data.treated.all():
        return refuse("no_comparison", say("all_are_treated_is_nobody"))
    if not all(len(data.group(treated=treated)) for treated in (True, False)):
        return refuse("nobody_seen", say("in_one_of_groups_no_outcome"))
    rows = [_row(data, "difference", "observed", point=_observed_difference(data))]
    fewest = min(len(data.group(treated=True)), len(data.group(treated=False)))
    for name, region in (("lee", lee_bounds(data)), ("worst_case", worst_case(data))):
        notes = _scale_note(data) if name == "worst_case" else ()
        rows.append(_row(data, name, "bounds", lower=region.lower, upper=region.upper, notes=notes))
        found = region.interval()
        if found is not None and fewest >= FEWEST:
            rows.append(_row(data, name, "imbens-manski", lower=found[0], upper=found[1], notes=notes))
    checks = _checks(data)
    if fewest < FEWEST:
        text = say("only_n_have_known_outcome")
        return refuse("too_few_seen", text.format(n=fewest), estimates=rows, checks=checks)
    quoted = next(row for row in rows if (row.estimand, row.inference) == ("lee", "imbens-manski"))
    if quoted.lower == quoted.upper:
        why = Refused("no_variation", say("outcome_is_same_everywhere"))
        return Result(tuple(rows), checks, None, why)
    return Result(tuple(rows), checks, quoted)


def _observed_difference(data: Followed) -> float:
    return float(data.group(treated=True).mean() - data.group(treated=False).mean())


def _row(data: Followed, estimand: str, inference: str, **values: object) -> EstimateRow:
    plain = EstimateRow(
        estimator="bounds for missing outcomes",
        estimand=estimand,
        inference=inference,
        outcome=data.outcome,
        n_treated=int(data.treated.sum()),
        n_comparison=int((~data.treated).sum()),
        point=None,
    )
    scale = max(abs(data.lowest), abs(data.highest), 1e-300)
    cleaned = {
        name: number(value, scale=scale) if name != "notes" else value for name, value in values.items()
    }
    return replace(plain, **cleaned)  # type: ignore[arg-type]


def _scale_note(data: Followed) -> tuple[str, ...]:
    ends = {"low": format_number(data.lowest, 4), "high": format_number(data.highest, 4)}
    if data.scale_known:
        return (say("scale_goes_from_low_to_high").format(**ends),)
    return (say("scale_is_taken_from_low").format(**ends),)


def _checks(data: Followed) -> tuple[Check, ...]:
    one, two = data.share_seen(treated=True), data.share_seen(treated=False)
    gap = abs(one - two)
    text = say("outcomes_are_known")
    missing = 1 - float(data.observed.mean())
    return (
        Check("attrition_gap", gap <= 0.05, text.format(one=format_share(one), two=format_share(two)), gap),
        Check(
            "attrition",
            missing <= 0.2,
            say("share_of_all_lack_outcome", share=format_share(missing)),
            missing,
        ),
    )
