"""The app's place: casework, as its rows are about citizens' cases."""

from django.apps import AppConfig


class ExtractsConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.extracts"
    label = "extracts"
    zone = "casework"

    def ready(self) -> None:
        """Register events, protected rows, guards, jobs, the daily deletion, the check and the menu entry."""
        from frirum.web.extracts import checks, entries, events, keeping, work  # noqa: F401 - register on import
        from frirum.web.trail import verification

        events.register()
        entries.register()
        verification.register(checks.check_rows)
