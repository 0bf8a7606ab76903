"""Where a coordinator opens for recording uses backwards, and closes again."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frirum.core.errors import FrirumError
from frirum.core.vocabulary.danish import sort_key
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.names import municipality_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, refuse, refuse_in
from frirum.web.uses import past
from frirum.web.uses.forms import PastForm
from frirum.web.uses.listing import experiment_name
from frirum.web.uses.models import PastUseApproval


@needs(Permission.FOLLOW_USES)
@require_http_methods(["GET", "POST"])
@never_cache
def past_uses(request: HttpRequest) -> HttpResponse:
    """What is open, and the form that opens."""
    user = person(request)
    form = PastForm(request.POST or None, experiments=_experiments(), places=_places(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            past.approve_past_uses(by=user, **form.cleaned_data)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            messages.success(request, _("Der er åbnet for at registrere bagud."))
            return redirect("uses:past")
    context = {
        "form": form,
        "rows": [_row(approval) for approval in _approvals(request)],
        "crumbs": [(_("Brug af forsøg"), reverse("uses:uses")), (_("Registrér bagud"), None)],
    }
    return render(request, "uses/past.html", context, status=status)


@needs(Permission.FOLLOW_USES)
@require_POST
def close(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """No more past uses under this approval."""
    found = _approvals(request).filter(reference=reference).first()
    if found is None:
        raise Http404
    try:
        past.close_past_uses(approval=found, by=person(request))
    except FrirumError as refused:
        refuse(request, refused)
    else:
        messages.success(request, _("Der er lukket. De sager, der er registreret, står ved magt."))
    return redirect("uses:past")


def _approvals(request: HttpRequest) -> Any:
    keys = keys_with(person(request), Permission.FOLLOW_USES)
    return PastUseApproval.objects.filter(organisation__in=keys)


def _row(approval: PastUseApproval) -> dict[str, Any]:
    return {
        "approval": approval,
        "name": experiment_name(approval.slug, ""),
        "place": municipality_name(approval.organisation),
        "count": approval.uses.count(),
    }


def _experiments() -> list[tuple[str, str]]:
    found = current_catalogue().experiments.items()
    return [(slug, strip_tags(str(own_title(experiment)))) for slug, experiment in found]


def _places(request: HttpRequest) -> list[tuple[str, str]]:
    keys = keys_with(person(request), Permission.FOLLOW_USES)
    found = [(key, municipality_name(key)) for key in keys if key.isdigit()]
    return sorted(found, key=lambda place: sort_key(place[1]))
