"""Template tags and filters of the site: `{% load frirum %}`. docs/site.md shows each in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms, template
from django.core.paginator import Page
from django.http import QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from frirum.core.language import current_language
from frirum.core.vocabulary import danish, marks
from frirum.core.vocabulary.unit_words import UNITS, unit_text
from frirum.web.site.tables import Table

register = template.Library()

_ALERTS = {
    "info": lambda: _("Information"),
    "success": lambda: _("Gennemført"),
    "warning": lambda: _("Advarsel"),
    "error": lambda: _("Fejl"),
}


# ---- numbers, dates, language ----


@register.filter
def short_mark(digest: str) -> str:
    """The first part of a hash, as people compare it: `{{ lock.sha256|short_mark }}`."""
    return marks.short_mark(digest)


@register.filter
def in_groups(digest: str) -> str:
    """A whole hash that a line can break: `{{ lock.sha256|in_groups }}`."""
    return marks.in_groups(digest)


@register.filter
def date(value: dt.date | dt.datetime | None) -> str:
    """1. juli 2018; a moment is shown with its Danish clock time; None is a dash that says what it means."""
    if value is None:
        return _("ikke angivet")
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return _("{date} kl. {time}").format(date=danish.format_date(local.date()), time=f"{local:%H.%M}")
    return danish.format_date(value)


@register.filter
def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """1.234,5 with the given number of decimals; None is "ikke angivet", never an empty cell."""
    return _("ikke angivet") if value is None else danish.format_number(value, decimals)


@register.filter
def share(value: float | None, decimals: int = 1) -> str:
    """A share (0-1) as 12,5 pct."""
    return _("ikke angivet") if value is None else danish.format_share(value, decimals)


@register.filter
def da(text: Any) -> Any:
    """Marks a Danish text as Danish on an English page, so that a screen reader pronounces it."""
    if not text or current_language() == "da":
        return text
    return format_html('<span lang="da">{}</span>', text)


@register.filter
def unit(name: str | None) -> Any:
    """A unit in the reader's language; one that has no English is marked as Danish."""
    said = unit_text(name)
    return da(said) if said and name not in UNITS else said


@register.simple_block_tag
def danish_content(content: str) -> str:
    """The same for a block: `{% danish_content %}…{% enddanish_content %}`."""
    if current_language() == "da":
        return content
    return format_html('<div lang="da">{}</div>', content)


_LEVELS = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "error"}


@register.filter
def alert_kind(level_tag: str) -> str:
    """The kind of alert for the level of one of Django's messages."""
    return _LEVELS.get(level_tag, "info")


# ---- components ----


@register.simple_tag
def icon(name: str, label: str = "", **attributes: str) -> SafeString:
    """An icon of the sprite. Decorative unless it has a `label`; `class` adds to its class."""
    extra = attributes.get("class", "")
    meaning = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon-svg{}" focusable="false" {}><use href="{}#{}"></use></svg>',
        f" {extra}" if extra else "",
        meaning,
        static("site/vendor/dkfds/img/icons.svg"),
        name,
    )


@register.simple_block_tag
def alert(content: str, kind: str, heading: str = "", level: int = 2, announce: bool = False) -> str:
    """A boxed message: `{% alert "warning" heading=… %}…{% endalert %}`; kinds info, success, warning, error.

    `announce` makes a screen reader speak it at once; only for what the reader's own act brought about.
    """
    return format_html(
        '<div class="alert alert-{}"{}>{}<div class="alert-body">{}'
        '<div class="alert-text">{}</div></div></div>',
        kind,
        SafeString(' role="alert"') if announce else "",
        icon(kind, label=_ALERTS[kind](), **{"class": "alert-icon"}),
        format_html('<h{} class="alert-heading">{}</h{}>', level, heading, level) if heading else "",
        content,
    )


@register.simple_block_tag
def help_here(content: str, summary: str) -> str:
    """Help on the spot, closed until asked for: `{% help_here "Hvad betyder det?" %}…{% endhelp_here %}`."""
    return format_html(
        '<details class="details"><summary class="details-summary">{}</summary>'
        '<div class="details-text">{}</div></details>',
        summary,
        content,
    )


