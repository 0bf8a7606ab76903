"""Files brought to a run: looked through for citizens' numbers before anything of them is kept."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from frirum.core.errors import InputRefused
from frirum.core.files.table import read_table
from frirum.core.language import gettext as _
from frirum.core.vocabulary.citizen_numbers import contains_cpr
from frirum.web.runs.models import FileRole
from frirum.web.temporary import unnamed_file

_BLOCK = 1 << 20
_LARGEST_UNPACKED = 1 << 30
_TAG = re.compile(r"<[^>]*>")
_ZIP, _PARQUET = b"PK\x03\x04", b"PAR1"
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Endings that are taken, and what each is kept as."""


@dataclass(frozen=True)
class BroughtFile:
    """A file as it came: what it is read as, its name, its bytes."""

    role: FileRole
    name: str
    content: BinaryIO


def media_type_of(name: str) -> str:
    """What a file is kept as.

    Raises:
        InputRefused: an ending that no reader takes.
    """
    found = MEDIA_TYPES.get(Path(name).suffix.casefold())
    if found is None:
        raise InputRefused(
            _("{file} er ingen CSV, XLSX eller Parquet.").format(file=name),
            remedy=_("Gem filen som en af dem, og prøv igen."),
        )
    return found


def refuse_identities(brought: BroughtFile) -> None:
    """Refuse a file that holds something shaped like a CPR number: identities stay in casework.

    Raises:
        InputRefused: it does, or it cannot be read. No message repeats what stands in it.
    """
    brought.content.seek(0)
    if any(contains_cpr(text) for text in _texts(brought)):
        raise InputRefused(
            _("{file} indeholder noget, der ligner et CPR-nummer, og er ikke gemt.").format(
                file=brought.name
            ),
            remedy=_("Skift numrene ud med pseudonymer først, fx med frirum registers, og prøv igen."),
        )
    brought.content.seek(0)


def _texts(brought: BroughtFile) -> Iterator[str]:
    start = brought.content.read(4)
    brought.content.seek(0)
    if start == _ZIP:
        yield from _workbook(brought)
    elif start == _PARQUET:
        with unnamed_file() as (kept, path):
            shutil.copyfileobj(brought.content, kept)
            kept.flush()
            yield from _parquet(path)
    else:
        yield from _lines(brought.content)


def _lines(content: BinaryIO) -> Iterator[str]:
    """Whole lines at a time; digits of two lines, or of two cells, are never taken for one number."""
    rest = b""
    while block := content.read(_BLOCK):
        whole, end, rest = (rest + block).rpartition(b"\n")
        yield _apart(whole + end)
    yield _apart(rest)


def _apart(block: bytes) -> str:
    return block.decode("latin-1").replace("\r", "|").replace("\n", "|")


def _workbook(brought: BroughtFile) -> Iterator[str]:
    """The texts and numbers of every sheet, hidden ones too."""
    try:
        with zipfile.ZipFile(brought.content) as packed:
            members = [one for one in packed.infolist() if one.filename.endswith(".xml")]
            if sum(one.file_size for one in members) > _LARGEST_UNPACKED:
                raise InputRefused(
                    _("{file} fylder for meget, når den pakkes ud.").format(file=brought.name),
                    remedy=_("Gem den som CSV."),
                )
            for one in members:
                yield _TAG.sub("|", packed.read(one).decode("utf-8", errors="replace"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as fault:
        raise InputRefused(
            _("{file} kan ikke åbnes.").format(file=brought.name), remedy=_("Gem den igen, og prøv.")
        ) from fault


def _parquet(path: Path) -> Iterator[str]:
    frame = read_table(path).frame
    for column in frame.columns:
        yield column
        yield from (str(value) for value in frame[column].unique())
