"""A round of an audit, the cases it looks through, who else looked, and what is asked and told of them."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web import clock
from frirum.web.organisations.scopes import OrganisationScoped
from frirum.web.uses.models import Use


class RoundState(models.TextChoices):
    """open -> held; there is no way back."""

    OPEN = "open", _("I gang")
    HELD = "held", _("Afholdt")


class AuditMode(models.TextChoices):
    """Who set the round up: the three ways of the designs (`Arrangement` in the catalogue)."""

    COMMON = "common", _("Fælles runde")
    ADDED_TO_OWN = "added_to_own", _("Lagt til kommunens eget tilsyn")
    INDIVIDUAL = "individual", _("Tilrettelagt af kommunen, kun resultatet samles ind")


class FrameSource(models.TextChoices):
    """What the list of cases was made from."""

    USES = "uses", _("Registrerede brug")
    MARKS = "marks", _("Markeringer i fagsystemets udtræk")
    EXTRACT = "extract", _("Sager i udtrækket, efter startdato")
    NONE = "none", _("Ingen liste her: kun resultatet er oplyst")


class DrawnBy(models.TextChoices):
    """How cases were taken from the list; values as `DrawingRule` of the core."""

    ALL = "all", _("Alle sager på listen")
    RANDOM_EACH = "random_each", _("Tilfældigt udtræk")
    NEWEST_BEFORE = "newest_before", _("De nyeste før en dag (ikke tilfældigt)")


class DropReason(models.TextChoices):
    """Why a drawn case could not be reviewed."""

    NOT_FOUND = "not_found", _("Sagen kan ikke findes")
    NOT_ON_LIST = "not_on_list", _("Sagen hører ikke til på listen")
    OTHER = "other", _("Anden grund")
    NOT_NEEDED = "not_needed", _("Reserven er ikke nødvendig mere")


class Basis(models.TextChoices):
    """What a judgement of what would have been rests on."""

    CASE_DATES = "case_dates", _("Datoer og forløb i sagen")
    JOURNAL = "journal", _("Det, der står i journalen")
    LIKE_CASES = "like_cases", _("Erfaring fra lignende sager")
    GENERAL = "general", _("Et almindeligt skøn")


class Certainty(models.TextChoices):
    """How sure the one who judges is."""

    SURE = "sure", _("Sikker")
    RATHER = "rather", _("Overvejende sikker")
    UNSURE = "unsure", _("Usikker")


class AuditRound(OrganisationScoped):
    """One time a municipality holds an audit that a definition asks for.

    `frame` is the list as it was drawn from: [id, stratum, day] in order, where an id is a use's reference or the key
    of an extract's row; `frame_sha256` is that of the same list as a file. `taken` is stratum -> cases taken from it.
    `n` and `seed` are empty where all cases are reviewed. `own_questions` are the municipality's additions, as a
    definition has questions. `reported` holds, for a round without a list here, how many cases were listed and
    reviewed, and question id -> option's value -> cases. `proof` is the text that a held round leaves.
    """

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    definition_number = models.PositiveIntegerField()
    definition_sha256 = models.CharField(max_length=64)
    instrument = models.CharField(max_length=64)
    round = models.CharField(max_length=64, blank=True)
    mode = models.CharField(max_length=20, choices=AuditMode.choices, default=AuditMode.COMMON)
    source = models.CharField(max_length=10, choices=FrameSource.choices, default=FrameSource.USES)
    rule = models.CharField(max_length=20, choices=DrawnBy.choices, default=DrawnBy.ALL)
    first_day = models.DateField(_("Brugt fra"))
    last_day = models.DateField(_("Brugt til"))
    n = models.PositiveIntegerField(null=True)
    seed = models.BigIntegerField(null=True)
    before = models.DateField(null=True)
    size_rule = models.CharField(max_length=40, blank=True)
    replaces = models.BooleanField(default=False)
    second_share = models.PositiveSmallIntegerField(default=0)
    own_questions = models.JSONField(default=list)
    reported = models.JSONField(default=dict)
    frame = models.JSONField(default=list)
    taken = models.JSONField(default=dict)
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

    @property
    def opened_on(self) -> dt.date:
        """The Danish day it was opened."""
        return self.opened_at.astimezone(clock.COPENHAGEN).date()

    def __str__(self) -> str:
        return f"{self.slug} {self.instrument}"

    @property
    def is_held(self) -> bool:
        """Whether it is over; nothing in it changes after that."""
        return self.state == RoundState.HELD

    @property
    def is_random(self) -> bool:
        """Whether something may be reckoned about the cases that were not taken."""
        return self.rule != DrawnBy.NEWEST_BEFORE


class AuditCase(models.Model):
    """One case of a round, with what was answered so far.

    `answers` is question id -> value of the option, number or day as text, or free text. `grounds` is, for a question
    that asks what would have been, question id -> {"basis", "certainty"}. A case from an extract has `row_key` instead
    of a use. `replaces` is the number of the case whose place it took.
    """

    personal_data = ("answers", "dropped", "grounds")
    without_cpr_check = ("row_key",)  # a keyed hash

    round = models.ForeignKey(AuditRound, on_delete=models.PROTECT, related_name="cases")
    number = models.PositiveIntegerField()
    use = models.ForeignKey(Use, null=True, on_delete=models.PROTECT, related_name="+")
    row_key = models.CharField(max_length=32, blank=True)
    stratum = models.CharField(max_length=100, blank=True)
    replaces = models.PositiveIntegerField(null=True)
    needs_second = models.BooleanField(default=False)
    answers = models.JSONField(default=dict)
    grounds = models.JSONField(default=dict)
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

    @property
    def id_on_list(self) -> str:
        """What the list calls the case."""
        return str(self.use.reference) if self.use else self.row_key

    @property
    def code(self) -> str:
        """What people call it: the start of its random reference or key, nobody's number."""
        return self.id_on_list[:8]


