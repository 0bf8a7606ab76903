"""What a person may undo, the offer to undo what was just done, and the way back to the page that offers it."""

from __future__ import annotations

import uuid
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from frirum.web.obligations.models import Completion
from frirum.web.organisations.access import person
from frirum.web.uses.people import may_change

PARAMETER = "udfoert"  # a page that is asked for with it offers to undo what was just done


def own_completion(request: HttpRequest, reference: uuid.UUID) -> Completion | None:
    """What was done, if the person may undo it; None for a foreign and for a missing one."""
    found = Completion.objects.filter(reference=reference).select_related("use").first()
    return found if found is not None and may_change(use=found.use, by=person(request)) else None


def undo_offer(request: HttpRequest) -> Completion | None:
    """What was just done, while it stands."""
    try:
        reference = uuid.UUID(request.GET.get(PARAMETER, ""))
    except ValueError:
        return None
    found = own_completion(request, reference)
    return found if found is not None and found.undone_at is None else None


def back_of(request: HttpRequest) -> str:
    """Where the person came from, if that is a page of this site; without an older offer to undo."""
    wanted = request.POST.get("back") or request.GET.get("back") or ""
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return reverse("obligations:mine")
    parts = urlsplit(wanted)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name != PARAMETER]
    return f"{parts.path}?{urlencode(kept)}" if kept else parts.path


def with_undo(back: str, made: Completion) -> str:
    """The address of that page, with the offer to undo what was made."""
    return f"{back}{'&' if '?' in back else '?'}{urlencode({PARAMETER: made.reference})}"
