"""Check and note from the caseworker's own front page: five clicks, under twenty seconds, and by keyboard alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from journeys.harness import check_page, choose_language, sign_in
from playwright.sync_api import expect

pytestmark = pytest.mark.usefixtures("_catalogue_read")

SEVEN = "foertidspension-opfoelgning"
# The keystroke-level model (Card, Moran and Newell 1980): seconds per key of an average typist, per pointing at
# something, per press of the mouse, and per thing to think of. No clock is asked, so the count is the same everywhere.
KEY, POINT, PRESS, THINK = 0.28, 1.1, 0.2, 1.35


@pytest.fixture
def _catalogue_read(shipped_catalogue: None) -> None:
    """The first page of a process waits for imports and definitions; here that is nobody's wait for a page."""
    Client().get("/")
    Client().get("/sag/")


@dataclass
class Hands:
    """What a person does at the page, counted."""

    page: Any
    clicks: int = 0
    keys: int = 0
    thoughts: int = 0

    def click(self, target: Any) -> None:
        self.clicks += 1
        target.click()

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def think(self) -> None:
        self.thoughts += 1

    @property
    def seconds(self) -> float:
        return self.keys * KEY + self.clicks * (POINT + PRESS) + self.thoughts * THINK


def test_check_and_note_in_five_clicks_and_twenty_seconds(page: Any, cast: Any) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, cast.rikke)
    page.goto("/")
    hands = Hands(page)
    hands.think()
    hands.click(page.get_by_role("link", name="Færre opfølgninger for førtidspensionister"))
    expect(page.locator("#id_municipality")).to_have_value("820")
    for question in ("Får borgeren førtidspension?", "Er borgeren ansat i job med løntilskud?"):
        hands.think()
        hands.click(page.get_by_role("group", name=question).get_by_text("Ja", exact=True))
    hands.press("Tab")
    hands.think()
    hands.type("15-9-2018")
    with page.expect_navigation():
        hands.press("Enter")
    expect(page.get_by_role("heading", name="Sagen er omfattet af forsøget")).to_be_visible()
    hands.click(page.get_by_role("button", name="Kopiér notatet"))
    page.get_by_text("Notatet er kopieret.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "§ 10, stk. 3, 2. og 3. pkt., i lov om aktiv socialpolitik" in copied
    assert "frikommunebekendtgørelsens § 23" in copied
    assert hands.clicks <= 5
    assert hands.seconds < 20


def test_facts_after_the_hash_are_filled_in_and_leave_the_address(page: Any) -> None:
    page.goto(
        reverse("cases:check", args=[SEVEN])
        + "?kommune=820#on_disability_pension=true&in_wage_subsidy_job=ja&employment_start=2018-09-15&navn=Ib"
        + "&last_follow_up=010203-1234"
    )
    page.wait_for_function("location.hash === ''")
    assert "employment_start" not in page.url
    expect(page.get_by_text("Noget i linket blev ikke brugt")).to_be_visible()
    expect(page.locator("#id_last_follow_up")).to_have_value("")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sagen er omfattet af forsøget")).to_be_visible()
    # Back brings the facts again, from the answer and from what follows it; the address never holds them.
    page.get_by_role("link", name="Forsøg", exact=True).first.click()
    for _step in range(2):
        page.go_back()
        expect(page.locator("#id_employment_start")).to_have_value("2018-09-15")
        assert "employment_start" not in page.url


def test_by_keyboard_alone_the_focus_goes_to_the_answer(page: Any, cast: Any) -> None:
    sign_in(page, cast.rikke)
    page.goto(reverse("cases:check", args=[SEVEN]))
    page.locator("#id_municipality").focus()
    page.keyboard.press("Tab")
    for _question in range(2):
        # "Ved ikke" is chosen beforehand; the arrows move from it to "Nej" and "Ja".
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Tab")
    page.keyboard.type("31.8.2018")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#svar")).to_be_focused()
    row = page.get_by_role("row", name="Opfølgning på ansættelsen")
    expect(row).to_contain_text("28. februar 2019")
    expect(row).to_contain_text("28. februar 2021")
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Hent fristerne til kalenderen").click()
    assert download.value.suggested_filename == f"frister-{SEVEN}.ics"


def test_every_kind_of_answer_may_be_shown(page: Any, width: int) -> None:
    """Missing facts, a judgement, a law change, a mistake; in English as well."""
    if width == 390:
        choose_language(page, "en")
    page.goto(reverse("cases:check", args=[SEVEN]) + "?kommune=820")
    for date in ("", "1-3-2021", "1-1-2026", "31-2-2021"):
        page.locator("#id_employment_start").fill(date)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        check_page(page, axe=date != "1-1-2026")
    expect(page.locator(".error-summary")).to_be_focused()


def test_which_experiments_fit_in_rounds(page: Any) -> None:
    page.goto(reverse("cases:which") + "?kommune=820")
    page.locator("#id_day").fill("1-3-2019")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kan stadig passe")).to_be_visible()
    for question in ("Får borgeren førtidspension?", "Er borgeren ansat i job med løntilskud?"):
        page.get_by_role("group", name=question).get_by_text("Ja", exact=True).click()
        with page.expect_navigation():
            page.keyboard.press("Enter")
    check_page(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Se frister og notat").click()
    expect(page.get_by_role("heading", name="Sagen er omfattet af forsøget")).to_be_visible()
