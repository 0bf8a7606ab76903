"""The Word file that comes back to a document: shown before it is taken in, refused where what is locked was changed."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator

import pytest
from cast import VESTHIMMERLAND, Cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from published import publish_shipped

from frirum.core.errors import InputRefused, NotAllowed
from frirum.web.documents import actions, publishing
from frirum.web.documents.models import LivingDocument
from frirum.web.documents.returning import held_against
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SAID = "Praktikkerne er korte."


@pytest.fixture
def document(cast: Cast) -> Iterator[LivingDocument]:
    """The final report of experiment 13, with one section written by Karen."""
    publish_shipped("forholdstal-ledighedsydelse")
    with organisation_scope([VESTHIMMERLAND]):
        made = actions.begin_document(
            slug="forholdstal-ledighedsydelse", kind="final", organisation=VESTHIMMERLAND, by=cast.karen
        )
        actions.save_section(section=made.sections.get(number=2), text=SAID, revision=0, by=cast.karen)
        yield made


def fetched(client: Client, document: LivingDocument) -> bytes:
    return client.get(reverse("documents:file", args=[document.reference, "docx"])).content


def changed(content: bytes, old: str, new: str) -> bytes:
    """The file with words of its text changed, as a person does it in Word."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            part = source.read(entry.filename)
            if entry.filename == "word/document.xml":
                assert old.encode() in part
                part = part.replace(old.encode(), new.encode(), 1)
            target.writestr(entry.filename, part)
    return out.getvalue()


def test_changed_prose_is_shown_and_then_taken_in(
    document: LivingDocument, cast: Cast, client: Client
) -> None:
    client.force_login(cast.karen)
    address = reverse("documents:word", args=[document.reference])
    content = changed(fetched(client, document), "er korte", "er 3 uger lange")
    page = client.post(address, {"file": SimpleUploadedFile("rapport.docx", content)})
    shown = page.content.decode()
    assert page.status_code == 200
    assert "er 3 uger lange" in shown
    assert "De er skrevet i hånden og har ingen kilde." in shown
    assert document.sections.get(number=2).text == SAID, "nothing is taken in before a person says so"
    brought = held_against(document, content)
    (one,) = brought.sections
    posted = {
        "gor": "tag-ind", "afsnit": one.section.key, "receipt": brought.receipt,
        f"text-{one.section.key}": one.passage.after, f"revision-{one.section.key}": str(one.revision),
    }  # fmt: skip
    # The trail says that the text came from the file, so the page in between may change neither.
    for changes in (
        {"receipt": ""},
        {"receipt": brought.receipt[:-1] + ("a" if brought.receipt[-1] != "a" else "b")},
        {f"text-{one.section.key}": "Praktikkerne er 4 uger lange."},
        {f"revision-{one.section.key}": str(one.revision + 1)},
    ):
        assert client.post(address, posted | changes).status_code == 409, changes
    assert document.sections.get(number=2).text == SAID
    answer = client.post(address, posted)
    assert answer.status_code == 302
    event = TrailEvent.objects.filter(event="document.word_taken_in").get()
    assert event.details["sha256"] == hashlib.sha256(content).hexdigest()
    assert document.sections.get(number=2).text == "Praktikkerne er 3 uger lange."
    assert verify() == []


def test_a_text_that_was_overtaken_is_laid_beside(
    document: LivingDocument, cast: Cast, client: Client
) -> None:
    client.force_login(cast.karen)
    content = changed(fetched(client, document), "er korte", "er for korte")
    section = document.sections.get(number=2)
    actions.save_section(section=section, text="Niels skrev.", revision=section.revision, by=cast.niels)
    brought = held_against(document, content)
    (one,) = brought.sections
    assert one.overtaken
    assert one.passage.before == SAID, "held against the text that went out"
    (saved,) = actions.take_in(
        document=document,
        texts={one.section.key: (one.passage.after, one.revision)},
        receipt=brought.receipt,
        by=cast.karen,
    )
    assert saved.aside is not None
    assert document.sections.get(number=2).text == "Niels skrev."


def test_a_changed_number_is_pointed_out_and_nothing_is_taken_in(
    document: LivingDocument, cast: Cast, client: Client
) -> None:
    client.force_login(cast.karen)
    content = changed(fetched(client, document), ">8\N{NO-BREAK SPACE}gange<", ">80\N{NO-BREAK SPACE}gange<")
    content = changed(content, "er korte", "er lange")
    page = client.post(
        reverse("documents:word", args=[document.reference]), {"file": SimpleUploadedFile("r.docx", content)}
    )
    assert page.status_code == 409
    shown = page.content.decode()
    assert "der stod 8, og nu står der 80" in shown
    assert "Tag det valgte ind" not in shown
    assert "lange." in shown, "what was written is still on the page"


def test_another_documents_file_and_a_closed_document_are_refused(
    document: LivingDocument, cast: Cast, client: Client
) -> None:
    other = actions.begin_document(
        slug="forholdstal-ledighedsydelse", kind="interim", organisation=VESTHIMMERLAND, by=cast.karen
    )
    client.force_login(cast.karen)
    with pytest.raises(InputRefused, match="et andet dokument"):
        held_against(document, fetched(client, other))
    with pytest.raises(InputRefused, match="CPR"):
        held_against(document, changed(fetched(client, document), "er korte", "for 010190-1234"))
    for one in document.sections.filter(text=""):
        actions.save_section(section=one, text="Skrevet.", revision=0, by=cast.karen)
    publishing.send_to_approval(document=document, by=cast.karen)
    with pytest.raises(NotAllowed, match="til godkendelse"):
        actions.take_in(document=document, texts={"kapitel-2": ("x", 1)}, receipt="", by=cast.karen)
