"""For the ministry's front page: which trials begin or end within 90 days, and how many have a locked design."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scopes_disabled

from frirum.core.catalogue import Experiment
from frirum.core.catalogue.standing import standing
from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.designs.front import start_ahead
from frirum.web.designs.models import Design, DesignState
from frirum.web.designs.supplements import confirmed_supplements, national_design
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import address, own_title
from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission

SOON, AHEAD = 30, 90


@dataclass(frozen=True)
class CourseLine:
    """A trial that begins or ends: when, how soon, and how its designs stand ("" once it has begun)."""

    title: Any
    href: str
    says: str
    day: dt.date
    is_soon: bool
    designs: str
    places: str = ""


def beginning_and_ending(request: HttpRequest) -> dict[str, Any] | None:
    """The trials that begin or end within 90 days, the soonest first; None for others and where none does."""
    if not may(request.user, Permission.DECIDE):
        return None
    lines = beginning_or_ending(current_catalogue().experiments.values(), clock.today())
    return {"lines": lines} if lines else None


def beginning_or_ending(experiments: Iterable[Experiment], today: dt.date) -> list[CourseLine]:
    """Those of the experiments that begin or end within 90 days, the soonest first."""
    return sorted(_lines(experiments, today), key=lambda line: line.day)


def _lines(experiments: Iterable[Experiment], today: dt.date) -> Iterator[CourseLine]:
    for experiment in experiments:
        start = start_ahead(experiment, today)
        if start is not None and (start - today).days <= AHEAD:
            yield _line(experiment, start, today, _("Begynder"), _designs(experiment))
        ends = [period.end for period in experiment.periods if period.end]
        end = max(ends, default=None)
        if end is not None and not standing(experiment, today).is_over and 0 <= (end - today).days <= AHEAD:
            yield _line(experiment, end, today, _("Slutter"), "")


def _line(experiment: Experiment, day: dt.date, today: dt.date, what: str, designs: str) -> CourseLine:
    days = (day - today).days
    says = ngettext("{what} om {n} dag, {date}.", "{what} om {n} dage, {date}.", days).format(
        what=what, n=days, date=format_date(day)
    )
    places = reverse("designs:places", args=[experiment.slug]) if designs else ""
    return CourseLine(own_title(experiment), address(experiment), says, day, days <= SOON, designs, places)


def locked_designs(experiment: Experiment) -> tuple[int, int | None]:
    """How many of those who take part have a locked design, and of how many; None where no source says who does."""
    places = {str(stay.municipality) for stay in experiment.participation}
    one = national_design(experiment.slug)
    if one is not None:
        # One design is everybody's.
        return (len(places) if one.is_locked else 0), len(places) or None
    # That a design is locked is no secret between a municipality and the ministry; what it says is not read here.
    with scopes_disabled():
        locked = Design.objects.filter(slug=experiment.slug, state=DesignState.LOCKED)
        owners = set(locked.values_list("organisation", flat=True))
    return (len(owners & places), len(places)) if places else (len(owners), None)


def _designs(experiment: Experiment) -> str:
    locked, total = locked_designs(experiment)
    one = national_design(experiment.slug)
    if one is not None:
        state = _("Designet er låst.") if one.is_locked else _("Designet er ikke låst.")
        added = _("{n} af {total} kommuner har et lokalt tillæg.")
        return f"{state} {added.format(n=len(confirmed_supplements(one)), total=total or 0)}"
    if total is None:
        return ngettext("{n} design er låst.", "{n} design er låst.", locked).format(n=locked)
    return _("{n} af {total} kommuner har et låst design.").format(n=locked, total=total)
