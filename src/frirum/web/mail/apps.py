"""The app's place: casework."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.mail"
    label = "mail"
    zone = "casework"
