"""What people outside a team see of its counts: frozen at the month's end, and carried by the rule of the ledger.

A month that is over is told by what was known when it ended, so a late entry counts from the month it was entered. Each
figure is a release beside those of the months before: it stands until the change is large enough, and what is hidden
cannot be had from the months together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from frirum.core.disclosure.ledger import Ledger, Request, release
from frirum.core.disclosure.merge import Counts, merged_name
from frirum.core.disclosure.protected import ProtectedTable, Refusal
from frirum.core.disclosure.settings import Subject
from frirum.core.disclosure.table import Dimension
from frirum.core.vocabulary.periods import add_months
from frirum.web.following.sight import half_year_end, month_end

_HOME = "following"
_KEPT = 512
"""Sequences of months remembered; a sequence is remembered by its counts, so that it is never another's."""


@dataclass(frozen=True)
class Month:
    """The true counts of a month that is over, as known when it ended.

    Attributes:
        day: its last day.
        counts: by leaf (a municipality, a reason), in the order of `frozen`'s leaves.
        split: also shown by leaf, not only as a sum.
    """

    day: dt.date
    counts: tuple[int, ...]
    split: bool


@dataclass(frozen=True)
class Frozen:
    """What is shown of the newest of some months.

    Attributes:
        total: the sum; None where it is hidden.
        table: by leaf, as of the newest month that is split; None where it may not be shown.
    """

    total: int | None
    table: ProtectedTable | None


def month_ends(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The last day of every whole month from that of `first` to the latest that is over on `last`."""
    day = month_end(add_months(first.replace(day=1), 1))
    while day <= last:
        yield day
        day = month_end(add_months(day.replace(day=1), 2))


def is_split(day: dt.date) -> bool:
    """Whether a month's end is one at which counts are also told apart."""
    return half_year_end(day) == day


@lru_cache(maxsize=_KEPT)
def frozen(name: str, leaves: tuple[str, ...], months: tuple[Month, ...], *, single: bool) -> Frozen:
    """The newest figure of some months, each released beside the earlier ones.

    Args:
        name: of the classification.
        single: all of it is one municipality's.
    """
    ledger, table = Ledger(_HOME), None
    shown: int | None = 0
    sum_of = merged_name(leaves)
    together = Dimension(name, (sum_of,), made_of={sum_of: leaves} if len(leaves) > 1 else {})
    apart = Dimension(name, leaves)
    before: tuple[int, ...] = ()
    for month in months:
        split = month.split and len(leaves) > 1
        if month.counts == before and not split:
            continue
        before = month.counts
        # The sum first, as it is shown whatever becomes of its parts; and last, as the next month's is carried from it.
        ledger, whole = _released(ledger, together, {(sum_of,): sum(month.counts)}, month, single)
        if split:
            counts: Counts = {(leaf,): n for leaf, n in zip(leaves, month.counts, strict=True)}
            ledger, table = _released(ledger, apart, counts, month, single)
            ledger, whole = _released(ledger, together, {(sum_of,): sum(month.counts)}, month, single)
        shown = whole.cells[-1].shown if whole else None
    return Frozen(shown, table if shown is not None else None)


def _released(
    ledger: Ledger, dimension: Dimension, counts: Counts, month: Month, single: bool
) -> tuple[Ledger, ProtectedTable | None]:
    subject = Subject.SINGLE_MUNICIPALITY if single else Subject.PERSONS
    asked = Request((dimension,), counts, "brug", month.day.isoformat(), subject=subject)
    result = release(ledger, asked, home=_HOME)
    return (ledger, None) if isinstance(result, Refusal) else (result[1], result[0])
