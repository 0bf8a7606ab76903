"""A table of conclusions from the forms received: merged by a person, every sentence traced, a missing form named."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import pytest
from cast import AALBORG, NORTH_JUTLAND, VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from docx.oxml.ns import qn
from published import publish_shipped

from frirum.core.errors import NotAllowed, UsageError
from frirum.core.report.formats import render
from frirum.core.report.text import plain_text
from frirum.web.documents import actions, publishing
from frirum.web.documents.models import DocumentSection, LivingDocument
from frirum.web.documents.presenting import section_view
from frirum.web.documents.proposing import proposal_for
from frirum.web.documents.reading import document_of
from frirum.web.documents.returning import held_against
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.forms import actions as forms
from frirum.web.forms.content import keys_of_point, sections
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG, PERIOD = "samtaler-formkrav", "efter-2020"
VESTHIMMERLAND_SAYS = "Der er færre aflyste samtaler. Samtalerne er lettere at planlægge."
AALBORG_SAYS = "Samtalerne er lettere at planlægge. De ledige er glade for telefonen."


def received_form(cast: Cast, municipality: str, conclusion: str) -> None:
    """A form that Niels begins, locks and sends, and Mette receives."""
    with organisation_scope([municipality]):
        form = forms.begin_form(slug=SLUG, period=PERIOD, organisation=municipality, by=cast.niels)
        for number in range(1, 6):
            revision = next(one.revision for one in sections(form) if one.number == number)
            texts = {keys_of_point(number)[0]: "Som aftalt."}
            forms.save_point(form=form, number=number, texts=texts, revision=revision, by=cast.niels)
        forms.lock_points(form=form, by=cast.niels)
        for number, key in ((7, "results.attained"), (8, "conclusion.overall")):
            forms.save_point(form=form, number=number, texts={key: conclusion}, revision=0, by=cast.niels)
        forms.receive(form=forms.submit(form=form, by=cast.niels), by=cast.mette)


@pytest.fixture
def table(cast: Cast) -> Iterator[LivingDocument]:
    """The network's table of 2021-2022, with forms of two of the eleven municipalities."""
    publish_shipped(SLUG, "mikrolaan")
    received_form(cast, VESTHIMMERLAND, VESTHIMMERLAND_SAYS)
    received_form(cast, AALBORG, AALBORG_SAYS)
    network = current_catalogue().experiment(SLUG).network
    with organisation_scope([NORTH_JUTLAND, VESTHIMMERLAND, AALBORG]):
        yield actions.begin_conclusions(
            network=network, period=PERIOD, organisation=NORTH_JUTLAND, by=cast.niels
        )


def row(table: LivingDocument) -> DocumentSection:
    return table.sections.get(key=SLUG)


def test_a_row_is_merged_from_the_forms_and_each_sentence_names_its_own(
    table: LivingDocument, cast: Cast
) -> None:
    proposed = proposal_for(row(table))
    assert proposed == f"{VESTHIMMERLAND_SAYS}\n\nDe ledige er glade for telefonen.", (
        "what both say stands once"
    )
    merged = (
        "Der er færre aflyste samtaler. Samtalerne er lettere at planlægge. "
        "De ledige er meget glade for telefonen. Alt i alt er det godt."
    )
    actions.save_section(section=row(table), text=merged, revision=0, by=cast.niels)
    places = {one.text: one.place for one in section_view(row(table)).traced}
    assert places["Der er færre aflyste samtaler."].startswith(
        "Vesthimmerland, evalueringsskema 2021-2022, punkt 8"
    )
    both = places["Samtalerne er lettere at planlægge."]
    assert "Vesthimmerland" in both
    assert "Aalborg" in both
    assert places["De ledige er meget glade for telefonen."].startswith("tilpasset fra Aalborg")
    assert places["Alt i alt er det godt."] == "skrevet af den, der samlede rækken; står i intet skema"
    text = plain_text(document_of(table))
    assert "Kommuner\tAalborg og Vesthimmerland\n" in text or "Kommuner\tVesthimmerland og Aalborg\n" in text
    assert "»Der er færre aflyste samtaler.«: Vesthimmerland" in text
    assert verify() == []


def test_a_row_goes_out_to_word_and_back_and_is_frozen_as_a_table(table: LivingDocument, cast: Cast) -> None:
    actions.save_section(section=row(table), text="Samtalerne er lettere.", revision=0, by=cast.niels)
    file = docx.Document(io.BytesIO(render(document_of(LivingDocument.objects.get(pk=table.pk)), "docx")))
    for line in file.element.body.iter(qn("w:t")):
        if line.text == "Samtalerne er lettere.":
            line.text = "Samtalerne er meget lettere."
    saved = io.BytesIO()
    file.save(saved)
    brought = held_against(table, saved.getvalue())
    assert (brought.faults, [one.section.key for one in brought.sections]) == ((), [SLUG])
    assert brought.sections[0].passage.after == "Samtalerne er meget lettere."
    for one in table.sections.exclude(key=SLUG):
        actions.save_section(section=one, text="Skrevet.", revision=0, by=cast.niels)
    sent = publishing.send_to_approval(document=table, by=cast.niels)
    text = plain_text(document_of(sent))
    assert "Forsøgets titel\tKommuner\t" in text
    assert "Rækkerne står under hinanden" not in text


def test_a_missing_form_is_named(table: LivingDocument, cast: Cast) -> None:
    assert "Hjørring" in section_view(row(table)).missing
    assert "Aalborg" not in section_view(row(table)).missing
    text = plain_text(document_of(table))
    assert "Hjørring" in text[text.index("Hvad der mangler") :]
    assert "intet skema modtaget" in text, "a row without a form says so"


def test_it_is_begun_once_by_who_may_and_frozen_like_any_document(
    table: LivingDocument, cast: Cast, client: Client
) -> None:
    with pytest.raises(NotAllowed):
        actions.begin_conclusions(
            network=table.slug, period=PERIOD, organisation=NORTH_JUTLAND, by=cast.niels
        )
    with pytest.raises(UsageError, match="har perioden"):
        actions.begin_conclusions(
            network=table.slug, period="1999", organisation=NORTH_JUTLAND, by=cast.niels
        )
    client.force_login(cast.mette)
    answer = client.post(
        reverse("documents:begin_conclusions"),
        {"period": f"{table.slug}/{PERIOD}", "organisation": "ministeriet"},
    )
    assert answer.status_code == 302, "the ministry gathers its own"
    assert client.get(answer["Location"]).status_code == 200
    for section in table.sections.all():
        actions.save_section(section=section, text="Skrevet.", revision=0, by=cast.niels)
    publishing.send_to_approval(document=table, by=cast.niels)
    client.force_login(cast.niels)
    for key in (SLUG, "indledning"):
        page = client.get(reverse("documents:section", args=[table.reference, key]))
        assert page.status_code == 200
    for extension in ("html", "docx", "pdf"):
        assert client.get(reverse("documents:file", args=[table.reference, extension])).status_code == 200
