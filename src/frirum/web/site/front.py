"""What apps add to the front page: live figures, what waits for the reader, and sections for those who work."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest

from frirum.web import registered
from frirum.web.registration import FrontFigure, WaitingLine


def figures() -> list[FrontFigure]:
    """All figures, counted now, from the data themselves."""
    return [count() for count in registered.front_figures()]


def sections(request: HttpRequest) -> list[tuple[str, dict[str, Any]]]:
    """(template, content) of the sections that this reader sees."""
    found = [(section.template, section.content(request)) for section in registered.front_sections()]
    return [(template, content) for template, content in found if content is not None]


def waiting(request: HttpRequest) -> list[WaitingLine]:
    """What waits for this reader, the soonest first; what has no day stands last."""
    if not request.user.is_authenticated:
        return []
    found = [line for lines in registered.waiting() for line in lines(request)]
    return sorted(found, key=lambda line: line.day or dt.date.max)