@register.simple_block_tag
def scroll_region(content: str, label: str) -> str:
    """Wraps a hand-made table so that it scrolls by itself, by keyboard too, instead of widening the page."""
    return format_html(
        '<div class="table--responsive-scroll" role="region" aria-label="{}" tabindex="0">{}</div>',
        label,
        content,
    )


@register.simple_tag
def tag(text: str, kind: str = "") -> SafeString:
    """A short state in a box: kinds info, success, warning, error, draft, or none for neutral."""
    return format_html('<span class="badge badge-{}">{}</span>', kind or "neutral", text)


@register.inclusion_tag("site/components/table.html")
def table(table: Table) -> dict[str, Any]:
    """A `frirum.web.site.tables.Table`: caption, sortable headers, one card per row at 390 px."""
    return {"table": table}


@register.inclusion_tag("site/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page) -> dict[str, Any]:
    """Links to the pages of a Django `Page`; the rest of the query is kept."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("side", None)
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": list(numbers), "query": f"{query.urlencode()}&" if query else ""}


@register.inclusion_tag("site/components/search.html", takes_context=True)
def search_field(context: template.Context, label: str, name: str = "q") -> dict[str, Any]:
    """A search field that keeps what was searched for and offers to clear it."""
    request = context["request"]
    kept = [(key, value) for key, value in request.GET.items() if key not in (name, "side")]
    return {
        "label": label,
        "name": name,
        "value": request.GET.get(name, ""),
        "kept": kept,
        "clear": f"{request.path}?{urlencode(kept)}" if kept else request.path,
    }


@register.inclusion_tag("site/components/filter.html", takes_context=True)
def filter_form(context: template.Context, form: forms.Form) -> dict[str, Any]:
    """A form that filters a list by GET; its fields stand side by side where there is room."""
    return {"form": form, "path": context["request"].path, "active": bool(context["request"].GET)}


@dataclass(frozen=True)
class Step:
    """One step of a step guide; `state` is "done", "current", "error" or "later"."""

    title: str
    state: str
    href: str | None = None
    note: str | None = None


@register.inclusion_tag("site/components/steps.html")
def step_guide(steps: Iterable[Step], label: str = "") -> dict[str, Any]:
    """Where in a course the reader is: a list of `Step` (or anything with its attributes)."""
    return {"steps": list(steps), "label": label or _("Trin")}


@register.inclusion_tag("site/components/facts.html")
def facts(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A definition list of (term, value); a value of None is shown as "ikke angivet"."""
    return {"pairs": list(pairs)}


@register.inclusion_tag("site/components/empty.html")
def empty_state(heading: str, text: str = "", href: str = "", link: str = "") -> dict[str, Any]:
    """What stands where a list is empty: why, and what to do about it."""
    return {"heading": heading, "text": text, "href": href, "link": link}


@register.simple_tag
def bar(value: float | None, label: str) -> SafeString:
    """A small bar for a share (0-1), drawn with attributes only. The figure itself must stand beside it.

    `label` says what the bar shows; None draws nothing, as an empty bar would look like zero.
    """
    if value is None:
        return SafeString("")
    width = max(0.0, min(1.0, value)) * 100
    return format_html(
        '<svg class="bar" viewBox="0 0 100 12" width="100" height="12" preserveAspectRatio="none"'
        ' role="img" aria-label="{}">'
        '<rect class="bar-frame" x="0" y="0" width="100" height="12"/>'
        '<rect class="bar-fill" x="0" y="0" width="{}" height="12"/></svg>',
        label,
        f"{width:.1f}",
    )


# ---- forms ----


@register.filter
def is_optional(field: forms.BoundField) -> bool:
    """Whether a label needs "(frivilligt)": to be filled in is the rule, so the exception is marked."""
    needed = field.field.required or getattr(field.field, "one_is_needed", False)
    return not needed and not field.field.disabled


@register.inclusion_tag("site/forms/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """All errors of a bound form at the top, each a link to its field; takes focus when the page opens."""
    faults = [{"anchor": "", "message": message} for message in form.non_field_errors()]
    for field in form:
        anchor = field.id_for_label or f"{field.auto_id}_0"
        faults += [
            {"anchor": anchor, "message": f"{field.label}{_after(field.label)} {message}"}
            for message in field.errors
        ]
    return {"faults": faults}


def _after(label: Any) -> str:
    """A colon between a field's name and what is wrong; a question has its own sign."""
    return "" if str(label).endswith("?") else ":"
