"""What a person may undo, and the offer to undo what was just done."""

from __future__ import annotations

import uuid

from django.http import HttpRequest

from frirum.web.obligations.models import Completion
from frirum.web.organisations.access import person
from frirum.web.uses.reading import may_identify

PARAMETER = "udfoert"  # a page that is asked for with it offers to undo what was just done


def own_completion(request: HttpRequest, reference: uuid.UUID) -> Completion | None:
    """What was done, if the person may undo it; None for a foreign and for a missing one."""
    found = Completion.objects.filter(reference=reference).select_related("use").first()
    return found if found is not None and may_identify(person(request), found.use) else None


def undo_offer(request: HttpRequest) -> Completion | None:
    """What was just done, while it stands."""
    try:
        reference = uuid.UUID(request.GET.get(PARAMETER, ""))
    except ValueError:
        return None
    found = own_completion(request, reference)
    return found if found is not None and found.undone_at is None else None
