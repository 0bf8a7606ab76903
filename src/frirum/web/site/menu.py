"""The main menu of a request, from the entries that the apps declare."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from frirum.web import registered
from frirum.web.registration import MenuItem


@dataclass(frozen=True)
class MenuEntry:
    """A menu item resolved for one request; `is_work` where not everybody sees it."""

    label: str
    href: str
    current: bool
    active: bool
    description: str | None
    in_footer: bool
    is_work: bool


# So many entries stand in one line at 1280 pixels; the front page and the experiments stay there for everybody.
_MOST_IN_MENU = 9
_STAY_IN_MENU = 2


def entries(request: HttpRequest) -> list[MenuEntry]:
    """The menu of this request, in order."""
    found = []
    for item in registered.menu():
        try:
            href = reverse(item.route)
        except NoReverseMatch:
            continue
        if _shown(item, request):
            found.append(_resolve(item, href, request.path))
    return _make_room(found)


def _shown(item: MenuItem, request: HttpRequest) -> bool:
    if item.shown is not None:
        return item.shown(request)
    # Somebody who is not logged in has no permissions at all.
    may = getattr(request.user, "may", None)
    return not item.needs or (may is not None and any(may(name) for name in item.needs))


def _make_room(found: list[MenuEntry]) -> list[MenuEntry]:
    """The entries with what everybody reads moved to the footer, the last first, where work would not fit beside it."""
    in_menu = [entry for entry in found if not entry.in_footer]
    may_move = [entry for entry in in_menu if not entry.is_work][_STAY_IN_MENU:]
    too_many = max(0, len(in_menu) - _MOST_IN_MENU)
    moved = {entry.href for entry in may_move[max(0, len(may_move) - too_many) :]}
    return [replace(entry, in_footer=True) if entry.href in moved else entry for entry in found]


def _resolve(item: MenuItem, href: str, path: str) -> MenuEntry:
    return MenuEntry(
        label=str(item.label),
        href=href,
        current=path == href,
        active=path == href or (href != "/" and path.startswith(href)),
        description=None if item.description is None else str(item.description),
        in_footer=item.in_footer,
        is_work=item.is_work,
    )
