"""What apps add to the front page: live figures, and sections for those whose work begins there.

A figure is counted when the page is asked for, from the data themselves, and says where it comes from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class FrontFigure:
    """One count on the front page.

    Args:
        value: how many.
        label: what is counted, lazily translated, e.g. "forsøg i kataloget".
        source: where the count comes from, one line.
        route: a route without arguments that lists what is counted, or None.
    """

    value: int
    label: Any
    source: Any
    route: str | None = None


_providers: list[Callable[[], FrontFigure]] = []


def register_figure(provider: Callable[[], FrontFigure]) -> Callable[[], FrontFigure]:
    """Add a counting function; usable as a decorator. Figures stand in the order they were registered."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def figures() -> list[FrontFigure]:
    """All figures, counted now."""
    return [provider() for provider in _providers]


@dataclass(frozen=True)
class FrontSection:
    """A part of the front page for some readers, above the figures.

    Args:
        template: draws it, with `section` as what `content` gave.
        content: what it shows this reader; None shows nothing.
        order: lower stands higher on the page.
    """

    template: str
    content: Callable[[HttpRequest], dict[str, Any] | None]
    order: int


_sections: list[FrontSection] = []


def register_section(section: FrontSection) -> None:
    """Add a section."""
    if section not in _sections:
        _sections.append(section)
        _sections.sort(key=lambda one: one.order)


def sections(request: HttpRequest) -> list[tuple[str, dict[str, Any]]]:
    """(template, content) of the sections that this reader sees."""
    found = [(section.template, section.content(request)) for section in _sections]
    return [(template, content) for template, content in found if content is not None]
