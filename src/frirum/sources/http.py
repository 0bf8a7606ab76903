"""One way to ask another system for a document: bounded in time, size and attempts, and never through a redirect."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _

RETRIED = (429, 500, 502, 503, 504)
_TOO_LARGE = (413, 414)
_WAITS = (1.0, 2.0, 4.0, 8.0)
_LONGEST_WAIT = 30.0
_TIMEOUT = 60.0
_MOST_BYTES = 256 * 1024 * 1024
_LOCAL = ("localhost", "127.0.0.1", "::1")


class SourceRefused(InputRefused):
    """The other system did not give the document.

    Attributes:
        status: its HTTP status; 0 when it could not be reached or its answer was cut.
        said: the first of what it answered.
        after: the seconds it asks to wait, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        remedy: str,
        said: str = "",
        file: str = "",
        after: float | None = None,
    ) -> None:
        super().__init__(message, file=file, remedy=remedy)
        self.status, self.said, self.after = status, said, after

    @property
    def is_too_large(self) -> bool:
        """Whether the request was for more cells than the source gives at once."""
        told = any(word in self.said.casefold() for word in ("cell", "celle", "too many", "for mange"))
        return self.status in _TOO_LARGE or (self.status == 400 and told)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A key must not follow to another address."""

    def redirect_request(self, *_arguments: Any, **_named: Any) -> None:
        return None


@dataclass(frozen=True)
class Connection:
    """Asks one system.

    Attributes:
        base: its address, https unless it is this machine.
        headers: sent with every request; never shown.
        sleep: waits between attempts.
    """

    base: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
            raise InputRefused(
                _("Adressen {base} er ikke https.").format(base=self.base),
                remedy=_("Skriv kildens adresse med https://."),
            )

    def document(self, path: str, query: Mapping[str, str] | None = None, body: Any = None) -> Any:
        """The JSON document at a path.

        Args:
            body: sent as JSON by POST; None asks by GET.

        Raises:
            SourceRefused: it is refused, stays away after five attempts, is cut, too large or no JSON.
        """
        address = f"{self.base.rstrip('/')}/{path.lstrip('/')}" + (f"?{urlencode(query)}" if query else "")
        data = None if body is None else json.dumps(body).encode()
        for wait in _WAITS:
            try:
                return self._once(address, data)
            except SourceRefused as refused:
                if refused.status not in (*RETRIED, 0):
                    raise
                self.sleep(min(wait if refused.after is None else refused.after, _LONGEST_WAIT))
        return self._once(address, data)

    def _once(self, address: str, data: bytes | None) -> Any:
        headers = {"Accept": "application/json", **self.headers}
        if data is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(address, data=data, headers=headers)
        opener = urllib.request.build_opener(_NoRedirect)
        try:
            with opener.open(request, timeout=_TIMEOUT) as answer:
                content = answer.read(_MOST_BYTES + 1)
                told = answer.headers.get("Content-Length", "")
                if told.isdigit() and len(content) < min(int(told), _MOST_BYTES):
                    raise http.client.IncompleteRead(content, int(told) - len(content))
        except urllib.error.HTTPError as fault:
            raise _refused(fault, address, with_key="Authorization" in self.headers) from None
        except (OSError, http.client.HTTPException) as fault:
            raise _unreachable(address) from fault
        if len(content) > _MOST_BYTES:
            raise SourceRefused(
                _("Svaret er større end {n} MB.").format(n=_MOST_BYTES // 1024**2),
                status=413,
                remedy=_("Hent færre perioder eller områder ad gangen."),
                file=_place(address),
            )
        try:
            return json.loads(content.decode("utf-8-sig"))
        except ValueError as fault:
            raise SourceRefused(
                _("Svaret er ikke JSON, eller det er skåret over."),
                status=0,
                remedy=_("Prøv igen om lidt, eller hent tabellen som fil, og giv den med --file."),
                file=_place(address),
            ) from fault


def _place(address: str) -> str:
    """The address without its query, for messages."""
    return address.partition("?")[0]


def _unreachable(address: str) -> SourceRefused:
    return SourceRefused(
        _("{host} svarer ikke.").format(host=urlsplit(address).netloc),
        status=0,
        remedy=_(
            "Se efter, om der er net, og prøv igen, eller hent tabellen som fil, og giv den med --file."
        ),
        file=_place(address),
    )


def _refused(fault: urllib.error.HTTPError, address: str, *, with_key: bool) -> SourceRefused:
    said = fault.read(2000).decode("utf-8", errors="replace")
    no_access = (
        _("Kilden giver ikke adgang."),
        _("Kilden bruger ingen nøgle. Prøv igen senere, eller hent tabellen som fil, og giv den med --file."),
    )
    texts = {
        401: (
            _("Kilden afviser nøglen."),
            _("Se efter, at nøglen i miljøvariablen er den, kilden har givet."),
        )
        if with_key
        else no_access,
        403: (_("Nøglen giver ikke adgang."), _("Bed kilden om adgang til tabellen."))
        if with_key
        else no_access,
        404: (_("Kilden kender ikke tabellen."), _("Se tabellens id efter på kildens side.")),
        429: (_("Kilden siger, at der er spurgt for ofte."), _("Vent nogle minutter, og prøv igen.")),
    }
    message, remedy = texts.get(
        fault.code,
        (
            _("Kilden svarer med fejl {status}.").format(status=fault.code),
            _("Prøv igen senere, eller hent tabellen som fil, og giv den med --file."),
        ),
    )
    after = fault.headers.get("Retry-After", "")
    return SourceRefused(
        message,
        status=fault.code,
        remedy=remedy,
        said=said,
        file=_place(address),
        after=float(after) if after.isdigit() else None,
    )
