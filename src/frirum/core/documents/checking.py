"""Whether a file is the document that we wrote: held against its own stamp, and against the document made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from frirum.core.documents.reading_back import LARGEST_FILE, ReadBack, format_of, read_docx, read_html
from frirum.core.documents.sentences import say
from frirum.core.errors import InputRefused
from frirum.core.report.blocks import Document
from frirum.core.report.formats import render
from frirum.core.report.layout import lay_out
from frirum.core.report.pdf import is_sealed_as_written, origin_in
from frirum.core.report.printed import PrintedDocument
from frirum.core.report.stamp import Stamp, digest, read_stamp, squeezed, stamp_of

_SHOWN = 120


@dataclass(frozen=True)
class DocumentFault:
    """What does not hold; `kind` is a code, `place` the heading it stands under."""

    kind: str
    place: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """The fault as `verify --json` prints it."""
        return {"kind": self.kind, "place": self.place, "message": self.message}


@dataclass(frozen=True)
class DocumentCheck:
    """What was found.

    Attributes:
        format: html, docx or pdf.
        origin: how the document says it was made.
        faults: what does not hold.
        remade: whether it was made again from the data at hand and is the same; None where it could not be.
        note: why it could not, or "".
    """

    format: str
    origin: Mapping[str, str]
    faults: tuple[DocumentFault, ...]
    remade: bool | None
    note: str

    @property
    def ok(self) -> bool:
        """Nothing was found."""
        return not self.faults

    def as_dict(self) -> dict[str, Any]:
        """The check as `verify --json` prints it."""
        return {
            "ok": self.ok,
            "faults": [one.as_dict() for one in self.faults],
            "document": {"format": self.format, "origin": dict(self.origin)},
            "remade": self.remade,
            "note": self.note or None,
        }


@dataclass(frozen=True)
class Remade:
    """The document made again, or why it cannot be."""

    document: Document | PrintedDocument | None
    why_not: str = ""


Remake = Callable[[Mapping[str, str]], Remade]


def is_document(content: bytes) -> bool:
    """Whether the bytes are of a format that documents are written in."""
    return format_of(content) is not None


def check_document(content: bytes, remake: Remake) -> DocumentCheck:
    """Hold a file against its own stamp and, where `remake` can, against the document made again.

    Raises:
        InputRefused: the file is too large, broken, or no document.
    """
    if len(content) > LARGEST_FILE:
        raise InputRefused(say("file_is_too_large"), remedy=say("name_document_of_less_than_50"))
    kind = format_of(content)
    if kind is None:
        raise InputRefused(
            say("file_is_no_document_in_html"),
            remedy=say("name_file_as_was_written"),
        )
    return _check_pdf(content, remake) if kind == "pdf" else _check_words(content, kind, remake)


def _check_pdf(content: bytes, remake: Remake) -> DocumentCheck:
    """A PDF is held against its bytes: one changed digit changes them, and so does saving it anew."""
    origin = origin_in(content)
    sealed = is_sealed_as_written(content)
    if sealed is None:
        return DocumentCheck("pdf", origin, (_no_stamp(),), None, "")
    again = remake(origin)
    same = None if again.document is None else render(again.document, "pdf", audience="team") == content
    faults = []
    if not sealed:
        text = say("file_was_changed_since_was_written")
        faults.append(DocumentFault("changed", say("whole_file"), text))
    elif same is False:
        faults.append(_not_the_data(say("whole_file")))
    return DocumentCheck("pdf", origin, tuple(faults), same, again.why_not)


def _check_words(content: bytes, kind: str, remake: Remake) -> DocumentCheck:
    found = read_html(content) if kind == "html" else read_docx(content)
    if found.stamp is None:
        return DocumentCheck(kind, {}, (_no_stamp(),), None, "")
    try:
        stamp = read_stamp(found.stamp)
    except (ValueError, KeyError, TypeError):
        text = say("file_stamp_was_changed_cannot")
        return DocumentCheck(kind, {}, (DocumentFault("broken_stamp", say("whole_file"), text),), None, "")
    faults = tuple(_against(stamp, found, kind))
    again = remake(stamp.origin)
    same = None
    if again.document is not None:
        made = stamp_of(lay_out(again.document, audience="team"))
        same = not any(_against(made, found, kind))
        if not faults and not same:
            place = next((one.place for one in _against(made, found, kind)), say("whole_file"))
            faults = (_not_the_data(place),)
    return DocumentCheck(kind, stamp.origin, faults, same, again.why_not)


def _against(stamp: Stamp, found: ReadBack, kind: str) -> Iterator[DocumentFault]:
    """What differs between what a stamp says and what stands in the file."""
    yield from _lines(stamp, found)
    everything = squeezed("".join(found.lines))
    for shown, place, _source in stamp.numbers:
        if squeezed(shown) not in everything:
            text = say("document_said_shown_here")
            yield DocumentFault("changed_number", place, text.format(shown=shown))
    if found.pictures != tuple(pair[0 if kind == "html" else 1] for pair in stamp.pictures):
        yield DocumentFault("changed_figure", say("figures"), say("figure_was_swapped_changed_or_taken"))


def _lines(stamp: Stamp, found: ReadBack) -> Iterator[DocumentFault]:
    before, after = [line.digest for line in stamp.lines], [digest(line) for line in found.lines]
    for what, first, _last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        place = stamp.lines[min(first, len(before) - 1)].place if before else say("whole_file")
        now = " ".join(found.lines[start:end]).strip()
        if what == "delete":
            yield DocumentFault("missing_text", place, say("something_stood_here_was_taken_out"))
        elif what == "insert":
            text = say("something_was_added_here_text")
            yield DocumentFault("added_text", place, text.format(text=shortened(now)))
        else:
            text = say("something_else_stood_here_now_says")
            yield DocumentFault("changed_text", place, text.format(text=shortened(now)))


def shortened(text: str) -> str:
    """The beginning of a line, as a fault tells it."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _no_stamp() -> DocumentFault:
    text = say("file_has_no_stamp")
    return DocumentFault("no_stamp", say("whole_file"), text)


def _not_the_data(place: str) -> DocumentFault:
    text = say("file_and_stamp_agree_but_document")
    return DocumentFault("not_what_the_data_say", place, text)
