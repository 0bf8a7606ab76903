"""Jobs: progress, cancelling, trying again, and what a worker does with one that it did not start."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.test import Client

from frirum.core.errors import InputRefused, UsageError
from frirum.web import clock, registered
from frirum.web.jobs import actions, queue, ticks
from frirum.web.jobs.context import JobContext
from frirum.web.jobs.models import Job, State
from frirum.web.jobs.worker import Worker, run_job
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.registration import JobKind, Tick
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.permitted import RoleRefused

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

DECLARED: dict[str, JobKind] = {}


def job_kind(name: str, **more: Any) -> Callable[[Callable[[JobContext], Any]], None]:
    """Declare a kind of job for one test."""

    def declare(function: Callable[[JobContext], Any]) -> None:
        DECLARED[name] = JobKind(name, "Tæller", function, **more)

    return declare


START = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)

# As they are before a test declares its own.
ALL_TICKS = registered.ticks


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    real, offered = registered.jobs(), DECLARED
    offered.clear()
    monkeypatch.setattr(registered, "jobs", lambda: {**real, **offered})
    monkeypatch.setattr(registered, "ticks", dict)
    # Progress in a thread of its own would wait for the test's transaction.
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__enter__", lambda self: self)
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__exit__", lambda self, *exc: None)


def order(kind: str = "test.count", **arguments: Any) -> Job:
    return actions.order_job(kind=kind, arguments=arguments, organisation=VESTHIMMERLAND, by=SET_UP)


def work() -> bool:
    return Worker().work_once()


def fresh(job: Job) -> Job:
    return Job._base_manager.get(pk=job.pk)


def test_a_job_runs_with_its_arguments_and_its_organisations_scope() -> None:
    @job_kind("test.count")
    def count(context: JobContext) -> dict[str, Any]:
        assert context.organisation == VESTHIMMERLAND
        return {"visible": Job.objects.count(), "upto": context.arguments["upto"]}

    with clock.at(START):
        job = order(upto=3)
        assert work()
        assert not work()
    done = fresh(job)
    assert (done.state, done.attempts, done.finished_at) == (State.DONE, 1, START)
    assert done.result == {"visible": 1, "upto": 3}
    events = list(TrailEvent.objects.values_list("event", "actor"))
    assert events == [("job.ordered", "system:tests"), ("job.done", "system:worker")]


def test_progress_is_seen_while_it_runs() -> None:
    seen = []

    @job_kind("test.count")
    def count(context: JobContext) -> None:
        for number in range(3):
            context.progress(number, 3, "Tæller")
            seen.append(Job.objects.values_list("done", "total", "message").get())

    order()
    work()
    assert seen == [(0, 3, "Tæller"), (1, 3, "Tæller"), (2, 3, "Tæller")]


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_step() -> None:
    @job_kind("test.count")
    def count(context: JobContext) -> None:
        actions.ask_to_cancel(job=Job.objects.get(), by=SET_UP)
        context.progress(1, 2)
        pytest.fail("went on after it was cancelled")

    job = order()
    work()
    assert fresh(job).state == State.CANCELLED
    Job._base_manager.all().delete()
    waiting = order()
    actions.ask_to_cancel(job=waiting, by=SET_UP)
    assert fresh(waiting).state == State.CANCELLED
    assert not work()


def test_a_refusal_is_shown_and_not_tried_again() -> None:
    @job_kind("test.count")
    def count(context: JobContext) -> None:
        raise InputRefused("Filen er tom.", remedy="Vælg en anden.")

    job = order()
    work()
    assert (fresh(job).state, fresh(job).error) == (State.FAILED, "Filen er tom. Vælg en anden.")


def test_a_fault_of_ours_is_tried_three_times_and_tells_nothing_personal() -> None:
    @job_kind("test.count")
    def count(context: JobContext) -> None:
        raise ValueError("borger 0101901234")

    with clock.at(START):
        job = order()
        assert work()
        assert fresh(job).state == State.QUEUED
        assert not work(), "it waits before the second attempt"
    for minutes in (5, 30):
        with clock.at(START + dt.timedelta(minutes=minutes)):
            assert work()
    failed = fresh(job)
    assert (failed.state, failed.attempts) == (State.FAILED, 3)
    assert "0101901234" not in failed.error


def test_a_checkpoint_is_there_in_the_next_attempt() -> None:
    @job_kind("test.count")
    def count(context: JobContext) -> dict[str, Any]:
        if "at" not in context.checkpoint:
            context.save({"at": 7}, done=7)
            raise ConnectionError
        return {"resumed": context.checkpoint["at"]}

    with clock.at(START):
        job = order()
        work()
    with clock.at(START + dt.timedelta(hours=1)):
        work()
    assert fresh(job).result == {"resumed": 7}


def test_a_stopping_worker_puts_its_job_back_without_counting_the_attempt() -> None:
    worker = Worker()

    @job_kind("test.count")
    def count(context: JobContext) -> None:
        worker.stop()
        context.progress(1, 2)

    job = order()
    worker.work_once()
    assert (fresh(job).state, fresh(job).attempts) == (State.QUEUED, 0)


def test_a_job_that_kills_its_worker_again_and_again_is_given_up(settings: Any) -> None:
    @job_kind("test.count", max_attempts=2)
    def count(context: JobContext) -> None:
        pytest.fail("must not run a third time")

    with clock.at(START):
        job = order()
        for _attempt in range(2):
            queue.take("elsewhere:1:1")
            Job._base_manager.update(heartbeat_at=START - dt.timedelta(minutes=5))
            assert queue.put_back_abandoned() == 1
        work()
    assert fresh(job).state == State.FAILED
    assert "afbrudt 2 gange" in fresh(job).error


def test_a_worker_that_was_silent_too_long_cannot_finish_what_another_took() -> None:
    @job_kind("test.count")
    def count(context: JobContext) -> dict[str, Any]:
        Job._base_manager.update(worker="another:1:1", attempts=2)
        context.progress(1, 2)
        pytest.fail("went on with a job that is not its own")

    job = order()
    taken = queue.take("me:1:1")
    assert taken is not None
    run_job(taken, threading.Event())
    assert (fresh(job).state, fresh(job).worker) == (State.RUNNING, "another:1:1")


def test_a_living_worker_on_this_machine_keeps_its_job() -> None:
    order_kind = job_kind("test.count")
    order_kind(lambda context: None)
    order()
    queue.take(queue.worker_name())
    assert queue.put_back_abandoned() == 0


def test_jobs_run_in_the_order_they_came() -> None:
    ran = []
    job_kind("test.count")(lambda context: ran.append(context.arguments["n"]))
    for n in range(3):
        order(n=n)
    while work():
        pass
    assert ran == [0, 1, 2]


def test_an_unknown_kind_is_refused_when_ordered_and_fails_when_found() -> None:
    with pytest.raises(UsageError):
        order("test.unknown")
    job_kind("test.old")(lambda context: None)
    job = order("test.old")
    del DECLARED["test.old"]
    work()
    assert fresh(job).state == State.FAILED


def declare_ticks(monkeypatch: pytest.MonkeyPatch, *declared: Tick) -> None:
    monkeypatch.setattr(registered, "ticks", lambda: {one.name: one for one in declared})


def test_a_tick_runs_once_in_its_period_whatever_the_number_of_workers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[str] = []
    declare_ticks(
        monkeypatch,
        Tick("test.minute", lambda: calls.append("minute")),
        Tick("test.hour", lambda: calls.append("hour"), dt.timedelta(hours=1)),
    )
    for seconds in (0, 10, 59, 60, 61, 3600):
        with clock.at(START + dt.timedelta(seconds=seconds)):
            ticks.run_due()
            ticks.run_due()
    assert calls == ["minute", "hour", "minute", "minute", "hour"]


def test_what_happens_by_itself_happens_for_every_organisation() -> None:
    """It runs without anybody's scope: a query that wants one fails, and what should be deleted stays."""
    done = []
    for name, one in ALL_TICKS().items():
        one.function()
        done.append(name)
    assert done, "nothing is declared to happen by itself"


