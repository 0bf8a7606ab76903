"""The ways out of a design that is too thin before it starts: the numbers, taken from its question."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from frirum.core.designs.diagnosis import ways_out
from frirum.core.designs.diagnosis.chance import Chance
from frirum.core.designs.diagnosis.question import ASSUMED_RELEVANT, DesignQuestion
from frirum.core.designs.diagnosis.sentences import say
from frirum.core.designs.diagnosis.simulated import TimeSimulation
from frirum.core.designs.diagnosis.verdict import Verdict
from frirum.core.designs.diagnosis.ways_out import MUNICIPALITIES, Stage, WayKind, WayOut
from frirum.core.designs.diagnosis.words import FEWEST_USES
from frirum.core.effects import binomial_power as exact
from frirum.core.vocabulary.danish import format_exact, format_number, format_p_value, format_share

ALPHA = 0.05
# The fewest municipalities whose drawn order can give a p-value of 5 %: 4! = 24 orders.
FEWEST_IN_ORDER = 4
_MOST_COUNTED = 12
_MEASURED_BEFORE = 12
_ENOUGH_POWER = 0.80


def ways_of_question(
    question: DesignQuestion,
    verdict: Verdict,
    uses_needed: int | None,
    smallest_p: float | None,
    stage: Stage = Stage.BEFORE,
) -> tuple[WayOut, ...]:
    """The ways out that are enough, in order; () when the design can show what matters.

    Args:
        uses_needed: for the design's own aim, or None.
        smallest_p: the design's, or None.
    """
    if verdict is Verdict.RELEVANT:
        return ()
    base = [] if question.baseline is not None else [ways_out.state_baseline()]
    if verdict is Verdict.UNKNOWN_VOLUME:
        return ways_out.in_order([ways_out.state_volume(), *base], stage)
    if question.baseline is None:
        # Whatever the number of uses: without a level there is no change to show.
        uses = question.uses or 0
        return _that_suffice([*base, ways_out.other_outcome(uses), ways_out.two_raters(uses)], stage)
    needed = _needed(question, uses_needed)
    weighed = [
        _prolong(question, needed),
        _more_units(question, smallest_p) or _merge(question, needed),
        _widen(question, needed),
        _draw_start(question),
        ways_out.other_outcome(question.uses or 0, question.comparison),
        ways_out.two_raters(question.uses or 0),
        ways_out.do_not_start(_missing(question, needed)) if verdict is Verdict.TOO_THIN else None,
    ]
    return _that_suffice(weighed, stage)


def _that_suffice(weighed: Iterable[WayOut | None], stage: Stage) -> tuple[WayOut, ...]:
    return tuple(one for one in ways_out.in_order(weighed, stage) if one.suffices)


def _needed(question: DesignQuestion, uses_needed: int | None) -> int | None:
    """The uses that are enough; never below those that can be more than counted."""
    needed = uses_needed or uses_for_assumed(question)
    return needed if needed is None else max(needed, FEWEST_USES)


def uses_for_assumed(question: DesignQuestion) -> int | None:
    """Uses that show ten percentage points against a known level, when the design states no aim; else None."""
    if question.baseline is None or question.smallest_relevant or question.margin or question.has_units:
        return None
    difference = ASSUMED_RELEVANT if question.baseline <= 0.5 else -ASSUMED_RELEVANT
    return exact.uses_needed(question.baseline, difference)


def _missing(question: DesignQuestion, needed: int | None) -> int | None:
    if needed is None or question.uses is None or needed <= question.uses:
        return None
    return needed - question.uses


def _factor(question: DesignQuestion, needed: int | None) -> float | None:
    """How many times as many uses it takes; None where no number of uses is known to be enough."""
    missing = _missing(question, needed)
    return needed / question.uses if missing and needed and question.uses else None


def _more_units(question: DesignQuestion, smallest_p: float | None) -> WayOut | None:
    """How many units must take part before a p-value of 5 % can be reached."""
    if question.units is None or question.treated_units is None or (smallest_p or 0) <= ALPHA:
        return None
    for treated in range(question.treated_units + 1, question.units):
        if math.comb(question.units, treated) >= 1 / ALPHA:
            text = say("bring_in_more_municipalities_with_k")
            p = format_p_value(1 / math.comb(question.units, treated))
            shown = text.format(k=treated, n=question.units, p=p)
            return WayOut(WayKind.MERGE, treated - question.treated_units, True, shown)
    shown = say("compare_with_more_municipalities_whole_country", n=MUNICIPALITIES)
    return WayOut(WayKind.MERGE, MUNICIPALITIES - question.units, True, shown)


def _merge(question: DesignQuestion, needed: int | None) -> WayOut | None:
    """Municipalities together, with the number they have to be."""
    if not question.uses:
        return None
    factor = _factor(question, needed)
    here = question.treated_units or 1
    if factor is not None and needed is not None:
        return ways_out.merge(math.ceil(here * (factor - 1)), here, needed)
    if question.has_units and needed is None:
        shown = say("more_uses_in_same_municipalities")
        return WayOut(WayKind.MERGE, None, True, shown)
    shown = say("join_municipalities_in_one_experiment")
    return WayOut(WayKind.MERGE, None, True, shown)


def _is_beyond_uses(question: DesignQuestion, needed: int | None) -> bool:
    """Whether no number of uses in the same units is enough for the aim that is stated."""
    has_aim = question.smallest_relevant is not None or question.margin is not None
    return needed is None and has_aim and (question.has_units or question.is_clustered)


def _widen(question: DesignQuestion, needed: int | None) -> WayOut | None:
    """A wider target group."""
    if question.uses is None or _is_beyond_uses(question, needed):
        return None
    factor = _factor(question, needed)
    if factor is None:
        text = say("widen_target_group_or_let_exemption")
        return WayOut(WayKind.WIDEN, None, True, text)
    return ways_out.widen(factor)


def _prolong(question: DesignQuestion, needed: int | None) -> WayOut | None:
    """A longer period, while it is still a period."""
    if not question.uses or _is_beyond_uses(question, needed):
        return None
    factor = _factor(question, needed)
    if factor is None:
        return WayOut(WayKind.PROLONG, None, True, say("extend_period_until_are_enough_uses"))
    # Where nobody says how long the period is, it is taken as a year, the shortest that is worth prolonging.
    years = (question.months or 12) * factor / 12
    if question.months is None and years <= ways_out.LONGEST_YEARS:
        times = format_number(math.ceil(10 * factor) / 10, 1)
        text = say("extend_period_to_times_times_present", times=times)
        return WayOut(WayKind.PROLONG, factor, True, text)
    months = math.ceil((question.months or 12) * (factor - 1))
    return ways_out.prolong(months, years, needed or 0)


def _draw_start(question: DesignQuestion) -> WayOut:
    """Staggered starts in a drawn order, with the number of orders and what they can show."""
    units = question.treated_units or len(question.per_unit)
    if units < FEWEST_IN_ORDER:
        text = say("let_at_least_four_municipalities_begin", p=format_p_value(1 / 24))
        return WayOut(WayKind.DRAW_START, FEWEST_IN_ORDER, True, text)
    orders = (
        format_number(math.factorial(units)) if units <= _MOST_COUNTED else say("more_than_thousand_million")
    )
    text = say(
        "let_k_municipalities_begin", k=units, orders=orders, p=format_p_value(1 / math.factorial(units))
    )
    found = _power_in_steps(question, units)
    if found is None:
        return WayOut(WayKind.DRAW_START, units, True, text)
    more = say("in_four_steps_with_12_months")
    points = format_exact(round(abs(question.smallest_relevant or 0) * 100, 1))
    text = f"{text} {more.format(points=points, power=format_share(found.share, 0))}"
    return WayOut(WayKind.DRAW_START, units, found.share >= _ENOUGH_POWER, text)


def _power_in_steps(question: DesignQuestion, units: int) -> Chance | None:
    """The power of the same municipalities in four drawn steps, each other's comparison; None where numbers lack."""
    if not question.uses or question.baseline is None or question.months is None:
        return None
    if question.smallest_relevant is None or question.months < FEWEST_IN_ORDER:
        return None
    stepped = replace(
        question, units=units, treated_units=units, per_unit=question.per_unit[:units], steps=FEWEST_IN_ORDER,
        before=question.before or _MEASURED_BEFORE, drawn=True, comparison=None, margin=None,
    )  # fmt: skip
    return TimeSimulation(stepped).reject(question.baseline + question.smallest_relevant)
