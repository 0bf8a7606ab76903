"""A register's text file as blocks of people, read once from front to back in bounded memory."""

from __future__ import annotations

import csv
import io
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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

COMPILED_PIECE_BYTES = 1024 * 1024
"""Worked on at a time by the compiled loops."""

_WIDE = "utf-16"
_FIRST_NOT_ASCII = 128


@dataclass(frozen=True)
class _Lines:
    """A block of whole lines.

    Attributes:
        room: holds it; given back when it was read, as new memory costs more than reading.
        size: its bytes.
        last: whether the file ends with it.
    """

    room: bytearray
    size: int
    last: bool

    def array(self) -> np.ndarray:
        """(size,) uint8."""
        return np.frombuffer(self.room, np.uint8, self.size)


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
    reading = reading_of(path, head, book)
    queue = _Queue(reading, compiled)
    rooms: list[bytearray] = []
    with ThreadPoolExecutor(threads) as pool:
        done = head.body
        for lines in _whole_lines(path, head, rooms):
            queue.put(lines, pool)
            done += lines.size
            if queue.waiting() > threads:
                for block in queue.take(rooms):
                    yield reading, block
            if progress is not None:
                progress(min(done, total - 1), total)
        while queue.waiting():
            for block in queue.take(rooms):
                yield reading, block
    if not queue.people:
        raise words.no_people(reading.first_line)
    if progress is not None:
        progress(total, total)


def reading_of(path: Path, head: TextHead, book: CodeBook) -> RegisterReading:
    """What all blocks of a file share, from its headings; for whoever deals its lines out himself."""
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
    _line: int = 0
    _check: EncodingCheck = field(default_factory=EncodingCheck)
    _blocks: deque[tuple[_Lines, Future[list[PeopleBlock]]]] = field(default_factory=deque)

    def put(self, lines: _Lines, pool: ThreadPoolExecutor) -> None:
        """Have a block of whole lines read."""
        self._blocks.append((lines, pool.submit(_read_pieces, lines, self.reading, self.compiled)))

    def waiting(self) -> int:
        """Blocks not taken yet."""
        return len(self._blocks)

    def take(self, rooms: list[bytearray]) -> list[PeopleBlock]:
        """The first of them; where the fast reader gave up, the careful one reads it or says why not."""
        lines, future = self._blocks.popleft()
        line = self.reading.first_line + self._line
        try:
            found = future.result()
            self._line += sum(len(block) for block in found)
            if lines.size and lines.array().max() >= _FIRST_NOT_ASCII:
                self._check.take(lines.array().tobytes(), line)
        except NotPlain:
            text = lines.array().tobytes()
            self._check.take(text, line)
            found = [read_careful(text, self.reading, line, last=lines.last)]
            self._line += text.count(b"\n")
        rooms.append(lines.room)
        self.people += sum(len(block) for block in found)
        return found


def _read_pieces(lines: _Lines, reading: RegisterReading, compiled: bool) -> list[PeopleBlock]:
    found = []
    room, size = lines.room, COMPILED_PIECE_BYTES if compiled else PIECE_BYTES
    begin = 0
    while begin < lines.size:
        stop = min(begin + size, lines.size)
        end = room.rfind(b"\n", begin, stop) + 1 or room.find(b"\n", begin, lines.size) + 1
        found.append(read_fast(np.frombuffer(room, np.uint8, end - begin, begin), reading, compiled=compiled))
        begin = end
    return found


class _Narrowed(io.RawIOBase):
    """A UTF-16 file below its headings, read as UTF-8."""

    def __init__(self, path: Path, header_lines: int) -> None:
        self._file = path.open(encoding=_WIDE, newline="")
        self._rest = b""
        for _line in range(header_lines):
            self._file.readline()

    def readinto(self, room: Any) -> int:
        """Fill `room` as far as there is text."""
        if not self._rest:
            self._rest = self._file.read(BLOCK_BYTES // 4).encode()
        taken = min(len(room), len(self._rest))
        room[:taken] = self._rest[:taken]
        self._rest = self._rest[taken:]
        return taken

    def close(self) -> None:
        """Close the file too."""
        self._file.close()
        super().close()


def _below_headings(path: Path, head: TextHead) -> io.RawIOBase:
    if head.encoding == _WIDE:
        return _Narrowed(path, head.header_line)
    file = path.open("rb", buffering=0)
    file.seek(head.body)
    return file


def _whole_lines(path: Path, head: TextHead, rooms: list[bytearray]) -> Iterator[_Lines]:
    """Blocks that end with a line end; one is added at the very end if missing.

    Args:
        rooms: memory that was given back.
    """
    rest = b""
    with _below_headings(path, head) as file:
        while True:
            room = rooms.pop() if rooms else bytearray(LONGEST_LINE + BLOCK_BYTES)
            room[: len(rest)] = rest
            # The operating system may give less than was asked for.
            read = file.readinto(memoryview(room)[len(rest) : len(rest) + BLOCK_BYTES]) or 0
            filled = len(rest) + read
            if not read:
                break
            whole = room.rfind(b"\n", 0, filled) + 1
            rest = bytes(memoryview(room)[whole:filled])
            if len(rest) > LONGEST_LINE:
                raise refusals.not_text(head.header_line + 1, LONGEST_LINE)
            if whole:
                yield _Lines(room, whole, last=False)
            else:
                rooms.append(room)
    if b"\n" not in rest:
        rest = rest.replace(b"\r", b"\n")
    rest = rest.rstrip(b"\r\n")
    if rest:
        yield _Lines(bytearray(rest + b"\n"), len(rest) + 1, last=True)


def ends_open(path: Path) -> bool:
    """Whether the file's last byte is not a line end."""
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        if not file.tell():
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1)[0] not in (NEWLINE, ord("\r"), 0)
