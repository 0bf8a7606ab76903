"""Due lists, marking as done, undo, the daily mail and the leader: through the same actions and pages as people use."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Iterator

import pytest
from cast import AALBORG, PASSWORD, SET_UP, VESTHIMMERLAND, Cast
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from icalendar import Calendar

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.conditions import Answer
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.law.assess import assess
from frirum.core.paths import catalogue_dir
from frirum.web import clock, registered
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.jobs import queue
from frirum.web.jobs.worker import run_job
from frirum.web.mail.models import OutboxMail
from frirum.web.obligations import actions
from frirum.web.obligations.digest import CLOCK, JOB, body, digests, send_digest
from frirum.web.obligations.listing import owed_by, owed_in
from frirum.web.obligations.models import Completion, Escalation
from frirum.web.organisations.actions import close_account, give_membership, open_account
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.roles import Caseworker
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.site import pages
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify
from frirum.web.uses.actions import correct_use, end_use, record_use, reopen_use, retract_use
from frirum.web.uses.handing_over import hand_over_all
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import Use, UseSource
from frirum.web.uses.reasons import EndReason
from frirum.web.uses.staff import note_staff_told

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

SEVEN, EIGHT = "foertidspension-opfoelgning", "forholdstal-ledighedsydelse"
CPR, CASE = "0102031234", "S-2019-417"


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=clock.COPENHAGEN)


@pytest.fixture(autouse=True)
def _no_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    # A heartbeat in a thread of its own would wait for the test's transaction.
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__enter__", lambda self: self)
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__exit__", lambda self, *exc: None)


@pytest.fixture
def network(cast: Cast) -> Iterator[Cast]:
    for slug in (SEVEN, EIGHT):
        text = (catalogue_dir() / "experiments" / f"{slug}.toml").read_text(encoding="utf-8")
        publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    with organisation_scope([VESTHIMMERLAND, AALBORG]):
        yield cast


def follow_up_use(by: User, begun: str = "2021-03-01", case: str = CASE) -> Use:
    """Experiment 7: employed that day, so followed up within 2½ years."""
    day = dt.date.fromisoformat(begun)
    return record_use(
        slug=SEVEN,
        organisation=VESTHIMMERLAND,
        identity=Identity(cpr="", case_number=case),
        begun_on=day,
        facts={"employment_start": begun},
        source=UseSource.EXTRACT,
        responsible=by.trail_reference,
        by=by,
    )


def placement_use(by: User, begun: str = "2021-03-01") -> Use:
    """Experiment 8: a placement of at most four weeks."""
    return record_use(
        slug=EIGHT,
        organisation=VESTHIMMERLAND,
        identity=Identity(cpr=CPR),
        begun_on=dt.date.fromisoformat(begun),
        facts={"placement_start": begun},
        source=UseSource.EXTRACT,
        responsible=by.trail_reference,
        by=by,
    )


def keys(rows: list[object]) -> list[tuple[str, int]]:
    return [(row.item.key, row.item.number) for row in rows]  # type: ignore[attr-defined]


def late_day(text: str) -> dt.datetime:
    return moment(f"{text}T08:00")


# ---- who owes what ----


def test_the_one_who_has_the_case_owes_and_the_leader_when_nobody_has_it(network: Cast) -> None:
    with clock.at(late_day("2021-03-02")):
        use = follow_up_use(network.rikke)
        rows = owed_in([VESTHIMMERLAND], on=clock.today())
        assert keys(rows) == [("opfoelgning", 1), ("ending", 1)]
        assert [row.item.day for row in rows] == [dt.date(2023, 9, 1), dt.date(2025, 12, 31)]
        assert len(owed_by(network.rikke, rows)) == 2
        assert owed_by(network.lone, rows) == []
        close_account(user=network.rikke, by=network.adam)
        rows = owed_in([VESTHIMMERLAND], on=clock.today())
        assert len(owed_by(network.lone, rows)) == 2
        retract_use(use=use, reason="Fejl", by=network.lone)
        assert owed_in([VESTHIMMERLAND], on=clock.today()) == []


def test_a_leader_sees_who_is_late_once_the_staff_was_told_and_hands_all_over(
    network: Cast, client: Client
) -> None:
    place = Organisation.objects.get(key=VESTHIMMERLAND)
    with clock.at(late_day("2019-03-02")):
        uses = [follow_up_use(network.rikke, "2019-03-01", case=f"S-{n}") for n in (1, 2)]
        cover = open_account(email="carl@eksempel.dk", name="Carl Kollega", password=PASSWORD, by=SET_UP)
        give_membership(user=cover, organisation=place, role=Caseworker, by=SET_UP)
    network.log_in(client, network.lone)
    with clock.at(late_day("2021-10-01")):
        before = client.get(reverse("obligations:team")).content.decode()
        assert "2 overskredne frister" in before
        assert network.rikke.name not in before
        note_staff_told(organisation=VESTHIMMERLAND, told_on=clock.today(), how="Teammøde", by=network.lone)
        assert network.rikke.name in client.get(reverse("obligations:team")).content.decode()
        address = reverse("obligations:hand_over") + f"?kommune={VESTHIMMERLAND}"
        posted = {"responsible": network.rikke.trail_reference, "to": cover.trail_reference}
        assert client.post(address, posted).status_code == 302
    for use in uses:
        use.refresh_from_db()
        assert use.responsible == cover.trail_reference
    (mail,) = OutboxMail.objects.filter(address=cover.email)
    assert "2 sager er overdraget til dig" in mail.body
    assert CASE not in mail.body
    assert client.post(address, posted).status_code in {200, 409}  # nobody has any now: said, not done twice
    with pytest.raises(NotAllowed):
        hand_over_all(
            organisation=VESTHIMMERLAND, responsible=cover.trail_reference, to=network.karen, by=network.lone
        )
    assert verify() == []


def test_done_is_kept_once_and_undone_with_everything_as_before(network: Cast) -> None:
    with clock.at(late_day("2021-08-01")):
        use = follow_up_use(network.rikke, "2019-03-01")
        done = {"use": use, "key": "opfoelgning", "number": 1, "done_on": clock.today()}
        made = actions.mark_done(**done, by=network.rikke)
        assert actions.mark_done(**done, by=network.rikke) == made
        assert Completion.objects.count() == 1
        assert keys(owed_in([VESTHIMMERLAND], on=clock.today())) == [
            ("opfoelgning-holdt.opfoelgning", 1),  # the note of a follow-up is due the day it is held
            ("opfoelgning", 2),
            ("ending", 1),
        ]
        actions.undo(completion=made, by=network.rikke)
        assert keys(owed_in([VESTHIMMERLAND], on=clock.today())) == [("opfoelgning", 1), ("ending", 1)]
        again = actions.mark_done(**done, by=network.lone)
        assert again.pk != made.pk
    events = TrailEvent.objects.filter(event__startswith="due.").order_by("pk")
    assert [event.event for event in events] == ["due.done", "due.undone", "due.done"]
    with scopes_disabled():
        assert verify() == []


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"number": 2}, NotAllowed),
        ({"key": "ending"}, NotAllowed),
        ({"key": "findes-ikke"}, NotAllowed),
        ({"done_on": dt.date(2023, 8, 2)}, InputRefused),
        ({"done_on": dt.date(2021, 2, 28)}, InputRefused),
        ({"succeeded": True}, InputRefused),
        ({"note": "Borgeren 010203-1234 blev ringet op"}, InputRefused),
        ({"note": "x" * 2001}, InputRefused),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    network: Cast, change: dict[str, object], refusal: type[Exception]
) -> None:
    with clock.at(late_day("2023-08-01")):
        use = follow_up_use(network.rikke)
        given = {"use": use, "key": "opfoelgning", "number": 1, "done_on": clock.today(), **change}
        with pytest.raises(refusal):
            actions.mark_done(**given, by=network.rikke)
    assert not Completion.objects.exists()


def test_the_database_refuses_to_change_what_was_done(network: Cast) -> None:
    with clock.at(late_day("2023-08-01")):
        use = follow_up_use(network.rikke)
        made = actions.mark_done(
            use=use, key="opfoelgning", number=1, done_on=clock.today(), by=network.rikke
        )
    for sql in (
        "UPDATE obligations_completion SET done_on='2020-01-01'",
        "DELETE FROM obligations_completion",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{sql} WHERE id = {made.pk}")


def test_a_failed_outcome_needs_its_reason_and_a_good_one_needs_nothing(network: Cast) -> None:
    with clock.at(late_day("2021-04-01")):
        use = placement_use(network.rikke)
        end_use(use=use, ended_on=dt.date(2021, 3, 24), reason=EndReason.COMPLETED, by=network.rikke)
    with clock.at(late_day("2021-04-01")):
        # Read from the case system on 1 April: what lies before is asked for there, not here.
        assert keys(owed_in([VESTHIMMERLAND], on=clock.today())) == []
    typed = _typed_placement(network)
    with clock.at(late_day("2021-05-30")):
        given = {"use": typed, "key": "intet-fleksjob", "number": 1, "done_on": clock.today()}
        for note in ("", "   ", "Praktikken førte ikke til fleksjob. Årsag: […]"):
            with pytest.raises(InputRefused):
                actions.mark_done(**given, note=note, by=network.rikke)
        good = actions.mark_done(**given, succeeded=True, by=network.rikke)
        assert good.note == ""
        actions.undo(completion=good, by=network.rikke)
        failed = actions.mark_done(**given, note="Arbejdsgiveren lukkede.", by=network.rikke)
        assert failed.note == "Arbejdsgiveren lukkede."
        assert "intet-fleksjob" not in [key for key, _ in keys(owed_in([VESTHIMMERLAND], on=clock.today()))]


def _typed_placement(network: Cast) -> Use:
    """As a caseworker records it: assessed, and ended after three weeks."""
    with clock.at(late_day("2021-05-03")):
        use = record_use(
            slug=EIGHT,
            organisation=VESTHIMMERLAND,
            identity=Identity(cpr=CPR),
            begun_on=clock.today(),
            facts=_eligible("2021-05-03"),
            by=network.rikke,
        )
        assert ("praktik-oprettet", 1) in keys(owed_in([VESTHIMMERLAND], on=clock.today()))
    with clock.at(late_day("2021-05-25")):
        return end_use(use=use, ended_on=dt.date(2021, 5, 24), reason=EndReason.STOPPED, by=network.rikke)


def _eligible(day: str) -> dict[str, object]:
    """The facts of the definition's own eligible example, moved to the day and the municipality."""
    examples = shipped_catalogue().experiment(EIGHT).examples
    found = next(example for example in examples if example.answer is Answer.ELIGIBLE)
    return {**found.facts, "municipality": int(VESTHIMMERLAND), "placement_start": day}


