"""The app's place: statistics, beside the runs the figures come from."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.releases"
    label = "releases"
    zone = "statistics"

    def ready(self) -> None:
        """Register events, protected rows, database guards and the menu entry."""
        from frirum.web.releases import entries, events

        events.register()
        entries.register()
