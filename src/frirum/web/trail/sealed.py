"""Protected rows: an app registers a model, and every action that records an event on a row seals it.

The seal is an HMAC of the row as the database gives it back. A row that raw SQL changed, added or removed no
longer agrees with its seal, and `frirum verify` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, router

from frirum.web.trail import chain

Extra = Callable[[models.Model], dict[str, Any]]


@dataclass(frozen=True)
class Sealed:
    """A protected model.

    Args:
        model: the model.
        exclude: fields that change without an action (a last login) or are secret.
        extra: further facts of a row that count, such as its many-to-many relations.
    """

    model: type[models.Model]
    exclude: frozenset[str]
    extra: Extra | None

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns that are sealed."""
        return tuple(f.attname for f in self.model._meta.concrete_fields if f.attname not in self.exclude)

    def content(self, values: dict[str, Any], row: models.Model | None) -> str:
        """The HMAC of a row given as its column values (and the row itself when `extra` is set)."""
        extra = self.extra(row) if self.extra is not None and row is not None else {}
        return chain.keyed_hash(
            "content", self.model._meta.label.encode(), chain.canonical({**values, "+": extra})
        )

    def rows(self, database: str) -> Iterator[tuple[str, str]]:
        """(subject, content) of every row in a database."""
        query = self.model._base_manager.using(database)
        if self.extra is not None:
            for row in query.iterator():
                yield subject_of(row), self.content({f: getattr(row, f) for f in self.fields}, row)
            return
        for row in query.only(*self.fields).iterator():
            yield subject_of(row), self.content({f: getattr(row, f) for f in self.fields}, None)


_sealed: dict[type[models.Model], Sealed] = {}


def register(model: type[models.Model], *, exclude: Iterable[str] = (), extra: Extra | None = None) -> None:
    """Protect every row of `model`: it may only change in an action that records an event on it."""
    _sealed[model] = Sealed(model, frozenset(exclude), extra)


def sealed_models() -> tuple[Sealed, ...]:
    """Every protected model."""
    return tuple(_sealed.values())


def of_database(database: str) -> tuple[Sealed, ...]:
    """The protected models whose table is in this database."""
    return tuple(one for one in sealed_models() if router.allow_migrate_model(database, one.model))


def subject_of(row: models.Model | str) -> str:
    """What the trail calls a row: its model and its random reference, key or number."""
    if isinstance(row, str):
        return row
    for name in ("reference", "key", "pk"):
        if (value := getattr(row, name, None)) is not None:
            return f"{row._meta.label_lower}:{value}"
    raise ValueError(f"an unsaved {row._meta.label} has no reference")


def content_of(row: models.Model, database: str) -> str:
    """The HMAC of a row as it stands in the database; empty for a model that is not protected."""
    sealed = _sealed.get(type(row))
    if sealed is None:
        return ""
    # Read back: what was assigned ("2018-07-01") may not be what the database holds (a date).
    stored = type(row)._base_manager.using(database).get(pk=row.pk)
    return sealed.content({f: getattr(stored, f) for f in sealed.fields}, stored)


def is_sealed(row: models.Model | str) -> bool:
    """Whether the row's model is protected."""
    return type(row) in _sealed
