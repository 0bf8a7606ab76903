"""What an action asks of the one who acts, before anything is done.

@action(needs=Permission.FILL_FORM, of="form.organisation")
def save_point(*, form: EvaluationForm, ..., by: Actor) -> None:

`needs` is a permission or several of which one is enough, and `of` says in whose organisation. The outermost action
asks: what it calls inside is part of what was allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from frirum.core.errors import NotAllowed
from frirum.core.language import gettext as _
from frirum.web.trail.actors import Actor, System


class Asked(Enum):
    """What an action can ask for instead of a permission."""

    BY_SYSTEM = "the system itself: a job, the clock, a command; never a person"
    INSIDE = "another action that asked already, or the system"
    ONESELF = "to be the account that it is about: a person acts, and the arguments name nobody else"
    NOTHING = "nothing; the action stands in ASK_NOTHING with the reason"


class Owner(Enum):
    """Whose thing it is, where that is no organisation of the arguments."""

    ANYWHERE = "the permission in any organisation is enough"


BY_SYSTEM, INSIDE, ONESELF, NOTHING = Asked.BY_SYSTEM, Asked.INSIDE, Asked.ONESELF, Asked.NOTHING
ANYWHERE = Owner.ANYWHERE

Needs = str | tuple[str, ...] | Asked
Of = str | Owner | Callable[..., Iterable[str | None]]

# The actions that ask for no permission, at most eight, each with its reason.
ASK_NOTHING = {
    "frirum.web.files.actions._keep": "a file belongs to the action that brought it, which asks",
    "frirum.web.obligations.actions.choose_weekly": "how often one's own mail comes",
    "frirum.web.organisations.actions.welcome": "one's own yes to a role elsewhere",
    "frirum.web.organisations.logins._note_login": "somebody who has no role yet may log in",
    "frirum.web.organisations.logins._note_logout": "whoever is logged in may always log out",
}


class RoleRefused(NotAllowed):
    """The one who acts has not the role that the action needs there."""

    code = "role_missing"

    def __init__(self) -> None:
        super().__init__(
            _("Du har ikke den rolle, som handlingen kræver."),
            remedy=_("Spørg administratoren i din organisation om at få rollen."),
        )


@dataclass(frozen=True)
class Asking:
    """What one action asks.

    Args:
        action: its name with the module.
        needs: see the module.
        of: the key of the organisation as a path from an argument ("use.organisation"), or a set of keys of which one
            is enough ("document.organisations"); a function of the arguments that gives several keys, in each of which
            the permission is needed; or ANYWHERE.
        own: a further rule on whose thing it is, asked with the arguments; None where there is none.
    """

    action: str
    needs: Needs
    of: Of
    own: Callable[..., bool] | None

    def __post_init__(self) -> None:
        if (self.needs is NOTHING) != (self.action in ASK_NOTHING):
            raise TypeError(
                f"{self.action}: what asks for nothing stands in ASK_NOTHING, and nothing else does"
            )

    def refuse_others(self, arguments: Mapping[str, Any], *, inside: bool) -> None:
        """Raise RoleRefused where the one who acts may not."""
        if self.needs is NOTHING or inside:
            return
        by: Actor = arguments["by"]
        if self.needs is ONESELF:
            if isinstance(by, System):
                raise RoleRefused
            return
        if isinstance(self.needs, Asked):
            if not isinstance(by, System):
                raise RoleRefused
            return
        needs = (self.needs,) if isinstance(self.needs, str) else self.needs
        for found in self._keys(arguments):
            keys = found if isinstance(found, frozenset) else frozenset({found})
            if not any(by.may(one, key) for one in needs for key in keys):
                raise RoleRefused
        if self.own is not None and not self.own(**arguments):
            raise RoleRefused

    def _keys(self, arguments: Mapping[str, Any]) -> list[str | frozenset[str] | None]:
        if isinstance(self.of, Owner):
            return [None]
        if not isinstance(self.of, str):
            return list(self.of(**arguments))
        name, *path = self.of.split(".")
        found = arguments[name]
        for part in path:
            found = getattr(found, part)
        return [found]
