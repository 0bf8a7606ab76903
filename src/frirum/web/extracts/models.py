"""A batch is one file brought in; its rows, what was found in them, and the mapping they were read with."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.core.extracts.findings import ExtractFinding, FindingCode
from frirum.core.extracts.kinds import kind_named
from frirum.core.extracts.mapping import ColumnMapping, mapping_from_dict
from frirum.web.extracts.hash_keys import HashKeyField
from frirum.web.organisations.scopes import OrganisationScoped


class SavedMapping(OrganisationScoped):
    """How one municipality's files from one system are read for one kind. A change is a new number, never an edit."""

    personal_data = ()

    kind = models.CharField(max_length=64)
    system = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kolonneoversættelse")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "system", "number"], name="mapping_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.kind} {self.number}"

    @property
    def mapping(self) -> ColumnMapping:
        """The mapping itself."""
        return mapping_from_dict(self.content)


class BatchState(models.TextChoices):
    """Nothing of a batch counts before it is accepted, and nothing after it is withdrawn."""

    UPLOADED = "uploaded", _("Venter på kolonnerne")
    READING = "reading", _("Læses")
    READ = "read", _("Klar til at blive gemt")
    ACCEPTED = "accepted", _("Gemt")
    DISCARDED = "discarded", _("Lagt væk")
    WITHDRAWN = "withdrawn", _("Fortrudt")


COUNTS = ("rows", "accepted", "set_aside", "duplicates")


class Batch(OrganisationScoped):
    """One file brought in, and what became of its rows.

    `accepted + set_aside + duplicates = rows`, always. Of the accepted, `changed` supersede an earlier version; `gone`
    counts rows of the batch it corrects that the file no longer has. `rows_sha256` is the hash of the kept rows as they
    were when the batch was accepted.
    """

    personal_data = ("reason",)

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(_("Nummer"))
    kind = models.CharField(_("Slags"), max_length=64)
    system = models.CharField(_("Fagsystem"), max_length=60)
    sheet = models.CharField(max_length=100, blank=True)
    # 0: the first line that is not empty.
    heading_line = models.PositiveSmallIntegerField(default=0)
    file_reference = models.UUIDField()
    file_sha256 = models.CharField(max_length=64)
    legal_basis = models.CharField(_("Hjemmel"), max_length=300)
    delete_on = models.DateField(_("Slettes"), db_index=True)
    # The days of which it tells everything; None: nobody has said, as with what was brought in before it was asked.
    covers_from = models.DateField(_("Dækker fra"), null=True)
    covers_to = models.DateField(_("Dækker til og med"), null=True)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    mapping = models.ForeignKey(SavedMapping, null=True, on_delete=models.PROTECT, related_name="batches")
    job = models.UUIDField(null=True)
    state = models.CharField(
        _("Tilstand"), max_length=10, choices=BatchState.choices, default=BatchState.UPLOADED
    )
    rows = models.PositiveIntegerField(_("Rækker"), default=0)
    accepted = models.PositiveIntegerField(_("Taget"), default=0)
    set_aside = models.PositiveIntegerField(_("Lagt til side"), default=0)
    duplicates = models.PositiveIntegerField(_("Gentagelser"), default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    compared_with = models.PositiveIntegerField(default=0)
    decision = models.PositiveIntegerField(default=0)
    rows_sha256 = models.CharField(max_length=64, blank=True)
    rows_deleted_on = models.DateField(null=True)
    uploaded_by = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField(_("Hentet ind"))
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("udtræk")
        verbose_name_plural = _("udtræk")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="batch_number_once"),
            models.CheckConstraint(
                condition=models.Q(
                    rows=models.F("accepted") + models.F("set_aside") + models.F("duplicates")
                ),
                name="batch_rows_add_up",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[BatchState.DISCARDED, BatchState.WITHDRAWN])
                | ~models.Q(reason=""),
                name="batch_laid_away_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def kind_label(self) -> str:
        """The kind's name in the reader's language."""
        return kind_named(self.kind).label


class ReadingProgress(models.Model):
    """How far a batch has been read: saved together with the rows, so that a killed reading goes on where it was."""

    personal_data = ()

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, related_name="progress")
    line = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.line)


class RowState(models.TextChoices):
    """staged -> current -> superseded or withdrawn; expired rows may be deleted."""

    STAGED = "staged", _("Læst, ikke gemt")
    CURRENT = "current", _("Gælder")
    SUPERSEDED = "superseded", _("Afløst af en nyere udgave")
    WITHDRAWN = "withdrawn", _("Trukket tilbage")
    EXPIRED = "expired", _("Udløbet")


class Standing(models.TextChoices):
    """A row against what was kept before its file was read."""

    NEW = "new", _("Ny")
    CHANGED = "changed", _("Ændret")
    KNOWN = "known", _("Kendt i forvejen")
    AGAINST = "against", _("Modsagt af en anden række i filen")


