"""The app's place: statistics. Nothing in it is read by a page about a case."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.registers"
    label = "registers"
    zone = "statistics"
