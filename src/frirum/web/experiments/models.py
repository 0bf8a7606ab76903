"""Versions of definitions, which never change, and the drafts that become versions."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.core.authoring.writing import read_text
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
    """What became of a draft: open -> sent -> published; from sent back to open when somebody sends it back."""

    OPEN = "open", _("Åben")
    SENT = "sent", _("Sendt til bekræftelse og godkendelse")
    PUBLISHED = "published", _("Udgivet")
    DISCARDED = "discarded", _("Kasseret")


class Draft(OrganisationScoped):
    """A definition being written. Its text may be wrong: it is checked at every save and must be right to be published.

    `authors` are the references of everybody who has written in it: none of them approves it. `reason` is what is new
    in the version it becomes. `revision` rises by one at each save; a save that builds on an older one is refused, so
    that two people who write at once never overwrite each other.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Slug"), max_length=64)
    toml = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    builds_on = models.PositiveIntegerField(_("Bygger på version"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.OPEN)
    authors = models.JSONField(default=list)
    reason = models.CharField(_("Begrundelse"), max_length=500, blank=True)
    changed_by = models.CharField(max_length=100)
    changed_at = models.DateTimeField(_("Gemt"))

    class Meta:
        verbose_name = _("kladde")
        verbose_name_plural = _("kladder")
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.slug

    @property
    def written_by(self) -> set[str]:
        """The references of those who have written in it or sent it: none of them approves it."""
        return {*self.authors, self.changed_by}

    @property
    def title(self) -> str:
        """What the draft is called: the title in its text, else its name in the address."""
        document = read_text(self.toml) or {}
        title = document.get("short_title")
        return title if isinstance(title, str) and title.strip() else self.slug


class AnswerKind(models.TextChoices):
    """What somebody who was asked said of a draft."""

    CONFIRMED = "confirmed", _("Bekræftet af kommunen")
    APPROVED = "approved", _("Godkendt")
    SENT_BACK = "sent_back", _("Sendt tilbage")


class DraftAnswer(models.Model):
    """A municipality's yes to being named, a second person's approval, or a no with what is to be mended.

    It holds for the revision it was given to: a draft that is written in again is asked about again. The database
    refuses to change or delete it.
    """

    personal_data = ("text",)

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="answers")
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=AnswerKind.choices)
    organisation = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    answered_by = models.CharField(max_length=100)
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("svar på en kladde")
        verbose_name_plural = _("svar på kladder")
        ordering = ["answered_at", "pk"]

    def __str__(self) -> str:
        return f"{self.draft}, {self.kind}"


class Withdrawal(models.Model):
    """A published definition taken back, with the reason everybody reads. The versions up to `number` stay readable.

    The database refuses to change or delete it; a later version stands again.
    """

    personal_data = ("reason",)

    slug = models.SlugField(_("Forsøg"), max_length=64)
    number = models.PositiveIntegerField()
    organisation = models.CharField(max_length=60)
    reason = models.TextField(_("Begrundelse"))
    withdrawn_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(_("Trukket tilbage"))

    class Meta:
        verbose_name = _("tilbagetrækning")
        verbose_name_plural = _("tilbagetrækninger")
        ordering = ["slug", "number"]
        constraints = [models.UniqueConstraint(fields=["slug", "number"], name="withdrawn_once")]

    def __str__(self) -> str:
        return self.slug
