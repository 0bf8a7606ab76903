"""Who owes what: the one who has the case, or the leader where nobody has it or the definition says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from frirum.core.catalogue.roles import Role as CatalogueRole
from frirum.core.law.due import DueItem
from frirum.web.organisations.models import Membership, User
from frirum.web.organisations.permissions import Permission
from frirum.web.organisations.roles import ROLES
from frirum.web.uses.models import Use


class Owners:
    """The people of some municipalities who can owe something, read once."""

    def __init__(self, organisations: Iterable[str]) -> None:
        self._workers: dict[str, dict[str, User]] = defaultdict(dict)
        self._leaders: dict[str, dict[str, User]] = defaultdict(dict)
        held = Membership.objects.filter(organisation__key__in=set(organisations), user__is_active=True)
        for one in held.select_related("user", "organisation").order_by("user__name", "pk"):
            allowed = ROLES[one.role].permissions
            if Permission.RECORD_USE in allowed:
                self._workers[one.organisation.key][one.user.trail_reference] = one.user
            if Permission.LEAD_USES in allowed:
                self._leaders[one.organisation.key][one.user.trail_reference] = one.user

    def responsible(self, use: Use) -> User | None:
        """The one who has the case; None where nobody has it, or whoever had it no longer works with it."""
        return self._workers[use.organisation].get(use.responsible)

    def leaders(self, organisation: str) -> tuple[User, ...]:
        """The leaders of a municipality, by name."""
        return tuple(self._leaders[organisation].values())

    def of(self, use: Use, item: DueItem) -> tuple[User, ...]:
        """Who owes it: one person, or every leader where it is the leaders'."""
        person = self.responsible(use)
        if person is None or item.role is CatalogueRole.TEAM_LEADER:
            return self.leaders(use.organisation)
        return (person,)
