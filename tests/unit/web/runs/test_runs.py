"""A plan run in the site: the curtain, the first look, what is refused, and that nothing is left half-done."""

from __future__ import annotations

import datetime as dt
import io
import multiprocessing
import threading
import zipfile
from typing import Any

import pytest
from cast import VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from ready_run import EXAMPLE, done, example_plan, order, seen

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.evidence.plan import locked_plan
from frirum.web import clock
from frirum.web.designs.reading import first_seen
from frirum.web.files.models import StoredFile
from frirum.web.jobs import queue
from frirum.web.jobs.models import Job, State
from frirum.web.jobs.worker import run_job
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.runs.actions import agree_day, cancel_run, keep_result, look, order_again
from frirum.web.runs.bringing import BroughtFile
from frirum.web.runs.computing import RunOrder, computed_apart
from frirum.web.runs.models import CurtainDay, EvaluationRun, FileRole, RunState
from frirum.web.trail.actors import WORKER
from frirum.web.trail.models import TrailEvent

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


@pytest.fixture(autouse=True)
def _in_scope():
    with organisation_scope([VESTHIMMERLAND]):
        yield


def work() -> None:
    job = queue.take("test:1:1")
    assert job is not None
    run_job(job, threading.Event())


def page(client: Client, run: EvaluationRun) -> str:
    return client.get(reverse("runs:run", args=[run.reference])).content.decode()


def test_from_the_locked_plan_to_the_verdict(cast: Cast, client: Client) -> None:
    """Ordered, computed apart, hidden until the day, opened by one who is noted, and walked back."""
    run = order(cast, opens=10, synthetic=False)
    work()
    run.refresh_from_db()
    assert run.result == (EXAMPLE / "result.json").read_text(encoding="utf-8"), "as frirum evaluate writes it"
    cast.log_in(client, cast.anders)
    before = page(client, run)
    assert "Resultatet ses ikke endnu" in before
    assert "Hvem der indgår" in before
    for secret in ("Kan ikke afgøres", "5,5", "0,055", "Tallet bag svaret"):
        assert secret not in before
    document = reverse("runs:document", args=[run.reference, "pdf"])
    assert client.get(document).status_code == 404
    with pytest.raises(NotAllowed):
        look(run=run, by=cast.anders)
    assert first_seen(run.slug, VESTHIMMERLAND) is None

    opened = clock.now() + dt.timedelta(days=10)
    with clock.at(opened):
        cast.log_in(client, cast.anders)
        assert "Åbn resultatet" in page(client, run)
        client.post(reverse("runs:look", args=[run.reference]))
        after = page(client, run)
        assert "Kan ikke afgøres:</strong> Andelen i arbejde efter 6 måneder." in after
        assert '<svg role="img"' in after
        assert 'style="' not in after[after.index("<article") : after.index("</article>")]
        assert f"kørsel {run.code}" in after
        assert client.get(document).content.startswith(b"%PDF")
        archive = client.get(reverse("runs:archive", args=[run.reference]))
    names = zipfile.ZipFile(io.BytesIO(archive.content)).namelist()
    assert {"rerun.sh", "plan.toml", "result.json", "datapackage.json", "versions.json"} <= set(names)
    assert "data.csv" not in names
    noted = first_seen(run.slug, VESTHIMMERLAND)
    assert noted is not None
    assert noted.seen_on == opened.date()
    events = TrailEvent.objects.using("statistics").filter(event__startswith="run.")
    assert [one.event for one in events.order_by("pk")] == [
        "run.day_agreed", "run.begun", "run.ordered", "run.done", "run.seen", "run.taken", "run.taken",
    ]  # fmt: skip


def test_a_file_that_cannot_be_used_leaves_a_reason_and_can_be_tried_again(
    cast: Cast, client: Client
) -> None:
    run = order(cast, content=b"kommune,tal\n820,1\n")
    work()
    run.refresh_from_db()
    assert (run.state, run.result) == (RunState.FAILED, "")
    cast.log_in(client, cast.anders)
    shown = page(client, run)
    assert "Filen kendes ikke på sine overskrifter" in shown
    assert "Kør igen" in shown
    assert order_again(run=run, by=cast.anders).state == RunState.ORDERED


def test_a_run_that_is_cancelled_keeps_nothing(cast: Cast) -> None:
    run = order(cast)
    cancel_run(run=run, by=cast.anders)
    assert Job.objects.get(reference=run.job).state == State.CANCELLED
    text = (EXAMPLE / "result.json").read_text(encoding="utf-8")
    keep_result(run=run, plan=example_plan(), text=text, by=WORKER)
    run.refresh_from_db()
    assert (run.state, run.result) == (RunState.CANCELLED, "")


