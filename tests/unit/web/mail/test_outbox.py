"""The outbox: each mail once, one bad address does not hold up the rest, and a killed sender loses nothing."""

from __future__ import annotations

import datetime as dt
import email
import smtplib
from pathlib import Path
from typing import Any

import pytest
from cast import SET_UP
from django.conf import settings
from django.core import mail as django_mail

from frirum.core.errors import InputRefused
from frirum.web import clock
from frirum.web.mail import sending
from frirum.web.mail.actions import RETRY_AFTER, queue_mail
from frirum.web.mail.backends import FolderBackend
from frirum.web.mail.models import MailState, OutboxMail
from frirum.web.trail.models import TrailEvent

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

START = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)


def put(address: str = "karen@eksempel.dk", key: str = "", **changes: str) -> OutboxMail:
    values = {"subject": "Skemaet er sendt", "body": "Kære Karen\n\nÆØÅ"} | changes
    return queue_mail(once_key=key or f"test:{address}", address=address, by=SET_UP, **values)


def test_a_mail_is_sent_once_however_often_its_reason_comes() -> None:
    assert put() == put()
    assert sending.send_waiting() == 1
    assert sending.send_waiting() == 0
    [message] = django_mail.outbox
    assert message.to == ["karen@eksempel.dk"]
    assert message.body == "Kære Karen\n\nÆØÅ"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    row = OutboxMail.objects.get()
    assert (row.state, row.body, row.subject) == (MailState.SENT, "", "")


def test_a_mail_says_who_sends_it_and_who_answers_in_seven_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CONTACT_EMAIL", "frikommune@eksempel.dk")
    put()
    sending.send_waiting()
    message: Any = django_mail.outbox[0].message()
    assert message["From"].startswith("Frirum <")
    assert message["Reply-To"] == "frikommune@eksempel.dk"
    assert message["Content-Transfer-Encoding"] == "quoted-printable"
    assert message.as_bytes().isascii()
    assert (
        email.message_from_bytes(message.as_bytes()).get_payload(decode=True).decode() == "Kære Karen\n\nÆØÅ"
    )


def test_the_trail_knows_of_the_mail_but_not_of_the_person() -> None:
    put()
    sending.send_waiting()
    assert list(TrailEvent.objects.values_list("event", flat=True)) == ["mail.queued", "mail.sent"]
    assert "eksempel" not in str(list(TrailEvent.objects.values()))


@pytest.mark.parametrize("address", ["", "karen", "karen@eksempel.dk\nBcc: alle@eksempel.dk", "a b@c.dk"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(InputRefused):
        put(address)
    assert not OutboxMail.objects.exists()


def test_a_subject_with_a_line_break_is_refused() -> None:
    with pytest.raises(InputRefused):
        put(subject="Hej\r\nBcc: alle@eksempel.dk")


class Server:
    """A mail server that refuses some addresses."""

    def __init__(self, refusals: dict[str, Exception]) -> None:
        self.refusals = refusals
        self.accepted: list[str] = []

    def send(self, message: Any, *_args: object, **_kwargs: object) -> int:
        [address] = message.to
        if address in self.refusals:
            raise self.refusals[address]
        self.accepted.append(address)
        return 1


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server({})
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self, *a, **k: made.send(self))
    return made


def test_one_bad_address_does_not_hold_up_the_rest(server: Server) -> None:
    server.refusals["b@c.dk"] = smtplib.SMTPRecipientsRefused({"b@c.dk": (550, b"no such user")})
    for address in ("a@c.dk", "b@c.dk", "c@c.dk"):
        put(address)
    assert sending.send_waiting() == 2
    assert server.accepted == ["a@c.dk", "c@c.dk"]
    assert OutboxMail.objects.get(address="b@c.dk").state == MailState.FAILED


@pytest.mark.parametrize(
    "refusal",
    [
        ConnectionRefusedError(),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPRecipientsRefused({"a@c.dk": (450, b"busy")}),
        smtplib.SMTPDataError(451, b"later"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_refusal_that_may_pass_is_tried_again_and_given_up_in_the_end(
    refusal: Exception, server: Server
) -> None:
    server.refusals["a@c.dk"] = refusal
    moment = START
    with clock.at(moment):
        put("a@c.dk")
        sending.send_waiting()
        assert OutboxMail.objects.get().state == MailState.WAITING
    for wait in RETRY_AFTER:
        moment += wait
        with clock.at(moment - dt.timedelta(seconds=1)):
            assert sending.send_waiting() == 0
        with clock.at(moment):
            sending.send_waiting()
    assert OutboxMail.objects.get().state == MailState.FAILED
    assert OutboxMail.objects.get().attempts == len(RETRY_AFTER) + 1


def test_a_server_that_comes_back_gets_the_mail(server: Server) -> None:
    server.refusals["a@c.dk"] = ConnectionRefusedError()
    with clock.at(START):
        put("a@c.dk")
        sending.send_waiting()
    server.refusals.clear()
    with clock.at(START + RETRY_AFTER[0]):
        assert sending.send_waiting() == 1


def test_a_sender_killed_after_its_claim_leaves_the_mail_to_the_next() -> None:
    with clock.at(START):
        mail = put()
        assert sending._claim(mail.pk) is not None
        assert sending._claim(mail.pk) is None, "two workers do not send the same mail"
        assert sending.send_waiting() == 0
    with clock.at(START + sending.CLAIM):
        assert sending.send_waiting() == 1


def test_the_folder_holds_one_file_for_the_same_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(settings.HOME), "mail", property(lambda self: tmp_path))
    message = django_mail.EmailMessage(
        "Emne æøå", "Brød", "a@b.dk", ["c@d.dk"], headers={"Message-ID": "<abc-1@b.dk>"}
    )
    for _time in range(2):
        FolderBackend().send_messages([message])
    [path] = tmp_path.iterdir()
    assert path.name == "abc-1.eml"
    assert email.message_from_bytes(path.read_bytes())["To"] == "c@d.dk"


@pytest.mark.parametrize("identifier", ["<../../x@b.dk>", "</etc/passwd@b.dk>"])
def test_no_message_id_leaves_the_folder(
    identifier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mail"
    monkeypatch.setattr(type(settings.HOME), "mail", property(lambda self: folder))
    FolderBackend().send_messages(
        [django_mail.EmailMessage("a", "b", "a@b.dk", ["c@d.dk"], headers={"Message-ID": identifier})]
    )
    assert len(list(folder.iterdir())) == 1
    assert list(tmp_path.iterdir()) == [folder]
