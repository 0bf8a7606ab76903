"""The app's place: both zones."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.files"
    label = "files"
    zone = "both"

    def ready(self) -> None:
        """Register the sentences of this app's events and what it protects."""
        from frirum.web.files import events

        events.register()
