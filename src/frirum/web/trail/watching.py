"""Looking at a sealed row before an action changes it.

Sealing anew what somebody changed by hand would make it right. So before a row is saved, deleted or given other
relations inside an action it is held against its seal, and refused where they differ; and an action that saved a sealed
row without an event on it is a fault of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save

from frirum.core.errors import NotAllowed
from frirum.core.language import gettext as _
from frirum.web.registration import SealedRows
from frirum.web.trail import chain, sealed


class RowChanged(NotAllowed):
    """A row is not as the last action left it."""

    code = "row_changed_outside"

    def __init__(self, subject: str) -> None:
        super().__init__(
            _("{subject} er ændret uden om systemet og kan ikke bruges, før det er undersøgt.").format(
                subject=subject
            ),
            remedy=_("Bed driften om at køre frirum verify og hente rækken fra en sikkerhedskopi."),
        )


@dataclass
class Watch:
    """What the running action has looked at: the rows by what the trail calls them.

    Attributes:
        looked: agreed with their seal before they were changed, or were sealed by this action.
        made: are new in this action.
        owing: were saved and wait for the event that seals them.
    """

    looked: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)
    owing: set[str] = field(default_factory=set)

    def sealed_now(self, subject: str) -> None:
        """An event has sealed the row."""
        self.looked.add(subject)
        self.owing.discard(subject)


watch: ContextVar[Watch | None] = ContextVar("frirum_watch", default=None)


def look(row: models.Model, database: str) -> None:
    """Hold a row against its seal, once in an action; what an action calls that changes it past Django's `save`.

    Raises:
        RowChanged: they differ, or the row was never sealed.
    """
    now, rows = watch.get(), sealed.sealed_rows_of(row.__class__)
    if now is None or rows is None:
        return
    subject = sealed.subject_of(row)
    if subject in now.looked or subject in now.made:
        return
    # The row is held, so that it stays as it was looked at until the action ends.
    if not _agrees(rows, row, database, row.__class__._base_manager.using(database).select_for_update()):
        raise RowChanged(subject)
    now.looked.add(subject)


def _agrees(rows: SealedRows, row: models.Model, database: str, found: models.QuerySet[Any]) -> bool:
    from frirum.web.trail.models import RowSeal

    stored = found.filter(pk=row.pk).first()
    seal = RowSeal.objects.using(database).filter(subject=sealed.subject_of(row)).first()
    if stored is None or seal is None or not seal.is_whole():
        return False
    columns = seal.columns.split()
    return set(columns) <= set(rows.columns) and chain.matches(
        seal.content, lambda: sealed.seal_content(rows, stored, columns)
    )


def is_as_sealed(row: models.Model, database: str) -> bool:
    """Whether a sealed row can be relied on, for those who use it without changing it: a worker, a mail."""
    rows = sealed.sealed_rows_of(row.__class__)
    return rows is None or _agrees(rows, row, database, row.__class__._base_manager.using(database).all())


def connect() -> None:
    """Let Django's signals ask; called when the app is ready."""
    pre_save.connect(_before_save, dispatch_uid="trail.before_save")
    post_save.connect(_after_save, dispatch_uid="trail.after_save")
    pre_delete.connect(_before_delete, dispatch_uid="trail.before_delete")
    m2m_changed.connect(_before_relations, dispatch_uid="trail.before_relations")


def _covers(rows: SealedRows, update_fields: Iterable[str] | None) -> bool:
    """Whether a save writes columns that the seal covers."""
    if update_fields is None:
        return True
    written = set(update_fields)
    fields = rows.model._meta.concrete_fields
    return any(f.attname in rows.columns and {f.name, f.attname} & written for f in fields)


def _before_save(
    sender: type[models.Model],
    instance: models.Model,
    using: str,
    update_fields: Any,
    raw: bool,
    **_more: Any,
) -> None:
    rows = None if raw or watch.get() is None else sealed.sealed_rows_of(sender)
    if rows is not None and not instance._state.adding and _covers(rows, update_fields):
        look(instance, using)


def _after_save(
    sender: type[models.Model],
    instance: models.Model,
    created: bool,
    update_fields: Any,
    raw: bool,
    **_more: Any,
) -> None:
    now = watch.get()
    rows = None if raw or now is None else sealed.sealed_rows_of(sender)
    if now is None or rows is None or not _covers(rows, update_fields):
        return
    subject = sealed.subject_of(instance)
    if created:
        now.made.add(subject)
    now.owing.add(subject)


def _before_delete(sender: type[models.Model], instance: models.Model, using: str, **_more: Any) -> None:
    if watch.get() is not None:
        look(instance, using)


def _before_relations(instance: models.Model, action: str, using: str, **_more: Any) -> None:
    if watch.get() is not None and action.startswith("pre_"):
        look(instance, using)
