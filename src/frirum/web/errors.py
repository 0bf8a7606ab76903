"""What the site answers when an action refuses: the message and the remedy, on a page, never a traceback."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from frirum.core.errors import FrirumError, NotAllowed
from frirum.web.resending import written

HTTP_FORBIDDEN, HTTP_BAD_REQUEST = 403, 400


class PeopleErrorMiddleware:
    """Turns a FrirumError raised by a view into a page: 403 where it is not allowed, else 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django with what a view raised; anything that is a fault of ours goes on to the 500 page."""
        if not isinstance(exception, FrirumError):
            return None
        status = HTTP_FORBIDDEN if isinstance(exception, NotAllowed) else HTTP_BAD_REQUEST
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"error": exception.message, "remedy": exception.remedy}, status=status)
        context = {"error": exception, "typed": written(request)}
        return render(request, "organisations/refused.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what cannot be understood, drawn without the request: it may be refused before we know who asks."""
    return HttpResponseBadRequest(render_to_string("400.html"))
