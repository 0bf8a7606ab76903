"""Words to search for: as people write them, in either spelling of æ, ø and å, and with ordinary slips.

What is searched and what is asked for are folded alike. A word that stands nowhere in the catalogue is read as the
nearest word that does, and the reader is told.
"""

from __future__ import annotations

import re
import unicodedata
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.other_words import other_words
from frirum.core.catalogue.wording import provision_citation
from frirum.core.vocabulary.municipalities import by_code

LONGEST_WORD = 40
"""Longer words are searched for as they are and never guessed at."""
MOST_WORDS = 12
"""Of one search; those after them are left out, and the reader is told."""
MOST_GUESSES = 5
_SHORTEST_GUESS = 5
_TWO_SLIPS_FROM = 9
_SPELLINGS = (
    ("æ", "ae"),
    ("ä", "ae"),
    ("ø", "o"),
    ("ö", "o"),
    ("oe", "o"),
    ("å", "a"),
    ("aa", "a"),
    ("x", "ks"),
)


def fold(text: str) -> str:
    """Text as it is searched: one case, one spelling of æ, ø and å, no accents, single blanks.

    `LÆ265`, `lae265` and `Læ 265` stay apart only by the blank; `§ 74 c` becomes `74c`, `a-kasse` becomes `akasse`.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    for letters, spelling in _SPELLINGS:
        plain = plain.replace(letters, spelling)
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    plain = re.sub(r"(?<=[^\W\d_])[-‐–](?=[^\W\d_])", "", plain)
    plain = re.sub(r"(?<!\d)\.|\.(?!\d)|[^\w.⁄]|_", " ", plain)
    plain = re.sub(r"\b(\d+) ([a-z])(?= |$)", r"\1\2", plain)
    return " ".join(plain.split())


def read_words(search: str) -> tuple[str, ...]:
    """The folded words of what was asked for, at most `MOST_WORDS`; signs alone are a word that nothing has."""
    words = tuple(dict.fromkeys(fold(search).split()))[:MOST_WORDS]
    return words or ((search,) if search else ())


def words_left_out(search: str) -> bool:
    """Whether a search has more words than are looked for."""
    return len(dict.fromkeys(fold(search).split())) > MOST_WORDS


@dataclass(frozen=True, eq=False)
class Searched:
    """What is searched of one experiment.

    Attributes:
        text: what names it, as it is spelled.
        name: the same, folded.
        told: what is told of it, folded.
    """

    text: str
    name: str
    told: str

    @cached_property
    def tokens(self) -> frozenset[str]:
        """The words that name it, as they are spelled."""
        return frozenset(re.findall(r"[^\W\d_]+", self.text))


_kept: dict[int, tuple[weakref.ref[Experiment], Searched]] = {}


def searched(experiment: Experiment) -> Searched:
    """What is searched of the experiment, made once: a definition never changes while it is there."""
    key = id(experiment)
    found = _kept.get(key)
    if found is not None and found[0]() is experiment:
        return found[1]
    text = "\n".join(searched_texts(experiment))
    made = Searched(text, fold(text), fold("\n".join(told_texts(experiment))))
    _kept[key] = (weakref.ref(experiment, lambda gone: _let_go(key, gone)), made)
    return made


def _let_go(key: int, gone: weakref.ref[Experiment]) -> None:
    """Another experiment may have come to the same place meanwhile."""
    found = _kept.get(key)
    if found is not None and found[0] is gone:
        _kept.pop(key, None)


def has_words(experiment: Experiment, words: tuple[str, ...]) -> bool:
    """Whether every word stands in what is searched of the experiment."""
    if not words:
        return True
    one = searched(experiment)
    return all(_asked(word, one.name, one.told) for word in words)


def stands_in(text: str, words: tuple[str, ...]) -> bool:
    """Whether every word of a search, or another for the same thing, stands in a short text."""
    folded = _folded(text)
    return bool(words) and all(_asked(word, folded, folded) for word in words)


def _asked(word: str, name: str, told: str) -> bool:
    """Whether the word, or another for the same thing, stands in either; a number only in what names it."""
    if word[0].isdigit():
        return _stands(word, name)
    return any(_stands(one, name) or _stands(one, told) for one in (word, *other_words(word)))


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """A title or a sentence, folded: the same few thousand are looked in at each search."""
    return fold(text)


def _stands(word: str, text: str) -> bool:
    """Whether the word, or a longer one that holds it, stands in the folded text; a number only by itself."""
    if word[0].isdigit():
        return re.search(rf"(?<![\d.]){re.escape(word)}(?![\d])", text) is not None
    return word in text


@dataclass(frozen=True)
class Guess:
    """A word that stands nowhere, and the nearest that does.

    Attributes:
        asked: as it was asked for, folded.
        shown: the word it was read as, as the catalogue spells it.
        word: the folded piece that is searched for.
    """

    asked: str
    shown: str
    word: str


def guesses(words: tuple[str, ...], experiments: Iterable[Experiment]) -> tuple[Guess, ...]:
    """What the words that stand nowhere were probably meant to be; a word too far from any has no guess."""
    every = tuple(searched(experiment) for experiment in experiments)
    strange = [word for word in words if not any(_asked(word, one.name, one.told) for one in every)]
    found = (_guess(word, every) for word in strange[:MOST_GUESSES])
    return tuple(one for one in found if one is not None)


@lru_cache(maxsize=8)
def _known(every: tuple[Searched, ...]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """First letter -> the folded words that name any of them, each with how it is spelled."""
    known: dict[str, str] = {}
    tokens = frozenset().union(*(one.tokens for one in every))
    for token in sorted(tokens, key=lambda token: (len(token), token.swapcase())):
        known.setdefault(fold(token), token)
    found: dict[str, list[tuple[str, str]]] = {}
    for folded, shown in known.items():
        if folded:
            found.setdefault(folded[0], []).append((folded, shown))
    return {letter: tuple(those) for letter, those in found.items()}


@lru_cache(maxsize=4096)
def _guess(word: str, every: tuple[Searched, ...]) -> Guess | None:
    """The nearest word or beginning of one. Kept, as the same slips are made again."""
    if not _SHORTEST_GUESS <= len(word) <= LONGEST_WORD or not word.isalpha():
        return None
    most = 2 if len(word) >= _TWO_SLIPS_FROM else 1
    best: tuple[int, int, Guess] | None = None
    slips_of: dict[str, int] = {}
    for token, shown in _known(every).get(word[0], ()):
        for length in range(len(word) - most, len(word) + most + 1):
            piece = token[:length]
            if len(piece) < length:
                continue
            slips = slips_of.get(piece)
            if slips is None:
                slips = slips_of[piece] = distance(word, piece, most)
            if slips <= most and (best is None or (slips, len(token)) < best[:2]):
                best = (slips, len(token), Guess(word, shown, piece))
    return best[2] if best else None


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap with their neighbour to turn one word into the other, at most `most` + 1."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, match in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != match))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == match:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def searched_texts(experiment: Experiment) -> tuple[str, ...]:
    """What a search looks in, in both languages.

    Number, titles in every document, summaries, parts, rules, municipalities and target groups.
    """
    found: list[str | None] = [
        f"Forsøg {experiment.number}" if experiment.number else None,
        experiment.short_title,
        experiment.short_title_en,
        experiment.summary,
        experiment.summary_en,
        *(title.text for title in experiment.titles),
        *(place.name for stay in experiment.participation if (place := by_code(stay.municipality))),
    ]
    for part in experiment.parts:
        found += [part.title, part.title_en, part.summary, part.summary_en, *(t.text for t in part.titles)]
    for rule in experiment.provisions:
        found += [
            provision_citation(rule),
            rule.ordinary,
            rule.ordinary_en,
            rule.derogation,
            rule.derogation_en,
        ]
    for group in experiment.target_groups:
        found += [group.text, group.text_en, *(f"{r.paragraph}.{r.number}" for r in group.references)]
    return tuple(text for text in found if text)


def told_texts(experiment: Experiment) -> tuple[str, ...]:
    """What is told of an experiment beyond what names it: purpose, instruments, decision, conclusions, remarks, course.

    Doubts are left out: they speak of what the sources do not say.
    """
    plan = experiment.plan
    tables: list[object] = [
        *experiment.instruments,
        *experiment.responsible,
        *experiment.figures,
        *experiment.decisions,
        *experiment.conclusions,
        *experiment.remarks,
        *experiment.events,
    ]
    if plan is not None:
        tables += [plan, *plan.purpose, *plan.measurement, *plan.method]
    found = [
        getattr(table, f"{name}{language}", None)
        for table in tables
        for name in ("title", "summary", "text", "duty", "what", "basis", "possibilities", "conclusion")
        for language in ("", "_en")
    ]
    return tuple(text for text in found if isinstance(text, str))
