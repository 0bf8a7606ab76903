"""The app's place: casework, where municipalities write."""

from django.apps import AppConfig


class DesignsConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.designs"
    label = "designs"
    zone = "casework"
