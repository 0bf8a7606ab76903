"""References to provisions, as Danish law texts write them: `§ 10, stk. 3, 2. og 3. pkt., i lov om ...`.

A reference is a place, not a text: the same place can hold another rule before and after an amendment.
What stands there, from when and with which status is `provisions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# "stk. 3, 2. og 3. pkt.": the 2 with its dot opens the sentences and is no second subsection.
_NUMBER = r"[0-9]+(?![0-9]|\.\s*(?:,|-|–|og|pkt))"
_LIST = rf"{_NUMBER}(?:\s*(?:,|-|–|og)\s*{_NUMBER})*"
_SENTENCES = r"[0-9]+\.(?:\s*(?:,|-|–|og)\s*[0-9]+\.)*"
# "§ 51 i lov om ..." has no letter, "§ 51 i, stk. 2" and "§ 51 i i lov om ..." have the letter i.
_LETTER = r"[a-hj-zæøå](?![a-zæøå])|i(?=\s*(?:,|$|i\s))"
# The order is fixed in Danish drafting: paragraph, subsection (stk.), number (nr.), sentence (pkt.).
# Commas are optional because people leave them out.
_PLACE = re.compile(
    rf"§\s*(?P<paragraph>[0-9]+)\s*(?P<letter>{_LETTER})?"
    rf"(?:\s*,?\s*stk\.\s*(?P<subsections>{_LIST}))?"
    rf"(?:\s*,?\s*nr\.\s*(?P<numbers>{_LIST}))?"
    rf"(?:\s*,?\s*(?P<sentences>{_SENTENCES})\s*pkt\.)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a statute.

    Args:
        statute: id of the statute in `provisions`, such as "LAS".
        paragraph: "10", "74 c", "98 b"; None means the whole statute.
        subsections: stk., empty means all of the paragraph.
        numbers: nr., empty means all of the subsection.
        sentences: pkt., empty means all of it.
    """

    statute: str
    paragraph: str | None = None
    subsections: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    sentences: tuple[int, ...] = ()

    @property
    def place(self) -> str:
        """`§ 10, stk. 3, 2. og 3. pkt.`, without the statute; empty for a whole statute."""
        if self.paragraph is None:
            return ""
        parts = [f"§ {self.paragraph}"]
        if self.subsections:
            parts.append(f"stk. {_listed(self.subsections)}")
        if self.numbers:
            parts.append(f"nr. {_listed(self.numbers)}")
        if self.sentences:
            parts.append(f"{_listed(self.sentences, dot='.')} pkt.")
        return ", ".join(parts)

    def touches(self, other: Reference) -> bool:
        """Whether the two share at least one rule: § 51 and § 51, stk. 2 do; stk. 2 and stk. 3 do not."""
        if self.statute != other.statute:
            return False
        if self.paragraph is None or other.paragraph is None:
            return True
        return self.paragraph == other.paragraph and all(
            not mine or not theirs or set(mine) & set(theirs)
            for mine, theirs in (
                (self.subsections, other.subsections),
                (self.numbers, other.numbers),
                (self.sentences, other.sentences),
            )
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A reference as read from text, before it is known which statute it is in.

    Args:
        paragraph, subsections, numbers, sentences: as in `Reference`.
        statute_name: the words after "i" or before "§", as written; empty when the text names none.
    """

    paragraph: str
    subsections: tuple[int, ...]
    numbers: tuple[int, ...]
    sentences: tuple[int, ...]
    statute_name: str

    def in_statute(self, statute: str) -> Reference:
        """The reference, with the statute's id."""
        return Reference(statute, self.paragraph, self.subsections, self.numbers, self.sentences)


def read_place(text: str) -> Place:
    """The place a Danish reference names; the statute may stand after it or before it.

    Accepts what people write: commas left out, "98b" for "98 b", "stk. 2-4", a capital in the statute's name.

    Raises:
        ValueError: the text is not one reference.
    """
    text = " ".join(text.split())
    match = _PLACE.search(text)
    if match is None:
        raise ValueError(f"not a reference to a provision: {text!r}")
    before = text[: match.start()].strip(" .,")
    after = text[match.end() :].strip(" ,")
    after = "" if after == "." else after
    name = re.sub(r"^i\s+", "", after)
    if (before and after) or (after and name == after) or "§" in name:
        raise ValueError(f"not one reference to a provision: {text!r}")
    letter = f" {match['letter'].lower()}" if match["letter"] else ""
    return Place(
        paragraph=match["paragraph"] + letter,
        subsections=_numbers(match["subsections"]),
        numbers=_numbers(match["numbers"]),
        sentences=_numbers(match["sentences"]),
        statute_name=before or name,
    )


def _numbers(written: str | None) -> tuple[int, ...]:
    """2, 3 and 5 of "2-3 og 5."."""
    if not written:
        return ()
    found: list[int] = []
    for part in re.split(r",|og", written.replace(".", "")):
        first, _dash, last = part.replace("–", "-").partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    if not found or found != sorted(set(found)):
        raise ValueError(f"numbers out of order: {written!r}")
    return tuple(found)


def _listed(numbers: tuple[int, ...], dot: str = "") -> str:
    """`2`, `2 og 3`, `1, 2 og 4`; three or more in a row are written `2-4`."""
    first, last = numbers[0], numbers[-1]
    if len(numbers) > 2 and last - first + 1 == len(numbers):
        return f"{first}{dot}-{last}{dot}"
    words = [f"{n}{dot}" for n in numbers]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} og {words[-1]}"
