"""Which reader a file needs: its first bytes decide, never its name.

Rows are streamed: memory does not grow with the file.
"""

from __future__ import annotations

from pathlib import Path

from frirum.core.errors import InputRefused
from frirum.core.extracts.source import Source
from frirum.core.extracts.text_file import TextFile
from frirum.core.extracts.workbook import Workbook
from frirum.core.language import gettext as _


def open_source(path: Path, *, sheet: str = "") -> Source:
    """Look a file over and open it.

    Args:
        sheet: the sheet of a workbook to read; needed when more than one has data.

    Raises:
        InputRefused: the file cannot be read for certain. Says what, on which line, and what to do.
    """
    if not path.is_file():
        raise InputRefused(_("Filen findes ikke."))
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise InputRefused(_("Filen er tom."), remedy=_("Lav udtrækket igen i fagsystemet."))
    if start.startswith(b"PK\x03\x04"):
        return Workbook(path, sheet)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise InputRefused(
            _("Filen er et ældre Excel-ark (.xls) eller beskyttet med adgangskode."),
            remedy=_("Gem den uden adgangskode som Excel-projektmappe (.xlsx) eller CSV."),
        )
    if start.startswith((b"%PDF", b"\x1f\x8b", b"PK")):
        raise InputRefused(
            _("Filen er hverken CSV eller et Excel-ark (.xlsx)."),
            remedy=_("Lav udtrækket igen som CSV eller .xlsx."),
        )
    return TextFile(path)
