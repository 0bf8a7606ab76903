"""One policy of ways out when uses are too few: what is within reach, what fits the stage, what is named first.

Before the start the numbers come from the question (`ways_of_question`), while it runs from the uses so far
(`uptake.ways_of_series`). Both give their numbers to the functions here, which alone decide whether a way is enough and
write its sentence. A way that is not enough is kept with `suffices` false and is never advised.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from frirum.core.designs.diagnosis.mean_outcomes import MeanQuestion, diagnose_mean
from frirum.core.designs.diagnosis.raters import WANTED_AGREEMENT, agreement, cases_for_agreement
from frirum.core.designs.diagnosis.sentences import say
from frirum.core.designs.diagnosis.words import count_uses
from frirum.core.vocabulary.danish import format_date, format_number, format_share

# The limits of what is within reach. They are this house's judgement: no source gives them.
LONGEST_YEARS = 8
MUNICIPALITIES = 98
MOST_TIMES_WIDER = 3.0
_EXAMPLE_MINUTES = 30


class Stage(StrEnum):
    """How far the experiment has come: what is still open depends on it."""

    BEFORE = "before"
    RUNNING = "running"
    ENDED = "ended"


class WayKind(StrEnum):
    """What can be done, in the order of how little it changes."""

    STATE_VOLUME = "state_volume"
    STATE_BASELINE = "state_baseline"
    PROLONG = "prolong"
    MERGE = "merge"
    WIDEN = "widen"
    DRAW_START = "draw_start"
    CHANGE_QUESTION = "change_question"
    OTHER_OUTCOME = "other_outcome"
    TWO_RATERS = "two_raters"
    STOP = "stop"
    DO_NOT_START = "do_not_start"

    @property
    def label(self) -> str:
        """The words for people, in the reader's language."""
        return {
            WayKind.STATE_VOLUME: say("estimate_volume"),
            WayKind.STATE_BASELINE: say("measure_starting_point"),
            WayKind.PROLONG: say("prolong"),
            WayKind.MERGE: say("merge_municipalities"),
            WayKind.WIDEN: say("widen"),
            WayKind.DRAW_START: say("draw_lots_for_start"),
            WayKind.OTHER_OUTCOME: say("choose_another_outcome"),
            WayKind.TWO_RATERS: say("let_two_judge"),
            WayKind.CHANGE_QUESTION: say("change_question"),
            WayKind.STOP: say("stop"),
            WayKind.DO_NOT_START: say("do_not_start"),
        }[self]


_OPEN = {
    Stage.BEFORE: frozenset(WayKind) - {WayKind.STOP},
    Stage.RUNNING: frozenset(WayKind) - {WayKind.DO_NOT_START, WayKind.DRAW_START, WayKind.STATE_VOLUME},
    # The days are over: only what can still be asked of the cases that there are.
    Stage.ENDED: frozenset({WayKind.OTHER_OUTCOME, WayKind.TWO_RATERS, WayKind.CHANGE_QUESTION}),
}


@dataclass(frozen=True)
class WayOut:
    """One way out.

    Attributes:
        kind: what.
        number: the months, municipalities, times or uses it takes; None where it has none.
        suffices: it is within reach, and the need is likely met by it.
        text: the sentence with the number and the reason, in the reader's language.
    """

    kind: WayKind
    number: float | None
    suffices: bool
    text: str


def in_order(ways: Iterable[WayOut | None], stage: Stage) -> tuple[WayOut, ...]:
    """The ways that the stage leaves open: those that suffice first, the least change first of all."""
    found = [one for one in ways if one is not None and one.kind in _OPEN[stage]]
    places = {kind: place for place, kind in enumerate(WayKind)}
    return tuple(sorted(found, key=lambda one: (not one.suffices, places[one.kind])))


