"""A team's table, the request to release it, what was released, and the ledger of all releases."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from frirum.core.disclosure.settings import Subject
from frirum.web.organisations.scopes import OrganisationScoped
from frirum.web.releases.telling import measure_words, period_words, source_words


class TableKind(models.TextChoices):
    """What the team keeps: a table of counts, or the estimates of a run."""

    COUNTS = "counts", _("Antal")
    ESTIMATES = "estimates", _("Skøn")


class TeamTable(OrganisationScoped):
    """True figures, for the team alone. Never changed: new ones are a new table.

    `dimensions`, `counts` and `population` are written by `tables.py`, for estimates by `estimates.py`; `run` names the
    calculation they come from.
    """

    personal_data = ("counts",)

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=TableKind.choices, default=TableKind.COUNTS)
    title = models.CharField(_("Titel"), max_length=200)
    measure = models.CharField(_("Hvad tælles"), max_length=100)
    subject = models.CharField(
        _("Emne"),
        max_length=30,
        choices=[
            (Subject.PERSONS, _("Personer i flere kommuner")),
            (Subject.HEALTH, _("Helbred")),
            (Subject.SINGLE_MUNICIPALITY, _("En enkelt kommune")),
        ],
    )
    run = models.CharField(_("Kilde"), max_length=100)
    synthetic = models.BooleanField(_("Syntetiske data"), default=False)
    dimensions = models.JSONField()
    counts = models.JSONField()
    population = models.JSONField()
    period = models.CharField(_("Periode"), max_length=100)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tabel")
        verbose_name_plural = _("tabeller")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(run=""), name="team_table_has_source"),
            models.CheckConstraint(condition=Q(kind__in=TableKind.values), name="team_table_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_estimates(self) -> bool:
        """Whether it holds estimates and no counts."""
        return self.kind == TableKind.ESTIMATES

    @property
    def source(self) -> str:
        """Where it comes from, in words."""
        return source_words(self.run, self.measure)

    @property
    def counted(self) -> str:
        """What is counted, in words."""
        return measure_words(self.measure)

    @property
    def days(self) -> str:
        """The days it covers, written out; "" where nobody said."""
        return period_words(self.period)


class RequestState(models.TextChoices):
    """requested -> approved or declined; there is no way back."""

    REQUESTED = "requested", _("Venter på godkendelse")
    APPROVED = "approved", _("Frigivet")
    DECLINED = "declined", _("Afvist")


class ReleaseRequest(OrganisationScoped):
    """Somebody wants a table to leave the team. The database itself refuses that its author approves it.

    `approver` is the key of the organisation whose people may decide; they alone see the true counts besides the
    team. `looser` is a smaller threshold than the house's: whoever asks for it and whoever approves it sign with a
    reason each, and the release says so. `names` is what the team says of names that no release has: pairs of an old
    name ("" for none) and the table's.
    """

    personal_data = ("purpose", "recipient", "answer", "looser_by", "looser_reason", "second_reason")

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    table = models.ForeignKey(TeamTable, on_delete=models.PROTECT, related_name="requests")
    author = models.CharField(max_length=100)
    purpose = models.TextField(_("Formål"))
    recipient = models.CharField(_("Modtager"), max_length=200)
    public = models.BooleanField(_("For offentligheden"))
    approver = models.CharField(_("Godkendes af"), max_length=60, db_index=True)
    names = models.JSONField(default=list)
    looser = models.PositiveSmallIntegerField(_("Lempet grænse"), null=True)
    looser_by = models.CharField(_("Lempelsen ønsket af"), max_length=200, blank=True)
    looser_reason = models.TextField(_("Begrundelse for lempelsen"), blank=True)
    state = models.CharField(
        _("Tilstand"), max_length=10, choices=RequestState.choices, default=RequestState.REQUESTED
    )
    requested_by = models.CharField(max_length=100)
    requested_at = models.DateTimeField()
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("Svar"), blank=True)
    second_reason = models.TextField(_("Den andens begrundelse for lempelsen"), blank=True)

    class Meta:
        verbose_name = _("anmodning om frigivelse")
        verbose_name_plural = _("anmodninger om frigivelse")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "public"],
                condition=~Q(state=RequestState.DECLINED),
                name="one_request_for_each_audience",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("author")) & ~Q(decided_by=F("requested_by")),
                name="author_cannot_release",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.REQUESTED, decided_by="", decided_at=None)
                | (~Q(state=RequestState.REQUESTED) & ~Q(decided_by="") & ~Q(decided_at=None)),
                name="decision_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(recipient=""), name="release_has_purpose_and_recipient"
            ),
            models.CheckConstraint(
                condition=Q(looser=None, looser_by="", looser_reason="", second_reason="")
                | Q(looser__gte=3)
                & ~Q(looser_by="")
                & ~Q(looser_reason="")
                & ~Q(state=RequestState.APPROVED, second_reason=""),
                name="looser_rule_is_signed_by_two",
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class Released(OrganisationScoped):
    """What was let out: protected cells only. It holds no hidden count."""

    personal_data = ()

    code = models.CharField(_("Frigivelse"), max_length=20, unique=True)
    request = models.OneToOneField(ReleaseRequest, on_delete=models.PROTECT, related_name="released")
    title = models.CharField(max_length=200)
    run = models.CharField(max_length=100)
    synthetic = models.BooleanField()
    public = models.BooleanField()
    content = models.JSONField()
    released_at = models.DateTimeField()

    class Meta:
        verbose_name = _("frigivelse")
        verbose_name_plural = _("frigivelser")
        ordering = ["-released_at", "-pk"]

    def __str__(self) -> str:
        return self.code

    @property
    def has_estimates(self) -> bool:
        """Whether it let estimates out and no counts."""
        return self.content.get("kind") == TableKind.ESTIMATES

    @property
    def source(self) -> str:
        """Where it comes from, in words."""
        return source_words(self.run, self.request.table.measure)

    @property
    def days(self) -> str:
        """The days it covers, written out; "" where nobody said."""
        return period_words(self.content.get("period", ""))


class LedgerEntry(models.Model):
    """A release as the next one is measured against: the counts as used, hidden ones too."""

    personal_data = ("content",)

    number = models.PositiveIntegerField(unique=True)
    content = models.JSONField()

    class Meta:
        verbose_name = _("post i frigivelsesregnskabet")
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)
