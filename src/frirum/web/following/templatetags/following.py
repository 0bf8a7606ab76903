"""Template tags of following: `{% load following %}`."""

from __future__ import annotations

from typing import Any

from django import template

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.wording import dated_text
from frirum.core.law.watch_words import no_changes_said
from frirum.web import clock
from frirum.web.following.answers import AnsweredChange, questions

register = template.Library()


@register.inclusion_tag("following/parts/law_changes.html")
def law_changes(experiment: Experiment) -> dict[str, Any]:
    """For the public page: what changed in the law under the experiment, and what was answered. No count is in it."""
    return {
        "questions": questions(experiment, on=clock.today()),
        "beside_course": True,
        "experiment": experiment,
    }


@register.simple_tag
def no_law_changes(experiment: Experiment) -> str:
    """What is known where no change is: not begun, never started, nothing to follow, or none found."""
    return no_changes_said(experiment, clock.today())


@register.filter
def changed_when(question: AnsweredChange) -> str:
    """The day, month or year of the change, as exactly as it is known."""
    return dated_text(question.change.date, question.change.precision)
