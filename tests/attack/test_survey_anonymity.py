"""Attacks on anonymous answers: whoever holds the databases, trail, outbox or log joins no answer to a person.

The attacker knows every person who was invited, and who answered in which order; he has everything on the disk but the
folder of keys.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re

import pytest
from cast import VESTHIMMERLAND
from django.core import mail as outbox
from django.db import connections, models
from django.test import Client
from published import publish_shipped

from frirum.web import clock
from frirum.web.jobs.worker import Worker
from frirum.web.mail.models import OutboxMail
from frirum.web.mail.sending import send_waiting
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.survey_answers.models import SurveyAnswer, SurveyMark, SurveyText
from frirum.web.surveys.actions import Told, add_recipients, close_wave, order_invitations, prepare_wave
from frirum.web.surveys.keeping import keep_pending
from frirum.web.surveys.models import Invitation, InvitationLink, PendingAnswer
from frirum.web.trail.models import TrailEvent

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

NOON = dt.datetime(2027, 2, 1, 11, tzinfo=dt.UTC)
PEOPLE = [f"person{n}@eksempel.dk" for n in range(8)]


@pytest.fixture
def wave(cast):
    with clock.at(NOON), organisation_scope([VESTHIMMERLAND]):
        publish_shipped("mentorregler")
        made = prepare_wave(
            slug="mentorregler",
            instrument="survey-raadgivere",
            name="1",
            organisation=VESTHIMMERLAND,
            told=Told("Erfaring", "Kommunen", "Artikel 6", "Jobcentret", dt.date(2027, 12, 31)),
            closes_on=dt.date(2027, 2, 28),
            named=False,
            wording_confirmed=False,
            by=cast.karen,
        )
        add_recipients(wave=made, recipients=[(address, 820) for address in PEOPLE], by=cast.karen)
        outbox.outbox.clear()
        order_invitations(wave=made, by=cast.karen)
        while Worker().work_once():
            pass
        while send_waiting():
            pass
        yield made


@pytest.fixture
def tokens(wave):
    found = {m.to[0]: re.search(r"/s/([^/\s]+)/", m.body) for m in outbox.outbox}
    return {address: link[1] for address, link in found.items() if link}


def give(token, choice):
    link = f"/s/{token}/"
    Client().post(f"{link}?side=1", {"go": "next", "har-benyttet": str(choice)})
    if choice > 1:
        Client().post(f"{link}?side=2", {"go": "next", "har-forenklet": "5", "kvaliteten": "2"})
    assert Client().post(f"{link}?side=99").status_code == 200


def dump(*names):
    """Every row of every table of these databases, as a backup holds them."""
    rows = []
    for name in names:
        with connections[name].cursor() as cursor:
            for table in connections[name].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                rows += [(table, *row) for row in cursor.fetchall()]
    return rows


def test_a_kept_answer_has_no_column_for_person_time_or_order(wave):
    for model, columns in (
        (SurveyAnswer, {"key", "wave", "municipality", "content"}),
        (SurveyText, {"key", "wave", "question", "text"}),
        (SurveyMark, {"key", "wave", "mark"}),
        (PendingAnswer, {"key", "wave", "sealed"}),
    ):
        assert {field.column for field in model._meta.concrete_fields} == columns
    timed = (models.DateField, models.TimeField, models.AutoField)
    for model in (Invitation, InvitationLink):
        kinds = [field for field in model._meta.concrete_fields if isinstance(field, timed)]
        assert [field.name for field in kinds if not field.primary_key] == []


def test_sqlite_has_no_row_number_to_tell_the_order(wave):
    zoned = [("statistics", one) for one in (SurveyAnswer, SurveyText, SurveyMark)]
    for name, model in (*zoned, ("default", PendingAnswer)):
        if connections[name].vendor != "sqlite":
            pytest.skip("row numbers are SQLite's")
        with connections[name].cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [model._meta.db_table])
            assert cursor.fetchone()[0].endswith("WITHOUT ROWID")


def test_no_value_of_the_dump_leads_from_a_person_to_an_answer(wave, tokens):
    for place, (_address, token) in enumerate(tokens.items()):
        give(token, 1 + place % 4)
    waiting = dump("default", "statistics")
    assert not any("har-benyttet" in str(row) for row in waiting if row[0] == "surveys_pendinganswer")
    assert keep_pending() == len(PEOPLE)
    kept = dump("statistics")
    rest = dump("default")
    answers = [row for row in kept if row[0] == "survey_answers_surveyanswer"]
    assert len(answers) == len(PEOPLE)
    elsewhere = " ".join(str(row) for row in [*rest, *kept] if row not in answers)
    assert not any(row[1] in elsewhere for row in answers), "a key of an answer stands in another table"
    hashes = [hashlib.sha256(token.encode()).hexdigest() for token in tokens.values()]
    for secret in (*tokens.values(), *hashes, *PEOPLE):
        assert not any(secret in str(row) for row in kept)
    assert not any(secret in elsewhere for secret in (*tokens.values(), *hashes)), (
        "a spent link is still known"
    )


def test_answers_lie_in_another_order_than_they_were_given(wave, tokens):
    for place, token in enumerate(tokens.values()):
        give(token, 1 + place % 4)
    keep_pending()
    rows = [row for row in dump("statistics") if row[0] == "survey_answers_surveyanswer"]
    assert [row[1] for row in rows] == sorted(row[1] for row in rows), (
        "the disk has them by their random keys"
    )


def test_an_answer_leaves_no_event_and_what_a_batch_leaves_tells_of_no_single_one(wave, tokens):
    before = {zone: TrailEvent.objects.using(zone).count() for zone in ("default", "statistics")}
    some = list(tokens.values())
    for token in some[:4]:
        give(token, 1)
    assert keep_pending() == 0, "four are too few to be kept without standing out"
    assert {zone: TrailEvent.objects.using(zone).count() for zone in before} == before
    for token in some[4:6]:
        give(token, 1)
    assert keep_pending() == 6
    new = TrailEvent.objects.using("statistics").order_by("-id")[0]
    assert (new.event, new.details) == ("survey.answers_kept", {"answers": 6})
    assert TrailEvent.objects.using("default").count() == before["default"]


def test_the_page_of_the_wave_before_and_after_one_answer_differs_by_a_count_alone(wave, tokens, cast):
    client = cast.log_in(Client(), cast.karen)

    def page():
        return client.get(f"/spoergeskemaer/{wave.reference}/").content.decode()

    before = page()
    give(next(iter(tokens.values())), 1)
    plain = [re.sub(r'value="[A-Za-z0-9]{64}"', "", text) for text in (before, page())]
    assert plain[0].replace("<dd>0</dd>", "<dd>1</dd>") == plain[1]
    assert not any(address in plain[1] for address in PEOPLE)


def test_a_draft_opens_with_the_token_alone(wave, tokens):
    token = tokens[PEOPLE[0]]
    Client().post(f"/s/{token}/?side=1", {"go": "later", "har-benyttet": "3"})
    held = [row for row in dump("default", "statistics") if token in str(row)]
    assert held == []
    link = InvitationLink.objects.exclude(draft="").get()
    assert "har-benyttet" not in link.draft
    stolen = Client().get(f"/s/{link.token_sha256}/")
    assert stolen.status_code == 404


def test_the_outbox_keeps_no_link_and_the_log_writes_none(wave, tokens, caplog):
    assert not OutboxMail.objects.exclude(body="").filter(body__contains="/s/").exists()
    token = tokens[PEOPLE[0]]
    with caplog.at_level(logging.DEBUG):
        Client().get(f"/s/{token[:-1]}x/")
        Client().get(f"/s/{token}/")
    assert token[:-1] not in caplog.text


def test_after_the_close_nobody_can_be_found_who_was_asked(wave, tokens, cast):
    for token in list(tokens.values())[:5]:
        give(token, 1)
    close_wave(wave=wave, by=cast.karen)
    keep_pending()
    assert not Invitation.objects.exists()
    assert not InvitationLink.objects.exists()
    assert not PendingAnswer.objects.exists()
    assert not any(address in str(row[1:]) for address in PEOPLE for row in dump("statistics"))
