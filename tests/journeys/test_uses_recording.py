"""From the caseworker's own front page to a recorded use, counted; and every page around a use at both widths."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from cast import VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from journeys.harness import check_page, choose_language, sign_in
from journeys.test_cases_check import Hands
from playwright.sync_api import expect
from recorded_uses import DAY, SEVEN, load, record

from frirum.web.organisations.scopes import organisation_scope
from frirum.web.uses.actions import correct_use, record_non_use
from frirum.web.uses.past import approve_past_uses


@pytest.fixture(autouse=True)
def _ready(live_server: Any, cast: Cast) -> None:
    """Experiment 7 alone, and a coordinator's yes to cases as old as it is."""
    load(SEVEN)
    approve_past_uses(
        slug=SEVEN, organisation=VESTHIMMERLAND, first_day=dt.date(2018, 7, 1), last_day=dt.date(2025, 12, 31),
        reason="Kommunen kom sent med.", by=cast.karen,
    )  # fmt: skip
    Client().get("/")


def test_check_note_and_record_from_the_front_page(page: Any, cast: Cast) -> None:
    """Check and note: at most 5 clicks and 20 s. The record is one click more and the citizen's number."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, cast.rikke)
    page.goto("/")
    hands = Hands(page)
    hands.think()
    hands.click(page.get_by_role("link", name="Færre opfølgninger for førtidspensionister").first)
    for question in ("Får borgeren førtidspension?", "Er borgeren ansat i job med løntilskud?"):
        hands.think()
        hands.click(page.get_by_role("group", name=question).get_by_text("Ja", exact=True))
    hands.press("Tab")
    hands.think()
    hands.type("15-9-2018")
    with page.expect_navigation():
        hands.press("Enter")
    hands.click(page.get_by_role("button", name="Kopiér notatet"))
    page.get_by_text("Notatet er kopieret.").wait_for()
    assert hands.clicks <= 5
    assert hands.seconds < 20
    for_check_and_note = (hands.clicks, hands.seconds)
    check_page(page)

    hands.think()
    hands.press("Tab")
    hands.type("010203-1234")
    expect(page.get_by_label("CPR-nummer")).to_have_value("010203-1234")
    with page.expect_navigation():
        hands.click(page.get_by_role("button", name="Registrér brug", exact=True))
    expect(page.get_by_text("Brugen er registreret.")).to_be_visible()
    expect(page.get_by_role("button", name="Kopiér notatet")).to_be_visible()
    assert hands.clicks - for_check_and_note[0] == 1
    assert hands.seconds - for_check_and_note[1] < 10
    assert "010203" not in page.url
    assert "010203" not in page.title()
    check_page(page)


def test_not_used_is_one_click_from_the_answer(page: Any, cast: Cast) -> None:
    sign_in(page, cast.rikke)
    page.goto(reverse("cases:check", args=[SEVEN]))
    for question in ("Får borgeren førtidspension?", "Er borgeren ansat i job med løntilskud?"):
        page.get_by_role("group", name=question).get_by_text("Ja", exact=True).click()
    page.locator("#id_employment_start").fill("15-9-2018")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.get_by_role("button", name="De almindelige regler rakte").click()
    expect(page.get_by_role("heading", name="Fritagelsen bruges ikke")).to_be_visible()
    check_page(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Fortryd registreringen").click()
    expect(page.get_by_text("Registreringen er fortrudt")).to_be_visible()


def test_every_page_around_a_use_may_be_shown(page: Any, cast: Cast, width: int) -> None:
    if width == 390:
        choose_language(page, "en")
    with organisation_scope([VESTHIMMERLAND]):
        use = record(cast)
        correct_use(use=use, begun_on=DAY + dt.timedelta(days=1), reason="Dagen efter.", by=cast.rikke)
        non_use = record_non_use(
            slug=SEVEN, organisation=VESTHIMMERLAND, reason="other", decided_on=DAY, by=cast.rikke
        )
    sign_in(page, cast.rikke)
    page.goto(reverse("uses:uses"))
    check_page(page)
    page.locator("#id_soeg-cpr").fill("10203-1234")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("010203-1234")).to_be_visible()
    check_page(page)
    for route in ("use", "correct", "end", "retract", "hand_over"):
        page.goto(reverse(f"uses:{route}", args=[use.reference]))
        check_page(page)
    page.goto(reverse("uses:non_use", args=[non_use.reference]))
    check_page(page, axe=False)
    sign_in(page, cast.karen)
    page.goto(reverse("uses:past"))
    check_page(page)
    page.goto(reverse("uses:uses"))
    check_page(page, axe=False)
