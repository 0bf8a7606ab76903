"""Template tags of following: `{% load following %}`."""

from __future__ import annotations

from typing import Any

from django import template

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.wording import dated_text
from frirum.web import clock
from frirum.web.following.answers import AnsweredChange, questions

register = template.Library()


@register.inclusion_tag("following/parts/law_changes.html")
def law_changes(experiment: Experiment) -> dict[str, Any]:
    """For the public page: what changed in the law under the experiment, and what was answered. No count is in it."""
    return {"questions": questions(experiment, on=clock.today()), "beside_course": True}


@register.filter
def changed_when(question: AnsweredChange) -> str:
    """The day, month or year of the change, as exactly as it is known."""
    return dated_text(question.change.date, question.change.precision)
