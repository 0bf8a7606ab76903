"""CSV: UTF-8 with or without byte order mark, UTF-16 with one, or Windows-1252; `;`, `,` or tab; quoted cells.

The file is looked through once before a row is given out, so that a fault at its end is found before anything of it
is used. Both passes hold one line at a time.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from frirum.core.errors import InputRefused
from frirum.core.extracts.source import (
    LONGEST_CELL,
    LONGEST_LINE,
    SourceRow,
    read_headings,
    refuse_title,
)
from frirum.core.language import gettext as _

SEPARATORS = ";,\t"
# Signs that stand in no text; a file that has them is no text file.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Windows-1252 gives these five bytes no sign.
_UNASSIGNED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}


@dataclass(frozen=True)
class _Look:
    """What the first pass found."""

    encoding: str
    last_line: int
    ends_with_newline: bool


class TextFile:
    """A CSV file that has been looked through."""

    notes: tuple[str, ...] = ()

    def __init__(self, path: Path) -> None:
        self._path = path
        look = _look_through(path)
        self._encoding, self.last_line = look.encoding, look.last_line
        self._separator = self._find_separator()
        self.columns = self._headings()
        self._refuse_cut_off(look.ends_with_newline)

    @property
    def description(self) -> str:
        """CSV, its encoding and separator."""
        separator = _("tabulator") if self._separator == "\t" else self._separator
        return _("CSV, {encoding}, adskilt af {separator}").format(
            encoding=_NAMES[self._encoding], separator=separator
        )

    def rows(self) -> Iterator[SourceRow]:
        """The rows below the headings that are not empty.

        Raises:
            InputRefused: a quote that never ends, or a cell too long to be one; with its line.
        """
        body = self._all_rows()
        next(body)
        wanted = len(self.columns)
        for line, cells in body:
            width = _width(cells, wanted)
            if width:
                yield SourceRow(line, tuple((*cells, *[""] * wanted)[:wanted]), width)

    def _lines(self) -> Iterator[str]:
        with self._path.open(encoding=self._encoding, newline="") as file:
            while line := file.readline(LONGEST_LINE):
                yield line

    def _find_separator(self) -> str:
        first = next((line for line in self._lines() if line.strip()), "")
        named = re.fullmatch(r"sep=(.)\s*", first, flags=re.IGNORECASE)
        if named and named[1] in SEPARATORS:
            return named[1]
        outside_quotes = re.sub(r'"[^"]*"', "", first)
        return max(SEPARATORS, key=outside_quotes.count)

    def _all_rows(self) -> Iterator[tuple[int, list[str]]]:
        """(line, cells) of every row that is not blank, headings first; line is where the row begins."""
        reader = csv.reader(self._lines(), delimiter=self._separator, strict=True)
        begins = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as fault:
                raise _broken(fault, begins) from fault
            line, begins = begins, reader.line_num + 1
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise _broken(None, line)
            is_excel_hint = line == 1 and len(cells) <= 2 and cells and cells[0].casefold().startswith("sep=")
            if any(cell.strip() for cell in cells) and not is_excel_hint:
                yield line, cells

    def _headings(self) -> tuple[str, ...]:
        rows = self._all_rows()
        first = next(rows, None)
        if first is None:
            raise InputRefused(_("Filen er tom."), remedy=_("Lav udtrækket igen i fagsystemet."))
        line, cells = first
        headings = read_headings(cells, line)
        second = next(rows, None)
        if second is not None:
            refuse_title(headings, len(second[1]), line)
        return headings

    def _refuse_cut_off(self, ends_with_newline: bool) -> None:
        """A last row without its line end and with too few cells is the trace of a transfer that stopped."""
        last: tuple[int, list[str]] | None = None
        for row in self._all_rows():
            last = row
        if last is not None and not ends_with_newline and len(last[1]) < len(self.columns):
            raise InputRefused(
                _("Filen er afskåret: sidste linje har {n} felter af {all}.").format(
                    n=len(last[1]), all=len(self.columns)
                ),
                line=last[0],
                remedy=_("Hent filen igen i fagsystemet; der kan mangle flere linjer."),
            )


def _width(cells: list[str], wanted: int) -> int:
    """How many cells a row really has; empty ones beyond the headings do not count. 0 for an empty row."""
    if not any(cell.strip() for cell in cells):
        return 0
    width = len(cells)
    while width > wanted and not cells[width - 1].strip():
        width -= 1
    return width


def _broken(fault: csv.Error | None, line: int) -> InputRefused:
    message = (
        _("Et felt er over {n} tegn langt; mangler der et anførselstegn?").format(n=LONGEST_CELL)
        if fault is None or "field larger" in str(fault)
        else _("Anførselstegnene går ikke op.")
    )
    return InputRefused(
        message, line=line, remedy=_('Ret feltet. Et anførselstegn inde i et felt skrives dobbelt: "".')
    )


def _look_through(path: Path) -> _Look:
    with path.open("rb") as file:
        start = file.read(4)
    return _decoded(path) if start.startswith((b"\xff\xfe", b"\xfe\xff")) else _in_bytes(path)


def _in_bytes(path: Path) -> _Look:
    """Which of the two encodings every line fits, and that the file is text at all."""
    utf8 = other = line = 0
    last = b""
    with path.open("rb") as file:
        while read := file.readline(LONGEST_LINE):
            last, line = read, line + 1
            if _CONTROL_BYTES.search(last) or len(last) == LONGEST_LINE:
                raise _no_text(line)
            if last.isascii():
                continue
            if _is_utf8(last):
                utf8 = utf8 or line
            else:
                other = other or line
                _refuse_unassigned(last, line)
            if utf8 and other:
                raise _mixed(utf8, other)
    return _Look("cp1252" if other else "utf-8-sig", line, last.endswith((b"\n", b"\r")))


def _decoded(path: Path) -> _Look:
    line, last = 0, ""
    try:
        with path.open(encoding="utf-16", newline="") as file:
            while read := file.readline(LONGEST_LINE):
                last, line = read, line + 1
                if _CONTROL.search(last) or len(last) == LONGEST_LINE:
                    raise _no_text(line)
    except UnicodeError as fault:
        raise _no_text(line + 1) from fault
    return _Look("utf-16", line, last.endswith(("\n", "\r")))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _refuse_unassigned(line: bytes, number: int) -> None:
    if _UNASSIGNED.search(line):
        raise InputRefused(
            _("Linjen har tegn, der hverken er UTF-8 eller Windows-1252."),
            line=number,
            remedy=_("Gem filen som CSV i UTF-8, og hent den ind igen."),
        )


def _mixed(utf8: int, other: int) -> InputRefused:
    return InputRefused(
        _("Filen blander to tegnsæt: linje {a} er UTF-8, linje {b} er Windows-1252.").format(a=utf8, b=other),
        line=max(utf8, other),
        remedy=_("Er to filer sat sammen? Hent dem ind hver for sig, eller gem det hele i UTF-8."),
    )


def _no_text(line: int) -> InputRefused:
    return InputRefused(
        _("Linjen er ikke tekst: den har styretegn eller er over {n} tegn lang.").format(n=LONGEST_LINE),
        line=line,
        remedy=_("Er det en CSV-fil? Lav udtrækket igen, og hent det ind, som det er."),
    )
