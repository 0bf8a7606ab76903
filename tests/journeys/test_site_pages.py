"""Every public page in a real browser, in both languages and both widths."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from django.test import Client
from journeys import routes
from journeys.harness import HEIGHT, NARROW, WIDE, both_widths, check_page, choose_language, follow, tab_stops
from playwright.sync_api import expect

# One of each kind of page; with --long every page is walked with the Tab key.
BY_KEYBOARD = (
    "/",
    "/forsoeg/",
    "/forsoeg/mikrolaan/diagnose/",
    "/sag/foertidspension-opfoelgning/",
    "/ordliste/",
)


PARTS = 4


@pytest.mark.usefixtures("shipped_catalogue")
@pytest.mark.parametrize("part", range(PARTS))
def test_pages_may_be_shown(page: Any, width: int, part: int, request: pytest.FixtureRequest) -> None:
    """A quarter of the pages at a time, as reading the catalogue takes longer than a page; all their faults at once.

    Danish at the width that is open and English at the other, so that axe sees both; --long has all four.
    """
    faults = []
    for address in _open_to_everybody()[part::PARTS]:
        try:
            _look_at(page, width, address)
            if address in BY_KEYBOARD or request.config.getoption("--long"):
                stops = tab_stops(page)
                assert stops[0] == "a Skip to the content"
                assert stops[-1] == "a Accessibility statement"
        except AssertionError as fault:
            faults.append(f"{address}: {fault}")
    assert not faults, "\n".join(faults)


@cache
def _open_to_everybody() -> list[str]:
    """Pages behind the login are tried as each role elsewhere. Asked once: it takes a tour of all of them."""
    return [address for address in routes.public_addresses() if Client().get(address).status_code == 200]


def _look_at(page: Any, width: int, address: str) -> None:
    for language, now in (("da", width), ("en", WIDE + NARROW - width)):
        choose_language(page, language)
        page.set_viewport_size({"width": now, "height": HEIGHT})
        assert page.goto(address).status == 200
        assert page.locator("html").get_attribute("lang") == language
        check_page(page)


def test_every_route_is_looked_at() -> None:
    known = {*routes.EXAMPLES, *routes.NOT_PUBLIC_PAGES, *routes.PRIVATE_PAGES}
    forgotten = [route for route, takes in routes.named_routes() if takes and route not in known]
    assert not forgotten, "routes with arguments need an example or a reason in tests/journeys/routes.py"


def test_missing_page_says_what_to_do(page: Any) -> None:
    assert page.goto("/findes-ikke/").status == 404
    expect(page.get_by_role("heading", name="Siden findes ikke")).to_be_visible()
    expect(page.get_by_role("link", name="Gå til forsiden")).to_be_visible()
    check_page(page)


def test_danish_unless_chosen_whatever_the_browser_says(page: Any) -> None:
    page.goto("/")  # the browser asks for en-US
    assert page.locator("html").get_attribute("lang") == "da"
    follow(page.get_by_role("button", name="English"))
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto("/ordliste/")
    assert page.locator("html").get_attribute("lang") == "en"
    follow(page.get_by_role("button", name="Dansk"))
    assert page.locator("html").get_attribute("lang") == "da"
    expect(page).to_have_url(re.compile("/ordliste/$"))


def test_glossary_found_by_word_and_linked_by_anchor(page: Any) -> None:
    page.goto("/ordliste/")
    page.get_by_label("Søg i ord og forklaringer").fill("persongruppe")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".term h3")).to_have_text(["persongruppemarkering"])
    check_page(page)
    follow(page.get_by_role("link", name="Ryd søgningen"))
    assert page.locator(".term").count() > 100
    page.goto("/ordliste/#ledighedsydelse")
    expect(page.locator("#ledighedsydelse")).to_be_visible()


def test_glossary_without_a_hit_says_what_to_try(page: Any) -> None:
    page.goto("/ordliste/?q=xyzzy")
    expect(page.get_by_text("Intet ord passer")).to_be_visible()
    check_page(page)


def test_english_glossary_marks_danish_words(page: Any) -> None:
    choose_language(page, "en")
    page.goto("/ordliste/?q=sickness")
    expect(page.locator("#sygedagpenge h3")).to_have_text("sickness benefit")
    expect(page.locator("#sygedagpenge [lang=da]").first).to_have_text("sygedagpenge")


@both_widths
def test_keyboard_reaches_everything_in_order(page: Any, width: int) -> None:
    page.goto("/")
    stops = tab_stops(page)
    assert stops[0] == "a Gå til sidens indhold"
    assert stops[1] == "a Frirum"
    assert any("Ordliste" in stop for stop in stops)
    assert stops[-1] == "a Tilgængelighedserklæring"
    if width < 992:
        assert "summary Menu" in stops


def test_skip_link_moves_to_the_content(page: Any) -> None:
    page.goto("/ordliste/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#indhold")).to_be_focused()


def test_login_form_names_its_faults_and_takes_focus(page: Any) -> None:
    page.goto("/log-ind/")
    follow(page.get_by_role("main").get_by_role("button", name="Log ind"))
    summary = page.locator(".error-summary")
    expect(summary).to_be_visible()
    page.wait_for_function("document.activeElement.classList.contains('error-summary')")
    summary.get_by_role("link").first.click()
    expect(page.locator("[name=email]")).to_be_focused()
    check_page(page)
