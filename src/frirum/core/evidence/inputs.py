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
from frirum.core.catalogue.questions import Scale
from frirum.core.effects.cells import COLUMNS as CELL_COLUMNS
from frirum.core.effects.cells import panel_from_cells
from frirum.core.effects.panel import Panel
from frirum.core.effects.rows import Check
from frirum.core.errors import InputRefused, UsageError
from frirum.core.evidence.answered import TIME, TREATED, UNIT
from frirum.core.evidence.plan import FIRST_OUTCOME, EvaluationPlan
from frirum.core.evidence.register_people import Flow, register_people
from frirum.core.evidence.sentences import say
from frirum.core.evidence.sheets import Sheets, joined, sheets_of
from frirum.core.evidence.starts import COUNTED
from frirum.core.evidence.time_to import GroupCurve
from frirum.core.extracts.recognition import recognise
from frirum.core.files.data_file import FileSource, as_data_file
from frirum.core.files.opening import open_source
from frirum.core.files.table import Table, read_table
from frirum.core.measures.gathering import Gathered, gather, is_register
from frirum.core.registers.reading import read_register
from frirum.core.registers.typed_files import typed_kind

ANALYSIS_TABLE, CELLS, REGISTER, MARKS = "analysis_table", "cells", "register", "marks"
AUDIT, SURVEY = "audit", "survey"
_NEEDED = (UNIT, TREATED)


@dataclass(frozen=True)
class EvaluationInput:
    """One file.

    Attributes:
        file: its name without folders, so that a result is the same wherever it was run.
        kind: `analysis_table`, `cells`, `register`, `marks`, `audit`, `survey`, or a kind of case extract.
        sha256: of its bytes.
        rows: rows of data.
        table: the file as an analysis table, where questions can be answered from it.
        flows: question id -> who of those in the file stands where, where the file tells it of people.
        curves: question id -> how long until its outcome, where the file tells it week by week.
        checks: what was seen of the file as a whole.
    """

    file: str
    kind: str
    sha256: str
    rows: int
    table: Table | None = None
    flows: Mapping[str, Flow] = field(default_factory=dict)
    curves: Mapping[str, tuple[GroupCurve, ...]] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()

    @property
    def columns(self) -> Sequence[str]:
        """The headings."""
        return () if self.table is None else self.table.frame.columns

    def as_dict(self) -> dict[str, Any]:
        """The file as the command line names it."""
        return {"file": self.file, "kind": self.kind, "sha256": self.sha256, "rows": self.rows}


@dataclass(frozen=True)
class Inputs:
    """All files of an evaluation.

    Attributes:
        files: each as it was told apart.
        gathered: case extracts (and a register without marks) as material for rules; None without.
        sheets: answers of audits and questionnaires; None without.
    """

    files: tuple[EvaluationInput, ...]
    gathered: Gathered | None = None
    sheets: Sheets | None = None


def read_inputs(
    extracts: Iterable[FileSource],
    experiment: Experiment,
    plan: EvaluationPlan,
    *,
    marks: Path | None = None,
    audits: Iterable[FileSource] = (),
    surveys: Iterable[FileSource] = (),
    scales: Mapping[str, Scale] | None = None,
) -> Inputs:
    """Read all files; a register goes together with the marks, or with case extracts.

    Args:
        scales: the shared answer scales by id, for audits and surveys.

    Raises:
        UsageError: no file; a register with neither marks nor case extracts; marks without a register.
        InputRefused: as `read_input`, `register_people`, `gather` and `sheets_of`.
    """
    found: list[EvaluationInput] = []
    registers: list[Path] = []
    cases: list[Path] = []
    for source in extracts:
        path = Path(as_data_file(source).path)
        if is_register(path):
            registers.append(path)
        elif is_case_extract(path):
            cases.append(path)
        else:
            found.append(read_input(source))
    if marks is not None:
        found += _with_marks(registers, marks, experiment, plan)
        registers = []
    if registers and not cases:
        raise _no_marks(registers[0])
    gathered = gather([*cases, *registers]) if cases else None
    if gathered is not None:
        found += [EvaluationInput(one.file, one.kind, one.sha256, one.rows) for one in gathered.files]
    read = [_sheets(one, AUDIT, experiment, scales or {}) for one in audits]
    read += [_sheets(one, SURVEY, experiment, scales or {}) for one in surveys]
    found += [one for one, _own in read]
    if not found:
        raise UsageError(
            say("are_no_files_to_evaluate"),
            remedy=say("give_at_least_one_file"),
        )
    return Inputs(tuple(found), gathered, joined([own for _one, own in read]))


def is_case_extract(path: Path) -> bool:
    """Whether a file has the headings of a kind of case extract, and not those of a table of ours."""
    if typed_kind(path) is not None:
        return False
    try:
        source = open_source(path)
        if set(source.columns) >= set(_NEEDED) or set(source.columns) >= set(CELL_COLUMNS):
            return False
        recognise(source)
    except InputRefused:
        return False
    return True


def _with_marks(
    registers: Sequence[Path], marks: Path, experiment: Experiment, plan: EvaluationPlan
) -> list[EvaluationInput]:
    if not registers:
        raise UsageError(
            say("marks_belongs_to_register_and_none"),
            remedy=say("give_register_in_extract_or_leave"),
        )
    if len(registers) > 1:
        raise UsageError(say("only_one_register_can_be_read"), remedy=say("give_one_register_in_extract"))
    register = read_register(registers[0])
    people = register_people(register, marks, experiment, plan)
    rows = len(read_table(marks))
    return [
        EvaluationInput(registers[0].name, REGISTER, digest_of(registers[0]), register.people),
        EvaluationInput(
            marks.name,
            MARKS,
            digest_of(marks),
            rows,
            people.table,
            people.flows,
            people.curves,
            people.checks,
        ),
    ]


def _no_marks(path: Path) -> UsageError:
    return UsageError(
        say("file_is_register_evaluation_must_know", file=path.name),
        remedy=say("give_file_with_person_index_date"),
    )


def _sheets(
    source: FileSource, kind: str, experiment: Experiment, scales: Mapping[str, Scale]
) -> tuple[EvaluationInput, Sheets]:
    path = Path(as_data_file(source).path)
    table = read_table(source)
    return EvaluationInput(path.name, kind, digest_of(path), len(table)), sheets_of(table, experiment, scales)


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
        say("file_is_not_known_by_headings", columns=", ".join(table.frame.columns[:12])),
        file=str(path),
        line=table.header_line,
        remedy=say(
            "analysis_table_has_unit_time_outcome",
            missing=", ".join(n for n in _NEEDED if n not in columns),
            cells=", ".join(CELL_COLUMNS),
        ),
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
