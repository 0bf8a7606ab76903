"""A design from beginning to the receipt of its lock, as a coordinator and a reader do it in the browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from cast import SET_UP, VESTHIMMERLAND
from django.urls import reverse
from django_scopes import scopes_disabled
from journeys.harness import check_page, choose_language, follow, sign_in
from playwright.sync_api import expect
from ready_design import SLUG, ready

from frirum.core.designs.guide.steps import steps
from frirum.core.paths import catalogue_dir
from frirum.web.designs.actions import begin_design, save_step
from frirum.web.designs.models import Design, DesignStep
from frirum.web.designs.reading import definition_of
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin

SAVED = re.compile(r"Gemt .* kl\. \d\d\.\d\d")
# The narrow window is part of the long run: the pages are the same, and the journey takes a while.
WIDTHS = [1280, pytest.param(390, marks=pytest.mark.long)]


def _publish(slug: str, *, leave_out: str = "") -> None:
    text = (catalogue_dir() / "experiments" / f"{slug}.toml").read_text(encoding="utf-8")
    publish(text=text.replace(leave_out, ""), origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)


@pytest.fixture
def trial(live_server: Any) -> None:
    """The trial without its comparison of municipalities, so that no page waits for a simulation."""
    _publish(SLUG, leave_out="units = 98\ntreated_units = 79\n")


def _finish(cast: Any) -> None:
    """Write every step but the criteria, which the journey writes, as Karen would."""
    with scopes_disabled():
        design = Design.objects.get()
        for key, written in ready(definition_of(design)).items():
            row = DesignStep.objects.get(design=design, step=key)
            if key != "kriterier":
                save_step(design=design, step=key, written=written, revision=row.revision, by=cast.karen)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_design_is_begun_written_read_locked_and_its_receipt_checked(
    page: Any, cast: Any, trial: None
) -> None:
    sign_in(page, cast.karen)
    page.goto(reverse("designs:diagnosis", args=[SLUG]))
    follow(page.get_by_role("link", name="Begynd et design fra definitionen"))
    page.get_by_label("Organisation").select_option(VESTHIMMERLAND)
    follow(page.get_by_role("button", name="Begynd"))
    home = page.url
    check_page(page, axe=False)
    _finish(cast)

    # Typing saves by itself, says when, and the checks follow.
    page.goto(f"{home}trin/kriterier/")
    group = page.get_by_role("group", name="Kriterium 1")
    group.get_by_label("Kriteriet").fill("Andelen i job efter 6 måneder stiger")
    page.locator("#gemt", has_text=SAVED).wait_for()
    page.locator("#fund", has_text="hvor stor ændringen skal være").wait_for()
    check_page(page)
    group.get_by_label("I job efter 6 måneder").check()
    group.get_by_label("Udgangspunkt før start").fill("50")
    group.get_by_label("Grænse").fill("55")
    follow(page.get_by_role("button", name="Gem og gå videre"))
    expect(page.get_by_role("heading", name="Regler, hjemmel og lovens hensigt")).to_be_visible()

    # The diagnosis beside the questions follows what is typed.
    page.goto(f"{home}trin/spoergsmaal/")
    page.get_by_label("Udgangspunkt").fill("30")
    page.locator("#diagnose", has_text="fra 30 pct.").wait_for()

    page.goto(home)
    follow(page.get_by_role("link", name="Klar til sparring …"))
    page.get_by_label("Hvem skal læse designet?").select_option(str(cast.lone.reference))
    check_page(page, axe=False)
    follow(page.get_by_role("button", name="Send til sparring"))

    page.context.clear_cookies()
    sign_in(page, cast.lone)
    page.goto(f"{home}sparring/")
    page.get_by_role("form", name="Kommentar til Succeskriterier").get_by_label("Kommentar").fill("Godt mål")
    follow(page.get_by_role("button", name=re.compile("Gem kommentaren.*Succeskriterier")))
    expect(page.get_by_text("Godt mål")).to_be_visible()
    check_page(page)
    follow(page.get_by_role("button", name="Godkend designet"))

    page.context.clear_cookies()
    sign_in(page, cast.karen)
    page.goto(f"{home}laas/")
    check_page(page)
    follow(page.get_by_role("button", name="Lås designet"))
    expect(page.get_by_text("Kvitteringen er sendt til din mail")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent kvittering").click()
    receipt = download.value.path().read_text(encoding="utf-8")

    page.goto(f"{home}aendr/formaal/")
    page.get_by_label("Formål").fill("At se, hvem der bedst hjælper nyledige i varigt job.")
    follow(page.get_by_role("button", name="Gem ændringen"))  # without a reason
    expect(page.get_by_role("alert")).to_be_visible()
    check_page(page)
    page.get_by_label("Begrundelse").fill("Klarere ord.")
    follow(page.get_by_role("button", name="Gem ændringen"))
    expect(page.get_by_text("Ændring 1 er gemt.")).to_be_visible()

    page.goto(f"{home}versioner/")
    expect(page.locator("ins", has_text="varigt")).to_be_visible()
    check_page(page)

    page.context.clear_cookies()
    page.goto(reverse("locking:check_receipt"))
    page.get_by_label("Kvitteringens tekst").fill(receipt)
    follow(page.get_by_role("button", name="Efterprøv"))
    expect(page.get_by_text("Kvitteringen passer", exact=True)).to_be_visible()
    expect(page.get_by_text("Der er kommet 1 ændring til siden.")).to_be_visible()
    check_page(page)


@pytest.mark.long
@pytest.mark.parametrize("width", [1280])
def test_every_step_is_a_good_page_in_english_too(page: Any, cast: Any, trial: None) -> None:
    with scopes_disabled():
        design = begin_design(slug=SLUG, organisation=VESTHIMMERLAND, by=cast.karen)
    sign_in(page, cast.karen)
    for language in ("da", "en"):
        choose_language(page, language)
        for one in steps():
            page.goto(reverse("designs:step", args=[design.reference, one.key]))
            check_page(page)


@pytest.mark.long
def test_two_trials_that_share_the_country_say_what_cannot_be_concluded(
    page: Any, cast: Any, live_server: Any
) -> None:
    for slug in (SLUG, "forsoeg-2027-frit-valg"):
        _publish(slug)
    page.set_default_timeout(60_000)  # the country is simulated when the page is first opened
    page.goto(reverse("designs:shared_country", args=[SLUG]), timeout=60_000)
    expect(page.get_by_role("heading", name="Kan ikke konkluderes")).to_be_visible()
    check_page(page)
