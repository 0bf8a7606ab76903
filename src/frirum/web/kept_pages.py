"""Pages for readers who are not logged in, kept as long as nothing has changed.

What a stranger is shown follows from what is stored, the minute, the language and the address. Every write is an action
and leaves an event in its zone's trail in the same transaction, so the latest event of each zone is a version of
everything: a page kept under it is the page that would be made anew. The minute is part of the version too, as some
things appear at a moment (an embargo, a day's turn) and a row changed behind the system's back leaves no event.

A page that holds a form is not kept: its token belongs to one reader, and setting the token's cookie tells of it.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from frirum.web import clock
from frirum.web.trail.models import TrailEvent
from frirum.web.zones import ZONES, alias

MOST_BYTES = 64 * 1024 * 1024
"""Of all pages kept by one process."""
LARGEST_PAGE = 2 * 1024 * 1024
LONGEST_ADDRESS = 500
"""Characters; a longer one is nobody's usual page, and would only take room."""
_WORTH_PACKING = 200
_OWN_TO_ONE_ANSWER = ("Content-Length", "Vary", "Cache-Control", "ETag")

Key = tuple[object, ...]


@dataclass(frozen=True)
class KeptPage:
    """An answer without what belongs to one asking."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str

    @property
    def size(self) -> int:
        """Bytes it may come to take, packed too."""
        return 2 * len(self.body) + LONGEST_ADDRESS

    @cached_property
    def packed(self) -> bytes:
        """The body as gzip. It holds no secret, so that its length may tell what it likes."""
        return gzip.compress(self.body, mtime=0)

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """The page for this request, or 304 where the reader has it."""
        packs = _takes_gzip(request) and len(self.body) > _WORTH_PACKING
        response = HttpResponse(self.packed if packs else self.body)
        for name, value in self.headers:
            response[name] = value
        if packs:
            response["Content-Encoding"] = "gzip"
        response["ETag"], response["Cache-Control"] = self.etag, "no-cache"
        patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
        return get_conditional_response(request, etag=self.etag, response=response) or response


@dataclass
class KeptPages:
    """The pages of one process, the longest unasked for making room."""

    most_bytes: int = MOST_BYTES
    _pages: OrderedDict[Key, KeptPage] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: Lock = field(default_factory=Lock)

    def find(self, key: Key) -> KeptPage | None:
        """The page kept under the key."""
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def keep(self, key: Key, page: KeptPage) -> None:
        """Keep a page, and let go of others where there are too many."""
        with self._lock:
            if key not in self._pages:
                self._bytes += page.size
            self._pages[key] = page
            while self._bytes > self.most_bytes:
                _key, gone = self._pages.popitem(last=False)
                self._bytes -= gone.size


class KeptPagesMiddleware:
    """Answers strangers from the kept pages. Stands behind the middleware that knows the language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.pages = KeptPages()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.KEEP_PAGES or not _asks_as_a_stranger(request):
            return self.get_response(request)
        key = _version_of(request)
        page = self.pages.find(key)
        if page is None:
            accepts = request.META.pop("HTTP_ACCEPT_ENCODING", None)
            response = self.get_response(request)
            if accepts is not None:
                request.META["HTTP_ACCEPT_ENCODING"] = accepts
                request.__dict__.pop("headers", None)
            page = _page_of(response)
            if page is None:
                return response
            self.pages.keep(key, page)
        return page.answer(request)


def _takes_gzip(request: HttpRequest) -> bool:
    """Whether the reader takes gzip: named, and not with a weight of nothing."""
    named = request.headers.get("Accept-Encoding", "").replace(" ", "").lower().split(",")
    return any(re.fullmatch(r"gzip(;q=(0\.\d*[1-9]\d*|1(\.0*)?))?", one) for one in named)


def _asks_as_a_stranger(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and len(request.get_full_path()) <= LONGEST_ADDRESS
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
    )


def _version_of(request: HttpRequest) -> Key:
    latest = tuple(
        TrailEvent.objects.using(alias(zone)).order_by("-id").values_list("id", flat=True).first()
        for zone in ZONES
    )
    minute = clock.now().replace(second=0, microsecond=0)
    return (latest, minute, get_language(), request.get_host(), request.get_full_path())


def _page_of(response: HttpResponseBase) -> KeptPage | None:
    """What may be shown to the next stranger too; None where the answer is somebody's own, or no page."""
    if (
        not isinstance(response, HttpResponse)
        or response.status_code != 200
        or response.cookies
        or response.has_header("Set-Cookie")
        or response.has_header("Content-Encoding")
        or "no-store" in response.get("Cache-Control", "")
        or "private" in response.get("Cache-Control", "")
        or len(response.content) > LARGEST_PAGE
    ):
        return None
    headers = tuple((n, v) for n, v in response.headers.items() if n not in _OWN_TO_ONE_ANSWER)
    etag = response.get("ETag") or f'W/"{hashlib.sha256(response.content).hexdigest()}"'
    return KeptPage(response.content, headers, etag)
