"""A request for the evaluation form of a reporting period, those it was sent to, and the time they were given."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.scopes import OrganisationScoped


class InquiryState(models.TextChoices):
    """prepared -> sent -> closed; there is no way back."""

    PREPARED = "prepared", _("Forberedt")
    SENT = "sent", _("Sendt")
    CLOSED = "closed", _("Lukket")


class Inquiry(OrganisationScoped):
    """What an authority asks municipalities for: their form of one experiment and reporting period, by a day."""

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("Titel"), max_length=200)
    text = models.TextField()
    slug = models.CharField(max_length=64)
    period = models.CharField(max_length=64)
    period_title = models.CharField(max_length=200)
    due_on = models.DateField()
    state = models.CharField(
        _("Tilstand"), max_length=10, choices=InquiryState.choices, default=InquiryState.PREPARED
    )
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("anmodning til kommuner")
        verbose_name_plural = _("anmodninger til kommuner")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=InquiryState.values), name="inquiry_state_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.title


class InquiryRecipient(models.Model):
    """One municipality that is asked. Whether it has answered is read from its form, and kept nowhere else.

    `address` is written here where nobody in the installation answers for the municipality; else it is empty, and mail
    goes to those who may send its form.
    """

    personal_data = ("address",)

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="recipients")
    municipality = models.CharField(max_length=3)
    address = models.EmailField(blank=True)
    due_on = models.DateField()
    mails = models.PositiveIntegerField(default=0)
    reminders = models.PositiveIntegerField(default=0)
    reminded_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("modtager af en anmodning")
        ordering = ["municipality"]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "municipality"], name="asked_once_per_inquiry"),
        ]

    def __str__(self) -> str:
        return self.municipality


class DueExtension(models.Model):
    """More time for one municipality, with the reason. Never changed or deleted."""

    personal_data = ("reason",)

    recipient = models.ForeignKey(InquiryRecipient, on_delete=models.PROTECT, related_name="extensions")
    before = models.DateField()
    due_on = models.DateField()
    reason = models.TextField()
    given_by = models.CharField(max_length=100)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("udsættelse af en frist")
        ordering = ["given_at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="extension_has_reason")]

    def __str__(self) -> str:
        return f"{self.due_on}"