def test_an_exemption_past_its_last_day_is_late_until_it_is_ended_or_corrected(network: Cast) -> None:
    with clock.at(late_day("2021-04-10")):
        use = placement_use(network.rikke)
        late = [row for row in owed_in([VESTHIMMERLAND], on=clock.today()) if row.item.key == "ending"]
        assert [(row.item.day, row.item.days_late(clock.today())) for row in late] == [
            (dt.date(2021, 3, 28), 13)
        ]
        correct_use(
            use=use,
            begun_on=dt.date(2021, 4, 1),
            facts={"placement_start": "2021-04-01"},
            reason="Forkert dag",
            by=network.rikke,
        )
        rows = owed_in([VESTHIMMERLAND], on=clock.today())
        assert [(row.item.day, row.item.state.value) for row in rows] == [(dt.date(2021, 4, 28), "due")]
        end_use(use=use, ended_on=dt.date(2021, 4, 9), reason=EndReason.COMPLETED, by=network.rikke)
        assert "ending" not in [key for key, _ in keys(owed_in([VESTHIMMERLAND], on=clock.today()))]


# ---- mail ----


def run_digest(at: str) -> list[OutboxMail]:
    """What is sent at that moment: the tick, then the job it ordered, as a worker runs them."""
    with clock.at(moment(at)), scopes_disabled():
        before = set(OutboxMail.objects.values_list("pk", flat=True))
        registered.ticks()[JOB].function()
        if job := queue.take("tests"):
            run_job(job, threading.Event())
        return list(OutboxMail.objects.exclude(pk__in=before).order_by("address"))