class ExtractPerson(OrganisationScoped):
    """Who rows are about: both numbers, encrypted together, once for all rows of the citizen.

    `who` is a keyed lookup (for a CPR number the citizen's own `cpr_lookup`); `identity_key` is a keyed hash of both
    numbers. A person goes with the last of its rows.
    """

    personal_data = ("who", "identity_sealed", "identity_key")
    # Keyed hashes, and what is encrypted.
    without_cpr_check = ("who", "identity_sealed")

    # Every row of the table is found by one of its keys.
    organisation = models.CharField(max_length=60)
    who = models.CharField(max_length=64, db_index=True)
    identity_key = HashKeyField()
    identity_sealed = models.TextField()

    class Meta:
        verbose_name = _("person i et udtræk")
        constraints = [
            models.UniqueConstraint(fields=["identity_key", "organisation"], name="extract_person_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ExtractRow(OrganisationScoped):
    """One row that was taken, as typed values of its kind.

    Who it is about stands encrypted in `person`. `use` is the use that a mark became. There may be millions of rows, so
    the keys are numbers and each index is one that is needed; what a row costs is measured in `docs/benchmarks.md`.
    """

    personal_data = ("person", "values")
    # Values that were looked at cell by cell (core/extracts/values).
    without_cpr_check = ("values",)

    organisation = models.CharField(max_length=60)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="extract_rows")
    person = models.ForeignKey(ExtractPerson, on_delete=models.PROTECT, related_name="rows")
    kind = models.CharField(max_length=64)
    line = models.PositiveIntegerField()
    row_key = HashKeyField()
    content_key = HashKeyField()
    values = models.JSONField()
    standing = models.CharField(max_length=7, choices=Standing.choices)
    state = models.CharField(max_length=10, choices=RowState.choices, default=RowState.STAGED)
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by", db_index=False
    )
    ended_by = models.ForeignKey(
        Batch, null=True, on_delete=models.PROTECT, related_name="ended_rows", db_index=False
    )
    use = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("række fra et udtræk")
        ordering = ["batch", "line"]
        indexes = [
            # Few rows replace or end another.
            models.Index(
                fields=["replaces"], condition=models.Q(replaces__isnull=False), name="extract_row_replaces"
            ),
            models.Index(
                fields=["ended_by"], condition=models.Q(ended_by__isnull=False), name="extract_row_ended_by"
            ),
        ]
        constraints = [
            # Kind and municipality are in the key itself; it stands first, so that a row is found in any batch.
            models.UniqueConstraint(fields=["row_key", "batch"], name="row_once_in_its_file"),
            models.UniqueConstraint(
                fields=["row_key"],
                condition=models.Q(state=RowState.CURRENT),
                name="row_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.line}"


class CountedUse(OrganisationScoped):
    """A use that no mark tells and the definition finds in the rows of an extract: how many, not whose.

    `row_key` is the keyed hash of the row; known from the day it was counted until the day it no longer was. It stays
    when the row's own date has come, so that a month that is over never changes.
    """

    personal_data = ()
    without_cpr_check = ("row_key",)

    slug = models.SlugField(max_length=64)
    part = models.CharField(max_length=64, blank=True)
    row_key = models.CharField(max_length=32)
    begun_on = models.DateField()
    known_from = models.DateField()
    known_until = models.DateField(null=True)

    class Meta:
        verbose_name = _("optalt brug")
        ordering = ["slug", "part", "organisation", "begun_on"]
        indexes = [models.Index(fields=["slug", "organisation"], name="counted_use_of_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "part", "organisation", "row_key", "begun_on"],
                condition=models.Q(known_until=None),
                name="counted_use_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.begun_on}"


class RowFinding(models.Model):
    """What was found in a line. No cell of the file is repeated in it."""

    personal_data = ()

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="findings")
    line = models.PositiveIntegerField()
    code = models.CharField(max_length=30)
    column = models.CharField(max_length=200, blank=True)
    other_line = models.PositiveIntegerField(null=True)
    left_out = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("fund i et udtræk")
        ordering = ["line", "pk"]
        indexes = [models.Index(fields=["batch", "code"], name="row_finding_code")]

    def __str__(self) -> str:
        return f"{self.line}: {self.code}"

    @property
    def finding(self) -> ExtractFinding:
        """The finding, with its words."""
        code = FindingCode(self.code)
        return ExtractFinding(code, self.line, self.column, self.other_line, self.left_out)


class Passage(OrganisationScoped):
    """Rows that a municipality let through the door to statistics; the other side has the same reference.

    `recipient` and `slug` are the evaluation whose key they got; `counts` has the rows of each kind once they are over.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.CharField(_("Til evaluering hos"), max_length=60)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    kinds = models.JSONField(default=list)
    legal_basis = models.CharField(_("Hjemmel"), max_length=300)
    delete_on = models.DateField(_("Slettes"))
    job = models.UUIDField(null=True)
    counts = models.JSONField(default=dict)
    ordered_by = models.CharField(max_length=100)
    ordered_at = models.DateTimeField(_("Bestilt"))
    passed_at = models.DateTimeField(_("Videregivet"), null=True)

    class Meta:
        verbose_name = _("videregivelse til statistik")
        verbose_name_plural = _("videregivelser til statistik")
        ordering = ["-ordered_at", "-pk"]

    def __str__(self) -> str:
        return str(self.reference)
