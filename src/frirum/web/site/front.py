"""Live figures on the front page: each app registers a function that counts what it holds.

A figure is counted when the page is asked for, from the data themselves, and says where it comes from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


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
