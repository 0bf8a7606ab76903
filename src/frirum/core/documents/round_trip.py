"""A document that was out in Word and comes back: what of its open prose was changed, and what may not be.

The file carries its own stamp with every line it said (`report/stamp.py`). Lines outside the open passages are held to
it, whichever program saved the file and however it parts its runs; what stands between two of them is the passage. A
number or a line that was changed or taken out is told, and then nothing of the file is taken in.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from frirum.core.documents.checking import DocumentFault, shortened
from frirum.core.documents.reading_back import (
    LARGEST_FILE,
    DocxLine,
    docx_lines,
    in_word,
    open_docx,
    stamp_in,
)
from frirum.core.documents.sentences import say
from frirum.core.errors import InputRefused
from frirum.core.report.blocks import BulletList, prose
from frirum.core.report.inlines import Text
from frirum.core.report.stamp import Stamp, StampedLine, read_stamp, squeezed

_MEGABYTE = 1_000_000
_ALIKE = 0.6
"""From how alike two lines are told as one that was changed, not as one taken out and another put in."""
_FIGURE = re.compile(r"\d(?:[\d.,\u00a0 ]*\d)?[½¼¾]?|[½¼¾]")
_AROUND = 50
_DASH = " – "
# What programs put for what people type: quotation marks, dashes, three dots.
_TYPED = str.maketrans({
    "“": '"', "”": '"', "„": '"', "»": '"', "«": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-",
    "\N{NON-BREAKING HYPHEN}": "-", "\N{MINUS SIGN}": "-",
})  # fmt: skip


@dataclass(frozen=True)
class ReturnedFile:
    """A Word file of the document it says it is, readable and without anything that could not be taken in.

    Attributes:
        stamp: what the document said when it went out.
        lines: what stands in it now.
        comments: the texts of the comments that somebody put in it.
    """

    stamp: Stamp
    lines: tuple[DocxLine, ...]
    comments: tuple[str, ...]


@dataclass(frozen=True)
class ReturnedPassage:
    """A passage whose prose was changed: its key, its heading, and the text before and after."""

    key: str
    place: str
    before: str
    after: str

    @property
    def figures(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Figures in the prose that are gone, and those that are new: people wrote them, so they are only told."""
        old, new = figures_in(self.before), figures_in(self.after)
        gone, came = [*old], [*new]
        for one in old:
            if one in came:
                came.remove(one)
                gone.remove(one)
        return tuple(gone), tuple(came)


@dataclass(frozen=True)
class WhatChanged:
    """What came back: changed passages in their order, and what forbids taking any of them in."""

    passages: tuple[ReturnedPassage, ...]
    faults: tuple[DocumentFault, ...]


