"""An analyst brings in a register, sees what it is worth, and hands it over in writing; by keyboard and in both widths."""

from __future__ import annotations

from typing import Any

from journeys.harness import check_page, follow, sign_in
from playwright.sync_api import expect
from published import publish_shipped
from register_work import SLUG, register_file

from frirum.web.jobs.worker import Worker


def test_from_a_register_to_a_handing_over(page: Any, cast: Any) -> None:
    publish_shipped(SLUG)
    sign_in(page, cast.anders)
    page.set_default_timeout(60_000)
    page.goto("/registre/")
    check_page(page)
    follow(page.get_by_role("link", name="Hent et register ind"))
    follow(page.get_by_role("button", name="Hent filen ind"))
    check_page(page)
    page.get_by_label("Fil", exact=False).first.set_input_files(
        {"name": "dream.csv", "mimeType": "text/csv", "buffer": register_file()}
    )
    page.get_by_label("Databeskyttelsesloven § 10", exact=False).check()
    follow(page.get_by_role("button", name="Hent filen ind"))
    expect(page.get_by_text("2018-W30 (y_1830)", exact=False)).to_be_visible()
    check_page(page)
    follow(page.get_by_role("button", name="Læs registret"))
    while Worker().work_once():
        pass
    page.reload()
    check_page(page)
    expect(page.get_by_role("img", name="Personer med en kode, kolonne for kolonne")).to_be_visible()
    kept = page.url
    page.goto("/koersler/ny/")
    page.get_by_label("»dream.csv« til", exact=False).check()
    check_page(page)
    page.goto(kept)
    follow(page.get_by_role("link", name="Udlever …"))
    for label in ("Modtager", "Aftale", "Formål"):
        page.get_by_label(label, exact=True).fill("Prøve")
    check_page(page)
    follow(page.get_by_role("button", name="Skriv udleveringen"))
    expect(page.get_by_role("button", name="Hent filerne")).to_be_visible()
    follow(page.get_by_role("link", name="Slet …"))
    check_page(page)
