"""The app's place: both zones, each with its own bytes and manifest."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.files"
    label = "files"
    zone = "both"

    def ready(self) -> None:
        """Register the sentences of this app's events, what it protects and how that is checked."""
        from frirum.web.files import checks, events
        from frirum.web.trail import verification

        events.register()
        verification.register(checks.check_files)
