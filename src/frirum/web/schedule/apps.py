"""The app's place: casework. It has no rows of its own."""

from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.schedule"
    label = "schedule"
    zone = "casework"
