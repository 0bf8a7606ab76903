"""Actions and the trail: change and event together or not at all, and nothing personal in the event."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.db import IntegrityError, connections, transaction
from django.test.utils import CaptureQueriesContext

from frirum.web import clock
from frirum.web.jobs.housekeeping import expire_trail
from frirum.web.organisations import actions
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Membership, Organisation, User
from frirum.web.organisations.roles import Caseworker
from frirum.web.trail import chain, presenters, recording
from frirum.web.trail.actions import expire_segments
from frirum.web.trail.actors import System
from frirum.web.trail.models import TrailEvent, TrailSegment
from frirum.web.trail.permitted import ANYWHERE, BY_SYSTEM
from frirum.web.trail.recording import action, nothing_changed, record
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


def codes() -> list[str]:
    return sorted(fault.code for fault in verify())


def make_town(key: str = "461") -> Organisation:
    return actions.make_organisation(key=key, kind=Kind.MUNICIPALITY, name="Odense Kommune", by=SET_UP)


def test_an_event_names_actor_subject_and_fields_never_values(cast: Cast) -> None:
    event = TrailEvent.objects.filter(event="account.opened").first()
    assert event is not None
    assert event.actor == "system:tests"
    assert event.fields == ["email", "name", "password"]
    text = str(TrailEvent.objects.values_list())
    for person in cast.everybody().values():
        assert person.email not in text
        assert person.name not in text


def test_a_failing_action_leaves_neither_change_nor_event() -> None:
    @action(needs=BY_SYSTEM, of=ANYWHERE)
    def half(*, by: System) -> None:
        make_town()
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        half(by=SET_UP)
    assert not Organisation.objects.exists()
    assert not TrailEvent.objects.exists()


def test_an_action_without_an_event_is_a_fault_and_rolls_back() -> None:
    @action(needs=BY_SYSTEM, of=ANYWHERE)
    def silent(*, by: System) -> None:
        User.objects.create(email="a@b.dk", name="A", created_at=clock.now())

    with pytest.raises(AssertionError, match="recorded no event"):
        silent(by=SET_UP)
    assert not User.objects.exists()


def test_an_action_may_say_that_nothing_changed() -> None:
    @action(needs=BY_SYSTEM, of=ANYWHERE)
    def idle(*, by: System) -> str:
        nothing_changed()
        return "done"

    assert idle(by=SET_UP) == "done"


def test_an_action_takes_keywords_with_by() -> None:
    with pytest.raises(TypeError, match="keyword"):
        action(needs=BY_SYSTEM, of=ANYWHERE)(lambda user, by: None)
    with pytest.raises(TypeError, match="keyword"):
        action(needs=BY_SYSTEM, of=ANYWHERE)(lambda *, user: None)


def test_an_event_of_an_unregistered_type_is_refused() -> None:
    @action(needs=BY_SYSTEM, of=ANYWHERE)
    def odd(*, by: System) -> None:
        record("nobody.knows_this", by=by, subject="x")

    with pytest.raises(AssertionError, match="not registered"):
        odd(by=SET_UP)


@pytest.mark.parametrize("value", ["0101901234", "010190-1234", "Jens Jensen", "jens@eksempel.dk", "a\nb"])
def test_a_detail_that_could_be_personal_is_refused(value: str) -> None:
    @action(needs=BY_SYSTEM, of=ANYWHERE)
    def leaky(*, by: System) -> None:
        record("trail.read", by=by, subject="trail", details={"note": value})

    with pytest.raises(AssertionError, match="not a reference"):
        leaky(by=SET_UP)


def test_record_outside_an_action_is_a_fault() -> None:
    with pytest.raises(AssertionError, match="inside an @action"):
        record("trail.read", by=SET_UP, subject="trail")


def test_the_chain_links_every_event_to_the_one_before(cast: Cast) -> None:
    events = list(TrailEvent.objects.order_by("id"))
    assert [event.pk for event in events] == list(range(1, len(events) + 1))
    assert events[0].previous == chain.GENESIS
    assert [event.previous for event in events[1:]] == [event.hash for event in events[:-1]]
    assert codes() == []


def test_each_zone_has_its_own_chain() -> None:
    @action(needs=BY_SYSTEM, of=ANYWHERE, zone="statistics")
    def note(*, by: System) -> None:
        record("trail.read", by=by, subject="trail")

    make_town()
    note(by=SET_UP)
    assert TrailEvent.objects.using("statistics").get().pk == 1
    assert TrailEvent.objects.using("default").count() == 1
    assert codes() == []


def test_a_new_day_opens_a_new_segment_that_continues_the_chain() -> None:
    for day in (1, 2):
        with clock.at(dt.datetime(2027, 3, day, 9, tzinfo=dt.UTC)):
            make_town(f"{day}00")
    first, second = TrailSegment.objects.order_by("number")
    assert first.closed_at is not None
    assert second.opens_with == first.head
    assert codes() == []


def test_a_full_segment_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "SEGMENT_EVENTS", 2)
    for number in range(5):
        make_town(f"10{number}")
    assert list(TrailSegment.objects.order_by("number").values_list("events", flat=True)) == [2, 2, 1]
    assert codes() == []


def test_a_clock_that_jumps_back_does_not_disturb_the_order() -> None:
    with clock.at(dt.datetime(2027, 3, 2, tzinfo=dt.UTC)):
        make_town("100")
    with clock.at(dt.datetime(2027, 3, 1, tzinfo=dt.UTC)):
        make_town("101")
    assert list(TrailEvent.objects.order_by("id").values_list("id", flat=True)) == [1, 2]
    assert codes() == []


def test_old_segments_expire_and_the_rest_still_holds() -> None:
    for day in (1, 2, 3):
        with clock.at(dt.datetime(2027, 3, day, 9, tzinfo=dt.UTC)):
            make_town(f"{day}00")
    with clock.at(dt.datetime(2028, 4, 1, tzinfo=dt.UTC)):
        gone = expire_segments(closed_before=dt.datetime(2027, 3, 3, tzinfo=dt.UTC), by=SET_UP)
        assert gone == 1
        make_town("400")
    assert TrailEvent.objects.filter(segment=1).count() == 0
    numbers = list(TrailEvent.objects.order_by("id").values_list("id", flat=True))
    assert numbers == [2, 3, 4, 5]
    assert codes() == []


@pytest.mark.parametrize(("years", "left"), [(0, [1, 2]), (5, [2, 3])])
def test_the_clock_deletes_only_what_is_older_than_the_installation_keeps(
    years: int, left: list[int], settings: Any
) -> None:
    settings.TRAIL_YEARS = years
    for day in (1, 2):
        with clock.at(dt.datetime(2027, 3, day, 9, tzinfo=dt.UTC)):
            make_town(f"{day}00")
    with clock.at(dt.datetime(2032, 4, 1, tzinfo=dt.UTC)):
        expire_trail()
    assert list(TrailEvent.objects.order_by("id").values_list("id", flat=True)) == left
    assert codes() == []


def test_a_deleted_row_leaves_its_seal_empty(cast: Cast) -> None:
    membership = Membership.objects.get(user=cast.rikke)
    actions.take_membership(membership=membership, by=cast.adam)
    assert not Membership.objects.filter(user=cast.rikke).exists()
    assert codes() == []


def test_the_cost_of_an_event_does_not_grow_with_the_trail(cast: Cast) -> None:
    def statements() -> int:
        town = Organisation.objects.get(key=VESTHIMMERLAND)
        with CaptureQueriesContext(connections["default"]) as seen:
            membership = actions.give_membership(
                user=cast.ulla, organisation=town, role=Caseworker, by=cast.adam
            )
        actions.take_membership(membership=membership, by=cast.adam)
        return len(seen)

    statements()  # the first role of an account also says where it is at home
    first = statements()
    for number in range(30):
        make_town(f"{500 + number}")
    assert statements() == first


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_trailevent SET actor = 'user:other' WHERE id = 1",
        "DELETE FROM trail_trailevent WHERE id = 1",
        "INSERT OR REPLACE INTO trail_trailevent SELECT * FROM trail_trailevent WHERE id = 1",
    ],
)
def test_the_database_refuses_to_change_an_event(statement: str) -> None:
    if "REPLACE" in statement and connections["default"].vendor != "sqlite":
        pytest.skip("only SQLite knows INSERT OR REPLACE")
    make_town()
    with pytest.raises(IntegrityError, match="row is locked"), transaction.atomic():
        connections["default"].cursor().execute(statement)


def test_a_closed_segment_keeps_its_head() -> None:
    for day in (1, 2):
        with clock.at(dt.datetime(2027, 3, day, 9, tzinfo=dt.UTC)):
            make_town(f"{day}00")
    with pytest.raises(IntegrityError, match="row is locked"), transaction.atomic():
        TrailSegment.objects.filter(number=1).update(head="0" * 64)
    with pytest.raises(IntegrityError, match="row is locked"), transaction.atomic():
        TrailSegment.objects.filter(number=1).delete()


def test_a_sentence_reads_as_danish_with_names_for_codes() -> None:
    details = {"role": "caseworker", "key": "820", "person": "Rikke Rådgiver"}
    assert presenters.sentence("membership.given", details) == "gav rollen Rådgiver til Rikke Rådgiver"
    assert presenters.sentence("login.succeeded", {}) == "loggede ind"
    assert "ikke kender (old.event)" in presenters.sentence("old.event", {})
    assert (
        presenters.sentence("trail.segment_expired", {"events": 3}) == "slettede 3 gamle hændelser (afsnit –)"
    )


def test_every_kind_of_event_says_what_was_done() -> None:
    for kind in presenters.event_types():
        first = str(kind.sentence)[0]
        assert first.islower(), f"{kind.code}: the sentence follows a name"
