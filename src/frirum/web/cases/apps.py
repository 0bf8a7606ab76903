"""The app's place: casework. Checking a case stores nothing, so there are no models yet."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.cases"
    label = "cases"
    zone = "casework"

    def ready(self) -> None:
        """Register the menu entry."""
        from frirum.web.cases import entries

        entries.register()
