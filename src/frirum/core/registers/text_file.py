"""A register's text file as blocks of people, read once from front to back in bounded memory."""

from __future__ import annotations

import csv
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from frirum.core.errors import InputRefused
from frirum.core.files import refusals
from frirum.core.files.encoding import EncodingCheck
from frirum.core.files.limits import REGISTERS
from frirum.core.files.source import LONGEST_LINE
from frirum.core.files.text import TextHead, read_head
from frirum.core.registers import words
from frirum.core.registers.blocks import PeopleBlock, RegisterReading
from frirum.core.registers.code_book import CodeBook
from frirum.core.registers.layout import layout_of
from frirum.core.registers.text_block import read_fast
from frirum.core.registers.text_careful import read_careful
from frirum.core.registers.text_marks import NEWLINE
from frirum.core.registers.text_plain import NotPlain

BLOCK_BYTES = 16 * 1024 * 1024
"""Read at a time; lines are never cut, so a block ends before it."""

PIECE_BYTES = 256 * 1024
"""Worked on at a time by array operations: what fits the processor's cache."""

COMPILED_PIECE_BYTES = 4 * 1024 * 1024
"""Worked on at a time by the compiled loops."""

_WIDE = "utf-16"

_Lines = tuple[bytes, int, bool]
"""A block of whole lines, the line it begins on, and whether the file ends with it."""

Progress = Callable[[int, int], None]
"""Called with bytes read and bytes in all."""


def read_text_blocks(
    path: Path, book: CodeBook, *, threads: int, compiled: bool, progress: Progress | None = None
) -> Iterator[tuple[RegisterReading, PeopleBlock]]:
    """The blocks of a text file in order.

    Raises:
        InputRefused: see `text_careful`; also a file that is no text, has no rows, or is cut in its last line.
    """
    total = path.stat().st_size
    head = read_head(path, REGISTERS)
    reading = _reading(path, head, book)
    queue = _Queue(reading, compiled)
    with ThreadPoolExecutor(threads) as pool:
        done = head.body
        for text, line, last in _whole_lines(path, head):
            queue.put((text, line, last), pool)
            done += len(text)
            if queue.waiting() > threads:
                for block in queue.take():
                    yield reading, block
            if progress is not None:
                progress(min(done, total - 1), total)
        while queue.waiting():
            for block in queue.take():
                yield reading, block
    if not queue.people:
        raise words.no_people(reading.first_line)
    if progress is not None:
        progress(total, total)


def _reading(path: Path, head: TextHead, book: CodeBook) -> RegisterReading:
    try:
        layout = layout_of([*head.columns, *[""] * (_width(path, head) - len(head.columns))])
    except InputRefused as refusal:
        refusal.line = head.header_line
        raise
    return RegisterReading(str(path), layout, book, ord(head.separator), head.header_line + 1)


def _width(path: Path, head: TextHead) -> int:
    """Cells of the header, the empty ones at its end among them: then every line ends with a separator."""
    with path.open("rb") as file:
        above = file.read(head.body)
    written = above.decode(head.encoding, errors="replace").splitlines()[-1]
    return len(next(csv.reader([written], delimiter=head.separator)))


@dataclass
class _Queue:
    """Blocks being read, in the order of the file.

    Attributes:
        reading: what they share.
        compiled: which fast reader.
        people: how many were taken.
    """

    reading: RegisterReading
    compiled: bool
    people: int = 0
    _check: EncodingCheck = field(default_factory=EncodingCheck)
    _blocks: deque[tuple[_Lines, Future[list[PeopleBlock]]]] = field(default_factory=deque)

    def put(self, lines: _Lines, pool: ThreadPoolExecutor) -> None:
        """Have a block of whole lines read."""
        self._blocks.append((lines, pool.submit(_read_pieces, lines[0], self.reading, self.compiled)))

    def waiting(self) -> int:
        """Blocks not taken yet."""
        return len(self._blocks)

    def take(self) -> list[PeopleBlock]:
        """The first of them; where the fast reader gave up, the careful one reads it or says why not."""
        (text, line, last), future = self._blocks.popleft()
        try:
            found = future.result()
        except NotPlain:
            self._check.take(text, line)
            found = [read_careful(text, self.reading, line, last=last)]
        else:
            if not text.isascii():
                self._check.take(text, line)
        self.people += sum(len(block) for block in found)
        return found


def _read_pieces(text: bytes, reading: RegisterReading, compiled: bool) -> list[PeopleBlock]:
    found = []
    size = COMPILED_PIECE_BYTES if compiled else PIECE_BYTES
    begin = 0
    while begin < len(text):
        end = text.rfind(b"\n", begin, begin + size) + 1 or text.find(b"\n", begin) + 1
        found.append(read_fast(np.frombuffer(text, np.uint8, end - begin, begin), reading, compiled=compiled))
        begin = end
    return found


def _chunks(path: Path, head: TextHead) -> Iterator[bytes]:
    """What stands below the headings, as it is or from UTF-16 to UTF-8."""
    if head.encoding == _WIDE:
        with path.open(encoding=_WIDE, newline="") as wide:
            for _line in range(head.header_line):
                wide.readline()
            while text := wide.read(BLOCK_BYTES // 2):
                yield text.encode()
        return
    with path.open("rb") as file:
        file.seek(head.body)
        while read := file.read(BLOCK_BYTES):
            yield read


def _whole_lines(path: Path, head: TextHead) -> Iterator[_Lines]:
    """Blocks that end with a line end; one is added at the very end if missing."""
    text, line = b"", head.header_line + 1
    for read in _chunks(path, head):
        whole = text.rfind(b"\n") + 1
        if whole:
            yield text[:whole], line, False
            line += text.count(b"\n", 0, whole)
        text = text[whole:] + read
        if len(text) - len(read) > LONGEST_LINE:
            raise refusals.not_text(line, LONGEST_LINE)
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    text = text.rstrip(b"\r\n")
    if text:
        yield text + b"\n", line, True


def ends_open(path: Path) -> bool:
    """Whether the file's last byte is not a line end."""
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        if not file.tell():
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1)[0] not in (NEWLINE, ord("\r"), 0)
