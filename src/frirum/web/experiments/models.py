"""Versions of definitions, which never change, and the drafts that become versions."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.scopes import OrganisationScoped


class Origin(models.TextChoices):
    """Where a version is from."""

    SHIPPED = "shipped", _("Det medfølgende katalog")
    OWN = "own", _("Denne installation")


class DefinitionVersion(models.Model):
    """One numbered version of a definition. The database refuses to change or delete it.

    `canonical` is what the hash is of; `toml` is the text as it was written, comments and all.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Slug"), max_length=64)
    number = models.PositiveIntegerField(_("Version"))
    origin = models.CharField(_("Oprindelse"), max_length=10, choices=Origin.choices)
    organisation = models.CharField(_("Organisation"), max_length=60, blank=True)
    canonical = models.BinaryField()
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    toml = models.TextField()
    reason = models.CharField(_("Begrundelse"), max_length=500, blank=True)
    published_by = models.CharField(max_length=100)
    published_at = models.DateTimeField(_("Udgivet"))

    class Meta:
        verbose_name = _("version af en definition")
        verbose_name_plural = _("versioner af definitioner")
        ordering = ["slug", "number"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "number"], name="definition_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="definition_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.number}"


class DraftState(models.TextChoices):
    """What became of a draft."""

    OPEN = "open", _("Åben")
    PUBLISHED = "published", _("Udgivet")
    DISCARDED = "discarded", _("Kasseret")


class Draft(OrganisationScoped):
    """A definition being written. Its text may be wrong: it is checked at every save and must be right to be published.

    `revision` rises by one at each save; a save that builds on an older one is refused, so that two people who
    write at once never overwrite each other.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Slug"), max_length=64)
    toml = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    builds_on = models.PositiveIntegerField(_("Bygger på version"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.OPEN)
    changed_by = models.CharField(max_length=100)
    changed_at = models.DateTimeField(_("Gemt"))

    class Meta:
        verbose_name = _("kladde")
        verbose_name_plural = _("kladder")
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.slug
