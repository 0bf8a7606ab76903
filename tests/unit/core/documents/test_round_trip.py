"""A Word file that comes back: prose is taken in as it differs, and nothing else may differ.

The fixture is written after Word's habits on top of a file of ours: runs split in the middle of words, `rsid` on
everything, `proofErr`, typographic quotation marks, list paragraphs of Word's own style, content controls moved about.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from frirum.core.documents.round_trip import WhatChanged, canonical, compare, read_returned
from frirum.core.errors import InputRefused
from frirum.core.report.blocks import BulletList, Document, Heading, Note, NoteKind, Paragraph, Passage, prose
from frirum.core.report.formats import render
from frirum.core.report.numbers import Number, Quotation
from frirum.core.report.tables import ReportTable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REFERENCE = "2d1f0f6e-0000-4000-8000-000000000001"
SOURCE = Quotation("DECISION", "tabel 2")
TEXTS = {
    "kapitel-1": 'Konsulenterne siger, at det er "nok".\n\n- Første punkt\n- Andet punkt',
    "kapitel-2": "",
}


@cache
def sent() -> bytes:
    """Two chapters with numbers in text and table, one written and one not."""
    uses = Number.quoted(8, "gange", source=SOURCE)
    table = ReportTable("Brug", ("Hvad", "Antal"), (("praktikker", Number.quoted(14, source=SOURCE)),))
    blocks = (
        Heading("Resumé"), Paragraph("Forsøget er brugt ", uses, "."), table, Heading("Delkonklusion", 2),
        Passage("kapitel-1", prose(TEXTS["kapitel-1"])),
        Heading("Beskrivelse"), BulletList("Reglen er fraveget."), Heading("Delkonklusion", 2),
        Passage("kapitel-2", (Note(NoteKind.MISSING, "Her skriver den ansvarlige."),)),
        Heading("Slut"), Paragraph("Sidste linje."),
    )  # fmt: skip
    origin = (("document", REFERENCE), ("slug", "et-forsoeg"))
    return render(Document("Rapport", blocks, origin=origin), "docx")


def came_back(change: Callable[[etree._Element], object] | None = None, **parts: bytes) -> bytes:
    """The file with its body changed, and parts put in."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sent())) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            content = source.read(entry.filename)
            if entry.filename == "word/document.xml" and change is not None:
                root = etree.fromstring(content)
                change(root.find(f"{W}body"))
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            target.writestr(entry.filename, content)
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def read(content: bytes) -> WhatChanged:
    return compare(read_returned(content, reference=REFERENCE), TEXTS)


def text_element(body: etree._Element, said: str) -> etree._Element:
    return next(one for one in body.iter(f"{W}t") if said in (one.text or ""))


def says(old: str, new: str) -> Callable[[etree._Element], object]:
    def change(body: etree._Element) -> None:
        found = text_element(body, old)
        found.text = found.text.replace(old, new)

    return change


def paragraph(said: str, style: str = "") -> etree._Element:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return etree.fromstring(
        f'<w:p xmlns:w="{W[1:-1]}">{properties}<w:r><w:t xml:space="preserve">{said}</w:t></w:r></w:p>'
    )


def around(body: etree._Element, said: str, tag: str = "p") -> etree._Element:
    return next(text_element(body, said).iterancestors(f"{W}{tag}"))


def as_word_saves(body: etree._Element) -> None:
    """Every habit at once, without a change of words."""
    for number, run in enumerate(list(body.iter(f"{W}r"))):
        run.set(f"{W}rsidR", f"00A{number % 10}1B2C")
        texts = run.findall(f"{W}t")
        if len(texts) != 1 or len(texts[0].text or "") < 4:
            continue
        half = len(texts[0].text) // 2
        second = etree.fromstring(etree.tostring(run))
        second.find(f"{W}t").text, texts[0].text = texts[0].text[half:], texts[0].text[:half]
        for one in (texts[0], second.find(f"{W}t")):
            one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.addnext(second)
        run.addnext(etree.fromstring(f'<w:proofErr xmlns:w="{W[1:-1]}" w:type="spellStart"/>'))
    for one in body.iter(f"{W}p"):
        one.set(f"{W}rsidRDefault", "00FF0011")
    for one in body.iter(f"{W}t"):
        one.text = re.sub(r'"(\w+)', r"”\1", one.text or "").replace('"', "”")


