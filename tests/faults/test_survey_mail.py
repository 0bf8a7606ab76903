"""Invitations through a mail server that is slow, refuses some for good and some for now, with kills on the way."""

from __future__ import annotations

import datetime as dt
import re
import socketserver
import threading
import time
from collections import Counter
from functools import partial

import pytest
from cast import VESTHIMMERLAND, Cast
from published import publish_shipped

from frirum.web import clock, configuration
from frirum.web.jobs.models import Job, State
from frirum.web.jobs.worker import Worker
from frirum.web.mail import sending
from frirum.web.mail.models import MailState, OutboxMail
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.surveys import work
from frirum.web.surveys.actions import Told, add_recipients, order_invitations, prepare_wave
from frirum.web.surveys.asking_views import bounced
from frirum.web.surveys.models import Invitation

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

# The house writes mail of its own too, on workdays in the morning.
OURS = partial(OutboxMail.objects.filter, once_key__startswith="survey:")
START = dt.datetime(2027, 2, 1, 8, tzinfo=dt.UTC)


class Killed(BaseException):
    """The process is gone at this point."""


class _Session(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as a sender needs."""

    server: Stub

    def handle(self) -> None:
        self.wfile.write(b"220 stub\r\n")
        to, text, in_data = "", [], False
        for raw in self.rfile:
            line = raw.decode("latin-1").rstrip("\r\n")
            if in_data:
                if line != ".":
                    text.append(line)
                    continue
                in_data = False
                answer = self.server.accept(to, "\n".join(text))
            else:
                word = line[:4].upper()
                if word == "QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                if word == "DATA":
                    in_data, text = True, []
                    self.wfile.write(b"354 go on\r\n")
                    continue
                answer = b"250 ok"
                if word == "RCPT":
                    to = re.sub(r".*<(.*)>.*", r"\1", line)
                    answer = self.server.recipient(to)
            self.wfile.write(answer + b"\r\n")


class Stub(socketserver.ThreadingTCPServer):
    """A slow server: every tenth address is unknown, every seventh is asked to come again once."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, delay: float) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.delay = delay
        self.taken: Counter[tuple[str, str]] = Counter()
        self.deferred: set[str] = set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def recipient(self, address: str) -> bytes:
        number = int(re.sub(r"\D", "", address) or 1)
        if number % 10 == 0:
            return b"550 no such user"
        if number % 7 == 0 and address not in self.deferred:
            self.deferred.add(address)
            return b"451 come again"
        return b"250 ok"

    def accept(self, address: str, text: str) -> bytes:
        time.sleep(self.delay)
        found = re.search(r"^Message-ID: (\S+)", text, re.MULTILINE)
        assert found
        if address.startswith("p"):
            self.taken[address, found[1]] += 1
        return b"250 taken"


@pytest.mark.parametrize("people", [60, pytest.param(5_000, marks=pytest.mark.long)])
def test_each_gets_exactly_one_mail_whatever_happens(cast: Cast, settings, monkeypatch, people: int):
    server = Stub(0.002)
    settings.EMAIL_BACKEND, settings.EMAIL_SERVER = configuration.mail_server(
        f"smtp://127.0.0.1:{server.server_address[1]}"
    )
    with clock.at(START), organisation_scope([VESTHIMMERLAND]):
        publish_shipped("mentorregler")
        wave = prepare_wave(
            slug="mentorregler", instrument="survey-raadgivere", name="1", organisation=VESTHIMMERLAND,
            told=Told("Erfaring", "Kommunen", "Artikel 6", "Jobcentret", dt.date(2027, 12, 31)),
            closes_on=dt.date(2027, 2, 28), named=False, wording_confirmed=True, by=cast.karen,
        )  # fmt: skip
        add_recipients(
            wave=wave, recipients=[(f"p{n}@eksempel.dk", 820) for n in range(1, people + 1)], by=cast.karen
        )
        order_invitations(wave=wave, by=cast.karen)
        _write_with_kills(monkeypatch, people)
        assert OURS().count() == people
        assert set(Invitation.objects.values_list("mails", flat=True)) == {1}
        _send_with_kills(monkeypatch, people)
        unknown = {f"p{n}@eksempel.dk" for n in range(10, people + 1, 10)}
        told = {address for address, _identifier in server.taken}
        assert told == {f"p{n}@eksempel.dk" for n in range(1, people + 1)} - unknown
        # One mail each: what a kill made go twice bears the same identifier, and is one mail to its reader.
        assert len(server.taken) == people - len(unknown)
        assert {one.address for one in bounced(wave)} == unknown
    server.shutdown()
    server.server_close()


def _write_with_kills(monkeypatch, people: int) -> None:
    """The job that writes the mails is killed twice on its way and goes on."""
    true, calls = work.send_invitation, Counter()

    def dying(**given):
        calls["n"] += 1
        if calls["n"] in (people // 3, people // 2):
            raise Killed
        return true(**given)

    monkeypatch.setattr(work, "send_invitation", dying)
    job = Job._base_manager.get(kind="surveys.invite")
    for _attempt in range(5):
        try:
            while Worker().work_once():
                pass
            break
        except Killed:
            Job._base_manager.filter(pk=job.pk).update(state=State.QUEUED, worker="")
    monkeypatch.setattr(work, "send_invitation", true)
    assert Job._base_manager.get(pk=job.pk).state == State.DONE


def _send_with_kills(monkeypatch, people: int) -> None:
    """The sender is killed between handing a mail over and noting it, once in a while."""
    true, calls = sending.note_sent, Counter()

    def dying(**given):
        calls["n"] += 1
        if calls["n"] % 25 == 0 and calls["n"] < people:
            raise Killed
        return true(**given)

    monkeypatch.setattr(sending, "note_sent", dying)
    moment = START
    while OURS(state=MailState.WAITING).exists():
        with clock.at(moment):
            try:
                if not sending.send_waiting(200):
                    moment += dt.timedelta(minutes=3)
            except Killed:
                moment += dt.timedelta(seconds=1)
        assert moment < START + dt.timedelta(days=2)
