"""RegisterReading a register file of any kind to a spell table: complete, or refused with nothing kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from frirum.core.errors import InputRefused
from frirum.core.files import refusals
from frirum.core.files.limits import REGISTERS
from frirum.core.files.opening import FileKind, kind_of
from frirum.core.files.refusals import refuse_absent
from frirum.core.registers import words
from frirum.core.registers.blocks import PeopleBlock, RegisterReading
from frirum.core.registers.code_book import CodeBook, shipped_book
from frirum.core.registers.degrees import as_shares, joined_degrees
from frirum.core.registers.pseudonyms import CPR_NAMES
from frirum.core.registers.runs import joined
from frirum.core.registers.spell_table import SpellTable
from frirum.core.registers.stored import is_stored, read_stored
from frirum.core.registers.text_compiled import available
from frirum.core.registers.text_file import Progress, ends_open, read_text_blocks
from frirum.core.registers.typed_files import read_typed_blocks, typed_kind

_DIGITS_WITHOUT_ZERO = 9
_LARGE = 64 * 1024 * 1024


def read_register(
    path: Path,
    book: CodeBook | None = None,
    *,
    threads: int | None = None,
    compiled: bool | None = None,
    progress: Progress | None = None,
) -> SpellTable:
    """Read a wide register file, or one that is stored as spells.

    Args:
        path: CSV (UTF-8, UTF-16 or Windows-1252; `,` `;` or tab), Parquet, SAS7BDAT or Stata; or the description of a
            stored one (`read_stored`), which brings its own book.
        book: None takes the shipped book of DREAM.
        threads: None takes the machine's processors.
        compiled: whether to use the compiled reader; None does for large files where numba is installed.
        progress: told of bytes read and bytes in all.

    Raises:
        InputRefused: the file cannot be read as a register; line, column and remedy are named.
    """
    if is_stored(path):
        refuse_absent(path)
        return read_stored(path)
    book = book or shipped_book()
    parts: list[PeopleBlock] = []
    reading: RegisterReading | None = None
    try:
        refuse_absent(path)
        typed = typed_kind(path)
        blocks = (
            read_typed_blocks(path, typed, book, progress)
            if typed
            else _text_blocks(path, book, threads, compiled, progress)
        )
        for found, block in blocks:
            reading = found
            parts.append(block)
        if reading is None:
            raise words.no_people(2)
        ids = _joined_ids([part.ids for part in parts])
        _refuse_twice(ids, reading)
        degree = as_shares(joined_degrees([part.degree for part in parts], [len(part) for part in parts]))
    except InputRefused as refusal:
        refusal.file = refusal.file or str(path)
        raise
    except OSError as fault:
        raise refusals.not_permitted(path) from fault
    open_end = typed is None and ends_open(path)
    layout = reading.layout
    table = SpellTable(
        file=str(path),
        axis=layout.axis,
        book=book,
        codes=tuple(reading.codes.texts),
        runs=joined([part.runs for part in parts], [len(part) for part in parts]),
        ids=ids,
        person_name=layout.person_name,
        municipality=np.concatenate([part.municipality for part in parts]),
        years=layout.years,
        places=reading.places,
        industry=np.concatenate([part.industry for part in parts]),
        industry_months=layout.industry_months,
        degree=degree,
        degree_months=layout.degree_months,
        warnings=_warnings(ids, layout.person_name, open_end=open_end),
    )
    if layout.axis.length >= np.iinfo(np.uint16).max:
        raise words.too_many_codes()
    return table


def _text_blocks(
    path: Path, book: CodeBook, threads: int | None, compiled: bool | None, progress: Progress | None
) -> Iterator[tuple[RegisterReading, PeopleBlock]]:
    if kind_of(path, REGISTERS) is not FileKind.TEXT:
        raise words.unknown_kind()
    return read_text_blocks(
        path,
        book,
        threads=threads or os.cpu_count() or 1,
        compiled=_worth_compiling(path) if compiled is None else compiled,
        progress=progress,
    )


def _worth_compiling(path: Path) -> bool:
    """numba takes a second to load, in which the other reader has done a small file."""
    return path.stat().st_size >= _LARGE and available()


def _warnings(ids: np.ndarray, person_name: str, *, open_end: bool) -> tuple[str, ...]:
    short = np.count_nonzero(np.strings.str_len(ids) == _DIGITS_WITHOUT_ZERO)
    lost = short and person_name.casefold() in CPR_NAMES | {"pnr"}
    return (
        *([words.warning_no_line_end()] if open_end else []),
        *([words.lost_zeros(int(short))] if lost else []),
    )


def _joined_ids(parts: list[np.ndarray]) -> np.ndarray:
    width = max(part.dtype.itemsize for part in parts)
    return np.concatenate([part.astype(f"S{width}", copy=False) for part in parts])


def _refuse_twice(ids: np.ndarray, reading: RegisterReading) -> None:
    """Refuse a person who stands twice, by line, a number with and without hyphen among them.

    Equal hashes are compared as text.
    """
    if (ids.view(np.uint8) == ord("-")).any():
        ids = np.strings.replace(ids, b"-", b"")
    hashes = _hashes(ids)
    ordered = np.sort(hashes)
    shared = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    seen: dict[bytes, int] = {}
    for row in np.flatnonzero(np.isin(hashes, shared)) if len(shared) else ():
        line = int(row) + reading.first_line
        first = seen.setdefault(ids[row], line)
        if first != line:
            raise words.person_twice(first, line, reading.layout.person_name)


def _hashes(ids: np.ndarray) -> np.ndarray:
    """(n,) uint64, equal for equal numbers; different numbers of up to eight characters never meet."""
    width = -(-ids.dtype.itemsize // 8) * 8
    pieces = np.ascontiguousarray(ids.astype(f"S{width}")).view(np.uint64).reshape(len(ids), -1)
    mixed = pieces[:, 0].copy()
    for place in range(1, pieces.shape[1]):
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15) ^ pieces[:, place]
    return mixed
