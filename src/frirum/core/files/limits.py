"""How much of a file a caller takes. The reader has no bounds of its own beyond what a format allows."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024
WORKBOOK_ROWS = 1_048_576
"""Rows of a sheet in Excel 2007 and later, the headings among them."""
WORKBOOK_COLUMNS = 16_384


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a caller takes at most; None is without a bound.

    Attributes:
        bytes: size of the file.
        unpacked: bytes of one sheet after unpacking.
        rows: rows below the headings.
        columns: columns with a heading.
        memory: bytes that reading and reckoning will need, as told by the size of a text file or the footer of a
            Parquet file before anything of it is read.
        tells_case: whether headings that differ in case alone are different columns.
    """

    bytes: int | None = None
    unpacked: int = 512 * MB
    rows: int | None = None
    columns: int = 500
    memory: int | None = None
    tells_case: bool = True


EXTRACTS = Limits(tells_case=False)
"""Files from case systems: rows are streamed, so that memory does not grow with the file."""
ESTIMATES = Limits(memory=2 * 1024 * MB, columns=5_000)
"""Data for an estimator, held in memory as a whole."""
RELEASES = Limits(bytes=64 * MB, unpacked=256 * MB, rows=200_000)
"""Tables that are to leave the house."""
AUDITS = Limits(bytes=64 * MB, unpacked=256 * MB, rows=200_000)
"""Lists of cases, and audits that were filled in."""
REGISTERS = Limits(columns=10_000)
"""Wide register files, streamed by the register engine: weeks and months are columns."""
