"""Cases that go from one colleague to another: one, or all that somebody has while away or gone."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frirum.core.errors import InputRefused, NotAllowed
from frirum.web import clock
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.access import may
from frirum.web.organisations.models import User
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, record
from frirum.web.uses.models import Use, UseState
from frirum.web.zones import CASEWORK


def open_cases(organisation: str, responsible: str) -> QuerySet[Use]:
    """The uses of a person that run: what goes over when a colleague takes them."""
    found: QuerySet[Use] = Use.objects.filter(
        organisation=organisation, responsible=responsible, state=UseState.RECORDED, ended_on=None
    )
    return found


@action(needs=Permission.LEAD_USES, of="organisation")
def hand_over_all(*, organisation: str, responsible: str, to: User, by: Actor) -> int:
    """Give every running case of one person to a colleague, who is told how many; both or neither.

    Args:
        responsible: trail reference of the one who has them.

    Raises:
        NotAllowed: the colleague does not record uses in this municipality.
        InputRefused: there are none, or the colleague is the one who has them.
    """
    hold(CASEWORK)
    refuse_unless_colleague(to, organisation)
    if to.trail_reference == responsible:
        raise InputRefused(_("Kollegaen har allerede sagerne."))
    uses = list(open_cases(organisation, responsible).order_by("pk"))
    if not uses:
        raise InputRefused(_("Der er ingen åbne sager at overdrage."))
    for use in uses:
        use.responsible = to.trail_reference
        use.save(update_fields=["responsible"])
        details: dict[str, str | int | bool | None] = {"slug": use.slug, "person": to.trail_reference}
        record(
            "use.handed_over",
            by=by,
            subject=use,
            organisation=organisation,
            fields=("responsible",),
            details=details,
        )
    tell_receiver(uses, to, by=by)
    return len(uses)


def refuse_unless_colleague(to: User, organisation: str) -> None:
    """Refuse somebody who does not record uses in the municipality: NotAllowed."""
    if not to.is_active or not may(to, Permission.RECORD_USE, organisation):
        raise NotAllowed(_("Sagen kan kun overdrages til en kollega, der registrerer brug i kommunen."))


def tell_receiver(uses: list[Use], to: User, *, by: Actor) -> None:
    """Mail the colleague that cases came; which they are stands in the site."""
    n = len(uses)
    tell(
        [to],
        # The same case may come back to the same person another time, and is told of again.
        once=f"handed-over:{uses[0].reference}:{clock.now().isoformat()}",
        subject=lambda: _("Sager overdraget til dig"),
        says=lambda: ngettext("{n} sag er overdraget til dig.", "{n} sager er overdraget til dig.", n).format(
            n=n
        ),
        path=reverse("uses:uses"),
        by=by,
    )