class SecondReview(models.Model):
    """What another person answered in the same case, without seeing the first answers."""

    personal_data = ("answers", "grounds")

    case = models.ForeignKey(AuditCase, on_delete=models.PROTECT, related_name="seconds")
    answers = models.JSONField(default=dict)
    grounds = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    reviewed_by = models.CharField(max_length=100)
    reviewed_at = models.DateTimeField()
    locked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("anden bedømmelse af en sag")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "reviewed_by"], name="second_review_once_per_person")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class QueryState(models.TextChoices):
    """open -> answered -> closed; a closed one may be opened again by a new line."""

    OPEN = "open", _("Venter på svar")
    ANSWERED = "answered", _("Besvaret")
    CLOSED = "closed", _("Lukket")


class AuditQuery(OrganisationScoped):
    """A question from the reviewer to somebody about one case, with whose turn it is and until when."""

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(AuditCase, on_delete=models.PROTECT, related_name="queries")
    question = models.CharField(max_length=64, blank=True)
    owner = models.CharField(max_length=100)
    due_on = models.DateField(_("Frist"))
    state = models.CharField(max_length=10, choices=QueryState.choices, default=QueryState.OPEN)
    opened_by = models.CharField(max_length=100)
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("spørgsmål til en sag")
        verbose_name_plural = _("spørgsmål til sager")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return str(self.reference)

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for it."""
        return self.state != QueryState.CLOSED


class QueryLine(models.Model):
    """One line of the thread. Never changed or deleted."""

    personal_data = ("text",)

    query = models.ForeignKey(AuditQuery, on_delete=models.PROTECT, related_name="lines")
    text = models.TextField()
    written_by = models.CharField(max_length=100)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("linje i et spørgsmål til en sag")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)


class RoundFeedback(OrganisationScoped):
    """That a held round was fed back: to the group, and to each caseworker where the staff had been told."""

    personal_data = ()

    round = models.OneToOneField(AuditRound, on_delete=models.PROTECT, related_name="feedback")
    text = models.TextField(_("Til gruppen"))
    individually = models.BooleanField(default=False)
    given_by = models.CharField(max_length=100)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tilbagemelding fra et tilsyn")
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return str(self.round_id)


class StockTake(OrganisationScoped):
    """What a working group concluded from the audits and surveys so far. Never changed or deleted."""

    personal_data = ()

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    held_on = models.DateField(_("Dag"))
    participants = models.TextField(_("Deltagere"))
    rests_on = models.JSONField(default=list)
    seen = models.TextField(_("Det, vi så"))
    adjusts = models.BooleanField(default=False)
    adjustment = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("status i arbejdsgruppen")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(adjusts=False) | ~models.Q(adjustment=""),
                name="stock_take_says_what_changes",
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.held_on}"
