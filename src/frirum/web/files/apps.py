"""The app's place: both zones, each with its own bytes and manifest."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.files"
    label = "files"
    zone = "both"
