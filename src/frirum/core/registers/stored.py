"""A register kept as spells, read back: the other way of `export.write_store`, to the same table as the wide file gave.

What is read is the data package's description; the files it names lie beside it and are those it was written with.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from frirum.core.registers import words
from frirum.core.registers.axis import TimeAxis, label_of
from frirum.core.registers.blocks import NOWHERE, Places, packed
from frirum.core.registers.code_book import CodeBook, shipped_book
from frirum.core.registers.degrees import PARTS, DegreeRuns, no_degrees
from frirum.core.registers.runs import Runs
from frirum.core.registers.spell_table import SpellTable
from frirum.core.report.text_cells import FORMULA_STARTS

ENDING = ".datapackage.json"
NUMBER = "number"
"""The person column of a stored register: the number shown for each person, mostly a pseudonym."""
CASE_MARK = "p-"
"""Before a pseudonym that stands as the number of a case: bare it can look like a number a spreadsheet has changed."""

_TYPES = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}
_PLACE = "municipality"
_PEOPLE_AT_A_TIME = 100_000


def is_stored(path: Path) -> bool:
    """Whether a file is the description of a stored register, by its name."""
    return path.name.endswith(ENDING)


def read_stored(path: Path) -> SpellTable:
    """Read a stored register.

    Args:
        path: its description (`….datapackage.json`).

    Raises:
        InputRefused: it is no such description, or a file is not beside it, or is another than it was.
    """
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        return _read(package, path)
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as fault:
        raise words.no_stored_register(path) from fault


def files_of(package: dict[str, Any]) -> dict[str, str]:
    """The files a description names: name without folders, and SHA-256 of its bytes."""
    return {Path(one["path"]).name: one["sha256"] for one in package["resources"]}


def _read(package: dict[str, Any], path: Path) -> SpellTable:
    frames = _frames(package, path)
    unit, first = label_of(package["axis"]["first"]) or (None, 0)
    last_unit, last = label_of(package["axis"]["last"]) or (None, 0)
    if unit is None or unit != last_unit:
        raise words.no_stored_register(path)
    axis = TimeAxis(unit, first, last - first + 1)
    spells, people = frames["spells"], frames["people"]
    codes, code = _numbered(spells["code"])
    places = Places()
    columns = [name for name in people.columns if name == _PLACE or name.startswith(f"{_PLACE}_")]
    lives = [_lives(people[name], places) for name in columns]
    industry_months, degree_months = _months(package["industry_months"]), _months(package["degree_months"])
    start, end = _between(spells, axis.labels, unit)
    return SpellTable(
        file=str(path),
        axis=axis,
        book=_book(package["code_book"]),
        codes=tuple(codes),
        runs=Runs(spells["person"].to_numpy().astype(np.int32), code.astype(np.uint16), start, end),
        ids=np.array([number.encode() for number in people[NUMBER]], dtype=bytes),
        person_name=NUMBER,
        municipality=np.column_stack(lives) if lives else np.empty((people.height, 0), dtype=np.int32),
        years=tuple(int(name.removeprefix(f"{_PLACE}_")) if name != _PLACE else 0 for name in columns),
        places=places,
        industry=_industry(frames.get("jobs"), people.height, package["industry_months"]),
        industry_months=industry_months,
        degree=_degrees(frames.get("degrees"), package["degree_months"]),
        degree_months=degree_months,
    )


def _frames(package: dict[str, Any], path: Path) -> dict[str, pl.DataFrame]:
    """The files of the description by what they are, each with the bytes it was described with."""
    found = {}
    for one in package["resources"]:
        file = path.parent / Path(one["path"]).name
        if not file.is_file():
            raise words.stored_file_gone(path, file.name)
        with file.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != one["sha256"]:
                raise words.stored_file_gone(path, file.name)
        if one["name"] in ("spells", "people", "jobs", "degrees"):
            found[one["name"]] = _text_frame(file, one) if file.suffix == ".csv" else pl.read_parquet(file)
    return found


def _text_frame(file: Path, resource: dict[str, Any]) -> pl.DataFrame:
    """A file that was written as CSV: columns of the types described, texts as they were (`export._write`)."""
    types = {one["name"]: _TYPES[one["type"]] for one in resource["schema"]["fields"]}
    frame = pl.read_csv(file, schema_overrides=types)
    signs = re.escape("".join(FORMULA_STARTS))
    return frame.with_columns(pl.col(pl.String).str.replace(f"^'([{signs}])", "$1"))


def _book(said: dict[str, Any]) -> CodeBook:
    """The book the codes were read by; its benefits stand in descriptions of later versions."""
    shipped = shipped_book()
    gap = said["gap"]
    return CodeBook(
        name=said["name"],
        groups=said["groups"],
        benefit_groups=tuple(said["benefit_groups"]),
        left_population=frozenset(said["left_population"]),
        gap_weeks=shipped.gap_weeks if gap is None else gap,
        labels=said["labels"],
        benefits=said.get("benefits", shipped.benefits if said["name"] == shipped.name else {}),
    )


def _numbered(column: pl.Series) -> tuple[list[str], np.ndarray]:
    texts = column.cast(pl.String)
    known = texts.unique(maintain_order=True).to_list()
    return known, _places_of(texts, known)


def _places_of(column: pl.Series, labels: Sequence[str]) -> np.ndarray:
    """(n,) place of each label; a label that is none of them is refused by polars."""
    return column.cast(pl.String).cast(pl.Enum(list(labels) or [""])).to_physical().to_numpy()


def _between(frame: pl.DataFrame, labels: Sequence[str], unit: str) -> tuple[np.ndarray, np.ndarray]:
    """(n,) uint16: the first place, and the one after the last."""
    start, last = (_places_of(frame[f"{end}_{unit}"], labels) for end in ("first", "last"))
    return start.astype(np.uint16), (last + 1).astype(np.uint16)


def _lives(column: pl.Series, places: Places) -> np.ndarray:
    texts = column.cast(pl.String)
    numbers = {text: places.number(text) for text in texts.drop_nulls().unique(maintain_order=True)}
    return texts.replace_strict(numbers, default=NOWHERE, return_dtype=pl.Int32).to_numpy()


def _months(labels: Sequence[str]) -> tuple[tuple[int, int], ...]:
    return tuple((int(label[:4]), int(label[5:])) for label in labels)


def _industry(jobs: pl.DataFrame | None, people: int, months: Sequence[str]) -> np.ndarray:
    """(people, bytes) one bit per month, from months in a row."""
    if jobs is None:
        return packed(np.empty((people, 0), dtype=bool))
    person = jobs["person"].to_numpy().astype(np.int64)
    start, end = _between(jobs, months, "month")
    parts = []
    for first in range(0, people, _PEOPLE_AT_A_TIME):
        rows = min(_PEOPLE_AT_A_TIME, people - first)
        own = (person >= first) & (person < first + rows)
        edges = np.zeros((rows, len(months) + 1), dtype=np.int8)
        np.add.at(edges, (person[own] - first, start[own]), 1)
        np.add.at(edges, (person[own] - first, end[own]), -1)
        parts.append(packed(np.cumsum(edges[:, :-1], axis=1, dtype=np.int8) > 0))
    return np.concatenate(parts) if parts else packed(np.empty((0, len(months)), dtype=bool))


def _degrees(degrees: pl.DataFrame | None, months: Sequence[str]) -> DegreeRuns:
    if degrees is None:
        return no_degrees()
    start, end = _between(degrees, months, "month")
    value = np.rint(degrees["degree"].to_numpy() * PARTS).astype(np.int32)
    # As `export.degrees_frame` writes them: shares of full time.
    return DegreeRuns(
        degrees["person"].to_numpy().astype(np.int32), value, start, end, len(months), as_percent=False
    )


def case_number_of(number: bytes) -> str:
    """The number that a case has of a person known by a pseudonym alone."""
    return f"{CASE_MARK}{number.decode()}"


def number_of_case(case_number: str) -> bytes:
    """The other way; empty for a case that is not numbered so."""
    return case_number.removeprefix(CASE_MARK).encode() if case_number.startswith(CASE_MARK) else b""
