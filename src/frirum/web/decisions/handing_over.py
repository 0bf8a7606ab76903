"""Who is told when a decision goes to its second reader and comes back; what waits stands in `front.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse

from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.decisions.models import DecisionRecord
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.holders import accounts_of, holders
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor


def asked_to_read(decision: DecisionRecord, *, by: Actor) -> None:
    """Tell those who decide in the same place and have not written in it."""
    readers = [
        one
        for one in holders(Permission.DECIDE, decision.organisation)
        if not is_among(one, decision.writers)
    ]
    _tell(
        decision,
        readers,
        what="asked",
        subject=lambda: _("Til anden læsning: beslutning om {slug}"),
        says=lambda: _("En beslutning venter på, at du læser den og godkender den eller sender den tilbage."),
        by=by,
    )


def read_and_approved(decision: DecisionRecord, *, by: Actor) -> None:
    """Tell those who wrote it."""
    _tell(
        decision,
        accounts_of(*decision.writers),
        what="approved",
        subject=lambda: _("Godkendt: beslutning om {slug}"),
        says=lambda: _("Beslutningen er læst og godkendt. Den kan offentliggøres."),
        by=by,
    )


def came_back(decision: DecisionRecord, *, by: Actor) -> None:
    """Tell those who wrote it; what the reader wrote stands on its page."""
    _tell(
        decision,
        accounts_of(*decision.writers),
        what="back",
        subject=lambda: _("Sendt tilbage: beslutning om {slug}"),
        says=lambda: _("Den anden læser har sendt beslutningen tilbage. Begrundelsen står på siden."),
        by=by,
    )


def _tell(
    decision: DecisionRecord,
    people: Iterable[User],
    *,
    what: str,
    subject: Callable[[], str],
    says: Callable[[], str],
    by: Actor,
) -> None:
    tell(
        people,
        once=f"decision:{decision.reference}:{what}:{clock.now().isoformat()}",
        subject=lambda: subject().format(slug=decision.slug),
        says=says,
        path=reverse("decisions:draft", args=[decision.reference]),
        by=by,
    )
