"""The bytes of a data file as columns of text (CSV, XLSX) or of their own types (Parquet).

CSV is UTF-8 (with or without byte order mark), UTF-16 or Windows-1252, separated by `,` `;` or tab. Blank lines and
Excel's `sep=;` may stand above the header. Every reader gives the frame and how many lines stand above the header, so
that a row can be named by its line in the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _

_QUOTED_LIMIT = 64 * 1024 * 1024


def _broken(path: Path, kind: str, fault: Exception) -> InputRefused:
    """The refusal of a file that is not what its name says; a file that may not be read is another matter."""
    if isinstance(fault, PermissionError):
        raise fault
    return InputRefused(
        _("Filen kan ikke læses som {kind}.").format(kind=kind),
        file=str(path),
        remedy=_("Gem filen igen fra det program, den kommer fra, som CSV (UTF-8), XLSX eller Parquet."),
    )


def read_parquet(path: Path) -> tuple[pl.DataFrame, int]:
    try:
        return pl.read_parquet(path), 0
    except (pl.exceptions.PolarsError, OSError) as fault:
        raise _broken(path, "Parquet", fault) from fault


def read_xlsx(path: Path) -> tuple[pl.DataFrame, int]:
    """The first sheet, and the blank rows above its header."""
    import zipfile

    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as fault:
        raise _broken(path, "XLSX", fault) from fault
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    filled = [place for place, row in enumerate(rows) if any(value is not None for value in row)]
    if not filled:
        raise _empty(path)
    above = filled[0]
    names = _header(["" if value is None else str(value) for value in rows[above]], path, above + 1)
    # As text: a sheet's column may mix numbers and words, and the same rules as for CSV then apply.
    body = [[_cell(value) for value in row[: len(names)]] for row in rows[above + 1 : filled[-1] + 1]]
    schema = dict.fromkeys(names, pl.String)
    frame = pl.DataFrame(body, schema=schema, orient="row") if body else pl.DataFrame(schema=schema)
    return frame, above


def _cell(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "date") and hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value)


def _empty(path: Path) -> InputRefused:
    return InputRefused(
        _("Filen er tom eller mangler en overskriftslinje."),
        file=str(path),
        line=1,
        remedy=_("Eksportér den igen med kolonnernes navne i første linje og en række for hver observation."),
    )


def _text(path: Path) -> bytes:
    """The file as UTF-8 with line ends that hold a line feed."""
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raw = raw.decode("utf-16", errors="replace").encode()
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        raw.decode()
    except UnicodeDecodeError:
        raw = raw.decode("cp1252", errors="replace").encode()
    return raw if b"\n" in raw else raw.replace(b"\r", b"\n")


def read_csv(path: Path) -> tuple[pl.DataFrame, int]:
    """The rows as text, and the lines above the header: blank ones, and Excel's `sep=;`."""
    raw = _text(path)
    stripped = raw.lstrip(b"\r\n")
    separator = ""
    if (named := re.match(rb"sep=([;,\t])\r?\n", stripped)) is not None:
        separator, stripped = named[1].decode(), stripped[named.end() :]
    above = raw[: len(raw) - len(stripped)].count(b"\n")
    raw = stripped
    first = raw.split(b"\n", 1)[0].decode()
    if not first.strip():
        raise _empty(path)
    separator = separator or max(";,\t", key=first.count)
    try:
        written = next(csv.reader(io.StringIO(first), delimiter=separator))
    except csv.Error as fault:
        raise _broken(path, "CSV", fault) from fault
    names = _header(written, path, above + 1)
    _refuse_ragged(raw, separator, len(names), path, above)
    # Empty cells after the last name come from a separator that ends every line.
    columns = [*names, *(f"\0{place}" for place in range(len(names), len(written)))]
    # With names of our own in the header's place, a blank line below it cannot be taken for the first row.
    head = separator.join(str(place) for place in range(len(columns))).encode()
    body = raw[len(first.encode()) :]
    try:
        frame = pl.read_csv(head + body, separator=separator, infer_schema=False)
    except pl.exceptions.PolarsError as fault:
        raise _broken(path, "CSV", fault) from fault
    return frame.rename(dict(zip(frame.columns, columns, strict=True))), above


def _header(names: list[str], path: Path, line: int) -> list[str]:
    names = [name.strip() for name in names]
    while names and not names[-1]:  # a trailing separator
        names.pop()
    for name in names:
        if not name or names.count(name) > 1:
            raise InputRefused(
                _("Overskriften har en tom eller dobbelt kolonne: {name}").format(name=name or "–"),
                file=str(path),
                line=line,
                remedy=_("Giv hver kolonne sit eget navn i overskriften."),
            )
    return names


def _refuse_ragged(raw: bytes, separator: str, width: int, path: Path, above: int) -> None:
    """Refuse the first line with too few or too many cells, by counting separators."""
    if b'"' in raw:
        if len(raw) > _QUOTED_LIMIT:
            return
        reader = csv.reader(io.StringIO(raw.decode(), newline=""), delimiter=separator)
        for row in _rows(reader, path):
            extra = len(row) - width
            if row and (extra < 0 or any(row[width:])):
                raise _ragged(path, reader.line_num + above, len(row), width)
        return
    data = np.frombuffer(raw if raw.endswith(b"\n") else raw + b"\n", dtype=np.uint8)
    ends = np.flatnonzero(data == ord("\n"))
    marks = np.flatnonzero(data == ord(separator))
    cells = np.diff(np.searchsorted(marks, ends), prepend=0) + 1
    lengths = np.diff(ends, prepend=-1) - 1
    blank = (lengths == 0) | ((lengths == 1) & (data[ends - 1] == ord("\r")))
    wrong = (cells != cells[0]) & ~blank
    if wrong.any():
        line = int(np.argmax(wrong))
        raise _ragged(path, line + 1 + above, int(cells[line]), int(cells[0]))


def _rows(reader: Iterator[list[str]], path: Path) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as fault:
        raise _broken(path, "CSV", fault) from fault


def _ragged(path: Path, line: int, found: int, width: int) -> InputRefused:
    return InputRefused(
        _("Linjen har {found} felter; overskriften har {width}.").format(found=found, width=width),
        file=str(path),
        line=line,
        remedy=_("Se efter en afskåret linje eller et skilletegn inde i et felt."),
    )


READERS: dict[str, Callable[[Path], tuple[pl.DataFrame, int]]] = {
    ".csv": read_csv,
    ".txt": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_xlsx,
    ".parquet": read_parquet,
}
