"""Files that are broken, cut off, misleading or made to do harm: refused with what, where and what to do.

Nothing in them is run, followed or unpacked beyond its cap, and nothing of them is kept.
"""

from __future__ import annotations

import errno
import io
import resource
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cast import Cast
from django.test import Client
from extract_work import ANNA, MARK_HEADINGS, coordinator, mark, marks_file, text_file, upload
from openpyxl import Workbook

from frirum.core.errors import InputRefused
from frirum.core.files import archive as limits
from frirum.core.files.opening import open_source
from frirum.web.extracts import views
from frirum.web.extracts.models import Batch, ExtractRow
from frirum.web.files import store
from frirum.web.files.models import StoredFile
from frirum.web.zones import CASEWORK

Prepare = Callable[[Workbook], None]


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[bytes], InputRefused]:
    """What the opening of a file says."""

    def refuse(content: bytes) -> InputRefused:
        path = tmp_path / "udtraek"
        path.write_bytes(content)
        with pytest.raises(InputRefused) as caught:
            list(open_source(path).rows())
        assert caught.value.message.endswith((".", "?"))
        assert caught.value.remedy
        return caught.value

    return refuse


# ---- text files ----

HEAD = b"CPR-nr.;Persongruppe;Startdato\r\n"
ROW = b"070503-1647;Frikommunefors\xf8g;03-09-2018\r\n"
BROKEN = {
    "empty": (b"", "Filen er tom", None),
    "blank": (b"\r\n;;\r\n\r\n", "Filen er tom", None),
    "cut off": (HEAD + ROW + b"111103-1144;Frik", "afskåret: sidste linje har 2 felter af 3", 3),
    "mixed": (HEAD + ROW + "111103-1144;Forsøg;03-09-2018\r\n".encode(), "linje 3 er UTF-8, linje 2 er Windows-1252", 3),
    "neither": (HEAD + b"070503-1647;\x81\x8d;03-09-2018\r\n", "hverken er UTF-8 eller Windows-1252", 2),
    "binary": (HEAD + b"\x00\x01\x02\r\n", "ikke tekst", 2),
    "escape": (HEAD + b"\x1b[2J;b;c\r\n", "ikke tekst", 2),
    "one endless line": (HEAD + b"x" * 1_500_000, "ikke tekst", 2),
    "open quote": (HEAD + ROW + b'"111103-1144;x;y\r\n' + ROW, "Anførselstegnene går ikke op", 3),
    "endless cell": (HEAD + b'"' + b"x\r\n" * 60_000 + b'";b;c\r\n', "tegn langt", 2),
    "two headings alike": (b"CPR;Dato;dato\r\n1;2;3\r\n", "Kolonne 2 og 3 har samme overskrift", 1),
    "a heading missing": (b"CPR;;Dato\r\n1;2;3\r\n", "Kolonne 2 har ingen overskrift", 1),
    "a title first": (b"Udtr\xe6k fra Fasit\r\nCPR;Dato\r\n1;2\r\n", "titel og ikke overskrifter", 1),
    "no headings": (ROW * 2, "ligner data og ikke overskrifter", 1),
    "too many columns": (";".join(f"k{n}" for n in range(501)).encode() + b"\r\n", "501 kolonner", 1),
    "pdf": (b"%PDF-1.7\n...", "hverken CSV eller et Excel-ark", None),
    "gzip": (b"\x1f\x8b\x08\x00" + b"0" * 50, "hverken CSV eller et Excel-ark", None),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ældre Excel-ark", None),
    "utf-16 cut in half": ("A;B\r\n1;2\r\n".encode("utf-16")[:-1], "ikke tekst", None),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_text_file_that_cannot_be_read_for_certain(
    name: str, refused: Callable[[bytes], InputRefused]
) -> None:
    content, message, line = BROKEN[name]
    said = refused(content)
    assert message in said.message
    if line is not None:
        assert said.line == line


# ---- workbooks ----


def book(prepare: Prepare | None = None) -> bytes:
    made = Workbook()
    made.active.title = "Udtræk"
    for row in (MARK_HEADINGS, mark()):
        made.active.append(list(row))
    if prepare:
        prepare(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def formula(made: Workbook) -> None:
    made.active["C2"] = "=TODAY()"


def hidden_sheet(made: Workbook) -> None:
    made.create_sheet("Skjult").append(["hemmelig"])
    made["Skjult"].sheet_state = "veryHidden"


def merged_headings(made: Workbook) -> None:
    made.active.merge_cells("A1:C1")


def merged_body(made: Workbook) -> None:
    made.active.merge_cells("B2:B3")


def too_wide(made: Workbook) -> None:
    made.active["XFD2"] = "langt ude"


def no_data(made: Workbook) -> None:
    made.active.delete_rows(1, 2)


BOOKS: dict[str, tuple[Prepare, str, int | None]] = {
    "formula": (formula, "Celle C2 i arket Udtræk er en formel", 2),
    "hidden sheet": (hidden_sheet, "data i et skjult ark: Skjult", None),
    "merged headings": (merged_headings, "Cellerne A1:C1 i arket Udtræk er flettet", 1),
    "merged cells": (merged_body, "Cellerne B2:B3", 2),
    "16.384 columns": (too_wide, "16384 kolonner", None),
    "no data": (no_data, "Arket er tomt", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_that_would_have_to_be_guessed_at(
    name: str, refused: Callable[[bytes], InputRefused]
) -> None:
    prepare, message, line = BOOKS[name]
    said = refused(book(prepare))
    assert message in said.message
    assert said.line == line


def test_a_named_sheet_is_read_beside_a_hidden_one(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(book(hidden_sheet))
    assert open_source(path, sheet="Udtræk").columns == MARK_HEADINGS


def changed(content: bytes, **parts: bytes | None) -> bytes:
    """The workbook with parts replaced or added (`__` for `/`, `_dot_` for `.`)."""
    named = {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in named:
                new.writestr(entry.filename, old.read(entry))
        for name, data in named.items():
            if data is not None:
                new.writestr(name, data)
    return out.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><sst><si><t>&d;</t></si></sst>"""
FOREIGN = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst><si><t>&f;</t></si></sst>'
MADE_TO_HARM = {
    "entities that multiply": (changed(book(), xl__sharedStrings_dot_xml=LAUGHS), "dokumenttype"),
    "an entity that reads a file": (changed(book(), xl__sharedStrings_dot_xml=FOREIGN), "dokumenttype"),
    "a document type in UTF-16": (
        changed(book(), xl__sharedStrings_dot_xml=FOREIGN.decode().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")),
        "dokumenttype",
    ),
    "a macro": (changed(book(), xl__vbaProject_dot_bin=b"..."), "makro"),
    "strings that fill the memory": (changed(book(), xl__sharedStrings_dot_xml=b"<sst>" + b" " * (limits.LARGEST_STRINGS + 1) + b"</sst>"), "for stort at pakke ud"),
    "a part of noughts": (changed(book(), xl__worksheets__sheet9_dot_xml=b"0" * (21 * limits.MB)), "gange mere udpakket"),
    "broken XML": (changed(book(), xl__worksheets__sheet1_dot_xml=b"<worksheet><sheetData>"), "ødelagt eller afskåret"),
    "no workbook inside": (changed(book(), xl__workbook_dot_xml=None), "ødelagt eller afskåret"),
    "cut off": (book()[:3000], "ødelagt eller afskåret"),
    "any zip file": (changed(b"PK\x05\x06" + b"\0" * 18, brev_dot_txt=b"hej"), "ødelagt eller afskåret"),
}  # fmt: skip


@pytest.mark.parametrize("name", MADE_TO_HARM)
def test_a_workbook_made_to_do_harm(name: str, refused: Callable[[bytes], InputRefused]) -> None:
    content, message = MADE_TO_HARM[name]
    assert message in refused(content).message


def test_ten_thousand_entries_are_refused_unopened(refused: Callable[[bytes], InputRefused]) -> None:
    many = {f"xl/media/{n}.xml": b"" for n in range(limits.MOST_ENTRIES)}
    assert "10" in refused(changed(book(), **many)).message


def test_a_size_that_lies_is_found_out(refused: Callable[[bytes], InputRefused]) -> None:
    """The directory says one byte; what is unpacked is cut there and no longer agrees with its checksum."""
    content = bytearray(book())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    place = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert content[place : place + 4] == b"PK\x01\x02"
    assert struct.unpack_from("<I", content, place + 24) == (entry.file_size,)
    struct.pack_into("<I", content, place + 24, 1)
    assert "ødelagt" in refused(bytes(content)).message


def test_a_dimension_that_lies_costs_nothing(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(book())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    lying = sheet.replace(b'ref="A1:F2"', b'ref="A1:XFD1048576"')
    assert lying != sheet
    path = tmp_path / "a.xlsx"
    path.write_bytes(changed(book(), xl__worksheets__sheet1_dot_xml=lying))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(list(open_source(path).rows())) == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


# ---- through the page ----


@pytest.fixture
def karen(cast: Cast, client: Client) -> Iterator[Client]:
    return coordinator(cast, client)


class Nothing:
    """That nothing was kept since the test began: no row, no bytes, no file half way in."""

    def __init__(self) -> None:
        self._before = self._bytes()

    @staticmethod
    def _bytes() -> set[str]:
        incoming = {path.name for path in (store.root(CASEWORK) / "incoming").glob("*")}
        return set(store.stored_hashes(CASEWORK)) | incoming

    def is_kept(self) -> bool:
        rows = any(model._base_manager.exists() for model in (Batch, ExtractRow, StoredFile))
        return not rows and self._bytes() == self._before


@pytest.fixture
def nothing() -> Nothing:
    return Nothing()


@pytest.mark.django_db(databases=["default", "statistics"])
def test_nothing_of_a_refused_file_is_kept_and_the_page_says_why(karen: Client, nothing: Nothing) -> None:
    for content, message in (
        (HEAD + ROW + b"111103-1144;Frik", "Linje 3: Filen er afskåret"),
        (book(formula), "Celle C2 i arket Udtræk er en formel"),
        (MADE_TO_HARM["a part of noughts"][0], "for stort at pakke ud"),
    ):
        answer = upload(karen, content)
        assert answer.status_code == 409
        assert message in answer.content.decode()
    assert nothing.is_kept()


@pytest.mark.django_db(databases=["default", "statistics"])
def test_a_full_disk_is_said_plainly_and_nothing_is_kept(
    karen: Client, nothing: Nothing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(views, "hashlib", SimpleNamespace(sha256=lambda: SimpleNamespace(update=full)))
    answer = upload(karen, marks_file(mark()))
    assert answer.status_code == 409
    assert "ikke plads på disken" in answer.content.decode()
    assert nothing.is_kept()


@pytest.mark.django_db(databases=["default", "statistics"])
def test_what_a_file_says_is_never_markup_on_the_page(karen: Client) -> None:
    script = "<script>alert(1)</script>"
    headings = (*MARK_HEADINGS[:5], script)
    answer = upload(karen, text_file(headings, [[*mark()[:5], script], [script, script, "", "", "", ""]]))
    page = karen.get(answer["Location"]).content.decode()
    assert script not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.django_db(databases=["default", "statistics"])
def test_a_name_with_a_cpr_number_is_refused(karen: Client, nothing: Nothing) -> None:
    answer = upload(karen, marks_file(mark()), name=f"borger {ANNA}.csv")
    assert answer.status_code == 409
    assert nothing.is_kept()


@pytest.mark.django_db(databases=["default", "statistics"])
def test_a_file_for_another_municipality_cannot_be_brought(karen: Client, nothing: Nothing) -> None:
    answer = upload(karen, marks_file(mark()), organisation="461")
    assert answer.status_code == 409
    assert nothing.is_kept()


@pytest.mark.django_db(databases=["default", "statistics"])
@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"kolonne-1": "findes_ikke"},
        {"kolonne-1": "cpr", "kolonne-2": "cpr"},
        {"ord-mark": "x", "til-mark": "y"},
        {"ord-mark-0": "x", "til-mark-0": "../../y"},
        {"datoer": "snart"},
    ],
)
def test_columns_that_make_no_sense_change_nothing(karen: Client, posted: dict[str, Any]) -> None:
    address = upload(karen, marks_file(mark()))["Location"]
    answer = karen.post(address, {**posted, "handling": "laes"})
    assert answer.status_code == 200
    assert Batch._base_manager.get().state == "uploaded"
