"""The job's row: what to do, how far it is, and who is at it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.scopes import OrganisationScoped


class State(models.TextChoices):
    """queued -> running -> done, failed or cancelled; running -> queued when its worker died."""

    QUEUED = "queued", _("Venter")
    RUNNING = "running", _("I gang")
    DONE = "done", _("Færdig")
    FAILED = "failed", _("Fejlede")
    CANCELLED = "cancelled", _("Afbrudt")


OVER = (State.DONE, State.FAILED, State.CANCELLED)


class Job(OrganisationScoped):
    """One piece of background work. `arguments`, `checkpoint` and `result` hold references and counts only."""

    personal_data = ()
    # The name of a machine, and a moment.
    without_cpr_check = ("worker",)

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("Opgave"), max_length=80)
    arguments = models.JSONField(default=dict)
    requested_by = models.CharField(max_length=100)
    created_at = models.DateTimeField(_("Bestilt"))
    # It takes minutes: one worker leaves these to the others, so that a small one never waits for them.
    is_large = models.BooleanField(default=False)

    state = models.CharField(_("Tilstand"), max_length=10, choices=State.choices, default=State.QUEUED)
    run_after = models.DateTimeField()
    started_at = models.DateTimeField(_("Begyndt"), null=True)
    finished_at = models.DateTimeField(_("Slut"), null=True)
    attempts = models.IntegerField(_("Forsøg"), default=0)
    worker = models.CharField(max_length=150, blank=True)
    heartbeat_at = models.DateTimeField(null=True)
    cancel_requested = models.BooleanField(default=False)

    done = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    message = models.CharField(max_length=300, blank=True)
    checkpoint = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.CharField(_("Fejl"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("opgave")
        verbose_name_plural = _("opgaver")
        indexes = [models.Index(fields=["state", "run_after"], name="job_queue")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="job_state_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in OVER

    @property
    def percent(self) -> int | None:
        """How much is done, 0–100, or None when the whole is not known."""
        return None if not self.total else min(100, 100 * self.done // self.total)


class LastTick(models.Model):
    """When a periodic task last ran, so that two workers do not both run it."""

    personal_data = ()

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
