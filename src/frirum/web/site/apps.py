"""Registers the site with Django and adds its own entries to the main menu."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The face that every other app builds its pages on."""

    name = "frirum.web.site"
    label = "site"
    zone = "casework"