def test_the_file_goes_out_with_locked_numbers_and_open_prose() -> None:
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(sent())).read("word/document.xml"))
    tags = {one.get(f"{W}val"): one.getparent() for one in body.iter(f"{W}tag")}
    assert list(tags) == ["frirum-tal-1", "frirum-tal-2", "frirum-tekst-kapitel-1", "frirum-tekst-kapitel-2"]
    locks = {name: one.find(f"{W}lock").get(f"{W}val") for name, one in tags.items()}
    assert locks["frirum-tal-1"] == "sdtContentLocked"
    assert locks["frirum-tekst-kapitel-1"] == "sdtLocked"


def test_what_nobody_changed_comes_back_without_a_difference() -> None:
    for content in (sent(), came_back(as_word_saves)):
        assert read(content) == WhatChanged((), ())


def test_prose_changed_after_words_habits_is_told_with_before_and_after() -> None:
    def change(body: etree._Element) -> None:
        says("nok", "mere end nok")(body)
        around(body, "Andet punkt").addnext(paragraph("Tredje – nyt", "ListBullet"))
        around(body, "Her skriver").addnext(paragraph("Nu er den beskrevet i 3 stykker."))
        as_word_saves(body)

    found = read(came_back(change))
    assert found.faults == ()
    assert [(one.key, one.place) for one in found.passages] == [
        ("kapitel-1", "Delkonklusion"), ("kapitel-2", "Delkonklusion"),
    ]  # fmt: skip
    assert found.passages[0].before == TEXTS["kapitel-1"]
    assert found.passages[0].after == (
        "Konsulenterne siger, at det er ”mere end nok”.\n\n- Første punkt\n- Andet punkt\n- Tredje – nyt"
    )
    assert found.passages[1].after == "Nu er den beskrevet i 3 stykker."
    assert found.passages[1].figures == ((), ("3",))


def test_what_is_written_in_the_place_of_a_slot_loses_the_slots_mark() -> None:
    """Whoever writes over "Her skriver …" leaves "Ikke oplyst – " standing in front."""
    [found] = read(came_back(says("Her skriver den ansvarlige.", "Det gik godt."))).passages
    assert found.after == "Det gik godt."


def test_a_changed_number_is_pointed_out_with_what_it_was() -> None:
    (in_text,) = read(came_back(says("8", "80"))).faults
    assert (in_text.kind, in_text.place) == ("changed_number", "Resumé")
    assert "der stod 8, og nu står der 80" in in_text.message
    (in_table,) = read(came_back(says("14", "41"))).faults
    assert (in_table.kind, in_table.message.count("14")) == ("changed_number", 1)


def test_deleted_numbers_and_locked_words_are_told_by_name() -> None:
    def row_out(body: etree._Element) -> None:
        row = around(body, "14", "tr")
        row.getparent().remove(row)

    (gone,) = read(came_back(row_out)).faults
    assert gone.kind == "deleted_number"
    assert "praktikker" in gone.message
    (changed,) = read(came_back(says("Sidste linje.", "Allersidste linje."))).faults
    assert changed.kind == "changed_text"
    (heading,) = read(
        came_back(lambda b: around(b, "Beskrivelse").getparent().remove(around(b, "Beskrivelse")))
    ).faults
    assert heading.kind == "deleted_text"
    (added,) = read(came_back(lambda b: around(b, "Sidste linje.").addnext(paragraph("Mere.")))).faults
    assert added.kind == "added_text"


def test_a_table_or_picture_in_the_prose_is_refused_rather_than_lost() -> None:
    def change(body: etree._Element) -> None:
        table = body.find(f"{W}tbl")
        around(body, "Andet punkt").addnext(etree.fromstring(etree.tostring(table)))

    assert {one.kind for one in read(came_back(change)).faults} == {"table_in_prose"}


