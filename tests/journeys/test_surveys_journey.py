"""A wave in the site: prepared by its coordinator, answered at 390 px with the keyboard alone, closed and shown."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from cast import VESTHIMMERLAND
from django_scopes import scopes_disabled
from journeys.harness import both_widths, check_page, follow, sign_in
from playwright.sync_api import Page, expect
from published import publish_shipped

from frirum.web import clock
from frirum.web.mail.models import OutboxMail
from frirum.web.surveys.actions import add_recipients, order_invitations, send_invitation
from frirum.web.surveys.models import SurveyWave
from frirum.web.trail.actors import WORKER


def _fill(page: Any, *, planned: bool = True) -> None:
    """The form of a wave; one of the municipality's own questionnaire has no planned round to be."""
    today = clock.today()
    if planned:
        page.get_by_label("Hvilken af de planlagte runder").select_option(label="januar 2019")
    else:
        page.get_by_label("Rundens navn").fill("1")
    for label, text in (
        ("Formål", "Vi vil vide, hvordan arbejdet går."),
        ("Dataansvarlig", "Vesthimmerlands Kommune"),
        ("Behandlingsgrundlag", "Artikel 6, stk. 1, litra e"),
        ("Hvem kan svare på spørgsmål", "Jobcentret"),
        ("Sidste svardag", f"{today + dt.timedelta(days=30):%d-%m-%Y}"),
        ("Svarene slettes den", f"{today + dt.timedelta(days=300):%d-%m-%Y}"),
    ):
        page.get_by_label(label).fill(text)


def _invited(cast: Any) -> str:
    """Six are asked; the address of the first one's link."""
    with scopes_disabled():
        wave = SurveyWave.objects.exclude(name="papir").get(organisation=VESTHIMMERLAND)
        add_recipients(wave=wave, recipients=[(f"p{n}@eksempel.dk", 820) for n in range(6)], by=cast.karen)
        order_invitations(wave=wave, by=cast.karen)
        for invitation in wave.invitations.all():
            send_invitation(invitation=invitation, mails=0, by=WORKER)
        body = OutboxMail.objects.filter(address="p0@eksempel.dk").get().body
    found = re.search(r"/s/\S+/", body)
    assert found
    return found[0]


def _tab_to(page: Any, what: Any) -> None:
    for _press in range(30):
        page.keyboard.press("Tab")
        if what.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{what} is not reached with the keyboard")


def _press(page: Any, name: str) -> None:
    _tab_to(page, page.get_by_role("button", name=name))
    with page.expect_navigation():
        page.keyboard.press("Enter")


