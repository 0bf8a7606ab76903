"""The verdict of one question: its numbers held against what was agreed beforehand, on the step that is left.

The order is GRADE's: first whether the numbers can say anything at all, then which side of the agreed threshold the
interval lies on, and last whether the design allows the word. Every number is judged by its size, never by a label
that somebody gave it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.catalogue.plan import Direction, Test
from frirum.core.effects.noninferiority import MarginVerdict, verdict_of
from frirum.core.effects.rows import Check, EstimateRow
from frirum.core.evidence.rules import DesignType, EvidenceRules, Finding, shipped_rules
from frirum.core.evidence.steps import Ladder, climb


class Precision(StrEnum):
    """What the numbers can carry; the values are the command line's."""

    DECIDES = "decides"
    WIDE = "wide"
    TOO_THIN = "too_thin"


class Why(StrEnum):
    """What a precision or a verdict rests on."""

    NO_ESTIMATE = "no_estimate"
    FEW_PEOPLE = "few_people"
    FEW_EVENTS = "few_events"
    P_FLOOR = "p_floor"
    NOT_DETECTABLE = "not_detectable"
    NO_INTERVAL = "no_interval"
    BOTH_SIDES = "both_sides"
    WANTED_SIDE = "wanted_side"
    WRONG_SIDE = "wrong_side"
    INSIDE_MARGIN = "inside_margin"
    OUTSIDE_MARGIN = "outside_margin"
    STEP_TOO_LOW = "step_too_low"
    NOTHING_AGREED = "nothing_agreed"
    BELOW_RELEVANT = "below_relevant"
    ONE_OF_SEVERAL = "one_of_several"
    NOTHING_ALIKE = "nothing_alike"


@dataclass(frozen=True)
class Aim:
    """What was agreed before the outcomes were seen.

    Attributes:
        test: what kind of answer is sought.
        direction: which way is better; None where no source says, and then nothing can be called better or worse.
        smallest_relevant: the smallest difference worth having, absolute, in the outcome's unit; None if not agreed.
        margin: how much worse still counts as no worse; above 0; None if not agreed.
        criterion: True for an agreed level of something measured, False for a question of effect.
    """

    test: Test
    direction: Direction | None = None
    smallest_relevant: float | None = None
    margin: float | None = None
    criterion: bool = False


@dataclass(frozen=True)
class Seen:
    """What the numbers were.

    Attributes:
        row: the row that may be quoted, or None.
        events_treated, events_comparison: of a yes/no outcome; None for another kind.
        p_floor: the smallest p-value the design's test can ever give, or None where there is no test.
        detectable: the smallest difference found with 80 % power at 5 %, in the outcome's unit; None if unknown.
        people: (treated, comparison) people behind the row; None where the row counts people itself. Unknown (None)
            on a side is not judged: the caller says so in a check.
        nothing_alike: there is no row because nothing comparable stands beside the treated, however many they are.
        p_adjusted: the p-value counted together with the experiment's other questions; None for one alone.
    """

    row: EstimateRow | None
    events_treated: int | None = None
    events_comparison: int | None = None
    p_floor: float | None = None
    detectable: float | None = None
    people: tuple[int | None, int | None] | None = None
    p_adjusted: float | None = None
    nothing_alike: bool = False


@dataclass(frozen=True)
class Judgement:
    """Step, precision and verdict, each with what it rests on.

    Attributes:
        ladder: the step and what was taken off it.
        precision, precision_why: what the numbers can carry.
        finding, finding_why: the verdict.
        direction_seen: which side of no difference the whole interval lies on (better +1, worse -1), or 0; what may be
            told as a development even where no effect may be claimed.
        rules_sha256: the rules it was judged by.
    """

    ladder: Ladder
    precision: Precision
    precision_why: tuple[Why, ...]
    finding: Finding
    finding_why: tuple[Why, ...]
    direction_seen: int
    rules_sha256: str


def judge(
    aim: Aim, seen: Seen, design: DesignType, checks: Iterable[Check], rules: EvidenceRules | None = None
) -> Judgement:
    """The judgement of one question.

    Args:
        aim: what was agreed beforehand.
        seen: the numbers.
        design: what the answer rests on.
        checks: everything that was looked at.
        rules: None for the shipped ones.
    """
    rules = rules or shipped_rules()
    ladder = climb(design, checks, rules)
    precision, why = precision_of(aim, seen, rules)
    finding, finding_why = _finding(aim, seen, precision, ladder, rules)
    return Judgement(
        ladder,
        precision,
        why,
        finding,
        finding_why or why,
        _side(aim, seen) if precision is not Precision.TOO_THIN else 0,
        rules.sha256,
    )