def tracked(body: etree._Element) -> None:
    run = next(text_element(body, "Sidste linje").iterancestors(f"{W}r"))
    wrapped = etree.SubElement(run.getparent(), f"{W}ins")
    wrapped.append(run)


def without_stamp() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sent())) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            if entry.filename != "customXml/item9.xml":
                target.writestr(entry.filename, source.read(entry.filename))
    return out.getvalue()


def packed_as(field: int, value: bytes) -> bytes:
    """The file with a field of its first entry's central header changed: the flags at 8, the way of packing at 10."""
    content = bytearray(came_back())
    for header, at in ((b"PK\x01\x02", field), (b"PK\x03\x04", field - 2)):
        place = content.find(header)
        while place >= 0:
            content[place + at : place + at + 2] = value
            place = content.find(header, place + 4)
    return bytes(content)


def with_chained_styles(n: int) -> bytes:
    style = '<w:style w:styleId="s{n}"><w:basedOn w:val="s{on}"/></w:style>'
    styles = "".join(style.format(n=one, on=(one + 1) % n) for one in range(n))
    return came_back(**{"word/styles.xml": f'<w:styles xmlns:w="{W[1:-1]}">{styles}</w:styles>'.encode()})


REFUSED = {
    "makroer": lambda: came_back(**{"word/vbaProject.bin": b"x"}),
    "sporet ændring": lambda: came_back(tracked),
    "et andet dokument": came_back,
    "gamle format": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600,
    "ikke et Word-dokument": lambda: b"%PDF-1.7",
    "fylder 200 MB": lambda: bytes(200_000_000),
    "i stykker": lambda: came_back(**{"word/document.xml": b"<w:document"}),
    "intet stempel": without_stamp,
}


@pytest.mark.parametrize(
    "file", [packed_as(8, b"\x01\x00"), packed_as(10, b"\x63\x00")], ids=["locked", "packed"]
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_nobody_can_unpack_is_in_pieces(file: bytes) -> None:
    with pytest.raises(InputRefused, match="i stykker"):
        read_returned(file, reference=REFERENCE)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_styles_that_rest_on_each_other_in_a_ring_are_read() -> None:
    assert not read(with_chained_styles(3_000)).faults


@pytest.mark.parametrize("why", REFUSED)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_cannot_be_taken_in_is_refused_by_name_with_a_way_on(why: str) -> None:
    with pytest.raises(InputRefused, match=why) as refused:
        read_returned(REFUSED[why](), reference="another" if why == "et andet dokument" else REFERENCE)
    assert refused.value.remedy


def test_text_goes_through_a_document_and_back_unchanged() -> None:
    for text in TEXTS.values():
        assert canonical(canonical(text)) == canonical(text)
    assert canonical("a\nb\n- c\n- d\n\n\ne") == "a\nb\n\n- c\n- d\n\ne"


def test_a_file_that_libreoffice_saved_is_read() -> None:
    """Kept as LibreOffice 7.4 wrote it, with one word changed: it drops the controls' tags, and parts lists anew."""
    content = Path(__file__).with_name("saved_by_libreoffice.docx").read_bytes()
    found = read(content)
    assert found.faults == ()
    assert [(one.key, one.after) for one in found.passages] == [
        ("kapitel-1", TEXTS["kapitel-1"].replace("nok", "rigeligt"))
    ]


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffices_own_file_is_read(tmp_path: Path) -> None:
    """Opened and saved by LibreOffice: nothing differs; then with a number and a sentence changed."""

    def through(content: bytes) -> bytes:
        (tmp_path / "sendt.docx").write_bytes(content)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        arguments = ["--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", "ud", "sendt.docx"]
        subprocess.run(
            [shutil.which("soffice") or "", profile, *arguments],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )
        return (tmp_path / "ud" / "sendt.docx").read_bytes()

    assert read(through(sent())) == WhatChanged((), ())
    changed = read(through(came_back(says("nok", "rigeligt"))))
    assert [one.after.split("\n")[0] for one in changed.passages] == [
        'Konsulenterne siger, at det er "rigeligt".'
    ]
    assert [one.kind for one in read(through(came_back(says("14", "41")))).faults] == ["changed_number"]
