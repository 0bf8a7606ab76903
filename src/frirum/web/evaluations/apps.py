"""The app's place: casework, where municipalities write."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.evaluations"
    label = "evaluations"
    zone = "casework"
