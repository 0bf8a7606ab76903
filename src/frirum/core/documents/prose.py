"""Free prose held against the typed claims beneath it: the sentences that claim more than any of them carries.

A sentence is looked through for words that claim (`catalogue/strong_words.toml`): a cause, that nothing got worse,
that something is shown, that it holds for everybody, an amount of money. A word that is told as experience, judgement
or wish earlier in the same clause claims nothing. What remains is set against the claims: a claim high enough on the
evidence ladder, with the direction that the word says, carries it. Naming who says it ("efter netværket") carries
nothing.

The finder reads Danish. It points at places; it changes nothing and forbids nothing. How often it is right is measured
in `docs/methods/words-follow-evidence.md`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from frirum.core.catalogue.findings import StatedFinding
from frirum.core.designs.diagnosis.verdict import EvidenceStep
from frirum.core.documents.sentences import say
from frirum.core.paths import catalogue_dir


class StrongKind(StrEnum):
    """What a word claims."""

    CAUSE = "cause"
    NO_HARM = "no_harm"
    SHOWN = "shown"
    EVERYBODY = "everybody"
    AMOUNT = "amount"

    @property
    def label(self) -> str:
        """What the word claims, for people."""
        return {
            StrongKind.CAUSE: say("experiment_is_cause"),
            StrongKind.NO_HARM: say("something_did_not_get_worse"),
            StrongKind.SHOWN: say("something_is_shown"),
            StrongKind.EVERYBODY: say("holds_for_everybody"),
            StrongKind.AMOUNT: say("is_about_amount_of_money"),
        }[self]

    @property
    def mend(self) -> str:
        """What could be written instead."""
        return {
            StrongKind.CAUSE: say("write_who_perceived_or_judged"),
            StrongKind.NO_HARM: say("write_was_not_measured_or_refer"),
            StrongKind.SHOWN: say("write_experience_is_or_refer"),
            StrongKind.EVERYBODY: say("write_who_was_asked"),
            StrongKind.AMOUNT: say("write_where_amount_was_reckoned"),
        }[self]


class Beneath(Protocol):
    """What a claim beneath must say of itself."""

    @property
    def step(self) -> EvidenceStep: ...
    @property
    def finding(self) -> StatedFinding: ...


@dataclass(frozen=True)
class StrongWord:
    """A word, its place in characters of the text, and what it claims."""

    word: str
    start: int
    end: int
    kind: StrongKind


@dataclass(frozen=True)
class StrongSentence:
    """A sentence that claims more than the claims beneath.

    Attributes:
        text: the sentence; `start`, `end`: its place in characters of the whole text.
        words: what claims too much in it.
    """

    text: str
    start: int
    end: int
    words: tuple[StrongWord, ...]

    @property
    def kinds(self) -> tuple[StrongKind, ...]:
        """What it claims, each once."""
        return tuple(dict.fromkeys(word.kind for word in self.words))


class _Words(BaseModel):
    """`strong_words.toml`: patterns of words per kind, and what excuses them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    strong: dict[StrongKind, tuple[str, ...]]
    excuses: tuple[str, ...]
    carried_from: dict[StrongKind, int]


@cache
def _words() -> _Words:
    text = (catalogue_dir() / "strong_words.toml").read_text(encoding="utf-8")
    return _Words.model_validate(tomllib.loads(text))


_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?!\s+[A-ZÆØÅ»])(?!\s*$))+[.!?]*")
_CLAUSE = re.compile(r"[;:]|, (?:men|og)\b")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences that a text is read as."""
    return tuple(said for hit in _SENTENCE.finditer(text) if (said := hit.group().strip()))


def strong_sentences(text: str, claims: Iterable[Beneath]) -> tuple[StrongSentence, ...]:
    """The sentences of a text that claim more than the claims carry, in the order they stand."""
    known = tuple(claims)
    found = []
    for hit in _SENTENCE.finditer(text):
        words = tuple(word for word in _strong_words(hit) if not _carried(word.kind, known))
        if words:
            found.append(StrongSentence(hit.group().strip(), hit.start(), hit.end(), words))
    return tuple(found)


def _strong_words(sentence: re.Match[str]) -> Iterator[StrongWord]:
    """Claiming words of one sentence that nothing before them in their clause excuses."""
    said = sentence.group()
    starts = [0, *(hit.start() for hit in _CLAUSE.finditer(said))]
    for kind, patterns in _compiled().items():
        for hit in patterns.finditer(said):
            clause = max(start for start in starts if start <= hit.start())
            if not _excuse().search(said, clause, hit.start()):
                at = sentence.start() + hit.start()
                yield StrongWord(hit.group(), at, at + len(hit.group()), kind)


@cache
def _compiled() -> dict[StrongKind, re.Pattern[str]]:
    return {kind: _either(patterns) for kind, patterns in _words().strong.items()}


@cache
def _excuse() -> re.Pattern[str]:
    return _either(_words().excuses)


def _either(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})", re.IGNORECASE)


def _carried(kind: StrongKind, claims: Iterable[Beneath]) -> bool:
    """Whether one of the claims carries a word of this kind; an amount is carried by a ledger alone, never by these."""
    needed = _words().carried_from.get(kind)
    if needed is None:
        return False
    wanted = (
        {StatedFinding.NO_DIFFERENCE, StatedFinding.BETTER}
        if kind is StrongKind.NO_HARM
        else set(StatedFinding) - {StatedFinding.UNCLEAR}
    )
    return any(claim.step >= needed and claim.finding in wanted for claim in claims)
