"""The app's place: casework, beside the definitions it reads. It keeps nothing of its own."""

from django.apps import AppConfig


class OverviewsConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.overviews"
    label = "overviews"
    zone = "casework"

    def ready(self) -> None:
        """Register menu entries and front page figures."""
        from frirum.web.overviews import entries

        entries.register()
