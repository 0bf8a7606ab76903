"""A document written together: nothing typed is lost, another approves, what is frozen is corrected beside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from cast import VESTHIMMERLAND, Cast
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from published import publish_shipped

from frirum.core.documents.checking import Remade, check_document
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.locking.receipt import read_receipt
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.core.report.printed import PrintedDocument, PrintedParagraph, TextRun
from frirum.core.report.text import plain_text
from frirum.web.documents import actions, publishing
from frirum.web.documents.locking import DOCUMENT
from frirum.web.documents.models import (
    DocumentSection,
    DocumentState,
    FrozenPrint,
    LivingDocument,
    SectionVersion,
)
from frirum.web.documents.presenting import section_view
from frirum.web.documents.proposing import proposal_for
from frirum.web.documents.reading import against_the_register, document_of, printed_again
from frirum.web.locking.verifying import compare_receipt, tampering
from frirum.web.locking.writing import written_receipt
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG = "foertidspension-opfoelgning"


@pytest.fixture
def document(cast: Cast) -> Iterator[LivingDocument]:
    """The final report of experiment 7, begun by Karen in Vesthimmerland."""
    publish_shipped(SLUG)
    with organisation_scope([VESTHIMMERLAND]):
        yield actions.begin_document(slug=SLUG, kind="final", organisation=VESTHIMMERLAND, by=cast.karen)


def section(document: LivingDocument, number: int = 1) -> DocumentSection:
    return document.sections.get(number=number)


def write(found: DocumentSection, text: str, by: object) -> actions.SavedSection:
    now = DocumentSection.objects.get(pk=found.pk)
    return actions.save_section(section=now, text=text, revision=now.revision, by=by)  # type: ignore[arg-type]


def _as_printed_here(origin: Mapping[str, str]) -> Remade:
    return Remade(printed_again(origin))


def forged(frozen: LivingDocument) -> bytes:
    """A file with another text and a stamp of its own that fits it."""
    made = document_of(frozen)
    assert isinstance(made, PrintedDocument)
    added = PrintedParagraph((TextRun("Forsøget virker."),))
    return render(replace(made, blocks=(*made.blocks, added)), "docx")


def finished(document: LivingDocument, cast: Cast) -> LivingDocument:
    """Every section written by Karen, approved by Lone, frozen by Karen."""
    for one in document.sections.all():
        write(one, f"Det er skrevet i {one.title}.", cast.karen)
    publishing.send_to_approval(document=document, by=cast.karen)
    publishing.approve_document(document=document, by=cast.lone)
    return publishing.freeze(document=document, by=cast.karen)


def test_it_has_the_chapters_of_the_report_and_begins_empty(document: LivingDocument) -> None:
    titles = [one.title for one in document.sections.all()]
    assert titles[:4] == ["Indledning", "Resumé", "Hovedkonklusioner", "Beskrivelse af forsøget"]
    assert not any(one.text for one in document.sections.all())
    text = plain_text(document_of(document))
    assert "Dokumentet er ikke frosset og kan ændres." in text
    assert text.count("Her skriver den, der har ansvaret for kapitlet.") == len(titles)


def test_two_who_write_the_same_section_lose_nothing(document: LivingDocument, cast: Cast) -> None:
    """Niels opened the section before Karen saved: his text is laid beside, and stays until it is put together."""
    began = section(document).revision
    write(section(document), "Karens tekst.", cast.karen)
    saved = actions.save_section(
        section=section(document), text="Niels' tekst.", revision=began, by=cast.niels
    )
    assert saved.aside is not None
    assert section(document).text == "Karens tekst."
    again = actions.save_section(
        section=section(document), text="Niels' længere tekst.", revision=began, by=cast.niels
    )
    assert again.aside == saved.aside, "whoever goes on typing goes on in his own text"
    view = section_view(section(document))
    assert [(one.text, by) for one, by in view.asides] == [("Niels' længere tekst.", cast.niels.name)]
    with pytest.raises(InputRefused, match=r"tomme"):
        publishing.send_to_approval(document=document, by=cast.karen)
    for one in document.sections.all():
        write(one, one.text + " Mere.", cast.karen)
    with pytest.raises(InputRefused, match=r"ved siden af"):
        publishing.send_to_approval(document=document, by=cast.karen)
    actions.settle_aside(aside=saved.aside, by=cast.karen)
    assert publishing.send_to_approval(document=document, by=cast.karen).state == DocumentState.REVIEW


def test_what_was_written_over_is_kept_as_a_version(document: LivingDocument, cast: Cast) -> None:
    for text in ("Første.", "Anden.", "Tredje."):
        write(section(document), text, cast.karen)
    assert [one.text for one in SectionVersion.objects.all()] == ["Anden.", "Første."]
    assert verify() == []


def test_a_proposal_from_the_data_is_taken_over_once_and_changed_lines_are_shown(
    document: LivingDocument, cast: Cast
) -> None:
    found = section(document, 2)
    proposed = proposal_for(found)
    assert "Afbrudte ansættelser i forsøget: hverken flere eller færre" in proposed
    write(found, "Vores egen indledning.", cast.karen)
    taken = actions.take_over(section=section(document, 2), revision=1, by=cast.karen)
    assert taken.text == f"Vores egen indledning.\n\n{proposed}"
    with pytest.raises(NotAllowed, match=r"allerede taget over"):
        actions.take_over(section=section(document, 2), revision=2, by=cast.karen)
    with pytest.raises(NotAllowed, match=r"af en anden"):
        actions.take_over(section=section(document, 2), revision=1, by=cast.karen)
    DocumentSection.objects.filter(pk=found.pk).update(taken=proposed.replace("hverken", "både"))
    changed = section_view(section(document, 2)).changed
    assert [sign for sign, _line in changed] == ["-", "+"]
    with pytest.raises(InputRefused, match=r"intet forslag"):
        actions.take_over(section=section(document, 1), revision=0, by=cast.karen)


def test_a_sentence_that_claims_too_much_is_shown_with_a_mend(document: LivingDocument, cast: Cast) -> None:
    write(section(document), "Vi var glade. Forsøget har medført færre afbrudte ansættelser.", cast.karen)
    found = section_view(section(document)).too_strong
    assert [one.text for one in found] == ["Forsøget har medført færre afbrudte ansættelser."]


def test_comments_stand_in_threads_at_a_paragraph(document: LivingDocument, cast: Cast) -> None:
    write(section(document), "Første stykke.\n\nAndet stykke.", cast.karen)
    asked = actions.comment_on(section=section(document), paragraph=2, text="Hvorfra?", by=cast.lone)
    actions.comment_on(
        section=section(document), paragraph=0, text="Fra Fasit.", answers=asked, by=cast.karen
    )
    told = OutboxMail.objects.order_by("pk").values_list("address", flat=True)
    assert list(told) == [cast.karen.email, cast.lone.email], "who writes the section, and who asked"
    thread = section_view(section(document)).threads[0]
    assert (thread.by, thread.comment.paragraph) == (cast.lone.name, 2)
    assert [(one.text, by) for one, by in thread.replies] == [("Fra Fasit.", cast.karen.name)]
    with pytest.raises(InputRefused, match=r"så mange"):
        actions.comment_on(section=section(document), paragraph=3, text="Her?", by=cast.lone)
    actions.settle_comment(comment=asked, by=cast.karen)
    with pytest.raises(NotAllowed):
        actions.settle_comment(comment=asked, by=cast.karen)


def test_nobody_approves_what_he_has_written_in_and_nothing_is_frozen_unapproved(
    document: LivingDocument, cast: Cast
) -> None:
    for one in document.sections.all():
        write(one, "Skrevet.", cast.karen)
    with pytest.raises(NotAllowed, match=r"godkendes af en anden"):
        publishing.freeze(document=document, by=cast.karen)
    publishing.send_to_approval(document=document, by=cast.karen)
    with pytest.raises(NotAllowed, match=r"til godkendelse"):
        write(section(document), "Mere.", cast.karen)
    with pytest.raises(NotAllowed, match=r"selv har skrevet"):
        publishing.approve_document(document=document, by=cast.karen)
    front = Client()
    front.force_login(cast.lone)
    front.post(reverse("organisations:language"), {"language": "en"})
    assert "Dokumentet venter" not in front.get(reverse("site:front")).content.decode()
    asked = OutboxMail.objects.get(address=cast.lone.email)
    assert asked.subject.startswith("Til godkendelse: "), "she read Danish when it was sent"
    back = publishing.take_back_document(document=document, by=cast.karen)
    write(section(document), "Skrevet om.", cast.karen)
    publishing.send_to_approval(document=document, by=cast.karen)
    again = OutboxMail.objects.filter(address=cast.lone.email).latest("pk")
    assert again.subject.startswith("For approval: "), "the mail is in the language that its reader reads"
    publishing.approve_document(document=document, by=cast.lone)
    assert OutboxMail.objects.filter(address=cast.karen.email, subject__startswith="Godkendt: ").exists()
    back = publishing.take_back_document(document=document, by=cast.karen)
    assert (back.state, back.approved_by) == (DocumentState.WRITING, "")


def test_a_frozen_document_has_a_receipt_and_is_never_changed(document: LivingDocument, cast: Cast) -> None:
    frozen = finished(document, cast)
    with pytest.raises(NotAllowed, match=r"allerede frosset"):
        publishing.freeze(document=frozen, by=cast.karen)
    with pytest.raises(NotAllowed, match=r"frosset"):
        write(section(frozen), "Noget andet.", cast.karen)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentSection.objects.filter(document=frozen).update(text="x")
    assert not tampering(DOCUMENT, frozen)
    receipt = read_receipt(written_receipt(DOCUMENT, frozen, 0))
    assert compare_receipt(receipt).faults == ()
    assert OutboxMail.objects.filter(subject__contains="frosset").count() == 1
    assert verify() == []


def test_what_the_data_said_is_frozen_with_the_text(
    document: LivingDocument, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The print is kept: a definition or a run that changes later changes nothing in a frozen document."""
    frozen = finished(document, cast)
    before = {kind: render(document_of(frozen), kind) for kind in MEDIA_TYPES}
    said = plain_text(document_of(frozen))
    assert "Løfter og svar" in said

    def gone(*_args: object, **_kwargs: object) -> object:
        raise AssertionError("a frozen document is not made anew")

    monkeypatch.setattr("frirum.web.documents.reading.written_document", gone)
    assert {kind: render(document_of(frozen), kind) for kind in MEDIA_TYPES} == before
    publishing.correct(
        document=frozen,
        section=section(frozen, 2).key,
        text="Otte.",
        reason="Fejl.",
        major=False,
        by=cast.karen,
    )
    text = plain_text(document_of(frozen))
    assert text.index("Otte.") < text.index("Det er skrevet i Indledning.")
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenPrint.objects.filter(document=frozen).update(text="x")
    assert verify() == []


