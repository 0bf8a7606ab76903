"""Seals outlive code: a raw edit is never laundered, a new column leaves old rows valid, an upgrade seals as one event."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cast import PASSWORD, SET_UP, VESTHIMMERLAND, Cast
from django.core import mail as outbox
from django.db import models
from django.test import Client
from recorded_uses import SEVEN, load, record

from frirum.core.errors import NotAllowed
from frirum.web import clock, installation, registered
from frirum.web.jobs import nightly, queue
from frirum.web.jobs.actions import order_job
from frirum.web.jobs.context import JobContext
from frirum.web.jobs.models import Job, State
from frirum.web.jobs.worker import run_job
from frirum.web.mail.actions import queue_mail
from frirum.web.mail.models import MailState, OutboxMail
from frirum.web.mail.sending import send_waiting
from frirum.web.organisations import actions
from frirum.web.organisations.models import Membership, Organisation, User
from frirum.web.organisations.roles import Analyst
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.registration import SealedRows
from frirum.web.trail.models import RowSeal, TrailEvent
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action
from frirum.web.trail.recording import record as note
from frirum.web.trail.resealing import faults_before_upgrade, seal_anew
from frirum.web.trail.sealed import subject_of
from frirum.web.trail.verification import verify
from frirum.web.trail.watching import RowChanged
from frirum.web.uses.actions import retract_use
from frirum.web.uses.models import Use
from frirum.web.zones import CASEWORK

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


def raw(row: models.Model, **values: Any) -> None:
    """A change past every action, as by somebody with the database."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)


# ---- verify before reseal ----

WRITES: dict[str, tuple[Callable[[Cast], tuple[models.Model, dict[str, Any]]], Callable[[Cast], object]]] = {
    "an account renamed, then closed": (
        lambda cast: (cast.rikke, {"name": "En anden"}),
        lambda cast: actions.close_account(user=cast.rikke, by=cast.adam),
    ),
    "a password put in, then reopened": (
        lambda cast: (cast.rikke, {"password": "md5$salt$0"}),
        lambda cast: actions.close_account(user=cast.rikke, by=cast.adam),
    ),
    "a role raised, then taken": (
        lambda cast: (cast.rikke.memberships.get(), {"role": "administrator"}),
        lambda cast: actions.take_membership(membership=cast.rikke.memberships.get(), by=cast.adam),
    ),
    "a network renamed, then joined": (
        lambda cast: (Organisation.objects.get(key="nordjylland"), {"name": "X"}),
        lambda cast: actions.join_network(
            network=Organisation.objects.get(key="nordjylland"),
            municipality=Organisation.objects.get(key="461"),
            by=SET_UP,
        ),
    ),
}


@pytest.mark.parametrize("name", WRITES)
def test_the_next_ordinary_write_does_not_make_a_raw_edit_right(name: str, cast: Cast) -> None:
    tamper, write = WRITES[name]
    row, values = tamper(cast)
    raw(row, **values)
    before = TrailEvent.objects.count()
    with pytest.raises(RowChanged, match="uden om systemet"):
        write(cast)
    assert TrailEvent.objects.count() == before
    assert {fault.code for fault in verify()} == {"row_changed"}


@pytest.fixture
def catalogue(cast: Cast) -> Iterator[None]:
    """Experiment 7, in the scope of those who use it."""
    load(SEVEN)
    with organisation_scope([VESTHIMMERLAND]):
        yield


@pytest.mark.usefixtures("catalogue")
def test_a_use_changed_by_hand_is_not_retracted_into_a_right_one(cast: Cast) -> None:
    use = record(cast)
    raw(use, note="Et andet notat")
    with pytest.raises(RowChanged):
        retract_use(use=Use.objects.get(pk=use.pk), reason="Forkert.", by=cast.rikke)


