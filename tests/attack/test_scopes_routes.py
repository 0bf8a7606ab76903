"""Every route × every role × another municipality: allowed, or the same 404 as for what does not exist.

Generated from the URL configuration: a new route without an audience fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from attack.audiences import AUDIENCES, Arguments, Audience
from cast import Cast
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


def routes(patterns: list[URLPattern | URLResolver] | None = None, namespace: str = "") -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{namespace}{pattern.name}"


PROTECTED = sorted(
    route for route in set(routes()) if AUDIENCES.get(route, Audience(None)).allowed is not None
)


def test_every_route_has_an_audience() -> None:
    assert sorted(set(routes()) - set(AUDIENCES)) == []


def body(response: object) -> str:
    """The page without what differs from request to request (the tokens of its forms, the address itself)."""
    text = response.content.decode()
    return re.sub(r'value="[A-Za-z0-9]{64}"|/[a-zæøå./0-9-]*/', "", text)


@dataclass(frozen=True)
class Target:
    """A protected route with the address of something in Vesthimmerland, and of something that does not exist."""

    route: str
    allowed: frozenset[str]
    address: str
    missing: str | None


@pytest.fixture
def targets(cast: Cast) -> list[Target]:
    """One of each kind of thing, made once for all its routes."""
    made: dict[object, Arguments] = {}
    found = []
    for route in PROTECTED:
        audience = AUDIENCES[route]
        if audience.make is not None and audience.make not in made:
            made[audience.make] = audience.make(cast)
        arguments = {**made.get(audience.make, {}), **audience.extra}
        missing = reverse(route, kwargs=audience.missing) if audience.missing else None
        allowed = audience.allowed or frozenset()
        found.append(Target(route, allowed, reverse(route, kwargs=arguments), missing))
    return found


def _is_like_missing(answer: Any, ask: Callable[[str], Any], missing: str | None) -> bool:
    """404 for a page of others; for a thing of others, whatever its route answers for a thing that is not there."""
    if missing is None:
        return bool(answer.status_code == 404)
    return answer.status_code in (404, 405) and body(answer) == body(ask(missing))


def test_outsiders_see_nothing_at_all(targets: list[Target], cast: Cast) -> None:
    """The answer for a foreign thing is that for a missing one: 404, or 405 where neither takes the method."""
    faults = []
    for name, person in cast.everybody().items():
        client = cast.log_in(Client(), person)
        for target in targets:
            if name in target.allowed:
                continue
            for method in ("get", "post"):
                answer = getattr(client, method)(target.address)
                if not _is_like_missing(answer, getattr(client, method), target.missing):
                    faults.append(f"{name} {method} {target.route}: {answer.status_code}")
    assert faults == []


def test_insiders_are_let_in(targets: list[Target], cast: Cast) -> None:
    faults = []
    for name, person in cast.everybody().items():
        client = cast.log_in(Client(), person)
        for target in targets:
            if name in target.allowed:
                answer = client.get(target.address)
                refused = answer.status_code not in (200, 302, 405)
                if refused or "log-ind" in answer.headers.get("Location", ""):
                    faults.append(f"{name} {target.route}: {answer.status_code}")
    assert faults == []


def test_strangers_are_sent_to_the_login_page(targets: list[Target], client: Client) -> None:
    faults = []
    for target in targets:
        for method in (client.get, client.post):
            answer = method(target.address)
            if answer.status_code != 302 or not answer["Location"].startswith("/log-ind/?next="):
                faults.append(f"{target.route}: {answer.status_code}")
    assert faults == []


def test_the_trail_shows_only_the_own_organisations_events(cast: Cast, client: Client) -> None:
    text = cast.log_in(client, cast.otto).get("/haendelser/").content.decode()
    assert "Odense Kommune" in text
    assert "Vesthimmerlands Kommune" not in text
    crafted = client.get(
        "/haendelser/", {"organisation": "820", "event": "membership.given"}
    ).content.decode()
    assert "Vesthimmerlands Kommune" not in crafted
