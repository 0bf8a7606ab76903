"""How many uses there are: true counts, for the gate and nobody else.

A page that shows one of these without the gate would tell how many citizens there are behind a small number.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils import timezone
from django_scopes import scopes_disabled

from frirum.web.uses.models import NonUse, Use, UseSource, UseState


@dataclass(frozen=True)
class KnownUse:
    """A use as it stood recorded over a stretch of days; a correction begins another stretch.

    Attributes:
        part: "" for none.
        organisation: key of the municipality.
        begun_on: when it began, as was known then.
        known_from: the day it was entered, or corrected to this.
        known_until: the day it was corrected or retracted, or None.
    """

    part: str
    organisation: str
    begun_on: dt.date
    known_from: dt.date
    known_until: dt.date | None

    def counts_at(self, day: dt.date) -> bool:
        """Whether it was known, at the end of that day, as begun by then."""
        return (
            self.begun_on <= day
            and self.known_from <= day
            and (self.known_until is None or day < self.known_until)
        )


def known_uses(slug: str, organisations: Collection[str]) -> list[KnownUse]:
    """Every use of these municipalities as it was known from day to day, so that a month that is over never changes."""
    with scopes_disabled():
        uses = list(
            Use.objects.filter(slug=slug, organisation__in=organisations).prefetch_related("corrections")
        )
    return [known for use in uses for known in _stretches(use)]


def _stretches(use: Use) -> Iterator[KnownUse]:
    """From what stands now back to what was entered."""
    state, begun, part = use.state, use.begun_on, use.part
    until = None
    for correction in sorted(use.corrections.all(), key=lambda one: -one.number):
        before = correction.before
        if not {"state", "begun_on", "part"} & set(before):
            continue
        from_ = timezone.localdate(correction.made_at)
        if state == UseState.RECORDED:
            yield KnownUse(part, use.organisation, begun, from_, until)
        until = from_
        state = before.get("state", state)
        part = before.get("part", part)
        begun = dt.date.fromisoformat(before["begun_on"]) if "begun_on" in before else begun
    if state == UseState.RECORDED:
        yield KnownUse(part, use.organisation, begun, timezone.localdate(use.recorded_at), until)


def days_begun(slug: str, *, on: dt.date) -> dict[str, dict[str, list[dt.date]]]:
    """Part -> municipality -> the days uses began, in order, as is known now: a team's own pace is counted from it."""
    found: dict[str, dict[str, list[dt.date]]] = defaultdict(lambda: defaultdict(list))
    with scopes_disabled():
        rows = list(
            Use.objects.filter(slug=slug, state=UseState.RECORDED, begun_on__lte=on)
            .order_by("begun_on")
            .values_list("part", "organisation", "begun_on")
        )
    for part, municipality, day in rows:
        found[part][municipality].append(day)
    return {part: dict(places) for part, places in found.items()}


def first_typed(slug: str, part: str, municipality: str) -> dt.date | None:
    """The day the first use began that a person recorded in a municipality, and no extract; None without one."""
    with scopes_disabled():
        typed = Use.objects.filter(slug=slug, part=part, organisation=municipality, state=UseState.RECORDED)
        return typed.exclude(source=UseSource.EXTRACT).aggregate(first=Min("begun_on"))["first"]


def non_uses_by_reason(
    slug: str, *, on: dt.date, entered: bool = False
) -> dict[str, dict[str, dict[str, int]]]:
    """Part -> municipality -> reason code (`reasons.NonUseReason`) -> times, on or before the day.

    Args:
        entered: count those alone that were entered by then too; one is retracted on the day it is entered or never.
    """
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    with scopes_disabled():
        recorded = NonUse.objects.filter(slug=slug, state=UseState.RECORDED, decided_on__lte=on)
        if entered:
            recorded = recorded.filter(recorded_at__date__lte=on)
        rows = list(recorded.order_by().values_list("part", "organisation", "reason").annotate(n=Count("pk")))
    for part, municipality, reason, n in rows:
        found[part][municipality][reason] = n
    return {part: dict(places) for part, places in found.items()}
