"""The app's place: casework, where what is locked is written. It has no rows of its own."""

from django.apps import AppConfig


class LockingConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.locking"
    label = "locking"
    zone = "casework"
