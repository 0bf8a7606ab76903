"""The file that `frirum protect --out` writes: the one thing to send, with what is shown and no reason for the rest."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from frirum.core.disclosure.files import leaks
from frirum.core.disclosure.printing import report_table
from frirum.core.disclosure.protected import ProtectedTable
from frirum.core.errors import NotAllowed, UsageError
from frirum.core.language import current_language
from frirum.core.language import gettext as _
from frirum.core.report.blocks import Document
from frirum.core.report.numbers import Run
from frirum.core.report.tables import ReportTable


def _csv(table: ReportTable) -> bytes:
    from frirum.core.report.export import table_to_csv

    return table_to_csv(table)


def _xlsx(table: ReportTable) -> bytes:
    from frirum.core.report.export import table_to_xlsx

    return table_to_xlsx(table)


def _docx(table: ReportTable) -> bytes:
    from frirum.core.report.docx import render_docx

    return render_docx(Document(table.caption, (table,), language=current_language()))


_WRITERS: dict[str, Callable[[ReportTable], bytes]] = {".csv": _csv, ".xlsx": _xlsx, ".docx": _docx}


def refuse_unwritable(path: Path) -> None:
    """Refuse a file of another kind, one that is there already or one whose name tells of somebody, before anything is
    entered in a ledger.

    Raises:
        UsageError, NotAllowed: as said.
    """
    if path.suffix.lower() not in _WRITERS:
        raise UsageError(
            _("--out skal ende på .xlsx, .docx eller .csv."),
            remedy=_("Skriv som --out {name}.xlsx.").format(name=path.stem),
        )
    _refuse_leaks(path, b"")
    if path.exists():
        raise UsageError(
            _("{path} findes allerede.").format(path=path), remedy=_("Vælg et andet navn efter --out.")
        )
    if not path.parent.is_dir():
        raise UsageError(
            _("Mappen {path} findes ikke.").format(path=path.parent),
            remedy=_("Lav mappen, eller vælg en anden."),
        )


def _refuse_leaks(path: Path, content: bytes) -> None:
    # Without content only the name is looked at.
    if found := leaks(path.name if content else f"{path.stem}.csv", content):
        raise NotAllowed(
            _("Filen røber mere, end den viser: {where}.").format(where=found[0].where),
            remedy=_("Giv filen et navn uden personnumre og adresser efter --out."),
        )


def write_out(table: ProtectedTable, path: Path, *, title: str) -> None:
    """Write the table whole or not at all.

    Raises:
        NotAllowed: the file would carry more than it shows.
    """
    printed = report_table(table, caption=title, source=Run("frirum protect"), release=path.stem)
    content = _WRITERS[path.suffix.lower()](printed)
    _refuse_leaks(path, content)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
