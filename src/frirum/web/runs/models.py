"""A run of a plan, the files it reads, who has seen what came out, and the day it may be seen from."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.scopes import OrganisationScoped


class RunState(models.TextChoices):
    """ordered -> done, failed or cancelled; failed and cancelled -> ordered when it is asked for again."""

    ORDERED = "ordered", _("Bestilt")
    DONE = "done", _("Færdig")
    FAILED = "failed", _("Fejlede")
    CANCELLED = "cancelled", _("Afbrudt")


class EvaluationRun(OrganisationScoped):
    """One run. `plan` is the plan as it was run, in TOML; `result` is `result.json` as `frirum evaluate` writes it.

    `design` is the reference of the locked design the plan is of, or None for a plan from elsewhere.
    """

    personal_data = ()
    # Fingerprints, and figures to ten digits.
    without_cpr_check = ("plan_sha256", "result", "result_sha256")

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("Kørsel"), max_length=20, unique=True)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    part = models.CharField(max_length=64, blank=True)
    design = models.UUIDField(null=True)
    plan = models.TextField()
    plan_sha256 = models.CharField(max_length=64)
    locked = models.BooleanField(_("Planen er låst"))
    synthetic = models.BooleanField(_("Syntetiske data"))
    state = models.CharField(
        _("Tilstand"), max_length=10, choices=RunState.choices, default=RunState.ORDERED, db_index=True
    )
    job = models.UUIDField(null=True)
    ordered_by = models.CharField(max_length=100)
    ordered_at = models.DateTimeField(_("Bestilt"))
    finished_at = models.DateTimeField(_("Slut"), null=True)
    error = models.CharField(max_length=500, blank=True)
    result = models.TextField(blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("kørsel")
        verbose_name_plural = _("kørsler")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="run_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=RunState.DONE) & ~Q(result="") | ~Q(state=RunState.DONE) & Q(result=""),
                name="a_run_that_is_done_has_its_result",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_done(self) -> bool:
        """Whether it has a result."""
        return self.state == RunState.DONE

    @property
    def can_be_ordered_again(self) -> bool:
        """Whether it ended without a result."""
        return self.state in (RunState.FAILED, RunState.CANCELLED)


class FileRole(models.TextChoices):
    """What a run's file is read as."""

    EXTRACT = "extract", _("Udtræk eller tabel")
    MARKS = "marks", _("Markeringer")
    AUDIT = "audit", _("Tilsyn")
    SURVEY = "survey", _("Spørgeskema")


class RunFile(models.Model):
    """One file of a run, by its fingerprint. Never changed.

    `data_kind` is the kind of rows where the file is a data set that came through the door; "" for a file brought here.
    """

    personal_data = ("name",)
    without_cpr_check = ("sha256",)  # a fingerprint

    run = models.ForeignKey(EvaluationRun, on_delete=models.PROTECT, related_name="files")
    role = models.CharField(max_length=10, choices=FileRole.choices)
    name = models.CharField(max_length=200)
    file = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    data_kind = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("fil i en kørsel")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class RunLook(models.Model):
    """That a person had a run's result before them the first time. Never changed or deleted."""

    personal_data = ()

    run = models.ForeignKey(EvaluationRun, on_delete=models.PROTECT, related_name="looks")
    seen_by = models.CharField(max_length=100)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("set resultat")
        ordering = ["seen_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "seen_by"], name="one_first_look_each")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.seen_by}"


class CurtainDay(OrganisationScoped):
    """From which day an organisation's results of an experiment may be seen. Never changed: the newest counts."""

    personal_data = ("reason",)

    slug = models.SlugField(max_length=64)
    opens_on = models.DateField(_("Ses fra"))
    reason = models.TextField(_("Begrundelse"), blank=True)
    set_by = models.CharField(max_length=100)
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("dag for resultater")
        ordering = ["-set_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.slug} {self.opens_on}"


class WatchedHarm(OrganisationScoped):
    """A harm that is watched while an experiment runs; what is agreed of it never changes.

    `question` is the id of the planned question whose outcome it is. `baseline` and `harm` are shares.
    """

    personal_data = ("baseline_source",)

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    part = models.CharField(max_length=64, blank=True)
    question = models.CharField(max_length=150)
    text = models.CharField(_("Hvad der holdes øje med"), max_length=300)
    rises = models.BooleanField()
    baseline = models.FloatField()
    baseline_source = models.CharField(_("Hvor udgangspunktet er fra"), max_length=300)
    harm = models.FloatField(null=True)
    icc = models.FloatField(null=True)
    cluster_size = models.FloatField(null=True)
    beside = models.BooleanField()
    watched = models.PositiveSmallIntegerField()
    synthetic = models.BooleanField()
    started_by = models.CharField(max_length=100)
    started_at = models.DateTimeField()

    class Meta:
        verbose_name = _("overvåget skade")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "slug", "part", "question", "synthetic"],
                name="one_watch_per_question",
            ),
            models.CheckConstraint(
                condition=Q(baseline__gt=0, baseline__lt=1), name="harm_baseline_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class HarmCountRow(models.Model):
    """What one run counted: all cases from the start. Never changed; `aside` says why it is not read."""

    personal_data = ("events", "n", "beside_events", "beside_n")

    watch = models.ForeignKey(WatchedHarm, on_delete=models.PROTECT, related_name="counts")
    run = models.ForeignKey(EvaluationRun, on_delete=models.PROTECT, related_name="harm_counts")
    until = models.DateField(_("Til og med"))
    events = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    beside_events = models.PositiveIntegerField(null=True)
    beside_n = models.PositiveIntegerField(null=True)
    aside = models.CharField(max_length=300, blank=True)
    rings = models.BooleanField()
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("aflæsning af en skade")
        ordering = ["until", "pk"]
        constraints = [models.UniqueConstraint(fields=["watch", "run"], name="one_reading_per_run")]

    def __str__(self) -> str:
        return f"{self.watch_id} {self.until}"