def test_mail_comes_once_a_working_day_from_half_past_six_to_the_one_who_owes(network: Cast) -> None:
    with clock.at(late_day("2021-03-02")):
        follow_up_use(network.rikke)
    assert run_digest("2021-03-02T08:00") == []  # due in 2023: nothing presses
    assert run_digest("2023-08-28T06:29") == []
    (mail,) = run_digest("2023-08-28T06:30")
    assert (mail.address, mail.subject) == (network.rikke.email, "Frister: 1 inden for en uge")
    assert run_digest("2023-08-28T06:31") == []
    assert run_digest("2023-08-28T23:59") == []
    assert len(run_digest("2023-08-29T06:30")) == 1
    assert run_digest("2023-09-02T09:00") == []  # a Saturday
    assert run_digest("2023-09-03T09:00") == []


def test_a_mail_identifies_nobody(network: Cast) -> None:
    with clock.at(late_day("2021-03-02")):
        use = follow_up_use(network.rikke)
        placement_use(network.rikke)
    sent = run_digest("2021-04-12T07:00")
    assert [mail.address for mail in sent] == [network.lone.email, network.rikke.email]
    text = " ".join(mail.subject + mail.body for mail in sent)
    assert str(use.reference)[:8] not in text  # nothing of that one presses
    assert "Praktikken slutter" in text
    assert "/frister/" in text
    for secret in (CPR, CPR[:6], CASE, "S-2019", str(use.citizen.reference)):
        assert secret not in text


