"""The page where a coordinator extends or stops an experiment of the organisation's own; a second person approves."""

from __future__ import annotations

import pytest
from cast import AALBORG, PASSWORD, SET_UP, VESTHIMMERLAND, Cast
from course_text import TEXT
from django.test import Client

from frirum.web.experiments.actions import load_shipped, publish
from frirum.web.experiments.definitions import current_catalogue, latest_version
from frirum.web.experiments.models import Origin
from frirum.web.forms.actions import begin_form
from frirum.web.organisations.actions import give_membership, open_account
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.roles import Coordinator
from frirum.web.organisations.scopes import organisation_scope

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
PAGE = "/forsoeg/proeve/forlaeng-eller-stop/"
ASKED = {
    "kind": "extension",
    "day": "30-06-2030",
    "decided_on": "01-09-2028",
    "decided_by": "Beskæftigelsesministeriet\nSundhedsministeriet",
    "text": "Begge ministerier forlængede forsøget et år.",
}


@pytest.fixture
def own(cast: Cast) -> Cast:
    publish(text=TEXT, origin=Origin.OWN, organisation=VESTHIMMERLAND, reason="", by=SET_UP)
    return cast


def test_an_extension_is_looked_at_and_becomes_the_next_version(own: Cast, client: Client) -> None:
    own.log_in(client, own.karen)
    assert PAGE in client.get("/forsoeg/proeve/").content.decode()
    shown = client.post(PAGE, ASKED).content.decode()
    assert "regnes til og med 30. juni 2030" in shown
    assert "Næste evalueringsskema kan begyndes: 2029-2030." in shown
    assert "Optælling: når forsøget slutter (30. juni 2030)." in shown
    assert latest_version("proeve").number == 1, "nothing is published before the yes"
    sent = client.post(PAGE, {**ASKED, "send": "1", "seen": "1"})
    assert sent.status_code == 302
    home = sent["Location"]
    assert latest_version("proeve").number == 1, "nobody extends an experiment alone"
    yes = {"organisation": VESTHIMMERLAND, "revision": "1"}
    client.post(f"{home}godkend/", yes)
    assert latest_version("proeve").number == 1
    again = client.post(PAGE, {**ASKED, "send": "1", "seen": "1"})
    assert (again.status_code, "venter allerede" in again.content.decode()) == (409, True)
    second = Client()
    own.log_in(second, own.niels)
    read = second.get(home).content.decode()
    assert ASKED["text"] in read
    assert "2030-06-30" in read, "the second person sees what changes"
    second.post(f"{home}godkend/", yes)
    assert latest_version("proeve").number == 1, "Aalborg's days grow longer, and it has not said yes"
    anne = open_account(email="anne@eksempel.dk", name="Anne Aalborg", password=PASSWORD, by=SET_UP)
    aalborg = Organisation.objects.get(key=AALBORG)
    give_membership(user=anne, organisation=aalborg, role=Coordinator, by=SET_UP)
    third = own.log_in(Client(), anne)
    third.post(f"{home}bekraeft/", {"organisation": AALBORG, "revision": "1"})
    second.post(f"{home}godkend/", yes)
    version = latest_version("proeve")
    assert (version.number, version.reason) == (2, ASKED["text"])
    page = client.get("/forsoeg/proeve/").content.decode()
    assert "Besluttet af:" in page
    assert "Sundhedsministeriet" in page
    period = current_catalogue().experiments["proeve"].reporting_periods[-1].id
    with organisation_scope([VESTHIMMERLAND]):
        begun = begin_form(slug="proeve", period=period, organisation=VESTHIMMERLAND, by=own.karen)
    assert begun.period == period


def test_a_stop_says_what_ends_and_what_is_pulled_forward(own: Cast, client: Client) -> None:
    own.log_in(client, own.karen)
    stop = {**ASKED, "kind": "stop", "day": "31-10-2028", "text": "Loven overhalede forsøget."}
    shown = client.post(PAGE, stop).content.decode()
    assert "Fritagelsen ophører 31. oktober 2028 i alle brug, der løber" in shown
    assert "Survey: juni 2029: fremrykket til 31. oktober 2028, da forsøget blev stoppet." in shown
    sent = client.post(PAGE, {**stop, "send": "1", "seen": "1"})
    second = Client()
    own.log_in(second, own.niels)
    second.post(f"{sent['Location']}godkend/", {"organisation": VESTHIMMERLAND, "revision": "1"})
    again = client.post(PAGE, {**stop, "send": "1", "seen": "2"})
    assert again.status_code == 409
    assert "Forsøget er stoppet" in again.content.decode()
    assert latest_version("proeve").number == 2


def test_what_cannot_be_is_said_and_nothing_typed_is_lost(own: Cast, client: Client) -> None:
    own.log_in(client, own.karen)
    refused = client.post(PAGE, {**ASKED, "day": "01-01-2028", "decided_on": "01-01-2026"})
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "før godkendelsen" in text
    assert "løber allerede til og med 30. juni 2029" in text
    assert ASKED["text"] in text
    stale = client.post(PAGE, {**ASKED, "send": "1", "seen": "0"})
    assert stale.status_code == 409
    assert "nyere version" in stale.content.decode()


def test_only_the_organisation_that_publishes_it_finds_the_page(own: Cast, client: Client) -> None:
    load_shipped(by=SET_UP)
    own.log_in(client, own.karen)
    assert client.get("/forsoeg/mentorregler/forlaeng-eller-stop/").status_code == 404
    assert client.get("/forsoeg/findes-ikke/forlaeng-eller-stop/").status_code == 404
    other = Client()
    own.log_in(other, own.otto)
    assert other.get(PAGE).status_code == 404
    assert PAGE not in other.get("/forsoeg/proeve/").content.decode()
