"""The page that asks what a new name is, as the analyst meets it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from cast import VESTHIMMERLAND
from django.urls import reverse
from django_scopes import scopes_disabled
from journeys.harness import check_page, follow, sign_in
from playwright.sync_api import expect

from frirum.core.disclosure.settings import Subject
from frirum.core.disclosure.table import Dimension
from frirum.web.releases import actions
from frirum.web.releases.models import TeamTable
from frirum.web.releases.reviewing import review

PLACES = ("Aalborg", "Vejen")


def kept(cast: Any, measure: str, bands: dict[str, tuple[int, int]]) -> TeamTable:
    counts = {(place, band): n for band, both in bands.items() for place, n in zip(PLACES, both, strict=True)}
    return actions.keep_table(
        title="Brug af forsøget", measure=measure, subject=Subject.PERSONS, run="K-1", synthetic=True,
        dimensions=(Dimension("kommune", PLACES), Dimension("alder", tuple(bands))), counts=counts, population={},
        period="2027K1", organisation=VESTHIMMERLAND, by=cast.anders,
    )  # fmt: skip


def look(page: Any, name: str) -> None:
    check_page(page)
    if folder := os.environ.get("FRIRUM_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}-{page.viewport_size['width']}.png", full_page=True)


def test_a_new_band_is_answered_for_on_the_page(page: Any, cast: Any) -> None:
    with scopes_disabled():
        first = actions.request_release(
            table=kept(cast, "brug", {"18-29": (20, 30), "30-49": (40, 60), "50-66": (70, 90)}), purpose="Rapport",
            recipient="Alle", public=True, approver="evaluator", by=cast.anders,
        )  # fmt: skip
        actions.note_seen(request=first, outcome=review(first.table).outcome, by=cast.eva)
        actions.approve(request=first, by=cast.eva)
        table = kept(cast, "anvendelse", {"18-49": (60, 90), "50-66": (70, 90)})
    sign_in(page, cast.anders)
    page.goto(reverse("releases:keep"))
    look(page, "ny-tabel")
    page.goto(reverse("releases:table", args=[table.reference]))
    look(page, "tabel")
    follow(page.get_by_role("link", name="Bed om frigivelse"))
    page.get_by_label("Formål", exact=True).fill("Rapport")
    page.get_by_role("textbox", name="Modtager").fill("Alle")
    page.get_by_label("Alle", exact=True).check()
    page.get_by_label("brug", exact=True).check()
    follow(page.get_by_role("button", name="Send anmodningen"))
    expect(page.get_by_label("brug", exact=True)).to_be_checked()
    look(page, "navne")
    page.get_by_label("18-29").check()
    page.get_by_label("30-49").check()
    follow(page.get_by_role("button", name="Send anmodningen"))
    expect(page.get_by_text("18-49 er lagt sammen af 18-29, 30-49.")).to_be_visible()
    look(page, "svaret")
