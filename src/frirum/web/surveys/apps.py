"""The app's place: casework, where those who are asked are known. Answers pass to statistics without them."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.surveys"
    label = "surveys"
    zone = "casework"
