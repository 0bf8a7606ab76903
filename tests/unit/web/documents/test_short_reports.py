"""A network's short report written together: proposed from its definition, each recommendation on its experiments."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import pytest
from cast import NORTH_JUTLAND, VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from published import publish_shipped

from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.report.formats import render
from frirum.core.report.text import plain_text
from frirum.web import clock
from frirum.web.documents import actions, publishing, sharing, short_report_actions
from frirum.web.documents.models import DocumentSection, LivingDocument
from frirum.web.documents.presenting import section_lines, section_view
from frirum.web.documents.proposing import proposal_for
from frirum.web.documents.reading import document_of
from frirum.web.documents.returning import held_against
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
NETWORK, THEME, WISH = "nordjylland", "tema-nye-indsatser", "anbefaling-psykologbehandling"


@pytest.fixture
def report(cast: Cast) -> Iterator[LivingDocument]:
    """This year's short report, begun by the network's coordinator."""
    publish_shipped("mikrolaan", "psykologbehandling")
    with organisation_scope([NORTH_JUTLAND, VESTHIMMERLAND]):
        yield actions.begin_pixi(network=NETWORK, organisation=NORTH_JUTLAND, by=cast.niels)


def part(report: LivingDocument, key: str) -> DocumentSection:
    return report.sections.get(key=key)


def test_it_has_the_networks_parts_and_proposes_what_the_definition_says(
    report: LivingDocument, cast: Cast
) -> None:
    keys = [line.section.key for line in section_lines(report)]
    assert keys[:3] == ["forord", "konklusioner", "samlet-anbefaling"]
    assert keys.index(WISH) > keys.index(THEME)
    assert proposal_for(part(report, "konklusioner")).count("\n- ") == 4, "the five overall conclusions"
    taken = actions.take_over(section=part(report, WISH), revision=0, by=cast.niels)
    assert taken.text == proposal_for(taken)
    text = plain_text(document_of(report))
    assert text.startswith("Pixi-udgave, ")
    assert "Psykologbehandling i jobcentret bør permanentgøres" in text
    assert text.count("Her skriver netværkets koordinator.") == len(keys) - 1
    assert verify() == []


def test_a_recommendation_is_added_named_and_left_out_and_nothing_of_it_is_lost(
    report: LivingDocument, cast: Cast
) -> None:
    add, describe = short_report_actions.add_part, short_report_actions.describe_part
    with pytest.raises(InputRefused, match="egne forsøg"):
        add(document=report, title="Mere", under=THEME, rests_on=["findes-ikke"], by=cast.niels)
    with pytest.raises(InputRefused, match="temaet"):
        add(document=report, title="Mere", under="forord", rests_on=[], by=cast.niels)
    made = add(document=report, title="Lån virker", under=THEME, rests_on=["mikrolaan"], by=cast.niels)
    assert proposal_for(made).startswith("- "), "what its experiments found is proposed"
    assert section_view(made).basis.ahead == () or section_view(made).basis.experiments
    order = [line.section.key for line in section_lines(report)]
    assert order.index(THEME) < order.index(made.key) < order.index("ny-viden")
    describe(section=made, title="Lån til flere", rests_on=[], revision=0, by=cast.niels)
    with pytest.raises(NotAllowed, match="ændret af en anden"):
        describe(section=made, title="Andet", rests_on=[], revision=0, by=cast.niels)
    made = part(report, made.key)
    assert made.versions.get().title == "Lån virker"
    assert "nævner ikke noget forsøg" in plain_text(document_of(report)), "ahead of its evidence, in print"
    short_report_actions.leave_out(section=made, out=True, by=cast.niels)
    assert "Lån til flere" not in plain_text(document_of(report))
    short_report_actions.leave_out(section=part(report, made.key), out=False, by=cast.niels)
    assert "Lån til flere" in plain_text(document_of(report))
    with pytest.raises(NotAllowed):
        short_report_actions.leave_out(section=part(report, "forord"), out=True, by=cast.niels)
    assert verify() == []


def test_it_goes_out_to_word_and_is_frozen_like_any_document(report: LivingDocument, cast: Cast) -> None:
    for section in report.sections.all():
        if section.under and section.key != WISH:
            short_report_actions.leave_out(section=section, out=True, by=cast.niels)
        elif section.key != "kontakt":
            actions.save_section(section=section, text="Skrevet her.", revision=0, by=cast.niels)
    with pytest.raises(InputRefused, match="Kontakt"):
        publishing.send_to_approval(document=report, by=cast.niels)
    file = docx.Document(io.BytesIO(render(document_of(report), "docx")))
    contact = next(
        one for one in file.element.body.iter() if one.text == "Her skriver netværkets koordinator."
    )
    contact.text = "Netværkets koordinator"
    saved = io.BytesIO()
    file.save(saved)
    brought = held_against(report, saved.getvalue())
    assert (brought.faults, [one.section.key for one in brought.sections]) == ((), ["kontakt"])
    texts = {one.section.key: (one.passage.after, one.revision) for one in brought.sections}
    actions.take_in(document=report, texts=texts, receipt=brought.receipt, by=cast.niels)
    sharing.let_write(document=report, organisation=VESTHIMMERLAND, by=cast.niels)
    publishing.send_to_approval(document=report, by=cast.niels)
    report = LivingDocument.objects.get(pk=report.pk)
    publishing.approve_document(document=report, by=cast.lone)
    frozen = publishing.freeze(document=report, by=cast.niels)
    made = publishing.correct(
        document=frozen, section=WISH, text="Det rigtige.", reason="Forkert tal.", major=False, by=cast.niels
    )
    assert made.number == 1
    assert verify() == []


def test_one_a_year_begun_by_who_may(report: LivingDocument, cast: Cast, client: Client) -> None:
    with pytest.raises(NotAllowed):
        actions.begin_pixi(network=NETWORK, organisation=NORTH_JUTLAND, by=cast.niels)
    with pytest.raises(UsageError):
        actions.begin_pixi(network="findes-ikke", organisation=NORTH_JUTLAND, by=cast.niels)
    assert report.period == str(clock.today().year)
    client.force_login(cast.niels)
    reference = report.reference
    for address in (
        reverse("documents:documents"),
        reverse("documents:document", args=[reference]),
        reverse("documents:section", args=[reference, WISH]),
        reverse("documents:section", args=[reference, THEME]),
        f"{reverse('documents:add_part', args=[reference])}?under={THEME}",
        reverse("documents:add_part", args=[reference]),
        reverse("documents:describe_part", args=[reference, WISH]),
    ):
        assert client.get(address).status_code == 200, address
    added = client.post(reverse("documents:add_part", args=[reference]), {"title": "Nyt tema"})
    assert client.get(added["Location"]).status_code == 200
    taken = client.post(reverse("documents:describe_part", args=[reference, WISH]), {"gor": "ud"})
    assert client.get(taken["Location"]).status_code == 200
    assert part(report, WISH).left_out
