"""5,000 invitations through a mail server that is slow and refuses, the whole program killed on the way.

    python benchmarks/survey_mail.py [--people 5000] [--kills 4]

`frirum run` of a home writes and sends them; SIGKILL ends all its processes at once, at moments spread over the work,
and it is started again. The server takes 5 ms for a mail, knows nothing of every tenth address, and asks to be tried
again later for every fiftieth. Printed are how many mails, by their Message-ID, each address was given, and how long
it all took.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import signal
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

SLUG, INSTRUMENT, MUNICIPALITY = "mentorregler", "survey-raadgivere", "820"
DELAY = 0.005


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
    """The mail server."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: dict[str, Counter[str]] = {}
        self.deferred: set[str] = set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def recipient(self, address: str) -> bytes:
        number = int(re.sub(r"\D", "", address) or 1)
        if number % 10 == 0:
            return b"550 no such user"
        if number % 50 == 7 and address not in self.deferred:
            self.deferred.add(address)
            return b"451 come again"
        return b"250 ok"

    def accept(self, address: str, text: str) -> bytes:
        time.sleep(DELAY)
        found = re.search(r"^Message-ID: (\S+)", text, re.MULTILINE)
        if address.startswith("p") and found:
            self.taken.setdefault(address, Counter())[found[1]] += 1
        return b"250 taken"


def order(people: int) -> None:
    """A wave with this many people, and the order to invite them."""
    from frirum.web.organisations.scopes import organisation_scope
    from frirum.web.surveys.actions import Told, add_recipients, order_invitations, prepare_wave
    from frirum.web.trail.actors import COMMAND_LINE

    today = dt.date.today()
    with organisation_scope([MUNICIPALITY]):
        wave = prepare_wave(
            slug=SLUG, instrument=INSTRUMENT, name="maaling", organisation=MUNICIPALITY,
            told=Told("Måling", "Kommunen", "Artikel 6", "Jobcentret", today + dt.timedelta(days=90)),
            closes_on=today + dt.timedelta(days=30), named=False, wording_confirmed=True, by=COMMAND_LINE,
        )  # fmt: skip
        asked = [(f"p{n}@eksempel.dk", int(MUNICIPALITY)) for n in range(1, people + 1)]
        add_recipients(wave=wave, recipients=asked, by=COMMAND_LINE)
        order_invitations(wave=wave, by=COMMAND_LINE)


def start(home: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """The program, with a group of its own for each process; the port is any that is free."""
    return subprocess.Popen(
        [sys.executable, "-m", "frirum", "--home", str(home), "run", "--port", "0"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def kill(parent: subprocess.Popen[bytes]) -> None:
    """End it and all it started, as a power cut does."""
    own = [parent.pid]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent.pid:
                own.append(int(folder.name))
        except OSError:
            continue
    for process in own:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
    parent.wait()


def main() -> None:
    """Send, kill, go on, count."""
    options = argparse.ArgumentParser()
    options.add_argument("--people", type=int, default=5_000)
    options.add_argument("--kills", type=int, default=4)
    asked = options.parse_args()
    stub = Stub()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        environment = os.environ | {
            "FRIRUM_HOME": str(home), "FRIRUM_SMTP_URL": f"smtp://127.0.0.1:{stub.server_address[1]}",
        }  # fmt: skip
        subprocess.run(
            [sys.executable, "-m", "frirum", "--home", str(home), "init", "--demo"],
            check=True, env=environment, capture_output=True,
        )  # fmt: skip
        os.environ["FRIRUM_HOME"] = str(home)
        from frirum.web.home import start_django

        start_django(home)
        order(asked.people)
        begun, killed = time.monotonic(), []
        server = start(home, environment)
        wanted = asked.people - asked.people // 10
        marks = [wanted * n // (asked.kills + 1) for n in range(asked.kills)]
        while True:
            time.sleep(1)
            done = len(stub.taken)
            if marks and done >= marks[0] and time.monotonic() - begun > 5 * (len(killed) + 1):
                marks.pop(0)
                kill(server)
                killed.append(done)
                server = start(home, environment)
            if waiting() == 0 or time.monotonic() - begun > 3_600:
                break
        kill(server)
        print(json.dumps(report(asked.people, stub, killed, time.monotonic() - begun), indent=1))


def waiting() -> int:
    """Invitations that are not written yet, and mails that are not sent or refused for good."""
    from frirum.web.mail.models import MailState, OutboxMail
    from frirum.web.surveys.models import Invitation

    ours = OutboxMail.objects.filter(once_key__startswith="survey:")
    unwritten = Invitation.objects.filter(wave__name="maaling", mails=0).count()
    return unwritten + ours.filter(state=MailState.WAITING).count()


def report(people: int, stub: Stub, killed: list[int], seconds: float) -> dict[str, object]:
    """What each address was given."""
    reachable = {f"p{n}@eksempel.dk" for n in range(1, people + 1) if n % 10}
    return {
        "people": people,
        "unknown_to_the_server": people - len(reachable),
        "with_exactly_one_mail": sum(len(ids) == 1 for ids in stub.taken.values()),
        "with_none": len(reachable - set(stub.taken)),
        "with_several": sum(len(ids) > 1 for ids in stub.taken.values()),
        "handed_over_twice_with_one_identifier": sum(max(ids.values()) > 1 for ids in stub.taken.values()),
        "asked_to_come_again": len(stub.deferred),
        "killed_after_mails": killed,
        "seconds": round(seconds),
        "load": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    main()
