"""The ways out while an experiment runs or when it has ended: the numbers, taken from the uses so far."""

from __future__ import annotations

import math

from frirum.core.designs.diagnosis import ways_out
from frirum.core.designs.diagnosis.diagnosis import FEWEST_USES
from frirum.core.designs.diagnosis.ways_out import LONGEST_YEARS, Stage, WayKind, WayOut
from frirum.core.designs.diagnosis.words import count_uses, level
from frirum.core.uptake.need import Need, what_it_shows
from frirum.core.uptake.sentences import say
from frirum.core.uptake.series import UseSeries
from frirum.core.vocabulary.danish import format_number
from frirum.core.vocabulary.periods import whole_months

_DAYS_A_YEAR = 365.25


def ways_of_series(series: UseSeries, need: Need, *, is_moot: bool, is_settled: bool) -> tuple[WayOut, ...]:
    """Every way out that was weighed, those that suffice first.

    Args:
        is_moot: the rule deviated from is gone; then there is only one.
        is_settled: the need will not be met as things stand; while it can go either way, nothing is given up.
    """
    stage = Stage.ENDED if series.has_ended else Stage.RUNNING
    if is_moot:
        reason = say("is_no_rule_left_to_deviate")
        return ways_out.in_order([WayOut(WayKind.STOP, None, True, reason)], stage)
    if series.is_partial:
        return ways_out.in_order([_count_together(series, need)], stage)
    weighed = [_prolong(series, need), _merge(series, need), _widen(series, need)]
    if is_settled:
        uses = _likely_final(series)
        weighed += [_change_question(series, need), ways_out.other_outcome(uses), ways_out.two_raters(uses)]
        weighed.append(_stop(series, need))
    return ways_out.in_order(weighed, stage)


def _count_together(series: UseSeries, need: Need) -> WayOut:
    """How many such municipalities it takes; what the experiment as a whole should do is read from all of them."""
    comes_to = (series.uses + _expected_rest(series)) / len(series.municipalities)
    if comes_to == 0:
        text = say("question_is_answered_by_n_municipalities", n=series.in_all)
        return WayOut(WayKind.MERGE, None, True, text)
    needed = math.ceil(need.uses / comes_to)
    text = (
        say("takes_needed_municipalities_at_pace_experiment")
        if needed <= series.in_all
        else say("takes_needed_municipalities_at_pace")
    )
    shown = text.format(needed=format_number(needed), n=format_number(series.in_all))
    return WayOut(WayKind.MERGE, needed, needed <= series.in_all, shown)


def _prolong(series: UseSeries, need: Need) -> WayOut | None:
    """Months more at this pace."""
    reach, last, first = series.reach(need.uses), series.last, series.first
    if reach is None or last is None or first is None or series.uses == 0:
        return None
    day = reach.if_prolonged
    if day is not None and day <= last:
        return None
    if day is None:
        return ways_out.prolong(0, None, need.uses)
    years = (day - first).days / _DAYS_A_YEAR
    months = whole_months(last, day) + 1 if years <= LONGEST_YEARS else 0
    return ways_out.prolong(months, years, need.uses, by=day)


def _merge(series: UseSeries, need: Need) -> WayOut | None:
    """Municipalities more that join tomorrow, each with the pace of those here."""
    pace, last = series.pace, series.last
    if pace is None or last is None or series.uses == 0 or series.has_ended or series.final is None:
        return None
    each = pace.uses / pace.time * (last - series.on).days
    more = math.ceil((need.uses - series.uses - _expected_rest(series)) / each)
    return ways_out.merge(more, len(series.municipalities), need.uses, last) if more > 0 else None


def _expected_rest(series: UseSeries) -> float:
    """The uses to be expected at the pace until now, in the time left and in the days that nothing is known of."""
    pace, unseen = series.pace, series.unseen
    return pace.uses / pace.time * unseen if pace and unseen else 0.0


def _widen(series: UseSeries, need: Need) -> WayOut | None:
    """How many times as many uses a month it takes in the time left."""
    rest = _expected_rest(series)
    times = (need.uses - series.uses) / rest if rest > 0 else 0.0
    return ways_out.widen(times) if times > 1 else None


def _likely_final(series: UseSeries) -> int:
    return series.final.likely if series.final else series.uses


def _change_question(series: UseSeries, need: Need) -> WayOut | None:
    """What the likely number of uses can answer instead; None where it can answer nothing about a share."""
    uses = _likely_final(series)
    shows = what_it_shows(uses, need.level)
    if uses < FEWEST_USES or (shows.increase is None and shows.decrease is None):
        return None
    ends = []
    if shows.increase is not None:
        ends.append(say("rise_to_share", share=level(shows.increase)))
    if shows.decrease is not None:
        ends.append(say("fall_to_share", share=level(shows.decrease)))
    text = say(
        "with_uses_only_ends_from_start",
        uses=count_uses(uses),
        ends=say("or").join(ends),
        start=level(need.level),
    )
    return WayOut(WayKind.CHANGE_QUESTION, uses, True, text.replace("pct..", "pct."))


def _stop(series: UseSeries, need: Need) -> WayOut:
    text = say(
        "uses_of_needed_takes_do", uses=count_uses(_likely_final(series)), needed=format_number(need.uses)
    )
    return WayOut(WayKind.STOP, None, True, text)
