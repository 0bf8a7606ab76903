"""The pages of the due lists: one's own, the municipality's, and what was done."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frirum.core.errors import FrirumError
from frirum.core.law.due import DueItem
from frirum.web import clock
from frirum.web.obligations import actions
from frirum.web.obligations.calendars import CalendarEntry, calendar_entries, due_calendar
from frirum.web.obligations.forms import DoneForm, ObligationFilterForm
from frirum.web.obligations.listing import (
    DueRow,
    grouped,
    in_order,
    matching,
    owed_in,
    rows_of,
    uses_in,
)
from frirum.web.obligations.models import WeeklyDigest
from frirum.web.obligations.owners import Owners
from frirum.web.obligations.people import OVERSEERS, WORKERS, has_own, overseen_by, oversees, owed_by_self
from frirum.web.obligations.reading import find_item, read_use, read_uses
from frirum.web.obligations.tables import due_csv, due_table, saved_table
from frirum.web.obligations.undoing import back_of, own_completion, undo_offer, with_undo
from frirum.web.obligations.wording import experiment_of, note_text, what
from frirum.web.organisations.access import may, needs, person
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, download, page_of, refuse, refuse_in
from frirum.web.uses.models import Use
from frirum.web.uses.reading import find_own_use, note_reading

_FILTERS = ("q", "experiment", "role")


# ---- the lists ----


@needs(*WORKERS)
@never_cache
@gzip_page
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the person owes, what presses most first."""
    on = clock.today()
    user = person(request)
    context = {
        "weekly": WeeklyDigest.objects.filter(user=user).exists(),
        "oversees": oversees(user),
        "crumbs": [(_("Frister"), None)],
    }
    return _list(request, owed_by_self(user, on=on), on, "obligations/mine.html", context)


@needs(*OVERSEERS)
@never_cache
@gzip_page
@require_safe
def municipality(request: HttpRequest) -> HttpResponse:
    """What is owed in the person's municipalities, by whom, and what the experiments save."""
    on = clock.today()
    keys = overseen_by(person(request))
    read = list(read_uses(uses_in(keys)))
    context = {
        "saved": saved_table(request, [facts for _use, facts in read], on=on),
        "has_own": has_own(person(request)),
        "leads": may(person(request), Permission.LEAD_USES),
        "crumbs": _crumbs_of_municipality(request),
    }
    rows = rows_of(read, Owners(keys), on=on)
    return _list(request, rows, on, "obligations/municipality.html", context, with_owner=True)


def _crumbs_of_municipality(request: HttpRequest) -> list[tuple[str, str | None]]:
    """The path; who only oversees has no list of own deadlines above the municipality's."""
    last = (_("Kommunens frister"), None)
    return [(_("Frister"), reverse("obligations:mine")), last] if has_own(person(request)) else [last]


def _list(
    request: HttpRequest,
    rows: list[DueRow],
    on: dt.date,
    template: str,
    context: dict[str, Any],
    *,
    with_owner: bool = False,
) -> HttpResponse:
    wanted = _wanted(request)
    found = in_order(matching(rows, wanted), request.GET.get("sorter", ""))
    page = page_of(request, found)
    _note(request, page.object_list, exported=False)
    may_act = has_own(person(request))
    tables = [
        due_table(request, press, group, on=on, with_owner=with_owner, may_act=may_act)
        for press, group in grouped(list(page.object_list))
    ]
    shared = {
        "tables": tables,
        "page": page,
        "owed": len(found),
        "total": len(rows),
        "filter": ObligationFilterForm(rows, wanted),
        "query": urlencode({name: value for name, value in wanted.items() if value}),
        "undo": undo_offer(request),
        "back": request.path,
    }
    return render(request, template, {**shared, **context})


def _wanted(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in _FILTERS}


def _note(request: HttpRequest, rows: Iterable[DueRow | CalendarEntry], *, exported: bool) -> None:
    """A list of deadlines is personal data: that it was seen is an event in each municipality it shows."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.use.organisation] = counts.get(row.use.organisation, 0) + 1
    for organisation, count in sorted(counts.items()):
        actions.note_listed(organisation=organisation, count=count, exported=exported, by=person(request))


# ---- the lists as files ----


@needs(*WORKERS)
@never_cache
@require_safe
def mine_csv(request: HttpRequest) -> HttpResponse:
    """One's own list as CSV, as searched and narrowed."""
    return _csv(request, owed_by_self(person(request), on=clock.today()), "mine-frister.csv")


