"""CSV: UTF-8 with or without byte order mark, UTF-16 with one, or Windows-1252; `;`, `,` or tab; quoted cells.

The file is looked through once before a row is given out, so that a fault at its end is found before anything of it
is used. Both passes hold one line at a time.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path

from frirum.core.files import refusals
from frirum.core.files.encoding import UTF16_MARKS, EncodingCheck, look_through
from frirum.core.files.limits import EXTRACTS, Limits
from frirum.core.files.sentences import say
from frirum.core.files.source import (
    LONGEST_CELL,
    LONGEST_LINE,
    SourceRow,
    composed,
    read_headings,
    refuse_title,
)

SEPARATORS = ";,\t"
# Signs that people divide cells by and that nobody should: they are named, not read.
_OTHER_SEPARATORS = "|^~"
_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
_HEAD = 4 * 1024 * 1024
_LOOKED_AT = 200
"""Lines from which the separator of a titled file is known."""


@dataclass(frozen=True)
class TextHead:
    """How a text file begins; for whoever streams the rest himself.

    Attributes:
        encoding: of the beginning: "utf-8-sig", "utf-16" or "cp1252". Plain ASCII counts as the first, though a later
            line may be otherwise: `encoding.EncodingCheck` goes on from here.
        separator: `;`, `,` or tab.
        columns: the headings.
        header_line: line on which they stand; the first is 1.
        body: bytes from the file's beginning to the line below the headings.
    """

    encoding: str
    separator: str
    columns: tuple[str, ...]
    header_line: int
    body: int


def read_head(path: Path, limits: Limits = EXTRACTS) -> TextHead:
    """Open a text file: its encoding, separator and headings, from its first megabytes alone.

    Raises:
        InputRefused: it is empty, no text, or has no headings; with the line.
    """
    with path.open("rb") as file:
        start = file.read(_HEAD)
    wide = start.startswith(UTF16_MARKS)
    check = EncodingCheck()
    if not wide:
        check.take(start[: start.rfind(b"\n") + 1 or len(start)].removeprefix(b"\xef\xbb\xbf"), 1)
    encoding = "utf-16" if wide else check.encoding
    text = start.decode(encoding, errors="replace" if wide else "ignore")
    at, line, separator = 0, 0, ""
    for written in text.splitlines(keepends=True):
        at, line = at + len(written), line + 1
        named = _named_separator(written)
        separator = named or separator
        if named or not written.strip(" \r\n\t;,"):
            continue
        separator = separator or find_separator(written, line)
        columns = read_headings(next(csv.reader([written], delimiter=separator)), line, limits)
        return TextHead(encoding, separator, columns, line, _bytes_of(text[:at], encoding, start))
    raise refusals.empty()


def _bytes_of(text: str, encoding: str, start: bytes) -> int:
    if encoding == "utf-16":
        return 2 + len(text.encode("utf-16-le"))
    mark = 3 if start.startswith(b"\xef\xbb\xbf") else 0
    return mark + len(text.encode("utf-8" if encoding == "utf-8-sig" else encoding))


def _named_separator(line: str) -> str:
    """The separator that Excel's own first line `sep=;` names, or ""."""
    named = re.fullmatch(r"sep=(.)\s*", line, flags=re.IGNORECASE)
    return named[1] if named and named[1] in SEPARATORS else ""


def find_separator(first: str, line: int = 1) -> str:
    """What divides the cells of the headings.

    Raises:
        InputRefused: something that is not read, such as `|`.
    """
    outside_quotes = re.sub(r'"[^"]*"', "", first)
    found = max(SEPARATORS, key=outside_quotes.count)
    if found not in outside_quotes:
        other = max(_OTHER_SEPARATORS, key=outside_quotes.count)
        if other in outside_quotes:
            raise refusals.unknown_separator(other, line)
    return found


