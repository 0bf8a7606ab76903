"""An outside evaluation: who does it, what data were handed over, the report, and what it found."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from frirum.core.evidence.rules import Finding
from frirum.web.organisations.scopes import OrganisationScoped


class EvaluationAssignment(OrganisationScoped):
    """What an outside evaluator has been asked to do, by which agreement, and the report once it has come.

    `evaluator_key` is the evaluator's organisation here, whose people then see the assignment; "" where it has none.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("Titel"), max_length=200)
    evaluator = models.CharField(_("Evaluator"), max_length=200)
    evaluator_key = models.CharField(max_length=60, blank=True, default="", db_index=True)
    slugs = models.JSONField(default=list)
    agreement = models.CharField(_("Aftale"), max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    begun_by = models.CharField(max_length=100)
    begun_at = models.DateTimeField()
    report_title = models.CharField(max_length=300, blank=True)
    report_received_on = models.DateField(null=True)
    report_sha256 = models.CharField(max_length=64, blank=True)
    report_where = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("ekstern evaluering")
        verbose_name_plural = _("eksterne evalueringer")
        ordering = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def organisations(self) -> frozenset[str]:
        """The keys of the authority that asked for it and of the evaluator, where it has an organisation here."""
        return frozenset({self.organisation, self.evaluator_key} - {""})


class DataHandover(models.Model):
    """Data that were handed to the evaluator: what, by which right, when, and the fingerprint. Never changed."""

    personal_data = ()

    assignment = models.ForeignKey(EvaluationAssignment, on_delete=models.PROTECT, related_name="handovers")
    what = models.TextField()
    legal_basis = models.CharField(max_length=300)
    holds_people = models.BooleanField()
    handed_on = models.DateField()
    received_by = models.CharField(max_length=200)
    delete_by = models.DateField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    noted_by = models.CharField(max_length=100)
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("overdragelse af data")
        ordering = ["handed_on", "pk"]

    def __str__(self) -> str:
        return f"{self.handed_on}"


class EvaluationFinding(models.Model):
    """One thing the report found: a claim with its place, its step and why that step. Withdrawn, never deleted."""

    personal_data = ("text", "step_reason", "withdrawn_reason")

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(EvaluationAssignment, on_delete=models.PROTECT, related_name="findings")
    slug = models.CharField(max_length=64)
    part = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    place = models.CharField(max_length=200)
    step = models.PositiveSmallIntegerField()
    step_reason = models.TextField()
    finding = models.CharField(max_length=30, blank=True)
    entered_by = models.CharField(max_length=100)
    entered_at = models.DateTimeField()
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("fund i en ekstern evaluering")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(step__lte=5), name="finding_step_is_known"),
            models.CheckConstraint(
                condition=Q(finding__in=["", *(one.value for one in Finding)]),
                name="finding_verdict_is_known",
            ),
            models.CheckConstraint(condition=~Q(step_reason=""), name="finding_step_is_argued"),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class RemarkKind(models.TextChoices):
    """A remark on the assignment, or the evaluator's word on how its report is rendered in a finding."""

    REMARK = "remark", _("Bemærkning")
    AS_REPORTED = "as_reported", _("Gengivet rigtigt")
    NOT_AS_REPORTED = "not_as_reported", _("Ikke gengivet rigtigt")


class AssignmentRemark(models.Model):
    """What one side writes to the other about an assignment or one of its findings. Never changed or deleted."""

    personal_data = ("text",)

    assignment = models.ForeignKey(EvaluationAssignment, on_delete=models.PROTECT, related_name="remarks")
    finding = models.ForeignKey(
        EvaluationFinding, on_delete=models.PROTECT, null=True, related_name="remarks"
    )
    kind = models.CharField(max_length=20, choices=RemarkKind.choices, default=RemarkKind.REMARK)
    text = models.TextField(blank=True)
    written_by = models.CharField(max_length=100)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bemærkning om en ekstern evaluering")
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=RemarkKind.AS_REPORTED) | ~Q(text=""),
                name="assignment_remark_says_something",
            ),
            models.CheckConstraint(
                condition=Q(kind=RemarkKind.REMARK, finding__isnull=True)
                | Q(kind__in=["as_reported", "not_as_reported"], finding__isnull=False),
                name="word_on_a_finding_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.written_by}"
