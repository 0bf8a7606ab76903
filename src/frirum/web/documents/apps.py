"""The app's place: casework, where municipalities write."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.documents"
    label = "documents"
    zone = "casework"
