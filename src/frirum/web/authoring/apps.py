"""The app's place: casework, where definitions are written."""

from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.authoring"
    label = "authoring"
    zone = "casework"
