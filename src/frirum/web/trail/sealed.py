"""Protected rows: an app declares a model, and every action that records an event on a row seals it.

The seal is an HMAC of the row as the database gives it back. A row that raw SQL changed, added or removed no
longer agrees with its seal, and `frirum verify` says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, router

from frirum.web import registered
from frirum.web.registration import SealedRows
from frirum.web.trail import chain


def seal_content(sealed: SealedRows, row: models.Model, columns: Iterable[str]) -> str:
    """The HMAC of a row as these columns of it stand, under the model's key."""
    values = {name: getattr(row, name) for name in columns}
    extra = sealed.extra(row) if sealed.extra is not None else {}
    return chain.keyed_hash("content", sealed.key.encode(), chain.canonical({**values, "+": extra}))


def sealed_rows_of(model: type[models.Model]) -> SealedRows | None:
    """How the rows of a model are sealed; None where they are not."""
    return next((one for one in registered.sealed() if one.model is model), None)


def of_database(database: str) -> tuple[SealedRows, ...]:
    """The protected models whose table is in this database."""
    return tuple(one for one in registered.sealed() if router.allow_migrate_model(database, one.model))


def subject_of(row: models.Model | str) -> str:
    """What the trail calls a row: its model and its random reference, key or number."""
    if isinstance(row, str):
        return row
    # __class__ and not type(): the person of a request is a lazy object that stands for its row.
    sealed = sealed_rows_of(row.__class__)
    return subject_under(sealed.key if sealed else row._meta.label_lower, row)


def subject_under(key: str, row: models.Model) -> str:
    """As `subject_of`, for a row whose model is called this in seals.

    A reference or key counts where the database lets no two rows have the same: else one row's seal would be another's.
    """
    fields = {one.name: one for one in row._meta.concrete_fields}
    for name in ("reference", "key"):
        if name in fields and fields[name].unique and getattr(row, name) is not None:
            return f"{key}:{getattr(row, name)}"
    if row.pk is not None:
        return f"{key}:{row.pk}"
    raise ValueError(f"an unsaved {row._meta.label} has no reference")
