"""Filters that show parts of a definition: `{% load definitions %}`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from frirum.core.catalogue.casework import Timing
from frirum.core.catalogue.conditions import Condition, ExpectedDeadline
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.history import Event, Status
from frirum.core.catalogue.instruments import Instrument
from frirum.core.catalogue.labels import label as core_label
from frirum.core.catalogue.labels import not_stated_label
from frirum.core.catalogue.law import Derogation
from frirum.core.catalogue.plan import SuccessCriterion
from frirum.core.catalogue.promises import counted_answers
from frirum.core.catalogue.questions import Question, Scale
from frirum.core.catalogue.standing import standing
from frirum.core.catalogue.wording import (
    branch_text,
    criterion_text,
    duration_text,
    event_date,
    provision_citation,
    timing_text,
)
from frirum.core.instruments.rounds import planned_rounds
from frirum.core.instruments.words import round_text
from frirum.core.language import current_language
from frirum.core.law.deadlines import why_no_day
from frirum.core.law.words import no_day_said
from frirum.core.vocabulary.danish import format_date, format_exact
from frirum.core.vocabulary.municipalities import by_code
from frirum.web import clock
from frirum.web.experiments.definitions import document_called, place_said
from frirum.web.site.templatetags.frirum import da, tag

register = template.Library()


@register.filter
def label(value: Any) -> str:
    """What people call a value of the definition: "afsluttet"."""
    return core_label(value)


@register.simple_tag
def standing_tag(experiment: Experiment, part: Part | None = None) -> SafeString:
    """Where it stands today, as a tag."""
    found = standing(experiment, clock.today(), part)
    return tag(found.text, "draft" if found.status is Status.PLANNED else "")


@register.simple_tag
def rounds_of(experiment: Experiment, instrument: Instrument) -> str:
    """When an instrument is used, as the experiment stands: moved when it was stopped before time."""
    return "; ".join(round_text(one) for one in planned_rounds(experiment, instrument))


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
def citation(provision: Derogation) -> str:
    """§ 10, stk. 3, 2. og 3. pkt., i lov om aktiv socialpolitik."""
    return provision_citation(provision)


@register.filter
def timing(value: Timing | None, latest: bool = True) -> Any:
    """A deadline in a sentence, in the definition's own words where it has some; None is "Ikke oplyst i kilderne"."""
    if value is None:
        return not_stated_label()
    return own_text(value) if value.text else timing_text(value, latest=latest)


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


@register.filter
def duration(value: Any) -> str:
    """2½ år."""
    return duration_text(value)


@register.filter
def criterion(value: Any) -> str:
    """What answer is sought, in a sentence."""
    return criterion_text(value)


@register.filter
def said_places(places: Iterable[str]) -> str:
    """Places as sources write them, each with its document's name for readers."""
    return "; ".join(map(place_said, places))


@register.filter
def called(document: str) -> str:
    """What readers are told a source document is."""
    return document_called(document)


@register.simple_tag(takes_context=True)
def cite(context: template.Context, table: Any) -> SafeString:
    """Where a statement is from, document and place, and a link to the doubts about it."""
    places: dict[str, tuple[str, str]] = context["places"]
    found = [places[one] for one in table.source_ids if one in places]
    by_document: dict[str, list[str]] = {}
    for document, place in found:
        by_document.setdefault(document, []).append(place)
    text = format_html_join(
        "; ",
        "{}: {}",
        ((_to_source(context, document), ", ".join(known)) for document, known in by_document.items()),
    )
    return _cited(context, table, text, linked=True)


@register.simple_tag(takes_context=True)
def cite_short(context: template.Context, table: Any) -> SafeString:
    """The documents a statement is from; the places stand in the list of sources."""
    places: dict[str, tuple[str, str]] = context["places"]
    documents = dict.fromkeys(places[one][0] for one in table.source_ids if one in places)
    text = format_html_join(", ", "{}", ((_to_source(context, one),) for one in documents))
    return _cited(context, table, text, linked=False)


