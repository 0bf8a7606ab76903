"""The app's place: casework, where staff write how long a task took and what a group said."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.studies"
    label = "studies"
    zone = "casework"
