"""What apps add to the front page: live figures, and sections for those whose work begins there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from frirum.web import registered
from frirum.web.registration import FrontFigure


def figures() -> list[FrontFigure]:
    """All figures, counted now, from the data themselves."""
    return [count() for count in registered.front_figures()]


def sections(request: HttpRequest) -> list[tuple[str, dict[str, Any]]]:
    """(template, content) of the sections that this reader sees."""
    found = [(section.template, section.content(request)) for section in registered.front_sections()]
    return [(template, content) for template, content in found if content is not None]
