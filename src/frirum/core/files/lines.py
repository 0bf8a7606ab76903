"""Every line of a file as it stands: for tables with titles above their headings and sums beside their cells.

The readers of columns refuse a title, as they would take it for the headings. Whoever calls this one finds the headings
himself.
"""

from __future__ import annotations

from frirum.core.errors import InputRefused
from frirum.core.files.data_file import FileSource, as_data_file
from frirum.core.files.limits import ESTIMATES, Limits
from frirum.core.files.opening import FileKind, kind_of, no_sheets
from frirum.core.files.refusals import too_many_rows
from frirum.core.files.text import TextFile
from frirum.core.files.workbook import Workbook

Line = tuple[int, list[str]]
"""Line number of the file (the first is 1), and its cells as text."""


def read_lines(source: FileSource, *, limits: Limits = ESTIMATES) -> list[Line] | None:
    """Every line that is not empty, titles included; None for Parquet, which has columns and no lines.

    Raises:
        InputRefused: as `table.read_table`, but for its headings.
    """
    data = as_data_file(source)
    try:
        kind = kind_of(data.path, limits)
        if kind is FileKind.PARQUET:
            return None
        if kind is FileKind.TEXT and data.sheet:
            raise no_sheets()
        file = (
            Workbook(data.path, data.sheet, limits, titled=True)
            if kind is FileKind.WORKBOOK
            else TextFile(data.path, limits, titled=True)
        )
        found = []
        for line in file.lines():
            found.append(line)
            if limits.rows is not None and len(found) > limits.rows + 1:
                raise too_many_rows(limits.rows, line[0])
    except InputRefused as refused:
        refused.file = refused.file or str(data.path)
        raise
    return found
