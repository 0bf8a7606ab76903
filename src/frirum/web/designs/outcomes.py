"""The first time outcomes of an experiment became visible: what a plan may still be called planned before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from frirum.core.catalogue import Experiment
from frirum.core.catalogue.findings import FigureKind
from frirum.core.catalogue.history import Status
from frirum.core.catalogue.standing import standing
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.designs.models import Design, OutcomesSeen, OutcomesSource
from frirum.web.designs.reading import first_seen
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.access import keys_with
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK

# A figure of these kinds is an outcome; how often an exemption was used is not.
_OUTCOMES = {
    FigureKind.SHARE,
    FigureKind.DURATION,
    FigureKind.INTERVAL,
    FigureKind.AMOUNT,
    FigureKind.DIRECTION,
}
_READERS = (Permission.EDIT_EXPERIMENT, Permission.FOLLOW_EXPERIMENT)


def shows_outcomes(experiment: Experiment) -> bool:
    """Whether a definition holds figures of outcomes, or a conclusion on them; before the start there are none."""
    stands = standing(experiment, clock.today())
    if stands.is_ahead or stands.status is Status.NEVER_STARTED:
        return False
    return bool(experiment.conclusions) or any(one.kind in _OUTCOMES for one in experiment.figures)


@action(needs=(Permission.EDIT_EXPERIMENT, Permission.FOLLOW_EXPERIMENT), of="organisation")
def note_outcomes_visible(
    *,
    slug: str,
    organisation: str,
    source: OutcomesSource,
    by: Actor,
    seen_on: dt.date | None = None,
) -> OutcomesSeen | None:
    """Record that outcomes of an experiment are visible to an organisation; only an earlier day than known adds a row.

    Called wherever outcomes become visible: a page that shows a figure, an estimate, a release, a person's statement.

    Args:
        seen_on: the day, when a person states it; None is today.

    Raises:
        InputRefused: a day that has not come.
    """
    today = clock.today()
    day = seen_on or today
    if day > today:
        raise InputRefused(_("Dagen ligger i fremtiden."), remedy=_("Skriv den dag, udfald først blev set."))
    hold(CASEWORK)
    known = first_seen(slug, organisation)
    if known is not None and known.seen_on <= day:
        nothing_changed()
        return None
    seen = OutcomesSeen.objects.create(
        slug=slug,
        organisation=organisation,
        source=source,
        seen_on=day,
        noted_by=by.trail_reference,
        noted_at=clock.now(),
    )
    details: dict[str, str | int | bool | None] = {
        "slug": slug,
        "source": source.value,
        "seen_on": day.isoformat(),
    }
    record("design.outcomes_seen", by=by, subject=seen, organisation=organisation, details=details)
    return seen


def seen_on_page(user: Any, slug: str) -> None:
    """Note that a person has a page before them that shows the definition's outcome figures of an experiment.

    Counts for the organisations whose designs of it the person may read; a page nobody is logged in to counts for none.
    """
    reference = getattr(user, "trail_reference", None)
    if reference is None or not any(keys_with(user, one) for one in _READERS):
        return
    experiment = current_catalogue().experiments.get(slug)
    if experiment is None or not shows_outcomes(experiment):
        return
    keys = frozenset().union(*(keys_with(user, one) for one in _READERS))
    owners = Design.objects.filter(slug=slug, organisation__in=keys).values_list("organisation", flat=True)
    for owner in owners:
        if first_seen(slug, owner) is None:
            note_outcomes_visible(slug=slug, organisation=owner, source=OutcomesSource.PAGE, by=user)
