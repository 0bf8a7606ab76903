"""What closed waves found, as proposals for the evaluation form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.core.disclosure.settings import HOUSE_RULES
from frirum.core.vocabulary.danish import format_number
from frirum.web.registration import ProposedLine
from frirum.web.surveys.models import SurveyWave, WaveState
from frirum.web.surveys.reading import answers_of, survey_in
from frirum.web.surveys.results import ShownQuestion, distributions


def survey_lines(slug: str, organisation: str, on: dt.date) -> Iterator[ProposedLine]:
    """The commonest answer to each question of each wave, where the wave is large enough to be shown."""
    with scopes_disabled():
        waves = SurveyWave.objects.filter(slug=slug, organisation=organisation, state=WaveState.CLOSED)
        for wave in waves:
            answers = answers_of(wave)
            if len(answers.sheets) < HOUSE_RULES.threshold:
                continue
            source = _("spørgeskemaet »{wave}«, {n} svar").format(wave=wave.name, n=len(answers.sheets))
            for question in distributions(survey_in(wave), answers):
                text = _said(question)
                if text:
                    yield ProposedLine("results.benefits", text, source, about="surveys")


def _said(question: ShownQuestion) -> str:
    shown = [one for one in question.options if one.percent is not None]
    if question.refusal or not shown:
        return ""
    most = max(shown, key=lambda one: one.percent or 0)
    text = _("{question} {percent} pct. svarede »{answer}«.")
    return text.format(question=question.text, percent=format_number(most.percent or 0), answer=most.text)
