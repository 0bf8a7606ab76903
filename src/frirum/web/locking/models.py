"""What every lock and every amendment has. Each app has its own rows of them, beside what they are of."""

from __future__ import annotations

from django.db import models


class LockRow(models.Model):
    """The lock of one thing: the bytes that were frozen and their hash. Never changed or deleted.

    A lock has a one-to-one relation to what it is of, by the name of its kind, with `related_name="lock"`.
    `after_outcomes`: outcomes had been seen by then.
    """

    canonical = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    after_outcomes = models.BooleanField()
    locked_by = models.CharField(max_length=100)
    locked_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.sha256


class AmendmentRow(models.Model):
    """A numbered change to what is locked, and why. Never changed or deleted.

    An amendment has a relation to what it is of, by the name of its kind, with `related_name="amendments"`, and is
    ordered by its number. Its hash covers its content and the hash before it.
    """

    number = models.PositiveIntegerField()
    reason = models.TextField()
    major = models.BooleanField()
    after_outcomes = models.BooleanField()
    previous = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)
