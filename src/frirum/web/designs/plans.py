"""The analyst's desk: the plans that are locked or on their way, and which trials begin and end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from frirum.core.vocabulary.danish import format_date
from frirum.web import clock
from frirum.web.designs.course import beginning_or_ending
from frirum.web.designs.models import Design, DesignLock
from frirum.web.designs.pages import title_of
from frirum.web.designs.people import visible_designs
from frirum.web.experiments.taking_part import experiments_of
from frirum.web.organisations.access import keys_with, may
from frirum.web.organisations.names import organisation_name
from frirum.web.organisations.permissions import Permission


@dataclass(frozen=True)
class PlanLine:
    """A plan of analysis, and how far it is."""

    title: Any
    href: str
    owner: str
    says: str


def plans_and_what_comes(request: HttpRequest) -> dict[str, Any] | None:
    """For those who analyse; None for others, and where there is neither a plan nor anything coming."""
    if not may(request.user, Permission.ANALYSE):
        return None
    plans = list(_plans(visible_designs(request)))
    own = experiments_of(keys_with(request.user, Permission.ANALYSE)).values()
    coming = beginning_or_ending(own, clock.today())
    return {"plans": plans, "coming": coming} if plans or coming else None


def _plans(designs: list[Design]) -> Iterator[PlanLine]:
    locks = {lock.design_id: lock for lock in DesignLock.objects.filter(design__in=designs)}
    for one in designs:
        lock = locks.get(one.pk)
        says = (
            _("Planen er låst {day}.").format(
                day=format_date(lock.locked_at.astimezone(clock.COPENHAGEN).date())
            )
            if lock
            else _("Planen er ikke låst: {state}.").format(state=str(one.get_state_display()).lower())
        )
        href = reverse("designs:design", args=[one.reference])
        yield PlanLine(title_of(one), href, organisation_name(one.organisation), says)
