"""The first account of a real installation: an administrator, who opens the others."""

from __future__ import annotations

import secrets

from frirum.core.errors import UsageError
from frirum.core.language import gettext as _
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.organisations import actions
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.roles import Administrator
from frirum.web.trail.actors import SET_UP


def open_first_account(*, email: str, code: str) -> str:
    """Open an administrator's account in a municipality; returns its password, which is written down nowhere.

    Raises:
        UsageError: there is no municipality with this code.
        InputRefused: the address is not one, or already has an account.
    """
    municipality = by_code(code)
    if municipality is None:
        raise UsageError(_("Der er ingen kommune med koden {code}.").format(code=code))
    key = str(municipality.code)
    organisation = actions.make_organisation(
        key=key, kind=Kind.MUNICIPALITY, name=municipality.official_name, by=SET_UP
    )
    password = secrets.token_urlsafe(15)
    user = actions.open_account(
        email=email, name=email.split("@", maxsplit=1)[0], password=password, by=SET_UP, temporary=True
    )
    actions.give_membership(user=user, organisation=organisation, role=Administrator, by=SET_UP)
    return password
