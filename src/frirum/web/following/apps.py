"""The app's place: casework, where uses are counted and coordinators decide."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowingConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.following"
    label = "following"
    zone = "casework"

    def ready(self) -> None:
        """Register events, protected rows, database guards, the menu entry, the front page and the demonstration."""
        from frirum.web.following import entries, events
        from frirum.web.following.demonstration import make_synthetic_experiment
        from frirum.web.following.front import asks_for_a_decision
        from frirum.web.preparation import add_demonstration
        from frirum.web.site.front import FrontSection, register_section

        events.register()
        entries.register()
        register_section(FrontSection("following/front.html", asks_for_a_decision, order=30))
        add_demonstration(_("Et syntetisk forsøg med få brug"), make_synthetic_experiment, order=60)
