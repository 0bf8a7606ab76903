"""The result of every estimator: rows, named checks, one headline, or a reason not to conclude.

A number that does not exist is None. NaN and infinity are refused here, so that a fault of ours stops where
it arose instead of travelling into a report as an empty cell.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from frirum.core.effects import words
from frirum.core.files import time_labels

SIGNIFICANT_DIGITS = 10
Label = time_labels.Label


def number(value: Any, *, scale: float = 0.0) -> float | None:
    """A plain float or None (for None, NaN and infinity), with rounding noise around zero removed.

    Args:
        value: anything `float` takes, numpy scalars too.
        scale: size of the numbers `value` was subtracted from; below 1e-12 of it `value` is exactly 0, since
            a difference that small is the order of summation and would differ between machines.
    """
    if value is None:
        return None
    plain = float(value)
    if not math.isfinite(plain):
        return None
    return 0.0 if abs(plain) <= 1e-12 * scale else plain


def rounded(value: float | None) -> float | int | None:
    """`value` to ten significant digits, as it is written in JSON; minus zero becomes zero."""
    if value is None or isinstance(value, int):
        return value
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}") + 0.0


@dataclass(frozen=True, kw_only=True)
class EstimateRow:
    """One estimate with one kind of inference.

    Attributes:
        estimator: how the number was made, such as "difference in means" or "callaway-santanna".
        estimand: what it estimates: "share", "difference", "did", "att_gt", …
        outcome: the outcome column, or None where there is none (counts on the command line).
        group: cohort, covariate, stratum … as written in the data; None for an overall figure.
        period: period, event time or horizon as written in the data; None for an overall figure.
        n_treated, n_comparison: observations in the two groups (n_comparison None when there is one group).
        units_treated: clusters (municipalities) that were treated, or None.
        point, se, lower, upper: in the unit of the outcome; shares lie in 0-1. Bounds are 95 %.
        p_value: two-sided unless a note says otherwise.
        inference: the name of the interval or test, such as "clopper-pearson" or "randomisation".
        notes: what a reader must know to use the row, in the reader's language.
        census: every unit of a finite list was seen, so that there is no uncertainty to give.

    Raises:
        ValueError: a number is NaN or infinite, or p_value is outside 0-1.
    """

    estimator: str
    estimand: str
    inference: str
    point: float | None
    outcome: str | None = None
    group: Label | None = None
    period: Label | None = None
    n_treated: int | None = None
    n_comparison: int | None = None
    units_treated: int | None = None
    se: float | None = None
    lower: float | None = None
    upper: float | None = None
    p_value: float | None = None
    notes: tuple[str, ...] = ()
    census: bool = False

    def __post_init__(self) -> None:
        for name in ("point", "se", "lower", "upper", "p_value"):
            value = getattr(self, name)
            if value is not None and not math.isfinite(value):
                raise ValueError(f"{name} is {value}; an undefined number is None")
        if self.p_value is not None and not 0 <= self.p_value <= 1:
            raise ValueError(f"p_value {self.p_value} is outside 0-1")

    @property
    def has_uncertainty(self) -> bool:
        """Whether the row says how sure its point is: a bound apart from it, a p-value, or that all were seen."""
        bounds = [bound for bound in (self.lower, self.upper) if bound is not None]
        return self.census or self.p_value is not None or any(bound != self.point for bound in bounds)

    def as_dict(self) -> dict[str, Any]:
        """The row of the command line: all keys, numbers to ten significant digits, None for undefined."""
        return {
            "estimator": self.estimator,
            "estimand": self.estimand,
            "outcome": self.outcome,
            "group": _plain(self.group),
            "period": _plain(self.period),
            "n_treated": self.n_treated,
            "n_comparison": self.n_comparison,
            "units_treated": self.units_treated,
            "point": rounded(self.point),
            "se": rounded(self.se),
            "lower": rounded(self.lower),
            "upper": rounded(self.upper),
            "p_value": rounded(self.p_value),
            "inference": self.inference,
            "notes": list(self.notes),
        }


def _plain(label: Label | None) -> Label | None:
    return rounded(label) if isinstance(label, float) else label


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: a named warning or an assurance.

    Attributes:
        name: stable identifier, never translated ("missing_periods", "p_floor", …).
        passed: False is a warning, None means it could not be examined.
        text: one sentence for a person.
        value: the number behind it, or None.
    """

    name: str
    passed: bool | None
    text: str
    value: float | int | None = None

    def as_dict(self) -> dict[str, Any]:
        """The check as the command line writes it."""
        return {"name": self.name, "passed": self.passed, "text": self.text, "value": rounded(self.value)}


