"""A round of an audit and the cases it looks through."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.scopes import OrganisationScoped
from frirum.web.uses.models import Use


class RoundState(models.TextChoices):
    """open -> held; there is no way back."""

    OPEN = "open", _("I gang")
    HELD = "held", _("Afholdt")


class DropReason(models.TextChoices):
    """Why a drawn case could not be reviewed."""

    NOT_FOUND = "not_found", _("Sagen kan ikke findes")
    NOT_ON_LIST = "not_on_list", _("Sagen hører ikke til på listen")
    OTHER = "other", _("Anden grund")


class AuditRound(OrganisationScoped):
    """One time a municipality holds an audit that a definition asks for.

    `frame` is the list as it was drawn from: references of uses, in order; `frame_sha256` is that of the same list as a
    file. `n` and `seed` are empty where all cases are reviewed. `proof` is the text that a held round leaves.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    definition_number = models.PositiveIntegerField()
    definition_sha256 = models.CharField(max_length=64)
    instrument = models.CharField(max_length=64)
    round = models.CharField(max_length=64, blank=True)
    first_day = models.DateField(_("Brugt fra"))
    last_day = models.DateField(_("Brugt til"))
    n = models.PositiveIntegerField(null=True)
    seed = models.BigIntegerField(null=True)
    frame = models.JSONField(default=list)
    frame_sha256 = models.CharField(max_length=64)
    state = models.CharField(
        _("Tilstand"), max_length=10, choices=RoundState.choices, default=RoundState.OPEN
    )
    opened_by = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    held_by = models.CharField(max_length=100, blank=True)
    held_at = models.DateTimeField(null=True)
    proof = models.TextField(blank=True)
    proof_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("tilsynsrunde")
        verbose_name_plural = _("tilsynsrunder")
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.slug} {self.instrument}"

    @property
    def is_held(self) -> bool:
        """Whether it is over; nothing in it changes after that."""
        return self.state == RoundState.HELD


class AuditCase(models.Model):
    """One case of a round, with what was answered so far.

    `answers` is question id -> value of the option, number or day as text, or free text.
    """

    personal_data = ("answers", "dropped")

    round = models.ForeignKey(AuditRound, on_delete=models.PROTECT, related_name="cases")
    number = models.PositiveIntegerField()
    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    dropped = models.CharField(_("Udgår fordi"), max_length=20, choices=DropReason.choices, blank=True)
    revision = models.PositiveIntegerField(default=0)
    reviewed_by = models.CharField(max_length=100, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    locked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("sag i et tilsyn")
        verbose_name_plural = _("sager i et tilsyn")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="audit_case_number_once"),
            models.UniqueConstraint(fields=["round", "use"], name="audit_case_use_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)
