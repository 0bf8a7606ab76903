"""The app's place: casework, as its rows are about citizens' cases."""

from django.apps import AppConfig


class ExtractsConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.extracts"
    label = "extracts"
    zone = "casework"
