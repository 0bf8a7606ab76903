"""A spell table as files for analysis: Parquet, and a data package that says what every column and code means."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from frirum.core.files.frames import write_csv, write_parquet
from frirum.core.registers import rerun
from frirum.core.registers.axis import WEEK
from frirum.core.registers.degrees import PARTS
from frirum.core.registers.runs import stretches
from frirum.core.registers.spell_table import GroupSpells, SpellTable
from frirum.core.report.files import writing_failed
from frirum.core.report.text_cells import FORMULA_STARTS

_LEVEL = 1
_PEOPLE_AT_A_TIME = 100_000


def spells_frame(table: SpellTable) -> pl.DataFrame:
    """Runs of one code: person (row of the people file), code, first and last column; the code book has the groups."""
    runs = table.runs
    used, code = _dense(runs.code, table.codes)
    first, last, _length = _time(table, runs.start, runs.end)
    return pl.DataFrame(
        [
            pl.Series("person", runs.person.view(np.uint32)),
            _labelled("code", code, used),
            first,
            last,
        ]
    )


def _dense(numbers: np.ndarray, texts: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """The texts in use, and each number as a place among them."""
    counts = np.bincount(numbers, minlength=len(texts))
    used = np.flatnonzero(counts).tolist()
    place = np.zeros(len(texts), dtype=np.uint32)
    place[used] = np.arange(len(used), dtype=np.uint32)
    return [texts[number] for number in used], place[numbers]


def _labelled(name: str, places: np.ndarray, labels: Sequence[str]) -> pl.Series:
    return pl.Series(name, places.astype(np.uint32)).cat.to(pl.Enum(list(labels) or [""]))


def _time(table: SpellTable, start: np.ndarray, end: np.ndarray) -> list[pl.Series]:
    unit = "week" if table.axis.unit == WEEK else "month"
    labels = table.axis.labels
    return [
        _labelled(f"first_{unit}", start, labels),
        _labelled(f"last_{unit}", end - np.uint16(1), labels),
        pl.Series(f"{unit}s", (end - start).astype(np.uint16)),
    ]


def group_spells_frame(table: SpellTable, spells: GroupSpells) -> pl.DataFrame:
    """Spells on a group, with what was bridged and what is censored."""
    *time, span = _time(table, spells.start, spells.end)
    return pl.DataFrame(
        [
            pl.Series("person", spells.person.view(np.uint32)),
            _labelled("group", spells.group, table.group_names),
            *time,
            span.alias(f"span_{span.name}"),
            pl.Series(f"benefit_{span.name}", spells.benefit_weeks.astype(np.uint16)),
            pl.Series("left_censored", spells.left_censored),
            pl.Series("right_censored", spells.right_censored),
        ]
    )


def people_frame(table: SpellTable, shown: Sequence[str]) -> pl.DataFrame:
    """The people: their row, the number shown for them, municipality per year."""
    texts = {
        number: table.places.text(int(number)) for number in np.unique(table.municipality) if number >= 0
    }
    return pl.DataFrame(
        [
            pl.Series("person", np.arange(table.people, dtype=np.uint32)),
            pl.Series("number", list(shown), dtype=pl.String),
            *(
                pl.Series(f"municipality_{year}" if year else "municipality", column).replace_strict(
                    texts, default=None, return_dtype=pl.String
                )
                for year, column in zip(table.years, table.municipality.T, strict=True)
            ),
        ]
    )


def jobs_frame(table: SpellTable) -> pl.DataFrame:
    """Months in a row with an industry code: person, first and last month."""
    months = [f"{year}-{month:02d}" for year, month in table.industry_months]
    parts: list[tuple[np.ndarray, ...]] = []
    for first in range(0, table.people if months else 0, _PEOPLE_AT_A_TIME):
        bits = np.unpackbits(table.industry[first : first + _PEOPLE_AT_A_TIME], axis=1, bitorder="little")
        person, _one, start, end = stretches(bits[:, : len(months)], 0)
        parts.append((person.astype(np.uint32) + np.uint32(first), start, end))
    person, start, end = (
        np.concatenate([part[n] for part in parts]) if parts else np.empty(0, np.uint32) for n in range(3)
    )
    return pl.DataFrame([pl.Series("person", person), *_months(months, start, end)])


def _months(months: Sequence[str], start: np.ndarray, end: np.ndarray) -> list[pl.Series]:
    return [
        _labelled("first_month", start, months),
        _labelled("last_month", end.astype(np.int64) - 1 if len(end) else end, months),
    ]


def degrees_frame(table: SpellTable) -> pl.DataFrame:
    """Months in a row with the same employment degree: person, first and last month, the share of full time."""
    degree = table.degree
    months = [f"{year}-{month:02d}" for year, month in table.degree_months]
    return pl.DataFrame(
        [
            pl.Series("person", degree.person.astype(np.uint32)),
            *_months(months, degree.start, degree.end),
            pl.Series("degree", degree.value / PARTS),
        ]
    )


def write_store(
    path: Path,
    table: SpellTable,
    spells: GroupSpells,
    shown: Sequence[str],
    provenance: dict[str, Any],
    *,
    results: MarkResults | None = None,
) -> dict[str, str]:
    """Write a register as files for analysis, with what describes them and a script that reckons the figures anew.

    Args:
        path: of the spells, or of the outcomes where there are `results`; `.parquet` or `.csv`. The other files take
            their names and kind from it. All are written, or none of them.
        shown: the number shown for each person, a pseudonym or the file's own.
        provenance: what made it; stands in the data package.
        results: outcomes of marked people of the register.

    Returns:
        What each file is, and its name.
    """
    stem, ending = path.stem, path.suffix
    frames = {
        "spells": spells_frame(table),
        "group_spells": group_spells_frame(table, spells),
        "people": people_frame(table, shown),
    }
    if table.industry_months:
        frames["jobs"] = jobs_frame(table)
    if table.degree_months:
        frames["degrees"] = degrees_frame(table)
    names = {kind: f"{stem}.{kind.replace('_', '-')}{ending}" for kind in frames}
    names["spells" if results is None else "outcomes"] = path.name
    if results is not None:
        frames["outcomes"] = results.frame
    names |= {"package": f"{stem}.datapackage.json", "script": f"{stem}.rerun.py"}
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".frirum-") as folder:
            for kind, frame in frames.items():
                _write(frame, Path(folder, names[kind]))
            package = _package(table, frames, names, provenance, Path(folder))
            package["figures"] = figures(table, spells)
            if results is not None:
                package["outcomes"] = results.about
            text = json.dumps(package, ensure_ascii=False, indent=2)
            Path(folder, names["package"]).write_text(text + "\n", encoding="utf-8")
            script = Path(rerun.__file__).read_text(encoding="utf-8")
            Path(folder, names["script"]).write_text(script, encoding="utf-8")
            for name in names.values():
                os.replace(Path(folder, name), path.parent / name)
    except OSError as fault:
        raise writing_failed(path, fault) from fault
    return names


@dataclass(frozen=True)
class MarkResults:
    """Outcomes of marked people, as a file of a data package.

    Attributes:
        frame: person (row of the people file, None for who is not in the register), number, day, and a column for each
            horizon.
        about: scheme, unit and horizons.
    """

    frame: pl.DataFrame
    about: dict[str, Any]


def _write(frame: pl.DataFrame, path: Path) -> None:
    if path.suffix.lower() == ".csv":
        # As `shown_as_text`: a register's own numbers and places may begin with anything.
        texts = pl.col(pl.String, pl.Enum).cast(pl.String)
        signs = re.escape("".join(FORMULA_STARTS))
        write_csv(frame.with_columns(texts.str.replace(f"^([{signs}])", "'$1")), path)
    else:
        write_parquet(frame, path, compression_level=_LEVEL)


def figures(table: SpellTable, spells: GroupSpells) -> dict[str, dict[str, int]]:
    """Group -> spells, columns from first to last, columns with a code, and how many touch an end of the register."""
    size = len(table.group_names)
    told = {
        "spells": np.bincount(spells.group, minlength=size),
        "span": np.bincount(spells.group, weights=spells.span_weeks, minlength=size),
        "benefit": np.bincount(spells.group, weights=spells.benefit_weeks, minlength=size),
        "censored": np.bincount(
            spells.group, weights=spells.left_censored | spells.right_censored, minlength=size
        ),
    }
    return {
        name: {what: int(counts[number]) for what, counts in told.items()}
        for number, name in sorted(enumerate(table.group_names), key=lambda one: one[1])
        if told["spells"][number]
    }


def _package(
    table: SpellTable,
    frames: dict[str, pl.DataFrame],
    names: dict[str, str],
    provenance: dict[str, Any],
    folder: Path,
) -> dict[str, Any]:
    """A Frictionless data package: the columns of each file, and the code book the codes were read by."""
    meaning = {
        "person": "row of the person in the people file",
        "number": "pseudonym, or the register's own number where that was asked for",
        "code": "code of the register",
        "group": "group of the code book",
        "left_censored": "touches the first column: it may have begun earlier",
        "right_censored": "touches the last column: it may go on",
        "first_month": "first month in a row with an industry code, or with the same degree",
        "last_month": "last month of them",
        "degree": "employment degree of the months as a share of full time; a month without one had none reported",
        "day": "the day the outcome is counted from; of a week its Monday",
    }
    return {
        "name": Path(names["package"]).name.removesuffix(".datapackage.json"),
        "provenance": provenance,
        "script": names["script"],
        "axis": {"unit": table.axis.unit, "first": table.axis.labels[0], "last": table.axis.labels[-1]},
        "industry_months": [f"{year}-{month:02d}" for year, month in table.industry_months],
        "degree_months": [f"{year}-{month:02d}" for year, month in table.degree_months],
        "code_book": {
            "name": table.book.name,
            "gap": provenance.get("gap"),
            "left_population": sorted(table.book.left_population),
            "benefit_groups": list(table.book.benefit_groups),
            "groups": table.book.groups,
            "labels": table.book.labels,
            "benefits": table.book.benefits,
        },
        "resources": [
            {
                "name": kind,
                "path": names[kind],
                "format": Path(names[kind]).suffix[1:],
                "rows": frame.height,
                "sha256": _sha256(folder / names[kind]),
                "schema": {
                    "fields": [
                        {"name": name, "type": kind_of, "description": meaning.get(name, "")}
                        for name, kind_of in _kinds(frame)
                    ]
                },
            }
            for kind, frame in frames.items()
        ],
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _kinds(frame: pl.DataFrame) -> list[tuple[str, str]]:
    named = {
        pl.Boolean: "boolean",
        pl.String: "string",
        pl.Enum: "string",
        pl.Date: "date",
        pl.Float64: "number",
    }
    return [(name, named.get(kind.base_type(), "integer")) for name, kind in frame.schema.items()]
