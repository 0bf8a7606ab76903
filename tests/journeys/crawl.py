"""Every page a person comes to by following links from the front page, and a few addresses of each route."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve
from journeys import routes

# Of one route with one choice of filters so many addresses are read: 98 municipalities are one page.
MOST_OF_A_KIND = 8
# The steps of a draft, of a design under review and of a locked one are different pages.
MORE_OF_A_KIND = {"designs:step": 40}
DOWNLOADS = {
    route for route, why in {**routes.NOT_PUBLIC_PAGES, **routes.PRIVATE_PAGES}.items() if "download" in why
}


@dataclass(frozen=True)
class Found:
    """A page that the walk came to, with the marks (element, kind and classes) that it is made of."""

    address: str
    route: str
    marks: frozenset[str]


@dataclass
class Walk:
    """What one person comes to.

    Attributes:
        pages: in the order they were found.
        dead: links that led to a refusal or a missing page, with the page they stood on.
    """

    pages: list[Found] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.marks: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given and "download" not in given:
            self.links.append(given["href"])
        kind = given.get("type") or given.get("role") or ""
        self.marks.add(f"{tag} {kind} {' '.join(sorted(given.get('class', '').split()))}")


def walk(client: Client, *, starts: Iterable[str] = ("/",)) -> Walk:
    """Follow every link from `starts` as the person of `client`."""
    found, read = Walk(), Counter[tuple[str, frozenset[str]]]()
    waiting = deque((start, "the start") for start in starts)
    known = {address for address, _origin in waiting}
    while waiting:
        address, origin = waiting.popleft()
        if not _is_wanted(address, read):
            continue
        for link in _visit(client, address, origin, found):
            if link not in known:
                known.add(link)
                waiting.append((link, address))
    return found


def _is_wanted(address: str, read: Counter[tuple[str, frozenset[str]]]) -> bool:
    route = route_of(address)
    if not route or route in DOWNLOADS:
        return False
    kind = (route, frozenset(parse_qs(urlsplit(address).query)))
    read[kind] += 1
    return read[kind] <= MORE_OF_A_KIND.get(route, MOST_OF_A_KIND)


def _visit(client: Client, address: str, origin: str, found: Walk) -> list[str]:
    """Note the page at an address; returns the links on it that stay on the site."""
    answer = client.get(address, follow=True)
    if answer.status_code != 200:
        found.dead.append(f"{origin} links to {address}: {answer.status_code}")
        return []
    if "attachment" in answer.get("Content-Disposition", "") or "html" not in answer["Content-Type"]:
        return []
    here = answer.redirect_chain[-1][0] if answer.redirect_chain else address
    reader = _Reader()
    reader.feed(answer.content.decode())
    found.pages.append(Found(here, route_of(here), frozenset(reader.marks)))
    return [inside for link in reader.links if (inside := _inside(urljoin(here, link)))]


def _inside(address: str) -> str:
    """The address without its fragment; "" where it leaves the site."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return ""
    return parts._replace(fragment="").geturl()


def route_of(address: str) -> str:
    """The name of the route; "" for what is no page of the site."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def worth_a_look(pages: Iterable[Found], seen: dict[str, set[str]]) -> list[Found]:
    """The pages with a mark that their route has not shown before; `seen` remembers it from person to person."""
    wanted = []
    for page in pages:
        shown = seen.setdefault(page.route, set())
        if page.marks - shown:
            shown |= page.marks
            wanted.append(page)
    return wanted
