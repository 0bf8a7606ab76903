"""How the site answers at a fixed rate, whatever it does meanwhile, and what a long list of deadlines costs.

    python benchmarks/pages.py [--web-processes 1] [--rates 17,50] [--seconds 20]

A demonstration home is made and served as `frirum run` serves it. Fourteen public pages are asked for in turn (open
loop: a request is sent when its time has come). Each page is asked once before the clock starts. Then 160 cases are
recorded for one caseworker, and `/frister/` is made twenty times in this process, for its processor time.
"""

from __future__ import annotations

import argparse
import collections
import datetime as dt
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

PAGES = (
    "/", "/forsoeg/", "/forsoeg/foertidspension-opfoelgning/", "/lov/", "/temaer/", "/kommuner/", "/beslutninger/",
    "/konklusioner/", "/ordliste/", "/data/", "/tilbageblik/", "/forsoeg/mikrolaan/", "/forsoeg/mentorregler/",
    "/forsoeg/samtaler-formkrav/",
)  # fmt: skip
USES, TURNS = 160, 20
OK = 200


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def ask(port: int, page: str) -> tuple[object, float]:
    """Status and milliseconds of one request on a connection of its own."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", page)
        answer = connection.getresponse()
        answer.read()
        status: object = answer.status
    except OSError as fault:
        status = type(fault).__name__
    finally:
        connection.close()
    return status, 1000 * (time.perf_counter() - begun)


def load(port: int, rate: float, seconds: float) -> str:
    """A line of the table: the rate, what was answered, and percentiles of the time."""
    found: list[tuple[object, float]] = []
    threads = []
    begun = time.perf_counter()
    for number in range(int(rate * seconds)):
        wait = begun + number / rate - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        page = PAGES[number % len(PAGES)]
        one = threading.Thread(target=lambda page=page: found.append(ask(port, page)))
        one.start()
        threads.append(one)
    for one in threads:
        one.join()
    counts = collections.Counter(str(status) for status, _ms in found)
    took = sorted(ms for status, ms in found if status == OK)
    part = [took[min(len(took) - 1, int(share * len(took)))] for share in (0.5, 0.95, 0.99)]
    return f"| {rate:g} | {dict(counts)} | " + " | ".join(f"{ms:.0f}" for ms in part) + " |"


def serve(home: Path, processes: int, rates: list[float], seconds: float) -> None:
    """Print the table of a home that is served."""
    port = free_port()
    command = [sys.executable, "-m", "frirum", "--home", str(home), "run", "--port", str(port)]
    server = subprocess.Popen(
        [*command, "--web-processes", str(processes)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while ask(port, "/health")[0] != OK:
            time.sleep(0.2)
        for page in PAGES * 2 * processes:
            ask(port, page)
        print(f"Load average {os.getloadavg()[0]:.1f}, web processes {processes}, {seconds:g} s each.")
        print("| a second | answers | median ms | p95 ms | p99 ms |\n|---|---|---|---|---|")
        for rate in rates:
            print(load(port, rate, seconds))
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def deadlines(home: Path) -> None:
    """Print the processor time of a caseworker's page of deadlines."""
    os.environ["FRIRUM_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "frirum.web.settings"
    import django

    django.setup()
    from django.test import Client
    from django_scopes import scopes_disabled

    from frirum.web import clock
    from frirum.web.demonstration.making import SLUG
    from frirum.web.demonstration.people import OWNER, staff
    from frirum.web.organisations.sessions import start_session
    from frirum.web.uses.actions import record_use
    from frirum.web.uses.identities import Identity
    from frirum.web.uses.models import Use

    with scopes_disabled():
        person = staff().caseworker
        for number in range(USES - Use.objects.filter(slug=SLUG).count()):
            begun = clock.today() - dt.timedelta(days=10 + number % 80)
            record_use(
                slug=SLUG, organisation=OWNER, identity=Identity(case_number=f"P-{number}"), begun_on=begun,
                facts={"case_date": begun.isoformat(), "wish": True}, consented_on=begun, by=person,
            )  # fmt: skip
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person)
    session = client.session
    start_session(type("Asked", (), {"session": session})())
    session.save()
    assert client.get("/frister/").status_code == OK
    begun_at = time.process_time()
    for _turn in range(TURNS):
        client.get("/frister/")
    print(
        f"/frister/ with {USES} cases: {1000 * (time.process_time() - begun_at) / TURNS:.0f} ms of processor"
    )


def main() -> None:
    """Make a home, serve it, ask."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--web-processes", type=int, default=1)
    options.add_argument("--rates", default="17,50")
    options.add_argument("--seconds", type=float, default=20)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        command = [sys.executable, "-m", "frirum", "--home", str(home), "init", "--demo"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        serve(home, chosen.web_processes, [float(rate) for rate in chosen.rates.split(",")], chosen.seconds)
        deadlines(home)


if __name__ == "__main__":
    main()
