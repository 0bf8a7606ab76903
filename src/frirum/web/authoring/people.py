"""Who may read, write, confirm and approve a draft."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest
from django_scopes import scopes_disabled

from frirum.web.experiments.models import Draft, DraftState
from frirum.web.experiments.publishing import lacking_yes, readers_of
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission

may_write = needs(Permission.EDIT_EXPERIMENT)


def own_keys(request: HttpRequest) -> frozenset[str]:
    """The organisations for which the person writes experiments."""
    return keys_with(request.user, Permission.EDIT_EXPERIMENT)


def find(request: HttpRequest, reference: uuid.UUID) -> Draft:
    """The draft, if the person writes it or is asked about it; a foreign one and a missing one are the same 404."""
    # The municipalities that a draft asks read it outside their own scope; who they are is decided here.
    with scopes_disabled():
        draft = Draft.objects.filter(reference=reference).first()
        if draft is None or not own_keys(request) & readers_of(draft):
            raise Http404
    return draft


def find_own(request: HttpRequest, reference: uuid.UUID) -> Draft:
    """The draft, if the person writes it."""
    draft = find(request, reference)
    if draft.organisation not in own_keys(request):
        raise Http404
    return draft


def is_own(request: HttpRequest, draft: Draft) -> bool:
    """Whether the person may write in it."""
    return draft.organisation in own_keys(request)


def to_confirm(request: HttpRequest, draft: Draft) -> list[str]:
    """The municipalities that lack an answer and that this person can answer for."""
    if draft.state != DraftState.SENT:
        return []
    own = {one.organisation.key for one in person(request).memberships.select_related("organisation")}
    return [key for key in lacking_yes(draft) if key in own & own_keys(request)]


def approves_for(request: HttpRequest, draft: Draft) -> str:
    """The organisation for which the person can approve the draft now; "" where he cannot."""
    if draft.state != DraftState.SENT or is_among(person(request), draft.written_by):
        return ""
    own = sorted(own_keys(request) & readers_of(draft), key=lambda key: key != draft.organisation)
    return own[0] if own else ""


def near_places(draft: Draft) -> tuple[str, ...]:
    """The municipalities that stand first on the draft's pages: the organisation's own network."""
    owner = Organisation.objects.filter(key=draft.organisation).first()
    if owner is None:
        return ()
    around = [owner, *owner.networks.all()]
    return tuple(sorted({key for one in around for key in one.keys_in_reach() if key.isdigit()}))
