"""The app's place: casework, beside the people whose names it reads. It keeps nothing of its own."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.events"
    label = "events"
    zone = "casework"
