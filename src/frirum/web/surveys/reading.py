"""What is asked of waves and their answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from frirum.core.catalogue.loader import shipped_shared
from frirum.core.catalogue.questions import QuestionKind
from frirum.core.instruments.questions import Answer
from frirum.core.instruments.survey import Survey, SurveyResponse, survey_of
from frirum.core.instruments.survey_comparison import WaveAnswers
from frirum.web.experiments.definitions import parsed
from frirum.web.experiments.models import DefinitionVersion
from frirum.web.survey_answers.models import SurveyAnswer
from frirum.web.surveys.models import SurveyWave
from frirum.web.zones import STATISTICS, alias


def survey_in(wave: SurveyWave) -> Survey:
    """The survey in the words of the wave's version of the definition."""
    version = DefinitionVersion.objects.get(slug=wave.slug, number=wave.definition_number)
    return survey_of(parsed(version.toml), wave.instrument, shipped_shared().scales)


def as_json(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Answers as they are kept: numbers and days as text."""
    return {
        key: str(value)
        if isinstance(value, Decimal)
        else value.isoformat()
        if isinstance(value, dt.date)
        else value
        for key, value in answers.items()
    }


def free_texts(survey: Survey) -> frozenset[str]:
    """The ids of questions whose answer is free text, which is kept apart."""
    return frozenset(one.id for one in survey.questions if one.question.kind is QuestionKind.OPEN)


def answers_of(wave: SurveyWave) -> WaveAnswers:
    """The answers of a wave, without its free texts, in the order of their random keys."""
    rows = SurveyAnswer.objects.using(alias(STATISTICS)).filter(wave=wave.reference).order_by("key")
    sheets = [SurveyResponse(row.content, row.municipality) for row in rows]
    return WaveAnswers(wave.name, sheets, wave.invited)
