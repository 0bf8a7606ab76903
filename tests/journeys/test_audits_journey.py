"""A team leader holds an audit in the browser: opens a round, reviews by keyboard, reads the result, signs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.urls import reverse
from django_scopes import scopes_disabled
from journeys.harness import check_page, follow, sign_in
from playwright.sync_api import expect
from recorded_uses import BOTH, load, record

from frirum.web.uses.identities import Identity
from frirum.web.uses.models import UseSource


@pytest.fixture
def two_uses(cast: Cast) -> None:
    load(BOTH)
    with scopes_disabled():
        for n in range(2):
            record(
                cast, slug=BOTH, identity=Identity(case_number=f"S-{n}"), begun_on=dt.date(2018, 7, 2 + n), facts={},
                source=UseSource.EXTRACT, extract_row=f"row-{n}", by=SET_UP,
            )  # fmt: skip


def test_a_round_from_the_list_to_the_proof(page: Any, cast: Cast, two_uses: None) -> None:
    sign_in(page, cast.lone)
    page.goto(reverse("audits:rounds"))
    check_page(page)
    follow(page.get_by_role("link", name="Ny runde"))
    check_page(page)
    page.get_by_label("Kommune", exact=True).select_option(VESTHIMMERLAND)
    page.get_by_label("Brug, der begyndte fra og med").fill("1-7-2018")
    page.get_by_label("til og med").fill("31-12-2018")
    page.get_by_label("Et tilfældigt udtræk af det antal").check()
    page.get_by_label("Antal sager").fill("2")
    page.get_by_label("Frø").fill("20270101")
    follow(page.get_by_role("button", name="Åbn runden"))
    check_page(page)
    opened = page.url
    for name in (
        "Regneark",
        "Tilsyn, der skal holdes",
        "Resultater på tværs",
        "Status i arbejdsgruppen",
        "Orientering",
    ):
        if name != "Regneark":
            page.goto(reverse("audits:rounds"))
        follow(page.get_by_role("link", name=name))
        check_page(page)
    page.goto(reverse("audits:rounds"))
    follow(page.get_by_role("link", name="Indberet et resultat"))
    check_page(page)
    follow(page.get_by_role("link", name="Temaledelsestilsyn"))
    check_page(page)
    page.goto(opened)
    follow(page.get_by_role("link", name="Sag 1,"))
    check_page(page)
    case = page.url
    follow(page.get_by_role("link", name="Spørg nogen om sagen"))
    check_page(page)
    page.get_by_label("Spørgsmål").fill("Hvor står det?")
    page.get_by_label("Hvem skal svare").select_option(label="Rikke Rådgiver")
    page.get_by_label("Frist").fill("31-12-2099")
    follow(page.get_by_role("button", name="Spørg"))
    check_page(page)
    page.goto(case)
    doctor = page.get_by_role("group", name="2. Har egen læge")
    first = page.get_by_role("group", name="1. Er sagen afgjort")
    # With the keyboard alone: the last option ("not yet") is chosen, and the arrow goes round to the first.
    first.get_by_label("ikke besvaret endnu").focus()
    page.keyboard.press("ArrowDown")
    expect(first.get_by_label("nej")).to_be_checked()
    expect(doctor).to_be_hidden()
    expect(page.get_by_role("status").filter(has_text="Gemt")).to_be_visible()
    page.get_by_role("group", name="5. Er der indhentet").get_by_label("ja").check()
    follow(page.get_by_role("button", name="Gem og gå til næste"))
    expect(page.get_by_role("heading", name="Sag 2 af 2")).to_be_visible()
    page.get_by_label("Udgår fordi").select_option(label="Sagen kan ikke findes")
    follow(page.get_by_role("button", name="Gem og gå til næste"))
    follow(page.get_by_role("link", name="Se resultatet"))
    check_page(page)
    follow(page.get_by_role("link", name="Tilbage til runden"))
    follow(page.get_by_role("link", name="Afslut runden"))
    check_page(page)
    follow(page.get_by_role("button", name="Afslut runden"))
    expect(page.get_by_role("link", name="Hent beviset")).to_be_visible()
    check_page(page)
    follow(page.get_by_role("link", name="Meld tilbage"))
    check_page(page)
    page.get_by_label("Til dem, der meldes tilbage til").fill("Sagerne er godt belyst.")
    follow(page.get_by_role("button", name="Meld tilbage"))
    expect(page.get_by_text("Sagerne er godt belyst.")).to_be_visible()
    check_page(page)
    page.goto(opened)
    follow(page.get_by_role("link", name="Sag 1,"))
    check_page(page)
