"""What everybody may read of the gate: released tables."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.releases.crumbs import crumbs_to
from frirum.web.releases.exports import EXPORTS, formats_of
from frirum.web.releases.models import Released
from frirum.web.releases.showing import shown, visible_releases
from frirum.web.site.pages import download


def find_release(request: HttpRequest, code: str) -> Released:
    """The release, if the reader may see it; another's and a missing one are the same 404."""
    found = visible_releases(request.user).filter(code=code.upper()).first()
    if found is None:
        raise Http404
    return found


@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """What is released; and for those who work at the gate, the way in."""
    context = {
        "releases": visible_releases(request.user).defer("content"),
        "may_keep": may(request.user, Permission.ANALYSE),
        "may_approve": may(request.user, Permission.APPROVE_RELEASE),
        "crumbs": [(_("Frigivelser"), None)],
    }
    return render(request, "releases/list.html", context)


@require_GET
def released(request: HttpRequest, code: str) -> HttpResponse:
    """A released table: protected counts only, whoever asks."""
    found = find_release(request, code)
    context = {
        "release": found,
        "shown": shown(found),
        "formats": formats_of(found),
        "crumbs": crumbs_to((found.code, None)),
    }
    return render(request, "releases/released.html", context)


@require_GET
def release_file(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """A released table as a file."""
    found = find_release(request, code)
    if extension not in formats_of(found):
        raise Http404
    export, media_type = EXPORTS[extension]
    return download(export(found), name=f"{found.code}.{extension}", media_type=media_type)
