"""An answer, and the free texts apart from it.

The only key is random, 128 bits. On SQLite the tables have no row number (WITHOUT ROWID), so rows lie in the order of
their keys, whatever the order in which they came.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SurveyAnswer(models.Model):
    """One person's answers: municipality and the choices, numbers and days, by question id."""

    personal_data = ("content",)

    key = models.CharField(max_length=32, primary_key=True)
    wave = models.UUIDField(db_index=True)
    municipality = models.PositiveIntegerField()
    content = models.JSONField()

    class Meta:
        verbose_name = _("svar på spørgeskema")

    def __str__(self) -> str:
        return self.key


class SurveyText(models.Model):
    """One free text, with a key of its own: it does not tell which answer it stood in."""

    personal_data = ("text",)

    key = models.CharField(max_length=32, primary_key=True)
    wave = models.UUIDField(db_index=True)
    question = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        verbose_name = _("fritekst i spørgeskema")

    def __str__(self) -> str:
        return self.key
