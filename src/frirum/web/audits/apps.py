"""The app's place: casework, where a municipality looks through its own cases."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.audits"
    zone = "casework"
