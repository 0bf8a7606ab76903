"""What is asked of waves and their answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django_scopes import scopes_disabled

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.catalogue.questions import QuestionKind
from frirum.core.instruments.questions import Answer, asked_questions
from frirum.core.instruments.survey import Survey, SurveyResponse, survey_of
from frirum.core.instruments.survey_comparison import WaveAnswers
from frirum.core.instruments.survey_file import read_survey_toml
from frirum.web.experiments.definitions import parsed
from frirum.web.experiments.models import DefinitionVersion
from frirum.web.survey_answers.models import SurveyAnswer, SurveyMark, SurveyText
from frirum.web.surveys.models import OwnQuestionnaire, PendingAnswer, SurveyWave
from frirum.web.temporary import unnamed_file
from frirum.web.zones import STATISTICS, alias


def survey_in(wave: SurveyWave) -> Survey:
    """The survey in the words of the wave's version of the definition, or of the own questionnaire."""
    if wave.own_version is None:
        return _survey_of_version(wave.slug, wave.definition_number, wave.definition_sha256, wave.instrument)
    version = DefinitionVersion.objects.get(slug=wave.slug, number=wave.definition_number)
    experiment = parsed(version.toml)
    with scopes_disabled():
        own = OwnQuestionnaire.objects.get(
            organisation=wave.organisation, slug=wave.slug, key=wave.instrument, number=wave.own_version
        )
    return own_survey(own, experiment)


@lru_cache(maxsize=64)
def _survey_of_version(slug: str, number: int, sha256: str, instrument: str) -> Survey:
    """A version never changes: one with this hash is read once."""
    version = DefinitionVersion.objects.get(slug=slug, number=number)
    return survey_of(parsed(version.toml), instrument, shipped_shared().scales)


def own_survey(own: OwnQuestionnaire, experiment: Experiment) -> Survey:
    """An organisation's own questionnaire as a survey of the experiment."""
    return survey_of_text(own.content, experiment)


def survey_of_text(content: str, experiment: Experiment) -> Survey:
    """The first survey of a TOML text, with the shared scales and its own.

    Raises:
        InputRefused: the text is no questionnaire.
    """
    with unnamed_file() as (file, path):
        file.write(content.encode())
        file.flush()
        read = read_survey_toml(path)
    instrument = next(iter(read.surveys.values()))
    questions = asked_questions(instrument, experiment, read.scales)
    used = {asked.question.scale for asked in questions}
    return Survey(experiment, instrument, questions, {k: v for k, v in read.scales.items() if k in used})


def as_json(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Answers as they are kept: numbers and days as text, several options as a list."""
    return {key: _kept(value) for key, value in answers.items()}


def _kept(value: Answer) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def free_texts(survey: Survey) -> frozenset[str]:
    """The ids of questions whose answer is free text, which is kept apart."""
    return frozenset(one.id for one in survey.questions if one.question.kind is QuestionKind.OPEN)


def texts_of(wave: SurveyWave) -> dict[str, list[str]]:
    """Question id -> its free texts in the order of their own random keys, which tell nothing of who wrote them."""
    found: dict[str, list[str]] = {}
    rows = SurveyText.objects.using(alias(STATISTICS)).filter(wave=wave.reference).order_by("key")
    for question, text in rows.values_list("question", "text"):
        found.setdefault(question, []).append(text)
    return found


def is_whole(wave: SurveyWave) -> bool:
    """Whether no answer to the wave waits to be kept."""
    return not PendingAnswer.objects.filter(wave=wave.reference).exists()


def answers_of(wave: SurveyWave) -> WaveAnswers:
    """The answers of a wave, without its free texts, in the order of their random keys."""
    rows = SurveyAnswer.objects.using(alias(STATISTICS)).filter(wave=wave.reference).order_by("key")
    marks = dict(
        SurveyMark.objects.using(alias(STATISTICS)).filter(wave=wave.reference).values_list("key", "mark")
    )
    sheets = [SurveyResponse(row.content, row.municipality, marks.get(row.key, "")) for row in rows]
    return WaveAnswers(wave.name, sheets, wave.invited)
