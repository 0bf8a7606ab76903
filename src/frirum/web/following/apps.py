"""The app's place: casework, where uses are counted and coordinators decide."""

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.following"
    label = "following"
    zone = "casework"
