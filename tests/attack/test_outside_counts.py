"""What the site as a whole tells people outside a municipality: nothing that differs between one use and four."""

from __future__ import annotations

import re
from collections import deque

import pytest
from cast import VESTHIMMERLAND, Cast
from django.db import transaction
from django.test import Client
from recorded_uses import SEVEN, load, record

from frirum.web import clock
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.uses.identities import Identity

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
# Valid days of birth with running numbers that were never given.
CITIZENS = ("0102031234", "0202031234", "0302031234", "0402031234")
OUTSIDE = (
    "nobody",
    "niels",
    *(pytest.param(name, marks=pytest.mark.long) for name in ("otto", "ulla", "mette", "eva")),
)
PAGES = 45
LINK = re.compile(rb"""(?:href|src|hx-get|action)=["'](/[^"'#]*)""")
# What no reader could make anything of: it differs between any two answers.
PASSING = re.compile(
    rb"(?<=middlewaretoken\" value=\")\w+|[0-9a-f]{8}-[0-9a-f-]{27}|kl\. \d\d[.:]\d\d|nonce-?=?\"?[\w+/=-]+"
)
KEPT_HEADERS = ("ETag", "Last-Modified", "Content-Length", "Content-Disposition", "Location")


def everything(client: Client) -> dict[str, object]:
    """Every page, file and address that links lead to, from the front page on, with what identifies the moment gone."""
    found: dict[str, object] = {}
    waiting = deque(
        ["/", "/data/", "/frigivelser/", "/haendelser/", f"/forsoeg/{SEVEN}/", f"/foelg/{SEVEN}/"]
    )
    while waiting and len(found) < PAGES:
        path = waiting.popleft()
        if path in found or path.startswith("/static/") or "log-ud" in path:
            continue
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        headers = {name: answer.headers.get(name) for name in KEPT_HEADERS}
        found[path] = (answer.status_code, PASSING.sub(b"", body), headers)
        if "html" in answer.headers.get("Content-Type", ""):
            links = [link.decode().replace("&amp;", "&") for link in LINK.findall(body)]
            waiting.extend(link for link in links if link not in found)
    return found


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_page_outside_the_municipality_tells_one_use_from_four(cast: Cast, name: str) -> None:
    load(SEVEN)
    seen = []
    with clock.at(clock.now()):  # midnight may pass between the two
        for number in (1, 4):
            point = transaction.savepoint(using="default")
            with organisation_scope([VESTHIMMERLAND]):
                for cpr in CITIZENS[:number]:
                    record(cast, identity=Identity(cpr=cpr))
            client = Client() if name == "nobody" else cast.log_in(Client(), getattr(cast, name))
            seen.append(everything(client))
            transaction.savepoint_rollback(point, using="default")
    one, four = seen
    assert len(one) > 20
    differ = sorted(path for path in one.keys() | four.keys() if one.get(path) != four.get(path))
    assert differ == []
