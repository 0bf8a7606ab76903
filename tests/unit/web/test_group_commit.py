"""Writes of several requests in one transaction: each its own, all on the disk before anybody is told."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from frirum.web.group_commit import GroupCommit
from frirum.web.zones import CASEWORK, alias


@pytest.mark.django_db
def test_inside_a_transaction_it_is_a_savepoint():
    assert GroupCommit(alias(CASEWORK)).run(lambda: 7) == 7


@pytest.fixture
def table(tmp_path, django_db_blocker):
    """A SQLite file with one table, under a name of its own, so that threads really commit."""
    own = {
        **connections.databases["default"],
        "NAME": str(tmp_path / "own.sqlite3"),
        "ENGINE": "django.db.backends.sqlite3",
    }
    own["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }  # fmt: skip
    connections.databases["own"] = own
    with django_db_blocker.unblock():
        with connections["own"].cursor() as cursor:
            cursor.execute("CREATE TABLE taken (n INTEGER PRIMARY KEY)")
        yield "own"
        connections["own"].close()
    del connections["own"]
    del connections.databases["own"]


def test_many_at_once_commit_together_and_a_fault_undoes_its_own_alone(table):
    commits, group = [], GroupCommit(table)
    begun = threading.Barrier(12)

    def one(n: int) -> object:
        def write() -> int:
            with connections[table].cursor() as cursor:
                cursor.execute("INSERT INTO taken VALUES (%s)", [n])
            if n % 5 == 0:
                raise ValueError(n)
            return n

        begun.wait()
        try:
            return group.run(write)
        except ValueError as fault:
            return str(fault)
        finally:
            connections[table].close()

    lead = group._lead
    group._lead = lambda: (commits.append(1), lead())[1]  # type: ignore[method-assign]
    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(one, range(12)))
    with connections[table].cursor() as cursor:
        cursor.execute("SELECT n FROM taken ORDER BY n")
        kept = [row[0] for row in cursor.fetchall()]
    assert found == [str(n) if n % 5 == 0 else n for n in range(12)]
    assert kept == [n for n in range(12) if n % 5]
    assert len(commits) < 12, "some waited for the disk together"


def test_a_commit_that_fails_is_told_to_everybody(table, monkeypatch):
    group = GroupCommit(table)
    connection = connections[table]
    connection.ensure_connection()
    monkeypatch.setattr(connection, "_commit", lambda: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        group.run(lambda: 1)