def precision_of(aim: Aim, seen: Seen, rules: EvidenceRules) -> tuple[Precision, tuple[Why, ...]]:
    """What the numbers can carry, and why.

    A difference that the design could hardly detect still decides where its interval lies on one side of what was
    agreed; it is too thin only where the interval leaves the question open.
    """
    row = seen.row
    if row is None or row.point is None:
        if seen.nothing_alike:
            return Precision.WIDE, (Why.NOTHING_ALIKE,)
        return Precision.TOO_THIN, (Why.NO_ESTIMATE,)
    thin = tuple(_thin(row, seen, rules))
    if thin:
        return Precision.TOO_THIN, thin
    if row.lower is None or row.upper is None:
        return Precision.TOO_THIN, (Why.NO_INTERVAL,)
    if _decides(aim, row):
        return Precision.DECIDES, ()
    if (
        seen.detectable is not None
        and aim.smallest_relevant is not None
        and seen.detectable > aim.smallest_relevant
    ):
        return Precision.TOO_THIN, (Why.NOT_DETECTABLE,)
    return Precision.WIDE, (Why.BOTH_SIDES,)


def _thin(row: EstimateRow, seen: Seen, rules: EvidenceRules) -> Iterable[Why]:
    limits = rules.limits
    counted = seen.people or (row.n_treated, row.n_comparison)
    groups = [n for n in counted if n is not None]
    if groups and min(groups) < limits.people_per_group:
        yield Why.FEW_PEOPLE
    events = [n for n in (seen.events_treated, seen.events_comparison) if n is not None]
    if events and min(events) < limits.events_per_group:
        yield Why.FEW_EVENTS
    if seen.p_floor is not None and seen.p_floor > limits.p_value:
        yield Why.P_FLOOR


def _better(aim: Aim, row: EstimateRow) -> tuple[float, float] | None:
    """The interval turned so that up is better; None without an interval or an agreed direction."""
    if (
        row.lower is None
        or row.upper is None
        or aim.direction not in (Direction.INCREASE, Direction.DECREASE)
    ):
        return None
    if aim.direction is Direction.INCREASE:
        return row.lower, row.upper
    return -row.upper, -row.lower


def _decides(aim: Aim, row: EstimateRow) -> bool:
    turned = _better(aim, row)
    if turned is None:
        return False
    lower, upper = turned
    if aim.test in (Test.NON_INFERIORITY, Test.EQUIVALENCE) and aim.margin is not None:
        inside = lower > -aim.margin
        return inside or upper < 0
    return lower > 0 or upper < 0 or (aim.smallest_relevant is not None and upper < aim.smallest_relevant)


def _side(aim: Aim, seen: Seen) -> int:
    turned = None if seen.row is None else _better(aim, seen.row)
    if turned is None:
        return 0
    return (turned[0] > 0) - (turned[1] < 0)


def _finding(
    aim: Aim, seen: Seen, precision: Precision, ladder: Ladder, rules: EvidenceRules
) -> tuple[Finding, tuple[Why, ...]]:
    if precision is Precision.TOO_THIN:
        return Finding.TOO_THIN, ()
    found, why = _by_numbers(aim, seen, rules)
    rule = rules.findings.get(found)
    if rule is None:
        return found, why
    lowest = rule.criterion_from if aim.criterion else rule.effect_from
    if ladder.step < lowest:
        return Finding.UNDECIDED, (*why, Why.STEP_TOO_LOW)
    return found, why


def _by_numbers(aim: Aim, seen: Seen, rules: EvidenceRules) -> tuple[Finding, tuple[Why, ...]]:
    """What the numbers would say on the highest step."""
    row = seen.row
    if row is None and seen.nothing_alike:
        return Finding.UNDECIDED, (Why.NOTHING_ALIKE,)
    turned = None if row is None else _better(aim, row)
    if row is None or turned is None or aim.test is Test.DESCRIPTION:
        return Finding.UNDECIDED, (Why.NOTHING_AGREED,)
    if aim.test in (Test.NON_INFERIORITY, Test.EQUIVALENCE):
        return _by_margin(aim, *turned)
    if row.p_value is not None and row.p_value > rules.limits.p_value:
        return Finding.UNDECIDED, (Why.BOTH_SIDES,)
    if seen.p_adjusted is not None and seen.p_adjusted > rules.limits.p_value and not _holds_zero(turned):
        return Finding.UNDECIDED, (Why.ONE_OF_SEVERAL,)
    if turned[0] > 0:
        return Finding.WORKS, (Why.WANTED_SIDE,)
    if turned[1] < 0:
        return Finding.OPPOSITE, (Why.WRONG_SIDE,)
    below = aim.smallest_relevant is not None and turned[1] < aim.smallest_relevant
    return Finding.UNDECIDED, (Why.BELOW_RELEVANT if below else Why.BOTH_SIDES,)


def _holds_zero(bounds: tuple[float, float]) -> bool:
    return bounds[0] <= 0 <= bounds[1]


def _by_margin(aim: Aim, lower: float, upper: float) -> tuple[Finding, tuple[Why, ...]]:
    if aim.margin is None:
        return Finding.UNDECIDED, (Why.NOTHING_AGREED,)
    verdict = verdict_of(lower, upper, aim.margin, "better")
    if verdict is MarginVerdict.NOT_WORSE and (aim.test is not Test.EQUIVALENCE or upper < aim.margin):
        return Finding.NOT_WORSE, (Why.INSIDE_MARGIN,)
    if verdict is MarginVerdict.OPPOSITE:
        return Finding.OPPOSITE, (Why.WRONG_SIDE,)
    return Finding.UNDECIDED, (Why.OUTSIDE_MARGIN,)
