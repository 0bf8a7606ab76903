"""The app's place: casework, where evaluation forms are written and sent."""

from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.inquiries"
    label = "inquiries"
    zone = "casework"
