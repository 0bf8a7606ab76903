"""A synthetic experiment from extract to verdict and out to everybody, as the people who do it walk it."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

from cast import SET_UP, VESTHIMMERLAND
from django.urls import reverse
from journeys.harness import check_page, follow, sign_in
from playwright.sync_api import expect
from ready_run import example_plan

from frirum.core.catalogue.canonical import to_toml
from frirum.core.vocabulary.municipalities import all_municipalities
from frirum.synthetic.panel import share_in_work
from frirum.web import clock
from frirum.web.experiments.actions import load_shipped
from frirum.web.jobs import queue
from frirum.web.jobs.worker import run_job

SLUG = "loentilskud-jobrotation"


def work() -> None:
    job = queue.take("test:1:1")
    assert job is not None
    run_job(job, threading.Event())


def files(folder: Path) -> tuple[Path, Path]:
    """A locked plan and a synthetic table: eleven municipalities begin, four points are planted."""
    codes = [one.code for one in all_municipalities()]
    data = share_in_work(codes[:11], codes[11:], start=8, effect=0.04, outcome="arbejde-6m", seed=2027)
    table, plan = folder / "syntetisk-panel.csv", folder / "plan.toml"
    table.write_bytes(data)
    plan.write_text(to_toml(example_plan()), encoding="utf-8")
    return plan, table


def test_from_extract_to_verdict_and_out(page: Any, cast: Any, tmp_path: Path) -> None:
    load_shipped(by=SET_UP)
    plan, table = files(tmp_path)
    tomorrow, today = clock.today() + dt.timedelta(days=1), clock.today()
    sign_in(page, cast.anders)
    page.goto(reverse("runs:order"))
    check_page(page)
    page.get_by_label("Plan fra en fil").set_input_files(plan)
    page.get_by_label("Udtræk og tabeller").set_input_files(table)
    page.get_by_label("Filerne er syntetiske").check()
    page.get_by_label("Resultater må ses fra").fill(f"{tomorrow:%d-%m-%Y}")
    page.get_by_label("Hjemmel til at have filerne").fill("Syntetiske data: ingen personer")
    page.get_by_label("Filerne slettes").fill(f"{tomorrow:%d-%m-%Y}")
    follow(page.get_by_role("button", name="Kør planen"))
    expect(page.get_by_role("button", name="Afbryd kørslen")).to_be_visible()
    check_page(page)
    work()

    # Behind the curtain: who is in and how good the data are, and nothing of what came out.
    page.reload()
    expect(page.get_by_text("Resultatet ses ikke endnu")).to_be_visible()
    expect(page.get_by_role("heading", name="Hvem der indgår")).to_be_visible()
    expect(page.get_by_text("Virker:")).to_have_count(0)
    check_page(page)
    run = page.url
    day = reverse("runs:day", args=[SLUG, VESTHIMMERLAND])
    sign_in(page, cast.karen)
    page.goto(day)
    page.get_by_label("Resultater må ses fra").fill(f"{today:%d-%m-%Y}")
    page.get_by_label("Begrundelse").fill("Data er fuldtallige.")
    follow(page.get_by_role("button", name="Gem"))
    check_page(page)

    # The first look is noted; then the answer first, every figure with its run, plan and files beside it.
    sign_in(page, cast.anders)
    page.goto(run)
    follow(page.get_by_role("button", name="Åbn resultatet"))
    expect(page.locator("article")).to_contain_text(
        "Virker: Andelen i arbejde efter 6 måneder. Forskellen er 4,0"
    )
    expect(page.get_by_text("Først set").first).to_contain_text("Anders Analytiker")
    expect(page.get_by_text("Vejen tilbage")).to_be_visible()
    check_page(page)

    # To the gate, past a second person, and out.
    follow(page.get_by_role("link", name="Bed om, at svarene frigives …"))
    check_page(page)
    follow(page.get_by_role("button", name="Se, hvad der kan frigives"))
    check_page(page)
    follow(page.get_by_role("link", name="Bed om frigivelse …"))
    check_page(page)
    page.get_by_label("Formål").fill("Årsrapport")
    page.get_by_role("textbox", name="Modtager").fill("Ministeriet")
    page.get_by_label("Alle", exact=True).check()
    page.get_by_label("Hvem skal godkende").select_option("evaluator")
    follow(page.get_by_role("button", name="Send anmodningen"))
    sign_in(page, cast.eva)
    page.goto(reverse("releases:waiting"))
    follow(page.get_by_role("link", name="Svarene fra"))
    follow(page.get_by_role("button", name="Se de sande tal"))
    check_page(page)
    follow(page.get_by_role("button", name="Frigiv svarene"))
    check_page(page)

    # What everybody reads, and from a figure back to its source: run, plan and files are one click from the list.
    page.context.clear_cookies()
    page.goto(reverse("releases:list"))
    follow(page.get_by_role("link", name="Svarene fra"))
    expect(page.get_by_role("cell", name="4,0").first).to_be_visible()
    check_page(page)
    page.goto(reverse("runs:found", args=[SLUG]))
    expect(page.get_by_text("Forskellen er 4,0")).to_be_visible()
    expect(page.get_by_text("syntetisk-panel.csv")).to_be_visible()
    check_page(page)
