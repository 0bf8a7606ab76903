"""`frirum verify FILE`: a changed digit is found in each format, and a changed stamp by making the document again."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from dataclasses import replace
from functools import cache
from html import escape, unescape
from pathlib import Path

import pytest

from frirum.cli.main import run_command
from frirum.cli.report import found_in_folders
from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.documents.checking import DocumentCheck, Remade, check_document
from frirum.core.documents.kinds import ReportKind, experiment_document, network_document, remake
from frirum.core.errors import InputRefused
from frirum.core.report.blocks import Document, Heading, Paragraph
from frirum.core.report.figures import Chart
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.core.report.layout import lay_out
from frirum.core.report.numbers import Number, Quotation
from frirum.core.report.pdf import seal
from frirum.core.report.stamp import stamp_of
from frirum.core.report.tables import ReportTable

SLUG = "ressourceforloeb-forlaengelse"


@cache
def page() -> Document:
    catalogue = shipped_catalogue()
    return experiment_document(ReportKind.MINISTER, catalogue.experiments[SLUG], catalogue)


@cache
def file(kind: str) -> bytes:
    return render(page(), kind)


def checked(content: bytes) -> DocumentCheck:
    doubts = dict(shipped_shared().network_doubts)
    return check_document(content, lambda origin: remake(origin, shipped_catalogue(), doubts))


def in_docx(content: bytes, part: str, before: str, after: str) -> bytes:
    """The Word file with one part changed, everything else kept."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            text = source.read(entry.filename)
            if re.fullmatch(part, entry.filename):
                assert before.encode() in text
                text = text.replace(before.encode(), after.encode(), 1)
            target.writestr(entry, text)
    return out.getvalue()


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_a_document_as_it_was_written_is_whole_and_is_made_again_the_same(kind: str) -> None:
    found = checked(file(kind))
    assert found.ok, found.faults
    assert found.remade is True
    assert found.origin["kind"] == "minister"
    assert found.origin["slug"] == SLUG


def test_a_changed_digit_in_html_is_found_where_it_stands() -> None:
    changed = file("html").replace("15\u00a0borgere</dd>".encode(), "16\u00a0borgere</dd>".encode())
    assert changed != file("html")
    found = checked(changed)
    assert {one.kind for one in found.faults} >= {"changed_text"}
    assert "16" in found.faults[0].message


def test_a_changed_digit_in_word_is_found_also_when_the_file_was_saved_anew() -> None:
    changed = in_docx(file("docx"), r"word/document\.xml", "15\u00a0borgere", "51\u00a0borgere")
    found = checked(changed)
    assert "51" in found.faults[0].message
    anew = in_docx(changed, r"\[Content_Types\]\.xml", "Types", "Types")  # zipped anew with other dates
    assert checked(anew).faults == found.faults


def test_a_changed_digit_in_pdf_is_found() -> None:
    at = file("pdf").index(b"stream\n") + 40
    changed = file("pdf")[:at] + bytes([file("pdf")[at] ^ 1]) + file("pdf")[at + 1 :]
    assert [one.kind for one in checked(changed).faults] == ["changed"]
    saved_anew = file("pdf") + b"\n% incremental update"
    assert not checked(saved_anew).ok


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_who_stamps_a_changed_document_anew_is_found_by_making_it_again(kind: str) -> None:
    """The stamp is no signature: a forger can make one. The definitions at hand say something else."""
    catalogue = shipped_catalogue()
    experiment = catalogue.experiments[SLUG]
    forged = replace(
        page(), blocks=(Paragraph(experiment.summary.replace("12 måneder", "24 måneder")), *page().blocks[1:])
    )
    content = render(forged, kind)
    found = checked(content)
    assert [one.kind for one in found.faults] == ["not_what_the_data_say"]
    assert found.remade is False


def test_a_broken_stamp_and_none_at_all_are_two_things() -> None:
    text = file("html").decode()
    stamp = re.search(r'<meta name="frirum-stamp" content="([^"]*)">', text)
    assert stamp is not None
    content = json.loads(unescape(stamp.group(1)))
    content["origin"]["slug"] = "mikrolaan"
    broken = text.replace(stamp.group(1), escape(json.dumps(content)))
    assert [one.kind for one in checked(broken.encode()).faults] == ["broken_stamp"]
    without = text.replace(stamp.group(0), "")
    assert [one.kind for one in checked(without.encode()).faults] == ["no_stamp"]
    assert [one.kind for one in checked(seal(b"%PDF-1.7 nothing of ours")).faults] == ["no_stamp"]


def test_text_taken_out_and_text_put_in_are_told_with_their_heading() -> None:
    text = file("html").decode()
    out = re.sub(r"<li>Ingen|<li>Forsøget var lagt an.*?</li>", "", text, count=1, flags=re.DOTALL)
    assert checked(out.encode()).faults[0].kind == "missing_text"
    assert checked(out.encode()).faults[0].place == "Hvad der ikke er vist"
    put_in = text.replace("</article>", "<p>Forsøget virker.</p></article>")
    assert [(one.kind, "Forsøget virker." in one.message) for one in checked(put_in.encode()).faults] == [
        ("added_text", True)
    ]
    loose = text.replace("</article>", "</article>Forsøget virker.")
    assert [one.kind for one in checked(loose.encode()).faults] == ["added_text"]