def test_an_erratum_stands_before_the_text_and_its_earlier_readers_are_told(
    document: LivingDocument, cast: Cast
) -> None:
    frozen = finished(document, cast)
    publishing.note_reading(document=frozen, by=cast.lone)
    publishing.note_reading(document=frozen, by=cast.lone)
    before = render(document_of(frozen), "html")
    key = section(frozen, 2).key
    publishing.correct(
        document=frozen,
        section=key,
        text="Der var 8, ikke 7.",
        reason="Talt forkert.",
        major=True,
        by=cast.karen,
    )
    told = OutboxMail.objects.filter(address=cast.lone.email, subject__startswith="Rettelse 1")
    assert told.count() == 1
    text = plain_text(document_of(frozen))
    assert text.index("Der var 8, ikke 7.") < text.index("Det er skrevet i Indledning.")
    assert "Det er skrevet i Resumé." in text, "the frozen text stays"
    found = check_document(forged(frozen), _as_printed_here)
    assert [one.kind for one in found.faults] == ["not_what_the_data_say"], (
        "a stamp of one's own is found here"
    )
    origin = dict(check_document(before, lambda _origin: Remade(None)).origin)
    assert [one.kind for one in against_the_register(origin)] == ["missing_erratum"]
    for kind in MEDIA_TYPES:
        found = check_document(render(document_of(frozen), kind), _as_printed_here)
        assert (found.ok, found.remade) == (True, True)
        assert against_the_register(dict(found.origin)) == []
    with pytest.raises(InputRefused):
        publishing.correct(document=frozen, section=key, text="Igen.", reason=" ", major=False, by=cast.karen)