@both_widths
def test_a_wave_is_prepared_answered_by_keyboard_closed_and_shown(page: Any, cast: Any, width: int) -> None:
    publish_shipped("mentorregler")
    sign_in(page, cast.karen)
    page.goto("/spoergeskemaer/")
    check_page(page)
    page.get_by_text("i forsøg, der er slut").click()
    follow(page.get_by_role("link", name="Spørgeskema til rådgivere"))
    check_page(page)
    _fill(page)
    follow(page.get_by_role("button", name="Forbered runden"))
    expect(page.get_by_text("Forberedt")).to_be_visible()
    check_page(page)
    wave = page.url
    follow(page.get_by_role("link", name="Hent en liste ind"))
    check_page(page)
    page.goto(wave)
    follow(page.get_by_role("link", name="Åbent link"))
    check_page(page)
    follow(page.get_by_role("button", name="Lav linket"))
    check_page(page)
    poster = page.locator("code").inner_text()
    page.goto("/s/" + poster.split("/s/")[1])
    check_page(page)
    page.goto("/spoergeskemaer/mentorregler/survey-raadgivere/sprog/")
    check_page(page)
    page.goto("/spoergeskemaer/mentorregler/survey-raadgivere/svar/")
    check_page(page)
    page.get_by_label("Rundens navn").fill("papir")
    page.get_by_label("Sidste svardag").fill(f"{clock.today():%d-%m-%Y}")
    page.get_by_label("Svarene slettes den").fill(f"{clock.today() + dt.timedelta(days=300):%d-%m-%Y}")
    answers = b"Tid;Benyttet;Kommune\n8.01;Tit;Vesthimmerlands\n8.02;aldrig;Vesthimmerlands\n"
    page.get_by_label("Fil med svar").set_input_files(
        {"name": "svar.csv", "mimeType": "text/csv", "buffer": answers}
    )
    follow(page.get_by_role("button", name="Videre til kolonnerne"))
    page.get_by_label("Har du benyttet dig").first.select_option(label="Benyttet")
    follow(page.get_by_role("button", name="Se efter igen"))
    expect(page.get_by_text("Hvad betyder »Tit«?")).to_be_visible()
    check_page(page)
    page.get_by_label("Hvad betyder »Tit«?").select_option(label="ofte")
    follow(page.get_by_role("button", name="Se efter igen"))
    follow(page.get_by_role("button", name="Tag 2 svar ind"))
    expect(page.get_by_text("Svarene er taget ind.")).to_be_visible()
    link = _invited(cast)
    for name in ("interview", "ikke-leveret", "links"):
        page.goto(f"{wave}{name}/")
        check_page(page)

    page.goto(link)
    check_page(page)
    _tab_to(page, page.get_by_role("link", name="Begynd"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    check_page(page)
    _tab_to(page, page.get_by_role("radio", name="aldrig"))
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    _press(page, "Næste")
    check_page(page)
    _tab_to(page, page.get_by_role("radio", name="slet ikke"))
    page.keyboard.press("Space")
    _press(page, "Næste")
    expect(page.get_by_text("få gange")).to_be_visible()
    check_page(page)
    _press(page, "Send svar")
    expect(page.get_by_role("heading", name="Tak for dit svar")).to_be_visible()
    check_page(page)

    page.goto(wave)
    follow(page.get_by_role("link", name="Luk runden …"))
    check_page(page)
    follow(page.get_by_role("button", name="Luk runden"))
    follow(page.get_by_role("link", name="Resultater"))
    expect(page.get_by_text("Under 5 har svaret")).to_be_visible()
    check_page(page)


@both_widths
def test_several_answers_and_a_table_are_built_and_answered_by_keyboard(
    page: Page, cast: Any, width: int
) -> None:
    publish_shipped("revalidering-lae265")
    sign_in(page, cast.karen)
    page.goto("/spoergeskemaer/eget/")
    page.get_by_label("Forsøg").select_option("revalidering-lae265")
    page.get_by_label("Titel").fill("Lægernes syn")
    first = page.get_by_role("group", name="Spørgsmål 1")
    first.get_by_label("Spørgsmål (frivilligt)", exact=True).fill("Hvad hjalp borgeren?")
    first.get_by_label("Svar (frivilligt)", exact=True).select_option("multiple")
    first.get_by_label("Egne svarmuligheder").fill("mentor\npraktik\nsamtaler")
    second = page.get_by_role("group", name="Spørgsmål 2")
    second.get_by_label("Spørgsmål (frivilligt)", exact=True).fill("Hvor enig er du?")
    second.get_by_label("Tabellens linjer").fill("Sagerne tager kortere tid\nSagerne giver mere mening")
    check_page(page)
    follow(page.get_by_role("button", name="Gem som ny udgave"))
    check_page(page)
    follow(page.get_by_role("link", name="Forbered en runde"))
    _fill(page, planned=False)
    page.get_by_label("Jeg har læst").check()
    follow(page.get_by_role("button", name="Forbered runden"))
    follow(page.get_by_role("link", name="Åbent link"))
    follow(page.get_by_role("button", name="Lav linket"))
    page.goto("/s/" + page.locator("code").inner_text().split("/s/")[1])
    with page.expect_navigation():
        page.get_by_role("button", name="Videre").click()

    _tab_to(page, page.get_by_role("link", name="Begynd"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Hvad hjalp borgeren?")).to_be_visible()
    check_page(page)
    for name in ("mentor", "samtaler"):
        _tab_to(page, page.get_by_role("checkbox", name=name))
        page.keyboard.press("Space")
    _press(page, "Næste")
    table = page.get_by_role("group", name="Hvor enig er du?")
    row = table.get_by_role("radiogroup", name="Sagerne giver mere mening")
    check_page(page)
    _tab_to(page, row.get_by_role("radio").first)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(row.get_by_role("radio").nth(1)).to_be_checked()
    _press(page, "Næste")
    expect(page.get_by_text("mentor; samtaler")).to_be_visible()
    check_page(page)
    _press(page, "Send svar")
    expect(page.get_by_role("heading", name="Tak for dit svar")).to_be_visible()
