"""One search over everything public, and what applies in a municipality: what people type finds where it stands."""

from __future__ import annotations

import pytest
from cast import SET_UP
from django.test import Client

from frirum.web.experiments.actions import load_shipped

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


@pytest.fixture
def site(client: Client) -> Client:
    load_shipped(by=SET_UP)
    return client


# What is typed, and the address of something that is found: an experiment, a recommendation, a rule, a place, a term.
FOUND = [
    ("digitale samtaler", "/forsoeg/samtaler-formkrav/"),
    ("lægeattest", "/forsoeg/revalidering-lae265/"),
    ("LÆ 265", "/forsoeg/jobafklaring-lae265/"),
    ("lae265", "/forsoeg/rehabiliteringsteam-lae265/"),
    ("a-kasse", "/forsoeg/forsoeg-2027-a-kasser/"),
    ("mikrolån", "/forsoeg/mikrolaan/"),
    ("psykolog", "/forsoeg/psykologbehandling/"),
    ("§ 74 c", "/forsoeg/ledighedsydelse-revurdering/"),
    ("lov om aktiv socialpolitik", "/lov/#regel-"),
    ("Vesthimmerland", "/kommuner/820/"),
    ("aalborg", "/kommuner/851/"),
    ("persongruppemarkering", "/ordliste/#persongruppemarkering"),
    ("sygedagpenge", "/ordliste/#sygedagpenge"),
    ("netværk", "/netvaerk/"),
    ("kvadratroden af xyzzy", ""),
]


@pytest.mark.parametrize(("typed", "address"), FOUND)
def test_what_people_type_leads_to_where_it_stands(site: Client, typed: str, address: str) -> None:
    page = site.get("/soeg/", {"q": typed})
    found = [hit.href for group in page.context["groups"] for hit in group.hits]
    assert any(href.startswith(address) for href in found) if address else found == []
    assert "Intet passer" in page.content.decode() if not found else True


def test_a_slip_is_read_as_the_nearest_word_and_said(site: Client) -> None:
    page = site.get("/soeg/", {"q": "mikrolaen"}).content.decode()
    assert "findes ikke. Der er søgt efter" in page
    assert "/forsoeg/mikrolaan/" in page


@pytest.mark.parametrize("typed", ["", " ", "%", "<script>", "x" * 3_000, "1", "§"])
def test_nothing_that_is_typed_is_an_error(site: Client, typed: str) -> None:
    page = site.get("/soeg/", {"q": typed})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode()


def test_the_front_page_leads_to_what_applies_in_a_municipality(site: Client) -> None:
    front = site.get("/").content.decode()
    assert "Hvad gælder i din kommune nu?" in front
    assert front.index("/forsoeg/forsoeg-2027-frit-valg/") < front.index("I Frirum lige nu")
    assert site.get("/min-kommune/", {"kommune": "820"})["Location"] == "/kommuner/820/"
    for wrong in ("", "999", "x", "²"):
        assert site.get("/min-kommune/", {"kommune": wrong})["Location"] == "/kommuner/"
    page = site.get("/kommuner/820/").content.decode()
    assert "Intet forsøg står som i gang i kommunen i dag." in page
    coming, everything = page.index("På vej"), page.index("Alle kommunens forsøg")
    assert coming < page.index("/forsoeg/forsoeg-2027-a-kasser/") < everything
