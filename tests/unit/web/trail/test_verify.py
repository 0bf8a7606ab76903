"""Tampering by somebody with the database but without the keys: every kind is found, and named."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cast import SET_UP, Cast
from django.db import connections

from frirum.core.errors import InputRefused
from frirum.web import clock
from frirum.web.organisations import actions
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import User
from frirum.web.organisations.roles import Administrator
from frirum.web.trail import guards
from frirum.web.trail.models import RowSeal, TrailEvent
from frirum.web.trail.receipts import compare, make_receipt, read_receipt
from frirum.web.trail.snapshot import one_snapshot
from frirum.web.trail.verification import verify
from frirum.web.zones import STATISTICS

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


def sql(statement: str, *values: object) -> None:
    """What a database administrator can do: triggers off, change, triggers on."""
    guards.remove("default")
    with connections["default"].cursor() as cursor:
        # None, not (): an empty tuple would make a per cent sign in the statement a place for a value.
        cursor.execute(statement, values or None)
    guards.install("default")


def codes() -> set[str]:
    return {fault.code for fault in verify()}


def test_an_untouched_installation_has_no_faults(cast: Cast) -> None:
    assert verify() == []


def test_the_first_thing_that_a_process_asks_may_be_a_snapshot() -> None:
    def first() -> None:
        with one_snapshot(STATISTICS):
            pass
        connections.close_all()

    with ThreadPoolExecutor(1) as threads:  # a thread begins without a connection, as a process does
        threads.submit(first).result()


TAMPERINGS: dict[str, tuple[str, set[str]]] = {
    "a name changed": (
        "UPDATE organisations_user SET name = 'X' WHERE email = 'rikke@eksempel.dk'",
        {"row_changed"},
    ),
    "a role raised": (
        "UPDATE organisations_membership SET role = 'administrator' WHERE role = 'caseworker'",
        {"row_changed"},
    ),
    "a role taken": ("DELETE FROM organisations_membership WHERE role = 'caseworker'", {"row_removed"}),
    "a town moved into a network": (
        "DELETE FROM organisations_organisation_municipalities",
        {"row_changed"},
    ),
    "an actor replaced": ("UPDATE trail_trailevent SET actor = 'user:x' WHERE id = 3", {"event_changed"}),
    "an event removed": ("DELETE FROM trail_trailevent WHERE id = 3", {"event_missing", "segment_cut"}),
    "the end cut off": (
        "DELETE FROM trail_trailevent WHERE id = (SELECT max(id) FROM trail_trailevent)",
        {"segment_cut"},
    ),
    "a segment removed": ("DELETE FROM trail_trailsegment", {"event_stray"}),
    "a seal removed": (
        "DELETE FROM trail_rowseal WHERE subject LIKE 'membership%'",
        {"seal_replaced", "row_added"},
    ),
    "a segment marked as expired": (
        "UPDATE trail_trailsegment SET expired_at = '2027-01-01', events = 0",
        {"segment_changed", "segment_cut"},
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_raw_sql_is_found(name: str, cast: Cast) -> None:
    statement, expected = TAMPERINGS[name]
    sql(statement)
    assert codes() == expected


def test_a_row_added_by_raw_sql_is_found(cast: Cast) -> None:
    sql(
        "INSERT INTO organisations_membership (reference, role, created_at, user_id, organisation_id)"
        " SELECT '00000000000000000000000000000000', 'administrator', '2027-01-01',"
        " max(user_id), max(organisation_id) FROM organisations_membership"
    )
    assert codes() == {"row_added"}


def test_an_old_row_put_back_with_its_old_seal_is_found(cast: Cast) -> None:
    """A whole row restored from a backup, seal and all: the trail remembers the newer content."""
    old = RowSeal.objects.get(subject=f"user:{cast.rikke.reference}")
    actions.close_account(user=cast.rikke, by=cast.adam)
    sql("UPDATE organisations_user SET is_active = %s WHERE id = %s", True, cast.rikke.pk)
    sql(
        "UPDATE trail_rowseal SET content = %s, seal = %s WHERE subject = %s",
        old.content,
        old.seal,
        old.subject,
    )
    assert codes() == {"seal_replaced"}


def test_two_events_swapped_are_found(cast: Cast) -> None:
    for old, new in ((3, -1), (4, 3), (-1, 4)):
        sql("UPDATE trail_trailevent SET id = %s WHERE id = %s", new, old)
    assert {"event_missing", "event_changed"} <= codes()


def test_a_removed_trigger_is_found(cast: Cast) -> None:
    connection = connections["statistics"]
    on_table = "" if connection.vendor == "sqlite" else " ON trail_trailevent"
    connection.cursor().execute(f"DROP TRIGGER guard_trail_trailevent_delete{on_table}")
    [fault] = verify()
    assert (fault.code, fault.zone) == ("guard_missing", "statistics")
    guards.install("statistics")


def test_a_trigger_that_does_nothing_under_the_right_name_is_found(cast: Cast) -> None:
    connection = connections["statistics"]
    name, table = "guard_trail_trailevent_delete", "trail_trailevent"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} WHEN 1=0 BEGIN SELECT 1; END")
        else:
            nothing = "LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$"
            cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger {nothing}")
    assert [(fault.code, fault.place) for fault in verify()] == [("guard_missing", name)]
    guards.install("statistics")


def test_a_password_or_login_is_not_tampering(cast: Cast) -> None:
    User.objects.filter(pk=cast.rikke.pk).update(last_login=clock.now())
    assert verify() == []


@pytest.fixture
def receipt(tmp_path: Path, cast: Cast) -> Callable[[], Path]:
    def write() -> Path:
        path = tmp_path / "kvittering.json"
        path.write_text(json.dumps(make_receipt().as_dict()), encoding="utf-8")
        return path

    return write


def test_a_receipt_agrees_as_the_chain_grows(receipt: Callable[[], Path], cast: Cast) -> None:
    path = receipt()
    actions.close_account(user=cast.rikke, by=cast.adam)
    assert list(compare(read_receipt(path))) == []


def test_a_chain_written_anew_with_the_keys_is_found_by_the_receipt(
    receipt: Callable[[], Path], cast: Cast
) -> None:
    """The strongest attacker has database and keys: the chain verifies, the receipt does not."""
    path = receipt()
    guards.remove("default")
    # The seals of accounts stay: with the keys they could be written anew as well.
    others = "trail_rowseal WHERE subject NOT LIKE 'user:%'"
    for table in ("trail_trailevent", "trail_trailsegment", others, "organisations_membership"):
        connections["default"].cursor().execute(f"DELETE FROM {table}")
    guards.install("default")
    town = cast.adam.memberships.model._meta.get_field("organisation").related_model.objects.get(key="820")
    with clock.at(dt.datetime(2027, 1, 1, tzinfo=dt.UTC)):
        actions.give_membership(user=cast.ulla, organisation=town, role=Administrator, by=SET_UP)
    assert {fault.code for fault in compare(read_receipt(path))} == {"receipt_ahead"}
    while (count := TrailEvent.objects.count()) < read_receipt(path).heads["casework"][0]:
        actions.make_organisation(key=f"ny-{count}", kind=Kind.MINISTRY, name="Ny", by=SET_UP)
    assert {fault.code for fault in compare(read_receipt(path))} == {"receipt_differs"}


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"at": "x", "zones": {"casework": {}}}', "\x00"])
def test_a_file_that_is_no_receipt_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused, match="ikke en kvittering"):
        read_receipt(path)
