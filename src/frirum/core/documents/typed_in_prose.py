"""Figures that people typed in prose: digits and shares in words that look like a count or a result.

A typed number carries its source and its release; digits in a sentence carry neither. What is no figure is left alone:
days and years, paragraphs and numbers of laws, places in documents, codes. So is what the document prints elsewhere
with its source, and what names a release. The finder reads Danish and points at places; it changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from frirum.core.documents.prose import sentences

_MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_NO_FIGURE = re.compile(
    rf"""
      \b\d{{1,2}}\.?\s*(?:og|til|[-–])\s*\d{{1,2}}\.\s*(?:{_MONTHS})(?:\s+\d{{4}})?   # 1.-3. juli
    | \b\d{{1,2}}\.\s*(?:{_MONTHS})(?:\s+\d{{4}})?                                    # 1. juli 2018
    | \b\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})\b | \b\d{{4}}-\d{{2}}-\d{{2}}\b | \b\d{{1,2}}/\d{{1,2}}\b
    | \b(?:19|20)\d\d(?:\s*[-–/]\s*(?:(?:19|20)\d\d|\d\d))?\b(?!\s*(?:borgere|sager|personer|kr\b|pct|procent|%))
    | \b(?:[1-4]\.\s*(?:kvartal|halvår)|uge\s+\d{{1,2}}|kl\.\s*\d{{1,2}}(?:[.:]\d\d)?)\b
    | §+\s*\d+(?:\s?[a-z]\b)?(?:\s*(?:,|og|eller|til|[-–])\s*(?:§\s*)?\d+(?:\s?[a-z]\b)?)*
    | \b(?:stk|nr|kap|pkt|s)\.\s*\d+(?:\.\d+)*(?:\s*(?:og|til|[-–])\s*\d+)*
    | \b(?:kapitel|litra|bilag|tabel|figur|afsnit|side|punkt|trin|spørgsmål|bølge|runde|forsøg(?:et)?|række|lov|
          målgruppe|fase|version|kørsel|journalnummer|j\.nr\.)\s+(?:nr\.\s*)?\d+(?:\.\d+)*
    | \b[A-ZÆØÅ]+-?\d[\w-]*                                                           # F-2027-001, LÆ265
    | https?://\S+ | \S+@\S+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORDS = "en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|femten|tyve|tredive|halvtreds|hundrede"
_FIGURE = re.compile(
    rf"""
      (?<![\w,.])[+−–-]?\d{{1,3}}(?:[.\u00a0 ]\d{{3}})+(?:,\d+)?(?!\w)
    | (?<![\w,.])[+−–-]?\d+(?:,\d+)?(?:½)?(?!\w|\.\d) | (?<!\w)½
    | \b(?:{_WORDS})\s+(?:ud\s+af|af)\s+(?:{_WORDS}|\d+)\b
    | \b(?:{_WORDS})\s+(?:procent|pct\.|tredjedele?|fjerdedele?|femtedele?|tiendedele?)(?!\w)
    | \b(?:halvdelen|tredjedelen|fjerdedelen|femtedelen)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LIST_NUMBER = re.compile(r"^\s*\d+[.)]\s+", re.MULTILINE)
_SPACE = re.compile(r"\s+")
_AFTER = re.compile(r"\s*(%|[^\W\d]+)")


@dataclass(frozen=True)
class TypedSentence:
    """A sentence with figures that nobody let out, and those figures as they are written."""

    text: str
    figures: tuple[str, ...]


def figures_in(text: str, *, printed: str = "", released: Iterable[str] = ()) -> tuple[TypedSentence, ...]:
    """The sentences of a text that have figures of their own.

    Args:
        text: what was typed.
        printed: what the document prints with its sources: a figure that stands there before the same word passes.
        released: codes of releases for everybody: a sentence that names one passes.
    """
    codes, known = tuple(released), set(_with_word(printed))
    found = []
    for said in sentences(_LIST_NUMBER.sub("", text)):
        if any(re.search(rf"\b{re.escape(code)}\b", said) for code in codes):
            continue
        own = tuple(figure for figure, pair in _figures(said) if pair not in known)
        if own:
            found.append(TypedSentence(_SPACE.sub(" ", said), own))
    return tuple(found)


def _figures(text: str) -> list[tuple[str, tuple[str, str]]]:
    """Each figure as it is written, and with the word after it, as it is compared."""
    bare = _NO_FIGURE.sub(lambda hit: "·" * len(hit.group()), text)
    made = []
    for hit in _FIGURE.finditer(bare):
        after = _AFTER.match(bare, hit.end())
        word = after.group(1).casefold() if after else ""
        made.append((hit.group(), (_SPACE.sub("", hit.group()).casefold(), word)))
    return made


def _with_word(text: str) -> list[tuple[str, str]]:
    return [pair for line in text.splitlines() for _figure, pair in _figures(line)]
