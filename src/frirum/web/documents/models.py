"""A document, its sections, what was written at the same time, comments, the lock, errata, and who has read it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.locking.models import AmendmentRow, LockRow
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.scopes import OrganisationScoped


class DocumentState(models.TextChoices):
    """writing -> review -> approved -> frozen; back to writing until it is frozen."""

    WRITING = "writing", _("Skrives")
    REVIEW = "review", _("Til godkendelse")
    APPROVED = "approved", _("Godkendt")
    FROZEN = "frozen", _("Frosset")


class SectionState(models.TextChoices):
    """What the section's owner says of it."""

    WRITING = "writing", _("I gang")
    READY = "ready", _("Klar")


class LivingDocument(OrganisationScoped):
    """A document of one kind on one experiment, led by one organisation; others may write along (`places`).

    `definition_sha256` says which version of the definition it was begun from. `authors` are those who have written in
    it; none of them can approve it.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    kind = models.CharField(_("Slags"), max_length=20)
    period = models.CharField(_("Periode"), max_length=64, blank=True)
    definition_number = models.PositiveIntegerField()
    definition_sha256 = models.CharField(max_length=64)
    state = models.CharField(
        _("Tilstand"), max_length=10, choices=DocumentState.choices, default=DocumentState.WRITING
    )
    authors = models.JSONField(default=list)
    begun_by = models.CharField(max_length=100)
    begun_at = models.DateTimeField()
    approved_by = models.CharField(max_length=100, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("dokument")
        verbose_name_plural = _("dokumenter")
        ordering = ["slug", "kind", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "kind", "period", "organisation"], name="one_document_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug}, {self.kind}"

    @property
    def organisations(self) -> frozenset[str]:
        """The keys of the organisation that leads it and of those that write along."""
        return frozenset({self.organisation, *self.places.values_list("organisation", flat=True)})

    @property
    def answering(self) -> frozenset[str]:
        """The keys of those whose people can approve it: an outside evaluator reads and comments, and answers for
        nothing in it."""
        along = self.organisations
        outside = Organisation.objects.filter(key__in=along, kind=Kind.EVALUATOR)
        return along - set(outside.values_list("key", flat=True))

    @property
    def is_locked(self) -> bool:
        """Whether it is frozen: from then on it is only corrected beside."""
        return self.state == DocumentState.FROZEN

    @property
    def is_open(self) -> bool:
        """Whether it can be written in."""
        return self.state == DocumentState.WRITING

    def printed_sections(self) -> list[DocumentSection]:
        """The sections that the document prints: not those left out, nor what stands under one."""
        every = list(self.sections.all())
        out = {one.key for one in every if one.left_out}
        return [one for one in every if one.key not in out and one.under not in out]


class DocumentPlace(models.Model):
    """An organisation whose people write along in a document that another leads."""

    personal_data = ()

    document = models.ForeignKey(LivingDocument, on_delete=models.PROTECT, related_name="places")
    organisation = models.CharField(max_length=60, db_index=True)
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("organisation, der skriver med")
        ordering = ["organisation"]
        constraints = [
            models.UniqueConstraint(fields=["document", "organisation"], name="document_place_once"),
        ]

    def __str__(self) -> str:
        return self.organisation


class WordTemplate(OrganisationScoped):
    """An organisation's own Word template: the stored file, which was held against what everybody can read."""

    personal_data = ("name",)

    name = models.CharField(_("Navn"), max_length=200)
    file_reference = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    brought_by = models.CharField(max_length=100)
    brought_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Word-skabelon")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_template_each")]

    def __str__(self) -> str:
        return self.name


class DocumentSection(models.Model):
    """One section: its text, and who writes it until when. `taken` is the proposal that was last taken over.

    A recommendation stands `under` the key of its theme and rests on experiments, by slug; what is `left_out` is kept
    and not printed.
    """

    personal_data = ("text", "taken", "title")

    document = models.ForeignKey(LivingDocument, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    under = models.CharField(max_length=80, blank=True)
    rests_on = models.JSONField(default=list)
    left_out = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    taken = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    owner = models.CharField(_("Ansvarlig"), max_length=100, blank=True)
    due = models.DateField(_("Frist"), null=True)
    state = models.CharField(
        _("Tilstand"), max_length=10, choices=SectionState.choices, default=SectionState.WRITING
    )
    written_by = models.CharField(max_length=100, blank=True)
    written_at = models.DateTimeField(null=True)
    locked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("afsnit")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "key"], name="one_section_per_key"),
        ]

    def __str__(self) -> str:
        return self.title


