"""The app's place: statistics, beside the runs the figures come from."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.releases"
    label = "releases"
    zone = "statistics"
