"""A full disk says so, nothing is half saved, and whoever is logged in goes on reading."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from cast import PASSWORD, Cast
from django.db import connection
from django.test import Client

from frirum.web import clock
from frirum.web.full_disk import DiskFull
from frirum.web.home import Home
from frirum.web.keeping.backup import _copy_database
from frirum.web.keeping.doctor import examine
from frirum.web.organisations.models import Membership, User
from frirum.web.trail.models import TrailEvent

pytestmark = pytest.mark.django_db(databases=["default", "statistics"], transaction=True)

START = dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)
NEW = {"email": "ny@eksempel.dk", "name": "Nina Ny", "organisation": "820", "role": "caseworker"}


@pytest.fixture
def full() -> Iterator[None]:
    """The database may have no page more than it has."""
    if connection.vendor != "sqlite":
        pytest.skip("a limit on the database's size is SQLite's")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        before = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {cursor.execute('PRAGMA page_count').fetchone()[0]}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count = {before}")


def test_a_full_disk_is_said_and_reading_goes_on(
    client: Client, cast: Cast, request: pytest.FixtureRequest
) -> None:
    with clock.at(START):
        assert (
            client.post("/log-ind/", {"email": "adam@eksempel.dk", "password": PASSWORD}).status_code == 302
        )
        request.getfixturevalue("full")
        for n in range(200):
            people, roles, events = (model.objects.count() for model in (User, Membership, TrailEvent))
            answer = client.post("/medlemmer/ny/", {**NEW, "email": f"ny{n}@eksempel.dk"})
            if answer.status_code != 200:
                break
    assert answer.status_code == 507
    assert "Disken er fuld" in answer.content.decode()
    # Both or neither, and no event of what did not happen.
    assert (User.objects.count(), Membership.objects.count()) == (people, roles)
    assert TrailEvent.objects.count() == events
    # The session is not noted any more, and lives on.
    with clock.at(START + dt.timedelta(minutes=5)):
        assert client.get("/medlemmer/").status_code == 200
        assert client.get("/forsoeg/").status_code == 200
        # Who reads the trail is written in the trail: not now, so it is not shown, and not because of what was typed.
        answers = (client.get("/haendelser/") for _n in range(200))
        events = next(one for one in answers if one.status_code != 200)
    assert events.status_code == 507
    assert "ikke noteres nu" in events.content.decode()
    assert "ville gemme" not in events.content.decode()


def test_a_database_that_finds_no_room_to_open_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = sqlite3.OperationalError("disk I/O error")
    fault.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE

    def no_room(*_arguments: object, **_options: object) -> None:
        raise fault

    monkeypatch.setattr(sqlite3, "connect", no_room)
    found = {one.name: one.message for one in examine(Home(tmp_path))}
    assert "disken er fuld" in found["database_casework"]
    with pytest.raises(DiskFull, match="kan ikke åbnes"):
        _copy_database(tmp_path / "casework.sqlite3", tmp_path / "copy.sqlite3")
