"""What this app adds to the house."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.web.authoring.people import approves_for, own_keys, to_confirm
from frirum.web.experiments.models import Draft, DraftState
from frirum.web.experiments.publishing import lacking_yes, readers_of
from frirum.web.organisations.names import organisation_name
from frirum.web.registration import Registration, WaitingLine


def waiting_drafts(request: HttpRequest) -> Iterator[WaitingLine]:
    """Drafts that wait for this person's yes, as a municipality or as the second person."""
    own = own_keys(request)
    if not own:
        return
    with scopes_disabled():
        sent = [one for one in Draft.objects.filter(state=DraftState.SENT) if own & readers_of(one)]
        for one in sent:
            href = reverse("authoring:draft", args=[one.reference])
            owner = organisation_name(one.organisation)
            for key in to_confirm(request, one):
                says = _("Bekræft, at {municipality} er med.").format(municipality=organisation_name(key))
                yield WaitingLine(one.title, says, href, owner)
            if not lacking_yes(one) and approves_for(request, one):
                yield WaitingLine(one.title, _("Venter på, at en anden godkender."), href, owner)


REGISTRATION = Registration(waiting=(waiting_drafts,))