def _to_source(context: template.Context, document: str) -> str:
    """What a document is called, as a link to it in the list of sources where the page has one."""
    listed = (name for name, *_rest in context.get("source_groups") or ())
    if document not in listed:
        return document_called(document)
    return format_html('<a href="#{}">{}</a>', source_anchor(document), document_called(document))


@register.filter
def source_anchor(document: str) -> str:
    """The id of a document in the page's list of sources."""
    return f"kilde-{slugify(document)}"


def _cited(context: template.Context, table: Any, text: str, *, linked: bool) -> SafeString:
    if not text and not table.doubt_ids:
        return SafeString("")
    numbers: dict[str, int] = context["doubt_numbers"]
    doubts = SafeString("")
    for one in table.doubt_ids:
        if one in numbers:
            word = _("tvivl {n}").format(n=numbers[one])
            pattern = ' <a href="#tvivl-{1}">{0}</a>' if linked else " {}"
            doubts = SafeString(doubts + format_html(pattern, word, one))
    return format_html(
        '<span class="cite">{}{}</span>', da(format_html("({})", text) if text else ""), doubts
    )


@register.simple_tag(takes_context=True)
def rule_name(context: template.Context, identifier: str | None) -> Any:
    """How the provision a condition or deadline follows from is cited; "" for none."""
    return da(context["rules"].get(identifier, "")) if identifier else ""


@register.simple_tag(takes_context=True)
def scale_of(context: template.Context, question: Question) -> Scale | None:
    """The answer scale of a question, or None."""
    return context["scales"].get(question.scale)


@register.simple_tag(takes_context=True)
def counted(context: template.Context, criterion: SuccessCriterion) -> str:
    """The answers that speak for a criterion, in the words that were put to people."""
    scales = context["scales"]
    return "; ".join(counted_answers(context["experiment"], criterion.question, criterion.counts, scales))


@register.simple_tag(takes_context=True)
def example_facts(context: template.Context, example: Any) -> list[tuple[Any, str]]:
    """What is known in an example: (question, answer) in the order written."""
    known = context["facts_by_id"]
    return [
        (known[name], fact_text(known[name], value)) for name, value in example.facts.items() if name in known
    ]


@register.simple_tag(takes_context=True)
def asked_facts(context: template.Context, example: Any) -> list[Any]:
    """The facts that an example lacks."""
    known = context["facts_by_id"]
    return [known[name] for name in example.missing_facts if name in known]


@register.simple_tag(takes_context=True)
def duty_text(context: template.Context, identifier: str) -> Any:
    """What an obligation is called."""
    duty = context["obligations_by_id"].get(identifier)
    return own_text(duty) if duty else identifier


@register.simple_tag(takes_context=True)
def duty_day(context: template.Context, deadline: ExpectedDeadline, rule: str) -> str:
    """The day of an example's deadline under a rule ("ordinary", "experiment"), or why that rule has none."""
    day: dt.date | None = getattr(deadline, rule)
    if day is not None:
        return format_date(day)
    duty = context["obligations_by_id"].get(deadline.obligation)
    timing = getattr(duty, rule) if duty else None
    return no_day_said(why_no_day(timing), timing)


def fact_text(fact: Any, value: Any) -> str:
    """The answer to a fact's question, as people write it: ja, 1. juli 2018, Aalborg."""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, dt.date):
        return format_date(value)
    if fact.type == "municipality":
        return municipality(value)
    if fact.type == "choice":
        return next((str(own_text(choice)) for choice in fact.choices if choice.value == value), str(value))
    text = format_exact(value) if isinstance(value, int | float) else str(value)
    return f"{text} {fact.unit}" if fact.unit else text


@register.filter
def unlocalised(value: float) -> str:
    """A coordinate as SVG wants it: decimal point, no thousands, no needless decimals."""
    return f"{value:.1f}".removesuffix(".0")
