"""What base.html needs on every page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from frirum.core.language import current_language
from frirum.web.site import menu
from frirum.web.site.handbook import help_address

LANGUAGE_NAMES = {"da": "Dansk", "en": "English"}


@cache
def frirum_version() -> str:
    """The installed version, or "udvikling" in a checkout that was never installed."""
    try:
        return version("frirum")
    except PackageNotFoundError:
        return "udvikling"


@dataclass(frozen=True)
class Contact:
    """Who answers for this installation, as its settings say; None where they say nothing."""

    owner: str | None
    email: str | None
    phone: str | None
    statement_url: str | None


def contact() -> Contact:
    """The contact of this installation, from FRIRUM_OWNER, FRIRUM_CONTACT_* and FRIRUM_WAS_URL."""
    return Contact(
        owner=getattr(settings, "OWNER", None) or None,
        email=getattr(settings, "CONTACT_EMAIL", None) or None,
        phone=getattr(settings, "CONTACT_PHONE", None) or None,
        statement_url=getattr(settings, "WAS_URL", None) or None,
    )


def _route(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def site(request: HttpRequest) -> dict[str, Any]:
    """`site` in every template: menu, languages, version, and the login routes where they exist."""
    code = current_language()
    route = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "help_here_href": help_address(route),
        "site": {
            "language": code,
            "languages": [(other, name) for other, name in LANGUAGE_NAMES.items() if other != code],
            # Called by the template where it draws one: a respondent's pages have no menu.
            "menu": cache(lambda: menu.entries(request)),
            "version": frirum_version(),
            "log_in": _route(settings.LOGIN_URL),
            "log_out": _route("organisations:log_out"),
            "contact": contact(),
            "has_demonstration": (settings.HOME.keys / "demonstration.json").exists(),
        },
    }
