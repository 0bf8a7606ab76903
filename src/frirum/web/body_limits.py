"""How much a request may bring, decided from its header: what it is for, and whether somebody is logged in.

A view that takes a file says how large (`takes_files`); every other takes a form. The front (`listening.py`) asks when
the header of a request has ended, so that the rest is never received.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

MEGABYTE = 1024 * 1024
# A form that is filled in without a login: a case check, an answer to a survey, a receipt.
WITHOUT_LOGIN = MEGABYTE
# As Django's own limit on what is not a file (DATA_UPLOAD_MAX_MEMORY_SIZE).
OF_A_FORM = 5 * MEGABYTE
# What the parts of a form add around a file.
_AROUND = 64 * 1024


def takes_files(megabytes: int) -> Callable[[View], View]:
    """Decorate a view that reads `request.FILES`: how large they may be, from somebody who has a session."""

    def decorate(view: View) -> View:
        view.takes_bytes = megabytes * MEGABYTE + _AROUND  # type: ignore[attr-defined]
        return view

    return decorate


def bytes_allowed(path: str, cookies: str, *, session_cookie: str) -> int:
    """How many bytes the body of a request may have.

    Args:
        path: as the request asks for it, without the query.
        cookies: the Cookie header, "" where there is none.
        session_cookie: name of the cookie that says somebody may be logged in.
    """
    from django.http.cookie import parse_cookie

    if not parse_cookie(cookies).get(session_cookie):
        return WITHOUT_LOGIN
    return int(getattr(_view_at(path), "takes_bytes", OF_A_FORM))


def _view_at(path: str) -> Any:
    from django.urls import Resolver404, resolve

    try:
        return resolve(path).func
    except Resolver404:
        return None
