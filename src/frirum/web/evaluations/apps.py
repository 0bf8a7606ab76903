"""The app's place: casework, where municipalities write."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.evaluations"
    label = "evaluations"
    zone = "casework"

    def ready(self) -> None:
        """Register events, protected rows, database guards and the menu entry."""
        from frirum.web.evaluations import entries, events, keeping  # noqa: F401 - registers its job

        events.register()
        entries.register()
