"""From a run's answers to the gate and to readers: asked for by one, let out by another, printed from the gate alone."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from cast import VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from ready_run import done, seen, with_people

from frirum.core.decisions.basis import ClaimRole
from frirum.core.disclosure.settings import Subject
from frirum.core.errors import NotAllowed
from frirum.core.evidence.document import result_document
from frirum.core.report.numbers import ReleaseState
from frirum.core.report.places import placed_numbers
from frirum.core.report.text import plain_text
from frirum.web import clock
from frirum.web.decisions import actions as decisions
from frirum.web.decisions.reading import draft_of, known_claims
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.releases.exports import EXPORTS
from frirum.web.releases.models import Released, ReleaseRequest, TeamTable
from frirum.web.runs.models import EvaluationRun
from frirum.web.runs.releasing import answers_across, released_claims, released_results, take_to_gate
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG = "loentilskud-jobrotation"


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def ask(anders: Client, run: EvaluationRun) -> ReleaseRequest:
    """From the run's page to a request, by the pages alone."""
    kept = anders.post(reverse("runs:release", args=[run.reference]), {})
    assert kept.status_code == 302, kept.content
    asked = anders.post(
        kept.url + "anmod/",
        {"purpose": "Rapport", "recipient": "Alle", "public": "ja", "approver": "evaluator"},
    )
    assert asked.status_code == 302, asked.content
    with scopes_disabled():
        return ReleaseRequest.objects.get(table__run=run.code)


def let_out(cast: Cast, anders: Client, run: EvaluationRun) -> Released:
    request = ask(anders, run)
    eva = cast.log_in(Client(), cast.eva)
    eva.post(reverse("releases:review", args=[request.reference]))
    eva.post(reverse("releases:approve", args=[request.reference]))
    with scopes_disabled():
        return Released.objects.get(run=run.code)


@pytest.fixture
def anders(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, cast.anders)


def test_from_a_runs_page_to_everybody(cast: Cast, anders: Client) -> None:
    """Two people, and then the public page, the experiment's page, files and other apps have the gate's own figures."""
    run = with_people(cast, synthetic=False)
    public = reverse("runs:found", args=[SLUG])
    assert "Intet er frigivet endnu" in text_of(Client().get(public))
    assert released_claims(SLUG) == ()
    assert "frigives …" in text_of(anders.get(reverse("runs:run", args=[run.reference])))
    request = ask(anders, run)
    assert released_results(SLUG) == (), "asked for is not let out"
    eva = cast.log_in(Client(), cast.eva)
    looked = text_of(eva.post(reverse("releases:review", args=[request.reference])))
    assert "5,538" in looked, "the second person sees the figure as it was reckoned"
    assert "4.100" in looked
    assert "Frigiv svarene" in looked
    anders.post(reverse("releases:approve", args=[request.reference]))
    assert released_results(SLUG) == (), "nobody lets out his own"
    eva.post(reverse("releases:approve", args=[request.reference]))

    (result,) = released_results(SLUG)
    numbers = [one.number for one in placed_numbers(result_document(result.typed, title="Løntilskud"))]
    assert {one.state for one in numbers if one.value is not None} == {ReleaseState.RELEASED}
    assert {one.release for one in numbers if one.value is not None} == {result.code}
    (claim,) = released_claims(SLUG)
    assert claim.key == f"run:{run.code}:arbejde-6m"
    assert (claim.claim.difference.value, claim.claim.lower.value) == (5.5, 4.7)
    assert claim.claim.difference.state is ReleaseState.RELEASED

    shown = text_of(Client().get(public))
    for words in ("Kan ikke afgøres", "5,5", "4,7", result.code, run.code):
        assert words in shown, words
    for secret in ("5,538", "4.100", "Tallet bag svaret", "0,055"):
        assert secret not in shown, secret
    page = text_of(Client().get(reverse("experiments:experiment", args=[SLUG])))
    assert "Kan ikke afgøres: Andelen i arbejde efter 6 måneder. Forskellen er 5,5" in page
    (across,) = answers_across(synthetic=False)
    assert (across.asked.key, across.adjusted, across.falls) == (claim.key, 0.001, False)
    together = text_of(Client().get(reverse("decisions:across")))
    for words in (
        "1 svar er frigivet.",
        "Benjamini og Hochberg",
        "Ingen dom bliver en anden",
        ">0,0010<",
        "<svg",
    ):
        assert words in together, words
    known = known_claims(SLUG)[0]
    assert (known.key, known.origin, known.step, known.finding) == (claim.key, "run", 2, "kan_ikke_afgoeres")
    assert "5,5" in known.text
    assert known.source == f"kørsel {run.code}, frigivet som {result.code}"
    with organisation_scope(["ministeriet"]):
        draft = decisions.begin_decision(slug=SLUG, part="", organisation="ministeriet", by=cast.mette)
        decisions.name_claims(
            decision=draft,
            roles={known.key: ClaimRole.OVERRULED},
            why={known.key: "For få kommuner."},
            by=cast.mette,
        )
        (kept,) = draft_of(draft).used
    assert (kept.claim, kept.reason) == (known, "For få kommuner.")
    release = text_of(Client().get(reverse("releases:released", args=[result.code])))
    assert "5,5" in release
    assert "4.100" not in release
    assert ">5,5<" in release
    for extension in EXPORTS:
        answer = Client().get(reverse("releases:download", args=[result.code, extension]))
        assert answer.status_code == (404 if extension == "svg" else 200), extension
    assert "5,5" in Client().get(reverse("releases:download", args=[result.code, "csv"])).content.decode()
    walked = text_of(anders.get(reverse("runs:run", args=[run.reference])))
    assert f">{result.code}</a>" in walked
    assert verify() == []


