"""The manifest of stored files."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.scopes import OrganisationScoped


class Purpose(models.TextChoices):
    """What a file was first collected for; it is never widened (databeskyttelsesloven § 10, stk. 2)."""

    ADMINISTRATIVE = "administrative", _("Administrativt formål")
    STATISTICAL = "statistical", _("Kun statistik")
    CONSENT = "consent", _("Samtykke")


class StoredFile(OrganisationScoped):
    """Why a file is here, and until when. Two rows may share the same bytes; the last one takes them along."""

    personal_data = ("name",)

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField(_("Størrelse"))
    media_type = models.CharField(_("Medietype"), max_length=150)
    name = models.CharField(_("Navn"), max_length=200)
    purpose = models.CharField(_("Formål"), max_length=20, choices=Purpose.choices)
    legal_basis = models.CharField(_("Hjemmel"), max_length=300)
    delete_on = models.DateField(_("Slettes"), db_index=True)
    uploaded_by = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField(_("Modtaget"))

    class Meta:
        verbose_name = _("fil")
        verbose_name_plural = _("filer")
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gte=0), name="file_size_not_negative"),
            models.CheckConstraint(
                condition=models.Q(purpose__in=Purpose.values), name="file_purpose_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(legal_basis=""), name="file_has_legal_basis"),
        ]

    def __str__(self) -> str:
        return self.name
