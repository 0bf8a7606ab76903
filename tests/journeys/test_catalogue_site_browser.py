"""The catalogue in a real browser: searching, every experiment's page, and what may be reached by keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from journeys.harness import both_widths, check_page, choose_language, follow
from playwright.sync_api import expect

from frirum.core.paths import catalogue_dir

SLUGS = sorted(
    path.stem for path in (catalogue_dir() / "experiments").glob("*.toml") if not path.stem.startswith("_")
)

pytestmark = pytest.mark.usefixtures("shipped_catalogue")


@pytest.mark.long
@pytest.mark.parametrize("slug", SLUGS)
def test_every_experiment_page_may_be_shown(page: Any, slug: str) -> None:
    for language in ("da", "en"):
        choose_language(page, language)
        assert page.goto(f"/forsoeg/{slug}/").status == 200
        check_page(page)


def test_narrowing_stays_in_the_address_and_can_be_undone(page: Any) -> None:
    page.goto("/forsoeg/")
    every = page.locator("main tbody tr").count()
    page.locator("#id_municipality").select_option("820")
    page.locator("#id_q").fill("førtidspensionister løntilskud")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("municipality=820"))
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.get_by_text(f"1 forsøg af {every} passer.")).to_be_visible()
    expect(page.locator("#id_municipality")).to_have_value("820")
    expect(page.locator(".data-line a").first).to_have_attribute("href", re.compile("municipality=820"))
    check_page(page)
    follow(page.get_by_role("link", name="Vis alle"))
    expect(page.locator("main tbody tr")).to_have_count(every)


def test_a_search_without_hits_and_unknown_values_say_what_to_do(page: Any) -> None:
    page.goto("/forsoeg/?q=xyzzy&municipality=9999")
    expect(page.get_by_role("heading", name="Ingen forsøg passer")).to_be_visible()
    expect(page.get_by_text("Kommune: »9999« findes ikke")).to_be_visible()
    check_page(page)


@both_widths
def test_tables_are_cards_on_a_narrow_screen(page: Any, width: int) -> None:
    page.goto("/forsoeg/")
    display = page.evaluate("getComputedStyle(document.querySelector('main tbody tr')).display")
    assert (display == "table-row") == (width == 1280)


def test_the_page_navigation_leads_to_its_sections(page: Any) -> None:
    page.goto("/forsoeg/foertidspension-opfoelgning/")
    links = page.locator(".page-nav a")
    for target in links.evaluate_all("(links) => links.map((link) => link.hash)"):
        expect(page.locator(target)).to_have_count(1)
