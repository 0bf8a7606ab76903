"""Logging in and out: what is noted in the trail, and the one door for every way in.

A person is found by a way (the password here), then goes through the stages of django-allauth, of which the site uses
one: the code of the second factor. What lets them in at the end is `begin`. A login provider (OpenID Connect, SAML)
becomes one more `LoginWay`: it sends the person away and, when they come back, finds the user by the provider's stable
claim and calls `go_through`; it never begins at the provider's side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from frirum.core.vocabulary.marks import short_mark
from frirum.web.organisations import second_factor, throttle
from frirum.web.organisations.actions import renew_hash
from frirum.web.organisations.models import User
from frirum.web.organisations.passwords import is_old_hash
from frirum.web.organisations.sessions import start_session
from frirum.web.organisations.throttle import Attempt, Throttled
from frirum.web.trail.actors import LOGIN, System
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM, NOTHING
from frirum.web.trail.recording import action, record

__all__ = ["LOGIN_WAYS", "LoginWay", "Throttled", "begin", "confirm_password", "end", "log_in_with_password"]


@dataclass(frozen=True)
class LoginWay:
    """A way to log in beside the password: its name on the button and the address it starts at."""

    name: str | Promise
    url_name: str


# Filled by configuration when a provider is added; empty means password only.
LOGIN_WAYS: list[LoginWay] = []


def log_in_with_password(
    request: HttpRequest, *, email: str, password: str, onwards: str = "/"
) -> HttpResponse | None:
    """Where a person goes on to, logged in or asked for their code.

    None is the same whether the account is unknown, closed or the password wrong.

    Raises:
        Throttled: tried too often; the password was not looked at.
    """
    attempt = throttle.admit(request, email)
    user = authenticate(request, username=email.strip().lower(), password=password)
    if not isinstance(user, User):
        _note_failure(attempt=attempt, by=LOGIN)
        return None
    if is_old_hash(user.password):
        renew_hash(password=password, by=user)
    response = go_through(request, user, onwards)
    throttle.give_back(attempt)
    return remembered(request, response, user)


def go_through(request: HttpRequest, user: User, onwards: str) -> HttpResponse:
    """Lead somebody whose password, or whose provider, was right through what is still asked of them."""
    credentials = {"email": user.email}
    under_way = Login(user=user, email=user.email, redirect_url=onwards)
    return cast(HttpResponse, perform_password_login(request, credentials, under_way))


def remembered(request: HttpRequest, response: HttpResponse, user: User) -> HttpResponse:
    """The answer, with which the browser is known to the account from now on, where the person is in."""
    if request.user.is_authenticated:
        throttle.remember_browser(request, response, user.email)
    return response


def confirm_password(request: HttpRequest, *, user: User, password: str) -> bool:
    """Whether it is the password of somebody who is logged in; counted like a login, so that it is no way around.

    Raises:
        Throttled: tried too often; the password was not looked at.
    """
    attempt = throttle.admit(request, user.email)
    if not user.check_password(password):
        _note_failure(attempt=attempt, by=LOGIN)
        return False
    throttle.give_back(attempt)
    return True


def confirm_code(request: HttpRequest, *, user: User, code: str) -> bool:
    """Whether it is a code of the person's second factor, which is used up by it; counted apart from passwords.

    Raises:
        Throttled: tried too often; the code was not looked at.
    """
    attempt = throttle.admit(request, user.email, "code")
    if not second_factor.use_code(code=code, by=user):
        _note_failure(attempt=attempt, by=LOGIN)
        return False
    throttle.give_back(attempt)
    return True


def begin(request: HttpRequest, user: User) -> None:
    """Start a session for somebody whose identity is established, by whichever way."""
    # First, as it refuses an account that was changed behind the system's back: a password put in, a role given.
    _note_login(user=user, by=user)
    # Django keeps the session of somebody who logs in again as the same person.
    request.session.cycle_key()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    start_session(request)


def end(request: HttpRequest) -> None:
    """Log out."""
    if isinstance(request.user, User):
        _note_logout(user=request.user, by=request.user)
    logout(request)


@action(needs=NOTHING, of=ANYWHERE)
def _note_login(*, user: User, by: User) -> None:
    factors = second_factor.authenticators_of(user)
    record("login.succeeded", by=by, subject=user, also=[*user.memberships.all(), *factors])


@action(needs=NOTHING, of=ANYWHERE)
def _note_logout(*, user: User, by: User) -> None:
    record("login.ended", by=by, subject=user)


@action(needs=BY_SYSTEM, of=ANYWHERE)
def _note_failure(*, attempt: Attempt, by: System) -> None:
    event = "login.throttled" if throttle.is_used_up(attempt) else "login.failed"
    record(event, by=by, subject=f"login:{short_mark(attempt.account)}")
