"""The app's place: casework. It is the only app that keeps who a citizen is."""

from django.apps import AppConfig


class UsesConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.uses"
    label = "uses"
    zone = "casework"

    def ready(self) -> None:
        """Register events, protected rows, database guards and the menu entries."""
        from frirum.web.uses import entries, events

        events.register()
        entries.register()
