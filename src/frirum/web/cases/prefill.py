"""What an address may say beforehand: the municipality, nothing about a citizen.

Addresses end in browser histories and in the logs of whatever stands in front of the server. A case system
therefore links to the experiment and the municipality. Facts may follow after a #, which no browser sends: cases.js
puts them in the form and takes them out of the address line. Everything else is posted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from frirum.core.vocabulary.municipalities import by_code
from frirum.web.organisations.scopes import keys_of

PARAMETER, REFUSED = "kommune", "afvist"


@dataclass(frozen=True)
class Prefill:
    """What a page begins with.

    Attributes:
        municipality: its code; the person's own where the address names none and there is only one.
        refused: whether something was taken out of the address on the way here.
        away: where to send the reader first, when the address holds anything that does not belong there.
    """

    municipality: int | None
    refused: bool
    away: str | None


def prefill(request: HttpRequest) -> Prefill:
    """Read the address.

    What does not belong there is not read, and the reader is sent on without it, so that it leaves the address
    line, the links of the page and the history.
    """
    wanted = request.GET.get(PARAMETER, "")
    place = by_code(wanted) if wanted.isascii() and wanted.isdigit() else None
    foreign = set(request.GET) - {PARAMETER, REFUSED} or request.GET.get(REFUSED, "1") != "1"
    away = None
    if foreign or (wanted and place is None):
        named = {PARAMETER: place.code} if place else {}
        away = f"{request.path}?{urlencode({**named, REFUSED: 1})}"
    code = place.code if place else own_municipality(request.user)
    return Prefill(code, REFUSED in request.GET, away)


def own_municipality(user: Any) -> int | None:
    """The code of the one municipality the person acts for; None for none or several."""
    found = {place.code for key in keys_of(user) if key.isdigit() and (place := by_code(key))}
    return found.pop() if len(found) == 1 else None
