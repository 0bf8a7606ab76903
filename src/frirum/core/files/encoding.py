"""The first pass over a text file: which encoding every line fits, where it ends, and that it is text at all.

One block is held at a time. Nothing is decoded that is plain ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from frirum.core.files import refusals
from frirum.core.files.source import LONGEST_LINE

BLOCK = 1024 * 1024
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Signs that stand in no text; a file that has them is no text file.
CONTROL_BYTES = bytes({*range(32)} - {9, 10, 13})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Windows-1252 gives these five bytes no sign.
_UNASSIGNED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# æ ø å between letters and Å Ø before one, as DOS wrote them (code page 850). In Windows-1252 these bytes are quotation
# marks and daggers, which stand between two letters nowhere, or no sign at all.
_DOS_LETTER = re.compile(rb"[A-Za-z][\x91\x9b\x86][a-z]|[\x8f\x9d][A-Za-z]")
_DANISH_1252 = re.compile(rb"[\xe6\xf8\xe5\xc6\xd8\xc5]")


@dataclass(frozen=True)
class TextLook:
    """What the first pass found.

    Attributes:
        encoding: "utf-8-sig", "utf-16" or "cp1252", as Python names them.
        last_line: number of lines.
        ends_with_newline: the last line has its end.
        has_quotes: a quotation mark stands somewhere.
    """

    encoding: str
    last_line: int
    ends_with_newline: bool
    has_quotes: bool


def look_through(path: Path) -> TextLook:
    """Look a text file through from end to end.

    Raises:
        InputRefused: it is no text, or in an encoding that is not read; with the line.
    """
    with path.open("rb") as file:
        start = file.read(4)
    return _decoded(path) if start.startswith(UTF16_MARKS) else _in_bytes(path)


class EncodingCheck:
    """Which of the two encodings every line fits, told block by block; for whoever reads the bytes himself."""

    def __init__(self) -> None:
        self.utf8 = self.other = 0

    @property
    def encoding(self) -> str:
        """What the blocks were written in, as Python names it."""
        return "cp1252" if self.other else "utf-8-sig"

    def take(self, block: bytes, first_line: int) -> None:
        """Check a block of whole lines, the first of them number `first_line`.

        Raises:
            InputRefused: control characters, bytes that fit neither encoding, or both encodings in one file.
        """
        if len(block.translate(None, CONTROL_BYTES)) != len(block):
            raise refusals.not_text(self._line_of_control(block, first_line), LONGEST_LINE)
        if block.isascii() or (not self.other and self._take_utf8(block, first_line)):
            return
        for number, line in enumerate(block.split(b"\n"), start=first_line):
            if not line.isascii():
                self._take_line(line, number)

    def _take_utf8(self, block: bytes, first_line: int) -> bool:
        if not _is_utf8(block):
            return False
        self.utf8 = self.utf8 or first_line + next(
            place for place, line in enumerate(block.split(b"\n")) if not line.isascii()
        )
        return True

    def _take_line(self, line: bytes, number: int) -> None:
        if _is_utf8(line):
            self.utf8 = self.utf8 or number
        else:
            if _DOS_LETTER.search(line) and not _DANISH_1252.search(line):
                raise refusals.old_code_page(number)
            if _UNASSIGNED.search(line):
                raise refusals.unassigned(number)
            self.other = self.other or number
        if self.utf8 and self.other:
            raise refusals.mixed_encodings(self.utf8, self.other)

    @staticmethod
    def _line_of_control(block: bytes, first_line: int) -> int:
        controls = frozenset(CONTROL_BYTES)
        return first_line + next(
            place for place, line in enumerate(block.split(b"\n")) if not controls.isdisjoint(line)
        )


def _in_bytes(path: Path) -> TextLook:
    check, line, returns, quotes, last = EncodingCheck(), 1, 0, False, b""
    for block in _whole_lines(path):
        check.take(block.removeprefix(b"\xef\xbb\xbf") if line == 1 else block, line)
        line += block.count(b"\n")
        returns += block.count(b"\r")
        quotes = quotes or b'"' in block
        last = block[-1:]
    ends = last in (b"\n", b"\r")
    # Old Macintosh files end their lines with a return alone.
    lines = line if line > 1 else returns + 1
    return TextLook(check.encoding, lines - ends, ends, quotes)


def _whole_lines(path: Path) -> Iterator[bytes]:
    """Blocks that end with a line, the last one as it ends."""
    rest, line = b"", 1
    with path.open("rb") as file:
        while read := file.read(BLOCK):
            cut = read.rfind(b"\n") + 1 or read.rfind(b"\r") + 1
            if not cut:
                rest += read
                if len(rest) > LONGEST_LINE:
                    raise refusals.not_text(line, LONGEST_LINE)
                continue
            whole, rest = rest + read[:cut], read[cut:]
            yield whole
            line += whole.count(b"\n")
            if len(rest) > LONGEST_LINE:
                raise refusals.not_text(line, LONGEST_LINE)
    if len(rest) > LONGEST_LINE:
        raise refusals.not_text(line, LONGEST_LINE)
    if rest:
        yield rest


def _decoded(path: Path) -> TextLook:
    line, last, quotes = 0, "", False
    try:
        with path.open(encoding="utf-16", newline="") as file:
            while read := file.readline(LONGEST_LINE):
                last, line = read, line + 1
                quotes = quotes or '"' in last
                if _CONTROL.search(last) or len(last) == LONGEST_LINE:
                    raise refusals.not_text(line, LONGEST_LINE)
    except UnicodeError as fault:
        raise refusals.not_text(line + 1, LONGEST_LINE) from fault
    return TextLook("utf-16", line, last.endswith(("\n", "\r")), quotes)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
