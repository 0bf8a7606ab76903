"""The app's place: casework."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.jobs"
    label = "jobs"
    zone = "casework"
