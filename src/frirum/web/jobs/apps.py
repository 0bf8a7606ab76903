"""The app's place: casework."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.jobs"
    label = "jobs"
    zone = "casework"

    def ready(self) -> None:
        """Register the sentences of this app's events, the housekeeping and the entry in the menu."""
        from frirum.web.jobs import events, housekeeping, menu  # noqa: F401 - registers on import

        events.register()