def test_a_leader_is_told_of_what_is_late_for_a_week_and_never_twice(network: Cast) -> None:
    with clock.at(late_day("2021-03-02")):
        follow_up_use(network.rikke)
    # Due on Friday 1 September 2023; seven days late on the 8th.
    assert [m.address for m in run_digest("2023-09-07T07:00")] == [network.rikke.email]
    sent = run_digest("2023-09-08T07:00")
    assert [m.address for m in sent] == [network.lone.email, network.rikke.email]
    told = next(m for m in sent if m.address == network.lone.email)
    assert told.subject == "Frister: 1 frist til lederen"
    assert network.rikke.name in told.body
    assert [m.address for m in run_digest("2023-09-11T07:00")] == [network.rikke.email]
    assert Escalation.objects.count() == 1
    with scopes_disabled():
        assert verify() == []


def test_a_weekly_reader_is_told_on_mondays(network: Cast) -> None:
    with clock.at(late_day("2021-03-02")):
        follow_up_use(network.rikke)
        actions.choose_weekly(weekly=True, by=network.rikke)
    assert run_digest("2023-08-29T07:00") == []  # a Tuesday
    assert [m.address for m in run_digest("2023-09-04T07:00")] == [network.rikke.email]
    with clock.at(late_day("2023-09-04")):
        actions.choose_weekly(weekly=False, by=network.rikke)
    assert len(run_digest("2023-09-05T07:00")) == 1


def test_a_killed_job_run_again_sends_to_nobody_twice(network: Cast) -> None:
    with clock.at(late_day("2021-03-02")):
        follow_up_use(network.rikke)
    with clock.at(moment("2023-09-08T07:00")), scopes_disabled():
        found = digests(clock.today())
        assert [send_digest(digest=d, text=body(d), on=clock.today(), by=CLOCK) for d in found] == [
            True,
            True,
        ]
        assert [send_digest(digest=d, text=body(d), on=clock.today(), by=CLOCK) for d in found] == [
            False,
            False,
        ]
        assert OutboxMail.objects.count() == 2


