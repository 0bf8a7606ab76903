"""Deadlines in the browser: read, mark, undo, write a note, and be told why it is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.urls import reverse
from django_scopes import scopes_disabled
from journeys.harness import check_page, follow, sign_in
from playwright.sync_api import expect

from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.obligations.models import Completion
from frirum.web.uses.actions import end_use, record_use
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import Use, UseSource
from frirum.web.uses.reasons import EndReason

FOLLOW_UPS, PLACEMENTS = "foertidspension-opfoelgning", "forholdstal-ledighedsydelse"


@pytest.fixture
def placement(cast: Cast) -> Use:
    """Rikke has a late follow-up, and a placement that ended without a job."""
    with scopes_disabled():
        for slug in (FOLLOW_UPS, PLACEMENTS):
            text = (catalogue_dir() / "experiments" / f"{slug}.toml").read_text(encoding="utf-8")
            publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
        record(cast, FOLLOW_UPS, "S-1", "2021-03-01", {"employment_start": "2021-03-01"})
        use = record(cast, PLACEMENTS, "S-2", "2021-03-01", {"placement_start": "2021-03-01"})
        return end_use(use=use, ended_on=dt.date(2021, 3, 24), reason=EndReason.OUTCOME_FAILED, by=cast.rikke)


def record(cast: Cast, slug: str, number: str, begun: str, facts: dict[str, str]) -> Use:
    with clock.at(dt.datetime.fromisoformat(f"{begun}T09:00:00+01:00")):
        return record_use(
            slug=slug, organisation=VESTHIMMERLAND, identity=Identity(case_number=number),
            begun_on=dt.date.fromisoformat(begun), facts=facts, source=UseSource.EXTRACT,
            responsible=cast.rikke.trail_reference, by=cast.rikke,
        )  # fmt: skip


def test_a_caseworker_marks_undoes_and_writes_a_note(page: Any, cast: Cast, placement: Use) -> None:
    sign_in(page, cast.rikke)
    page.goto(reverse("obligations:mine"))
    check_page(page)
    follow(page.get_by_role("button", name="Gjort i dag"))
    expect(page.get_by_role("alert").or_(page.get_by_text("Markeret som udført")).first).to_be_visible()
    check_page(page)
    follow(page.get_by_role("button", name="Fortryd", exact=True))
    expect(page.get_by_text("Fortrudt. Fristen står på listen igen.")).to_be_visible()
    follow(page.get_by_role("link", name="Skriv notatet : Notat: Når praktikken ikke"))
    check_page(page)
    typed = "Praktikken førte ikke til fleksjob. Årsag: 010203-1234 flyttede"
    page.get_by_label("Notat").fill(typed)
    follow(page.get_by_role("button", name="Gem notatet"))
    expect(page.get_by_label("Notat")).to_have_value(typed)
    check_page(page)
    page.get_by_label("Notat").fill("Arbejdspladsen lukkede.")
    follow(page.get_by_role("button", name="Gem notatet"))
    expect(page.get_by_text("Markeret som udført")).to_be_visible()
    page.goto(reverse("uses:use", args=[placement.reference]))
    expect(page.get_by_text("Arbejdspladsen lukkede.")).to_be_visible()
    expect(page.get_by_text("Fritagelsen ophørte rettidigt")).to_be_visible()
    check_page(page)
    with scopes_disabled():
        assert Completion.objects.filter(undone_at=None).count() == 1


def test_a_leader_finds_what_is_late_in_the_municipality(page: Any, cast: Cast, placement: Use) -> None:
    sign_in(page, cast.lone)
    page.goto(reverse("obligations:municipality"))
    check_page(page)
    page.locator("#id_experiment").select_option(
        label="Færre opfølgninger for førtidspensionister i løntilskud"
    )
    follow(page.get_by_role("button", name="Afgræns"))
    expect(page.get_by_text("Kort praktik før fleksjob")).to_have_count(1)  # only as a choice
    check_page(page)