def test_a_run_ordered_again_is_computed_however_soon_the_worker_comes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker saw the job before the order was written in statistics, and left the run as ordered for good."""
    run = order(cast)
    EvaluationRun.objects.filter(pk=run.pk).update(state=RunState.CANCELLED)

    def the_order_is_written(_zone: str) -> None:
        EvaluationRun.objects.filter(pk=run.pk).update(state=RunState.ORDERED)

    monkeypatch.setattr("frirum.web.runs.work.hold", the_order_is_written)
    work()
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_the_computation_ends_when_it_may_not_go_on() -> None:
    """Asked while it computes; the process is gone when the answer is no."""
    from frirum.core.catalogue import shipped_catalogue

    class Stop(Exception):
        pass

    def no() -> None:
        raise Stop

    experiment = shipped_catalogue().experiments["loentilskud-jobrotation"]
    plan = example_plan()
    with pytest.raises(Stop):
        computed_apart(
            RunOrder(experiment, (), plan, (EXAMPLE / "data.csv",)), told=lambda *_: None, may_go_on=no
        )
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(
    "content", [b"unit,time,treated,outcome\n0102031234,1,0,1\n", b"navn\n010203-1234\n"]
)
def test_a_file_with_cpr_numbers_is_refused_before_anything_is_kept(cast: Cast, content: bytes) -> None:
    with pytest.raises(InputRefused, match="CPR") as refused:
        order(cast, content=content)
    assert "1234" not in str(refused.value)
    assert not StoredFile._base_manager.using("statistics").exists()
    assert not EvaluationRun.objects.exists()


def test_digits_of_two_cells_or_lines_are_no_number(cast: Cast) -> None:
    content = b"unit,time,treated,arbejde-6m\n7,2012,0,0.123456\n1234,2013,0,123456\n7890,1,0,0.0102031234\n"
    assert order(cast, content=content).code.endswith("-0001")


@pytest.mark.parametrize(
    "changes",
    [
        {"files": []},
        {"opens": None},
        {"files": [BroughtFile(FileRole.EXTRACT, "data.exe", io.BytesIO(b"x"))]},
    ],
    ids=["no file", "no day", "an unknown kind"],
)
def test_a_run_needs_files_an_agreed_day_and_a_kind_that_is_read(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(InputRefused):
        order(cast, **changes)
    assert not EvaluationRun.objects.exists()
    assert not StoredFile._base_manager.using("statistics").exists()


def test_who_computes_does_not_open_the_curtain(cast: Cast) -> None:
    run = done(cast, opens=30)
    soon = clock.today() + dt.timedelta(days=1)
    with pytest.raises(NotAllowed, match="rykkes frem"):
        agree_day(slug=run.slug, organisation=VESTHIMMERLAND, opens=soon, reason="Nu.", by=cast.anders)
    with pytest.raises(InputRefused):
        agree_day(slug=run.slug, organisation=VESTHIMMERLAND, opens=soon, by=cast.karen)
    agree_day(slug=run.slug, organisation=VESTHIMMERLAND, opens=soon, reason="Aftalt.", by=cast.karen)
    later = soon + dt.timedelta(days=60)
    agree_day(slug=run.slug, organisation=VESTHIMMERLAND, opens=later, reason="Umodne data.", by=cast.anders)
    assert [one.opens_on for one in CurtainDay.objects.all()][:2] == [later, soon]


def test_two_runs_beside_each_other(cast: Cast, client: Client) -> None:
    first, second = seen(cast), seen(cast)
    cast.log_in(client, cast.anders)
    shown = client.get(reverse("runs:compare", args=[first.reference, second.reference])).content.decode()
    assert shown.count("Kan ikke afgøres") == 2
    assert "5,5" in shown
    assert f"Sammenlign med {second.code}" in page(client, first)


def test_a_plan_that_was_changed_after_its_lock_is_refused(cast: Cast, client: Client) -> None:
    from frirum.core.catalogue.canonical import to_toml

    order(cast)  # the catalogue is there
    plan = locked_plan(example_plan(), at=clock.now(), by="karen")
    changed = to_toml(plan).replace("smallest_relevant = 0.03", "smallest_relevant = 0.01")
    cast.log_in(client, cast.anders)
    answer = client.post(
        reverse("runs:order"),
        {
            "plan": "loentilskud-jobrotation", "organisation": VESTHIMMERLAND, "legal_basis": "§ 10",
            "delete_on": "01-12-2099", "extracts": io.BytesIO((EXAMPLE / "data.csv").read_bytes()),
            "plan_file": io.BytesIO(changed.encode()),
        },
    )  # fmt: skip
    assert answer.status_code == 409
    assert "Planen er ændret, efter at den blev låst." in answer.content.decode()
    assert EvaluationRun.objects.count() == 1
