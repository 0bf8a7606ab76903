"""What the answer of a check offers next: `{% load uses %}{% after_answer %}`."""

from __future__ import annotations

import secrets
from typing import Any

from django import template
from django.urls import reverse

from frirum.core.catalogue.conditions import Answer
from frirum.web.organisations.access import may
from frirum.web.organisations.permissions import Permission
from frirum.web.uses.assessing import consents
from frirum.web.uses.forms import RecordForm
from frirum.web.uses.reasons import NonUseReason

register = template.Library()

_COULD_BE_USED = (Answer.ELIGIBLE, Answer.NEEDS_JUDGEMENT)


@register.inclusion_tag("uses/after_answer.html", takes_context=True)
def after_answer(context: template.Context) -> dict[str, Any]:
    """One click more: record the use, or why it is not used. Nothing for those who do not record uses.

    Reads from the page: request, experiment, part, found (the answer) and kept (what was answered).
    """
    answer = context["found"].assessment.answer
    if answer is None or not may(context["request"].user, Permission.RECORD_USE):
        return {}
    experiment, part = context["experiment"], context["part"]
    wish = bool(consents(experiment, part))
    return {
        "csrf_token": context.get("csrf_token"),
        "kept": context["kept"],
        "record": _address("record", experiment, part),
        "not_used": _address("not_used", experiment, part),
        "at_once": answer is Answer.ELIGIBLE and not wish,
        "could_be_used": answer in _COULD_BE_USED,
        "form": _form(context),
        "reasons": NonUseReason.choices,
        "sent": secrets.token_urlsafe(16),
    }


def _address(route: str, experiment: Any, part: Any) -> str:
    if part:
        return reverse(f"uses:{route}_part", args=[experiment.slug, part.slug])
    return reverse(f"uses:{route}", args=[experiment.slug])


def _form(context: template.Context) -> RecordForm:
    """The three fields of a use that nothing speaks against; the day is the case's own."""
    initial = {"begun_on": context["found"].assessment.date}
    return RecordForm(against=False, judgement=False, wish=False, initial=initial)
