"""Every route × every role × another municipality: allowed, or the same 404 as for what does not exist.

Generated from the URL configuration: a new route without an audience fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from attack.audiences import AUDIENCES, Arguments, Audience, owed_use, use_by_wish
from cast import ODENSE, SET_UP, Cast
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from frirum.web.organisations.actions import give_membership
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.roles import Administrator, Caseworker, TeamLeader
from frirum.web.trail.models import TrailEvent

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


def patterns(
    inside: list[URLPattern | URLResolver] | None = None, namespace: str = ""
) -> Iterator[tuple[str, set[str]]]:
    """Every named route with the names of its arguments, those of the resolvers above it too."""
    for pattern in get_resolver().url_patterns if inside is None else inside:
        own = set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from ((route, own | names) for route, names in patterns(pattern.url_patterns, inner))
        elif pattern.name:
            yield f"{namespace}{pattern.name}", own


ABOUT_A_THING = sorted({route for route, names in patterns() if names & {"reference", "pk", "id"}})


def test_every_route_about_a_thing_is_tried_with_one_of_another_municipality() -> None:
    """A new route with a reference must say how its thing is made, and what a missing one is."""
    untried = [
        route
        for route in ABOUT_A_THING
        if (audience := AUDIENCES.get(route)) is None or audience.make is None or audience.missing is None
    ]
    assert untried == []


def body(response: object) -> str:
    """The page without what differs with the address alone: itself, the tokens of forms, the menu's mark."""
    text = response.content.decode()
    same = r'name="next" value="[^"]*"|value="[A-Za-z0-9]{64}"|/[a-zæøå./0-9-]*/'
    marked = r' class="active[ a-z]*"| aria-current="[a-z]+"'
    return re.sub(f"{same}|{marked}", "", text)


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


def test_who_is_let_in_and_what_everybody_else_is_told(
    targets: list[Target], cast: Cast, pytestconfig: pytest.Config
) -> None:
    """One of each thing is made once, which takes longer than to ask for all of them."""
    every = pytestconfig.getoption("--long")
    assert strangers_not_sent_to_log_in(targets) == []
    assert insiders_kept_out(targets, cast) == []
    assert readings_without_an_event(targets, cast) == []
    assert seen_by_outsiders(targets, cast, everybody=every) == []
    assert told_to_a_role_elsewhere(targets, cast, every_method=every) == []


def seen_by_outsiders(targets: list[Target], cast: Cast, *, everybody: bool) -> list[str]:
    """The answer for a foreign page or thing is the one for an address that nobody has, to the letter.

    405 where the route takes neither method, for a foreign thing as for a missing one. Each of the ten tries a third of
    the pages, so that each page is tried by three or four of them; with --long everybody tries all.
    """
    every = 1 if everybody else 3
    faults = []
    for turn, (name, person) in enumerate(cast.everybody().items()):
        client = cast.log_in(Client(), person)
        for ask in (client.get, client.post):
            nowhere = body(ask("/findes-ikke/"))
            for target in targets[turn % every :: every]:
                if name in target.allowed:
                    continue
                answer = ask(target.address)
                hidden = answer.status_code == 404 and body(answer) == nowhere
                if not hidden and not (answer.status_code == 405 and _takes_neither(ask, target)):
                    faults.append(f"{name} {ask.__name__} {target.route}: {answer.status_code}")
    return faults


def _takes_neither(ask: Callable[[str], Any], target: Target) -> bool:
    return target.missing is not None and ask(target.missing).status_code == 405


def _told(answer: Any) -> tuple[object, ...]:
    """Everything of an answer but what follows from the address and from chance."""
    headers = {
        k: v for k, v in answer.headers.items() if k not in ("Content-Length", "Set-Cookie", "Expires")
    }
    return answer.status_code, sorted(headers.items()), sorted(answer.cookies), body(answer)


def _as_missing(client: Client, method: str, target: Target) -> bool:
    foreign, missing = (client.generic(method, str(to)) for to in (target.address, target.missing))
    return _told(foreign) == _told(missing) and foreign.status_code in (404, 405)


