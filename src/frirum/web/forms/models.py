"""A form, its entries (header fields and answers), and the amendments to what is locked."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.locking.models import AmendmentRow, LockRow
from frirum.web.organisations.scopes import OrganisationScoped


class FormState(models.TextChoices):
    """draft -> locked -> submitted -> received. The ministry may send a form back, to locked, with reasons."""

    DRAFT = "draft", _("Før start")
    LOCKED = "locked", _("Punkt 1-5 låst")
    SUBMITTED = "submitted", _("Indsendt")
    RECEIVED = "received", _("Modtaget")


class EvaluationForm(OrganisationScoped):
    """One municipality's form for one experiment and one reporting period.

    `definition_sha256` says which version of the definition it was begun from.
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
        ]

    def __str__(self) -> str:
        return f"{self.slug}, {self.period_title}"

    @property
    def is_locked(self) -> bool:
        """Whether points 1-5 are locked."""
        return self.state != FormState.DRAFT

    @property
    def submission(self) -> int:
        """Which time it is, or would be, sent; from 1."""
        return self.returns.count() + 1

    @property
    def is_sent(self) -> bool:
        """Whether the form has left the municipality; nothing in it changes while it is there."""
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


class FormLock(LockRow):
    """The lock of points 1-5."""

    personal_data = ("canonical",)

    form = models.OneToOneField(EvaluationForm, on_delete=models.PROTECT, related_name="lock")

    class Meta:
        verbose_name = _("lås af et evalueringsskema")


class FormAmendment(AmendmentRow):
    """A numbered change to a locked answer, with its reason."""

    personal_data = ("text", "reason")

    form = models.ForeignKey(EvaluationForm, on_delete=models.PROTECT, related_name="amendments")
    field = models.CharField(max_length=60)
    text = models.TextField(blank=True)

    class Meta(AmendmentRow.Meta):
        verbose_name = _("ændring af et låst punkt")
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="amendment_number_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="amendment_has_reason"),
        ]


class FormProposal(models.Model):
    """What a person did with a line that the data proposed: took it over or rejected it. Never changed or deleted.

    `digest` is of question and text, so that a line that says something else later is proposed anew.
    """

    personal_data = ("text",)

    form = models.ForeignKey(EvaluationForm, on_delete=models.PROTECT, related_name="proposals")
    field = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    text = models.TextField()
    source = models.TextField()
    taken = models.BooleanField()
    answered_by = models.CharField(max_length=100)
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("forslag til et felt i skemaet")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["form", "digest"], name="proposal_answered_once")]

    def __str__(self) -> str:
        return self.field


class FormReturn(models.Model):
    """What the ministry wrote when it sent a form back. Never changed or deleted.

    `submitted_at` is when the form that was sent back had come.
    """

    personal_data = ("comments",)

    form = models.ForeignKey(EvaluationForm, on_delete=models.PROTECT, related_name="returns")
    number = models.PositiveIntegerField()
    comments = models.TextField(_("Bemærkninger"))
    submitted_at = models.DateTimeField()
    returned_by = models.CharField(max_length=100)
    returned_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tilbagesendt skema")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_return_number_once"),
            models.CheckConstraint(condition=~models.Q(comments=""), name="form_return_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.number}"


class KeptDocument(models.Model):
    """Which stored file holds a form that was sent, in one format. Never changed or deleted.

    `submission` counts from 1: a form that was sent back is sent again.
    """

    personal_data = ()

    form = models.ForeignKey(EvaluationForm, on_delete=models.PROTECT, related_name="kept")
    extension = models.CharField(max_length=10)
    submission = models.PositiveIntegerField(default=1)
    file_reference = models.UUIDField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("gemt skema")
        ordering = ["submission", "extension"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "extension", "submission"], name="form_kept_once_per_format"
            )
        ]

    def __str__(self) -> str:
        return self.extension
