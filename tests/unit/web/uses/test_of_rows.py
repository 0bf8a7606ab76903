"""Uses that nobody marks are counted from the extract's rows by the definition."""

from __future__ import annotations

import datetime as dt

import pytest
from cast import AALBORG, NORTH_JUTLAND, PASSWORD, SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from extract_work import ANNA, BENT, keep, read_batch, scope, text_file, upload

from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.experiments.actions import publish
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.models import Origin
from frirum.web.extracts.actions import expire_rows
from frirum.web.extracts.counting import days_counted
from frirum.web.extracts.keeping import recount_all
from frirum.web.extracts.models import Batch, CountedUse
from frirum.web.following.readings import readings, recorded_slugs
from frirum.web.following.sight import Sight
from frirum.web.organisations import actions as members
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.roles import Coordinator

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG, ON = "revalidering-lae265", dt.date(2019, 12, 31)
LATER = dt.date(2021, 12, 31)


AFTER_THE_CUT = dt.date(2020, 2, 10)
"""The law changed on 1 January 2020; a network is told the uses since then."""


def cases(first: dt.date = dt.date(2018, 7, 1)) -> bytes:
    """42 cases from the first day on, 20 of them decided without the certificate, and one such from before."""
    rows = []
    for n in range(43):
        started = first + dt.timedelta(days=7 * (n - 1))
        decided = started + dt.timedelta(days=40)
        obtained = "Nej" if n <= 20 else "Ja"
        rows.append([f"SYN-{n:04}", "Revalidering", f"{started:%d-%m-%Y}", f"{decided:%d-%m-%Y}", obtained])
    return text_file(["Sags-id", "Sagstype", "Opstartsdato", "Afgørelsesdato", "Attest"], rows)


def test_a_municipality_sees_the_uses_its_cases_tell(cast: Cast, client: Client) -> None:
    text = (catalogue_dir() / f"experiments/{SLUG}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    karen = cast.log_in(client, cast.karen)
    keep(karen, read_batch(karen, upload(karen, cases(), kind="cases_and_decisions")))
    experiment = current_catalogue().experiments[SLUG]
    sight = Sight((Organisation.objects.get(key=VESTHIMMERLAND),), ())
    with scope():
        days = days_counted(SLUG, "", VESTHIMMERLAND, on=ON)
        (reading,) = readings(experiment, sight, on=ON)
        assert SLUG in recorded_slugs(sight, on=ON)
    assert len(days) == 20
    assert days[0] == dt.date(2018, 7, 1)
    assert reading.meter.series.uses + reading.meter.series.before_cut == 20


@pytest.fixture
def told(cast: Cast, client: Client) -> Client:
    """Karen's extract with the cases of Vesthimmerland, kept on 15 November 2026."""
    text = (catalogue_dir() / f"experiments/{SLUG}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    karen = cast.log_in(client, cast.karen)
    with clock.at(dt.datetime(2026, 11, 15, 12, tzinfo=dt.UTC)):
        keep(karen, read_batch(karen, upload(karen, cases(AFTER_THE_CUT), kind="cases_and_decisions")))
    return karen


def network(on: dt.date) -> int | None:
    """What the network sees in all, on a day."""
    sight = Sight((), ((Organisation.objects.get(key=NORTH_JUTLAND), all_members()),))
    with scope():
        (reading,) = readings(current_catalogue().experiments[SLUG], sight, on=on)
    return reading.outside


def all_members() -> tuple[Organisation, ...]:
    return tuple(Organisation.objects.get(key=NORTH_JUTLAND).municipalities.order_by("key"))


def test_the_network_sees_them_from_the_month_they_were_counted_in(told: Client) -> None:
    """Not before: a month that is over does not change when an extract comes late."""
    assert network(dt.date(2026, 11, 14)) == 0
    assert network(dt.date(2026, 10, 31)) == 0
    assert network(dt.date(2026, 11, 30)) == 21


def test_what_was_counted_stays_when_the_rows_are_deleted_on_their_date(told: Client) -> None:
    with scope():
        expire_rows(batch=Batch.objects.get(), by=SET_UP)
        with clock.at(dt.datetime(2026, 12, 20, 12, tzinfo=dt.UTC)):
            recount_all()
        assert len(days_counted(SLUG, "", VESTHIMMERLAND, on=LATER)) == 21
    assert network(dt.date(2026, 11, 30)) == network(dt.date(2026, 12, 31)) == 21


def test_a_corrected_file_counts_anew_and_the_month_before_stands(told: Client, cast: Cast) -> None:
    """Seven cases are gone from the file and one is new; the month before is told as it was."""
    with clock.at(dt.datetime(2026, 12, 20, 12, tzinfo=dt.UTC)):
        karen = cast.log_in(Client(), cast.karen)
        with scope():
            first = Batch.objects.get()
        lines = cases(AFTER_THE_CUT).splitlines(keepends=True)
        new = b"SYN-9999;Revalidering;01-03-2021;01-04-2021;Nej\r\n"
        fewer = b"".join([*lines[:1], *lines[8:], new])
        corrected = upload(karen, fewer, kind="cases_and_decisions", corrects=str(first.reference))
        read = read_batch(karen, corrected)
        keep(cast.log_in(Client(), cast.karen), read)  # a worker's daily round ends sessions by the real day
    with scope():
        assert len(days_counted(SLUG, "", VESTHIMMERLAND, on=LATER)) == 15
        assert CountedUse.objects.filter(known_until=dt.date(2026, 12, 20)).count() == 7
    assert network(dt.date(2026, 11, 30)) == 21


def test_a_placement_before_26_weeks_without_a_mark_stands_on_a_list(cast: Cast, client: Client) -> None:
    """Anna's begins after 9 weeks of unemployment without a mark, Bent's after 40: one row is to be judged."""
    text = (catalogue_dir() / "experiments/loentilskud-jobrotation.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    lars = cast.log_in(client, _coordinator_of(AALBORG))
    rows = [
        [ANNA, "løntilskud", "offentlig", "05-03-2019", "28-06-2019", "01-01-2019"],
        [BENT, "løntilskud", "offentlig", "07-10-2019", "28-12-2019", "01-01-2019"],
    ]
    head = ["CPR-nr.", "Tilbudstype", "Arbejdsgiver", "Startdato", "Slutdato", "Ledig siden"]
    keep(lars, read_batch(lars, upload(lars, text_file(head, rows), kind="placements", organisation=AALBORG)))
    page = lars.get("/foelg/loentilskud-jobrotation/ligner-brug/").content.decode()
    assert page.count("begyndt før 26 ugers ledighed uden markering") == 1
    assert "5. marts 2019" in page
    assert ANNA[:6] not in page
    assert "ligner-brug" in lars.get("/foelg/loentilskud-jobrotation/").content.decode()
    niels = cast.log_in(Client(), cast.niels)
    assert niels.get("/foelg/loentilskud-jobrotation/ligner-brug/").status_code == 404


def _coordinator_of(key: str) -> User:
    place = Organisation.objects.get(key=key)
    lars = members.open_account(email="lars@eksempel.dk", name="Lars Aalborg", password=PASSWORD, by=SET_UP)
    members.give_membership(user=lars, organisation=place, role=Coordinator, by=SET_UP)
    return lars
