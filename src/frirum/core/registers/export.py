"""A spell table as files for analysis: Parquet, and a data package that says what every column and code means."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from frirum.core.registers.axis import WEEK
from frirum.core.registers.spell_table import GroupSpells, SpellTable
from frirum.core.report.files import writing_failed

_LEVEL = 1


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


def write_store(
    path: Path, table: SpellTable, spells: GroupSpells, shown: Sequence[str], provenance: dict[str, Any]
) -> dict[str, str]:
    """Write the store: all files or none of them.

    Args:
        path: of the spells; the other files take their names from it.
        shown: the number shown for each person, a pseudonym or the file's own.
        provenance: what made it; stands in the data package.

    Returns:
        What each file is, and its name.
    """
    names = {
        "spells": path.name,
        "group_spells": f"{path.stem}.group-spells.parquet",
        "people": f"{path.stem}.people.parquet",
        "package": f"{path.stem}.datapackage.json",
    }
    frames = {
        "spells": spells_frame(table),
        "group_spells": group_spells_frame(table, spells),
        "people": people_frame(table, shown),
    }
    package = json.dumps(_package(table, frames, names, provenance), ensure_ascii=False, indent=2)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".frirum-") as folder:
            for kind, frame in frames.items():
                frame.write_parquet(Path(folder, names[kind]), compression="zstd", compression_level=_LEVEL)
            Path(folder, names["package"]).write_text(package + "\n", encoding="utf-8")
            for name in names.values():
                os.replace(Path(folder, name), path.parent / name)
    except OSError as fault:
        raise writing_failed(path, fault) from fault
    return names


def _package(
    table: SpellTable, frames: dict[str, pl.DataFrame], names: dict[str, str], provenance: dict[str, Any]
) -> dict[str, Any]:
    """A Frictionless data package: the columns of each file, and the code book the codes were read by."""
    meaning = {
        "person": "row of the person in the people file",
        "number": "pseudonym, or the register's own number where that was asked for",
        "code": "code of the register",
        "group": "group of the code book",
        "left_censored": "touches the first column: it may have begun earlier",
        "right_censored": "touches the last column: it may go on",
    }
    return {
        "name": Path(names["spells"]).stem,
        "provenance": provenance,
        "axis": {"unit": table.axis.unit, "first": table.axis.labels[0], "last": table.axis.labels[-1]},
        "code_book": {
            "name": table.book.name,
            "gap": provenance.get("gap"),
            "left_population": sorted(table.book.left_population),
            "benefit_groups": list(table.book.benefit_groups),
            "groups": table.book.groups,
            "labels": table.book.labels,
        },
        "resources": [
            {
                "name": kind,
                "path": names[kind],
                "format": "parquet",
                "rows": frame.height,
                "schema": {
                    "fields": [
                        {"name": name, "type": str(kind_of), "description": meaning.get(name, "")}
                        for name, kind_of in _kinds(frame)
                    ]
                },
            }
            for kind, frame in frames.items()
        ],
    }


def _kinds(frame: pl.DataFrame) -> list[tuple[str, str]]:
    named = {pl.Boolean: "boolean", pl.String: "string", pl.Enum: "string"}
    return [(name, named.get(kind.base_type(), "integer")) for name, kind in frame.schema.items()]
