"""The app's place: casework, where municipalities write."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.forms"
    # Django's own `forms` has that label. This one is in the names of the tables, and they keep what they were called.
    label = "evaluations"
    zone = "casework"
