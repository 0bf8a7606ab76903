"""The app's place: statistics. What it reads of a case is nothing; a design is known by its reference."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.runs"
    label = "runs"
    zone = "statistics"
