"""A design, its steps, the versions that were reviewed, the lock, the amendments, and when outcomes were first seen."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from frirum.web.locking.models import AmendmentRow, LockRow
from frirum.web.organisations.scopes import OrganisationScoped


class DesignState(models.TextChoices):
    """draft -> review -> approved -> locked; from review and approved back to draft, from locked nowhere."""

    DRAFT = "draft", _("Kladde")
    REVIEW = "review", _("Til sparring")
    APPROVED = "approved", _("Godkendt")
    LOCKED = "locked", _("Låst")


class Design(OrganisationScoped):
    """One organisation's evaluation design of one experiment.

    `authors` are the references of everybody who has written in it: none of them may review it, or let it start with
    an unfulfilled checklist. `definition_sha256` says which version of the definition it was begun from.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    definition_number = models.PositiveIntegerField()
    definition_sha256 = models.CharField(max_length=64)
    state = models.CharField(
        _("Tilstand"), max_length=10, choices=DesignState.choices, default=DesignState.DRAFT
    )
    begun_by = models.CharField(max_length=100)
    begun_at = models.DateTimeField()
    authors = models.JSONField(default=list)
    reviewer = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("evalueringsdesign")
        verbose_name_plural = _("evalueringsdesign")
        ordering = ["slug", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "organisation"], name="one_design_per_experiment"),
            models.CheckConstraint(
                condition=~Q(reviewer=models.F("begun_by")), name="design_reviewer_is_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DesignState.REVIEW, DesignState.APPROVED]) | ~Q(reviewer=""),
                name="design_in_review_has_reviewer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug}, {self.organisation}"

    @property
    def is_draft(self) -> bool:
        """Whether every step can be written in."""
        return self.state == DesignState.DRAFT

    @property
    def is_locked(self) -> bool:
        """Whether points 1-5 and the plan of analysis are locked."""
        return self.state == DesignState.LOCKED


class DesignStep(models.Model):
    """What is written in one step of the guide. The database refuses to change one that is locked.

    `revision` rises by one at each save; a save that builds on an older one is refused.
    """

    personal_data = ("content",)

    design = models.ForeignKey(Design, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=40)
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    locked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("trin i et design")
        constraints = [models.UniqueConstraint(fields=["design", "step"], name="design_step_once")]

    def __str__(self) -> str:
        return self.step


class DesignVersion(models.Model):
    """The design as it was when it was sent to review. Never changed or deleted."""

    personal_data = ("content",)

    design = models.ForeignKey(Design, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    reviewer = models.CharField(max_length=100)
    submitted_by = models.CharField(max_length=100)
    submitted_at = models.DateTimeField(_("Sendt"))

    class Meta:
        verbose_name = _("version af et design")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["design", "number"], name="design_version_once")]

    def __str__(self) -> str:
        return str(self.number)


class NoteKind(models.TextChoices):
    """What a note of the review is."""

    COMMENT = "comment", _("Kommentar")
    APPROVED = "approved", _("Godkendt")
    SENT_BACK = "sent_back", _("Sendt tilbage")


class ReviewNote(models.Model):
    """What the reviewer said of a version: of one step, or of the whole (`step` is ""). Never changed or deleted."""

    personal_data = ("text",)

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(DesignVersion, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind.choices, default=NoteKind.COMMENT)
    step = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kommentar til et design")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=NoteKind.APPROVED) | ~Q(text=""), name="review_note_says_something"
            )
        ]

    def __str__(self) -> str:
        return self.kind


class DesignLock(LockRow):
    """The lock of a design.

    `override_reason` says why the experiment starts though the checklist was not fulfilled; then `locked_by` is nobody
    who has written in the design. That it is locked is public at once; what it says is public from `public_from`, or
    at once where that is empty.
    """

    personal_data = ("canonical", "override_reason")

    design = models.OneToOneField(Design, on_delete=models.PROTECT, related_name="lock")
    checklist_met = models.BooleanField()
    override_reason = models.TextField(blank=True)
    public_from = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("lås af et design")
        constraints = [
            models.CheckConstraint(
                condition=Q(checklist_met=True) | ~Q(override_reason=""), name="override_has_reason"
            )
        ]


class DesignAmendment(AmendmentRow):
    """A numbered change to a locked step: the step as it reads from then on, and why."""

    personal_data = ("content", "reason")

    design = models.ForeignKey(Design, on_delete=models.PROTECT, related_name="amendments")
    step = models.CharField(max_length=40)
    content = models.JSONField()

    class Meta(AmendmentRow.Meta):
        verbose_name = _("ændring af et låst design")
        constraints = [
            models.UniqueConstraint(fields=["design", "number"], name="design_amendment_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="design_amendment_has_reason"),
        ]


class Supplement(OrganisationScoped):
    """What one municipality (or network) adds to the one design of a national trial: who registers, and so on.

    It adds and changes nothing: the plan is the design's. The organisation confirms it itself; from then on it is
    public with its sender, and the database refuses to change it. A later number takes its place once it is confirmed.
    """

    personal_data = ("registers", "audit", "volume", "contact")

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    design = models.ForeignKey(Design, on_delete=models.PROTECT, related_name="supplements")
    number = models.PositiveIntegerField(default=1)
    registers = models.TextField(_("Hvem registrerer"), blank=True)
    audit = models.TextField(_("Lokalt tilsyn"), blank=True)
    volume = models.TextField(_("Hvor mange sager ventes"), blank=True)
    contact = models.TextField(_("Kontakt"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_by = models.CharField(max_length=100)
    saved_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=100, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lokalt tillæg")
        verbose_name_plural = _("lokale tillæg")
        ordering = ["organisation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["design", "organisation", "number"], name="supplement_number_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | ~Q(confirmed_by=""), name="supplement_confirmed_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.design}, {self.organisation} {self.number}"


class OutcomesSource(models.TextChoices):
    """How somebody came to see outcomes of an experiment."""

    DEFINITION = "definition", _("tal i definitionen")
    PAGE = "page", _("vist på en side")
    RELEASE = "release", _("frigivet tabel")
    ESTIMATE = "estimate", _("beregnet resultat")
    STATEMENT = "statement", _("oplyst af en person")


class OutcomesSeen(OrganisationScoped):
    """That outcomes of an experiment were visible to an organisation from a day on. Never changed or deleted.

    A row is added only when it is earlier than those there are, so the earliest one counts.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=64)
    source = models.CharField(max_length=12, choices=OutcomesSource.choices)
    seen_on = models.DateField()
    noted_by = models.CharField(max_length=100)
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("udfald set")
        ordering = ["seen_on", "noted_at"]

    def __str__(self) -> str:
        return f"{self.slug} {self.seen_on}"