def png(shade: int) -> bytes:
    """A picture of one grey point."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_two_pictures_that_change_places_are_found(kind: str) -> None:
    number = Number.quoted(7, source=Quotation("DECISION", "tabel 4"))
    table = ReportTable("Tal", ("Hvad", "Antal"), (("sager", number),))
    charts = [
        Chart(png=png(shade), alt="En farve", caption=f"Farve {shade}", data=table) for shade in (10, 200)
    ]
    content = render(Document("Figurer", (Heading("Se her"), *charts)), kind)
    assert check_document(content, lambda _origin: Remade(None)).ok
    if kind == "html":
        first, second = re.findall(rb'src="(data:[^"]+)"', content)
        content = content.replace(first, b"@").replace(second, first).replace(b"@", second)
    else:
        content = _swapped_pictures(content)
    found = check_document(content, lambda _origin: Remade(None))
    assert [one.kind for one in found.faults] == ["changed_figure"]


def _swapped_pictures(content: bytes) -> bytes:
    """The Word file with the bytes of its two pictures exchanged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        first, second = sorted(name for name in source.namelist() if name.startswith("word/media/"))
        other = {first: second, second: first}
        for name in source.namelist():
            target.writestr(name, source.read(other.get(name, name)))
    return out.getvalue()


def test_a_document_of_other_definitions_is_not_called_false() -> None:
    """It is whole; that it cannot be made again here is said, and is no fault."""
    catalogue = shipped_catalogue()
    other = tuple((key, "0" * 64 if key == "definitions" else value) for key, value in page().origin)
    found = checked(render(replace(page(), origin=other), "docx"))
    assert (found.ok, found.remade) == (True, None)
    assert "Definitionerne er andre" in found.note
    doubts = dict(shipped_shared().network_doubts)
    network = network_document(ReportKind.PIXI, catalogue.networks["nordjylland"], catalogue, doubts)
    assert checked(render(network, "html")).remade is True


def test_the_stamp_names_every_number_with_its_source() -> None:
    numbers = stamp_of(lay_out(page(), audience="public")).numbers
    place = "»Forlængelse af ressourceforløb uden om rehabiliteringsteamet«, »Brugt«"
    assert ("15\u00a0borgere", place, "Beslutningsbilaget, tabel 1, række 5") in numbers


def test_hostile_files_are_refused_and_none_is_read_whole_when_it_is_too_large() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 120_000_000)
    unclosed = in_docx(file("docx"), r"word/document\.xml", "<w:body>", "<w:body><w:p>")
    for content in (bomb.getvalue(), unclosed):
        with pytest.raises(InputRefused):
            checked(content)
    entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
    injected = in_docx(file("docx"), r"word/document\.xml", head, entity)
    injected = in_docx(injected, r"word/document\.xml", "15\u00a0borgere", "&e;")
    said = " ".join(one.message for one in checked(injected).faults)
    assert Path("/etc/hostname").read_text().strip() not in said


def test_a_document_on_runs_is_made_again_of_their_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example's evaluation; with other results at hand that is said, and is no fault."""
    monkeypatch.delenv("FRIRUM_HOME", raising=False)
    folder = tmp_path / "kørsel"
    example = Path(__file__).parents[2] / "docs/example-evaluation"
    plan, data = str(example / "plan.toml"), str(example / "data.csv")
    slug = "loentilskud-jobrotation"
    assert run_command(["evaluate", slug, "--extract", data, "--plan", plan, "--out", str(folder)]) == 0
    out = tmp_path / "svar.docx"
    made = ["report", slug, "--kind", "minister", "--format", "docx", "--result", str(folder), "--synthetic"]
    assert run_command([*made, "--out", str(out)]) == 0
    assert checked(out.read_bytes()).remade is None
    found = found_in_folders(slug, (folder,), synthetic=True)
    catalogue, doubts = shipped_catalogue(), dict(shipped_shared().network_doubts)
    with_them = check_document(
        out.read_bytes(), lambda origin: remake(origin, catalogue, doubts, found=found)
    )
    assert (with_them.ok, with_them.remade) == (True, True)
    assert found is not None
    other = check_document(
        out.read_bytes(),
        lambda origin: remake(origin, catalogue, doubts, found=replace(found, runs=("0" * 64,))),
    )
    assert (other.ok, other.remade, other.note) == (
        True,
        None,
        "Resultaterne her er ikke dem, dokumentet bygger på.",
    )


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def _shipped_definitions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("FRIRUM_HOME", raising=False)

    def test_it_ends_with_0_for_a_whole_document_and_4_for_a_changed_one(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "svar.html"
        assert run_command(["report", SLUG, "--kind", "citizen", "--format", "html", "--out", str(out)]) == 0
        capsys.readouterr()
        assert run_command(["verify", str(out), "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["ok"], told["remade"]) == (True, True)
        out.write_text(out.read_text(encoding="utf-8").replace("12 måneder", "13 måneder"), encoding="utf-8")
        assert run_command(["verify", str(out), "--json"]) == 4
        assert json.loads(capsys.readouterr().out)["faults"][0]["kind"] == "changed_text"
        assert run_command(["verify", str(out.parent), "--result", str(out.parent)]) == 2
        assert run_command(["verify", str(out), "--write-receipt", str(tmp_path / "r")]) == 2