def test_a_closed_account_gets_no_mail_and_its_leader_does(network: Cast) -> None:
    with clock.at(late_day("2021-03-02")):
        follow_up_use(network.rikke)
        close_account(user=network.rikke, by=network.adam)
    assert [m.address for m in run_digest("2023-08-29T07:00")] == [network.lone.email]


# ---- pages ----


def test_the_own_list_marks_in_one_click_and_offers_to_undo(network: Cast, client: Client) -> None:
    with clock.at(late_day("2023-08-28")):
        use = follow_up_use(network.rikke)
        network.log_in(client, network.rikke)
        page = client.get(reverse("obligations:mine")).content.decode()
        assert "Inden for en uge" in page
        assert "1. september 2023" in page
        assert "1. september 2021" in page
        # Whose line it is stands in the list of the one who has the case; nothing of it in an address or a file.
        assert f"sag {CASE}, brug " in page
        assert CPR not in page
        posted = {"key": "opfoelgning", "number": "1", "back": "/frister/"}
        answer = client.post(reverse("obligations:done", args=[use.reference]), posted)
        page = client.get(answer["Location"]).content.decode()
        made = Completion.objects.get()
        assert f"/frister/fortryd/{made.reference}/" in page
        client.post(reverse("obligations:undo", args=[made.reference]), {"back": "/frister/"})
        made.refresh_from_db()
        assert made.undone_at is not None


def test_a_note_that_is_refused_stays_as_it_was_typed(network: Cast, client: Client) -> None:
    typed = _typed_placement(network)
    with clock.at(late_day("2021-05-30")):
        network.log_in(client, network.rikke)
        address = reverse("obligations:item", args=[typed.reference, "intet-fleksjob", 1])
        page = client.get(address).content.decode()
        assert "førte den 24. maj 2021 ikke til ansættelse i fleksjob" in page
        text = "Arbejdsgiveren ringede om 010203-1234"
        refused = client.post(address, {"done_on": "30-05-2021", "note": text})
        assert refused.status_code == 409
        assert text in refused.content.decode()
        assert not Completion.objects.exists()
        saved = client.post(address, {"done_on": "30-05-2021", "note": "Arbejdsgiveren lukkede."})
        assert saved.status_code == 302
        assert Completion.objects.get().note == "Arbejdsgiveren lukkede."


def test_the_municipality_sees_everybody_and_what_is_saved(network: Cast, client: Client) -> None:
    with clock.at(late_day("2023-09-12")):
        follow_up_use(network.rikke)
        network.log_in(client, network.lone)
        page = client.get(reverse("obligations:municipality")).content.decode()
        assert "Rikke Rådgiver" in page
        assert "11 dage over" in page
        assert "0 til 2" in page  # 1 September 2021 and 2022, if the use still runs
        assert client.get(reverse("obligations:mine")).status_code == 200
        assert TrailEvent.objects.filter(event="due.listed", organisation=VESTHIMMERLAND).exists()


def test_another_caseworker_and_another_municipality_get_404(network: Cast, client: Client) -> None:
    with clock.at(late_day("2023-08-28")):
        use = follow_up_use(network.rikke)
        place = Organisation.objects.get(key=VESTHIMMERLAND)
        rosa = open_account(email="rosa@eksempel.dk", name="Rosa", password=PASSWORD, by=SET_UP)
        give_membership(user=rosa, organisation=place, role=Caseworker, by=SET_UP)
        for person in (rosa, network.otto, network.karen):
            network.log_in(client, person)
            posted = {"key": "opfoelgning", "number": "1"}
            assert client.post(reverse("obligations:done", args=[use.reference]), posted).status_code == 404
            address = reverse("obligations:item", args=[use.reference, "opfoelgning", 1])
            assert client.get(address).status_code == 404
        network.log_in(client, rosa)
        assert "Du har ingen åbne frister" in client.get(reverse("obligations:mine")).content.decode()
    assert not Completion.objects.exists()


