"""Slowing down those who guess, without locking out anybody else, however many guess at once.

A try is counted before it is looked at and given back where it was right, in one transaction that no other can be in
between: a hundred tries at the same moment are a hundred tries. What is counted:

- tries at an account from one place: a browser that has logged in to that account before, else a network (an IPv4 /24
  or IPv6 /48). Whoever guesses from elsewhere does not use up the owner's own;
- tries at an account from all unknown browsers together, which keeps a guesser with many networks slow;
- tries from one network at any account: beyond a number, each waits longer, up to a minute, and is never refused for
  good. A browser that is known to the account does not wait.

Neither the address tried nor the network can be read back: both are HMACs. An account that does not exist is counted
like one that does.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from frirum.web import clock, keys
from frirum.web.organisations.models import LoginFailure
from frirum.web.trail.recording import hold
from frirum.web.zones import CASEWORK, alias

_COOKIE, _SALT = "frirum_browser", "frirum.browser"
_COOKIE_DAYS, _ACCOUNTS_IN_COOKIE = 180, 5
LONGEST_WAIT = 60


class Throttled(Exception):
    """Too many tries; nothing was looked at. `seconds` is when the next may be made."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = max(1, round(seconds))


@dataclass(frozen=True)
class Attempt:
    """A try that was let in, and counts until it is given back."""

    account: str
    place: str
    row: LoginFailure


def _keyed(purpose: str, text: str) -> str:
    return hmac.new(
        keys.lines("lookup")[0].encode(), f"{purpose}:{text}".encode(), hashlib.sha256
    ).hexdigest()


def account_key(email: str, purpose: str = "account") -> str:
    """The counting key of an address, the same for any case of its letters; codes and mails are counted apart."""
    return _keyed(purpose, email.strip().lower())


def client_address(request: HttpRequest) -> str:
    """The client's address; X-Forwarded-For is believed only from as many proxies as the settings say."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def network_key(request: HttpRequest) -> str:
    """The counting key of the client's network."""
    try:
        address = ipaddress.ip_address(client_address(request))
    except ValueError:
        return _keyed("network", "unknown")
    prefix = 24 if address.version == 4 else 48
    return _keyed("network", str(ipaddress.ip_network((address, prefix), strict=False)))


def admit(request: HttpRequest, email: str, purpose: str = "account") -> Attempt:
    """Count a try, before it is looked at.

    Args:
        request: where it comes from.
        email: the account tried, which may not exist.
        purpose: "account" for passwords, "code" for the second factor, "reset" for asking for a mail.

    Raises:
        Throttled: it is one too many, and was not counted.
    """
    browser = _known_browsers(request).get(account_key(email))
    account = account_key(email, purpose)
    place = _keyed("browser", browser) if browser else network_key(request)
    with transaction.atomic(using=alias(CASEWORK)):
        hold(CASEWORK)
        _refuse_too_many(account, place, known=browser is not None)
        row = LoginFailure.objects.create(
            account=account, network=place, is_known=browser is not None, at=clock.now()
        )
    return Attempt(account, place, row)


def _refuse_too_many(account: str, place: str, *, known: bool) -> None:
    window = dt.timedelta(minutes=settings.LOGIN_WINDOW_MINUTES)
    recent = LoginFailure.objects.filter(at__gt=clock.now() - window)
    at_account = recent.filter(account=account)
    _refuse_from(at_account.filter(network=place), settings.LOGIN_TRIES_PER_ACCOUNT, window)
    if known:
        return
    _refuse_from(at_account.filter(is_known=False), settings.LOGIN_TRIES_FROM_UNKNOWN, window)
    here = recent.filter(network=place)
    beyond = here.count() - settings.LOGIN_TRIES_PER_NETWORK
    if beyond >= 0:
        last = here.aggregate(last=models.Max("at"))["last"]
        wait = min(LONGEST_WAIT, 2 ** (1 + beyond // 10))
        passed = (clock.now() - last).total_seconds()
        if passed < wait:
            raise Throttled(wait - passed)


def _refuse_from(tries: models.QuerySet[LoginFailure], most: int, window: dt.timedelta) -> None:
    oldest = list(tries.order_by("-at").values_list("at", flat=True)[most - 1 : most])
    if oldest:
        raise Throttled((oldest[0] + window - clock.now()).total_seconds())


def is_used_up(attempt: Attempt) -> bool:
    """Whether the next try at this account from this place would be one too many."""
    since = clock.now() - dt.timedelta(minutes=settings.LOGIN_WINDOW_MINUTES)
    same = LoginFailure.objects.filter(account=attempt.account, network=attempt.place, at__gt=since)
    return same.count() >= settings.LOGIN_TRIES_PER_ACCOUNT


def give_back(attempt: Attempt) -> None:
    """It was right: neither it nor the tries before it from this place count any more."""
    LoginFailure.objects.filter(account=attempt.account, network=attempt.place).delete()


def remember_browser(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let this browser be known to the account that has just logged in."""
    known = _known_browsers(request)
    name = known.pop(account_key(email), None) or secrets.token_urlsafe(16)
    kept = dict([*known.items(), (account_key(email), name)][-_ACCOUNTS_IN_COOKIE:])
    response.set_cookie(
        _COOKIE,
        signing.dumps(kept, salt=_SALT),
        max_age=_COOKIE_DAYS * 24 * 3600,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _known_browsers(request: HttpRequest) -> dict[str, str]:
    """Account key -> what this browser is called there."""
    try:
        found = signing.loads(
            request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=dt.timedelta(days=_COOKIE_DAYS)
        )
    except signing.BadSignature:
        return {}
    return {str(account): str(name) for account, name in found.items()}


def clean() -> int:
    """Delete what lies outside the window; returns how many rows went."""
    before = clock.now() - dt.timedelta(minutes=settings.LOGIN_WINDOW_MINUTES)
    return LoginFailure.objects.filter(at__lte=before).delete()[0]
