"""What audits and surveys found takes one way to a document: the team's table, the second person, the gate's number."""

from __future__ import annotations

import datetime as dt

import pytest
from cast import AALBORG, NORTH_JUTLAND, PASSWORD, SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from published import publish_shipped

from frirum.core.catalogue import shipped_catalogue
from frirum.core.disclosure.table import TOTAL
from frirum.core.documents.final import chapters_of
from frirum.core.report.numbers import Number, ReleaseState
from frirum.core.report.text import plain_text
from frirum.core.vocabulary.period_names import read_period
from frirum.web import clock
from frirum.web.audits.actions import report_results
from frirum.web.audits.models import DrawnBy
from frirum.web.documents import actions as documents
from frirum.web.documents.proposing import proposal_for
from frirum.web.documents.reading import document_of
from frirum.web.organisations import actions as roles
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.roles import Analyst, TeamLeader
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.registered import offered_counts
from frirum.web.releases.actions import approve, note_seen, request_release
from frirum.web.releases.looser import previewed_rules
from frirum.web.releases.models import Released, TeamTable
from frirum.web.releases.naming import names_of_request
from frirum.web.releases.reviewing import review
from frirum.web.releases.telling import period_typed, period_words
from frirum.web.surveys.brought_actions import ToldOfFile, bring_file
from frirum.web.surveys.importing import take_in

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG = "revalidering-lae265"
NOON = dt.datetime(2027, 2, 1, 11, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _held(cast: Cast):
    """A survey with forty answers and an audit of forty cases of E4, in Vesthimmerland."""
    with clock.at(NOON), organisation_scope([VESTHIMMERLAND]):
        publish_shipped(SLUG)
        told = ToldOfFile(
            SLUG, "raadgiversurvey", None, "1", 60, dt.date(2027, 12, 31), dt.date(2026, 11, 30)
        )
        rows = ["1;5"] * 22 + ["1;2"] * 18
        content = "sager-foer-start;smidigere\n" + "\n".join(rows) + "\n"
        brought = bring_file(organisation=VESTHIMMERLAND, told=told, content=content.encode(), by=cast.karen)
        take_in(brought=brought, by=cast.karen)
        report_results(
            slug=SLUG, instrument="temaledelsestilsyn", round_="", organisation=VESTHIMMERLAND,
            days=(dt.date(2026, 7, 1), dt.date(2026, 12, 31)), rule=DrawnBy.ALL, listed=40, reviewed=40,
            counts={"afgjort-uden": {"1": 14, "2": 26}}, by=cast.lone,
        )  # fmt: skip
        yield


def let_out(table: TeamTable, cast: Cast, *, by: User | None = None) -> Released:
    request = request_release(
        table=table, purpose="Slutrapport", recipient="Ministeriet", public=True, approver="evaluator",
        names=[("", table.measure)] if Released.objects.exists() else [], by=by or cast.anders
    )  # fmt: skip
    outcome = review(request.table, previewed_rules(request), names_of_request(request)).outcome
    note_seen(request=request, outcome=outcome, by=cast.eva)
    return approve(request=request, by=cast.eva)


def test_answers_become_a_team_table_and_after_the_gate_numbers_of_a_report(cast: Cast) -> None:
    document = documents.begin_document(slug=SLUG, kind="final", organisation=VESTHIMMERLAND, by=cast.karen)
    anders = cast.log_in(Client(), cast.anders)
    page = reverse("releases:offered")
    shown = anders.get(page).content.decode()
    assert "Er sagen afgjort uden indhentelse af LÆ265?" in shown
    offers = {one.question: one for one in offered_counts([VESTHIMMERLAND])}
    assert sorted(offers["smidigere"].counts.values())[-2:] == [18, 22]
    assert offers["afgjort-uden"].period == "2026-07-01/2026-12-31"
    before = plain_text(document_of(document))
    assert "ingen af dem er frigivet endnu" in before
    for name in ("afgjort-uden", "smidigere"):
        key = offers[name].key
        wrong = anders.post(page, {"key": key, f"{key}-period": "engang", f"{key}-subject": "single"})
        assert wrong.status_code == 409
        said = {"key": key, f"{key}-period": "2026", f"{key}-subject": "single_municipality"}
        assert anders.post(page, said).status_code == 302, anders.post(page, said).content.decode()
        let_out(TeamTable.objects.get(measure__endswith=name), cast)
    kept = TeamTable.objects.get(measure__endswith="afgjort-uden")
    told = anders.get(reverse("releases:table", args=[kept.reference])).content.decode()
    told += (
        cast.log_in(Client(), cast.eva)
        .get(reverse("releases:review", args=[kept.requests.get().reference]))
        .content.decode()
    )
    told += anders.get(
        reverse("releases:released", args=[kept.requests.get().released.code])
    ).content.decode()
    assert "audit_round" not in told
    assert f"{SLUG}/" not in strip_tags(told)
    assert "Er sagen afgjort uden indhentelse af LÆ265?" in told
    assert period_words(offers["afgjort-uden"].period) == "1. juli 2026 – 31. december 2026"
    assert read_period(period_typed(offers["afgjort-uden"].period)) == read_period("2026-07-01/2026-12-31")
    assert "Er blandt holdets tabeller" in anders.get(page).content.decode()
    made = document_of(document)
    text = plain_text(made)
    assert "ingen af dem er frigivet endnu" not in text
    assert {one.code for one in Released.objects.all()} == {"F-2027-001", "F-2027-002"}
    assert "F-2027-001" in text or "F-2027-002" in text
    numbers = list(numbers_in(made))
    assert {14, 26, 22, 18} <= {number.value for number in numbers if number.state is ReleaseState.RELEASED}
    experiment = shipped_catalogue().experiment(SLUG)
    assert [one.title for one in chapters_of(experiment)][4:6] == [
        "Resultat af ledelsestilsyn", "Resultater af medarbejdersurvey",
    ]  # fmt: skip


def numbers_in(block: object):
    if isinstance(block, Number):
        yield block
    elif isinstance(block, tuple | list):
        for one in block:
            yield from numbers_in(one)
    elif hasattr(block, "__dataclass_fields__"):
        for name in block.__dataclass_fields__:
            yield from numbers_in(getattr(block, name))


def test_a_section_never_says_that_nobody_answered_where_a_round_was_held(cast: Cast) -> None:
    document = documents.begin_document(slug=SLUG, kind="final", organisation=VESTHIMMERLAND, by=cast.karen)
    proposals = [proposal_for(one) for one in document.sections.all()]
    assert sum("er holdt" in one for one in proposals) == 2
    assert not any("ingen svar fra en runde" in one for one in proposals)


def test_the_networks_total_is_released_to_all_as_one_table(cast: Cast) -> None:
    """Two municipalities' rounds with the same questions: their own people are offered their own, the network both."""
    leader = roles.open_account(email="lis@eksempel.dk", name="Lis", password=PASSWORD, by=SET_UP)
    analyst = roles.open_account(email="nora@eksempel.dk", name="Nora", password=PASSWORD, by=SET_UP)
    for person, key, role in ((leader, AALBORG, TeamLeader), (analyst, NORTH_JUTLAND, Analyst)):
        roles.give_membership(
            user=person, organisation=Organisation.objects.get(key=key), role=role, by=SET_UP
        )
    both = [VESTHIMMERLAND, AALBORG, NORTH_JUTLAND]
    with organisation_scope(both):
        report_results(
            slug=SLUG, instrument="temaledelsestilsyn", round_="", organisation=AALBORG,
            days=(dt.date(2026, 7, 1), dt.date(2026, 12, 31)), rule=DrawnBy.ALL, listed=60, reviewed=60,
            counts={"afgjort-uden": {"1": 31, "2": 29}}, by=leader,
        )  # fmt: skip
        assert not any(
            one.run.startswith("audit_rounds") for one in offered_counts([VESTHIMMERLAND, AALBORG])
        )
        nora = cast.log_in(Client(), analyst)
        page = reverse("releases:offered")
        assert (
            "Tilsyn i 2 kommuner, brugt 1. juli 2026 til 31. december 2026" in nora.get(page).content.decode()
        )
        offer = next(one for one in offered_counts(both) if one.run.startswith("audit_rounds"))
        said = {"key": offer.key, f"{offer.key}-period": "2026", f"{offer.key}-subject": "persons"}
        assert nora.post(page, said).status_code == 302
        table = TeamTable.objects.get(run=offer.run)
        assert table.organisation == NORTH_JUTLAND
        released = let_out(table, cast, by=analyst)
        shown = {tuple(cell[:2]): cell[2] for cell in released.content["cells"]}
        assert (shown[TOTAL, "ja"], shown[TOTAL, "nej"]) == (55, 45)
        assert shown["Aalborg", "nej"] == 31
        # A municipality's own table of the same days and answers stands beside it without telling anything new.
        own = next(one for one in offered_counts([VESTHIMMERLAND]) if one.question == "afgjort-uden")
        anders = cast.log_in(Client(), cast.anders)
        said = {"key": own.key, f"{own.key}-period": "2026", f"{own.key}-subject": "persons"}
        assert anders.post(page, said).status_code == 302
        again = let_out(TeamTable.objects.get(run=own.run), cast)
        assert {row[0]: row[1] for row in again.content["cells"]}["ja"] == 26


def test_another_organisation_is_offered_nothing_and_every_measure_fits(cast: Cast) -> None:
    assert offered_counts(["851"]) == []
    longest = max(
        len(f"{slug}/{instrument.id}/{question.id}")
        for slug, experiment in shipped_catalogue().experiments.items()
        for instrument in experiment.instruments
        for question in instrument.questions
    )
    assert longest <= 100
    karen = cast.log_in(Client(), cast.karen)
    assert karen.get(reverse("releases:offered")).status_code == 404
