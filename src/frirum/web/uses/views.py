"""The list of uses and the page of one. Every page here that shows a case leaves an event that it was read."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frirum.web.organisations.access import keys_with, may, needs, person
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.site.listing import list_file
from frirum.web.site.pages import download, page_of
from frirum.web.uses.citizens import has_cpr, note_search, show_cpr
from frirum.web.uses.forms import IdentityForm, UseFilterForm
from frirum.web.uses.identities import Identity, written
from frirum.web.uses.listing import experiments_of, in_order, narrowed, use_columns, use_table
from frirum.web.uses.models import Use
from frirum.web.uses.people import READERS, may_change
from frirum.web.uses.presentation import use_page
from frirum.web.uses.reading import (
    find_own_use,
    find_use,
    note_listing,
    note_reading,
    use_by_code,
    visible_uses,
)


@needs(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gzip_page
def uses(request: HttpRequest) -> HttpResponse:
    """The list; a search for a citizen is posted, so that no number ever stands in an address."""
    user = person(request)
    form = IdentityForm(request.POST or None, prefix="soeg")
    found, searched = visible_uses(user), request.method == "POST"
    if searched:
        found = _of_citizen(user, found, form)
    every = visible_uses(user)
    chosen = UseFilterForm(request.GET or None, experiments=experiments_of(every))
    if chosen.is_valid():
        found = narrowed(found, chosen.cleaned_data["experiment"], chosen.cleaned_data["state"])
        if code := chosen.cleaned_data["code"].strip():
            one = use_by_code(every, code)
            if one is not None:
                return redirect("uses:use", reference=one.reference)
            chosen.add_error("code", _("Ingen af de sager, du ser, har den kode. Skriv dens 8 tegn."))
    return _list_page(request, found, form, chosen, searched=searched and form.is_valid())


def _of_citizen(user: User, uses: QuerySet[Use], form: IdentityForm) -> QuerySet[Use]:
    """The citizen's uses among those whose citizen the person may know; none while the form is wrong."""
    if not form.is_valid():
        return uses.none()
    found = [use.pk for use in uses.filter(_is_citizen(form.identity)) if may_change(use=use, by=user)]
    for place in sorted(keys_with(user, Permission.RECORD_USE)):
        note_search(organisation=place, found=len(found), by=user)
    return uses.filter(pk__in=found)


def _is_citizen(identity: Identity) -> Q:
    by_cpr = has_cpr(identity.cpr, of="citizen__") if identity.cpr else Q()
    by_number = Q(citizen__case_number=identity.case_number) if identity.case_number else Q()
    return by_cpr & by_number


def _list_page(
    request: HttpRequest, found: QuerySet[Use], form: IdentityForm, chosen: UseFilterForm, *, searched: bool
) -> HttpResponse:
    user = person(request)
    everybody = may(user, Permission.LEAD_USES) or may(user, Permission.FOLLOW_USES)
    columns = use_columns(user, everybody=everybody)
    page = page_of(request, in_order(found, columns, request.GET))
    shown = list(page.object_list)
    note_listing(uses=shown, by=user)
    context = {
        "table": use_table(request.GET, shown, columns),
        "page": page,
        "count": page.paginator.count,
        "form": form,
        "filter": chosen,
        "narrowed": chosen.is_bound,
        "searched": searched,
        "may_record": may(user, Permission.RECORD_USE),
        "may_open": may(user, Permission.FOLLOW_USES),
        "everybody": everybody,
        "crumbs": [(_("Brug af forsøg"), None)],
    }
    return render(request, "uses/uses.html", context)


@needs(*READERS)
@require_safe
@never_cache
def uses_csv(request: HttpRequest) -> HttpResponse:
    """The list as a file, narrowed as the address says."""
    user = person(request)
    every = visible_uses(user)
    chosen = UseFilterForm(request.GET, experiments=experiments_of(every))
    found = (
        narrowed(every, chosen.cleaned_data["experiment"], chosen.cleaned_data["state"])
        if chosen.is_valid()
        else every
    )
    rows = list(found)
    note_listing(uses=rows, by=user, exported=True)
    content = list_file(rows, use_columns(user, everybody=True))
    return download(content, name="brug.csv", media_type="text/csv")


@needs(*READERS)
@require_safe
@never_cache
@gzip_page
def use(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One use: facts, answer, note, deadlines, what was corrected and chosen."""
    found = find_use(request, reference)
    note_reading(use=found, by=person(request))
    return _use_page(request, found)


@needs(Permission.RECORD_USE, Permission.LEAD_USES)
@require_POST
@never_cache
def cpr(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The same page with the citizen's CPR number in clear; that it was shown is an event of its own."""
    found = find_own_use(request, reference)
    number = show_cpr(citizen=found.citizen, by=person(request))
    if not number:
        messages.info(request, _("Der er ikke noget CPR-nummer på sagen."))
    return _use_page(request, found, number=written(number) if number else None)


def _use_page(request: HttpRequest, found: Use, *, number: str | None = None) -> HttpResponse:
    identified = may_change(use=found, by=person(request))
    context: dict[str, Any] = {
        **use_page(found, identified=identified),
        "number": number,
        "crumbs": [(_("Brug af forsøg"), reverse("uses:uses")), (_("Brug"), None)],
    }
    return render(request, "uses/use.html", context)
