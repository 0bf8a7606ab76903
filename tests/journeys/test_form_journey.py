"""The evaluation form from beginning to receipt, as a coordinator and the ministry do it, by keyboard and mouse."""

from __future__ import annotations

import re
from typing import Any

import pytest
from cast import SET_UP, VESTHIMMERLAND
from django_scopes import scopes_disabled
from journeys.harness import check_page, follow, sign_in
from playwright.sync_api import expect

from frirum.core.paths import catalogue_dir
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.forms.actions import begin_form
from frirum.web.forms.models import FormEntry

SLUG, PERIOD = "foertidspension-opfoelgning", "efter-2020"
SAVED = re.compile(r"Gemt .* kl\. \d\d\.\d\d")


@pytest.fixture
def experiment_7(live_server: Any) -> None:
    text = (catalogue_dir() / "experiments" / f"{SLUG}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)


def _saved_text(field: str) -> str:
    with scopes_disabled():
        return FormEntry.objects.get(field=field).text


def test_what_was_typed_before_the_script_came_is_saved_too(page: Any, cast: Any, experiment_7: None) -> None:
    with scopes_disabled():
        form = begin_form(slug=SLUG, period=PERIOD, organisation=VESTHIMMERLAND, by=cast.karen)
    sign_in(page, cast.karen)
    held = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/autosave*.js", hold)
    with page.expect_request("**/autosave*.js"):
        page.goto(f"/skemaer/{form.reference}/", wait_until="commit")
    page.locator("#punkt-1 textarea").last.fill("Skrevet med det samme")
    held[0].continue_()
    page.locator("#gemt-1", has_text=SAVED).wait_for()
    assert _saved_text("description.scope") == "Skrevet med det samme"


def test_a_form_is_begun_written_locked_amended_sent_and_received(
    page: Any, cast: Any, experiment_7: None
) -> None:
    sign_in(page, cast.karen)
    page.goto("/skemaer/")
    follow(page.get_by_role("link", name="Nyt skema"))
    page.get_by_label("Forsøg og rapporteringsperiode").select_option(f"{SLUG}/{PERIOD}")
    page.get_by_label("Kommune").select_option(VESTHIMMERLAND)
    follow(page.get_by_role("button", name="Begynd"))

    # Typing saves by itself and says when.
    page.locator("#punkt-1 textarea").last.fill("Alle førtidspensionister i løntilskud")
    page.locator("#gemt-1", has_text=SAVED).wait_for()
    assert _saved_text("description.scope") == "Alle førtidspensionister i løntilskud"
    expect(page.locator("#punkt-7 textarea")).to_have_count(0)

    follow(page.get_by_role("link", name="Lås punkt 1-5 …"))
    follow(page.get_by_role("button", name="Lås punkt 1-5"))
    expect(page.get_by_text("Kvitteringen er sendt til din mail")).to_be_visible()
    expect(page.locator("#punkt-3 textarea")).to_have_count(0)
    check_page(page)

    follow(page.locator("#punkt-3").get_by_role("link", name="Lav en ændring").first)
    page.get_by_label("Ny tekst").fill("At spare tid")
    follow(page.get_by_role("button", name="Gem ændringen"))  # without a reason
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Ny tekst")).to_have_value("At spare tid")
    check_page(page)
    page.get_by_label("Begrundelse").fill("Målet kunne ikke måles.")
    follow(page.get_by_role("button", name="Gem ændringen"))
    expect(page.get_by_text("Ændring 1 er gemt.")).to_be_visible()

    for number in (7, 8):
        page.locator(f"#punkt-{number} textarea").first.fill("Skrevet efter forsøget")
        page.locator(f"#gemt-{number}", has_text=SAVED).wait_for()
    follow(page.get_by_role("link", name="Indsend …"))
    follow(page.get_by_role("button", name="Indsend"))
    expect(page.get_by_text("Skemaet er indsendt.")).to_be_visible()
    address = page.url
    expect(page.locator("textarea")).to_have_count(0)
    check_page(page)

    page.context.clear_cookies()
    sign_in(page, cast.mette)
    page.goto(address)
    follow(page.get_by_role("button", name="Kvittér for modtagelsen"))
    expect(page.get_by_text("Modtagelsen er registreret.")).to_be_visible()


def test_a_save_that_fails_keeps_the_text_and_says_so(page: Any, cast: Any, experiment_7: None) -> None:
    from frirum.web.forms.actions import begin_form

    with scopes_disabled():
        form = begin_form(slug=SLUG, period=PERIOD, organisation=VESTHIMMERLAND, by=cast.karen)
    sign_in(page, cast.karen)
    page.goto(f"/skemaer/{form.reference}/")
    # Somebody else saves the same point while this page is open.
    FormEntry.objects.filter(field="purpose.what").update(revision=5)
    page.locator("#punkt-2 textarea").first.fill("Min egen tekst")
    page.locator("#gemt-2", has_text="Din tekst står her stadig").wait_for()
    expect(page.locator("#punkt-2 textarea").first).to_have_value("Min egen tekst")


def test_the_published_form_is_open_to_everybody(page: Any, experiment_7: None) -> None:
    page.goto(f"/forsoeg/{SLUG}/skema/{PERIOD}/")
    expect(page.get_by_role("heading", name="6. Justeringer af evalueringsdesign")).to_be_visible()
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == f"evalueringsskema-{SLUG}-{PERIOD}.pdf"
