"""Who is told when a release is asked for, and when it is answered."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from frirum.web.mail.handing_over import tell
from frirum.web.organisations.holders import accounts_of, holders
from frirum.web.organisations.permissions import Permission
from frirum.web.releases.models import ReleaseRequest, RequestState
from frirum.web.trail.actors import Actor


def release_asked(request: ReleaseRequest, *, by: Actor) -> None:
    """Tell those who may say yes or no; the table's title and its counts stay in the statistics zone."""
    tell(
        holders(Permission.APPROVE_RELEASE, request.approver),
        once=f"release:{request.reference}:asked",
        subject=lambda: _("Frigivelse til godkendelse"),
        says=lambda: _(
            "Tal venter på, at du ser dem, som de er, og godkender eller afviser, at de frigives."
        ),
        path=reverse("releases:review", args=[request.reference]),
        by=by,
    )


def release_answered(request: ReleaseRequest, *, by: Actor) -> None:
    """Tell the one who asked."""
    approved = request.state == RequestState.APPROVED
    tell(
        accounts_of(request.requested_by),
        once=f"release:{request.reference}:answered",
        subject=lambda: _("Svar på din frigivelse"),
        says=lambda: (
            _("Tallene er frigivet.")
            if approved
            else _("Tallene blev ikke frigivet. Begrundelsen står på siden.")
        ),
        path=reverse("releases:table", args=[request.table.reference]),
        by=by,
    )
