"""Slowing down those who guess passwords, without locking out anybody else.

Failures are counted per account and per network (an IPv4 /24 or IPv6 /48), in the database, so that several
web processes share the count. Neither the address tried nor the network can be read back: both are HMACs.
An account that does not exist is counted like one that does.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest

from frirum.web import clock
from frirum.web.organisations.models import LoginFailure


def _keyed(purpose: str, text: str) -> str:
    return hmac.new(settings.LOOKUP_KEY.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def account_key(email: str) -> str:
    """The counting key of an address, the same for any case of its letters."""
    return _keyed("account", email.strip().lower())


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


def is_throttled(account: str, network: str) -> bool:
    """Whether either has failed too often in the window."""
    since = clock.now() - dt.timedelta(minutes=settings.LOGIN_WINDOW_MINUTES)
    recent = LoginFailure.objects.filter(at__gt=since)
    return (
        recent.filter(account=account).count() >= settings.LOGIN_TRIES_PER_ACCOUNT
        or recent.filter(network=network).count() >= settings.LOGIN_TRIES_PER_NETWORK
    )


def note_failure(account: str, network: str) -> None:
    """Count a failure."""
    LoginFailure.objects.create(account=account, network=network, at=clock.now())


def forget_failures(account: str) -> None:
    """A successful login clears the account's count."""
    LoginFailure.objects.filter(account=account).delete()


def clean() -> int:
    """Delete what lies outside the window; returns how many rows went."""
    before = clock.now() - dt.timedelta(minutes=settings.LOGIN_WINDOW_MINUTES)
    return LoginFailure.objects.filter(at__lte=before).delete()[0]