def told_to_a_role_elsewhere(targets: list[Target], cast: Cast, *, every_method: bool) -> list[str]:
    """Otto with every role that can be held in Odense: what the role allows at home, it does not allow here.

    Status, headers, cookies and body are those of a missing thing, also with methods that no page of ours uses: one of
    those each, in turn.
    """
    unused = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
    odense = Organisation.objects.get(key=ODENSE)
    for role in (Caseworker, TeamLeader, Administrator):
        give_membership(user=cast.otto, organisation=odense, role=role, by=SET_UP)
    client = cast.log_in(Client(), cast.otto)
    faults = []
    about = [target for target in targets if target.route in ABOUT_A_THING]
    assert {target.route for target in about} == {route for route in ABOUT_A_THING if route in PROTECTED}
    for turn, target in enumerate(about):
        tried = unused if every_method else (unused[turn % len(unused)],)
        for method in ("GET", "POST", *tried):
            # Twice at most: between two answers a minute may pass, and the session's cookie with it.
            if not any(_as_missing(client, method, target) for _try in range(2)):
                faults.append(f"{method} {target.route}")
    return faults


# Pages about a use that ask something of the reader and show nothing of the citizen's case but its experiment.
ONLY_ASK = {"uses:end", "uses:reopen", "uses:retract", "uses:hand_over", "uses:choose"}
ABOUT_USES = {
    route for route, one in AUDIENCES.items() if one.make in (owed_use, use_by_wish) and route not in ONLY_ASK
}


def _is_reading(event: str) -> bool:
    return event.rpartition(".")[2] in ("read", "listed", "exported", "shown")


def readings_without_an_event(targets: list[Target], cast: Cast) -> list[str]:
    """Who reads a case leaves an event: every page about a use, and every list of uses, for everybody who is let in."""
    lists = {"uses:uses", "uses:csv", *(r for r in AUDIENCES if r.startswith("obligations:mine"))}
    lists |= {"obligations:municipality", "obligations:municipality_csv"}
    faults, read = [], 0
    for name, person in cast.everybody().items():
        client = cast.log_in(Client(), person)
        for target in targets:
            shows_nobody = name == "otto" or (name == "lone" and target.route.startswith("obligations:mine"))
            if target.route not in ABOUT_USES | lists or name not in target.allowed or shows_nobody:
                continue
            before = TrailEvent.objects.count()
            if client.get(target.address).status_code != 200:
                continue
            read += 1
            said = TrailEvent.objects.order_by("id")[before:]
            if not any(_is_reading(one.event) and one.actor == person.trail_reference for one in said):
                faults.append(f"{name} {target.route}")
    assert read > 10
    return faults


def insiders_kept_out(targets: list[Target], cast: Cast) -> list[str]:
    """Who may see a page and does not."""
    faults = []
    for name, person in cast.everybody().items():
        client = cast.log_in(Client(), person)
        for target in targets:
            if name in target.allowed:
                answer = client.get(target.address)
                refused = answer.status_code not in (200, 302, 405)
                if refused or "log-ind" in answer.headers.get("Location", ""):
                    faults.append(f"{name} {target.route}: {answer.status_code}")
    return faults


def strangers_not_sent_to_log_in(targets: list[Target]) -> list[str]:
    """What answers somebody who is not logged in with anything but the way to the login page."""
    client, faults = Client(), []
    for target in targets:
        for method in (client.get, client.post):
            answer = method(target.address)
            if answer.status_code != 302 or not answer["Location"].startswith("/log-ind/?next="):
                faults.append(f"{target.route}: {answer.status_code}")
    return faults


def test_the_trail_shows_only_the_own_organisations_events(cast: Cast, client: Client) -> None:
    text = cast.log_in(client, cast.otto).get("/haendelser/").content.decode()
    assert "Odense Kommune" in text
    assert "Vesthimmerlands Kommune" not in text
    crafted = client.get(
        "/haendelser/", {"organisation": "820", "event": "membership.given"}
    ).content.decode()
    assert "Vesthimmerlands Kommune" not in crafted
