"""The site's tables beside tables written by hand from DECISION, CONCLUSIONS and PIXI: every row agrees."""

from __future__ import annotations

import html
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from cast import SET_UP
from django.test import Client
from site_tables import Cell, read_tables

from frirum.core.catalogue.history import DecisionReason
from frirum.core.catalogue.labels import label
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.experiments.actions import load_shipped
from frirum.web.experiments.definitions import current_catalogue

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
FACTS = Path(__file__).parent / "seed_facts"


def hand_made(name: str) -> dict[str, Any]:
    return tomllib.loads((FACTS / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.fixture
def site(client: Client) -> Client:
    load_shipped(by=SET_UP)
    return client


def page(site: Client, address: str) -> str:
    return site.get(address).content.decode()


def numbers(cell: Cell) -> list[int | None]:
    """The numbers of the experiments a cell links to."""
    known = current_catalogue().experiments
    slugs = [link.removeprefix("/forsoeg/").strip("/") for link in cell.links]
    return [known[slug].number for slug in slugs]


def test_the_four_tables_of_decision(site: Client) -> None:
    text = page(site, "/beslutninger/")
    shown = read_tables(text)
    faults = []
    for table in hand_made("decision_tables")["table"]:
        rows = shown[str(table["number"])]
        assert f"Tabel {table['number']}: {table['title']}" in text
        assert len(rows) == len(table["row"])
        for cells, wanted in zip(rows, table["row"], strict=True):
            title, _possibilities, _basis, verdict = cells
            if not title.text.startswith(wanted["title"]) or numbers(title) != wanted["experiments"]:
                faults.append((table["number"], wanted["title"], title.text, numbers(title)))
            missing = [
                reason for reason in wanted["reasons"] if label(DecisionReason(reason)) not in verdict.text
            ]
            if missing:
                faults.append((table["number"], wanted["title"], "reasons", missing))
            if ("forlænget til" in verdict.text.replace("forlænget for at", "")) and not wanted["extended"]:
                faults.append((table["number"], wanted["title"], "extended"))
            if wanted["extended"] and not re.search(r"\bforlænget\b(?! for at)", verdict.text):
                faults.append((table["number"], wanted["title"], "not extended"))
    assert faults == []
    assert sorted(shown) == ["1", "2", "3", "4"]
    assert [len(shown[number]) for number in "1234"] == [8, 4, 4, 2]


def test_no_cell_of_decision_is_empty(site: Client) -> None:
    for rows in read_tables(page(site, "/beslutninger/")).values():
        assert all(len(cell.text) > 3 for cells in rows for cell in cells)


def test_experiment_3_shares_the_row_of_experiment_2(site: Client) -> None:
    row = read_tables(page(site, "/beslutninger/"))["1"][1]
    assert numbers(row[0]) == [2, 3]
    assert "De to forsøg deler rækken." in row[0].text
    text = page(site, "/forsoeg/jobafklaring-lae265/")
    assert "Rækken er fælles med" in text
    assert "Tabel 1, række 2" in text


def test_the_table_of_conclusions(site: Client) -> None:
    rows = read_tables(page(site, "/konklusioner/"))["konklusioner"]
    faults = []
    wanted_rows = hand_made("conclusions_table")["row"]
    assert len(rows) == len(wanted_rows) == 9
    for cells, wanted in zip(rows, wanted_rows, strict=True):
        names = {by_code(code).name for code in wanted["municipalities"]}  # type: ignore[union-attr]
        if not cells[0].text.startswith(wanted["title"]) or numbers(cells[0]) != [wanted["experiment"]]:
            faults.append((wanted["title"], cells[0].text))
        if set(cells[1].text.split(", ")) != names:
            faults.append((wanted["title"], cells[1].text))
        if min(len(cells[2].text), len(cells[3].text)) < 20:
            faults.append((wanted["title"], "empty"))
    assert faults == []


def test_the_recommendations_under_their_themes(site: Client) -> None:
    """In their order, each with at least the experiments its text names."""
    text = page(site, "/temaer/")
    known = current_catalogue().experiments
    faults = []
    sections = re.findall(r"<section.*?</section>", text, flags=re.DOTALL)
    themes = hand_made("recommendations")["theme"]
    assert len(sections) == len(themes)
    for section, theme in zip(sections, themes, strict=True):
        if theme["title"] not in html.unescape(section):
            faults.append(theme["title"])
        wishes = section.split('<div class="wish"')[1:]
        assert len(wishes) == len(theme["recommendation"])
        for wish, wanted in zip(wishes, theme["recommendation"], strict=True):
            slugs = re.findall(r'href="/forsoeg/([a-z0-9-]+)/"', wish)
            shown = {known[slug].number for slug in slugs}
            if wanted["title"] not in html.unescape(wish) or not shown >= set(wanted["named"]):
                faults.append((wanted["title"], shown))
    assert faults == []


def test_beside_a_recommendation_stands_what_was_decided(site: Client) -> None:
    """PIXI: satisfied with fewer requirements for interviews. DECISION: a negative effect on employment."""
    wish = page(site, "/temaer/").split('id="faerre-proceskrav"')[1].split('<div class="wish"')[0]
    assert "negativ effekt" in wish
    assert "Tvivl:" in wish
