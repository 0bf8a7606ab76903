"""A fact given as what it is counted from: {"unbroken": [["2018-09-03", "2018-12-30"]]}.

Where a definition counts weeks or months up to the case's date (`counting = "periods"`), the periods can be given
and are counted here, up to the day before that date. Of weeks, whoever gives them says which way to count: added
together or unbroken. DESIGN itself writes "sammenlagt/sammenhængende" without saying which groups are counted how.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from frirum.core.catalogue.conditions import MONTHS, Counting, Fact, FactType
from frirum.core.errors import InputRefused
from frirum.core.law.counted_ratio import count_room
from frirum.core.law.counting import (
    DAYS_PER_WEEK,
    Between,
    days_added,
    months_added,
    unbroken_days,
    unbroken_months,
)
from frirum.core.law.dates import read_date
from frirum.core.law.sentences import say
from frirum.core.vocabulary.periods import Period

UNBROKEN, ADDED, WITHIN = "unbroken", "added_together", "within_months"
_EXAMPLE = '{"unbroken": [["2018-09-03", "2018-12-30"]]}, {"added_together": [[…], […]], "within_months": 18}'


def count(
    fact: Fact, raw: Mapping[str, Any], date: dt.date | None, *, file: str | None = None
) -> int | float | Between | None:
    """The weeks or months that the periods make, up to the day before `date`, or whether there is room by the figures.

    None while the date is not known.

    Raises:
        InputRefused: the fact counts nothing, or what it is to be counted from cannot be read.
    """
    if fact.counting is Counting.STAFF_RATIO:
        return count_room(fact, raw, date, file=file)
    if fact.counting is not Counting.PERIODS:
        message = say("name_is_not_weeks_or_months")
        raise InputRefused(message.format(name=fact.id), file=file, remedy=say("write_answer_itself"))
    way = _way(fact, raw, file)
    periods = [_period(fact, pair, file) for pair in raw[way]]
    if date is None:
        return None
    until = date - dt.timedelta(days=1)
    if fact.counts_in == MONTHS:
        months = fact.within_months
        return months_added(periods, until, months) if months else unbroken_months(periods, until)
    days = days_added(periods, Period(None, until)) if way == ADDED else unbroken_days(periods, until)
    return days // DAYS_PER_WEEK if fact.type is FactType.INTEGER else days / DAYS_PER_WEEK


def ways(fact: Fact) -> tuple[str, ...]:
    """How the periods of a fact can be counted: of months the rule says it, of weeks whoever gives them."""
    if fact.counts_in == MONTHS:
        return (ADDED,) if fact.within_months else (UNBROKEN,)
    return (UNBROKEN, ADDED)


def _way(fact: Fact, raw: Mapping[str, Any], file: str | None) -> str:
    given = [way for way in ways(fact) if way in raw]
    known = {*given, WITHIN} if fact.within_months else set(given)
    if len(given) != 1 or not set(raw) <= known or not isinstance(raw[given[0]], list):
        raise _refused(fact, say("name_is_given_as_periods_cannot"), file)
    months = raw.get(WITHIN, fact.within_months)
    if isinstance(months, bool) or months != fact.within_months:
        message = say("name_within_months_can_only").replace("{months}", str(fact.within_months))
        raise _refused(fact, message, file)
    return given[0]


def _period(fact: Fact, pair: Any, file: str | None) -> Period:
    days = [read_date(day) for day in pair] if isinstance(pair, list) and len(pair) == 2 else [None, None]
    first, last = days
    if first is None or last is None:
        raise _refused(fact, say("name_has_period_cannot_be_read"), file)
    if last < first:
        message = say("name_has_period_ends_last_before")
        message = message.replace("{last}", last.isoformat()).replace("{first}", first.isoformat())
        raise _refused(fact, message, file)
    return Period(first, last)


def _refused(fact: Fact, message: str, file: str | None) -> InputRefused:
    remedy = say("write_number_or_periods_as_example", example=_EXAMPLE)
    return InputRefused(message.format(name=fact.id), file=file, remedy=remedy)
