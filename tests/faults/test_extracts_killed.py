"""A reading or an acceptance that dies in the middle leaves what was before, and its successor what was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from cast import Cast
from django.test import Client
from extract_work import coordinator, fresh, keep, mark, marks_file, read_batch, upload, work

from frirum.web import clock
from frirum.web.extracts import actions, staging
from frirum.web.extracts.models import Batch, BatchState, ExtractRow, RowFinding, RowState
from frirum.web.jobs.actions import ask_to_cancel
from frirum.web.jobs.models import Job, State
from frirum.web.trail.actors import System
from frirum.web.trail.verification import verify
from frirum.web.uses.models import Citizen, Use

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
TESTS = System("tests", everything=True)
ROWS = [mark(f"{day:02d}0703-1{day:03d}") for day in range(1, 10)] + [mark("", "01-01-2019")]


class Killed(BaseException):
    """As a kill: nothing catches it."""


@pytest.fixture(autouse=True)
def _short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "STRETCH", 2)
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__enter__", lambda self: self)
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__exit__", lambda self, *exc: None)


@pytest.fixture
def karen(cast: Cast, client: Client) -> Iterator[Client]:
    with clock.at(dt.datetime(2019, 6, 3, 9, tzinfo=dt.UTC)):
        yield coordinator(cast, client)


def dying(
    monkeypatch: pytest.MonkeyPatch, place: Any, name: str, at_call: int, fault: type[BaseException]
) -> None:
    """Make the n-th call of a function the last thing its process does."""
    real, calls = getattr(place, name), []

    def die(*arguments: Any, **named: Any) -> Any:
        calls.append(1)
        if len(calls) == at_call:
            raise fault
        return real(*arguments, **named)

    monkeypatch.setattr(place, name, die)


def put_back() -> None:
    """What the next worker does with a job whose process is gone."""
    Job._base_manager.filter(state=State.RUNNING).update(state=State.QUEUED, worker="")


def outcome(batch: Batch) -> tuple[Any, ...]:
    rows = ExtractRow._base_manager.filter(batch=batch)
    return (
        batch.state,
        (batch.rows, batch.accepted, batch.set_aside, batch.duplicates),
        list(rows.order_by("line").values_list("line", "content_key", "standing", "state")),
        list(RowFinding.objects.filter(batch=batch).order_by("line").values_list("line", "code")),
    )


# A stretch adds findings twice: what it says of rows before it, and its own.
@pytest.mark.parametrize(
    "name, at_call, whole", [("_stage", 1, 0), ("_stage", 4, 3), ("_note", 3, 2), ("add_findings", 5, 2)]
)
def test_a_reading_killed_anywhere_ends_as_one_that_was_not(
    karen: Client, monkeypatch: pytest.MonkeyPatch, name: str, at_call: int, whole: int
) -> None:
    undisturbed = outcome(read_batch(karen, upload(karen, marks_file(*ROWS))))
    assert undisturbed[1] == (10, 9, 1, 0)
    with monkeypatch.context() as patched:
        dying(patched, staging, name, at_call, Killed)
        with pytest.raises(Killed):
            read_batch(karen, upload(karen, marks_file(*ROWS)))
    batch = Batch._base_manager.latest("pk")
    assert (batch.state, batch.rows) == (BatchState.READING, 0)
    written = ExtractRow._base_manager.filter(batch=batch).count()
    assert written == 2 * whole, "a stretch is written whole with the place it ends at, or not at all"
    put_back()
    work()
    assert outcome(fresh(batch)) == undisturbed


@pytest.mark.parametrize(
    "place, name",
    [(actions, "rows_hash"), (actions, "_decide"), (actions, "record"), (staging, "delete_staged")],
)
def test_an_acceptance_killed_anywhere_leaves_nothing_of_it(
    karen: Client, monkeypatch: pytest.MonkeyPatch, place: Any, name: str
) -> None:
    first = keep(karen, read_batch(karen, upload(karen, marks_file(*ROWS[:5]))))
    second = read_batch(karen, upload(karen, marks_file(*ROWS[3:]), corrects=str(first.reference)))
    karen.post(f"/udtraek/{second.reference}/gem/")
    before = outcome(fresh(first)), outcome(fresh(second)), list(Use._base_manager.order_by("pk").values())
    citizens = Citizen._base_manager.count()
    with monkeypatch.context() as patched:
        dying(patched, place, name, 1, Killed)
        with pytest.raises(Killed):
            work()
    assert (
        outcome(fresh(first)),
        outcome(fresh(second)),
        list(Use._base_manager.order_by("pk").values()),
    ) == before
    assert Citizen._base_manager.count() == citizens
    put_back()
    work()
    assert fresh(second).state == BatchState.ACCEPTED
    assert ExtractRow._base_manager.filter(state=RowState.CURRENT).count() == 6
    assert Use._base_manager.filter(state="recorded").count() == 6
    assert verify() == []


def test_a_cancelled_reading_goes_on_where_it_stopped(karen: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    undisturbed = outcome(read_batch(karen, upload(karen, marks_file(*ROWS))))
    real = staging._stage

    def cancel(batch: Batch, settled: Any) -> None:
        real(batch, settled)
        ask_to_cancel(job=Job._base_manager.get(reference=fresh(batch).job), by=TESTS)

    with monkeypatch.context() as patched:
        patched.setattr(staging, "_stage", cancel)
        batch = read_batch(karen, upload(karen, marks_file(*ROWS)))
    assert (batch.state, ExtractRow._base_manager.filter(batch=batch).count()) == (BatchState.READING, 2)
    page = karen.get(f"/udtraek/{batch.reference}/").content.decode()
    assert "Afbrudt" in page
    assert "Læs videre" in page
    karen.post(f"/udtraek/{batch.reference}/laes/")
    work()
    assert outcome(fresh(batch)) == undisturbed


def test_nothing_is_changed_under_a_reading(karen: Client) -> None:
    address = upload(karen, marks_file(*ROWS))["Location"]
    found = karen.get(address).context["found"]
    posted = {f"kolonne-{column.place}": column.field for column in found.columns} | {"handling": "laes"}
    karen.post(address, posted)
    batch = fresh(address)
    for where, data in (("kolonner", posted), ("laes", {}), ("gem", {}), ("laeg-vaek", {"reason": "Nej"})):
        karen.post(f"/udtraek/{batch.reference}/{where}/", data)
        assert (fresh(batch).state, fresh(batch).job) == (BatchState.READING, batch.job)
    work()
    assert fresh(batch).state == BatchState.READ


def test_rows_go_when_their_date_comes_and_their_counts_stay(karen: Client) -> None:
    from frirum.web.extracts.keeping import expire_due

    first = keep(karen, read_batch(karen, upload(karen, marks_file(*ROWS[:3]), delete_on="01-01-2020")))
    changed = [ROWS[0], mark("020703-1002", ended_on="10-09-2018")]
    keep(karen, read_batch(karen, upload(karen, marks_file(*changed), delete_on="01-01-2031")))
    waiting = read_batch(karen, upload(karen, marks_file(ROWS[5]), delete_on="01-01-2020"))
    with clock.at(dt.datetime(2019, 12, 31, 12, tzinfo=dt.UTC)):
        expire_due()
        assert fresh(first).rows_deleted_on is None
    with clock.at(dt.datetime(2020, 1, 1, 12, tzinfo=dt.UTC)):
        expire_due()
        expire_due()
    assert fresh(first).rows_deleted_on == dt.date(2020, 1, 1)
    assert (fresh(first).rows, fresh(first).accepted) == (3, 3)
    assert fresh(waiting).state == BatchState.DISCARDED
    assert [row.batch.number for row in ExtractRow._base_manager.select_related("batch")] == [2]
    assert verify() == []