def test_a_tick_that_fails_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def broken() -> None:
        raise RuntimeError

    fine = Tick("test.fine", lambda: calls.append("fine"))
    declare_ticks(monkeypatch, Tick("test.broken", broken), fine)
    assert ticks.run_due() == ["test.broken", "test.fine"]
    assert calls == ["fine"]


def test_the_leader_orders_follows_and_cancels(client: Client, cast: Cast) -> None:
    cast.log_in(client, cast.lone)
    page = client.post("/opgaver/bestil/trail.verify/", follow=True)
    assert page.status_code == 200
    assert "Venter" in page.content.decode()
    client.post("/opgaver/bestil/trail.verify/")
    with organisation_scope([VESTHIMMERLAND]):
        job = Job.objects.get()  # asked for twice, ordered once
    assert client.get(f"/opgaver/{job.reference}/fremdrift.json").json()["over"] is False
    client.post(f"/opgaver/{job.reference}/afbryd/")
    assert client.get(f"/opgaver/{job.reference}/fremdrift.json").json() == {
        "state": "cancelled",
        "label": "Afbrudt",
        "percent": None,
        "message": "",
        "over": True,
    }
    assert "Afbrudt" in client.get("/opgaver/").content.decode()


def test_the_check_of_the_installation_as_a_job(client: Client, cast: Cast) -> None:
    cast.log_in(client, cast.lone)
    page = client.post("/opgaver/bestil/trail.verify/")
    work()
    text = client.get(page["Location"]).content.decode()
    assert "Færdig" in text
    assert "Fejl fundet" in text


