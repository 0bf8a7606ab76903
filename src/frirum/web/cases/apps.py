"""The app's place: casework. Checking a case stores nothing, so there are no models yet."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The app's zone."""

    name = "frirum.web.cases"
    label = "cases"
    zone = "casework"
