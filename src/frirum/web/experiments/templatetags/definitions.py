"""Filters that show parts of a definition: `{% load definitions %}`."""

from __future__ import annotations

from typing import Any

from django import template

from frirum.core.catalogue.casework import Timing
from frirum.core.catalogue.conditions import Condition
from frirum.core.catalogue.history import Event
from frirum.core.catalogue.labels import label as core_label
from frirum.core.catalogue.labels import not_stated_label
from frirum.core.catalogue.law import Provision
from frirum.core.catalogue.wording import branch_text, event_date, provision_citation, timing_text
from frirum.core.language import current_language
from frirum.core.vocabulary.danish import format_exact
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.site.templatetags.frirum import da

register = template.Library()


@register.filter
def label(value: Any) -> str:
    """What people call a value of the definition: "afsluttet"."""
    return core_label(value)


@register.filter
def own_text(table: Any, name: str = "text") -> Any:
    """A text of the definition in the reader's language where it has one, else the Danish, marked as Danish."""
    english = getattr(table, f"{name}_en", None)
    if current_language() == "en" and english:
        return english
    return da(getattr(table, name, None))


@register.filter
def municipality(code: int) -> str:
    """The name of a municipality by its code."""
    found = by_code(code)
    return found.name if found else str(code)


@register.filter
def citation(provision: Provision) -> str:
    """§ 10, stk. 3, 2. og 3. pkt., i lov om aktiv socialpolitik."""
    return provision_citation(provision)


@register.filter
def timing(value: Timing | None, latest: bool = True) -> str:
    """A deadline in a sentence; None is "Ikke oplyst i kilderne"."""
    return timing_text(value, latest=latest) if value else not_stated_label()


@register.filter
def branch(condition: Condition) -> str:
    """What joins the conditions below this one."""
    return branch_text(condition)


@register.filter
def below(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly below this one; empty for a single condition."""
    return (condition.all or ()) + (condition.any or ()) + ((condition.negated,) if condition.negated else ())


@register.filter
def when(event: Event) -> str:
    """The event's date, as exactly as the source says and no more."""
    return event_date(event)


@register.filter
def exact(value: float) -> str:
    """A published figure with the decimals it has: 2,5."""
    return format_exact(value)


@register.simple_tag
def not_stated() -> str:
    """What stands where the sources were read and are silent."""
    return not_stated_label()
