"""A form, its entries (header fields and answers), and the amendments to what is locked."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.scopes import OrganisationScoped


class FormState(models.TextChoices):
    """draft -> locked -> submitted -> received; there is no way back."""

    DRAFT = "draft", _("Før start")
    LOCKED = "locked", _("Punkt 1-5 låst")
    SUBMITTED = "submitted", _("Indsendt")
    RECEIVED = "received", _("Modtaget")


class EvaluationForm(OrganisationScoped):
    """One municipality's form for one experiment and one reporting period.

    `definition_sha256` says which version of the definition it was begun from; `lock_sha256` is the hash of the
    header, points 1-5 and that version as they were locked, and stands on the receipt.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    period = models.CharField(max_length=64)
    period_title = models.CharField(_("Periode"), max_length=200)
    definition_number = models.PositiveIntegerField()
    definition_sha256 = models.CharField(max_length=64)
    state = models.CharField(_("Tilstand"), max_length=10, choices=FormState.choices, default=FormState.DRAFT)
    begun_by = models.CharField(max_length=100)
    begun_at = models.DateTimeField()
    lock_sha256 = models.CharField(max_length=64, blank=True)
    locked_by = models.CharField(max_length=100, blank=True)
    locked_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=100, blank=True)
    submitted_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=100, blank=True)
    received_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("evalueringsskema")
        verbose_name_plural = _("evalueringsskemaer")
        ordering = ["slug", "period", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "period", "organisation"], name="one_form_per_period"),
            models.CheckConstraint(
                condition=models.Q(lock_sha256="", locked_at=None, locked_by="")
                | (~models.Q(lock_sha256="") & ~models.Q(locked_at=None) & ~models.Q(locked_by="")),
                name="form_lock_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(state=FormState.DRAFT) | ~models.Q(lock_sha256=""),
                name="form_is_locked_before_it_is_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug}, {self.period_title}"

    @property
    def is_locked(self) -> bool:
        """Whether points 1-5 are locked."""
        return bool(self.lock_sha256)

    @property
    def is_sent(self) -> bool:
        """Whether the form has left the municipality; nothing in it changes after that."""
        return self.state in (FormState.SUBMITTED, FormState.RECEIVED)


class FormEntry(models.Model):
    """One header field ("header.title") or answer ("goals.goals"). A locked row is refused by the database."""

    personal_data = ("text",)

    form = models.ForeignKey(EvaluationForm, on_delete=models.PROTECT, related_name="entries")
    field = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    locked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("felt i skemaet")
        constraints = [models.UniqueConstraint(fields=["form", "field"], name="one_entry_per_field")]

    def __str__(self) -> str:
        return self.field


class FormAmendment(models.Model):
    """A numbered change to a locked answer, with its reason. Never changed or deleted."""

    personal_data = ("text", "reason")

    form = models.ForeignKey(EvaluationForm, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField()
    field = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    reason = models.TextField()
    major = models.BooleanField()
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ændring af et låst punkt")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="amendment_number_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="amendment_has_reason"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class KeptDocument(models.Model):
    """Which stored file holds a form that was sent, in one format. Never changed or deleted."""

    personal_data = ()

    form = models.ForeignKey(EvaluationForm, on_delete=models.PROTECT, related_name="kept")
    extension = models.CharField(max_length=10)
    file_reference = models.UUIDField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("gemt skema")
        ordering = ["extension"]
        constraints = [
            models.UniqueConstraint(fields=["form", "extension"], name="form_kept_once_per_format")
        ]

    def __str__(self) -> str:
        return self.extension
