"""A wave from the list to the results: asked, answered on pages, closed, and shown as far as it may be.

The attacks on anonymity stand in tests/attack/test_survey_anonymity.py.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from cast import VESTHIMMERLAND
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from published import publish_shipped

from frirum.core.catalogue import shipped_catalogue
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.instruments.survey import SurveyResponse, survey_of
from frirum.core.instruments.survey_comparison import WaveAnswers
from frirum.web import clock
from frirum.web.jobs.models import Job, State
from frirum.web.jobs.worker import Worker
from frirum.web.mail.sending import send_waiting
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.survey_answers.models import SurveyAnswer
from frirum.web.surveys.actions import Told, add_recipients, order_invitations, prepare_wave
from frirum.web.surveys.keeping import close_due, keep_pending
from frirum.web.surveys.models import Invitation, InvitationLink, PendingAnswer, SurveyWave
from frirum.web.surveys.results import broken_down, dimensions_of, distributions
from frirum.web.zones import STATISTICS, alias

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

START = dt.datetime(2027, 2, 1, 8, tzinfo=dt.UTC)
MENTOR = ("mentorregler", "survey-raadgivere")
TOLD = Told(
    "Vi vil vide, hvordan arbejdet går.", "Vesthimmerlands Kommune", "Artikel 6, stk. 1, litra e",
    "Jobcentret, 99 66 70 00", dt.date(2027, 12, 31),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _february():
    with clock.at(START), organisation_scope([VESTHIMMERLAND]):
        yield


def prepare(cast, which=MENTOR, name="1", *, people=12, **changes):
    publish_shipped(which[0])
    given = {
        "named": False,
        "wording_confirmed": True,
        "told": TOLD,
        "closes_on": dt.date(2027, 2, 28),
    } | changes
    slug, instrument = which
    wave = prepare_wave(
        slug=slug, instrument=instrument, name=name, organisation=VESTHIMMERLAND, by=cast.karen, **given
    )
    listed = [(f"person{n}@eksempel.dk", 820) for n in range(people)]
    add_recipients(wave=wave, recipients=listed, by=cast.karen)
    return wave


def send(wave, cast):
    """Order, work and send; the links of the mails that went, by address."""
    outbox.outbox.clear()
    order_invitations(wave=wave, by=cast.karen)
    while Worker().work_once():
        pass
    while send_waiting():
        pass
    return {
        message.to[0]: re.search(r"https?://[^/]+(/s/\S+/)", message.body)[1]
        for message in outbox.outbox
        if "/s/" in message.body
    }


def answer(link, *pages):
    """Go through the pages and send; the last response."""
    client = Client()
    for number, given in enumerate(pages, start=1):
        client.post(f"{link}?side={number}", {"go": "next", **given})
    return client.post(f"{link}?side=99")


def test_from_the_list_to_the_results(cast, client):
    wave = prepare(cast)
    links = send(wave, cast)
    assert len(links) == 12
    for n, link in enumerate(links.values()):
        pages = ({"har-benyttet": "1"},) if n == 0 else (
            {"har-benyttet": "3"}, {"har-forenklet": str(4 + n % 2), "kvaliteten": "2"},
        )  # fmt: skip
        receipt = answer(link, *pages)
        assert receipt.status_code == 200
        assert "Tak for dit svar" in receipt.content.decode()
        if n == 9:
            break
    reminded = send(wave, cast)
    assert set(reminded) == set(list(links)[10:])
    cast.log_in(client, cast.karen)
    page = client.get(reverse("surveys:wave", args=[wave.reference])).content.decode()
    assert "<dd>10</dd>" in page
    assert client.get(reverse("surveys:results", args=[wave.reference])).status_code == 404
    assert client.post(reverse("surveys:close", args=[wave.reference])).status_code == 302
    assert keep_pending() == 0, "what waited is kept as the wave closes, so that the results are whole"
    closed = SurveyWave.objects.get()
    assert (closed.invited, closed.answers) == (12, 10)
    assert not Invitation.objects.exists()
    assert not InvitationLink.objects.exists()
    page = client.get(reverse("surveys:results", args=[wave.reference])).content.decode()
    assert "10 af 12 har svaret, 83,3 pct." in page
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="numeric">(\d+|skjult)</td>', page)
    shown = [n for _text, n in rows if n != "skjult"]
    assert all(n == "0" or int(n) >= 5 for n in shown)
    assert "skjult" in page
    assert "Skalaen er skæv" in page


def test_a_question_is_not_shown_where_it_would_tell_a_hidden_count_of_the_one_before():
    survey = survey_of(shipped_catalogue().experiment(MENTOR[0]), MENTOR[1], shipped_catalogue().scales)
    hidden = {
        "har-benyttet": 3
    }  # three that nobody may count: 26 less the 23 that the other tables would show
    given = [{"har-benyttet": 1}] * 6 + [{"har-benyttet": 2, "har-forenklet": 5}] * 7
    given += [{"har-benyttet": 4, "har-forenklet": 4}] * 10 + [{**hidden, "har-forenklet": 4}] * 3
    shown = distributions(survey, WaveAnswers("1", [SurveyResponse(one, 820) for one in given], 30))
    counts = {option.text: option.count for option in shown[0].options}
    assert counts["ofte"] is None
    assert [one.options for one in shown[1:]] == [(), ()]
    assert all(one.refusal for one in shown[1:])
    whole = [{"har-benyttet": 1}] * 6 + [{"har-benyttet": 4, "har-forenklet": 4, "kvaliteten": 2}] * 10
    shown = distributions(survey, WaveAnswers("1", [SurveyResponse(one, 820) for one in whole], 30))
    assert not any(one.refusal for one in shown)
    assert [one.unbalanced for one in shown] == [False, False, True]


@pytest.mark.parametrize("role", [None, 3])
def test_a_breakdown_tells_no_hidden_count_beside_the_distribution_above_it(role: int | None):
    survey = survey_of(
        shipped_catalogue().experiment("samtaler-formkrav"), "borgersurvey", shipped_catalogue().scales
    )
    asked = survey.questions[0]
    said = {820: {2: 1, 4: 9, 5: 12}, 813: {2: 8, 4: 11, 5: 10}, 787: {2: 9, 4: 13, 5: 3 if role else 12}}
    sheets = [
        SurveyResponse({asked.id: value}, place) for place, of in said.items() for value, n in of.items() for _ in range(n)
    ]  # fmt: skip
    answers = WaveAnswers("1", sheets, 100)
    (whole,) = distributions(survey, answers)
    known = {option.text: option.count for option in whole.options}
    assert None not in known.values()
    (places,) = dimensions_of(survey, answers)
    (broken,) = broken_down(survey, answers, places)
    assert broken.rows, "what can be protected is shown"
    for text, cells, _total in broken.rows:
        assert cells.count(None) != 1, f"{text}: {known[text]} less the others is the hidden count"


def test_looking_consumes_nothing_and_a_spent_link_is_as_one_that_never_was(cast):
    wave = prepare(cast)
    link = next(iter(send(wave, cast).values()))
    for _scan in range(3):
        assert Client().get(link).status_code == 200
        assert Client().head(f"{link}?side=2").status_code == 200
    intro = Client().get(link)
    text = intro.content.decode()
    for part in (
        TOLD.purpose,
        TOLD.controller,
        TOLD.legal_basis,
        TOLD.contact,
        "frivilligt",
        "Datatilsynet",
        "31.",
    ):
        assert part in text
    assert "no-store" in intro["Cache-Control"]
    assert not intro.cookies.get("frirum_session")
    assert answer(link, {"har-benyttet": "1"}).status_code == 200
    spent, unknown = Client().get(link), Client().get("/s/" + "A" * 43 + "/")
    assert (spent.status_code, spent.content) == (unknown.status_code, unknown.content)
    again = answer(link, {"har-benyttet": "4"})
    assert (again.status_code, again.content) == (unknown.status_code, unknown.content)
    assert PendingAnswer.objects.count() == 1


def test_a_draft_is_kept_and_only_its_own_link_opens_it(cast):
    wave = prepare(cast)
    link = send(wave, cast)["person0@eksempel.dk"]
    saved = Client().post(f"{link}?side=1", {"go": "later", "har-benyttet": "3"})
    assert "28. februar 2027" in saved.content.decode()
    assert "checked" in Client().get(f"{link}?side=1").content.decode()
    again = send(wave, cast)["person0@eksempel.dk"]
    assert "checked" not in Client().get(f"{again}?side=1").content.decode()
    assert answer(again, {"har-benyttet": "1"}).status_code == 200
    assert Client().get(link).status_code == 404


def test_what_is_no_answer_is_told_beside_the_question_and_a_cpr_number_never_kept(cast):
    wave = prepare(cast, ("revalidering-lae265", "raadgiversurvey"))
    link = next(iter(send(wave, cast).values()))
    client = Client()
    refused = client.post(f"{link}?side=1", {"go": "next", "sager-foer-start": "vrøvl"})
    assert refused.status_code == 422
    for number in range(1, 9):
        page = client.get(f"{link}?side={number}").content.decode()
        if 'name="anden-adfaerd-hvordan"' in page:
            break
        yes = {"sager-foer-start": "yes", "anden-adfaerd": "yes"}
        client.post(f"{link}?side={number}", {"go": "next", **yes})
    refused = client.post(
        f"{link}?side={number}", {"go": "next", "anden-adfaerd-hvordan": "Ring til 010203-1234"}
    )
    assert refused.status_code == 422
    assert "CPR" in refused.content.decode()


def test_below_the_minimum_a_wave_is_named_and_says_so_or_is_not_opened(cast):
    wave = prepare(cast, people=4)
    with pytest.raises(NotAllowed, match="anonym"):
        order_invitations(wave=wave, by=cast.karen)
    named = prepare(cast, name="2", people=4, named=True)
    link = next(iter(send(named, cast).values()))
    assert "ikke anonyme" in Client().get(link).content.decode()


def test_nobody_is_asked_in_words_of_ours_that_were_not_confirmed(cast):
    with pytest.raises(InputRefused, match="forslag"):
        prepare(cast, ("revalidering-lae265", "raadgiversurvey"), wording_confirmed=False)
    assert prepare(cast, wording_confirmed=False).pk


def test_a_wave_closes_by_itself_and_its_answers_go_when_their_time_is_over(cast):
    wave = prepare(cast)
    links = send(wave, cast)
    answer(links["person1@eksempel.dk"], {"har-benyttet": "1"})
    with clock.at(START + dt.timedelta(days=28)):
        assert Client().get(links["person2@eksempel.dk"]).status_code == 404
        close_due()
    assert SurveyWave.objects.get(pk=wave.pk).answers == 1
    assert SurveyAnswer.objects.using(alias(STATISTICS)).count() == 1
    with clock.at(START + dt.timedelta(days=365)):
        close_due()
    assert not SurveyAnswer.objects.using(alias(STATISTICS)).exists()


def test_a_list_is_taken_in_whole_or_not_at_all(cast, client):
    wave = prepare(cast, people=0)
    cast.log_in(client, cast.karen)
    address = reverse("surveys:recipients", args=[wave.reference])

    def bring(text):
        return client.post(address, {"file": SimpleUploadedFile("liste.csv", text.encode())})

    assert bring("e-mail;kommune\na@eksempel.dk;820\nikke en adresse;820\n").status_code == 409
    assert bring("navn;by\nAnne;Aars\n").status_code == 409
    assert not Invitation.objects.exists()
    listed = "e-mail;kommune\na@eksempel.dk;820\nA@eksempel.dk;820\nb@eksempel.dk;Aalborg\n"
    assert bring(listed).status_code == 302
    assert list(Invitation.objects.order_by("address").values_list("address", "municipality")) == [
        ("a@eksempel.dk", 820), ("b@eksempel.dk", 851),
    ]  # fmt: skip


def test_each_is_asked_exactly_once_however_often_the_job_is_run(cast):
    wave = prepare(cast)
    outbox.outbox.clear()
    order_invitations(wave=wave, by=cast.karen)
    job = Job._base_manager.get(kind="surveys.invite")
    while Worker().work_once():
        pass
    Job._base_manager.filter(pk=job.pk).update(state=State.QUEUED, finished_at=None)
    while Worker().work_once():
        pass
    while send_waiting():
        pass
    mails = [message for message in outbox.outbox if "/s/" in message.body]
    assert sorted(message.to[0] for message in mails) == sorted(f"person{n}@eksempel.dk" for n in range(12))
    links = [re.search(r"/s/(\S+)/", message.body)[1] for message in mails]
    assert len(set(links)) == 12
    assert all(word not in message.body.casefold() for message in mails for word in ("mentor", "forsøg"))