def test_what_the_files_do_not_tell_is_held_back_and_the_verdict_stands(cast: Cast, anders: Client) -> None:
    run = seen(cast)
    made = let_out(cast, anders, run)
    with scopes_disabled():
        table = TeamTable.objects.get()
    assert "people, med antal personer" in text_of(
        anders.get(reverse("releases:table", args=[table.reference]))
    )
    assert made.content["figures"] == []
    (result,) = released_results(SLUG)
    said = plain_text(result_document(result.typed, title="Løntilskud"))
    assert "Kan ikke afgøres" in said
    assert "skjult" in said
    assert "5,5" not in said


def test_nearly_the_same_people_are_not_let_out_again(cast: Cast, anders: Client) -> None:
    """Four more in a new extract are one subtraction away; the same files may be told again."""
    first = let_out(cast, anders, with_people(cast))
    assert let_out(cast, anders, with_people(cast)).content["figures"] == first.content["figures"]
    run = with_people(cast, treated=4_104, file_sha256="f" * 64)
    second = let_out(cast, anders, run)
    assert (second.content["figures"], second.content["held_back"]) == ([], ["arbejde-6m"])
    with scopes_disabled():
        table = TeamTable.objects.get(run=run.code)
    assert "Det samme er frigivet i F-" in text_of(
        anders.get(reverse("releases:table", args=[table.reference]))
    )


def test_before_the_day_and_before_a_look_nothing_is_taken(cast: Cast, client: Client) -> None:
    run = done(cast, opens=10)
    with organisation_scope([VESTHIMMERLAND]), pytest.raises(NotAllowed):
        take_to_gate(run=run, subject=Subject.PERSONS, title="x", by=cast.anders)
    cast.log_in(client, cast.anders)
    assert client.post(reverse("runs:release", args=[run.reference])).status_code == 404
    with (
        clock.at(clock.now() + dt.timedelta(days=10)),
        organisation_scope([VESTHIMMERLAND]),
        pytest.raises(NotAllowed, match="ikke set"),
    ):
        take_to_gate(run=run, subject=Subject.PERSONS, title="x", by=cast.anders)
    with scopes_disabled():
        assert not TeamTable.objects.exists()
