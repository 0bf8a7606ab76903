"""A keyed hash of 16 hexadecimal digits, kept as a whole number: a third of the room, in the row and in each index."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

_HALF = 1 << 63


class HashKeyField(models.BigIntegerField):
    """Reads and writes 16 hexadecimal digits; the database holds a signed number of 64 bits in the same order."""

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> str | None:
        """The digits of the number."""
        return None if value is None else as_digits(value)

    def to_python(self, value: Any) -> Any:
        """The digits, whichever of the two is given."""
        return as_digits(value) if isinstance(value, int) else value

    def get_prep_value(self, value: Any) -> int | None:
        """The number of the digits."""
        return as_number(value) if isinstance(value, str) else value


def as_number(key: str) -> int:
    """The number that stands for a key; of one with more digits, for its first sixteen."""
    return int(key[:16], 16) - _HALF


def as_numbers(keys: Iterable[str]) -> list[int]:
    """The numbers of several keys, in their order."""
    return [as_number(key) for key in keys]


def as_digits(number: int) -> str:
    """The key that a number stands for."""
    return f"{number + _HALF:016x}"
