"""A fact given as what it is counted from: {"unbroken": [["2018-09-03", "2018-12-30"]]}.

Where the rule counts weeks or months, the periods can be given and are counted here, up to the day before the case's
date. Whoever gives them says which way to count: added together or unbroken. DESIGN itself writes
"sammenlagt/sammenhængende" without saying which groups are counted how.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from frirum.core.catalogue.conditions import Counting, Fact, FactType
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.core.law.counted_ratio import count_room
from frirum.core.law.counting import DAYS_PER_WEEK, days_added, months_added, unbroken_days, unbroken_months
from frirum.core.law.dates import read_date
from frirum.core.vocabulary.periods import Period

UNBROKEN, ADDED, WITHIN = "unbroken", "added_together", "within_months"
LONGEST = 120
"""The most months one can look back; a longer look is a slip."""
_EXAMPLE = '{"unbroken": [["2018-09-03", "2018-12-30"]]}, {"added_together": [[…], […]], "within_months": 18}'


def is_counted(fact: Fact) -> bool:
    """Whether the fact is a number of weeks or months."""
    return fact.type in (FactType.INTEGER, FactType.NUMBER) and _unit(fact) in ("uger", "måneder")


def _unit(fact: Fact) -> str:
    return fact.unit.split()[-1] if fact.unit else ""


def count(
    fact: Fact, raw: Mapping[str, Any], date: dt.date | None, *, file: str | None = None
) -> int | float | None:
    """The weeks or months that the periods make, up to the day before `date`, or whether there is room by the figures.

    None while the date is not known.

    Raises:
        InputRefused: the fact counts nothing, or what it is to be counted from cannot be read.
    """
    if fact.counting is Counting.STAFF_RATIO:
        return count_room(fact, raw, date, file=file)
    if not is_counted(fact):
        raise _refused(
            fact, _("{name} er ikke et antal uger eller måneder og kan ikke gives som perioder."), file
        )
    way, months = _way(fact, raw, file)
    periods = [_period(fact, pair, file) for pair in raw[way]]
    if date is None:
        return None
    until = date - dt.timedelta(days=1)
    if _unit(fact) == "måneder":
        return months_added(periods, until, months) if way == ADDED else unbroken_months(periods, until)
    days = days_added(periods, Period(None, until)) if way == ADDED else unbroken_days(periods, until)
    return days // DAYS_PER_WEEK if fact.type is FactType.INTEGER else days / DAYS_PER_WEEK


def _way(fact: Fact, raw: Mapping[str, Any], file: str | None) -> tuple[str, int]:
    ways = [way for way in (UNBROKEN, ADDED) if way in raw]
    months = raw.get(WITHIN)
    looks_back = ways == [ADDED] and _unit(fact) == "måneder"
    known = set(ways) | ({WITHIN} if looks_back else set())
    if len(ways) != 1 or set(raw) != known or not isinstance(raw[ways[0]], list):
        raise _refused(fact, _("{name} er givet som perioder, der ikke kan læses."), file)
    if not looks_back:
        return ways[0], 0
    if not isinstance(months, int) or isinstance(months, bool) or not 1 <= months <= LONGEST:
        raise _refused(fact, _("{name}: within_months skal være et helt antal måneder."), file)
    return ADDED, months


def _period(fact: Fact, pair: Any, file: str | None) -> Period:
    days = [read_date(day) for day in pair] if isinstance(pair, list) and len(pair) == 2 else [None, None]
    first, last = days
    if first is None or last is None:
        raise _refused(fact, _("{name} har en periode, der ikke kan læses."), file)
    if last < first:
        message = _("{name} har en periode, der slutter {last}, før den begynder {first}.")
        message = message.replace("{last}", last.isoformat()).replace("{first}", first.isoformat())
        raise _refused(fact, message, file)
    return Period(first, last)


def _refused(fact: Fact, message: str, file: str | None) -> InputRefused:
    remedy = _("Skriv tallet, eller perioderne som {example}.").format(example=_EXAMPLE)
    return InputRefused(message.format(name=fact.id), file=file, remedy=remedy)
