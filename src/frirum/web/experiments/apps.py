"""The app's place: casework, where definitions are written."""

from django.apps import AppConfig


class ExperimentsConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.experiments"
    label = "experiments"
    zone = "casework"
