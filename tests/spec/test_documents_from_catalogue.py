"""What DECISION, CONCLUSIONS and PIXI print stands in the documents made from the catalogue, compared row by row.

The facts and the rows are the hand-written lists of `seed_facts`, not the definitions.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from functools import cache

import pytest
import seed_facts
from seed_facts import Fact

from frirum.core.catalogue import shipped_catalogue
from frirum.core.catalogue.loader import shipped_shared
from frirum.core.documents.decisions import annex_decisions
from frirum.core.documents.kinds import ReportKind, catalogue_document, network_document
from frirum.core.report.blocks import Document
from frirum.core.report.text import plain_text
from frirum.core.vocabulary.danish import format_date

NORTH = "nordjylland"

# What the source says in one word and we in another: the words of ours that the fact is told with.
TOLD_AS = {
    "DECISION-043": ["gennemgås kritisk"],
    "DECISION-048": ["offentlig eller privat"],
    "DECISION-061": ["gennemgås kritisk"],
    "CONCLUSIONS-108": ["tilbud, der findes"],
    "CONCLUSIONS-114": ["ser på helheden"],
    "CONCLUSIONS-115": ["på tværs af fag"],
    "CONCLUSIONS-116": ["samarbejde på tværs"],
}


@cache
def document(name: str) -> Document:
    catalogue = shipped_catalogue()
    if name == "DECISION":
        return catalogue_document(catalogue)
    kind = ReportKind.CONCLUSIONS if name == "CONCLUSIONS" else ReportKind.PIXI
    return network_document(kind, catalogue.networks[NORTH], catalogue, dict(shipped_shared().network_doubts))


@cache
def lines(name: str) -> tuple[str, ...]:
    return tuple(plain_text(document(name)).splitlines())


@cache
def row_text(name: str, place: str) -> str:
    """What the document says of one place of the source: its table row and what stands beneath it, else all of it."""
    numbered = re.match(r"Tabel (\d), række (\d+): ", place)
    if numbered is None:
        return "\n".join(lines(name))
    table, row = map(int, numbered.groups())
    if name == "DECISION":
        return _decision_text(table, row)
    title = place.split(": ", 1)[1]
    return next(line for line in lines(name) if seed_facts.plain(line).startswith(seed_facts.plain(title)))


def _decision_text(table: int, row: int) -> str:
    """The row of the table, which begins with its title, and its reasons in the annex."""
    title = next(
        one.title for one in annex_decisions(shipped_catalogue()) if (int(one.table), one.row) == (table, row)
    )
    said = lines("DECISION")
    in_table = next(line for line in said if line.startswith(f"{title}\t"))
    start = said.index(f"Tabel {table}, række {row}: {title}")
    return "\n".join((in_table, *said[start : start + 8]))


def stands(fact: Fact, name: str) -> bool:
    text = row_text(name, fact.place)
    plain = seed_facts.plain(text)
    match fact.kind:
        case "title":
            wanted = fact.value if isinstance(fact.value, list) else [fact.value]
            return any(seed_facts.plain(title) in plain for title in wanted)
        case "text_fact":
            return seed_facts.has_all(TOLD_AS.get(fact.id, fact.value), plain)
        case "figure" | "uses":
            wanted_numbers = {
                float(n) for n in (fact.value if isinstance(fact.value, list) else [fact.value])
            }
            return bool(wanted_numbers & seed_facts.numbers_in(text))
        case "date":
            return _date_stands(str(fact.value), text)
        case "period":
            return all(str(year) in text for year in fact.value)
        case "municipality":
            from frirum.core.vocabulary.municipalities import by_code

            found = by_code(fact.value)
            return found is not None and found.name in text
        case "provision":
            return re.sub(r"[\s,]", "", fact.value.casefold()) in re.sub(r"[\s,]", "", text.casefold())
    raise AssertionError(fact.kind)


def _date_stands(wanted: str, text: str) -> bool:
    for one in wanted.split("|"):
        parts = one.split("-")
        if len(parts) == 3 and format_date(dt.date.fromisoformat(one)) in text:
            return True
        if len(parts) == 3 and parts[1:] == ["12", "31"] and f"udgangen af {parts[0]}" in text:
            return True
        if len(parts) < 3 and parts[0] in text:
            return True
    return False


FACTS = [
    fact
    for fact in seed_facts.facts()
    if fact.id.split("-")[0] in {"DECISION", "CONCLUSIONS", "PIXI"}
    # Places in tables are compared as a whole below; what no source states is no fact to print.
    and fact.kind not in {"table_row", "not_stated"}
]


@pytest.mark.parametrize("fact", FACTS, ids=[f.id for f in FACTS])
def test_every_fact_of_the_source_stands_in_its_row_of_our_document(fact: Fact) -> None:
    assert stands(fact, fact.id.split("-")[0]), f"{fact.place}: {fact.snippet}"


def _read(name: str) -> dict:
    return tomllib.loads((seed_facts.FACTS / f"{name}.toml").read_text(encoding="utf-8"))


def test_the_annex_has_the_four_tables_of_the_source_row_by_row() -> None:
    decided = annex_decisions(shipped_catalogue())
    for table in _read("decision_tables")["table"]:
        found = [one for one in decided if int(one.table) == table["number"]]
        caption = f"Tabel {table['number']}. {table['title']}"
        assert caption in lines("DECISION")
        assert [seed_facts.plain(one.title) for one in found] == [
            seed_facts.plain(row["title"]) for row in table["row"]
        ]
        for one, row in zip(found, table["row"], strict=True):
            assert set(row["reasons"]) <= {str(code) for code in one.reasons}
            assert ("extended" in {str(code) for code in one.outcomes}) is row["extended"]
            assert len(one.experiments) == len(row["experiments"])


def test_the_conclusions_table_has_the_rows_of_the_source_in_their_order() -> None:
    from frirum.core.documents.conclusions import concluded_rows

    catalogue = shipped_catalogue()
    rows = concluded_rows(catalogue.networks[NORTH], catalogue, "2021-2022")
    wanted = _read("conclusions_table")["row"]
    assert [(seed_facts.plain(r.title), set(r.municipalities)) for r in rows] == [
        (seed_facts.plain(w["title"]), set(w["municipalities"])) for w in wanted
    ]
    assert all(sentence.place for row in rows for sentence in row.sentences)


def test_the_short_report_has_five_conclusions_four_themes_and_every_recommendation_with_what_it_rests_on() -> (
    None
):
    said = lines("PIXI")
    numbers = {e.slug: e for e in shipped_catalogue().experiments.values()}
    by_number = {e.number: e for e in numbers.values()}
    start, end = said.index("Overordnede konklusioner"), said.index("Hvad der taler imod")
    assert end - start - 1 == 5 + 1 + 2  # five conclusions; a heading and two sentences of advice
    for theme in _read("recommendations")["theme"]:
        assert theme["title"] in said
        for wish in theme["recommendation"]:
            at = said.index(wish["title"])
            rests_on = next(line for line in said[at:] if line.startswith("Hviler på\t"))
            for number in wish["named"]:
                assert by_number[number].short_title in rests_on
