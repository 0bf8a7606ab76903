"""The app's place: casework, beside the definitions it reads. It keeps nothing of its own."""

from django.apps import AppConfig


class OverviewsConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.overviews"
    label = "overviews"
    zone = "casework"
