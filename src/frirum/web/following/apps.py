"""The app's place: casework, where uses are counted and coordinators decide."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowingConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.following"
    label = "following"
    zone = "casework"

    def ready(self) -> None:
        """Register events, protected rows, database guards, the menu entry and the demonstration."""
        from frirum.web.following import entries, events
        from frirum.web.following.demonstration import make_synthetic_experiment
        from frirum.web.preparation import add_demonstration

        events.register()
        entries.register()
        add_demonstration(_("Et syntetisk forsøg med få brug"), make_synthetic_experiment, order=60)
