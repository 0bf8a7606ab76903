"""The glossary is complete and without doubles; search finds what people look for."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from frirum.core.vocabulary.glossary import SOURCES, Term, load_glossary, read_glossary, search_terms

TERMS = load_glossary()


def doubles(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_every_term_once() -> None:
    assert len(TERMS) > 100
    assert doubles([term.danish.casefold() for term in TERMS]) == []
    assert doubles([term.english.casefold() for term in TERMS]) == []
    assert doubles([term.slug for term in TERMS]) == []


def test_words_that_mean_different_things_stay_apart() -> None:
    english = {term.danish: term.english for term in TERMS}
    for one, other in (("fravigelse", "fritagelse"), ("beslutning", "afgørelse"), ("lov", "bekendtgørelse")):
        assert english[one] != english[other]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.slug)
def test_a_term_is_whole(term: Term) -> None:
    assert term.source in SOURCES
    assert re.fullmatch(r"[a-z0-9-]+", term.slug)
    assert term.identifier is None or re.fullmatch(r"[A-Za-z_]+(\.[A-Z_]+)?", term.identifier)
    assert (term.note is None) == (term.note_english is None)
    for definition in (term.definition, term.definition_english):
        assert definition.endswith(".")
        assert 15 < len(definition) < 260


def test_sorted_as_danes_sort() -> None:
    danish = [term.danish for term in TERMS]
    assert (
        danish.index("ordinær beskæftigelse") < danish.index("persongruppemarkering") < danish.index("ydelse")
    )


@pytest.mark.parametrize(
    "query, first",
    [
        ("ledighedsydelse", "ledighedsydelse"),
        ("SYGEDAGPENGE", "sygedagpenge"),
        ("disability pension", "førtidspension"),
        ("løntilsk", "løntilskud"),
    ],
)
def test_search(query: str, first: str) -> None:
    assert search_terms(TERMS, query)[0].danish == first


def test_search_for_nothing_gives_all_and_for_nonsense_none() -> None:
    assert len(search_terms(TERMS, "  ")) == len(TERMS)
    assert search_terms(TERMS, "xyzzy") == ()


def test_unknown_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "glossary.toml"
    file.write_text(
        '[[term]]\ndanish="a"\nenglish="b"\nsource="O"\ndefinition="c"\ndefinition_english="d"\nenglsh="e"\n',
        encoding="utf-8",
    )
    with pytest.raises(TypeError, match="englsh"):
        read_glossary(file)