def test_everybody_reads_the_answer_on_one_page(client: Client) -> None:
    publish_shipped(SLUG)
    page = client.get(reverse("experiments:experiment", args=[SLUG])).content.decode()
    for whom in ("borger", "minister"):
        for extension in MEDIA_TYPES:
            address = reverse("documents:one_page", args=[SLUG, whom, extension])
            assert address in page
        answer = client.get(reverse("documents:one_page", args=[SLUG, whom, "html"]))
        assert "Afbrudte ansættelser i forsøget" in answer.content.decode()
    assert client.get(reverse("documents:one_page", args=["findes-ikke", "borger", "pdf"])).status_code == 404
    assert client.get(reverse("documents:one_page", args=[SLUG, "kongen", "pdf"])).status_code == 404


def test_the_pages_save_by_script_and_keep_what_was_overtaken(
    document: LivingDocument, cast: Cast, client: Client
) -> None:
    client.force_login(cast.karen)
    address = reverse("documents:section", args=[document.reference, section(document).key])
    by_script = {"HTTP_ACCEPT": "application/json"}
    answer = client.post(address, {"text": "Skrevet.", "revision": "0"}, **by_script)
    assert json.loads(answer.content)["revision"] == 1
    overtaken = client.post(address, {"text": "En andens.", "revision": "0"}, **by_script)
    assert overtaken.status_code == 409
    page = client.get(address).content.decode()
    assert "En andens." in page
    assert ">Skrevet.</textarea>" in page
    too_long = client.post(address, {"text": "x" * 50_001, "revision": "1"})
    assert too_long.status_code == 409
    assert "x" * 50_001 in too_long.content.decode()


def test_every_page_opens_and_a_foreign_document_is_not_there(
    document: LivingDocument, cast: Cast, client: Client
) -> None:
    home = reverse("documents:document", args=[document.reference])
    addresses = [
        reverse("documents:documents"), reverse("documents:begin"), home,
        reverse("documents:section", args=[document.reference, section(document, 2).key]),
        reverse("documents:file", args=[document.reference, "html"]),
    ]  # fmt: skip
    client.force_login(cast.karen)
    assert [client.get(one).status_code for one in addresses] == [200] * len(addresses)
    finished(document, cast)
    assert "Det er skrevet i Indledning." in client.get(home).content.decode()
    assert client.get(reverse("documents:file", args=[document.reference, "odt"])).status_code == 404
    client.force_login(cast.otto)
    assert client.get(home).status_code == 404
