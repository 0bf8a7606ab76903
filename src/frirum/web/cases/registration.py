"""What this app adds to the house."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from frirum.web.cases.listing import choices
from frirum.web.cases.prefill import own_municipality
from frirum.web.experiments.definitions import offered_catalogue
from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.registration import FrontSection, MenuItem, Registration


def _own_checks(request: HttpRequest) -> dict[str, Any] | None:
    """The experiments of a caseworker's municipality: one click from the front page to the questions."""
    checks = may(request.user, Permission.CHECK_CASE)
    municipality = own_municipality(request.user) if checks else None
    own = choices(offered_catalogue(), municipality)[0] if municipality else ()
    if not own:
        return None
    if not any(line.is_running for line in own):
        # Nothing can be used today: the list is of what was and what comes, and nobody has to unfold it.
        return {"lines": own, "over": [], "place": municipality}
    ahead = [line for line in own if not line.is_over]
    return {"lines": ahead, "over": [line for line in own if line.is_over], "place": municipality}


# The pages are open to everybody; the entry stands in the menu of those whose work it is.

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Undersøg en sag"),
            route="cases:start",
            order=50,
            description=_(
                "Er borgerens sag omfattet af et forsøg? Få svaret, fristerne og notatet til sagen."
            ),
            needs=(Permission.CHECK_CASE,),
        ),
    ),
    front_sections=(FrontSection("cases/front.html", _own_checks, order=10),),
)
