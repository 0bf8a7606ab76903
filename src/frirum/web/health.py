"""`GET /health` for a load balancer: 200 where both databases can be read, else 503, and never why.

It stands before everything else: no host name, https, session or language is asked for, and nothing is written.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from frirum.web.zones import ZONES, alias

ADDRESS = "/health"
HTTP_UNAVAILABLE = 503
log = logging.getLogger("frirum.health")


class HealthMiddleware:
    """Answers the one address itself; every other request goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != ADDRESS:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        is_well = _databases_answer()
        answer = JsonResponse({"ok": is_well}, status=200 if is_well else HTTP_UNAVAILABLE)
        answer["Cache-Control"] = "no-store"
        return answer


def _databases_answer() -> bool:
    try:
        for zone in ZONES:
            with connections[alias(zone)].cursor() as cursor:
                cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
                cursor.fetchone()
    except (DatabaseError, OSError):
        log.exception("a database does not answer")
        return False
    return True
