"""The calendar's page and file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from frirum.core.vocabulary.danish import format_month
from frirum.web import clock
from frirum.web.organisations.access import needs, person
from frirum.web.organisations.permissions import Permission
from frirum.web.schedule.calendar_file import calendar_file
from frirum.web.schedule.items import ItemState, ScheduleItem, items_for
from frirum.web.site.pages import download

may_plan = needs(Permission.AUDIT_CASES, Permission.RUN_SURVEYS)
STATES = {
    ItemState.LATE: (gettext_lazy("overskredet"), "error"),
    ItemState.SOON: (gettext_lazy("inden for en måned"), "warning"),
    ItemState.LATER: (gettext_lazy("senere"), ""),
    ItemState.DONE: (gettext_lazy("gjort"), "success"),
    ItemState.LAPSED: (gettext_lazy("kom aldrig, forsøget er slut"), ""),
}


@may_plan
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What is late, what comes, and what was, by month."""
    items = items_for(person(request), on=clock.today())
    open_states = (ItemState.LATE, ItemState.SOON, ItemState.LATER)
    late = [one for one in items if one.state is ItemState.LATE]
    ahead = [one for one in items if one.state in open_states and one not in late]
    past = [one for one in items if one.state not in open_states]
    context = {
        "late": _drawn(late),
        "ahead": _by_month(ahead),
        "past": _by_month(list(reversed(past))),
        "crumbs": [(_("Kalender"), None)],
    }
    return render(request, "schedule/page.html", context)


def _drawn(items: list[ScheduleItem]) -> list[dict[str, object]]:
    return [{"item": one, "state": STATES[one.state]} for one in items]


def _by_month(items: list[ScheduleItem]) -> list[tuple[str, list[dict[str, object]]]]:
    found: dict[str, list[ScheduleItem]] = {}
    for one in items:
        found.setdefault(format_month(one.day), []).append(one)
    return [(month, _drawn(of)) for month, of in found.items()]


@may_plan
@require_GET
def ics(request: HttpRequest) -> HttpResponse:
    """The calendar for a calendar program."""
    file = calendar_file(items_for(person(request), on=clock.today()), now=clock.now())
    return download(file, name="kalender.ics", media_type="text/calendar")
