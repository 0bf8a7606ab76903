"""A time study with its entries, and a conversation with what was claimed in it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.scopes import OrganisationScoped


class StudyPhase(models.TextChoices):
    """When the time is written, against the experiment."""

    BEFORE = "before", _("Før forsøget")
    DURING = "during", _("Under forsøget")


class StaffRole(models.TextChoices):
    """Who spent the time; never who it was by name."""

    CASEWORKER = "caseworker", _("Rådgiver")
    CONSULTANT = "employer_consultant", _("Virksomhedskonsulent")
    LEADER = "team_leader", _("Teamleder")
    ADMINISTRATIVE = "administrative", _("Administrativ medarbejder")
    OTHER = "other", _("Anden rolle")


class TimeStudy(OrganisationScoped):
    """A stretch of days on some of which the staff writes how long tasks take.

    `days` are the drawn days as ISO text, in order of time; `seed` gives them again. `tasks` are codes of the extract
    kind `time_entries`.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    phase = models.CharField(_("Hvornår"), max_length=10, choices=StudyPhase.choices)
    tasks = models.JSONField()
    first_day = models.DateField()
    last_day = models.DateField()
    seed = models.BigIntegerField()
    days = models.JSONField()
    begun_by = models.CharField(max_length=100)
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("tidsregistrering")
        ordering = ["-begun_at"]

    def __str__(self) -> str:
        return f"{self.slug} {self.phase}"

    @property
    def is_open(self) -> bool:
        """Whether time can still be written."""
        return self.closed_at is None


class TimeEntry(models.Model):
    """The time that one task took on one day. `code` is random; `written_by` lets the writer take the line away."""

    personal_data = ("written_by",)

    study = models.ForeignKey(TimeStudy, on_delete=models.PROTECT, related_name="entries")
    code = models.CharField(max_length=12)
    on = models.DateField()
    task = models.CharField(max_length=40)
    role = models.CharField(max_length=30, choices=StaffRole.choices)
    minutes = models.PositiveIntegerField()
    written_by = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("linje i en tidsregistrering")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.code


class ConversationKind(models.TextChoices):
    """How people were spoken with."""

    FOCUS_GROUP = "focus_group", _("Fokusgruppe")
    INTERVIEW = "interview", _("Interview")


class Conversation(OrganisationScoped):
    """A focus group or interview: the guide, who took part by role, and notes without names."""

    personal_data = ("notes",)

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    kind = models.CharField(_("Slags"), max_length=15, choices=ConversationKind.choices)
    held_on = models.DateField(_("Dag"))
    guide = models.TextField(_("Guide"))
    participants = models.JSONField()
    notes = models.TextField(_("Notater"), blank=True)
    recorded_by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("samtale om et forsøg")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.slug} {self.held_on}"


class Direction(models.TextChoices):
    """What was claimed: better, as before, worse, or both."""

    BETTER = "better", _("Bedre end før")
    SAME = "same", _("Som før")
    WORSE = "worse", _("Dårligere end før")
    MIXED = "mixed", _("Både bedre og dårligere")


class ConversationClaim(models.Model):
    """One thing that was claimed, in one sentence. It is experience, step 0: it never becomes a finding by itself."""

    personal_data = ("text",)

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="claims")
    theme = models.CharField(_("Tema"), max_length=100)
    text = models.TextField(_("Udsagn"))
    direction = models.CharField(_("Retning"), max_length=10, choices=Direction.choices)
    said_by = models.CharField(_("Sagt af"), max_length=100)

    class Meta:
        verbose_name = _("udsagn fra en samtale")
        ordering = ["theme", "pk"]

    def __str__(self) -> str:
        return self.theme
