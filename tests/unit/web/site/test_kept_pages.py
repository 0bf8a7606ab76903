"""Pages for strangers are kept until something is written, and never anybody's own."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator

import pytest
from cast import SET_UP, Cast
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from published import publish_shipped

from frirum.web import clock
from frirum.web.organisations.actions import make_organisation
from frirum.web.organisations.kinds import Kind

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _kept(settings: object, cast: Cast) -> Iterator[None]:
    settings.KEEP_PAGES = True  # type: ignore[attr-defined]
    with clock.at(NOON):
        yield


def asked(client: Client, address: str, **more: object) -> tuple[object, int]:
    """The answer, and how many questions the databases got."""
    with (
        CaptureQueriesContext(connections["default"]) as first,
        CaptureQueriesContext(connections["statistics"]) as second,
    ):
        answer = client.get(address, **more)  # type: ignore[arg-type]
    return answer, len(first) + len(second)


def test_a_page_is_made_once_and_again_when_something_is_written(client: Client) -> None:
    first, _n = asked(client, "/kommuner/")
    again, questions = asked(client, "/kommuner/")
    assert (again.content, questions) == (first.content, 2)  # type: ignore[attr-defined]
    assert first["Cache-Control"] == "no-cache"  # type: ignore[index]
    english = client.get("/kommuner/", headers={"cookie": "frirum_language=en"})
    assert english.content != first.content  # type: ignore[attr-defined]
    make_organisation(key="101", kind=Kind.MUNICIPALITY, name="Københavns Kommune", by=SET_UP)
    _answer, questions = asked(client, "/kommuner/")
    assert questions > 2
    with clock.at(NOON + dt.timedelta(minutes=1)):
        _answer, questions = asked(client, "/kommuner/")
    assert questions > 2


def test_who_has_the_page_is_told_so_and_who_packs_gets_it_packed(client: Client) -> None:
    page = client.get("/ordliste/")
    same = client.get("/ordliste/", headers={"if-none-match": page["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    packed = client.get("/ordliste/", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == page.content
    for refused in ("gzip;q=0", "br", ""):
        assert "Content-Encoding" not in client.get("/ordliste/", headers={"accept-encoding": refused})
    assert "ETag" not in client.get("/ordliste/", {"q": "x" * 600}), "nobody's usual page takes room"
    assert {"Accept-Encoding", "Cookie"} <= set(packed["Vary"].replace(" ", "").split(","))


@pytest.mark.parametrize("address", ["/log-ind/", "/health", "/s/findes-ikke/", "/findes-ikke/"])
def test_what_is_no_page_for_everybody_is_not_kept(client: Client, address: str) -> None:
    assert "ETag" not in client.get(address)


def test_nobody_else_is_shown_a_readers_page(cast: Cast, client: Client) -> None:
    strangers = client.get("/").content
    mine = cast.log_in(Client(), cast.rikke).get("/")
    assert cast.rikke.name in mine.content.decode()
    assert "ETag" not in mine
    assert client.get("/").content == strangers


def test_a_page_with_a_form_has_its_readers_own_token() -> None:
    publish_shipped("foertidspension-opfoelgning")
    first, other = (Client().get("/sag/foertidspension-opfoelgning/") for _one in range(2))
    assert "ETag" not in first
    assert first.cookies["frirum_csrf"].value != other.cookies["frirum_csrf"].value
