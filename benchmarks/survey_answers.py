"""How many survey answers a minute one machine takes: SQLite with synchronous FULL, the real server, all kept.

    python benchmarks/survey_answers.py [--rate 67] [--seconds 20] [--web-processes 1]

Answers arrive at a fixed rate whatever the server does (open loop), each from a person of its own: one page of answers
and the last look, sent. The page before the first question is fetched beforehand. Printed are the rate that was
reached, percentiles of the time until the answer was taken, how many are kept in the database afterwards, and what the
server's processes used of the processors for one answer, which a busy machine changes less than the times.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

CSRF = "frirum_csrf"
BUSY = 503
SLUG, INSTRUMENT, MUNICIPALITY = "mentorregler", "survey-raadgivere", "820"


def prepare(people: int, *, name: str = "maaling", over: bool = False) -> list[str]:
    """A home's wave with this many people, open; their tokens. `over`: its last day was yesterday."""
    import secrets

    from frirum.web.organisations.scopes import organisation_scope
    from frirum.web.surveys.actions import Told, add_recipients, prepare_wave
    from frirum.web.surveys.links import token_hash
    from frirum.web.surveys.models import InvitationLink, SurveyWave
    from frirum.web.trail.actors import COMMAND_LINE

    today = dt.date.today()
    with organisation_scope([MUNICIPALITY]):
        wave = prepare_wave(
            slug=SLUG, instrument=INSTRUMENT, name=name, organisation=MUNICIPALITY,
            told=Told("Måling", "Kommunen", "Artikel 6", "Jobcentret", today + dt.timedelta(days=90)),
            closes_on=today + dt.timedelta(days=30), named=False, wording_confirmed=True, by=COMMAND_LINE,
        )  # fmt: skip
        add_recipients(
            wave=wave, recipients=[(f"p{n}@eksempel.dk", 820) for n in range(people)], by=COMMAND_LINE
        )
        last = today - dt.timedelta(days=1) if over else wave.closes_on
        SurveyWave.objects.filter(pk=wave.pk).update(state="open", closes_on=last)
        tokens = [secrets.token_urlsafe(32) for _n in range(people)]
        rows = list(wave.invitations.order_by("pk"))
        InvitationLink.objects.bulk_create(
            [
                InvitationLink(invitation=row, token_sha256=token_hash(t))
                for row, t in zip(rows, tokens, strict=True)
            ]
        )
        return tokens


def post(port: int, path: str, cookie: str, form: str) -> tuple[int, bytes]:
    """One POST on a connection of its own, as people's phones make them."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", path, form, headers_of(cookie))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def headers_of(cookie: str) -> dict[str, str]:
    """What a browser sends along with a form."""
    return {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"{CSRF}={cookie}"}


def csrf(port: int, path: str) -> str:
    """The cookie that a form's token is checked against."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    cookies = answer.headers.get_all("Set-Cookie") or []
    for one in cookies:
        if found := re.match(r"(\w*csrf\w*)=([^;]+)", one):
            return found[2]
    raise SystemExit(f"no cookie from {path}: {answer.status} {cookies}")


def answer(port: int, token: str, cookie: str, taken: list[float], wrong: list[int]) -> None:
    """One person's answer; the time from pressing "next" until the receipt is here, asked waits included."""
    begun = time.perf_counter()
    form = f"csrfmiddlewaretoken={cookie}&go=next&har-benyttet=1"
    first, _body = patiently(port, f"/s/{token}/?side=1", cookie, form)
    last, body = patiently(port, f"/s/{token}/?side=99", cookie, f"csrfmiddlewaretoken={cookie}")
    taken.append(time.perf_counter() - begun)
    if first != 302 or last != 200 or b"Tak for dit svar" not in body:
        wrong.append(last)


def patiently(port: int, path: str, cookie: str, form: str) -> tuple[int, bytes]:
    """A POST that comes again where the server says that it is busy (503 with Retry-After)."""
    for _try in range(20):
        status, body = post(port, path, cookie, form)
        if status != BUSY:
            return status, body
        time.sleep(1)
    return status, body


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def main() -> None:
    """Measure, print, leave nothing behind."""
    options = argparse.ArgumentParser()
    options.add_argument("--rate", type=float, default=67)
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--web-processes", type=int, default=1)
    asked = options.parse_args()
    people = int(asked.rate * asked.seconds)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        environment = os.environ | {"FRIRUM_HOME": str(home)}
        command = [sys.executable, "-m", "frirum"]
        subprocess.run(
            [*command, "--home", str(home), "init", "--demo"],
            check=True,
            env=environment,
            capture_output=True,
        )
        os.environ["FRIRUM_HOME"] = str(home)
        from frirum.web.home import start_django

        start_django(home)
        tokens = prepare(people)
        port = free_port()
        server = subprocess.Popen(
            [
                *command, "--home", str(home), "run", "--port", str(port),
                "--web-processes", str(asked.web_processes),
            ],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            print(json.dumps(measure(port, tokens, asked.rate, server.pid), indent=1))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def used_by(parent: int) -> float:
    """Seconds of processor that a process and its children have used so far (Linux)."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(folder.name) == parent or int(fields[1]) == parent:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(port: int, tokens: list[str], rate: float, server: int) -> dict[str, object]:
    """Let the answers arrive, and count what is kept."""
    for _try in range(120):
        try:
            csrf(port, f"/s/{tokens[0]}/?side=1")
            break
        except OSError:
            time.sleep(0.5)
    cookies = [csrf(port, f"/s/{token}/?side=1") for token in tokens]
    taken: list[float] = []
    wrong: list[int] = []
    threads = []
    load, used, before = os.getloadavg()[0], used_by(server), kept()
    start = time.perf_counter()
    for place, (token, cookie) in enumerate(zip(tokens, cookies, strict=True)):
        pause = start + place / rate - time.perf_counter()
        if pause > 0:
            time.sleep(pause)
        thread = threading.Thread(target=answer, args=(port, token, cookie, taken, wrong))
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    taken.sort()
    return {
        "asked_per_second": rate,
        "answers": len(tokens),
        "reached_per_second": round(len(taken) / seconds, 1),
        "ms": {
            str(p): round(1000 * taken[min(len(taken) - 1, int(len(taken) * p / 100))]) for p in (50, 95, 99)
        },
        "refused": len(wrong),
        "kept": kept() - before,
        "server_cpu_ms_per_answer": round(1000 * (used_by(server) - used) / max(len(taken), 1), 1),
        "load_before": round(load, 1),
        "load_after": round(os.getloadavg()[0], 1),
        "processors": os.cpu_count(),
    }


def kept() -> int:
    """Answers that wait or are kept."""
    from frirum.web.survey_answers.models import SurveyAnswer
    from frirum.web.surveys.models import PendingAnswer

    return PendingAnswer.objects.count() + SurveyAnswer.objects.using("statistics").count()


if __name__ == "__main__":
    main()
