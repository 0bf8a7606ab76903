"""Who is told when a release is asked for, and when it is answered."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from frirum.web.language import in_danish
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.holders import accounts_of, holders
from frirum.web.organisations.permissions import Permission
from frirum.web.releases.models import ReleaseRequest, RequestState
from frirum.web.trail.actors import Actor


def release_asked(request: ReleaseRequest, *, by: Actor) -> None:
    """Tell those who may say yes or no; the table's title and its counts stay in the statistics zone."""
    with in_danish():
        says = _("Tal venter på, at du ser dem, som de er, og godkender eller afviser, at de frigives.")
        subject, path = _("Frigivelse til godkendelse"), reverse("releases:review", args=[request.reference])
        people = holders(Permission.APPROVE_RELEASE, request.approver)
        tell(people, once=f"release:{request.reference}:asked", subject=subject, says=says, path=path, by=by)


def release_answered(request: ReleaseRequest, *, by: Actor) -> None:
    """Tell the one who asked."""
    with in_danish():
        no = _("Tallene blev ikke frigivet. Begrundelsen står på siden.")
        says = _("Tallene er frigivet.") if request.state == RequestState.APPROVED else no
        subject, path = _("Svar på din frigivelse"), reverse("releases:table", args=[request.table.reference])
        once, people = f"release:{request.reference}:answered", accounts_of(request.requested_by)
        tell(people, once=once, subject=subject, says=says, path=path, by=by)
