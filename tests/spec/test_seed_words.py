"""What a source says as judged, experienced, expected or found by somebody is not told as a plain fact.

`seed_facts/hedges.toml` lists, line by line, what kind of hedge the five documents put on what they say; here each is
looked for in the sentence of the catalogue that tells the line again, in Danish and in its English twin. A text that
retells a result, a decision or a recommendation and is not listed there fails too, so that no new one slips past.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest
import seed_facts

DATA = tomllib.loads((seed_facts.FACTS / "hedges.toml").read_text(encoding="utf-8"))
WORDS: dict[str, dict[str, list[str]]] = DATA["words"]
FIVE = set(seed_facts.DOCUMENTS)

Texts = dict[str, tuple[str, str | None]]


def _pair(table: dict, name: str = "text") -> tuple[str, str | None]:
    return table[name], table.get(f"{name}_en")


def _of_experiment(definition: dict) -> Iterator[tuple[str, tuple[str, str | None]]]:
    for kind, names in (("decision", ("basis", "possibilities")), ("conclusion", ("conclusion", "what"))):
        for table in definition.get(kind, ()):
            yield from ((f"{kind}.{name}", _pair(table, name)) for name in names)
    for n, remark in enumerate(definition.get("remark", ()), 1):
        yield f"remark.{n}", _pair(remark)
    for period in definition.get("reporting_period", ()):
        for answer in period.get("answer", ()):
            if answer["question"].startswith(("results.", "conclusion.")):
                text = answer.get("text") or " ".join(answer.get("line", ()))
                if text:
                    yield f"{period['id']}/{answer['question']}", (text, None)


def _of_network(network: dict) -> Iterator[tuple[str, tuple[str, str | None]]]:
    for theme in network["theme"]:
        yield theme["id"], _pair(theme)
        yield from ((wish["id"], _pair(wish)) for wish in theme["recommendation"])
    report = network["short_report"]
    for name, rows in (
        ("foreword", report["foreword"]),
        ("overall", report["conclusion"]),
        ("advice", report["recommendation"]),
        ("conclusions", network["conclusions_summary"]["text"]),
    ):
        yield from ((f"{name}.{n}", _pair(row)) for n, row in enumerate(rows, 1))


@cache
def catalogue() -> dict[str, Texts]:
    found: dict[str, Texts] = {}
    for path in sorted((seed_facts.CATALOGUE / "experiments").glob("[!_]*.toml")):
        definition = tomllib.loads(path.read_text(encoding="utf-8"))
        if definition["number"] <= 20:  # the trials of 2027 are in none of the five documents
            found[str(definition["number"])] = dict(_of_experiment(definition))
    networks = tomllib.loads((seed_facts.CATALOGUE / "networks.toml").read_text(encoding="utf-8"))["network"]
    found["nordjylland"] = dict(_of_network(next(n for n in networks if n["slug"] == "nordjylland")))
    return found


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÆØÅ»])", text)


def lost(text: str, word: str, about: str | None, language: str) -> str | None:
    """The sentence about something in which none of the words of a hedge stands, or None."""
    forms = WORDS[word][language]
    telling = [s for s in sentences(text) if about is None or about.lower() in s.lower()]
    if not telling:
        return f"no sentence about {about!r}"
    without = [s for s in telling if not any(form in s.lower() for form in forms)]
    if about is None:  # one sentence of the text is enough
        return None if len(without) < len(telling) else text
    return without[0] if without else None


KEEPS = [(row, keep) for row in DATA["row"] for keep in row["keeps"] if "differs" not in keep]


@pytest.mark.parametrize(
    "row, keep", KEEPS, ids=[f"{r['in']}-{r['at']}-{k['word']}-{k.get('about', '')}" for r, k in KEEPS]
)
def test_the_hedge_of_the_line_is_in_the_sentence_that_tells_it(row, keep):
    danish, english = catalogue()[row["in"]][row["at"]]
    assert lost(danish, keep["word"], keep.get("about"), "da") is None
    if english is not None:
        assert "about_en" in keep or "about" not in keep, "the English sentence is not named"
        assert lost(english, keep["word"], keep.get("about_en"), "en") is None


def test_every_text_that_retells_a_result_a_decision_or_a_recommendation_is_listed():
    listed = {(row["in"], row["at"]) for row in DATA["row"]}
    listed |= {(flat["in"], at) for flat in DATA["flat"] for at in flat["at"]}
    told = {(target, at) for target, texts in catalogue().items() for at in texts}
    needed = {(target, at) for target, at in told if not at.endswith((".possibilities", ".what"))}
    assert sorted(needed - listed) == []
    assert sorted(listed - told) == []


def test_rows_are_complete():
    for row in DATA["row"]:
        assert row["document"] in FIVE, row
        assert row["place"], row
        assert row["keeps"], row
        assert all(keep.get("differs", "-").strip() for keep in row["keeps"]), row
    assert all(flat["reason"].strip() for flat in DATA["flat"])


@pytest.mark.parametrize(
    "text, word, about, found",
    [
        ("Citizens waited less.", "experienced", "waited", True),
        ("Citizens have experienced a shorter wait.", "experienced", "wait", False),
        ("It is judged safe. Firms invest more for long.", "presumably", "invest", True),
    ],
)
def test_a_hedge_that_is_lost_is_found(text, word, about, found):
    assert (lost(text, word, about, "en") is not None) is found