def read_returned(content: bytes, *, reference: str) -> ReturnedFile:
    """The file, if it is this document's and can be read without losing anything.

    Args:
        reference: what the document's stamp calls it (`origin["document"]`).

    Raises:
        InputRefused: too large, no Word file, with macros, with tracked changes, of another document, without open
            passages, or broken.
    """
    if len(content) > LARGEST_FILE:
        raise InputRefused(
            say("file_is_n_mb_at_most", n=-(-len(content) // _MEGABYTE), most=LARGEST_FILE // _MEGABYTE),
            remedy=say("if_pictures_were_put_in_take"),
        )
    _refuse_other_kinds(content)
    with open_docx(content) as (archive, body):
        _refuse_unreadable(archive, body)
        stamp = _stamp(stamp_in(archive), reference)
        return ReturnedFile(stamp, tuple(docx_lines(archive, body)), tuple(_comments(archive)))


def _refuse_other_kinds(content: bytes) -> None:
    as_docx = say("save_as_word_document_docx_without")
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise InputRefused(say("file_is_in_word_old_format"), remedy=as_docx)
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        names = set()
    if "word/document.xml" not in names:
        raise InputRefused(say("file_is_not_word_document_docx"), remedy=as_docx)


_TRACKED = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")


def _refuse_unreadable(archive: zipfile.ZipFile, body: Any) -> None:
    """Refuse what could carry a program, or words that would be lost or taken in unseen."""
    kinds = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive.namelist() else b""
    if b"macroEnabled" in kinds or any("vbaProject" in name for name in archive.namelist()):
        raise InputRefused(
            say("file_has_macros_and_those"),
            remedy=say("save_as_word_document_without_macros"),
        )
    tracked = sum(1 for _one in body.iter(*map(in_word, _TRACKED)))
    if tracked:
        text = say.counted("file_has_n_tracked_changes_nobody", tracked)
        raise InputRefused(
            text.format(n=tracked),
            remedy=say("accept_or_reject_them_in_word"),
        )
    if next(body.iter(in_word("altChunk"), in_word("subDoc")), None) is not None:
        raise InputRefused(say("another_document_has_been_put_into"), remedy=say("copy_text_in_instead"))


def _stamp(text: str | None, reference: str) -> Stamp:
    again = say("fetch_document_as_docx_here")
    if text is None:
        raise InputRefused(say("file_was_not_fetched_from_page"), remedy=again)
    try:
        stamp = read_stamp(text)
    except (ValueError, KeyError, TypeError) as fault:
        raise InputRefused(say("file_stamp_was_changed_cannot_be_recognised"), remedy=again) from fault
    if stamp.origin.get("document") != reference:
        slug = stamp.origin.get("slug") or say("unknown")
        raise InputRefused(say("file_belongs_to_another_document", slug=slug), remedy=again)
    if not any(line.passage for line in stamp.lines):
        raise InputRefused(say("file_was_fetched_while_document_could"), remedy=again)
    return stamp


def _comments(archive: zipfile.ZipFile) -> Iterator[str]:
    if "word/comments.xml" not in archive.namelist():
        return
    root = etree.fromstring(archive.read("word/comments.xml"), etree.XMLParser(resolve_entities=False))
    for one in root.iter(in_word("comment")):
        said = "".join(text.text or "" for text in one.iter(in_word("t"))).strip()
        if said:
            yield said


def compare(file: ReturnedFile, texts: Mapping[str, str]) -> WhatChanged:
    """What was changed in the open passages since the file went out, and what was changed that may not be.

    Args:
        texts: key of a passage -> its text when the file went out; "" where nobody had written yet.
    """
    stamped, lines = file.stamp.lines, file.lines
    before, after = [plain(line.text) for line in stamped], [plain(line.text) for line in lines]
    matches = [
        (block.a + i, block.b + i)
        for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        for i in range(block.size)
        if not stamped[block.a + i].passage
    ]
    passages: list[ReturnedPassage] = []
    faults: list[DocumentFault] = []
    for (a, b), (next_a, next_b) in zip(
        [(-1, -1), *matches], [*matches, (len(stamped), len(lines))], strict=True
    ):
        gap = _gap(stamped[a + 1 : next_a], list(lines[b + 1 : next_b]), texts)
        passages += gap.passages
        faults += gap.faults
    pictures = sum(line.holds == "picture" for line in lines) - len(file.stamp.pictures)
    if pictures > 0 and not faults:
        faults.append(
            DocumentFault("added_picture", say("whole_file"), say("picture_has_been_put_into_file"))
        )
    return WhatChanged(tuple(passages), tuple(faults))


def _gap(stamped: Iterable[StampedLine], lines: list[DocxLine], texts: Mapping[str, str]) -> WhatChanged:
    """What stands between two locked lines that are both where they were."""
    inside = [line for line in stamped if line.passage]
    faults = [_held(line, lines) for line in stamped if not line.passage]
    keys = list(dict.fromkeys(line.passage for line in inside))
    if not keys:
        faults += [_added(line) for line in lines if line.text.strip()]
        return WhatChanged((), tuple(faults))
    if faults:  # a heading between two passages is gone: nothing tells them apart
        return WhatChanged((), tuple(faults))
    place = inside[0].place
    strange = [line for line in lines if line.holds]
    if strange:
        return WhatChanged((), tuple(_strange(line, place) for line in strange))
    key = keys[0]
    old = texts.get(key, "")
    said = {plain(line.text) for line in inside} if not old else set()
    marks = {_mark(line.text) for line in inside} if not old else set()
    new = written(_without_mark(line, marks) for line in lines if plain(line.text) not in said)
    new = _kept(old, new)
    changed = plain(canonical(old)) != plain(new)
    return WhatChanged((ReturnedPassage(key, place, old, new),) if changed else (), ())


def _mark(text: str) -> str:
    """What a slot that nobody has written in begins with: "Ikke oplyst – "."""
    before, dash, _after = text.partition(_DASH)
    return before + dash if dash else ""


def _without_mark(line: DocxLine, marks: set[str]) -> DocxLine:
    """A line that somebody wrote in a slot's place, with the slot's own mark left in front."""
    start = next((one for one in marks if one and line.text.startswith(one)), "")
    return replace(line, text=line.text.removeprefix(start))


def _held(line: StampedLine, lines: list[DocxLine]) -> DocumentFault:
    """What became of a line that may not be changed; the line it became is no longer told as new."""
    ratios = [SequenceMatcher(None, line.text, one.text, autojunk=False).ratio() for one in lines]
    best = max(range(len(lines)), key=ratios.__getitem__, default=None)
    became = lines.pop(best) if best is not None and ratios[best] >= _ALIKE else None
    old = figures_in(line.text)
    new = figures_in(became.text) if became else ()
    if became is None and old:
        text = say("locked_numbers_were_deleted_text_numbers")
        return DocumentFault("deleted_number", line.place, text.format(text=shortened(line.text)))
    if became is None:
        text = say("locked_text_was_deleted_text")
        return DocumentFault("deleted_text", line.place, text.format(text=shortened(line.text)))
    if old != new:
        gone, came = _differing(old, new)
        text = say("locked_number_was_changed_said_old")
        words = _around(became.text, came)
        said = text.format(old=gone or say("nothing"), new=came or say("nothing"), text=words)
        return DocumentFault("changed_number", line.place, said)
    text = say("locked_text_was_changed_said_old")
    said = text.format(old=shortened(line.text), new=shortened(became.text))
    return DocumentFault("changed_text", line.place, said)


def _differing(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, str]:
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    gone = [one for what, a, b, _c, _d in found if what != "equal" for one in old[a:b]]
    came = [one for what, _a, _b, c, d in found if what != "equal" for one in new[c:d]]
    return ", ".join(gone), ", ".join(came)


def _around(text: str, figure: str) -> str:
    """The words on both sides of a figure."""
    flat = " ".join(text.split())
    at = max(flat.find(figure.split(", ", maxsplit=1)[0]), 0)
    first, last = max(at - _AROUND, 0), at + _AROUND
    before, after = "… " if first else "", " …" if last < len(flat) else ""
    return f"{before}{flat[first:last].strip()}{after}"


def _added(line: DocxLine) -> DocumentFault:
    text = say("something_was_written_outside_open_passages")
    return DocumentFault("added_text", say("between_open_passages"), text.format(text=shortened(line.text)))


def _strange(line: DocxLine, place: str) -> DocumentFault:
    what = {"table": say("table"), "picture": say("picture"), "note": say("footnote")}[line.holds]
    text = say("here_what_was_put")
    return DocumentFault(f"{line.holds}_in_prose", place, text.format(what=what, text=shortened(line.text)))


def written(lines: Iterable[DocxLine]) -> str:
    """Lines of a Word file as people type them in a field: points one under the other, paragraphs apart."""
    parts: list[str] = []
    in_points = False
    for line in lines:
        said = "\n".join(filter(None, (part.strip() for part in line.text.split("\n"))))
        if not said:
            continue
        if line.is_point:
            said = f"- {' '.join(said.split())}"
        if parts and line.is_point and in_points:
            parts[-1] = f"{parts[-1]}\n{said}"
        else:
            parts.append(said)
        in_points = line.is_point
    return "\n\n".join(parts)


def canonical(text: str) -> str:
    """Text as `written` gives it back: what is typed in a field, through a document and back."""
    lines: list[DocxLine] = []
    for block in prose(text):
        points = isinstance(block, BulletList)
        for item in block.items if isinstance(block, BulletList) else (block.content,):
            said = "".join(part.text for part in item if isinstance(part, Text))
            lines.append(DocxLine(said, is_point=points))
    return written(lines)


def _kept(old: str, new: str) -> str:
    """The new text; a paragraph that differs in quotation marks and dashes alone stays as it was typed."""
    known = {plain(part): part for part in canonical(old).split("\n\n")}
    return "\n\n".join(known.get(plain(part), part) for part in new.split("\n\n"))


def plain(text: str) -> str:
    """Text without what programs change by themselves: spaces, line breaks, kinds of quotation marks and dashes."""
    return squeezed(text.translate(_TYPED).replace("…", "..."))


def figures_in(text: str) -> tuple[str, ...]:
    """The figures of a text in their order, as they are written."""
    return tuple(hit.group() for hit in _FIGURE.finditer(text))
