"""The kinds of organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an organisation is; a role can be held only in some kinds."""

    MUNICIPALITY = "municipality", _("Kommune")
    NETWORK = "network", _("Frikommunenetværk")
    MINISTRY = "ministry", _("Ministerium")
    EVALUATOR = "evaluator", _("Evaluator")
