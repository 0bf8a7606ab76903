"""The app's place: casework, beside the uses whose deadlines it keeps."""

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.obligations"
    label = "obligations"
    zone = "casework"

    def ready(self) -> None:
        """Register events, protected rows, database guards, the menu entries and the daily mail."""
        from frirum.web.obligations import digest, entries, events  # noqa: F401 - digest registers its job

        events.register()
        entries.register()
