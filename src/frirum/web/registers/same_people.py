"""People who stand under several pseudonyms, as they were given another number between two passages or registers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

FORMER = "former"
"""The column of passed rows that holds the other pseudonyms of the row's person."""


def same_people(rows: Iterable[Path], register_people: Path | None) -> dict[str, str]:
    """Pseudonym -> the one that stands for its person, for those who have several.

    Args:
        rows: rows that came through the door for one evaluation.
        register_people: the people of the register they are looked up in; the pseudonym that it has is the one kept.
    """
    together: dict[str, frozenset[str]] = {}
    for path in rows:
        if FORMER not in pl.read_parquet_schema(path):
            continue  # Rows that passed in an earlier version.
        told = pl.read_parquet(path, columns=["number", FORMER]).drop_nulls().unique()
        for number, former in told.iter_rows():
            everyone = frozenset[str]().union(*(together.get(one, {one}) for one in (number, *former)))
            together |= dict.fromkeys(everyone, everyone)
    if not together:
        return {}
    here = set() if register_people is None else set(pl.read_parquet(register_people)["number"].drop_nulls())
    return {one: min(own, key=lambda each: (each not in here, each)) for one, own in together.items()}
