"""The app's place: casework, where the ministry works. It holds no citizen's data."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.decisions"
    label = "decisions"
    zone = "casework"
