"""The app's place: casework."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """The app's zone, and what it registers when it is ready."""

    name = "frirum.web.mail"
    label = "mail"
    zone = "casework"

    def ready(self) -> None:
        """Register the sentences of this app's events and what it protects."""
        from frirum.web.mail import events

        events.register()