@pytest.mark.usefixtures("catalogue")
def test_every_sealed_model_is_held_against_its_seal_when_it_is_saved(cast: Cast) -> None:
    """Whatever app it is in: the rows there are, each changed by hand and then saved in an action."""
    record(cast)
    order_job(kind="trail.verify", arguments={}, organisation=VESTHIMMERLAND, by=SET_UP)
    queue_mail(once_key="1", address="a@eksempel.dk", subject="S", body="B", by=SET_UP)
    tried = set()
    for rows in registered.sealed():
        row = rows.model._base_manager.first()
        if row is None:
            continue
        RowSeal.objects.filter(subject__startswith=f"{rows.key}:").delete()

        @action(needs=BY_SYSTEM, of=ANYWHERE)
        def touch(*, row: models.Model, by: Any) -> None:
            row.save()
            note("trail.read", by=by, subject="trail", details={})

        with pytest.raises(RowChanged):
            touch(row=row, by=SET_UP)
        tried.add(rows.key)
    assert {"user", "organisation", "membership", "use", "citizen", "job", "mail"} <= tried


def test_a_sealed_row_saved_without_an_event_on_it_is_a_fault_of_ours(cast: Cast) -> None:
    @action(needs=BY_SYSTEM, of=ANYWHERE)
    def forgetful(*, by: Any) -> None:
        cast.rikke.name = "En anden"
        cast.rikke.save()
        note("trail.read", by=by, subject="trail")

    with pytest.raises(AssertionError, match="without an event on them"):
        forgetful(by=SET_UP)


