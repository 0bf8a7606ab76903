"""An answer, the free texts apart from it, and the mark that its author may have made.

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


class SurveyMark(models.Model):
    """The mark of an answer whose author wrote a code of his own: the same for the same code in each wave of a survey.

    `key` is the answer's; `mark` is a keyed hash of the code, which is nowhere.
    """

    personal_data = ("mark",)

    key = models.CharField(max_length=32, primary_key=True)
    wave = models.UUIDField(db_index=True)
    mark = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("mærke på et svar på spørgeskema")

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
