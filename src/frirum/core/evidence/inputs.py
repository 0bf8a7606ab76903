"""The files of an evaluation, told apart by their headings, each with its fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from frirum.core.catalogue.experiment import Experiment
from frirum.core.effects.cells import COLUMNS as CELL_COLUMNS
from frirum.core.effects.cells import panel_from_cells
from frirum.core.effects.panel import Panel
from frirum.core.effects.rows import Check
from frirum.core.errors import InputRefused, UsageError
from frirum.core.evidence.answered import TIME, TREATED, UNIT
from frirum.core.evidence.plan import FIRST_OUTCOME, EvaluationPlan
from frirum.core.evidence.register_people import Flow, register_people
from frirum.core.evidence.starts import COUNTED
from frirum.core.files.data_file import FileSource, as_data_file
from frirum.core.files.limits import REGISTERS
from frirum.core.files.opening import FileKind, kind_of
from frirum.core.files.parquet import parquet_columns
from frirum.core.files.table import Table, read_table
from frirum.core.files.text import read_head
from frirum.core.language import gettext as _
from frirum.core.registers.axis import label_of
from frirum.core.registers.reading import read_register
from frirum.core.registers.typed_files import PARQUET, SAS, STATA, typed_kind

ANALYSIS_TABLE, CELLS, REGISTER, MARKS = "analysis_table", "cells", "register", "marks"
_FEWEST_PERIODS = 8
_NEEDED = (UNIT, TREATED)


@dataclass(frozen=True)
class EvaluationInput:
    """One file.

    Attributes:
        file: its name without folders, so that a result is the same wherever it was run.
        kind: `analysis_table`, `cells`, …
        sha256: of its bytes.
        rows: rows of data.
        table: the file as an analysis table, where questions can be answered from it.
        flows: question id -> who of those in the file stands where, where the file tells it of people.
        checks: what was seen of the file as a whole.
    """

    file: str
    kind: str
    sha256: str
    rows: int
    table: Table | None = None
    flows: Mapping[str, Flow] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()

    @property
    def columns(self) -> Sequence[str]:
        """The headings."""
        return () if self.table is None else self.table.frame.columns

    def as_dict(self) -> dict[str, Any]:
        """The file as the command line names it."""
        return {"file": self.file, "kind": self.kind, "sha256": self.sha256, "rows": self.rows}


def read_inputs(
    extracts: Iterable[FileSource], experiment: Experiment, plan: EvaluationPlan, *, marks: Path | None = None
) -> list[EvaluationInput]:
    """Read all files; a register goes together with the marks.

    Raises:
        UsageError: a register without marks, or marks without a register.
        InputRefused: as `read_input` and `register_people`.
    """
    found: list[EvaluationInput] = []
    used = False
    for source in extracts:
        path = Path(as_data_file(source).path)
        if not _is_register(path):
            found.append(read_input(source))
            continue
        if marks is None:
            raise UsageError(
                _("{file} er et register; evalueringen skal vide, hvem der ses på, og fra hvornår.").format(
                    file=path.name
                ),
                remedy=_("Angiv en fil med person, index_date og treated i --marks."),
            )
        register = read_register(path)
        people = register_people(register, marks, experiment, plan)
        found.append(EvaluationInput(path.name, REGISTER, digest_of(path), register.people))
        rows = len(read_table(marks))
        found.append(
            EvaluationInput(
                marks.name, MARKS, digest_of(marks), rows, people.table, people.flows, people.checks
            )
        )
        used = True
    if marks is not None and not used:
        raise UsageError(
            _("--marks hører til et register, og ingen af filerne er et."),
            remedy=_("Angiv registret i --extract, eller udelad --marks."),
        )
    return found


def _is_register(path: Path) -> bool:
    """Whether the headings are those of a wide register: a column for each week or month."""
    kind = None if not path.is_file() else typed_kind(path)
    if kind in (SAS, STATA):
        return True
    if kind == PARQUET:
        names = parquet_columns(path, REGISTERS)
    elif path.is_file() and kind_of(path, REGISTERS) is FileKind.TEXT:
        names = read_head(path, REGISTERS).columns
    else:
        return False
    return sum(label_of(name.strip()) is not None for name in names) >= _FEWEST_PERIODS


def read_input(source: FileSource) -> EvaluationInput:
    """Read one file and tell by its headings what it is.

    Raises:
        InputRefused: none of the kinds has such headings, or the file cannot be read.
    """
    path = Path(as_data_file(source).path)
    table = read_table(source)
    columns = set(table.frame.columns)
    if columns >= set(CELL_COLUMNS):
        return EvaluationInput(path.name, CELLS, digest_of(path), len(table), _from_cells(table))
    if columns >= set(_NEEDED):
        return EvaluationInput(path.name, ANALYSIS_TABLE, digest_of(path), len(table), table)
    raise InputRefused(
        _("Filen kendes ikke på sine overskrifter: {columns}.").format(
            columns=", ".join(table.frame.columns[:12])
        ),
        file=str(path),
        line=table.header_line,
        remedy=_(
            "En analysetabel har unit, time, outcome og treated ({missing} mangler); celler har {cells}."
        ).format(missing=", ".join(n for n in _NEEDED if n not in columns), cells=", ".join(CELL_COLUMNS)),
    )


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _from_cells(table: Table) -> Table:
    """Municipal aggregates as an analysis table: the mean of each cell, and how many it is of."""
    numbers = {name: table.numbers(name, counts=name == "n") for name in ("n", "sum", "sum_sq")}
    labels = {name: table.labels(name) for name in ("municipality", "month", "first_treated")}
    frame = pl.DataFrame({**labels, **numbers})
    try:
        panel = panel_from_cells(frame)
    except InputRefused as refused:
        refused.file = refused.file or table.file
        raise
    return _table_of(panel, table.file)


def _table_of(panel: Panel, file: str) -> Table:
    unit, time = np.nonzero(panel.observed)
    starts = np.append(panel.starts, [0, len(panel.periods)])  # -2: from the first period on, -1: never
    begins = starts[panel.cohort]
    frame = pl.DataFrame(
        {
            UNIT: [panel.units[place] for place in unit],
            TIME: [panel.periods[place] for place in time],
            TREATED: (time >= begins[unit]).astype(np.int64),
            FIRST_OUTCOME: panel.mean[unit, time],
            COUNTED: panel.weight[unit, time].astype(np.int64),
        },
        strict=False,
    )
    return Table(frame, file)
