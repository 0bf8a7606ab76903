"""From a request to the municipalities to a published decision with erratum and annex, as ministry and reader see it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from cast import PASSWORD, SET_UP, VESTHIMMERLAND
from django_scopes import scopes_disabled
from journeys.harness import check_page, follow, sign_in
from playwright.sync_api import expect

from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.forms.actions import begin_form, lock_points, save_point, submit
from frirum.web.forms.content import sections
from frirum.web.organisations import actions as organisations
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.roles import MinistryReader

SLUG, PERIOD = "foertidspension-opfoelgning", "efter-2020"


@pytest.fixture
def maria(live_server: Any, cast: Any) -> Any:
    """A second person in the ministry, and experiment 7."""
    text = (catalogue_dir() / "experiments" / f"{SLUG}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    made = organisations.open_account(email="maria@eksempel.dk", name="Maria", password=PASSWORD, by=SET_UP)
    organisations.give_membership(
        user=made, organisation=Organisation.objects.get(key="ministeriet"), role=MinistryReader, by=SET_UP
    )
    return made


def _send_form(karen: Any) -> None:
    with scopes_disabled():
        form = begin_form(slug=SLUG, period=PERIOD, organisation=VESTHIMMERLAND, by=karen)
        lock_points(form=form, by=karen)
        for number in (7, 8):
            section = next(one for one in sections(form) if one.number == number)
            texts = {section.fields[0].key: "Konsulenterne brugte mindre tid."}
            save_point(form=form, number=number, texts=texts, revision=section.revision, by=karen)
        submit(form=form, by=karen)


def _danish(date: dt.date) -> str:
    return f"{date:%d-%m-%Y}"


def test_from_request_to_published_decision(page: Any, cast: Any, maria: Any) -> None:
    today = clock.today()
    sign_in(page, cast.mette)
    _ask_for_forms(page, today)
    _send_form(cast.karen)
    page.reload()
    expect(page.get_by_text("1 af 1 skemaer er kommet.")).to_be_visible()
    check_page(page)
    follow(page.get_by_role("link", name="Svarene i én tabel"))
    expect(page.get_by_text("Konsulenterne brugte mindre tid.")).to_be_visible()
    check_page(page)

    page.goto("/beslutninger/ny/")
    page.get_by_label("Forsøg eller del af et forsøg").select_option(f"{SLUG}/")
    follow(page.get_by_role("button", name="Begynd"))
    expect(page.get_by_text("Vælg mindst én grund")).to_be_visible()
    page.get_by_label("Lægges til grund").first.check()
    follow(page.get_by_role("button", name="Gem udsagnene"))
    page.get_by_label("gjort permanent").check()
    page.get_by_label("gode resultater").check()
    page.get_by_label("Beslutningsgrundlag").fill("Konsulenterne oplever, at det sparer tid.")
    page.get_by_label("Besluttet den").fill(_danish(today))
    follow(page.get_by_role("button", name="Gem kladden"))
    expect(page.get_by_text("intet af det afgør, at det virker")).to_be_visible()
    expect(page.get_by_text("er der før besluttet noget andet")).to_be_visible()
    check_page(page)
    page.get_by_label("Hvorfor beslutningen fraviger").fill("Der ses på det igen om et år.")
    page.get_by_label("Ses på igen").fill(_danish(today + dt.timedelta(days=365)))
    follow(page.get_by_role("button", name="Gem kladden"))
    follow(page.get_by_role("link", name="Send til anden læsning …"))
    check_page(page)
    follow(page.get_by_role("button", name="Send til anden læsning"))
    draft = page.url

    page.context.clear_cookies()
    sign_in(page, maria)
    page.goto("/")
    follow(page.locator("section", has_text="Beslutninger, der venter").get_by_role("link").first)
    follow(page.get_by_role("link", name="Godkend …"))
    follow(page.get_by_role("button", name="Godkend"))
    expect(page.get_by_text("Godkendt af Maria")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, cast.mette)
    page.goto(draft)
    follow(page.get_by_role("link", name="Offentliggør …"))
    check_page(page)
    follow(page.get_by_role("button", name="Offentliggør"))
    follow(page.get_by_role("link", name="Lav en rettelse …"))
    page.get_by_label("Hvad rettes").select_option("basis")
    page.get_by_label("Ny tekst").fill("Konsulenterne vurderer, at det kan spare tid.")
    page.get_by_label("Begrundelse").fill("Ordlyden var for stærk.")
    follow(page.get_by_role("button", name="Gem rettelsen"))

    page.context.clear_cookies()
    page.goto("/beslutninger/?kind=decision")
    check_page(page)
    follow(page.get_by_role("link", name="Læs beslutningen"))
    expect(page.get_by_text("Siden viser teksten med 1 rettelse.")).to_be_visible()
    expect(page.get_by_text("Der ses på det igen om et år.")).to_be_visible()
    check_page(page)
    with page.expect_download() as annex:
        page.get_by_role("link", name="PDF").click()
    assert annex.value.suggested_filename == f"beslutningsbilag-{SLUG}.pdf"


def _ask_for_forms(page: Any, today: dt.date) -> None:
    page.goto("/anmodninger/")
    follow(page.get_by_role("link", name="Ny anmodning"))
    page.get_by_label("Titel").fill("Skemaer for 2021-2022")
    page.get_by_label("Forsøg og rapporteringsperiode").select_option(f"{SLUG}/{PERIOD}")
    page.get_by_label("Frist").fill(_danish(today))  # not ahead
    page.get_by_label("Hvad kommunerne skal vide").fill("Vi beder om jeres skema.")
    follow(page.get_by_role("button", name="Forbered anmodningen"))
    expect(page.get_by_text("Fristen skal ligge efter i dag.").first).to_be_visible()
    expect(page.get_by_label("Hvad kommunerne skal vide")).to_have_value("Vi beder om jeres skema.")
    page.get_by_label("Frist").fill(_danish(today + dt.timedelta(days=14)))
    follow(page.get_by_role("button", name="Forbered anmodningen"))
    check_page(page)
    follow(page.get_by_role("link", name="Send …"))
    follow(page.get_by_role("button", name="Send anmodningen"))
    expect(page.get_by_text("Sendt til 1 kommune.")).to_be_visible()