@dataclass(frozen=True)
class Refused:
    """A reason not to conclude: a value, not an error.

    Attributes:
        code: stable identifier, never translated ("no_comparison", "p_floor", …).
        message: why, for a person.
        remedy: what the reader can do about it; when not given, the one `words` has for the code.
    """

    code: str
    message: str
    remedy: str = ""

    def __post_init__(self) -> None:
        if not self.remedy:
            object.__setattr__(self, "remedy", words.remedy(self.code))

    def as_dict(self) -> dict[str, str]:
        """The refusal as the command line writes it: code, message, remedy."""
        return {"code": self.code, "message": self.message, "remedy": self.remedy}


@dataclass(frozen=True)
class Result:
    """What an estimator gives back.

    Attributes:
        estimates: the rows, in the order they should be read.
        checks: named warnings and assurances.
        headline: the row that may be quoted, or None.
        refused: why there is no headline, or None.
        verdict: what may be said, where the method says it ("ikke_ringere", …), or None.

    A headline without any uncertainty is none: whatever the method, it is taken back here, with that as the reason.
    """

    estimates: tuple[EstimateRow, ...] = ()
    checks: tuple[Check, ...] = ()
    headline: EstimateRow | None = None
    refused: Refused | None = None
    verdict: str | None = None

    def __post_init__(self) -> None:
        if self.headline is not None and not self.headline.has_uncertainty:
            object.__setattr__(self, "headline", None)
            object.__setattr__(self, "verdict", None)
            why = Refused("no_uncertainty", words.no_uncertainty())
            object.__setattr__(self, "refused", self.refused or why)

    def as_dict(self) -> dict[str, Any]:
        """`{"estimates", "checks", "headline", "refused"}`, and "verdict" of a method that gives one."""
        document: dict[str, Any] = {
            "estimates": [row.as_dict() for row in self.estimates],
            "checks": [check.as_dict() for check in self.checks],
            "headline": None if self.headline is None else self.headline.as_dict(),
            "refused": None if self.refused is None else self.refused.as_dict(),
        }
        return document if self.verdict is None else document | {"verdict": str(self.verdict)}

    def with_checks(self, checks: Iterable[Check]) -> Result:
        """The same result with more checks after its own."""
        return replace(self, checks=(*self.checks, *checks))

    def row(self, **wanted: Any) -> EstimateRow:
        """The one row whose attributes equal `wanted`, such as `inference="wilson"`.

        Raises:
            LookupError: none or several rows match.
        """
        unknown = set(wanted) - {field.name for field in fields(EstimateRow)}
        if unknown:
            raise LookupError(f"a row has no {sorted(unknown)}")
        found = [
            row
            for row in self.estimates
            if all(getattr(row, name) == value for name, value in wanted.items())
        ]
        if len(found) != 1:
            raise LookupError(f"{len(found)} rows with {wanted}")
        return found[0]


def refuse(
    code: str,
    message: str,
    *,
    remedy: str = "",
    estimates: Iterable[EstimateRow] = (),
    checks: Iterable[Check] = (),
) -> Result:
    """A result without a headline, why, and what to do about it."""
    return Result(tuple(estimates), tuple(checks), None, Refused(code, message, remedy))