def test_nobody_logs_in_with_a_password_that_was_put_in(client: Client, cast: Cast) -> None:
    known = User.objects.get(pk=cast.karen.pk).password
    raw(cast.adam, password=known)
    answer = client.post("/log-ind/", {"email": cast.adam.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_nobody_logs_in_with_a_role_that_was_put_in(client: Client, cast: Cast) -> None:
    town = Organisation.objects.get(key=VESTHIMMERLAND)
    Membership.objects.create(user=cast.ulla, organisation=town, role="administrator", created_at=clock.now())
    client.post("/log-ind/", {"email": cast.ulla.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_a_job_that_was_changed_is_not_done(cast: Cast) -> None:
    order_job(kind="trail.verify", arguments={}, organisation=VESTHIMMERLAND, by=SET_UP)
    job = queue.take("tests")
    assert job is not None
    raw(job, requested_by=cast.adam.trail_reference)
    run_job(Job._base_manager.get(pk=job.pk), stopping=None)  # type: ignore[arg-type]
    assert Job._base_manager.get(pk=job.pk).state == State.FAILED
    assert TrailEvent.objects.latest("id").event == "job.refused"


def test_a_mail_that_was_changed_is_not_sent(cast: Cast) -> None:
    mail = queue_mail(once_key="1", address="a@eksempel.dk", subject="S", body="B", by=SET_UP)
    raw(mail, address="en.anden@eksempel.dk")
    assert send_waiting() == 0
    assert OutboxMail.objects.get().state == MailState.FAILED
    assert outbox.outbox == []


# ---- columns and upgrades ----


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Until it is called, accounts are sealed as by a version that had no `name` yet."""
    real = registered.sealed()
    fewer = tuple(name for name in next(r for r in real if r.key == "user").columns if name != "name")
    before = [SealedRows("user", User, only=fewer) if rows.key == "user" else rows for rows in real]
    monkeypatch.setattr(registered, "sealed", lambda: before)
    return lambda: monkeypatch.setattr(registered, "sealed", lambda: real)


def test_a_column_added_later_leaves_old_rows_valid(older: Callable[[], None], cast: Cast) -> None:
    older()
    assert verify() == []
    actions.close_account(user=cast.rikke, by=cast.adam)
    assert "name" in RowSeal.objects.get(subject=f"user:{cast.rikke.reference}").columns.split()
    raw(cast.rikke, name="En anden")
    assert [fault.code for fault in verify()] == ["row_changed"]


def test_an_upgrade_verifies_and_then_seals_anew_as_one_event(older: Callable[[], None], cast: Cast) -> None:
    older()
    assert list(faults_before_upgrade(CASEWORK)) == []
    assert seal_anew(zone=CASEWORK, by=SET_UP) == len(cast.everybody())
    last = TrailEvent.objects.latest("id")
    assert (last.event, len(last.seals)) == ("trail.sealed_anew", len(cast.everybody()))
    assert verify() == []
    assert seal_anew(zone=CASEWORK, by=SET_UP) == 0


def test_an_installation_that_was_changed_is_not_upgraded(cast: Cast) -> None:
    raw(cast.rikke, name="En anden")
    with pytest.raises(NotAllowed, match="opgraderes ikke"):
        installation._refuse_changed(CASEWORK)


# ---- every night ----


@pytest.fixture
def night(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], dict[str, Any]]:
    """The nightly check of a day, as a worker does it."""
    settings.RECEIPTS = tmp_path / "receipts"
    monkeypatch.setattr(JobContext, "progress", lambda self, *told: None)

    def run(day: str) -> dict[str, Any]:
        with clock.at(dt.datetime.fromisoformat(f"{day}T02:00:00+00:00")):
            nightly.order_nightly_check()
            return nightly.check_and_tell(JobContext(Job._base_manager.latest("pk"), None))  # type: ignore[arg-type]

    return run


def test_a_good_night_leaves_a_receipt_outside_the_database(night: Callable[[str], Any], cast: Cast) -> None:
    assert night("2027-01-05") == {"faults": 0}
    assert nightly.last_receipt().name == "kvittering-2027-01-05.json"  # type: ignore[union-attr]
    assert not OutboxMail.objects.exists()


def test_a_night_that_finds_something_tells_the_administrators_and_leaves_none(
    night: Callable[[str], Any], cast: Cast
) -> None:
    raw(cast.rikke, name="Hemmeligt Navn")
    night("2027-01-05")
    assert nightly.last_receipt() is None
    [mail] = OutboxMail.objects.all()
    assert mail.address == cast.adam.email
    assert "1 gang: Rækken er ændret uden om systemet." in mail.body
    assert "Hemmeligt" not in mail.body


def test_a_database_put_back_is_found_by_the_receipt_of_the_night_before(
    night: Callable[[str], Any], cast: Cast
) -> None:
    """An older database agrees with itself; only what lies outside remembers more."""
    night("2027-01-05")
    path = nightly.last_receipt()
    assert path is not None
    path.write_text(path.read_text(encoding="utf-8").replace('"event": ', '"event": 9'), encoding="utf-8")
    assert (
        night("2027-01-06")["kinds"] == {"receipt_ahead": 2} or night("2027-01-06")["kinds"]["receipt_ahead"]
    )
    assert OutboxMail.objects.filter(once_key__startswith="verify:2027-01-06").count() == 1


def test_a_role_given_twice_is_no_tampering(cast: Cast) -> None:
    town = Organisation.objects.get(key=VESTHIMMERLAND)
    actions.give_membership(user=cast.ulla, organisation=town, role=Analyst, by=cast.adam)
    actions.give_membership(user=cast.ulla, organisation=town, role=Analyst, by=cast.adam)
    assert verify() == []


def test_no_two_rows_of_a_model_can_share_a_seal() -> None:
    """A field called key that two rows may have alike (a section, a claim) does not name a row."""
    for rows in registered.sealed():
        name = rows.model._meta.pk.attname
        uuids = isinstance(rows.model._meta.pk, models.UUIDField)
        first, second = (rows.model(**{name: uuid.UUID(int=n) if uuids else n}) for n in (1, 2))
        shared = {"key": "kapitel-1", "reference": uuid.UUID(int=7)}
        for one in (first, second):
            for field in rows.model._meta.concrete_fields:
                if field.name in shared and not field.unique:
                    setattr(one, field.name, shared[field.name])
                elif field.name == "key" and field.unique and not field.primary_key:
                    setattr(one, field.name, f"key-{one.pk}")
        assert subject_of(first) != subject_of(second), rows.key