def test_a_list_is_sorted_before_it_is_cut_into_pages(
    network: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    with clock.at(late_day("2021-03-02")):
        for begun in ("2020-03-01", "2020-05-01", "2020-04-01"):
            follow_up_use(network.rikke, begun, case=f"S-{begun}")
        network.log_in(client, network.rikke)
        seen = {}
        for asked in ("day", "-day"):
            page = client.get(reverse("obligations:mine"), {"sorter": asked, "q": "opfølgning på"})
            dates = re.findall(r'class="due-day">1\. (\w+) 2022', page.content.decode())
            seen[asked] = dates
            assert "side=2" in page.content.decode()
        assert seen == {"day": ["september", "oktober"], "-day": ["november", "oktober"]}


def test_search_filter_and_files(network: Cast, client: Client) -> None:
    with clock.at(late_day("2023-08-28")):
        follow_up_use(network.rikke)
        placement_use(network.rikke, "2021-05-03")
        network.log_in(client, network.rikke)
        mine = reverse("obligations:mine")
        assert client.get(mine, {"experiment": SEVEN}).content.decode().count("Gjort i dag") == 1
        assert "Ingen frister passer" in client.get(mine, {"q": "findes ikke"}).content.decode()
        file = client.get(reverse("obligations:mine_csv"), {"experiment": SEVEN}).content.decode("utf-8-sig")
        assert file.splitlines()[1].startswith("Opfølgning på ansættelsen i løntilskud;")
        assert ";820;2023-09-01;2021-09-01;0;Rikke Rådgiver;" in file
        assert CASE not in file
        assert CPR not in file
        calendar = Calendar.from_ical(client.get(reverse("obligations:mine_ics")).content)
        events = list(calendar.walk("VEVENT"))
        assert [str(e["summary"]) for e in events][:1] == ["Frist: Praktikken slutter"]
        again = Calendar.from_ical(client.get(reverse("obligations:mine_ics")).content)
        assert [e["uid"] for e in events] == [e["uid"] for e in again.walk("VEVENT")]


def in_calendar(client: Client) -> dict[str, tuple[str, int, str]]:
    """Each entry of the own calendar, by its name: (status, sequence, day)."""
    calendar = Calendar.from_ical(client.get(reverse("obligations:mine_ics")).content)
    assert "METHOD" not in calendar  # an invitation's, which names an organiser
    return {
        str(e["uid"]): (str(e["status"]), int(e["sequence"]), e["dtstart"].dt.isoformat())
        for e in calendar.walk("VEVENT")
    }


def test_an_entry_keeps_its_name_rises_when_moved_and_is_called_off(network: Cast, client: Client) -> None:
    with clock.at(late_day("2021-03-10")):
        use = follow_up_use(network.rikke)
        network.log_in(client, network.rikke)
        uid = f"{use.reference}.opfoelgning.1@frirum"
        first = in_calendar(client)[uid]
        assert first == ("CONFIRMED", first[1], "2023-09-01")
        correct_use(
            use=use,
            begun_on=dt.date(2021, 3, 2),
            facts={"employment_start": "2021-03-02"},
            reason="Forkert dag",
            by=network.rikke,
        )
        moved = in_calendar(client)[uid]
        assert (moved[0], moved[2]) == ("CONFIRMED", "2023-09-02")
        assert moved[1] > first[1]
        end_use(use=use, ended_on=dt.date(2021, 3, 9), reason=EndReason.WITHDRAWN, by=network.rikke)
        ended = in_calendar(client)[uid]
        assert (ended[0], ended[1] > moved[1]) == ("CANCELLED", True)
        reopen_use(use=use, reason="Fejl", by=network.rikke)
        again = in_calendar(client)[uid]
        assert (again[0], again[1] > ended[1]) == ("CONFIRMED", True)
        made = actions.mark_done(
            use=use, key="opfoelgning", number=1, done_on=dt.date(2021, 3, 10), by=network.rikke
        )
        done = in_calendar(client)
        assert (done[uid][0], done[uid][1] > again[1]) == ("CANCELLED", True)
        assert done[f"{use.reference}.opfoelgning.2@frirum"][0] == "CONFIRMED"
        actions.undo(completion=made, by=network.rikke)
        back = in_calendar(client)[uid]
        assert (back[0], back[1] > done[uid][1]) == ("CONFIRMED", True)
        retract_use(use=use, reason="Fejl", by=network.rikke)
        entries = in_calendar(client)
        assert entries[uid][1] > back[1]
        assert {status for name, (status, _n, _d) in entries.items() if str(use.reference) in name} == {
            "CANCELLED"
        }


def test_every_date_of_a_case_is_the_same_on_every_page_and_in_every_file(
    network: Cast, client: Client
) -> None:
    """The check, its calendar and JSON; the use, the list, the file, the own calendar and the mail."""
    facts = {"municipality": "820", "employment_start": "01-03-2021", "on_disability_pension": "ja", "in_wage_subsidy_job": "ja"}  # fmt: skip
    experiment = shipped_catalogue().experiment(SEVEN)
    typed = {
        "municipality": 820,
        "employment_start": dt.date(2021, 3, 1),
        "on_disability_pension": True,
        "in_wage_subsidy_job": True,
    }
    ((ordinary, day),) = [(one.ordinary, one.experiment) for one in assess(experiment, typed).deadlines]
    assert (str(ordinary), str(day)) == ("2021-09-01", "2023-09-01")
    with clock.at(late_day("2023-08-28")):
        use = follow_up_use(network.rikke)
        network.log_in(client, network.rikke)
        said = ("1. september 2021", "1. september 2023")
        pages = {
            "check": client.post(reverse("cases:check", args=[SEVEN]), facts),
            "use": client.get(reverse("uses:use", args=[use.reference])),
            "list": client.get(reverse("obligations:mine")),
        }
        for name, page in pages.items():
            assert all(text in page.content.decode() for text in said), name
        (row,) = (
            line
            for line in client.get(reverse("obligations:mine_csv")).content.decode("utf-8-sig").splitlines()
            if line.startswith("Opfølgning på ansættelsen")
        )
        assert ";2023-09-01;2021-09-01;" in row
        check = Calendar.from_ical(client.post(reverse("cases:calendar", args=[SEVEN]), facts).content)
        assert "METHOD" not in check
        assert [e["dtstart"].dt for e in check.walk("VEVENT")] == [day]
        own = Calendar.from_ical(client.get(reverse("obligations:mine_ics")).content)
        (event,) = (e for e in own.walk("VEVENT") if str(e["uid"]).endswith("opfoelgning.1@frirum"))
        assert event["dtstart"].dt == day
        link = reverse("uses:use", args=[use.reference])
        assert str(event["url"]).endswith(link)
    (mail,) = run_digest("2023-08-28T07:00")
    assert "1. september 2023" in mail.body
    assert link in mail.body


def test_an_exemption_that_ended_is_no_duty_fulfilled(network: Cast, client: Client) -> None:
    """It says which ordinary duty wakes and by when, with a note to copy; of a day that has passed, at once."""
    with clock.at(late_day("2021-10-15")):
        use = follow_up_use(network.rikke)
        end_use(use=use, ended_on=dt.date(2021, 10, 1), reason=EndReason.WITHDRAWN, by=network.rikke)
        network.log_in(client, network.rikke)
        page = client.get(reverse("uses:use", args=[use.reference])).content.decode()
        assert "Udført i tide" not in page
        assert "Ophørt i tide" in page
        woken = "Opfølgning på ansættelsen i løntilskud: straks, da den almindelige frist var den 1. september 2021."
        assert page.count(woken) == 2  # on the page, and in the note
        assert "Fritagelsen er ophørt den 1. oktober 2021. Borgeren har trukket sit samtykke tilbage." in page
