"""The app's place: statistics, so that no answer lies beside the list of those who were asked."""

from django.apps import AppConfig


class SurveyAnswersConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.survey_answers"
    label = "survey_answers"
    zone = "statistics"
