"""What somebody has to do before anything else: choose a password that nobody else has seen, and add a second factor.

Until then every page leads to the one where it is done.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from frirum.web.organisations import logins, second_factor
from frirum.web.organisations.models import User

_ALWAYS_OPEN = ("organisations:log_out", "organisations:language")


class FirstStepsMiddleware:
    """Leads a logged-in person to their first step, whatever page was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            step = _first_step(request, user)
            if step is not None and request.path not in {reverse(name) for name in (*_ALWAYS_OPEN, step[0])}:
                if step[1]:
                    messages.info(request, step[1])
                return redirect(step[0])
        return self.get_response(request)


def _first_step(request: HttpRequest, user: User) -> tuple[str, str] | None:
    """The route where it is done, and what is said; None where there is nothing to do first."""
    if user.password_is_temporary:
        said = _("Vælg din egen adgangskode, før du går videre: den, du fik, har andre set.")
        return "organisations:own_account", said
    if second_factor.was_passed(request) or not second_factor.is_required_of(user):
        return None
    if second_factor.has_factor(user):
        # It was added elsewhere after this session began without it.
        logins.end(request)
        return "organisations:log_in", ""
    said = _("Din rolle ser oplysninger om personer. Slå totrinskoden til, før du går videre.")
    return "organisations:factor", said
