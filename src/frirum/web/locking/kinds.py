"""A kind of thing that is locked: what an app says of it, and what follows for every kind alike."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db.models import Model, Q

from frirum.core.locking.chain import moment_text
from frirum.web.locking.models import AmendmentRow, LockRow


class LockedKind(ABC):
    """What can be locked: a row with `reference`, `slug`, `organisation` and `is_locked`, its lock and its amendments.

    Attributes:
        key: its name in receipts, in events ("form.locked") and of the relation from its lock.
        model, lock_model: the rows.
        says_locked: the rows that call themselves locked, whether or not there is a lock.
        parts_name: what the locked parts are called in the bytes.
    """

    key: ClassVar[str]
    model: ClassVar[type[Model]]
    lock_model: ClassVar[type[LockRow]]
    says_locked: ClassVar[Q]
    parts_name: ClassVar[str]

    # ---- what an app says ----

    @abstractmethod
    def parts(self, thing: Any) -> Mapping[str, Any]:
        """Key -> what the rows of each locked part say now, without the amendments."""

    @abstractmethod
    def amended(self, amendment: Any) -> Mapping[str, Any]:
        """What an amendment changed, and to what."""

    @abstractmethod
    def rows(self, thing: Any) -> Iterable[Model]:
        """The rows that are held against their seals, beside the lock and the amendments."""

    @abstractmethod
    def part_title(self, key: str) -> str:
        """A locked part as the beginning of a sentence: "Trinet »Formål«"."""

    @abstractmethod
    def name(self) -> str:
        """The thing as the beginning of a sentence: "Designet"."""

    @abstractmethod
    def heading(self, number: int) -> str:
        """The first line of a receipt: of the lock (0) or of an amendment."""

    @abstractmethod
    def subject(self, thing: Any, number: int) -> str:
        """The subject of a receipt's mail."""

    @abstractmethod
    def facts(self, thing: Any) -> list[str]:
        """What a receipt says of the thing, one line each."""

    def also(self, thing: Any, lock: Any | None) -> Mapping[str, Any]:
        """Further facts in the bytes that the rows say, given the lock (None before it is made)."""
        return {}

    def begun_on(self, thing: Any) -> dt.date | None:
        """The first day of what the thing is a plan for; None where nobody says."""
        return None

    # ---- what follows ----

    def lock_of(self, thing: Any) -> LockRow | None:
        """The lock, or None where there is none."""
        return self.lock_model._default_manager.filter(**{self.key: thing}).first()

    def content(
        self, thing: Any, *, locked_by: str, locked_at: str, lock: Any | None = None
    ) -> dict[str, Any]:
        """What is frozen: the thing, its parts, who and when (ISO 8601, UTC)."""
        return {
            self.key: str(thing.reference),
            "slug": thing.slug,
            "organisation": thing.organisation,
            "definition_sha256": thing.definition_sha256,
            self.parts_name: dict(self.parts(thing)),
            "locked_by": locked_by,
            "locked_at": locked_at,
            **self.also(thing, lock),
        }

    def amendment_values(self, amendment: AmendmentRow) -> dict[str, Any]:
        """What an amendment's fingerprint is of, beside the one before it."""
        return {
            self.key: str(getattr(amendment, self.key).reference),
            "number": amendment.number,
            "reason": amendment.reason,
            "major": amendment.major,
            "after_outcomes": amendment.after_outcomes,
            "made_by": amendment.made_by,
            "made_at": moment_text(amendment.made_at),
            **self.amended(amendment),
        }