def prolong(months: int, years_in_all: float | None, needed: int, by: dt.date | None = None) -> WayOut:
    """So many months more at the same pace.

    Args:
        years_in_all: the period then, in years; None where it is beyond any calendar.
        needed: the uses there are by then.
        by: the day there are; None before anything has begun.
    """
    if years_in_all is None or years_in_all > LONGEST_YEARS:
        text = say("does_not_help_at_pace_takes", n=LONGEST_YEARS)
        return WayOut(WayKind.PROLONG, None, False, text)
    if by is None:
        text = say.counted(
            "with_n_more_months_at_same",
            months,
            n=format_number(months),
            uses=count_uses(needed),
            years=_upwards(years_in_all),
        )
    else:
        text = say.counted(
            "with_n_months_more_at_same",
            months,
            n=format_number(months),
            uses=count_uses(needed),
            day=format_date(by),
        )
    return WayOut(WayKind.PROLONG, months, True, text)


def merge(more: int, here: int, needed: int, last: dt.date | None = None) -> WayOut:
    """So many municipalities more, each with the pace of those `here`.

    Args:
        last: the last day of the period; None before anything has begun.
    """
    if here + more > MUNICIPALITIES:
        text = say("does_not_help_even_all_n")
        return WayOut(WayKind.MERGE, more, False, text.format(n=MUNICIPALITIES))
    if last is None:
        text = say.counted(
            "with_n_more_municipalities_like_yours", more, n=format_number(more), uses=count_uses(needed)
        )
    else:
        text = say.counted(
            "with_n_municipalities_more_at_same",
            more,
            n=format_number(more),
            uses=count_uses(needed),
            day=format_date(last),
        )
    return WayOut(WayKind.MERGE, more, True, text)


def widen(times: float) -> WayOut:
    """So many times as many uses a month in the time there is."""
    shown = _upwards(times) if times < 10 else format_number(math.ceil(times))
    text = say("takes_n_times_as_many_uses")
    return WayOut(WayKind.WIDEN, times, times <= MOST_TIMES_WIDER, text.format(n=shown))


def other_outcome(uses: int, comparison: int | None = None) -> WayOut:
    """Time or cost, which every case has, with the change that so many cases can show."""
    text = say("choose_another_measure_exists_in_every")
    found = diagnose_mean(MeanQuestion(uses=uses, deviation=1.0, comparison=comparison))
    if found.detectable is None:
        return WayOut(WayKind.OTHER_OUTCOME, None, uses > 0, text)
    more = say(
        "n_uses_show_change_of_d",
        n=format_number(uses),
        d=format_number(found.detectable, 2),
        minutes=_EXAMPLE_MINUTES,
        detectable=format_number(math.ceil(_EXAMPLE_MINUTES * found.detectable)),
    )
    return WayOut(WayKind.OTHER_OUTCOME, uses, True, f"{text} {more}")


def two_raters(uses: int) -> WayOut:
    """Structured judgement by two, with what their agreement on so many cases shows."""
    text = say("let_two_professionals_assess_each_case")
    if not uses:
        return WayOut(WayKind.TWO_RATERS, None, False, text)
    found = agreement(uses, uses)
    more = say(
        "if_agree_on_all_n_cases",
        n=format_number(uses),
        lower=format_share(found.lower),
        kappa=format_number(found.adjusted_lower, 2),
        wanted=format_share(WANTED_AGREEMENT, 0),
        needed=cases_for_agreement(),
    )
    return WayOut(WayKind.TWO_RATERS, uses, True, f"{text} {more}")


def state_volume() -> WayOut:
    """Say how many before the start."""
    text = say("estimate_volume_before_start_how_many")
    return WayOut(WayKind.STATE_VOLUME, None, True, text)


def state_baseline() -> WayOut:
    """Measure the level before the start."""
    text = say("measure_baseline_before_start_or_write")
    return WayOut(WayKind.STATE_BASELINE, None, True, text)


def do_not_start(missing: int | None) -> WayOut:
    """What is left before the start, with the uses that are wanting."""
    if missing is None:
        text = say("if_none_of_is_possible_do")
        return WayOut(WayKind.DO_NOT_START, None, True, text)
    text = say("if_none_of_is_possible_do_not_start", n=format_number(missing))
    return WayOut(WayKind.DO_NOT_START, missing, True, text)


def _upwards(number: float) -> str:
    """One decimal, never less than the number."""
    return format_number(math.ceil(10 * number - 1e-9) / 10, 1)
