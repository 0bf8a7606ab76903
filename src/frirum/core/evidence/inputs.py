"""The files of an evaluation, told apart by their headings, each with its fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frirum.core.errors import InputRefused
from frirum.core.files.data_file import FileSource, as_data_file
from frirum.core.files.table import Table, read_table
from frirum.core.language import gettext as _

ANALYSIS_TABLE = "analysis_table"
_NEEDED = ("unit", "treated")


@dataclass(frozen=True)
class EvaluationInput:
    """One file.

    Attributes:
        file: its name without folders, so that a result is the same wherever it was run.
        kind: `analysis_table`.
        sha256: of its bytes.
        rows: rows of data.
        table: the file read, where it is a table.
    """

    file: str
    kind: str
    sha256: str
    rows: int
    table: Table | None = None

    @property
    def columns(self) -> Sequence[str]:
        """The headings."""
        return () if self.table is None else self.table.frame.columns

    def as_dict(self) -> dict[str, Any]:
        """The file as the command line names it."""
        return {"file": self.file, "kind": self.kind, "sha256": self.sha256, "rows": self.rows}


def read_input(source: FileSource) -> EvaluationInput:
    """Read one file and tell by its headings what it is.

    Raises:
        InputRefused: none of the kinds has such headings, or the file cannot be read.
    """
    path = Path(as_data_file(source).path)
    table = read_table(source)
    missing = [name for name in _NEEDED if name not in table.frame.columns]
    if missing:
        raise InputRefused(
            _("Filen kendes ikke på sine overskrifter: {columns}.").format(
                columns=", ".join(table.frame.columns[:12])
            ),
            file=str(path),
            line=table.header_line,
            remedy=_("En analysetabel har unit, time, outcome og treated; {missing} mangler.").format(
                missing=", ".join(missing)
            ),
        )
    table.require(_NEEDED)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return EvaluationInput(path.name, ANALYSIS_TABLE, sha256, len(table), table)
