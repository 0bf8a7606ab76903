"""What an organisation states of one line of an experiment's ledger."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from frirum.web.organisations.scopes import OrganisationScoped


class StatedAmount(OrganisationScoped):
    """A quantity, a price or an amount as a range, by whom and on what; replaced by a later one, never changed.

    Money is in the prices of `year`. What is not stated is null, which is not zero.
    """

    personal_data = ("by", "source", "used_for")

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.CharField(max_length=64)
    line = models.CharField(max_length=64)
    quantity_low = models.FloatField(null=True)
    quantity_high = models.FloatField(null=True)
    unit = models.CharField(max_length=40, blank=True)
    price_low = models.FloatField(null=True)
    price_high = models.FloatField(null=True)
    amount_low = models.FloatField(null=True)
    amount_high = models.FloatField(null=True)
    year = models.PositiveIntegerField()
    by = models.CharField(max_length=200)
    source = models.TextField()
    used_for = models.TextField(blank=True)
    measured = models.BooleanField()
    stated_by = models.CharField(max_length=100)
    stated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("oplyst beløb")
        ordering = ["stated_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(quantity_low=None, quantity_high=None) | Q(quantity_low__lte=F("quantity_high")))
                & (Q(price_low=None, price_high=None) | Q(price_low__lte=F("price_high")))
                & (Q(amount_low=None, amount_high=None) | Q(amount_low__lte=F("amount_high"))),
                name="stated_ranges_rise",
            ),
            models.CheckConstraint(
                condition=~Q(by="") & ~Q(source=""), name="stated_by_somebody_on_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug}, {self.line}"
