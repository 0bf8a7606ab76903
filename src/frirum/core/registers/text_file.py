"""A register's text file as blocks of people, read once from front to back in bounded memory."""

from __future__ import annotations

import csv
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO

import numpy as np

from frirum.core.errors import InputRefused
from frirum.core.registers import words
from frirum.core.registers.blocks import PeopleBlock, RegisterReading, decoded
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

_LONGEST_LINE = 8 * 1024 * 1024
_SEPARATORS = ";,\t"
_BOM = b"\xef\xbb\xbf"

Progress = Callable[[int, int], None]
"""Called with bytes read and bytes in all."""


def read_text_blocks(
    path: Path, book: CodeBook, *, threads: int, compiled: bool, progress: Progress | None = None
) -> Iterator[tuple[RegisterReading, PeopleBlock]]:
    """The blocks of a text file in order.

    Raises:
        InputRefused: see `text_careful`; also a file that is empty, has no rows, or is cut in its last line.
    """
    total = path.stat().st_size
    with path.open("rb") as file, ThreadPoolExecutor(threads) as pool:
        reading, line = _head(file, path, book)
        waiting: deque[tuple[bytes, bool, Future[list[PeopleBlock]]]] = deque()
        rows = 0
        for text, last in _whole_lines(file, path, line):
            waiting.append((text, last, pool.submit(_read_pieces, text, reading, compiled)))
            if len(waiting) <= threads:
                continue
            for block in _finished(*waiting.popleft(), reading, line + rows):
                rows += len(block)
                yield reading, block
            if progress is not None:
                progress(file.tell(), total)
        while waiting:
            for block in _finished(*waiting.popleft(), reading, line + rows):
                rows += len(block)
                yield reading, block
        if not rows:
            raise words.no_people(str(path))
        if progress is not None:
            progress(total, total)


def _finished(
    text: bytes, last: bool, future: Future[list[PeopleBlock]], reading: RegisterReading, line: int
) -> list[PeopleBlock]:
    """The block read; where the fast reader gave up, the careful one reads it or says why not."""
    try:
        return future.result()
    except NotPlain:
        return [read_careful(text, reading, line, last=last)]


def _read_pieces(text: bytes, reading: RegisterReading, compiled: bool) -> list[PeopleBlock]:
    found = []
    size = COMPILED_PIECE_BYTES if compiled else PIECE_BYTES
    begin = 0
    while begin < len(text):
        end = text.rfind(b"\n", begin, begin + size) + 1 or text.find(b"\n", begin) + 1
        found.append(read_fast(np.frombuffer(text, np.uint8, end - begin, begin), reading, compiled=compiled))
        begin = end
    return found


def _whole_lines(file: IO[bytes], path: Path, line: int) -> Iterator[tuple[bytes, bool]]:
    """Blocks that end with a line end, and whether the file ends there; one is added at the very end if missing."""
    rest = b""
    while True:
        new = file.read(BLOCK_BYTES)
        text = rest + new if rest else new
        if len(new) < BLOCK_BYTES:
            text = text.rstrip(b"\r\n")
            if text:
                yield text + b"\n", True
            return
        cut = text.rfind(b"\n") + 1
        if not cut and len(text) > _LONGEST_LINE:
            raise words.ragged(str(path), line, 1, 2)
        rest = text[cut:]
        if cut:
            yield text[:cut], False


def _head(file: IO[bytes], path: Path, book: CodeBook) -> tuple[RegisterReading, int]:
    """The header, and the line the first person stands on."""
    line = 1
    named = None
    while True:
        raw = file.readline(_LONGEST_LINE)
        if not raw:
            raise words.empty_file(str(path))
        text = decoded(raw.removeprefix(_BOM) if line == 1 else raw).rstrip("\r\n")
        line += 1
        if text.startswith("sep=") and len(text) == 5:
            named = text[4]
        elif text.strip():
            break
    separator = named or max(_SEPARATORS, key=text.count)
    names = next(csv.reader([text], delimiter=separator))
    try:
        layout = layout_of(names)
    except InputRefused as refusal:
        refusal.file = refusal.file or str(path)
        refusal.line = line - 1
        raise
    return RegisterReading(str(path), layout, book, ord(separator), line), line


def ends_open(path: Path) -> bool:
    """Whether the file's last byte is not a line end."""
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        if not file.tell():
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1)[0] not in (NEWLINE, ord("\r"))
