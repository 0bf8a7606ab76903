"""No ten digits in an address: addresses end in histories, bookmarks and the logs of whatever stands in front.

A search form or a link from elsewhere may carry a CPR number. What looks like one is taken out before any page reads
it, the reader is sent on without it, and told so. The answer is a redirect, as a refusal would be logged with its path.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote, unquote_plus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from frirum.core.vocabulary.citizen_numbers import contains_cpr


class AddressMiddleware:
    """Sends a request whose address holds something shaped like a CPR number on without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        on = _without_number(request)
        if on is None:
            return self.get_response(request)
        messages.warning(
            request,
            _("I adressen stod noget, der ligner et CPR-nummer. Det er taget ud og er ikke brugt til noget."),
        )
        return HttpResponseRedirect(on)


def _without_number(request: HttpRequest) -> str | None:
    """The address without what looks like a number; None where nothing does."""
    if contains_cpr(unquote(request.path)):
        return "/"
    query = request.META.get("QUERY_STRING", "")
    if not contains_cpr(unquote_plus(query)):
        return None
    kept = request.GET.copy()
    for name in list(kept):
        if contains_cpr(f"{name} ") or any(contains_cpr(value) for value in kept.getlist(name)):
            del kept[name]
    # Shaped like one only across two parameters: none of it is kept.
    rest = kept.urlencode()
    rest = "" if contains_cpr(unquote_plus(rest)) else rest
    return f"{request.path}?{rest}" if rest else request.path
