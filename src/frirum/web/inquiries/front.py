"""What requests add to the front page: what a municipality owes, and what the ministry waits for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.inquiries.models import Inquiry, InquiryState
from frirum.web.inquiries.reading import lines_of, open_to
from frirum.web.organisations.access import keys_with
from frirum.web.organisations.names import place_name
from frirum.web.organisations.permissions import Permission


def asked_for(request: HttpRequest) -> dict[str, Any] | None:
    """What the person's municipalities are asked for and have not sent; None where nothing."""
    keys = keys_with(request.user, Permission.FILL_FORM)
    if not keys:
        return None
    today = clock.today()
    rows = [
        {
            "title": inquiry.title,
            "experiment": _title(inquiry),
            "place": place_name(row.municipality),
            "due_on": row.due_on,
            "late": today > row.due_on,
        }
        for inquiry, row in open_to(keys)
    ]
    return {"rows": sorted(rows, key=lambda row: row["due_on"])} if rows else None


def waited_for(request: HttpRequest) -> dict[str, Any] | None:
    """The own requests that are out, with how many have come; None where none is."""
    keys = keys_with(request.user, Permission.RECEIVE_FORM)
    if not keys:
        return None
    rows = []
    for one in Inquiry.objects.filter(organisation__in=keys, state=InquiryState.SENT):
        lines = lines_of(one, clock.today())
        rows.append(
            {
                "inquiry": one,
                "came": sum(not line.owes for line in lines),
                "asked": len(lines),
                "late": sum(line.standing == "late" for line in lines),
            }
        )
    return {"rows": rows} if rows else None


def _title(inquiry: Inquiry) -> Any:
    experiment = current_catalogue().experiments.get(inquiry.slug)
    return own_title(experiment) if experiment else inquiry.slug
