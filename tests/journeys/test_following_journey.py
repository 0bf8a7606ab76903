"""The synthetic network's experiment after six months, as its coordinator reads it, and an answer to a changed law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from cast import SET_UP
from django.urls import reverse
from django_scopes import scopes_disabled
from journeys.harness import check_page, choose_language, follow, sign_in
from playwright.sync_api import expect

from frirum.web import clock
from frirum.web.experiments.actions import load_shipped
from frirum.web.following.demonstration import SLUG, make_synthetic_experiment
from frirum.web.organisations.demonstration import NETWORKS, make_demonstration
from frirum.web.organisations.models import User

SEVENTH = "foertidspension-opfoelgning"


@pytest.fixture(autouse=True)
def _a_day_of_its_own() -> Iterator[None]:
    """The day after a month's last: what others see of it was frozen the night before."""
    with clock.at(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)):
        yield


def _as(page: Any, name: str) -> None:
    sign_in(page, User.objects.get(email=f"{name}@demonstration.example"))


def _demonstration() -> None:
    """What `frirum init --demo` does for this."""
    with scopes_disabled():
        load_shipped(by=SET_UP)
    make_demonstration()
    make_synthetic_experiment()


def test_seven_uses_are_told_after_six_months_what_they_can_never_show(page: Any) -> None:
    _demonstration()
    _as(page, "netvaerk")
    page.goto(reverse("following:overview"))
    check_page(page)
    row = page.get_by_role("row").filter(has_text="Syntetisk forsøg")
    expect(row).to_contain_text("Aldrig nok brug i dette tempo")
    follow(row.get_by_role("link"))
    check_page(page)
    said = page.get_by_role("main").inner_text()
    # Seven are recorded; the last stays unseen until the change is large enough to tell of nobody.
    assert (
        "6 sager på 6 måneder i 11 kommuner. I dette tempo kommer der aldrig 375 sager i perioden, og så kan en "
        "stigning på 10 procentpoint fra 30 pct. aldrig vises."
    ) in said
    assert "Syntetiske data" in said
    assert NETWORKS["nordjylland"] in said
    expect(page.get_by_role("img", name="Sager over tid: 6 indtil nu, 375 skal der til")).to_be_visible()
    page.get_by_text("Alle udveje, der er regnet på").click()
    expect(page.get_by_text("selv hele landets 98 kommuner er for få")).to_be_visible()
    # A municipality of the network sees its own two, and nobody else's.
    _as(page, "koordinator")
    page.goto(reverse("following:experiment", args=[SLUG]))
    check_page(page, axe=False)
    assert "\n2 sager på 6 måneder." in page.get_by_role("main").inner_text()
    choose_language(page, "en")
    page.goto(reverse("following:experiment", args=[SLUG]))
    check_page(page)
    expect(page.get_by_role("heading", name="Synthetic experiment: fewer follow-ups")).to_be_visible()


def test_a_coordinator_says_what_a_law_change_means(page: Any, cast: Any, shipped_catalogue: None) -> None:
    sign_in(page, cast.karen)
    page.goto(reverse("following:experiment", args=[SEVENTH]))
    check_page(page)
    follow(page.get_by_role("link", name="Svar på lovændringen"))
    check_page(page)
    follow(page.get_by_role("button", name="Gem svaret"))
    check_page(page, axe=False)
    page.get_by_label("Forsøget fortsætter uændret").check()
    page.get_by_label("Begrundelse").fill("Reglen i lov om aktiv socialpolitik står, som den stod.")
    follow(page.get_by_role("button", name="Gem svaret"))
    check_page(page)
    expect(page.get_by_role("main")).to_contain_text("Svaret er gemt")
    expect(page.get_by_role("main")).to_contain_text(
        "Reglen i lov om aktiv socialpolitik står, som den stod."
    )
