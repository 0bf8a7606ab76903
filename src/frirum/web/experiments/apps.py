"""The app's place: casework, where definitions are written."""

from django.apps import AppConfig


class ExperimentsConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.experiments"
    label = "experiments"
    zone = "casework"

    def ready(self) -> None:
        """Register events, protected rows, database guards, menu entries and front page figures."""
        from frirum.web.experiments import entries, events

        events.register()
        entries.register()
