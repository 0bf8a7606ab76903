"""The pages of the form: the draft's front page, one page per group of tables, and who passes its conditions."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods
from django_scopes import scopes_disabled

from frirum.core.authoring.checks import checked_definition
from frirum.core.authoring.posted import Posted, read_page
from frirum.core.authoring.said import SaidFault, said
from frirum.core.authoring.sections import FORM_PAGES, FormPage
from frirum.core.authoring.writing import read_text
from frirum.core.errors import FrirumError, InputRefused
from frirum.web.authoring import actions
from frirum.web.authoring.drawing import Drawer, DrawnLine, names_on, nearest_name
from frirum.web.authoring.people import (
    approves_for,
    find,
    find_own,
    is_own,
    may_write,
    near_places,
    to_confirm,
)
from frirum.web.authoring.trying import who_passes
from frirum.web.experiments.definitions import latest_version
from frirum.web.experiments.models import AnswerKind, Draft, DraftState
from frirum.web.experiments.pages import difference
from frirum.web.experiments.publishing import (
    answers_now,
    is_national,
    lacking_yes,
    newer_version,
    places_asked,
)
from frirum.web.organisations.access import person
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.names import organisation_name, person_name
from frirum.web.site.dates import parse_date
from frirum.web.site.pages import CONFLICT, refuse
from frirum.web.site.saving import is_by_script, refused_answer, saved_answer


def crumbs_in(draft: Draft, here: str | None = None) -> list[tuple[Any, str | None]]:
    """The way to a page of a draft."""
    first: list[tuple[Any, str | None]] = [(_("Kladder"), reverse("experiments:drafts"))]
    if here is None:
        return [*first, (draft.title, None)]
    return [*first, (draft.title, reverse("authoring:draft", args=[draft.reference])), (here, None)]


def faults_of(draft: Draft) -> list[SaidFault]:
    """Everything that is wrong with a draft, in words."""
    return [said(fault) for fault in checked_definition(draft.toml)[1]]


def _link(draft: Draft, fault: SaidFault) -> str:
    """The address of the field in which a fault is mended."""
    if not fault.fault.path:
        return reverse("experiments:draft", args=[draft.reference])
    page = reverse("authoring:page", args=[draft.reference, fault.page.key])
    return f"{page}#{fault.field}"


def _shown(draft: Draft, faults: list[SaidFault]) -> list[dict[str, Any]]:
    """Faults as a page lists them, each with its link."""
    return [
        {
            "where": one.where,
            "message": one.message,
            "href": _link(draft, one),
            # A form has no lines; the text of a draft that could not be read has.
            "line": None if one.fault.path else one.fault.line,
            "id": one.fault.name,
            "is_missing": one.is_missing,
        }
        for one in sorted(faults, key=lambda one: one.is_missing)
    ]


def _counted(faults: list[SaidFault]) -> tuple[Counter[str], Counter[str]]:
    """Page -> what is wrong on it, and page -> what nobody has written yet."""
    wrong = Counter(one.page.key for one in faults if not one.is_missing)
    return wrong, Counter(one.page.key for one in faults if one.is_missing)


@gzip_page
@may_write
@require_GET
def draft(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The front page of a draft: its pages, what is wrong, who has said what, and what can be done now."""
    found = find(request, reference)
    faults, latest = faults_of(found), latest_version(found.slug)
    experiment = checked_definition(found.toml)[0]
    counted, lacking_on = _counted(faults)
    document = read_text(found.toml) or {}
    with scopes_disabled():
        answers = [
            {"row": one, "who": person_name(one.answered_by), "place": organisation_name(one.organisation)}
            for one in found.answers.all()
        ]
        asked = places_asked(found)
        lacking = lacking_yes(found)
    latest = latest_version(found.slug)
    is_going = found.state in (DraftState.OPEN, DraftState.SENT)
    now = {one.organisation for one in answers_now(found) if one.kind == AnswerKind.CONFIRMED}
    context = {
        "draft": found,
        "title": found.title,
        "owner": organisation_name(found.organisation),
        "pages": [
            {
                "page": one,
                "faults": counted[one.key],
                "missing": lacking_on[one.key],
                "is_filled": any(key in document for key in one.roots),
            }
            for one in FORM_PAGES
        ],
        "faults": _shown(found, faults),
        "is_own": is_own(request, found),
        "is_open": found.state == DraftState.OPEN,
        "is_sent": found.state == DraftState.SENT,
        "is_national": experiment is not None and is_national(experiment),
        "readable": experiment is not None and not faults,
        "places": [{"name": organisation_name(key), "has_confirmed": key in now} for key in asked],
        "lacking": [organisation_name(key) for key in lacking],
        "to_confirm": [(key, organisation_name(key)) for key in to_confirm(request, found)],
        "approves_for": "" if lacking else approves_for(request, found),
        "is_author": is_among(person(request), found.written_by),
        "answers": answers,
        "latest": latest,
        "differs": difference(latest.toml, found.toml) if latest and is_going else (),
        "newer": newer_version(found) if is_going else None,
        "crumbs": crumbs_in(found),
    }
    return render(request, "authoring/draft.html", context)


