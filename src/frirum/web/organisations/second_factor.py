"""The second factor: a code of six digits from an app (TOTP, RFC 6238), and ten codes on paper for a lost telephone.

django-allauth keeps and computes it; who must have it, and what is noted of it, is decided here. The secret is sealed
under the home's `account` key, its rows like the account itself.
"""

from __future__ import annotations

import datetime as dt

from allauth.mfa import app_settings as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    validate_totp_code,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.http import HttpRequest

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import User
from frirum.web.organisations.notices import Notice, tell_owner
from frirum.web.organisations.permissions import SEES_PERSONS, Permission
from frirum.web.organisations.scopes import reach_of
from frirum.web.trail.actors import Actor
from frirum.web.trail.permitted import ANYWHERE, ONESELF
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK

_PASSED = "second_factor"


def authenticators_of(user: User) -> list[Authenticator]:
    """The rows of a person's second factor: the app's secret and the codes on paper."""
    return list(Authenticator.objects.filter(user=user).order_by("pk"))


def has_factor(user: User) -> bool:
    """Whether the person's app gives codes."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def is_required_of(user: User) -> bool:
    """Whether a role of the person sees persons; made-up persons of a demonstration are nobody's."""
    return settings.SECOND_FACTOR_REQUIRED and any(
        role.permissions & SEES_PERSONS and not own.is_demonstration for role, own, _keys in reach_of(user)
    )


def codes_left(user: User) -> int:
    """How many codes on paper are unused."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(found).get_unused_codes()) if found else 0


def note_passed(request: HttpRequest) -> None:
    """This session has shown the second factor."""
    request.session[_PASSED] = True


def was_passed(request: HttpRequest) -> bool:
    """Whether this session has shown it."""
    return bool(request.session.get(_PASSED))


@action(needs=ONESELF, of=ANYWHERE)
def add_factor(*, secret: str, code: str, by: User) -> list[str]:
    """Take an app into use, whose first code shows that it has the secret. Returns the codes for paper.

    Raises:
        InputRefused: the code is not of this secret.
        NotAllowed: there is one already.
    """
    hold(CASEWORK)
    if has_factor(by):
        raise NotAllowed(_("Du har allerede en totrinskode."), remedy=_("Fjern den først."))
    if not validate_totp_code(secret, code):
        raise InputRefused(
            _("Koden passer ikke til den nye app."),
            remedy=_("Vent på den næste kode i appen, og se efter, at telefonens ur går rigtigt."),
        )
    totp, paper = TOTP.activate(by, secret).instance, RecoveryCodes.activate(by)
    # Used up by this, so that whoever saw it typed does not log in with it.
    _is_of_app(totp, code)
    record("second_factor.added", by=by, subject=by, also=[totp, paper.instance])
    tell_owner(by, Notice.FACTOR_ADDED, by=by)
    return list(paper.get_unused_codes())


@action(needs=ONESELF, of=ANYWHERE)
def renew_codes(*, by: User) -> list[str]:
    """Ten new codes for paper; the old ones no longer work.

    Raises:
        NotAllowed: there is no app to stand in for.
    """
    hold(CASEWORK)
    if not has_factor(by):
        raise NotAllowed(_("Slå totrinskoden til først."))
    for old in Authenticator.objects.filter(user=by, type=Authenticator.Type.RECOVERY_CODES):
        record("second_factor.removed", by=by, subject=old, deleted=True)
        old.delete()
    paper = RecoveryCodes.activate(by)
    record("second_factor.codes_made", by=by, subject=paper.instance)
    tell_owner(by, Notice.CODES_MADE, by=by)
    return list(paper.get_unused_codes())


@action(needs=ONESELF, of=ANYWHERE)
def remove_own_factor(*, by: User) -> None:
    """Do without it again.

    Raises:
        NotAllowed: a role of the person asks for it.
    """
    if is_required_of(by):
        raise NotAllowed(_("Din rolle kræver en totrinskode, så den kan ikke slås fra."))
    _remove(by, by, organisation="")


def _home(*, user: User, **_others: object) -> list[str]:
    return [user.home]


@action(needs=Permission.MANAGE_MEMBERS, of=_home)
def remove_factor(*, user: User, by: Actor, organisation: str = "") -> None:
    """Let somebody who lost both telephone and paper begin anew, at home; they still need their password.

    Raises:
        NotAllowed: it is one's own.
    """
    if is_among(by, [user.trail_reference]):
        raise NotAllowed(_("Din egen totrinskode ændrer du under Min konto."))
    _remove(user, by, organisation)


def _remove(user: User, by: Actor, organisation: str) -> None:
    hold(CASEWORK)
    rows = authenticators_of(user)
    if not rows:
        nothing_changed()
        return
    for row in rows:
        record("second_factor.removed", by=by, subject=row, organisation=organisation, deleted=True)
        row.delete()
    tell_owner(user, Notice.FACTOR_REMOVED, by=by)


@action(needs=ONESELF, of=ANYWHERE)
def use_code(*, code: str, by: User) -> bool:
    """Whether a code is right, and then used up: the app's cannot be used twice, one on paper only once."""
    hold(CASEWORK)
    written = "".join(code.split())
    rows = {row.type: row for row in authenticators_of(by)}
    totp = rows.get(Authenticator.Type.TOTP)
    if totp is not None and _is_of_app(totp, written):
        nothing_changed()
        return True
    paper = rows.get(Authenticator.Type.RECOVERY_CODES)
    if paper is None or not RecoveryCodes(paper).validate_code(written):
        nothing_changed()
        return False
    paper.refresh_from_db()
    record("second_factor.code_used", by=by, subject=paper)
    tell_owner(by, Notice.CODE_USED, by=by)
    return True


def _is_of_app(totp: Authenticator, code: str) -> bool:
    """Whether the app shows this code now, or did or will half a minute from now, and no later one was used.

    allauth remembers used codes too, but each web process for itself; here the row does.
    """
    secret = decrypt(totp.data["secret"])
    shown = (c for c in yield_hotp_counters_from_time() if format_hotp_value(hotp_value(secret, c)) == code)
    counter = next(shown, None)
    last = totp.last_used_at
    if counter is None or (last is not None and counter <= int(last.timestamp()) // mfa.TOTP_PERIOD):
        return False
    totp.last_used_at = dt.datetime.fromtimestamp(counter * mfa.TOTP_PERIOD, dt.UTC)
    totp.save(update_fields=["last_used_at"])
    return True
