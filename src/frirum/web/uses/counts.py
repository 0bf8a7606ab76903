"""How many uses there are: true counts, for the gate and nobody else.

A page that shows one of these without the gate would tell how many citizens there are behind a small number.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Count
from django_scopes import scopes_disabled

from frirum.web.uses.models import NonUse, Use, UseState


def uses_per_municipality(slug: str, *, on: dt.date) -> dict[str, dict[str, int]]:
    """Part ("" for none) -> municipality -> uses begun on or before the day; retracted ones are not counted."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with scopes_disabled():
        rows = list(_uses(slug, on).order_by().values_list("part", "organisation").annotate(n=Count("pk")))
    for part, municipality, n in rows:
        found[part][municipality] = n
    return dict(found)


def days_begun(slug: str, *, on: dt.date) -> dict[str, dict[str, list[dt.date]]]:
    """Part -> municipality -> the days uses began, in order: what a pace is counted from."""
    found: dict[str, dict[str, list[dt.date]]] = defaultdict(lambda: defaultdict(list))
    with scopes_disabled():
        rows = list(_uses(slug, on).order_by("begun_on").values_list("part", "organisation", "begun_on"))
    for part, municipality, day in rows:
        found[part][municipality].append(day)
    return {part: dict(places) for part, places in found.items()}


def non_uses_by_reason(slug: str, *, on: dt.date) -> dict[str, dict[str, dict[str, int]]]:
    """Part -> municipality -> reason code (`reasons.NonUseReason`) -> times, on or before the day."""
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    with scopes_disabled():
        recorded = NonUse.objects.filter(slug=slug, state=UseState.RECORDED, decided_on__lte=on)
        rows = list(recorded.order_by().values_list("part", "organisation", "reason").annotate(n=Count("pk")))
    for part, municipality, reason, n in rows:
        found[part][municipality][reason] = n
    return {part: dict(places) for part, places in found.items()}


def _uses(slug: str, on: dt.date):  # type: ignore[no-untyped-def]
    return Use.objects.filter(slug=slug, state=UseState.RECORDED, begun_on__lte=on)
