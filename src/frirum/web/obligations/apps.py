"""The app's place: casework, beside the uses whose deadlines it keeps."""

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.obligations"
    label = "obligations"
    zone = "casework"
