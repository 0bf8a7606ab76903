"""A document written by two at once, approved by a third person and frozen, as they do it in the browser."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cast import VESTHIMMERLAND
from django_scopes import scopes_disabled
from journeys.harness import check_page, follow, sign_in
from playwright.sync_api import expect
from published import publish_shipped

from frirum.web.documents.actions import save_section
from frirum.web.documents.models import DocumentSection, LivingDocument

SLUG = "foertidspension-opfoelgning"
SAVED = re.compile(r"Gemt .* kl\. \d\d\.\d\d")


@pytest.fixture
def experiment_7(live_server: Any) -> None:
    publish_shipped(SLUG)


def _shot(page: Any, name: str) -> None:
    """A picture at both widths where somebody asks for one."""
    folder = os.environ.get("FRIRUM_SHOTS")
    if folder:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def _written_in_word(page: Any) -> None:
    """The file is fetched, a number and a sentence are changed in it; the number is refused, the sentence taken in."""
    follow(page.get_by_role("link", name="Skriv i Word"))
    check_page(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Hent DOCX").click()
    content = Path(fetched.value.path()).read_bytes()
    changed = in_docx(in_docx(content, "Skrevet.", "Skrevet i Word."), "2½", "3½")
    for file in (changed, in_docx(content, "Skrevet.", "Skrevet i Word.")):
        page.get_by_label("Word-fil").set_input_files(
            {"name": "rapport.docx", "mimeType": "application/octet-stream", "buffer": file}
        )
        follow(page.get_by_role("button", name="Vis, hvad der er ændret"))
        check_page(page)
        _shot(page, "word-afvist" if file is changed else "word")
        refused = page.get_by_text("Noget, der er låst, er ændret i filen").count()
        assert bool(refused) == (file is changed)
    follow(page.get_by_role("button", name="Tag det valgte ind"))
    page.get_by_text("1 afsnit er taget ind fra Word.").wait_for()


def in_docx(content: bytes, old: str, new: str) -> bytes:
    """The Word file with the first of these words changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            part = source.read(entry.filename)
            if entry.filename == "word/document.xml":
                part = part.replace(old.encode(), new.encode(), 1)
            target.writestr(entry.filename, part)
    return out.getvalue()


def test_a_document_is_written_by_two_approved_by_a_third_and_frozen(
    page: Any, cast: Any, experiment_7: None
) -> None:
    sign_in(page, cast.karen)
    page.goto("/dokumenter/nyt/")
    page.get_by_label("Forsøg").select_option(SLUG)
    page.get_by_label("Slags").select_option("final")
    page.get_by_label("Kommune").select_option(VESTHIMMERLAND)
    follow(page.get_by_role("button", name="Begynd"))
    check_page(page)
    _shot(page, "dokument")
    follow(page.get_by_role("link", name="2. Resumé"))
    page.get_by_label("Afsnittets tekst").fill("Forsøget har medført færre opfølgninger.")
    page.locator("#gemt", has_text=SAVED).wait_for()
    with scopes_disabled():  # Niels has saved the section while Karen had it open
        section = DocumentSection.objects.get(number=2)
        save_section(section=section, text="Niels skrev sit.", revision=section.revision, by=cast.niels)
    page.get_by_label("Afsnittets tekst").fill("Forsøget har medført færre opfølgninger, siger vi.")
    page.locator("#gemt", has_text="Din tekst er gemt ved siden af").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(page.url)
    check_page(page)
    page.get_by_text("Forsøget har medført færre opfølgninger, siger vi.").first.wait_for()
    expect(page.get_by_label("Afsnittets tekst")).to_have_value("Niels skrev sit.")
    follow(page.get_by_role("button", name="Sæt forslaget ind efter teksten"))
    _shot(page, "afsnit")
    follow(page.get_by_role("button", name="Det er lagt sammen"))
    with scopes_disabled():
        document = LivingDocument.objects.get()
        for one in document.sections.filter(text=""):
            save_section(section=one, text="Skrevet.", revision=0, by=cast.karen)
    page.goto(f"/dokumenter/{document.reference}/")
    _written_in_word(page)
    follow(page.get_by_role("button", name="Send til godkendelse"))
    page.get_by_text("Du har selv skrevet i dokumentet").wait_for()
    page.context.clear_cookies()
    sign_in(page, cast.lone)
    page.goto(f"/dokumenter/{document.reference}/")
    follow(page.get_by_role("button", name="Godkend"))
    page.context.clear_cookies()
    sign_in(page, cast.karen)
    page.goto(f"/dokumenter/{document.reference}/")
    follow(page.get_by_role("link", name="Frys …"))
    follow(page.get_by_role("button", name="Frys"))
    page.get_by_text("Dokumentet er frosset. Kvitteringen er sendt til din mail.").wait_for()
    check_page(page)
    _shot(page, "frosset")
    page.goto(f"/dokumenter/{document.reference}/kapitel-2/ret/")
    check_page(page, axe=False)
