"""The app's place: both zones, each with its own chain."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TrailConfig(AppConfig):
    """Puts the triggers of all apps in place after each migration, watches the sealed rows and every text."""

    name = "frirum.web.trail"
    label = "trail"
    zone = "both"

    def ready(self) -> None:
        """Install every guard when the tables exist, and look at sealed rows before they change."""
        from frirum.web.trail import guards, texts, watching

        watching.connect()
        texts.connect()
        post_migrate.connect(guards.install_after_migration, dispatch_uid="trail.guards")
