"""A coordinator writes an experiment by form: looked at while it is made."""

from __future__ import annotations

from typing import Any

from cast import VESTHIMMERLAND
from django.urls import reverse
from journeys.harness import check_page, follow, sign_in


def test_a_draft_is_written(page: Any, cast: Any, shipped_catalogue: None) -> None:
    sign_in(page, cast.niels)
    page.goto(reverse("experiments:drafts"))
    follow(page.get_by_role("link", name="Ny kladde"))
    page.screenshot(path="/tmp/authoring/s-ny.png", full_page=True)
    check_page(page)
    page.get_by_label("Hvad skal forsøget hedde?").fill("Færre samtaler før pension")
    follow(page.get_by_role("button", name="Begynd", exact=True))
    for n in range(9):
        page.screenshot(path=f"/tmp/authoring/s-{n}.png", full_page=True)
        page.set_viewport_size({"width": 390, "height": 900})
        page.screenshot(path=f"/tmp/authoring/n-{n}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})
        check_page(page)
        follow(page.get_by_role("button", name="Gem og gå videre"))
    for key in ("redskaber", "dele", "forloeb", "kilder"):
        page.goto(page.url.split("/skema/")[0].rstrip("/") + f"/skema/{key}/")
        page.screenshot(path=f"/tmp/authoring/s-{key}.png", full_page=True)
        check_page(page)
    page.goto(page.url.split("/skema/")[0] + "/")
    page.screenshot(path="/tmp/authoring/s-forside.png", full_page=True)
    check_page(page)
    assert VESTHIMMERLAND
