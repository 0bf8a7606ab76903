"""What was decided when the law changed under an experiment."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from frirum.core.law.watch import Consequence
from frirum.web.organisations.scopes import OrganisationScoped


class LawAnswer(OrganisationScoped):
    """A numbered answer to one law change, by a municipality or a network. Never changed or deleted.

    A new answer is the next number, and the highest one holds. `part` is empty for an answer about the whole
    experiment; `changed_on` is the day of the change.
    """

    personal_data = ("reason",)

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Forsøg"), max_length=64)
    part = models.SlugField(_("Del"), max_length=64, blank=True)
    changed_on = models.DateField(_("Lovændring"))
    number = models.PositiveIntegerField(_("Svar nr."))
    answer = models.CharField(
        _("Svar"),
        max_length=10,
        choices=[
            (Consequence.MOOT, _("Bortfaldet")),
            (Consequence.NARROWED, _("Indsnævret")),
            (Consequence.CONTINUES, _("Fortsætter")),
        ],
    )
    reason = models.TextField(_("Begrundelse"))
    definition_number = models.PositiveIntegerField()
    definition_sha256 = models.CharField(max_length=64)
    answered_by = models.CharField(max_length=100)
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("svar på en lovændring")
        verbose_name_plural = _("svar på lovændringer")
        ordering = ["slug", "changed_on", "organisation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "slug", "part", "changed_on", "number"], name="law_answer_number_once"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="law_answer_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.changed_on} {self.number}"

    @property
    def consequence(self) -> Consequence:
        """The answer as the law watch knows it."""
        return Consequence(self.answer)
