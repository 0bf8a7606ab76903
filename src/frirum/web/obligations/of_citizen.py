"""What is owed in one citizen's cases together, for the citizen's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from frirum.web import clock
from frirum.web.obligations.listing import rows_of
from frirum.web.obligations.owners import Owners
from frirum.web.obligations.reading import read_uses
from frirum.web.obligations.tables import owner_text
from frirum.web.obligations.wording import experiment_of, state_text, what
from frirum.web.uses.models import Use

_KINDS = {"late": "error", "soon": "warning", "later": ""}


def due_of_citizen_context(request: HttpRequest, uses: Sequence[Use]) -> dict[str, Any]:
    """What `obligations/parts/due_of_citizen.html` draws."""
    on = clock.today()
    owners = Owners({use.organisation for use in uses})
    rows = rows_of(read_uses(uses), owners, on=on)
    return {
        "lines": [
            {
                "row": row,
                "what": what(row.item),
                "experiment": experiment_of(row.facts),
                "owner": owner_text(row),
                "state": state_text(row.item, on),
                "kind": _KINDS[row.press],
            }
            for row in rows
        ]
    }
