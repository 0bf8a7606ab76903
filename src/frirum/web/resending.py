"""What was typed is not lost when a session ran out or a page was open too long: it is offered to be sent again.

A page that is refused for those reasons holds what the person sent, in a form with a fresh token. It is only offered
to a page of our own (the browser's Origin header says so), so that no other site can have a form of its making
presented as the reader's. Passwords and files are never given back.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

HTTP_UNAUTHORIZED, HTTP_FORBIDDEN = 401, 403
_TOKEN = "csrfmiddlewaretoken"
_SECRET_FIELDS = frozenset({"password", "current", "new", "again", "code"})


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields that were sent and may be given back: (name, value). Empty where there is nothing to give back."""
    if request.method != "POST" or _SECRET_FIELDS & set(request.POST):
        return []
    return [(name, value) for name, values in request.POST.lists() for value in values if name != _TOKEN]


def written(request: HttpRequest) -> list[str]:
    """The texts of words that were sent, to be copied from a page that can only refuse them."""
    return [value for _name, value in typed(request) if len(value.split()) > 1]


@never_cache
def logged_out(request: HttpRequest) -> HttpResponse:
    """Answers what somebody who is logged out sent: log in in another tab, then send again. Nothing was done."""
    context = {"typed": typed(request), "files": bool(request.FILES)}
    return render(request, "site/logged_out.html", context, status=HTTP_UNAUTHORIZED)


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answers a form whose token no longer holds. Nothing was done; what was typed may be sent again."""
    context = {"typed": typed(request) if _from_our_own_page(request) else [], "files": bool(request.FILES)}
    return render(request, "403_csrf.html", context, status=HTTP_FORBIDDEN)


def _from_our_own_page(request: HttpRequest) -> bool:
    origin = request.META.get("HTTP_ORIGIN", "")
    return origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS
