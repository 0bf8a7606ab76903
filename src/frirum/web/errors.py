"""What the site answers when an action refuses: the message and the remedy, on a page, never a traceback."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from frirum.core.errors import FrirumError, NotAllowed
from frirum.web.full_disk import DiskFull, disk_full, disk_full_to_read, is_full
from frirum.web.resending import written

HTTP_FORBIDDEN, HTTP_BAD_REQUEST, HTTP_NO_ROOM = 403, 400, 507


class PeopleErrorMiddleware:
    """Turns a FrirumError raised by a view into a page: 403 where it is not allowed, 507 on a full disk, else 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django with what a view raised; anything that is a fault of ours goes on to the 500 page."""
        refused = exception
        if is_full(exception):
            refused = disk_full_to_read() if request.method in ("GET", "HEAD") else disk_full()
        if not isinstance(refused, FrirumError):
            return None
        status = HTTP_FORBIDDEN if isinstance(refused, NotAllowed) else HTTP_BAD_REQUEST
        if isinstance(refused, DiskFull):
            status = HTTP_NO_ROOM
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"error": refused.message, "remedy": refused.remedy}, status=status)
        context = {"error": refused, "typed": written(request)}
        return render(request, "organisations/refused.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what cannot be understood, drawn without the request: it may be refused before we know who asks."""
    return HttpResponseBadRequest(render_to_string("400.html"))