def test_only_an_offered_job_can_be_ordered_by_its_address(client: Client, cast: Cast) -> None:
    job_kind("test.inner")(lambda context: None)
    cast.log_in(client, cast.lone)
    for kind in ("test.inner", "nobody.knows"):
        assert client.post(f"/opgaver/bestil/{kind}/").status_code == 404


def test_a_small_job_never_waits_behind_a_large_one() -> None:
    done: list[str] = []

    @job_kind("test.large", is_large=True)
    def large(context: JobContext) -> None:
        # While this one runs in the first worker, the second does what is small, and leaves the other large one.
        done.append("large")
        for _round in range(2):
            Worker(small_only=True).work_once()

    @job_kind("test.small")
    def small(context: JobContext) -> None:
        done.append("small")

    for kind in ("test.large", "test.large", "test.small"):
        order(kind)
    assert Worker().work_once()
    assert done == ["large", "small"]
    assert not Worker(small_only=True).work_once()
    assert actions.order_job(
        kind="test.small", arguments={}, organisation=VESTHIMMERLAND, by=SET_UP, is_large=True
    ).is_large


def test_a_job_is_seen_and_cancelled_by_its_owner(cast: Cast, client: Client) -> None:
    @job_kind("test.count")
    def count(context: JobContext) -> None: ...

    hers = actions.order_job(kind="test.count", arguments={}, organisation=VESTHIMMERLAND, by=SET_UP)
    Job._base_manager.filter(pk=hers.pk).update(requested_by=cast.karen.trail_reference)
    hers.refresh_from_db()
    systems = order()
    for person, sees in ((cast.karen, True), (cast.lone, False), (cast.adam, True)):
        page = cast.log_in(Client(), person)
        assert (str(hers.reference) in page.get("/opgaver/").content.decode()) == sees
        assert str(systems.reference) in page.get("/opgaver/").content.decode()
        assert page.get(f"/opgaver/{hers.reference}/").status_code == (200 if sees else 404)
    with pytest.raises(RoleRefused):
        actions.ask_to_cancel(job=hers, by=cast.lone)