def _page_or_404(key: str) -> FormPage:
    for one in FORM_PAGES:
        if one.key == key:
            return one
    raise Http404


@gzip_page
@may_write
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, reference: uuid.UUID, key: str) -> HttpResponse:
    """Read and write a page. What cannot be kept is said, and what was typed stays on the page."""
    found = find_own(request, reference)
    one = _page_or_404(key)
    try:
        document = actions.document_of(found)
    except InputRefused as refused:
        refuse(request, refused)
        return redirect("experiments:draft", reference=reference)
    if request.method == "GET":
        return _page(request, found, one, document)
    posted = {name: tuple(map(str, texts)) for name, texts in request.POST.lists()}
    try:
        saved = actions.save_page(
            draft=found,
            page=one,
            posted=posted,
            mark=request.POST.get("revision", ""),
            by=person(request),
            by_script=is_by_script(request),
        )
    except FrirumError as refused:
        return _refused(request, found, one, refused, posted)
    if is_by_script(request):
        return _saved(saved, one)
    if "tilfoej" in request.POST:
        added = quote(request.POST["tilfoej"])
        return redirect(f"{reverse('authoring:page', args=[reference, key])}?ny={added}#{added}")
    if "aabn" in request.POST:
        opened = quote(request.POST["aabn"])
        return redirect(f"{reverse('authoring:page', args=[reference, key])}?aaben={opened}#{opened}")
    messages.success(request, _("Siden er gemt."))
    return redirect(_next(request, found, one))


def _next(request: HttpRequest, draft: Draft, one: FormPage) -> str:
    keys = [each.key for each in FORM_PAGES if not each.is_extra or each.key == one.key]
    place = keys.index(one.key)
    if "videre" not in request.POST:
        return reverse("authoring:page", args=[draft.reference, one.key])
    if place + 1 == len(keys) or one.is_extra:
        return reverse("authoring:draft", args=[draft.reference])
    return reverse("authoring:page", args=[draft.reference, keys[place + 1]])


def _saved(draft: Draft, one: FormPage) -> HttpResponse:
    faults = [fault for fault in faults_of(draft) if fault.page.key == one.key]
    mark = actions.mark_of(actions.document_of(draft), one)
    return saved_answer(revision=mark, at=draft.changed_at, faults=_shown(draft, faults))


def _refused(
    request: HttpRequest, draft: Draft, one: FormPage, refused: FrirumError, posted: Posted
) -> HttpResponse:
    if is_by_script(request):
        return refused_answer(refused)
    refuse(request, refused)
    typed = read_page(actions.document_of(draft), one.roots, posted, parse_date)
    return _page(request, draft, one, typed, status=CONFLICT, mark=request.POST.get("revision", ""))


def _page(
    request: HttpRequest,
    draft: Draft,
    one: FormPage,
    document: dict[str, Any],
    *,
    status: int = 200,
    mark: str | None = None,
) -> HttpResponse:
    every = faults_of(draft)
    own = [fault for fault in every if fault.page.key == one.key]
    new = frozenset(filter(None, [request.GET.get("ny", "")]))
    wrong = [fault for fault in own if not fault.is_missing]
    lines = _drawn(
        draft,
        one,
        document,
        wrong,
        new,
        opened=frozenset(filter(None, [request.GET.get("aaben", "")])),
    )
    keys = [each.key for each in FORM_PAGES]
    counted, lacking_on = _counted(every)
    context = {
        "draft": draft,
        "title": draft.title,
        "page": one,
        "pages": [
            {"page": each, "faults": counted[each.key], "missing": lacking_on[each.key]}
            for each in FORM_PAGES
        ],
        "number": keys.index(one.key) + 1,
        "lines": lines,
        "mark": actions.mark_of(document, one) if mark is None else mark,
        "faults": _shown(draft, own),
        "is_open": draft.state == DraftState.OPEN,
        "tries": who_passes(draft) if one.key == "sagen" else None,
        "shows_tries": one.key == "sagen",
        "crumbs": crumbs_in(draft, one.title),
    }
    return render(request, "authoring/page.html", context, status=status)


def _drawn(
    draft: Draft,
    one: FormPage,
    document: dict[str, Any],
    faults: list[SaidFault],
    new: frozenset[str],
    *,
    opened: frozenset[str],
) -> tuple[DrawnLine, ...]:
    """The lines of a page; a fault whose field is not on it stands at the nearest place that is."""
    near = near_places(draft)
    opened |= {fault.field for fault in faults}
    bare = Drawer(document, new=new, near=near, opened=opened)
    names = set().union(*(names_on(line) for line in bare.page(one)))
    placed: dict[str, list[str]] = {}
    for fault in faults:
        placed.setdefault(nearest_name(fault.field, names), []).append(fault.message)
    return Drawer(document, faults=placed, new=new, near=near, opened=opened).page(one)


@gzip_page
@may_write
@require_GET
def tries(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Who passes the conditions as they stand: the part of the page that follows the typing."""
    found = find_own(request, reference)
    return render(request, "authoring/tries.html", {"tries": who_passes(found)})
