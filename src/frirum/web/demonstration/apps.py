"""The app's place: casework. It has no rows of its own."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.demonstration"
    label = "demonstration"
    zone = "casework"
