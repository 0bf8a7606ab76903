"""The app's place: casework, where people state what their municipality spent and spared."""

from django.apps import AppConfig


class EconomyConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.economy"
    label = "economy"
    zone = "casework"
