"""Uses counted from rows, kept as a count: when each began, and from when to when it was known.

Rows are deleted on their date, and a month that is over is told by what was known when it ended; so the count is kept
beside the rows and without anybody's identity.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import Count
from django_scopes import scopes_disabled

from frirum.core.catalogue.experiment import Experiment, Part
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.extracts.models import Batch, CountedUse, ExtractRow, RowState
from frirum.web.extracts.uses_of_rows import counts_rows, rows_of_uses
from frirum.web.uses.counts import KnownUse


def recount(organisation: str, kind: str) -> int:
    """Bring the counts that rest on a municipality's rows of one kind in step; how many came or went. In an action."""
    today, changed = clock.today(), 0
    for experiment, part in _resting_on(organisation, kind):
        name = part.slug if part else ""
        mine = CountedUse.objects.filter(slug=experiment.slug, part=name, organisation=organisation)
        open_ = {(one.row_key, one.begun_on): one for one in mine.filter(known_until=None)}
        found = set(rows_of_uses(experiment, part, organisation, on=today))
        new = [
            CountedUse(
                slug=experiment.slug,
                part=name,
                organisation=organisation,
                row_key=key,
                begun_on=begun_on,
                known_from=today,
            )
            for key, begun_on in sorted(found - set(open_), key=lambda one: (one[1], one[0]))
        ]
        CountedUse.objects.bulk_create(new)
        gone = [] if _has_expired(organisation, kind) else [open_[key].pk for key in set(open_) - found]
        mine.filter(pk__in=gone).update(known_until=today)
        changed += len(new) + len(gone)
    return changed


def _resting_on(organisation: str, kind: str) -> Iterator[tuple[Experiment, Part | None]]:
    for experiment in current_catalogue().experiments.values():
        for part in experiment.parts or (None,):
            if kind in counts_rows(experiment, part, int(organisation)):
                yield experiment, part


def _has_expired(organisation: str, kind: str) -> bool:
    """Whether rows of the kind are gone because their date came: then a use that is not found is not taken back."""
    batches = Batch.objects.filter(organisation=organisation, kind=kind)
    return batches.exclude(rows_deleted_on=None).exists()


def counted_uses(slug: str, part: str, organisations: Collection[str]) -> list[KnownUse]:
    """The uses counted from rows in these municipalities, as they were known from day to day; for the gate alone."""
    with scopes_disabled():
        rows = list(CountedUse.objects.filter(slug=slug, part=part, organisation__in=organisations))
    return [
        KnownUse(row.part, row.organisation, row.begun_on, row.known_from, row.known_until) for row in rows
    ]


def days_counted(slug: str, part: str, organisation: str, *, on: dt.date) -> list[dt.date]:
    """The day each counted use of one municipality began, up to `on`, as is known now; for its own team."""
    known = (use for use in counted_uses(slug, part, [organisation]) if use.known_until is None)
    return sorted(use.begun_on for use in known if use.begun_on <= on)


def counted_slugs(organisations: Collection[str]) -> frozenset[str]:
    """The experiments of which these municipalities have uses that are counted from rows."""
    with scopes_disabled():
        rows = CountedUse.objects.filter(organisation__in=organisations, known_until=None)
        return frozenset(rows.order_by().values_list("slug", flat=True).distinct())


def many_counted(organisations: Collection[str], *, by: dt.date, fewest: int) -> frozenset[str]:
    """The experiments of which so many uses were counted in these municipalities together by a day."""
    with scopes_disabled():
        rows = CountedUse.objects.filter(organisation__in=organisations, known_from__lte=by, known_until=None)
        many = rows.order_by().values("slug").annotate(n=Count("pk")).filter(n__gte=fewest)
        return frozenset(many.values_list("slug", flat=True))


def pairs_at_hand() -> list[tuple[str, str]]:
    """(municipality's key, kind) of every extract in force."""
    with scopes_disabled():
        rows = ExtractRow.objects.filter(state=RowState.CURRENT).order_by()
        return sorted(rows.values_list("organisation", "kind").distinct())
