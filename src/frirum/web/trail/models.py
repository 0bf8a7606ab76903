"""Segments of a chain, the events in them, and the seals of protected rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.trail import chain


class TrailSegment(models.Model):
    """A stretch of the chain. Its head outlives its events, so that old events can expire and the rest still hold.

    `opens_with` is the head of the segment before it; `seal` covers the whole row under the installation's key.
    """

    personal_data = ()

    number = models.BigIntegerField(primary_key=True)
    opens_with = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    events = models.IntegerField(default=0)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}"


class TrailEvent(models.Model):
    """One thing that happened. References only: a name, an address or a CPR number never stands here."""

    personal_data = ()

    id = models.BigIntegerField(_("Løbenummer"), primary_key=True)
    segment = models.BigIntegerField(db_index=True)
    at = models.DateTimeField(_("Tidspunkt"))
    event = models.CharField(_("Hændelse"), max_length=80, db_index=True)
    actor = models.CharField(_("Udført af"), max_length=100, db_index=True)
    subject = models.CharField(_("Vedrører"), max_length=150, db_index=True)
    organisation = models.CharField(_("Organisation"), max_length=60, db_index=True)
    fields = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    # Protected row -> HMAC of its content after the change; empty where the row was deleted.
    seals = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        verbose_name = _("hændelse")
        verbose_name_plural = _("hændelser")

    def __str__(self) -> str:
        return f"{self.id} {self.event}"


class RowSeal(models.Model):
    """The HMAC of a protected row as the last action left it; `content` is empty once the row was deleted.

    `columns` are those that the seal covers, so that one added later leaves it valid.
    """

    personal_data = ()

    subject = models.CharField(max_length=150, primary_key=True)
    content = models.CharField(max_length=64, blank=True)
    columns = models.TextField(blank=True)
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.subject

    def is_whole(self) -> bool:
        """Whether the note itself is as an action wrote it."""
        return chain.matches(self.seal, lambda: chain.row_seal(self.subject, self.content, self.columns))
