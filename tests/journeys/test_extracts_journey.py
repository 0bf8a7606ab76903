"""A coordinator brings in an extract from the front page to the kept rows, with the keyboard and a narrow screen in mind."""

from __future__ import annotations

from typing import Any

from cast import SET_UP
from extract_work import BENT, CARLA, UNDER_18, mark, marks_file
from journeys.harness import check_page, follow, sign_in
from playwright.sync_api import expect

from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.jobs.worker import Worker


def test_from_a_file_to_kept_rows(page: Any, cast: Any) -> None:
    text = (catalogue_dir() / "experiments/forholdstal-ledighedsydelse.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    rows = (
        mark(),
        mark(BENT, "01/10/2018", "05/10/2018"),
        mark("110703132", text=UNDER_18),
        mark(CARLA, text="FK LY"),
    )
    sign_in(page, cast.karen)
    page.set_default_timeout(60_000)  # the first page of a run waits for the whole site to be imported
    page.goto("/udtraek/")
    check_page(page)
    follow(page.get_by_role("link", name="Nyt udtræk"))
    follow(page.get_by_role("button", name="Hent filen ind"))
    check_page(page)
    page.get_by_label("Persongruppemarkeringer").check()
    page.get_by_label("Fagsystem").fill("Fasit")
    page.get_by_label("Filen dækker fra den").fill("01-07-2018")
    page.get_by_label("Filen dækker til og med den").fill(f"{clock.today():%d-%m-%Y}")
    page.get_by_label("Hjemmel").fill("Prøve")
    page.get_by_label("Fil", exact=True).set_input_files(
        {"name": "udtraek.csv", "mimeType": "text/csv", "buffer": marks_file(*rows)}
    )
    follow(page.get_by_role("button", name="Hent filen ind"))
    check_page(page)
    page.get_by_label("Hvad FK LY betyder").select_option(
        label="Kort praktik før fleksjob uden hensyn til forholdstallet"
    )
    follow(page.get_by_role("button", name="Vis de første rækker igen"))
    expect(page.get_by_text("Af de første 4 rækker vil")).to_be_visible()
    follow(page.get_by_role("button", name="Læs hele filen"))
    check_page(page)
    finish(page)
    check_page(page)
    expect(page.get_by_role("row", name="Rækker i alt 4")).to_be_visible()
    follow(page.get_by_role("button", name="Gem rækkerne"))
    finish(page)
    expect(page.get_by_text("Gemt", exact=True).first).to_be_visible()
    follow(page.get_by_role("link", name="Fortryd udtrækket"))
    check_page(page)


def finish(page: Any) -> None:
    """Let a worker do what waits, and look again."""
    while Worker().work_once():
        pass
    page.reload()
