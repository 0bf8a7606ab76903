"""One search over everything public, and what applies in a municipality: what people type finds where it stands."""

from __future__ import annotations

import gc

import pytest
from cast import SET_UP
from django.test import Client

from frirum.core.catalogue import search, shipped_catalogue
from frirum.core.catalogue.search import fold
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


def test_what_is_searched_is_made_once_and_a_question_folds_its_own_words_alone(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.get("/soeg/", {"q": "samtaler mentorr"})
    folded: list[str] = []

    def counted(text: str) -> str:
        folded.append(text)
        return fold(text)

    monkeypatch.setattr(search, "fold", counted)
    answer = site.get("/soeg/", {"q": "digitale mentror"})
    assert "Der er søgt efter" in answer.content.decode()
    assert {len(text) for text in folded} <= {len("digitale mentror")}


def test_a_definition_that_is_gone_takes_what_was_searched_of_it_along() -> None:
    one = shipped_catalogue().experiments["mikrolaan"].model_copy()
    search.searched(one)
    key = id(one)
    assert key in search._kept
    del one
    gc.collect()
    assert key not in search._kept


@pytest.mark.parametrize("address", ["/soeg/", "/forsoeg/"])
def test_no_more_words_are_looked_for_than_are_said(site: Client, address: str) -> None:
    few = " ".join(["samtaler", *(f"ord{i}" for i in range(search.MOST_WORDS - 1))])
    assert "de første 12 ord" not in site.get(address, {"q": few}).content.decode()
    many = " ".join(["samtaler"] + ["samtaler"] * 5 + [f"a{i}" for i in range(search.MOST_WORDS)])
    assert "Der er søgt efter de første 12 ord." in site.get(address, {"q": many}).content.decode()
