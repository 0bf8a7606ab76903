"""The app's place: casework. It is the only app that keeps who a citizen is."""

from django.apps import AppConfig


class UsesConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.uses"
    label = "uses"
    zone = "casework"
