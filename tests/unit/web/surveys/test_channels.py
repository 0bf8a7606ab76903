"""Asked otherwise than by mail: letters with codes, SMS, the own post, an open link, interviews, other languages."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile

import pytest
from cast import VESTHIMMERLAND
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from published import publish_shipped

from frirum.core.errors import InputRefused, NotAllowed
from frirum.web import clock
from frirum.web.jobs.worker import Worker
from frirum.web.mail.models import MailState, OutboxMail
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.survey_answers.models import SurveyAnswer
from frirum.web.surveys.actions import Told, add_recipients, close_wave, order_invitations, prepare_wave
from frirum.web.surveys.answering import find_link
from frirum.web.surveys.channel_actions import begin_interview, issue_links, open_to_all
from frirum.web.surveys.keeping import keep_pending
from frirum.web.surveys.models import Channel, Invitation, SurveyTranslation
from frirum.web.zones import STATISTICS, alias

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

START = dt.datetime(2027, 2, 1, 8, tzinfo=dt.UTC)
TOLD = Told("Erfaring", "Vesthimmerlands Kommune", "Artikel 6", "Jobcentret", dt.date(2027, 12, 31))
MENTOR = ("mentorregler", "survey-raadgivere")


@pytest.fixture(autouse=True)
def _february():
    with clock.at(START), organisation_scope([VESTHIMMERLAND]):
        publish_shipped(MENTOR[0])
        yield


def prepare(cast, name="1", **changes):
    given = {
        "named": False,
        "wording_confirmed": True,
        "told": TOLD,
        "closes_on": dt.date(2027, 2, 28),
    } | changes
    return prepare_wave(
        slug=MENTOR[0], instrument=MENTOR[1], name=name, organisation=VESTHIMMERLAND, by=cast.karen, **given
    )


def bring(client, wave, channel, text):
    address = reverse("surveys:recipients", args=[wave.reference])
    return client.post(address, {"channel": channel, "file": SimpleUploadedFile("liste.csv", text.encode())})


def finish(path, choice="1"):
    client = Client()
    client.post(f"{path}?side=1", {"go": "next", "har-benyttet": choice})
    return client.post(f"{path}?side=99")


def test_letters_messages_and_the_own_post_leave_as_files_with_a_link_each(cast, client):
    wave = prepare(cast)
    cast.log_in(client, cast.karen)
    letters = "navn;adresse;postnr;by\n" + "".join(f"Person {n};Vej {n};9600;Aars\n" for n in range(6))
    assert bring(client, wave, "letter", letters).status_code == 302
    assert bring(client, wave, "sms", "telefon\n+45 20 00 00 01\n").status_code == 302
    assert bring(client, wave, "post", "id\nB-17\n").status_code == 302
    assert bring(client, wave, "post", "id\n010203-1234\n").status_code == 409
    assert bring(client, wave, "letter", "navn\nKun et navn\n").status_code == 409
    address = reverse("surveys:links", args=[wave.reference])
    assert client.get(address).status_code == 200
    assert not Invitation.objects.exclude(mails=0).exists(), "looking makes no link"
    book = client.post(address, {"channel": "letter", "kind": "docx"}).content
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        text = archive.read("word/document.xml").decode()
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
    links = re.findall(r"/s/([A-Za-z0-9_-]{43})/", text)
    assert len(set(links)) == 6
    assert text.count("<pic:pic") == 6
    assert pictures
    assert "Person 3" in text
    for word in ("mentor", "hjælp", "forsøg"):
        assert word not in re.sub(r"<[^>]+>", " ", text).casefold()
    sms = list(
        csv.reader(
            io.StringIO(client.post(address, {"channel": "sms"}).content.decode("utf-8-sig")), delimiter=";"
        )
    )
    assert sms[1][0].lstrip("'") == "+45 20 00 00 01"
    post = client.post(address, {"channel": "post"}).content.decode("utf-8-sig")
    assert "B-17" in post
    assert find_link(links[0]) is not None
    assert finish(f"/s/{links[0]}/").status_code == 200
    with pytest.raises(NotAllowed, match="ville vise hvem"):  # two files beside each other would name the one
        issue_links(wave=wave, channel=Channel.LETTER, by=cast.karen)
    for link in links[1:5]:
        assert finish(f"/s/{link}/").status_code == 200
    again = issue_links(wave=wave, channel=Channel.LETTER, by=cast.karen)
    assert len(again) == 1
    with pytest.raises(NotAllowed, match="mailadresse"):
        order_invitations(wave=wave, by=cast.karen)


def test_an_open_link_makes_an_answer_by_a_post_alone_and_has_a_limit(cast):
    wave = prepare(cast)
    with pytest.raises(InputRefused, match="anonymt"):
        open_to_all(wave=wave, most=4, by=cast.karen)
    wave = open_to_all(wave=wave, most=6, by=cast.karen)
    address = f"/s/aabent/{wave.open_token}/"
    assert Client().get(address).status_code == 200
    assert not Invitation.objects.exists(), "a scanner that looks begins nothing"
    for _n in range(6):
        begun = Client().post(address)
        assert begun.status_code == 302
        assert finish(begun["Location"].split("?")[0]).status_code == 200
    full, wrong = Client().post(address), Client().get("/s/aabent/" + "A" * 43 + "/")
    assert (full.status_code, full.content) == (wrong.status_code, wrong.content)
    assert keep_pending() == 6
    closed = close_wave(wave=wave, by=cast.karen)
    assert (closed.invited, closed.answers) == (None, 6)
    page = cast.log_in(Client(), cast.karen).get(reverse("surveys:results", args=[wave.reference]))
    assert "ikke oplyst" in page.content.decode()
    with clock.at(START + dt.timedelta(days=40)):
        assert Client().get(address).status_code == 404


def test_a_mail_that_no_server_takes_is_listed_corrected_and_sent_anew(cast, client):
    wave = prepare(cast)
    add_recipients(wave=wave, recipients=[(f"p{n}@eksempel.dk", 820) for n in range(5)], by=cast.karen)
    order_invitations(wave=wave, by=cast.karen)
    while Worker().work_once():
        pass
    OutboxMail.objects.filter(address="p3@eksempel.dk").update(state=MailState.FAILED)
    cast.log_in(client, cast.karen)
    address = reverse("surveys:bounces", args=[wave.reference])
    assert "p3@eksempel.dk" in client.get(address).content.decode()
    assert "p3@eksempel.dk" in client.get(address, {"format": "csv"}).content.decode()
    row = Invitation.objects.get(address="p3@eksempel.dk")
    assert client.post(address, {"invitation": row.pk, "address": "p1@eksempel.dk"}).status_code == 409
    assert client.post(address, {"invitation": row.pk, "address": "ny@eksempel.dk"}).status_code == 302
    assert "Alt er leveret" in client.get(address).content.decode()
    order_invitations(wave=wave, by=cast.karen)
    while Worker().work_once():
        pass
    assert OutboxMail.objects.filter(address="ny@eksempel.dk").count() == 1
    assert OutboxMail.objects.filter(address="p1@eksempel.dk").count() == 1


def test_a_translation_is_read_from_right_to_left_and_an_interviewer_has_the_danish_beside(cast, client):
    cast.log_in(client, cast.karen)
    address = reverse("surveys:translations", args=MENTOR)
    sheet = client.get(address, {"ark": ""}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet), delimiter=";"))
    half = "\n".join(
        ";".join(f'"{cell}"' for cell in (*row[:2], "س" if n < 8 else "")) for n, row in enumerate(rows)
    )
    given = {"organisation": VESTHIMMERLAND, "language": "ar"}
    refused = client.post(address, given | {"file": SimpleUploadedFile("ar.csv", half.encode())})
    assert refused.status_code == 409
    whole = [rows[0], *([row[0], row[1], f"س{n}"] for n, row in enumerate(rows[1:]))]
    text = "\n".join(";".join(f'"{cell}"' for cell in row) for row in whole)
    assert (
        client.post(address, given | {"file": SimpleUploadedFile("ar.csv", text.encode())}).status_code == 302
    )
    assert SurveyTranslation.objects.get().number == 1
    wave = open_to_all(wave=prepare(cast, named=True), most=10, by=cast.karen)
    token = begin_interview(wave=wave, municipality=820, by=cast.karen)
    intro = Client().get(f"/s/{token}/").content.decode()
    assert "العربية" in intro
    assert "Interview: læs" in intro
    first = Client().get(f"/s/{token}/?side=0&sprog=ar").content.decode()
    assert "klage til Datatilsynet" not in first, "rights are read in the language of the questions"
    page = Client().get(f"/s/{token}/?side=1&sprog=ar").content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert " / Har du benyttet dig af" in page
    moved = Client().post(f"/s/{token}/?side=1&sprog=ar", {"go": "next", "har-benyttet": "1"})
    assert moved["Location"].endswith("sprog=ar")
    assert finish(f"/s/{token}/").status_code == 200
    close_wave(wave=wave, by=cast.karen)
    keep_pending()
    answer = SurveyAnswer.objects.using(alias(STATISTICS)).get()
    assert set(answer.content) == {"har-benyttet"}, "the language is kept nowhere"


def test_results_leave_as_files_and_answers_row_by_row_for_the_analyst_alone(cast, client):
    wave = open_to_all(wave=prepare(cast), most=50, by=cast.karen)
    for n in range(12):
        begun = Client().post(f"/s/aabent/{wave.open_token}/")
        finish(begun["Location"].split("?")[0], "1" if n < 6 else "3")
    keep_pending()
    close_wave(wave=wave, by=cast.karen)
    cast.log_in(client, cast.karen)
    page = reverse("surveys:results", args=[wave.reference])
    table = client.get(page, {"format": "csv"}).content.decode("utf-8-sig")
    assert re.search(r"aldrig;6;50", table)
    assert client.get(page, {"format": "xlsx"}).content[:2] == b"PK"
    assert 'class="bar"' in client.get(page).content.decode()
    files = reverse("surveys:answers_file", args=[wave.reference, "csv"])
    assert client.get(files).status_code == 404
    anders = cast.log_in(Client(), cast.anders)
    assert "SPSS" in anders.get(reverse("surveys:data")).content.decode()
    rows = list(csv.DictReader(io.StringIO(anders.get(files).content.decode("utf-8-sig")), delimiter=";"))
    assert sorted(row["har_benyttet"] for row in rows) == ["1"] * 6 + ["3"] * 6
    sav = anders.get(reverse("surveys:answers_file", args=[wave.reference, "sav"])).content
    assert sav[:4] == b"$FL2"
    assert b"aldrig" in sav
