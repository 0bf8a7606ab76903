"""A smaller threshold than the house's: asked for by one person, approved by another, signed by both."""

from __future__ import annotations

from dataclasses import replace

from frirum.core.disclosure.settings import HOUSE_RULES, LOWEST_THRESHOLD, HouseRules, Signature, Subject
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.organisations.models import User
from frirum.web.releases.models import ReleaseRequest, TeamTable


def setting_of(table: TeamTable) -> str:
    """The house rule whose value is the threshold of this table."""
    return "threshold" if Subject(table.subject) is Subject.PERSONS else "sensitive_threshold"


def refuse_unless_looser(table: TeamTable, threshold: int, reason: str) -> None:
    """Refuse a threshold that is none, or that nobody gives a reason for.

    Raises:
        InputRefused: under 3, not under the house's, or without a reason.
    """
    if table.has_estimates:
        raise InputRefused(_("Grænserne for skøn kan ikke lempes."), remedy=_("Lad feltet stå tomt."))
    house = getattr(HOUSE_RULES, setting_of(table))
    if not LOWEST_THRESHOLD <= threshold < house:
        raise InputRefused(
            _("En lempet grænse for denne tabel er mellem 3 og {most}.").format(most=house - 1),
            remedy=_("Lad feltet stå tomt for at bruge husets grænse på {house}.").format(house=house),
        )
    if not reason.strip():
        raise InputRefused(_("En lempet grænse skal have en begrundelse."))


def previewed_rules(request: ReleaseRequest) -> HouseRules:
    """The rules that would hold if the request were approved; for the eyes of the second person."""
    if request.looser is None:
        return HOUSE_RULES
    if setting_of(request.table) == "threshold":
        return replace(HOUSE_RULES, threshold=request.looser)
    return replace(HOUSE_RULES, sensitive_threshold=request.looser)


def signed_rules(request: ReleaseRequest, *, second: User, reason: str) -> HouseRules:
    """The rules of a request when the second person has signed too.

    Raises:
        InputRefused: the second person gives no reason of his own.
    """
    if request.looser is None:
        return HOUSE_RULES
    if not reason.strip():
        raise InputRefused(_("Skriv din egen begrundelse for den lempede grænse."))
    signatures = (
        Signature(request.looser_by, request.requested_at.date(), request.looser_reason),
        Signature(second.name, clock.today(), reason.strip()),
    )
    return HOUSE_RULES.loosened(setting_of(request.table), request.looser, signatures=signatures)
