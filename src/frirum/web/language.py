"""The reader's language: Danish unless the cookie says English.

Django's own middleware would follow the browser's Accept-Language, and show English to a Danish caseworker
whose browser was installed in English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from frirum.core.language import LANGUAGES, language

DEFAULT = "da"


def chosen_language(request: HttpRequest) -> str:
    """The language of the cookie, or Danish."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, DEFAULT)
    return chosen if chosen in LANGUAGES else DEFAULT


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Texts made inside are in this language whoever asks: a mail is written in that of the one who gets it."""
    with translation.override(code), language(code):
        yield


@contextmanager
def in_danish() -> Iterator[None]:
    """Texts made inside are Danish whoever asks: what is kept is read by others than the one who types."""
    with in_language(DEFAULT):
        yield


class LanguageMiddleware:
    """Activates the reader's language for Django's texts and for those of `frirum.core`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = chosen_language(request)
        with translation.override(code), language(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response