class TextFile:
    """A CSV file that has been looked through.

    Attributes:
        columns: the headings.
        header_line: the line on which they stand.
        separator: what divides the cells.
        encoding: as Python names it.
        has_quotes: a quotation mark stands somewhere in it.
        last_line: number of its last line.

    Args:
        titled: titles may stand above the headings: the separator is what most lines have, nothing is taken for
            headings, and the file is read by `lines`.
        heading_line: the line on which the headings stand; what stands above is passed over. 0: the first with text.
    """

    notes: tuple[str, ...] = ()

    def __init__(
        self, path: Path, limits: Limits = EXTRACTS, *, titled: bool = False, heading_line: int = 0
    ) -> None:
        self.path, self._limits, self._from = path, limits, heading_line
        look = look_through(path)
        self.encoding, self.last_line, self.has_quotes = look.encoding, look.last_line, look.has_quotes
        written = ((n, line) for n, line in enumerate(self._lines(), start=1) if line.strip())
        first = next(((n, line) for n, line in written if n >= heading_line), (1, ""))
        found = self._commonest_separator() if titled else find_separator(first[1], first[0])
        self.separator = _named_separator(first[1]) or found
        self.header_line, self.columns = (0, ()) if titled else self._headings()
        self._ends_with_newline = look.ends_with_newline

    @property
    def description(self) -> str:
        """CSV, its encoding and separator."""
        separator = say("tab") if self.separator == "\t" else self.separator
        return say("csv_encoding_separated_by_separator", encoding=_NAMES[self.encoding], separator=separator)

    def rows(self) -> Iterator[SourceRow]:
        """The rows below the headings that are not empty.

        Raises:
            InputRefused: a quote that never ends, a cell too long to be one, or more rows than the caller takes; with
                the line.
        """
        wanted = len(self.columns)
        # Windows-1252 has no letter in two parts, and the parts of what is composed are composed.
        may_be_apart = self.encoding != "cp1252"
        for line, cells, width in self._body():
            if may_be_apart and not unicodedata.is_normalized("NFC", "".join(cells)):
                cells = [composed(cell) for cell in cells]  # noqa: PLW2901
            # The rows of most files are as wide as their headings.
            yield SourceRow(
                line, tuple(cells if len(cells) == wanted else [*cells, *[""] * wanted][:wanted]), width
            )

    def _body(self) -> Iterator[tuple[int, list[str], int]]:
        """(line, cells, width) of the rows below the headings that are not empty."""
        body = self._table()
        next(body)
        wanted = len(self.columns)
        for number, (line, cells) in enumerate(body, start=1):
            if self._limits.rows is not None and number > self._limits.rows:
                raise refusals.too_many_rows(self._limits.rows, line)
            yield line, cells, _width(cells, wanted)

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """(line, cells) of every line that is not empty."""
        for line, cells in self._all_rows():
            yield line, [composed(cell.strip()) for cell in cells]

    def _commonest_separator(self) -> str:
        """What divides most lines near the beginning: a comma in a title divides nothing."""
        lines = [line for _n, line in zip(range(_LOOKED_AT), self._lines(), strict=False)]
        return max(SEPARATORS, key=lambda sign: sum(sign in line for line in lines))

    def _lines(self) -> Iterator[str]:
        with self.path.open(encoding=self.encoding, newline="") as file:
            while line := file.readline(LONGEST_LINE):
                yield line

    def _all_rows(self) -> Iterator[tuple[int, list[str]]]:
        """(line, cells) of every row that is not blank, headings first; line is where the row begins."""
        reader = csv.reader(self._lines(), delimiter=self.separator, strict=True)
        begins, is_first = 1, True
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as fault:
                raise _broken(fault, begins) from fault
            line, begins = begins, reader.line_num + 1
            text = "".join(cells)
            if len(text) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL:
                raise refusals.cell_too_long(line, LONGEST_CELL)
            if text and not text.isspace():
                is_hint = is_first and len(cells) <= 2 and cells[0].casefold().startswith("sep=")
                is_first = False
                if not is_hint:
                    yield line, cells

    def _table(self) -> Iterator[tuple[int, list[str]]]:
        """The rows from the headings on."""
        return dropwhile(lambda row: row[0] < self._from, self._all_rows())

    def _headings(self) -> tuple[int, tuple[str, ...]]:
        rows = self._table()
        first = next(rows, None)
        if first is None:
            raise refusals.no_headings_there(self._from) if self._from else refusals.empty()
        line, cells = first
        headings = read_headings(cells, line, self._limits)
        second = next(rows, None)
        if second is not None:
            refuse_title(headings, len(second[1]), line)
        return line, headings

    def check(self) -> None:
        """Go through all rows, so that a fault at the end is found before anything of the file is used.

        Raises:
            InputRefused: as `rows`, or the file is cut off: its last row has too few cells and no line end.
        """
        line, width = 0, len(self.columns)
        for line, _cells, width in self._body():  # noqa: B007 - the last one is looked at
            pass
        if not self._ends_with_newline and width < len(self.columns):
            raise refusals.cut_off(line, width, len(self.columns))


def _width(cells: list[str], wanted: int) -> int:
    """How many cells a row that is not empty really has; empty ones beyond the headings do not count."""
    width = len(cells)
    while width > wanted and not cells[width - 1].strip():
        width -= 1
    return width


def _broken(fault: csv.Error, line: int) -> Exception:
    if "field larger" in str(fault):
        return refusals.cell_too_long(line, LONGEST_CELL)
    return refusals.open_quote(line)
