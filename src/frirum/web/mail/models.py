"""The outbox."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """waiting -> sent, or failed when every attempt was refused."""

    WAITING = "waiting", _("Venter")
    SENT = "sent", _("Sendt")
    FAILED = "failed", _("Kunne ikke sendes")


class OutboxMail(models.Model):
    """A mail to one address. The text is emptied when it is sent; that it was sent stays."""

    personal_data = ("address", "subject", "body")

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The same reason never gives two mails: "form-submitted:<reference>:<recipient>".
    once_key = models.CharField(max_length=200, unique=True)
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    try_after = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [models.Index(fields=["state", "try_after"], name="outbox_queue")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MailState.values), name="mail_state_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.reference}"
