"""The glossary: every domain term once, in Danish and English, with its identifier and definition.

Read from glossary.toml, which is part of the distribution: a fault in it is a fault of ours.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frirum.core.paths import glossary_file
from frirum.core.vocabulary.danish import sort_key

# Where the English term comes from.
SOURCES = {
    "N": "Nordisk Ministerråd, Info Norden",
    "S": "Styrelsen for Arbejdsmarked og Rekruttering, star.dk in English",
    "B": "Life in Denmark (borger.dk)",
    "D": "Danmarks Statistik",
    "E": "EU, Eurostat, Cedefop/Eurofound",
    "R": "Forskningsartikler om frikommuner og DREAM",
    "O": "Frirums eget valg",
}

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": "-"})


@dataclass(frozen=True)
class Term:
    """One term.

    Args:
        danish: the word people use.
        english: its English twin.
        identifier: the name in code, or None where the term is not modelled.
        source: codes of `SOURCES`, where the English term comes from.
        definition: what it means, in Danish.
        definition_english: the same in English.
        note: what it is easily confused with or also called, or None.
        note_english: the same in English.
        avoid: words that must not stand for it in identifiers.
    """

    danish: str
    english: str
    identifier: str | None
    source: str
    definition: str
    definition_english: str
    note: str | None
    note_english: str | None
    avoid: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The term's place on a page: lower case, a-z, digits and hyphens."""
        letters = self.danish.casefold().translate(_LETTERS)
        return "".join(
            letter for letter in letters if letter.isascii() and (letter.isalnum() or letter == "-")
        )


def read_glossary(path: Path) -> tuple[Term, ...]:
    """The terms of a glossary file, sorted as Danes sort.

    Raises:
        TypeError: a term has a key missing or unknown.
    """
    with path.open("rb") as file:
        entries = tomllib.load(file)["term"]
    terms = (_term(**entry) for entry in entries)
    return tuple(sorted(terms, key=lambda term: sort_key(term.danish)))


def _term(
    *,
    danish: str,
    english: str,
    source: str,
    definition: str,
    definition_english: str,
    identifier: str | None = None,
    note: str | None = None,
    note_english: str | None = None,
    avoid: Iterable[str] = (),
) -> Term:
    return Term(
        danish, english, identifier, source, definition, definition_english, note, note_english, tuple(avoid)
    )


@cache
def load_glossary() -> tuple[Term, ...]:
    """The shipped glossary, sorted as Danes sort."""
    return read_glossary(glossary_file())


def search_terms(terms: Iterable[Term], query: str) -> tuple[Term, ...]:
    """The terms in which every word of `query` stands, in the term or its explanation, in either language.

    Terms whose name holds the query come first. An empty query gives all of them.
    """
    words = query.casefold().split()
    found = [term for term in terms if all(word in _text(term) for word in words)]
    return tuple(sorted(found, key=lambda term: not all(word in _names(term) for word in words)))


def _names(term: Term) -> str:
    return f"{term.danish} {term.english}".casefold()


def _text(term: Term) -> str:
    parts = (term.danish, term.english, term.definition, term.definition_english)
    return " ".join(parts).casefold()
