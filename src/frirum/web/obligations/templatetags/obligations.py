"""Deadlines on other pages: `{% load obligations %}{% due_of_use use %}`."""

from __future__ import annotations

from typing import Any

from django import template

from frirum.web.obligations.of_citizen import due_of_citizen_context
from frirum.web.obligations.of_use import due_of_use_context
from frirum.web.uses.models import Use

register = template.Library()


@register.inclusion_tag("obligations/parts/due_of_use.html", takes_context=True)
def due_of_use(context: template.Context, use: Use) -> dict[str, Any]:
    """What is owed, done and spared in a use, and whether it ended in time; to be drawn on the use's own page."""
    return due_of_use_context(context["request"], use)


@register.inclusion_tag("obligations/parts/due_of_citizen.html", takes_context=True)
def due_of_citizen(context: template.Context, uses: list[Use]) -> dict[str, Any]:
    """What is owed in some uses of one citizen, what presses most first."""
    return due_of_citizen_context(context["request"], uses)
