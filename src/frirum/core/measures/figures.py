"""What came of one measure: figures, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from frirum.core.catalogue.measure_rules import MeasureRule, Statistic
from frirum.core.measures import statistics


class WhyNot(StrEnum):
    """Why a measure gives no figure."""

    NO_RULE = "no_rule"
    NO_POPULATION = "no_population"
    NO_DATA = "no_data"
    NO_REGISTER = "no_register"
    NOT_SEEN = "not_seen"
    NO_COLUMN = "no_column"


@dataclass(frozen=True)
class NotMeasured:
    """A measure without a figure, with its reason."""

    measure: str
    code: WhyNot
    detail: str = ""


@dataclass(frozen=True)
class Measured:
    """One figure of one measure.

    Attributes:
        group: field -> value it is of; {} for all.
        at: the fixed day (2018-07-01), the horizon in months (6), or "".
        statistic: what the value is; a duration gives its mean and its median.
        value: the figure, or None where nobody is in the base.
        count: the numerator, where there is one.
        n: rows (or citizens) in the base.
        unknown: rows left out of the base, because nobody can know yet.
    """

    measure: str
    statistic: str
    value: float | None
    n: int
    unit: str
    count: float | None = None
    group: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
    unknown: int = 0


Outcome = tuple[Measured, ...] | NotMeasured


def number(
    name: str,
    rule: MeasureRule,
    numbers: list[float],
    *,
    group: Mapping[str, str] | None = None,
    at: str = "",
) -> Measured:
    compute: dict[Statistic, Callable[[Sequence[float]], float | None]] = {
        Statistic.MEAN: statistics.mean,
        Statistic.MEDIAN: statistics.median,
        Statistic.TOTAL: sum,
    }
    value = compute[rule.statistic](numbers)
    return Measured(name, rule.statistic, value, len(numbers), rule.unit, group=group or {}, at=at)


def share(
    name: str,
    rule: MeasureRule,
    counted: int,
    n: int,
    *,
    group: Mapping[str, str] | None = None,
    at: str = "",
    unknown: int = 0,
) -> Measured:
    value = counted / n if n else None
    return Measured(name, rule.statistic, value, n, rule.unit, counted, group or {}, at, unknown)
