"""The zip file that a workbook is: how large it becomes, and that its XML is no trap, before anything reads it.

The caps follow OWASP ASVS 5.0, 5.2.3 (a limit on the unpacked size, checked before unpacking). The ratio alone refuses
only where it is far beyond what a sheet of repeated values reaches: real sheets pass 100 to 1.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from frirum.core.errors import InputRefused
from frirum.core.files.limits import MB
from frirum.core.files.sentences import say

MOST_ENTRIES = 10_000
LARGEST_IN_ALL = 1024 * MB
# These parts are held in memory as a whole.
LARGEST_STRINGS = 64 * MB
LARGEST_OTHER = 16 * MB
HIGHEST_RATIO, RATIO_FROM = 400, 20 * MB
_BLOCK = 256 * 1024
_ROW, _CUT = re.compile(rb"<row[ />\t\r\n]"), 4


def check_archive(archive: zipfile.ZipFile, largest_sheet: int) -> None:
    """Refuse what would unpack to too much, or holds what no table holds.

    Args:
        largest_sheet: bytes that a sheet may have after unpacking.

    Raises:
        InputRefused: too large, a macro, or a folder name that leads out of the archive.
    """
    entries = archive.infolist()
    _refuse_other_kinds({entry.filename for entry in entries})
    if len(entries) > MOST_ENTRIES:
        raise _too_large(say("n_files_inside_workbook", n=len(entries)))
    if sum(entry.file_size for entry in entries) > LARGEST_IN_ALL:
        raise _too_large(say("over_n_mb_unpacked", n=LARGEST_IN_ALL // MB))
    for entry in entries:
        if entry.file_size > largest(entry.filename, largest_sheet):
            raise _too_large(say("part_of_workbook_is_n_mb", n=entry.file_size // MB))
        if entry.file_size > RATIO_FROM and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
            raise _too_large(
                say("part_of_workbook_is_n_times", n=entry.file_size // max(entry.compress_size, 1))
            )
        if entry.filename.casefold().endswith("vbaproject.bin"):
            raise InputRefused(
                say("workbook_contains_macro"),
                remedy=say("save_as_excel_workbook_without_macros"),
            )
        if entry.flag_bits & 0x1:
            raise InputRefused(
                say("workbook_is_protected_with_password"), remedy=say("save_without_password")
            )


def _refuse_other_kinds(names: set[str]) -> None:
    """Archives that hold no Excel workbook in XML, by what they are."""
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        kind = say("binary_excel_workbook_xlsb")
    elif "content.xml" in names:
        kind = say("opendocument_sheet_ods")
    elif "word/document.xml" in names:
        kind = say("word_document_docx")
    else:
        raise broken()
    raise InputRefused(
        say("file_is_kind", kind=kind),
        remedy=say("save_table_as_excel_workbook_xlsx"),
    )


def largest(name: str, largest_sheet: int) -> int:
    """How large a part may become."""
    if name.startswith("xl/worksheets/"):
        return largest_sheet
    return LARGEST_STRINGS if name == "xl/sharedStrings.xml" else LARGEST_OTHER


def _too_large(why: str) -> InputRefused:
    return InputRefused(
        say("workbook_is_too_large_to_unpack", why=why),
        remedy=say("save_sheet_as_csv_is_then"),
    )


def read_xml(
    part: IO[bytes], on_start: Callable[[str, dict[str, str]], None] | None = None, *, namespaces: bool = True
) -> None:
    """Run through a part's XML in blocks; call `on_start` with each element's plain name and attributes.

    Raises:
        InputRefused: a document type (the way of entity bombs and foreign files), or XML that is broken.
    """
    parser = expat.ParserCreate(namespace_separator=" " if namespaces else None)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if on_start is not None:
        handler = on_start
        parser.StartElementHandler = lambda name, attributes: handler(name.rpartition(" ")[2], attributes)
    try:
        while block := part.read(_BLOCK):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, EOFError) as fault:
        raise broken() from fault


def rows_are_more(part: IO[bytes], most: int) -> bool:
    """Whether a sheet has more rows than `most`, by its bytes alone: ten times faster than its XML, so that one made of
    millions of rows is refused in a second or two. A row in another name space is not seen here."""
    count, rest = 0, b""
    while block := part.read(_BLOCK):
        block = rest + block
        count += len(_ROW.findall(block))
        if count > most:
            return True
        rest = block[-_CUT:]  # too short to hold one that was counted
    return False


def _refuse_doctype(*_arguments: object) -> None:
    raise InputRefused(
        say("workbook_contains_document_type_no_spreadsheet"),
        remedy=say("fetch_file_from_case_system_again"),
    )


def broken() -> InputRefused:
    """The refusal of a workbook that cannot be read."""
    return InputRefused(
        say("excel_workbook_cannot_be_read_file"),
        remedy=say("open_in_spreadsheet_and_save_again"),
    )
