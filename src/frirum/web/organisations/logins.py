"""Logging in and out: what is noted in the trail, and the place for other ways than a password.

A login provider (OpenID Connect, SAML) becomes one more `LoginWay`: it sends the person away and, when they
come back, finds the user and calls `begin`. The login page lists the ways that are configured.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest
from django.utils.functional import Promise

from frirum.core.vocabulary.marks import short_mark
from frirum.web.organisations import throttle
from frirum.web.organisations.actions import renew_hash
from frirum.web.organisations.models import User
from frirum.web.organisations.passwords import is_old_hash
from frirum.web.organisations.sessions import start_session
from frirum.web.trail.actors import LOGIN, System
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM, NOTHING
from frirum.web.trail.recording import action, record


@dataclass(frozen=True)
class LoginWay:
    """A way to log in beside the password: its name on the button and the address it starts at."""

    name: str | Promise
    url_name: str


# Filled by configuration when a provider is added; empty means password only.
LOGIN_WAYS: list[LoginWay] = []


class Throttled(Exception):
    """Too many failures from this account or network."""


def log_in_with_password(request: HttpRequest, *, email: str, password: str) -> User | None:
    """Log a person in, or give None: the same whether the account is unknown, closed or the password wrong.

    Raises:
        Throttled: tried too often; the password was not looked at.
    """
    account, network = throttle.account_key(email), throttle.network_key(request)
    if throttle.is_throttled(account, network):
        raise Throttled
    user = authenticate(request, username=email.strip().lower(), password=password)
    if not isinstance(user, User):
        _note_failure(account=account, network=network, by=LOGIN)
        return None
    begin(request, user)
    throttle.forget_failures(account)
    if is_old_hash(user.password):
        renew_hash(password=password, by=user)
    return user


def confirm_password(request: HttpRequest, *, user: User, password: str) -> bool:
    """Whether it is the password of somebody who is logged in; counted like a login, so that it is no way around.

    Raises:
        Throttled: tried too often; the password was not looked at.
    """
    account, network = throttle.account_key(user.email), throttle.network_key(request)
    if throttle.is_throttled(account, network):
        raise Throttled
    if not user.check_password(password):
        _note_failure(account=account, network=network, by=LOGIN)
        return False
    return True


def begin(request: HttpRequest, user: User) -> None:
    """Start a session for somebody whose identity is established, by whichever way."""
    # First, as it refuses an account that was changed behind the system's back: a password put in, a role given.
    _note_login(user=user, by=user)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    # Django keeps the session of somebody who logs in again as the same person.
    request.session.cycle_key()
    start_session(request)


def end(request: HttpRequest) -> None:
    """Log out."""
    if isinstance(request.user, User):
        _note_logout(user=request.user, by=request.user)
    logout(request)


@action(needs=NOTHING, of=ANYWHERE)
def _note_login(*, user: User, by: User) -> None:
    record("login.succeeded", by=by, subject=user, also=user.memberships.all())


@action(needs=NOTHING, of=ANYWHERE)
def _note_logout(*, user: User, by: User) -> None:
    record("login.ended", by=by, subject=user)


@action(needs=BY_SYSTEM, of=ANYWHERE)
def _note_failure(*, account: str, network: str, by: System) -> None:
    throttle.note_failure(account, network)
    known = throttle.is_throttled(account, network)
    record("login.throttled" if known else "login.failed", by=by, subject=f"login:{short_mark(account)}")
