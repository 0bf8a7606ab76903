"""The front page: what Frirum is for a visitor, and the day's work for those who have some."""

from __future__ import annotations

import datetime as dt

import pytest
from attack.audiences import release_request
from cast import VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from ready_design import SLUG as TRIAL
from recorded_uses import SEVEN, load, record

from frirum.web import clock
from frirum.web.designs.actions import begin_design
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.site import menu

NOVEMBER = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


def test_a_visitor_is_told_what_it_is(client: Client) -> None:
    text = client.get("/").content.decode()
    assert "For dig som borger" in text
    assert "I Frirum lige nu" in text
    assert "Dit arbejde" not in text


@pytest.mark.parametrize(
    ("name", "work", "not_work"),
    [
        ("rikke", "cases:start", "organisations:members"),
        ("karen", "following:overview", "cases:start"),
        ("mette", "forms:forms", "organisations:members"),
    ],
)
def test_those_with_work_begin_with_theirs(
    name: str, work: str, not_work: str, cast: Cast, client: Client
) -> None:
    answer = cast.log_in(client, cast.everybody()[name]).get("/")
    text = answer.content.decode()
    assert "Dit arbejde" in text
    assert "For dig som borger" not in text
    entries = {entry.href: entry for entry in menu.entries(answer.wsgi_request)}
    assert entries[reverse(work)].is_work
    assert reverse(not_work) not in entries
    assert text.index(str(entries[reverse(work)].description)) < text.index("Slå op")
    assert text.index("Slå op") < text.index(str(entries[reverse("overviews:law")].description))


def test_what_everybody_reads_makes_room_for_work(cast: Cast, client: Client) -> None:
    for person in (cast.lone, cast.karen):
        request = cast.log_in(client, person).get("/").wsgi_request
        in_menu = [entry for entry in menu.entries(request) if not entry.in_footer]
        assert [entry.href for entry in in_menu if not entry.is_work] == ["/", reverse("experiments:list")]
        assert {reverse("overviews:law"), reverse("designs:back_test")} <= {
            entry.href for entry in menu.entries(request) if entry.in_footer
        }
    open_to_all = menu.entries(Client().get("/").wsgi_request)
    assert not next(entry for entry in open_to_all if entry.href == reverse("overviews:law")).in_footer


def test_what_is_late_stands_on_the_front_page_of_those_it_concerns(cast: Cast, client: Client) -> None:
    load(SEVEN)
    with clock.at(dt.datetime(2018, 9, 20, tzinfo=dt.UTC)), organisation_scope([VESTHIMMERLAND]):
        record(cast)
    for person, list_of in ((cast.rikke, "obligations:mine"), (cast.karen, "obligations:municipality")):
        text = cast.log_in(client, person).get("/").content.decode()
        section = text[text.index("Frister lige nu") :]
        assert "overskredet" in section[:400]
        assert f'href="{reverse(list_of)}"' in section[:400]
    for person in (cast.otto, cast.mette):
        assert "Frister lige nu" not in cast.log_in(client, person).get("/").content.decode()


def test_a_table_that_waits_for_a_yes_stands_on_the_front_page_of_the_second_person(
    cast: Cast, client: Client
) -> None:
    address = reverse("releases:review", kwargs=release_request(cast))
    text = cast.log_in(client, cast.eva).get("/").content.decode()
    assert address in text[text.index("Venter på dig") : text.index("venter på din godkendelse")]
    text = cast.log_in(client, cast.anders).get("/").content.decode()
    assert "venter på din godkendelse" not in text
    assert f'href="{reverse("releases:team")}"' in text


def test_an_experiment_that_nears_its_start_without_a_locked_design_says_so(
    cast: Cast, client: Client
) -> None:
    load(TRIAL)
    with clock.at(NOVEMBER):
        text = cast.log_in(client, cast.karen).get("/").content.decode()
    assert "Begynder om 35 dage, 1. januar 2027. Der er ikke begyndt et design." in text
    with clock.at(NOVEMBER), organisation_scope([VESTHIMMERLAND]):
        begin_design(slug=TRIAL, organisation=VESTHIMMERLAND, by=cast.karen)
        text = cast.log_in(client, cast.karen).get("/").content.decode()
    assert "Begynder om 35 dage, 1. januar 2027. Designet er ikke låst: kladde." in text
    with clock.at(NOVEMBER):
        assert (
            "Der er ikke begyndt et design." in cast.log_in(client, cast.otto).get("/").content.decode()
        )  # his own
    with clock.at(NOVEMBER):
        text = cast.log_in(client, cast.mette).get("/").content.decode()
    assert "Begynder om 35 dage, 1. januar 2027. 0 af " in text[text.index("inden for 90 dage") :]
    for person in (cast.mette, cast.rikke):
        with clock.at(NOVEMBER):
            assert "Venter på dig" not in cast.log_in(client, person).get("/").content.decode()
    with clock.at(dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC)):
        assert "Venter på dig" not in cast.log_in(client, cast.karen).get("/").content.decode()


def test_an_administrator_sees_accounts_that_were_never_used(cast: Cast, client: Client) -> None:
    later = clock.now() + dt.timedelta(days=20)
    with clock.at(later):
        cast.rikke.last_login = later
        cast.rikke.save(update_fields=["last_login"])
        text = cast.log_in(client, cast.adam).get("/").content.decode()
    waits = text[text.index("Venter på dig") :].split("Her arbejder du")[0]
    assert "Lone Leder" in waits
    assert waits.count("er aldrig brugt.") == 3, "Lone, Karen and Anders"
    for name in ("Rikke Rådgiver", "Adam Administrator", "Otto Odense"):
        assert name not in waits
    with clock.at(later):
        assert "er aldrig brugt." not in cast.log_in(Client(), cast.lone).get("/").content.decode()


def test_an_analyst_sees_the_plans_and_what_comes(cast: Cast, client: Client) -> None:
    load(TRIAL)
    with clock.at(NOVEMBER), organisation_scope([VESTHIMMERLAND]):
        begin_design(slug=TRIAL, organisation=VESTHIMMERLAND, by=cast.karen)
        text = cast.log_in(client, cast.anders).get("/").content.decode()
    desk = text[text.index("Planer og det, der kommer") :].split("</section>")[0]
    assert "Planen er ikke låst: kladde." in desk
    assert "Begynder om 35 dage, 1. januar 2027." in desk
    with clock.at(NOVEMBER):
        assert "Planer og det, der kommer" not in cast.log_in(Client(), cast.rikke).get("/").content.decode()