@needs(*OVERSEERS)
@never_cache
@require_safe
def municipality_csv(request: HttpRequest) -> HttpResponse:
    """The municipality's list as CSV, as searched and narrowed."""
    return _csv(request, owed_in(overseen_by(person(request)), on=clock.today()), "kommunens-frister.csv")


def _csv(request: HttpRequest, rows: list[DueRow], name: str) -> HttpResponse:
    found = matching(rows, _wanted(request))
    _note(request, found, exported=True)
    return _file(due_csv(found, on=clock.today()), "text/csv; charset=utf-8", name)


@needs(*WORKERS)
@never_cache
@require_safe
def mine_ics(request: HttpRequest) -> HttpResponse:
    """One's own list for the calendar."""
    entries = calendar_entries(person(request), on=clock.today())
    _note(request, entries, exported=True)
    file = due_calendar(entries, now=clock.now())
    return _file(file, "text/calendar; charset=utf-8", "mine-frister.ics")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    return download(content, name=name, media_type=media_type)


# ---- doing, and undoing ----


@needs(*WORKERS)
@require_POST
def done(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Done today, in one click."""
    use = find_own_use(request, reference)
    try:
        made = actions.mark_done(
            use=use,
            key=request.POST.get("key", ""),
            number=_number(request.POST.get("number", "")),
            done_on=clock.today(),
            succeeded=request.POST.get("succeeded") == "1",
            by=person(request),
        )
    except FrirumError as refused:
        refuse(request, refused)
        return redirect(back_of(request))
    return redirect(with_undo(back_of(request), made))


@needs(*WORKERS)
@never_cache
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, reference: uuid.UUID, key: str, number: int) -> HttpResponse:
    """Done on another day, or with the note that is due. What was typed stays on the page when it is refused."""
    use = find_own_use(request, reference)
    found = find_item(use, key, number, on=clock.today())
    if found is None or (found.duty is None and found.note is None) or found.limit is not None:
        raise Http404
    form = DoneForm(found, request.POST or None, initial=_initial(use, found))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.mark_done(use=use, key=key, number=number, by=person(request), **form.cleaned_data)
            return redirect(with_undo(back_of(request), made))
        except FrirumError as refused:
            refuse_in(form, refused, "note" if "note" in form.fields else None)
            status = CONFLICT
    return _item_page(request, use, found, form, status)


def _item_page(request: HttpRequest, use: Use, found: DueItem, form: DoneForm, status: int) -> HttpResponse:
    facts = read_use(use)
    assert facts is not None, "something is owed in it, so it counts"
    note_reading(use=use, by=person(request))
    context = {
        "form": form,
        "use": use,
        "item": found,
        "what": what(found),
        "experiment": experiment_of(facts),
        "back": back_of(request),
        "crumbs": [(_("Frister"), reverse("obligations:mine")), (what(found), None)],
    }
    return render(request, "obligations/item.html", context, status=status)


def _initial(use: Use, found: DueItem) -> dict[str, Any]:
    facts = read_use(use)
    initial: dict[str, Any] = {"done_on": clock.today()}
    if found.note is not None and facts is not None:
        initial["note"] = note_text(found.note, facts, found.day)
    return initial


@needs(*WORKERS)
@require_POST
def undo(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Take back that something was done."""
    found = own_completion(request, reference)
    if found is None:
        raise Http404
    try:
        actions.undo(completion=found, by=person(request))
    except FrirumError as refused:
        refuse(request, refused)
    else:
        messages.success(request, _("Fortrudt. Fristen står på listen igen."))
    return redirect(back_of(request))


@needs(*WORKERS)
@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """How often mail about deadlines comes."""
    weekly = request.POST.get("hvornaar") == "ugentlig"
    actions.choose_weekly(weekly=weekly, by=person(request))
    every = _("Du får nu mail om frister hver mandag, når der er noget.")
    daily = _("Du får nu mail om frister hver hverdag, når der er noget.")
    messages.success(request, every if weekly else daily)
    return redirect("obligations:mine")


def _number(text: str) -> int:
    """A whole number from the posted form; 0, which names nothing, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
