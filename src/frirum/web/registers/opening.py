"""A register's file opened for reading, wherever it lies, and its headings as a person is shown them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from frirum.core.errors import NotAllowed
from frirum.core.files.limits import REGISTERS
from frirum.core.files.opening import FileKind, kind_of
from frirum.core.files.text import read_head
from frirum.core.language import gettext as _
from frirum.core.registers import words
from frirum.core.registers.code_book import shipped_book
from frirum.core.registers.layout import Layout
from frirum.core.registers.marks import read_key_file
from frirum.core.registers.text_file import reading_of
from frirum.core.registers.typed_files import typed_kind, typed_layout
from frirum.web.files import store
from frirum.web.files.models import StoredFile
from frirum.web.registers import drop_folder
from frirum.web.registers.models import DataSet
from frirum.web.uses.sealing import unsealed
from frirum.web.zones import STATISTICS, alias

_IGNORED_SHOWN = 30


@contextmanager
def opened(data_set: DataSet) -> Iterator[Path]:
    """The received file in clear while the block runs.

    Raises:
        NotAllowed: it is deleted.
        InputRefused: it is no longer in the folder.
    """
    if data_set.dropped:
        yield drop_folder.path_of(data_set.organisation, data_set.dropped)
        return
    with unsealed(stored_path(data_set.received_file)) as plain:
        yield plain


def stored_path(reference: uuid.UUID | str | None) -> Path:
    """Where the bytes of a stored file of the statistics zone lie.

    Raises:
        NotAllowed: the file is deleted.
    """
    rows = StoredFile._base_manager.using(alias(STATISTICS))
    row = rows.filter(reference=reference).first() if reference else None
    path = store.path_of(STATISTICS, row.sha256) if row else None
    if path is None or not path.is_file():
        raise NotAllowed(_("Filen er slettet."), remedy=_("Hent den ind igen."))
    return path


def stored_name(reference: uuid.UUID | str) -> str:
    """What a stored file of the statistics zone is called."""
    rows = StoredFile._base_manager.using(alias(STATISTICS))
    return rows.values_list("name", flat=True).get(reference=reference)


def key_pairs(data_set: DataSet) -> dict[bytes, bytes] | None:
    """CPR number to running number of the key file that came with the register, or None without one."""
    if data_set.key_file is None:
        return None
    with unsealed(stored_path(data_set.key_file)) as plain, nullcontext(plain) as path:
        return read_key_file(path)


def look_over(path: Path) -> dict[str, Any]:
    """How the headings of a register are understood, before anything is read.

    Raises:
        InputRefused: it is no register; line, column and remedy are named.
    """
    book = shipped_book()
    typed = typed_kind(path)
    if typed:
        return layout_summary(typed_layout(path, typed))
    if kind_of(path, REGISTERS) is not FileKind.TEXT:
        raise words.unknown_kind()
    return layout_summary(reading_of(path, read_head(path, REGISTERS), book).layout)


def layout_summary(layout: Layout) -> dict[str, Any]:
    """Names of columns and what each is taken for, ready for JSON."""
    names, axis = layout.names, layout.axis
    used = {layout.person, *layout.time, *layout.municipality.values(), *layout.industry.values()}
    used |= set(layout.degree.values())
    ignored = [name for place, name in enumerate(names) if place not in used and name]
    months = layout.industry_months
    return {
        "person": layout.person_name,
        "unit": axis.unit,
        "first": [axis.labels[0], names[layout.time[0]]],
        "last": [axis.labels[-1], names[layout.time[-1]]],
        "length": axis.length,
        "municipality": [names[layout.municipality[year]] for year in layout.years],
        "industry": [len(months), *(f"{y}-{m:02d}" for y, m in (months[:1] + months[-1:]))],
        "degree": len(layout.degree),
        "ignored": ignored[:_IGNORED_SHOWN],
        "ignored_count": len(ignored),
    }