class SectionVersion(models.Model):
    """What a section said before it was written over. Never changed or deleted."""

    personal_data = ("text", "title")

    section = models.ForeignKey(DocumentSection, on_delete=models.PROTECT, related_name="versions")
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    written_by = models.CharField(max_length=100, blank=True)
    written_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("tidligere udgave af et afsnit")
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["section", "revision"], name="section_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.revision}"


class SectionAside(models.Model):
    """What somebody wrote while another saved the same section: kept until a person has put the two together."""

    personal_data = ("text",)

    section = models.ForeignKey(DocumentSection, on_delete=models.PROTECT, related_name="asides")
    text = models.TextField()
    from_revision = models.PositiveIntegerField()
    written_by = models.CharField(max_length=100)
    written_at = models.DateTimeField()
    settled_by = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("tekst ved siden af et afsnit")
        ordering = ["written_at"]

    def __str__(self) -> str:
        return f"{self.section}: {self.written_by}"


class SectionComment(models.Model):
    """A comment at a paragraph (1, 2, …; 0: the whole section), or an answer to one."""

    personal_data = ("text",)

    section = models.ForeignKey(DocumentSection, on_delete=models.PROTECT, related_name="comments")
    paragraph = models.PositiveIntegerField(_("Afsnittets linje"))
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    text = models.TextField(_("Kommentar"))
    written_by = models.CharField(max_length=100)
    written_at = models.DateTimeField()
    settled_by = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("kommentar til et afsnit")
        ordering = ["paragraph", "written_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="section_comment_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.paragraph}"


class DocumentLock(LockRow):
    """The lock of a frozen document. It is not made public before `not_before`, where that is given: an embargo."""

    personal_data = ("canonical",)

    document = models.OneToOneField(LivingDocument, on_delete=models.PROTECT, related_name="lock")
    not_before = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lås af et dokument")


class FrozenPrint(models.Model):
    """What a frozen document printed, data and all: later data and definitions change nothing in it."""

    personal_data = ("text",)

    document = models.OneToOneField(LivingDocument, on_delete=models.PROTECT, related_name="print")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("frosset dokument, som det blev trykt")

    def __str__(self) -> str:
        return self.sha256


class DocumentPublication(models.Model):
    """A frozen document that everybody may read from now on. Never changed or deleted: what is wrong is corrected.

    `synthetic`: it prints numbers from synthetic data. `figures`: those that were typed in its prose and that no
    release let out, by section and sentence; `answers_for`: why everybody may read them, by who made it public.
    """

    personal_data = ("figures", "answers_for")

    document = models.OneToOneField(LivingDocument, on_delete=models.PROTECT, related_name="publication")
    synthetic = models.BooleanField()
    figures = models.JSONField(default=list)
    answers_for = models.TextField(blank=True, default="")
    published_by = models.CharField(max_length=100)
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("offentliggørelse af et dokument")

    def __str__(self) -> str:
        return str(self.document)


class DocumentErratum(AmendmentRow):
    """A numbered correction of a frozen document: which section, and what is right. The text itself stays."""

    personal_data = ("text", "reason")

    document = models.ForeignKey(LivingDocument, on_delete=models.PROTECT, related_name="amendments")
    section = models.CharField(max_length=80)
    text = models.TextField()

    class Meta(AmendmentRow.Meta):
        verbose_name = _("rettelse af et frosset dokument")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_erratum_number_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="document_erratum_has_reason"),
        ]


class DocumentReading(models.Model):
    """Somebody has fetched a frozen document, and is told when it is corrected."""

    personal_data = ()

    document = models.ForeignKey(LivingDocument, on_delete=models.PROTECT, related_name="readings")
    reader = models.CharField(max_length=100)
    first_at = models.DateTimeField()

    class Meta:
        verbose_name = _("læsning af et frosset dokument")
        constraints = [
            models.UniqueConstraint(fields=["document", "reader"], name="document_reading_once"),
        ]

    def __str__(self) -> str:
        return self.reader
