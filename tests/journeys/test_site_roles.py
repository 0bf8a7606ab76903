"""The pages behind the login, as the people who use them."""

from __future__ import annotations

from typing import Any

import pytest
from cast import SET_UP
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from journeys import routes
from journeys.harness import check_page, follow, sign_in
from playwright.sync_api import expect

from frirum.core.paths import catalogue_dir
from frirum.web.experiments import actions as experiments
from frirum.web.forms import actions as form_actions

VESTHIMMERLAND = "820"
SLUG, PERIOD = "foertidspension-opfoelgning", "efter-2020"
SEEN: set[tuple[int, str | int]] = set()
OWN_ROUTES = ("site:", "organisations:log_in")


def addresses_behind_login() -> list[str]:
    """What `test_site_pages` does not see as everybody."""
    taken = [
        route for route, takes in routes.named_routes() if not takes and not route.startswith(OWN_ROUTES)
    ]
    addresses = [reverse(route) for route in taken if route not in routes.NOT_PUBLIC_PAGES]
    return [address for address in addresses if Client().get(address).status_code != 200]


# The cast has nothing yet, so that these are the empty pages; the filled ones are in test_every_page_browser.py.
@pytest.mark.parametrize(
    "name",
    [
        "karen",
        "mette",
        "adam",
        *(pytest.param(name, marks=pytest.mark.long) for name in ("rikke", "lone", "niels", "anders", "eva")),
    ],
)
def test_a_role_sees_good_pages_or_a_good_refusal(page: Any, cast: Any, name: str) -> None:
    sign_in(page, cast.everybody()[name])
    for address in ["/", *addresses_behind_login()]:
        status = page.goto(address).status
        assert status in (200, 403, 404)
        # The same page for another role, and the same refusal anywhere, has the marks that axe has seen.
        kind = (page.viewport_size["width"], address if status == 200 else status)
        check_page(page, axe=kind not in SEEN)
        SEEN.add(kind)
    expect(page.get_by_text(cast.everybody()[name].name).first).to_be_visible()


def test_a_draft_as_text_and_on_its_way(page: Any, cast: Any) -> None:
    text = (catalogue_dir() / "experiments/_template.toml").read_text(encoding="utf-8")
    with scopes_disabled():
        draft = experiments.start_draft(slug="proeve", text=text, organisation=VESTHIMMERLAND, by=cast.karen)
    sign_in(page, cast.karen)
    for route in ("experiments:draft", "authoring:draft", "authoring:send"):
        page.goto(reverse(route, kwargs={"reference": draft.reference}))
        check_page(page)


def test_the_form_is_readable_and_its_confirmations_too(page: Any, cast: Any) -> None:
    with scopes_disabled():
        experiments.load_shipped(by=SET_UP)
        form = form_actions.begin_form(slug=SLUG, period=PERIOD, organisation=VESTHIMMERLAND, by=cast.karen)
    sign_in(page, cast.karen)
    for route in ("forms:form", "forms:lock", "forms:submit"):
        page.goto(reverse(route, kwargs={"reference": form.reference}))
        check_page(page)
    page.goto(reverse("forms:forms"))
    check_page(page)


def test_an_administrator_lets_a_colleague_in(page: Any, cast: Any) -> None:
    sign_in(page, cast.adam)
    page.goto(reverse("organisations:new_member"))
    page.get_by_label("E-mail").fill("nina@eksempel.dk")
    page.get_by_label("Navn").fill("Nina Ny")
    page.get_by_label("Rolle").select_option(label="Godkender")
    follow(page.get_by_role("button", name="Opret bruger"))
    check_page(page)
    password = page.locator("code").inner_text()
    page.goto(reverse("organisations:members"))
    follow(page.get_by_role("link", name="Nina Ny"))
    check_page(page)
    for link in ("Fjern rollen", "Send link til ny adgangskode", "Luk brugeren"):
        follow(page.get_by_role("link", name=link))
        check_page(page)
        follow(page.get_by_role("link", name="Annullér"))
    follow(page.get_by_role("button", name="Log ud"))
    page.goto("/log-ind/?next=/min-konto/")
    page.get_by_label("E-mail").fill("nina@eksempel.dk")
    page.get_by_label("Adgangskode").fill(password)
    follow(page.get_by_role("main").get_by_role("button", name="Log ind"))
    expect(page.get_by_role("heading", name="Godkender, Vesthimmerlands Kommune")).to_be_visible()
    page.get_by_label("Nuværende adgangskode").fill(password)
    page.get_by_label("Ny adgangskode", exact=True).fill("rolig regn over fjorden")
    page.get_by_label("Ny adgangskode igen").fill("rolig regn over fjorden")
    follow(page.get_by_role("button", name="Skift adgangskode"))
    expect(page.get_by_text("Din adgangskode er ændret")).to_be_visible()
    check_page(page)
