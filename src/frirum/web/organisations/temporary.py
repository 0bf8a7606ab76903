"""A password that somebody else has seen opens one page only: the one where its owner chooses another."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


class TemporaryPasswordMiddleware:
    """Leads a person with a temporary password to their own account, whatever page was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        temporary = request.user.is_authenticated and request.user.password_is_temporary
        if not temporary or request.path in _open_addresses():
            return self.get_response(request)
        messages.info(request, _("Vælg din egen adgangskode, før du går videre: den, du fik, har andre set."))
        return redirect("organisations:own_account")


def _open_addresses() -> tuple[str, ...]:
    names = ("organisations:own_account", "organisations:log_out", "site:language")
    return tuple(reverse(name) for name in names)
