"""A decision with the claims it names and the authorities behind it, its lock and its errata; who wants to be told."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from frirum.core.decisions.basis import ClaimRole
from frirum.web.decisions.assignment_models import (
    AssignmentRemark,
    DataHandover,
    EvaluationAssignment,
    EvaluationFinding,
)
from frirum.web.locking.models import AmendmentRow, LockRow
from frirum.web.organisations.scopes import OrganisationScoped

__all__ = [
    "AssignmentRemark",
    "DataHandover",
    "DecidingAuthority",
    "DecisionClaim",
    "DecisionErratum",
    "DecisionLock",
    "DecisionRecord",
    "DecisionState",
    "DecisionSubscriber",
    "EvaluationAssignment",
    "EvaluationFinding",
]


class DecisionState(models.TextChoices):
    """draft -> review -> approved -> published; from review and approved back to draft, from published nowhere."""

    DRAFT = "draft", _("Kladde")
    REVIEW = "review", _("Til anden læsning")
    APPROVED = "approved", _("Godkendt")
    PUBLISHED = "published", _("Offentliggjort")


class DecisionRecord(OrganisationScoped):
    """One authority's decision on an experiment or a part of it; an experiment can have several over time.

    `writers` are the references of everybody who has written in it: none of them may approve it. `public_from` is the
    moment from which others see a published one: an embargo where it lies ahead. `told` counts the notices that
    subscribers have been sent: the publication is 1, each erratum one more.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    part = models.CharField(max_length=64, blank=True)
    definition_number = models.PositiveIntegerField()
    definition_sha256 = models.CharField(max_length=64)
    state = models.CharField(
        _("Tilstand"), max_length=10, choices=DecisionState.choices, default=DecisionState.DRAFT
    )
    title = models.CharField(max_length=200)
    case_number = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True)
    outcomes = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    possibilities = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    extended_until = models.DateField(null=True)
    sunset = models.DateField(null=True)
    next_look = models.DateField(null=True)
    answer = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    begun_by = models.CharField(max_length=100)
    begun_at = models.DateTimeField()
    writers = models.JSONField(default=list)
    sent_back = models.TextField(blank=True)
    approved_by = models.CharField(max_length=100, blank=True)
    approved_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=100, blank=True)
    published_at = models.DateTimeField(null=True)
    public_from = models.DateTimeField(null=True)
    told = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("beslutning")
        verbose_name_plural = _("beslutninger")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DecisionState.values), name="decision_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=DecisionState.PUBLISHED)
                | Q(public_from__isnull=False, decided_on__isnull=False) & ~Q(approved_by=""),
                name="published_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=models.F("begun_by")),
                name="decision_is_read_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug}, {self.title}"

    @property
    def is_locked(self) -> bool:
        """Whether it is published: nothing in it changes from then on."""
        return self.state == DecisionState.PUBLISHED

    @property
    def is_draft(self) -> bool:
        """Whether it can be written in."""
        return self.state == DecisionState.DRAFT


class DecisionClaim(models.Model):
    """A claim that the decision names, in the words and on the step it had when it was chosen."""

    personal_data = ("text", "reason")

    decision = models.ForeignKey(DecisionRecord, on_delete=models.PROTECT, related_name="claims")
    key = models.CharField(max_length=150)
    text = models.TextField()
    step = models.PositiveSmallIntegerField()
    finding = models.CharField(max_length=30, blank=True)
    origin = models.CharField(max_length=20)
    source = models.TextField()
    part = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    locked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("udsagn i en beslutning")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "key"], name="claim_named_once"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in ClaimRole]), name="claim_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class DecidingAuthority(models.Model):
    """An authority that decides together with the one whose case it is, and when it agreed."""

    personal_data = ()

    decision = models.ForeignKey(DecisionRecord, on_delete=models.PROTECT, related_name="authorities")
    name = models.CharField(max_length=200)
    agreed_on = models.DateField(null=True)
    agreed_reference = models.CharField(max_length=100, blank=True)
    locked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("myndighed bag en beslutning")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "name"], name="authority_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DecisionLock(LockRow):
    """The lock of a published decision."""

    personal_data = ("canonical",)

    decision = models.OneToOneField(DecisionRecord, on_delete=models.PROTECT, related_name="lock")

    class Meta:
        verbose_name = _("lås af en beslutning")


class DecisionErratum(AmendmentRow):
    """A numbered correction to a published decision: what was published stays readable beside it."""

    personal_data = ("text", "reason")

    decision = models.ForeignKey(DecisionRecord, on_delete=models.PROTECT, related_name="amendments")
    field = models.CharField(max_length=30)
    text = models.TextField()

    class Meta(AmendmentRow.Meta):
        verbose_name = _("rettelse af en beslutning")
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="erratum_number_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="erratum_has_reason"),
        ]


class DecisionSubscriber(models.Model):
    """An address that is told of decisions and corrections once its owner has confirmed it; deleted on request."""

    personal_data = ("address",)

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.EmailField()
    slug = models.CharField(max_length=64, blank=True)
    token_sha256 = models.CharField(max_length=64, unique=True)
    confirmed = models.BooleanField(default=False)
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("abonnent")
        constraints = [models.UniqueConstraint(fields=["address", "slug"], name="subscribed_once")]

    def __str__(self) -> str:
        return str(self.pk)
