"""Which reader a file needs: its first bytes decide, never its name.

Rows are streamed: memory does not grow with the file.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from frirum.core.errors import InputRefused
from frirum.core.files import refusals
from frirum.core.files.limits import EXTRACTS, Limits
from frirum.core.files.sentences import say
from frirum.core.files.source import OpenedFile
from frirum.core.files.text import TextFile
from frirum.core.files.workbook import Workbook

_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes of files that are often sent in place of a table, and what people call them.
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"PK", "zip"),
    (b"$FL", "SPSS (.sav)"),
    (b"<stata_dta", "Stata (.dta)"),
    (b"\0" * 12 + b"\xc2\xea\x81\x60", "SAS (.sas7bdat)"),
    (b"RDX", "R (.rds)"),
)


class FileKind(StrEnum):
    """What a file turned out to be."""

    TEXT = "text"
    WORKBOOK = "workbook"
    PARQUET = "parquet"


def kind_of(path: Path, limits: Limits = EXTRACTS) -> FileKind:
    """What kind of table a file is, by its first bytes.

    Raises:
        InputRefused: it is not there, empty, larger than `limits` take, or of a kind that is not read.
    """
    refuse_unless_readable(path, limits)
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(b"PAR1"):
        return FileKind.PARQUET
    if start.startswith(b"PK\x03\x04"):
        return FileKind.WORKBOOK
    if start.startswith(_OLD_EXCEL):
        raise InputRefused(
            say("file_is_older_excel_workbook_xls"),
            remedy=say("save_without_password_as_excel_workbook"),
        )
    _refuse_markup(start)
    for mark, name in _OTHERS:
        if start.startswith(mark):
            raise InputRefused(
                say("file_is_neither_csv_nor_excel", kind=name),
                remedy=say("make_extract_again_as_csv"),
            )
    return FileKind.TEXT


def refuse_unless_readable(path: Path, limits: Limits) -> None:
    """Refuse a file that is absent, a folder, closed to us, empty or too large.

    Raises:
        InputRefused: as said.
    """
    refusals.refuse_absent(path)
    try:
        with path.open("rb"):
            size = path.stat().st_size
    except PermissionError as fault:
        raise refusals.not_permitted(path) from fault
    if not size:
        raise refusals.empty()
    if limits.bytes is not None and size > limits.bytes:
        raise refusals.too_many_bytes(size, limits.bytes)


def open_source(
    path: Path, *, sheet: str = "", limits: Limits = EXTRACTS, heading_line: int = 0
) -> OpenedFile:
    """Look a file over and open it, to be read row by row.

    Args:
        sheet: the sheet of a workbook to read; needed when more than one has data.
        heading_line: the line on which the headings stand, from 1; what stands above is passed over. 0: the first line
            that is not empty.

    Raises:
        InputRefused: the file cannot be read for certain. Says what, on which line, and what to do.
    """
    kind = kind_of(path, limits)
    if kind is FileKind.WORKBOOK:
        return Workbook(path, sheet, limits, heading_line=heading_line)
    if kind is FileKind.PARQUET:
        raise InputRefused(
            say("file_is_parquet_which_only_calculations"),
            remedy=say("make_extract_again_as_csv"),
        )
    if sheet:
        raise no_sheets()
    text = TextFile(path, limits, heading_line=heading_line)
    text.check()
    return text


def no_sheets() -> InputRefused:
    """A sheet was named, but the file is no workbook."""
    return InputRefused(
        say("file_is_no_excel_workbook"),
        remedy=say("leave_out_name_of_sheet_sheet"),
    )


def _refuse_markup(start: bytes) -> None:
    """A web page or an XML document; some systems write one and call it .xls."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not text.startswith(b"<"):
        return
    is_page = any(mark in text for mark in (b"<html", b"<table", b"<!doctype html", b"<meta", b"<div"))
    raise InputRefused(
        say("file_is_web_page_html") if is_page else say("file_is_xml_and_no_table"),
        remedy=say("open_in_spreadsheet_and_save"),
    )
