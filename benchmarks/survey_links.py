"""Whether a spent link of a survey can be told from one that never was: words, headers and time, side by side.

    python benchmarks/survey_links.py [--each 200]

The real server answers GET and POST of links that are spent (answered), over (their wave's last day has passed),
guessed (256 random bits) and cut short, in shuffled order. Printed are how many different pages there were, the
middle and 95th percentile of each kind in ms, and for each kind against the guessed ones the share of pairs in which it
took longer (0.5: no difference) with the 95 % interval of that share.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import math
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from survey_answers import answer, csrf, free_port, headers_of, prepare

KINDS = ("spent", "over", "guessed", "cut short")


def ask(port: int, token: str, method: str, cookie: str) -> tuple[float, str]:
    """ms until the whole answer is here, and the hash of status, headers but those of the moment, and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.connect()
    begun = time.perf_counter()
    form = f"csrfmiddlewaretoken={cookie}&go=next" if method == "POST" else None
    connection.request(method, f"/s/{token}/?side=1", form, headers_of(cookie))
    found = connection.getresponse()
    body = found.read()
    taken = 1000 * (time.perf_counter() - begun)
    connection.close()
    told = sorted((k, v) for k, v in found.getheaders() if k not in ("Date", "Expires", "Set-Cookie"))
    return taken, hashlib.sha256(repr((found.status, told, body)).replace(token, "").encode()).hexdigest()


def longer(first: list[float], second: list[float]) -> tuple[float, float, float]:
    """P(first > second) + P(equal)/2 with its 95 % interval (placements, normal)."""
    own = [sum((a > b) + (a == b) / 2 for b in second) / len(second) for a in first]
    other = [sum((a > b) + (a == b) / 2 for a in first) / len(first) for b in second]
    share = sum(own) / len(own)
    se = math.sqrt(sum(sum((v - share) ** 2 for v in vs) / (len(vs) - 1) / len(vs) for vs in (own, other)))
    return share, share - 1.96 * se, share + 1.96 * se


def measure(port: int, tokens: dict[str, list[str]], cookie: str) -> dict[str, object]:
    """All kinds in shuffled order, GET and POST."""
    found: dict[str, object] = {"load": round(os.getloadavg()[0], 1)}
    for method in ("GET", "POST"):
        order = [(kind, token) for kind, of in tokens.items() for token in of]
        random.Random(1).shuffle(order)
        taken: dict[str, list[float]] = {kind: [] for kind in KINDS}
        pages: dict[str, set[str]] = {kind: set() for kind in KINDS}
        for kind, token in order:
            ms, page = ask(port, token, method, cookie)
            taken[kind].append(ms)
            pages[kind].add(page)
        found[method] = {
            "different_pages": len(set.union(*pages.values())),
            **{
                kind: {
                    "ms": [round(sorted(of)[int(len(of) * p)], 2) for p in (0.5, 0.95)],
                    "longer_than_guessed": [round(v, 3) for v in longer(of, taken["guessed"])],
                }
                for kind, of in taken.items()
            },
        }
    return found


def main() -> None:
    """Measure, print, leave nothing behind."""
    options = argparse.ArgumentParser()
    options.add_argument("--each", type=int, default=200)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        environment = os.environ | {"FRIRUM_HOME": str(home)}
        command = [sys.executable, "-m", "frirum", "--home", str(home)]
        subprocess.run([*command, "init", "--demo"], check=True, env=environment, capture_output=True)
        os.environ["FRIRUM_HOME"] = str(home)
        from frirum.web.home import start_django

        start_django(home)
        spent = prepare(asked.each)
        over = prepare(asked.each, name="over", over=True)
        port = free_port()
        server = subprocess.Popen(
            [*command, "run", "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            for _try in range(240):
                try:
                    cookie = csrf(port, f"/s/{spent[0]}/?side=1")
                    break
                except OSError:
                    time.sleep(0.5)
            wrong: list[int] = []
            for token in spent:
                answer(port, token, cookie, [], wrong)
            assert not wrong, wrong
            guessed = [secrets.token_urlsafe(32) for _n in range(asked.each)]
            cut = [token[: 5 + n % 30] for n, token in enumerate(spent)]
            kinds = dict(zip(KINDS, (spent, over, guessed, cut), strict=True))
            print(json.dumps(measure(port, kinds, cookie), indent=1))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


if __name__ == "__main__":
    main()
