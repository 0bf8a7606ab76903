"""A Word file of a document that comes back: held against the text that went out, and what is taken in of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core import signing

from frirum.core.designs.guide.compare import FieldChange, words
from frirum.core.documents.checking import DocumentFault
from frirum.core.documents.round_trip import ReturnedPassage, compare, read_returned
from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.core.vocabulary.citizen_numbers import contains_cpr
from frirum.web.documents.models import DocumentSection, LivingDocument

_SALT, _GOOD_FOR = "frirum.word", dt.timedelta(days=1)
_REVISION = re.compile(r"([a-z0-9-]+):(\d+)")


@dataclass(frozen=True)
class ReturnedSection:
    """A section whose text was changed in Word.

    Attributes:
        revision: the section's when the file went out; a text saved since is laid beside.
        change: the text before and after, word by word.
        overtaken: somebody has saved the section since.
    """

    section: DocumentSection
    passage: ReturnedPassage
    revision: int
    change: FieldChange
    overtaken: bool


@dataclass(frozen=True)
class Return:
    """What a file holds: changed sections, what forbids taking them in, and comments that are not taken in.

    Attributes:
        receipt: what `read_receipt` reads when the sections are taken in; "" where they may not be.
    """

    sections: tuple[ReturnedSection, ...]
    faults: tuple[DocumentFault, ...]
    comments: tuple[str, ...]
    receipt: str


@dataclass(frozen=True)
class FileReceipt:
    """What was read of a file, signed here, so that the page which asks in between can change nothing of it.

    Attributes:
        sha256: of the file.
        sections: key of a section -> its revision when the file went out, and the SHA-256 of its text in the file.
    """

    sha256: str
    sections: Mapping[str, tuple[int, str]]

    def holds(self, key: str, text: str, revision: int) -> bool:
        """Whether the file holds this text of this section."""
        return self.sections.get(key) == (revision, _digest_of(text))


def held_against(document: LivingDocument, content: bytes) -> Return:
    """The file held against what the document said when it went out.

    Raises:
        InputRefused: as `read_returned`, or a text holds something shaped like a CPR number.
    """
    file = read_returned(content, reference=str(document.reference))
    sections = {one.key: one for one in document.sections.all()}
    went_out = {key: int(number) for key, number in _REVISION.findall(file.stamp.origin.get("revisions", ""))}
    texts = {key: _text_at(one, went_out.get(key, one.revision)) for key, one in sections.items()}
    found = compare(file, texts)
    if any(contains_cpr(one.after) for one in found.passages) or any(map(contains_cpr, file.comments)):
        raise InputRefused(
            _("Der står noget, der ligner et CPR-nummer, i filen."), remedy=_("Tag det ud, og prøv igen.")
        )
    changed = tuple(
        _returned(sections[one.key], one, went_out.get(one.key, 0))
        for one in found.passages
        if one.key in sections
    )
    receipt = "" if found.faults else _receipt(document, changed, hashlib.sha256(content).hexdigest())
    return Return(changed, found.faults, file.comments, receipt)


def _receipt(document: LivingDocument, changed: tuple[ReturnedSection, ...], sha256: str) -> str:
    sections = {one.section.key: (one.revision, _digest_of(one.passage.after)) for one in changed}
    return signing.dumps([str(document.reference), sha256, sections], salt=_SALT)


def read_receipt(document: LivingDocument, receipt: str) -> FileReceipt:
    """What the server read of a file of this document.

    Raises:
        InputRefused: nobody here signed it, it is of another document, or older than a day.
    """
    try:
        reference, sha256, sections = signing.loads(receipt, salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature:
        reference, sha256, sections = "", "", {}
    if reference != str(document.reference):
        raise InputRefused(_("Filen skal læses igen."), remedy=_("Læg den ind én gang til."))
    return FileReceipt(sha256, {key: (number, digest) for key, (number, digest) in sections.items()})


def _digest_of(text: str) -> str:
    """A browser sends its own line ends."""
    return hashlib.sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()


def _text_at(section: DocumentSection, revision: int) -> str:
    """What the section said at a revision; revision 0 is before anybody wrote."""
    if revision == section.revision:
        return section.text
    kept = section.versions.filter(revision=revision).first()
    return kept.text if kept else ""


def _returned(section: DocumentSection, passage: ReturnedPassage, revision: int) -> ReturnedSection:
    change = FieldChange(
        "", section.title, passage.before, passage.after, words(passage.before, passage.after)
    )
    return ReturnedSection(section, passage, revision, change, revision != section.revision)
