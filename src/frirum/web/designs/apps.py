"""The app's place: casework, where municipalities write."""

from django.apps import AppConfig


class DesignsConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.designs"
    label = "designs"
    zone = "casework"

    def ready(self) -> None:
        """Register events, protected rows, database guards, menu entries, receipts and the demonstration."""
        from frirum.web.designs import demonstration, entries, events

        events.register()
        entries.register()
        demonstration.register()
