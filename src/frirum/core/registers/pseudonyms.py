"""Pseudonyms: a keyed hash of the person's number. Without the key nobody can try all numbers until one fits.

An unkeyed hash of every possible CPR number takes hours on one processor, so the key is a must. One key per evaluation:
the same person has the same pseudonym in all its files and another in the next evaluation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np

from frirum.core.registers import words

KEY_BYTES = 32
_DIGEST_BYTES = 16
_CPR_DIGITS = 10


def evaluation_key(master: bytes, evaluation: str) -> bytes:
    """The key of one evaluation, so that its pseudonyms cannot be joined with those of another."""
    return hashlib.blake2b(evaluation.encode(), key=master[:64], digest_size=KEY_BYTES).digest()


def pseudonyms(ids: Iterable[bytes], key: bytes) -> list[str]:
    """The pseudonym of each number: 32 hexadecimal digits.

    Args:
        ids: numbers as the file writes them; a hyphen in a CPR number does not change the pseudonym.
        key: at least `KEY_BYTES` secret bytes, kept apart from the data.

    Raises:
        ValueError: the key is shorter.
    """
    if len(key) < KEY_BYTES:
        raise ValueError("the key of pseudonyms is too short")
    begun = hashlib.blake2b(key=key[:64], digest_size=_DIGEST_BYTES, person=b"frirum-register")
    copy = begun.copy
    found = []
    for number in ids:
        hashed = copy()  # The key is worked in once, not once a person.
        hashed.update(number.replace(b"-", b"") if b"-" in number else number)
        found.append(hashed.hexdigest())
    return found


CPR_NAMES = frozenset({"cpr", "cprnr", "cpr_nr", "cprnummer", "personnummer"})
RUNNING_NUMBER_NAMES = frozenset({"lobenr", "løbenr", "lbnr"})


_CPR_SHARE = 0.99


def are_cpr(ids: np.ndarray) -> bool:
    """Whether the numbers are CPR numbers: their digits say it, whatever the column is called.

    Args:
        ids: (n,) bytes.

    Returns:
        Whether nearly all have ten digits that begin with a day (raised by 60 in a replacement number) and a month.
    """
    if not len(ids):
        return False
    plain = np.strings.replace(ids, b"-", b"")
    whole = plain[(np.strings.str_len(plain) == _CPR_DIGITS) & np.strings.isdigit(plain)].astype("S10")
    if len(whole) < _CPR_SHARE * len(ids):
        return False
    digits = np.ascontiguousarray(whole).view(np.uint8).reshape(-1, _CPR_DIGITS) - ord("0")
    day, month = digits[:, 0] * 10 + digits[:, 1], digits[:, 2] * 10 + digits[:, 3]
    day = np.where(day > 60, day - 60, day)
    dated = (day >= 1) & (day <= 31) & (month >= 1) & (month <= 12)
    return bool(dated.sum() >= _CPR_SHARE * len(ids))


def cpr_of_people(ids: np.ndarray, key_file: dict[bytes, bytes] | None) -> list[bytes | None]:
    """The CPR number of each person of a register, None for one that the key file does not hold.

    Args:
        ids: (n,) bytes, as the register writes them.
        key_file: CPR number to running number, as `marks.read_key_file` gives it; None when there is none.

    Raises:
        InputRefused: they are no CPR numbers and there is no key file.
    """
    if are_cpr(ids):
        return [number.replace(b"-", b"") for number in ids.tolist()]
    if key_file is None:
        raise words.no_link()
    cpr = {number: cpr for cpr, number in key_file.items()}
    return [cpr.get(number) for number in ids.tolist()]


def row_of(ids: np.ndarray) -> dict[bytes, int]:
    """The row of every person by number, a CPR number with or without hyphen."""
    return {number.replace(b"-", b""): row for row, number in enumerate(ids.tolist())}


def through_key_file(
    person_name: str, numbers: Iterable[bytes], key_file: dict[bytes, bytes] | None
) -> list[bytes | None]:
    """The register's number of people known by CPR, or None for each the key file does not hold.

    Args:
        person_name: the person column of the register.
        numbers: CPR numbers.
        key_file: CPR number to running number; None when there is none.

    Raises:
        InputRefused: the register has neither a CPR number nor a running number with a key file.
    """
    name = person_name.casefold()
    if name in CPR_NAMES:
        return list(numbers)
    if name not in RUNNING_NUMBER_NAMES or key_file is None:
        raise words.no_link()
    return [key_file.get(number.replace(b"-", b"")) for number in numbers]
