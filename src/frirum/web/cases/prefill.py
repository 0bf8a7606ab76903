"""What an address may say beforehand: the municipality, nothing about a citizen.

Addresses end in browser histories and in the logs of whatever stands in front of the server. A case system
therefore links to the experiment and the municipality; everything else is posted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from frirum.core.vocabulary.municipalities import by_code
from frirum.web.organisations.scopes import keys_of

PARAMETER = "kommune"
_ALLOWED = frozenset({PARAMETER})


@dataclass(frozen=True)
class Prefill:
    """The municipality to begin with (its code), and what is said about an address that was refused."""

    municipality: int | None
    refusals: tuple[str, ...]


def prefill(request: HttpRequest) -> Prefill:
    """Read the address; without a municipality in it, the person's own where there is only one."""
    refusals = []
    wanted = request.GET.get(PARAMETER, "")
    place = by_code(wanted) if wanted.isascii() and wanted.isdigit() else None
    if wanted and place is None:
        refusals.append(_("Kommunen i adressen kendes ikke. Skriv kommunens trecifrede kode."))
    # Names are not repeated: somebody may have put a CPR number there.
    if set(request.GET) - _ALLOWED:
        refusals.append(
            _(
                "Adressen må kun angive forsøg og kommune. Oplysninger om borgeren er ikke læst. Fjern dem fra "
                "linket, for adresser kan blive gemt i logfiler."
            )
        )
    return Prefill(place.code if place else own_municipality(request.user), tuple(refusals))


def own_municipality(user: Any) -> int | None:
    """The code of the one municipality the person acts for; None for none or several."""
    found = {place.code for key in keys_of(user) if key.isdigit() and (place := by_code(key))}
    return found.pop() if len(found) == 1 else None
