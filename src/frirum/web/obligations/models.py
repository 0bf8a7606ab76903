"""What has to be remembered about deadlines: what was done, what was told to a leader, and how often mail is wanted.

What is owed is never stored: it follows from the use, the definition and the day (`frirum.core.law.due`).
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.scopes import OrganisationScoped
from frirum.web.uses.models import Use


class Completion(OrganisationScoped):
    """Something owed in a use was done. `key` and `number` are those of the core's `DueItem`.

    A row is never changed or deleted; one that was a slip is undone, and stays.
    """

    personal_data = ("note", "done_on", "succeeded")

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="completions")
    key = models.CharField(max_length=150)
    number = models.PositiveIntegerField()
    done_on = models.DateField()
    succeeded = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    done_by = models.CharField(max_length=100)
    done_at = models.DateTimeField()
    undone_by = models.CharField(max_length=100, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("udført pligt")
        verbose_name_plural = _("udførte pligter")
        ordering = ["done_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["use", "key", "number"], condition=models.Q(undone_at=None), name="owed_is_done_once"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_by="")
                | (~models.Q(undone_at=None) & ~models.Q(undone_by="")),
                name="completion_undone_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"


class Escalation(OrganisationScoped):
    """A leader was told that something is late. It is the reason why the leader is not told again."""

    personal_data = ()

    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="escalations")
    key = models.CharField(max_length=150)
    number = models.PositiveIntegerField()
    leader = models.CharField(max_length=100)
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("besked til lederen")
        constraints = [
            models.UniqueConstraint(fields=["use", "key", "number", "leader"], name="leader_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"


class WeeklyDigest(models.Model):
    """This person wants the mail about deadlines on Mondays only; without a row it comes each working day."""

    personal_data = ()

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="weekly_digest"
    )
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("ugentlig mail om frister")

    def __str__(self) -> str:
        return str(self.user_id)
