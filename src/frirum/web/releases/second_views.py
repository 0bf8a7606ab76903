"""The second person's pages: what waits, the true counts, and the decision."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scopes_disabled

from frirum.core.errors import FrirumError
from frirum.web.organisations.access import needs, person
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.permissions import Permission
from frirum.web.releases import actions
from frirum.web.releases.addressed import addressed_requests
from frirum.web.releases.crumbs import crumbs_to
from frirum.web.releases.forms import ApproveForm, DeclineForm
from frirum.web.releases.looser import previewed_rules
from frirum.web.releases.models import ReleaseRequest, RequestState
from frirum.web.releases.naming import names_of_request
from frirum.web.releases.reviewing import Review
from frirum.web.releases.reviewing import review as review_of
from frirum.web.site.pages import CONFLICT, refuse


def find_request(request: HttpRequest, reference: uuid.UUID) -> ReleaseRequest:
    """The request, if it is addressed to the person's organisation."""
    found = addressed_requests(request).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


@needs(Permission.APPROVE_RELEASE)
@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """The requests to decide, the open ones first."""
    found = sorted(addressed_requests(request), key=lambda one: one.state != RequestState.REQUESTED)
    context = {"requests": found, "crumbs": crumbs_to((_("Til godkendelse"), None))}
    return render(request, "releases/waiting.html", context)


@needs(Permission.APPROVE_RELEASE)
@never_cache
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """What is asked for. Who presses the button sees the true counts, the rules that hit and what was released near by.

    Seeing them is an event, so a link that is followed by a program, or a page that is loaded ahead, shows none.
    """
    return _page(request, find_request(request, reference))


def _page(
    request: HttpRequest,
    found: ReleaseRequest,
    *,
    approving: ApproveForm | None = None,
    declining: DeclineForm | None = None,
    status: int = 200,
) -> HttpResponse:
    own = is_among(person(request), (found.author, found.requested_by))
    looked: Review | None = None
    if found.state == RequestState.REQUESTED and request.method == "POST":
        looked = review_of(found.table, previewed_rules(found), names_of_request(found))
        actions.note_seen(request=found, outcome=looked.outcome, by=person(request))
    context = {
        "request_": found,
        "review": looked,
        "own": own,
        "may_look": looked is None and found.state == RequestState.REQUESTED,
        "may_decide": looked is not None and not own,
        "approving": approving or ApproveForm(looser=found.looser is not None),
        "declining": declining or DeclineForm(),
        "crumbs": crumbs_to((_("Til godkendelse"), reverse("releases:waiting")), (found.table.title, None)),
    }
    return render(request, "releases/review.html", context, status=status)


@needs(Permission.APPROVE_RELEASE)
@never_cache
@require_POST
def approve(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Let a table out."""
    found = find_request(request, reference)
    form = ApproveForm(request.POST, looser=found.looser is not None)
    if not form.is_valid():
        return _page(request, found, approving=form, status=CONFLICT)
    try:
        with scopes_disabled():
            made = actions.approve(request=found, by=person(request), **form.cleaned_data)
    except FrirumError as refused:
        refuse(request, refused)
    else:
        messages.success(request, _("Frigivet som {code}.").format(code=made.code))
    return redirect("releases:review", reference=found.reference)


@needs(Permission.APPROVE_RELEASE)
@never_cache
@require_POST
def decline(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Say no, with a reason."""
    found = find_request(request, reference)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, declining=form, status=CONFLICT)
    try:
        with scopes_disabled():
            actions.decline(request=found, by=person(request), **form.cleaned_data)
    except FrirumError as refused:
        refuse(request, refused)
    else:
        messages.success(request, _("Anmodningen er afvist, og begrundelsen er givet videre."))
    return redirect("releases:review", reference=found.reference)
