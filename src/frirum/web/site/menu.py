"""The main menu: each app registers its own entry, so no list of apps has to be kept in step.

An entry whose route does not exist, or that the reader may not use, is not shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


def _everybody(request: HttpRequest) -> bool:
    return True


@dataclass(frozen=True)
class MenuItem:
    """One entry of the main menu.

    Args:
        label: a lazily translated Danish text.
        route: the name of a route without arguments, e.g. "experiments:list".
        order: lower stands first; the site's own entries use 0 (front page) and 900 (glossary).
        description: one sentence for the card on the front page, or None for no card.
        shown: whether this reader sees it.
        in_footer: it stands in the footer (and on the front page) instead of the main menu, which has room for
            what people come for.
    """

    label: Any
    route: str
    order: int
    description: Any = None
    shown: Callable[[HttpRequest], bool] = _everybody
    in_footer: bool = False


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

_items: dict[str, MenuItem] = {}


def register(item: MenuItem) -> None:
    """Add `item` to the main menu; called from an app's `ready()`. Registering a route again replaces it."""
    _items[item.route] = item


def entries(request: HttpRequest) -> list[MenuEntry]:
    """The menu of this request, in order."""
    found = []
    for item in sorted(_items.values(), key=lambda item: (item.order, item.route)):
        try:
            href = reverse(item.route)
        except NoReverseMatch:
            continue
        if item.shown(request):
            found.append(_resolve(item, href, request.path))
    return _make_room(found)


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
        is_work=item.shown is not _everybody,
    )
