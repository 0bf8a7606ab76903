"""Data sets of an evaluation, and who was handed one. People stand in the files, under the evaluation's pseudonyms."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.core.extracts.kinds import kind_named
from frirum.web.files.models import Purpose
from frirum.web.organisations.scopes import OrganisationScoped

REGISTER = "register"
"""The kind of a data set that is a wide register; all others are kinds of extract, and marks."""


class DataSetState(models.TextChoices):
    """received -> reading -> ready -> deleted; a reading that fails or is cancelled leaves it received."""

    RECEIVED = "received", _("Modtaget")
    READING = "reading", _("Læses")
    READY = "ready", _("Klar")
    DELETED = "deleted", _("Slettet")


class DataSet(OrganisationScoped):
    """One file received for an evaluation, or one kind of row that came through the door.

    `organisation` and `slug` are the evaluation: they make the key of its pseudonyms. `sender` is the municipality that
    let rows through the door and `passage` the reference that both sides keep; both are empty for a received file.
    `files` holds the references of what is kept, by what it is; `columns` and `counts` hold names and counts alone.
    """

    personal_data = ("name", "reason")

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    number = models.PositiveIntegerField(_("Nummer"))
    kind = models.CharField(_("Indhold"), max_length=64)
    name = models.CharField(_("Navn"), max_length=200)
    purpose = models.CharField(max_length=20, choices=Purpose.choices, default=Purpose.STATISTICAL)
    legal_basis = models.CharField(_("Hjemmel"), max_length=300)
    delete_on = models.DateField(_("Slettes"), db_index=True)
    sender = models.CharField(max_length=60, blank=True)
    passage = models.UUIDField(null=True)
    received_file = models.UUIDField(null=True)
    key_file = models.UUIDField(null=True)
    dropped = models.CharField(max_length=255, blank=True)
    columns = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    files = models.JSONField(default=dict)
    people = models.PositiveIntegerField(_("Personer"), null=True)
    can_be_linked = models.BooleanField(default=False)
    state = models.CharField(
        _("Tilstand"), max_length=10, choices=DataSetState.choices, default=DataSetState.RECEIVED
    )
    job = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    received_by = models.CharField(max_length=100)
    received_at = models.DateTimeField(_("Modtaget"))

    class Meta:
        verbose_name = _("datasæt")
        verbose_name_plural = _("datasæt")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="data_set_number_once"),
            models.UniqueConstraint(
                fields=["passage", "kind"],
                condition=models.Q(passage__isnull=False),
                name="data_set_passed_once",
            ),
            # What was collected for statistics is never used for anything else (databeskyttelsesloven § 10, stk. 2).
            models.CheckConstraint(
                condition=models.Q(purpose=Purpose.STATISTICAL), name="data_set_is_for_statistics"
            ),
            models.CheckConstraint(condition=~models.Q(legal_basis=""), name="data_set_has_legal_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def kind_label(self) -> str:
        """What is in it, in the reader's language."""
        return str(_("Register")) if self.kind == REGISTER else kind_named(self.kind).label


class HandingOver(OrganisationScoped):
    """A data set handed to somebody outside: who, under which agreement, what for, and until when."""

    personal_data = ("recipient", "agreement", "purpose")

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, related_name="handed_over")
    recipient = models.CharField(_("Modtager"), max_length=200)
    agreement = models.CharField(_("Aftale"), max_length=300)
    purpose = models.CharField(_("Formål"), max_length=300)
    end_date = models.DateField(_("Til og med"))
    handed_by = models.CharField(max_length=100)
    handed_at = models.DateTimeField(_("Udleveret"))

    class Meta:
        verbose_name = _("udlevering")
        verbose_name_plural = _("udleveringer")
        ordering = ["-handed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(recipient="") & ~models.Q(agreement="") & ~models.Q(purpose=""),
                name="handing_over_says_why",
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)
