"""The app's place: casework, where definitions are written."""

from django.apps import AppConfig


class ExperimentsConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.experiments"
    label = "experiments"
    zone = "casework"

    def ready(self) -> None:
        """Register events, protected rows, database guards, checks, menu entries and front page figures."""
        from frirum.web.experiments import checks, entries, events
        from frirum.web.trail import verification

        events.register()
        entries.register()
        verification.register(checks.check_definitions)
