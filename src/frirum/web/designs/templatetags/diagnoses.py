"""A diagnosis on a page: the figures in a list, the sentences they come from folded under it."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy

from frirum.core.designs.diagnosis.diagnosis import Diagnosis
from frirum.core.designs.diagnosis.figure_rows import figure_rows
from frirum.core.evidence.scale_words import on_other_scales

register = template.Library()

# What a definition would have to state, by the last word of its key path.
_MISSING = {
    "uptake": gettext_lazy("hvor mange gange forsøget ventes brugt"),
    "eligible_per_year": gettext_lazy("hvor mange borgere om året der kan komme på tale"),
    "share_rule_bites": gettext_lazy("i hvor stor en del af sagerne reglen betyder noget"),
    "share_used": gettext_lazy("i hvor stor en del af dem fritagelsen bliver brugt"),
    "research_question": gettext_lazy("et spørgsmål om en effekt"),
    "baseline": gettext_lazy("udgangspunktet"),
    "smallest_relevant": gettext_lazy("den mindste relevante ændring"),
    "margin": gettext_lazy("marginen for »ikke ringere«"),
}


@register.filter
def figures_of(found: Diagnosis) -> list[tuple[str, str]]:
    """(term, figure) of a diagnosis, for a definition list."""
    return figure_rows(found)


@register.filter
def other_scales(found: Diagnosis) -> tuple[str, ...]:
    """What the highest step the design can reach is on other people's scales."""
    return on_other_scales(found.highest_step)


@register.filter
def in_words(path: str) -> str:
    """What a key path of the definition is about; the path itself where no words are known."""
    return str(_MISSING.get(path.rsplit(".", 1)[-1], path))
