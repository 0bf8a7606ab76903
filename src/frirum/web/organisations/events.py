"""The sentences of this app's events, and its protected rows."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.roles import ROLES
from frirum.web.trail import sealed
from frirum.web.trail.presenters import name_detail
from frirum.web.trail.presenters import register as event


def _members(row: models.Model) -> dict[str, Any]:
    return {"municipalities": sorted(row.municipalities.values_list("key", flat=True))}  # type: ignore[attr-defined]


def register() -> None:
    """Called when the app is ready."""
    from frirum.web.organisations.models import Membership, Organisation, User

    event("organisation.made", _("oprettede organisationen {key}"))
    event("network.joined", _("optog kommunen {municipality} i netværket"))
    event("account.opened", _("oprettede en bruger ({person})"))
    event("account.closed", _("lukkede en bruger ({person})"))
    event("account.reopened", _("åbnede en lukket bruger igen ({person})"))
    event("account.password_set", _("satte en ny adgangskode ({person})"))
    event("membership.given", _("gav rollen {role} til {person}"))
    event("membership.taken", _("tog rollen {role} fra {person}"))
    event("login.succeeded", _("loggede ind"))
    event("login.failed", _("forsøgte at logge ind uden held"))
    event("login.throttled", _("blev afvist efter for mange forsøg på at logge ind"))
    event("login.ended", _("loggede ud"))
    name_detail("role", lambda slug: str(ROLES[slug].name) if slug in ROLES else slug)
    sealed.register(User, exclude=("password", "password_is_temporary", "last_login"))
    sealed.register(Organisation, extra=_members)
    sealed.register(Membership)
