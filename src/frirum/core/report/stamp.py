"""The stamp of a document: what it said when it was written, in a form that travels inside the file.

A fingerprint of every line with the heading it stands under, of every picture, the numbers with their source, and how
the document was made. Whoever has the file can find a changed digit; whoever has the data can make the document again.
A stamp is no signature: who changes a file and stamps it anew is found by making it again, or by the installation that
froze it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from frirum.core.report import printed as p

NAME = "frirum-stamp"
"""What the stamp is called in every format."""
_SHORT = 16
# White space of all kinds and what only breaks lines: formats differ in it, words do not.
_BREAKS = re.compile(r"[\s\u00a0\u00ad\u200b\u2060\ufeff]+")


@dataclass(frozen=True)
class StampedLine:
    """A line of the document: the heading it stands under, and the fingerprint of its words.

    In a document with open passages `text` is the line itself and `passage` the key of the one it stands in; else "".
    """

    place: str
    digest: str
    text: str = ""
    passage: str = ""


@dataclass(frozen=True)
class Stamp:
    """What a document said.

    Attributes:
        origin: how it was made, key -> value.
        lines: in reading order.
        pictures: fingerprints as HTML shows them and as DOCX does, in reading order.
        numbers: (as shown, place, source).
    """

    origin: Mapping[str, str]
    lines: tuple[StampedLine, ...]
    pictures: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str, str], ...]

    def as_text(self) -> str:
        """JSON in one line, with the fingerprint of all of it."""
        content = self._content()
        return _json({**content, "seal": _sha256(_json(content))})

    def _content(self) -> dict[str, Any]:
        return {
            "origin": dict(self.origin),
            "lines": [_listed(line) for line in self.lines],
            "pictures": [list(pair) for pair in self.pictures],
            "numbers": [list(one) for one in self.numbers],
        }


def stamp_of(document: p.PrintedDocument) -> Stamp:
    """The stamp of a document as it is printed."""
    return Stamp(
        document.origin,
        tuple(_stamped_lines(document)),
        tuple(
            (picture_digest(block.png if block.svg is None else block.svg), picture_digest(block.png))
            for block in document.blocks
            if isinstance(block, p.PrintedFigure)
        ),
        document.numbers,
    )


def read_stamp(text: str) -> Stamp:
    """The stamp from its text.

    Raises:
        ValueError: it is no stamp, or was changed.
    """
    content = json.loads(text)
    if not isinstance(content, dict):
        raise ValueError("no stamp")
    seal = content.pop("seal", None)
    if seal != _sha256(_json(content)):
        raise ValueError("the stamp itself was changed")
    return Stamp(
        content["origin"],
        tuple(StampedLine(*line) for line in content["lines"]),
        tuple((shown, plain) for shown, plain in content["pictures"]),
        tuple((shown, place, source) for shown, place, source in content["numbers"]),
    )


def _listed(line: StampedLine) -> list[str]:
    return [line.place, line.digest, line.text, line.passage] if line.text else [line.place, line.digest]


def _stamped_lines(document: p.PrintedDocument) -> Iterator[StampedLine]:
    """The lines; of a document that people go on writing in with their words, to say what was changed."""
    is_open = any(map(p.passage_of, document.blocks))
    for place, text, passage in _lines_in_passages(document):
        yield StampedLine(place, digest(text), text, passage) if is_open else StampedLine(place, digest(text))


def placed_lines(document: p.PrintedDocument) -> Iterator[tuple[str, str]]:
    """Every line that is printed with the heading it stands under: heading, paragraph, item, row, note."""
    return ((place, text) for place, text, _passage in _lines_in_passages(document))


def _lines_in_passages(document: p.PrintedDocument) -> Iterator[tuple[str, str, str]]:
    place = document.title
    yield from ((place, text, "") for text in (document.kicker, document.title, document.byline) if text)
    for block in document.blocks:
        if isinstance(block, p.PrintedHeading):
            place = block.text
        yield from ((place, text, p.passage_of(block)) for text in lines_of(block) if text)


def lines_of(block: p.PrintedBlock) -> Iterator[str]:
    """The lines of one block."""
    match block:
        case p.PrintedHeading():
            yield block.text
        case p.PrintedParagraph():
            yield words_of(block.runs)
        case p.PrintedList():
            yield from (words_of(item) for item in block.items)
        case p.PrintedFacts():
            yield from (f"{label}\t{words_of(value)}" for label, value in block.rows)
        case p.PrintedTable():
            yield from _table(block)
        case p.PrintedFigure():
            yield block.caption
            yield from _table(block.data)
        case p.PrintedNote():
            yield f"{block.label} – {words_of(block.runs)}"


def _table(table: p.PrintedTable) -> Iterator[str]:
    yield table.caption
    for header in table.header:
        yield "\t".join(text for text, _columns in header)
    for row in table.rows:
        yield "\t".join(words_of(cell) for cell in row)
    yield from table.notes


def words_of(runs: p.Runs) -> str:
    """The text of runs."""
    return "".join(run.text for run in runs)


def squeezed(text: str) -> str:
    """Text without what only parts or breaks it."""
    return _BREAKS.sub("", text)


def digest(text: str) -> str:
    """The fingerprint of a line's words, the same however a format breaks them."""
    return _sha256(squeezed(text))[:_SHORT]


def picture_digest(content: bytes) -> str:
    """The fingerprint of a picture's bytes."""
    return hashlib.sha256(content).hexdigest()[:_SHORT]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
