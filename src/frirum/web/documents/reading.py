"""A document as the block model has it: what was written, the data beside it, errata first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from django_scopes import scopes_disabled

from frirum.core.documents.checking import DocumentFault
from frirum.core.documents.final import WrittenKind
from frirum.core.documents.from_runs import found_in
from frirum.core.documents.kinds import written_document
from frirum.core.language import gettext as _
from frirum.core.report.blocks import Document, Heading, Note, NoteKind, Paragraph, prose
from frirum.core.report.kept import as_kept, from_kept
from frirum.core.report.layout import lay_out
from frirum.core.report.printed import PrintedDocument, PrintedHeading
from frirum.core.vocabulary.danish import format_date
from frirum.core.vocabulary.marks import short_mark
from frirum.web import clock
from frirum.web.documents.concluding import conclusions_of
from frirum.web.documents.models import FrozenPrint, LivingDocument
from frirum.web.documents.short_reports import pixi_of
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.language import in_danish
from frirum.web.locking.verifying import tampering
from frirum.web.releases.of_instruments import results_of_instruments
from frirum.web.runs.releasing import released_results


def document_of(found: LivingDocument, *, date: dt.date | None = None) -> Document | PrintedDocument:
    """The whole document; of a frozen one what was printed then, with every erratum before it."""
    from frirum.web.documents.locking import DOCUMENT

    lock = DOCUMENT.lock_of(found)
    kept = FrozenPrint.objects.filter(document=found).first() if lock else None
    if kept is not None:
        return _as_frozen(found, lock, kept)
    made = _made(found, date=_day(lock, date), until=getattr(lock, "locked_at", None))
    blocks = [*_status(found, lock), *_errata(found), *made.blocks]
    return replace(made, blocks=tuple(blocks), origin=(*made.origin, *_origin(found, lock).items()))


def printed_text(found: LivingDocument, *, date: dt.date) -> str:
    """What the document prints with the data of today, to be kept when it is frozen; in Danish."""
    with in_danish():
        return as_kept(lay_out(_made(found, date=date, until=None), audience="public"))


def _made(found: LivingDocument, *, date: dt.date | None, until: dt.datetime | None) -> Document:
    if found.kind == WrittenKind.CONCLUSIONS:
        return conclusions_of(found, date=date)
    if found.kind == WrittenKind.PIXI:
        return pixi_of(found, date=date)
    return _report(found, date=date, until=until)


def _origin(found: LivingDocument, lock: object | None) -> dict[str, str]:
    """What a file of the document says of itself, for whoever holds it against the register."""
    origin = {
        "document": str(found.reference),
        "errata": str(found.amendments.count()),
        "frozen": lock.sha256 if lock else "",  # type: ignore[attr-defined]
    }
    return origin | ({"revisions": _revisions(found)} if found.is_open else {})


def _as_frozen(found: LivingDocument, lock: object | None, kept: FrozenPrint) -> PrintedDocument:
    """The print that was frozen, after what is said of it since."""
    printed = from_kept(kept.text)
    with in_danish():
        before = Document(printed.title, (*_status(found, lock), *_errata(found)), language=printed.language)
        said = lay_out(before, audience="public").blocks
    # Both count their headings from one.
    renamed = (
        replace(one, anchor=f"rettelse-{one.anchor}") if isinstance(one, PrintedHeading) else one
        for one in said
    )
    return replace(
        printed, blocks=(*renamed, *printed.blocks), origin={**printed.origin, **_origin(found, lock)}
    )


def _report(found: LivingDocument, *, date: dt.date | None, until: dt.datetime | None) -> Document:
    """The report with what was written, and what was let out of runs, audits and surveys."""
    catalogue = current_catalogue()
    experiment = catalogue.experiment(found.slug)
    runs = [one.typed for one in released_results(found.slug)]
    # What one organisation alone may see stands in its own document alone.
    alone = [found.organisation] if list(found.organisations) == [found.organisation] else []
    held = results_of_instruments(experiment, organisations=alone, until=until)
    return written_document(
        WrittenKind(found.kind),
        experiment,
        catalogue,
        {one.key: one.text for one in found.sections.all()},
        date=date,
        is_open=found.is_open,
        found=replace(found_in(runs), annexes=held),
    )


def _revisions(found: LivingDocument) -> str:
    """Which text each section had when the file went out: "kapitel-1:3 kapitel-2:0"."""
    return " ".join(f"{one.key}:{one.revision}" for one in found.sections.all())


def _day(lock: object | None, date: dt.date | None) -> dt.date | None:
    frozen = getattr(lock, "locked_at", None)
    return frozen.astimezone(clock.COPENHAGEN).date() if frozen else date


def _status(found: LivingDocument, lock: object | None) -> list[Note]:
    """That it is a draft, or when it was frozen; and what was changed behind the system's back."""
    from frirum.web.documents.locking import DOCUMENT

    if lock is None:
        return [Note(NoteKind.DRAFT, _("Dokumentet er ikke frosset og kan ændres."))]
    day = format_date(lock.locked_at.astimezone(clock.COPENHAGEN).date())  # type: ignore[attr-defined]
    text = _("Frosset {day}, fingeraftryk {hash}.").format(day=day, hash=short_mark(lock.sha256))  # type: ignore[attr-defined]
    return [
        Note(NoteKind.INFO, text),
        *(Note(NoteKind.WARNING, line) for line in tampering(DOCUMENT, found)),
    ]


def _errata(found: LivingDocument) -> list[Heading | Paragraph | Note]:
    """Every correction, before the text that it corrects."""
    rows = list(found.amendments.all())
    if not rows:
        return []
    titles = dict(found.sections.values_list("key", "title"))
    blocks: list[Heading | Paragraph | Note] = [Heading(_("Rettelser"))]
    for one in rows:
        day = format_date(one.made_at.astimezone(clock.COPENHAGEN).date())
        head = _("Rettelse {n}, {day}: {title}").format(n=one.number, day=day, title=titles[one.section])
        blocks.append(Heading(head, level=2))
        blocks += prose(one.text)  # type: ignore[arg-type]
        blocks.append(Paragraph(_("Hvorfor: {reason}").format(reason=one.reason)))
    return blocks


def printed_again(origin: Mapping[str, str]) -> PrintedDocument | None:
    """What the installation prints of a document that it has frozen, for a file that says it is that, with as many
    errata; None for any other."""
    with scopes_disabled():
        found = LivingDocument.objects.filter(reference=origin.get("document") or None).first()
        if found is None or not found.is_locked:
            return None
        made = document_of(found)
    same = isinstance(made, PrintedDocument) and all(
        made.origin.get(key) == origin.get(key) for key in ("frozen", "errata")
    )
    return made if same else None  # type: ignore[return-value]


def against_the_register(origin: dict[str, str]) -> list[DocumentFault]:
    """What the installation that froze a document says otherwise than a file of it; [] for one of none of ours."""
    with scopes_disabled():
        found = LivingDocument.objects.filter(reference=origin.get("document") or None).first()
        if found is None:
            return []
        lock = getattr(found, "lock", None)
        corrected = found.amendments.count()
    place = _("hele filen")
    if lock is not None and origin.get("frozen") != lock.sha256:
        text = _("Filen er ikke den udgave, der blev frosset.")
        return [DocumentFault("not_the_frozen", place, text)]
    told = origin.get("errata", "")
    if not told.isdigit() or int(told) < corrected:
        text = _("Dokumentet er rettet, siden filen blev hentet: {n} rettelser mangler i den.")
        missing = corrected - (int(told) if told.isdigit() else 0)
        return [DocumentFault("missing_erratum", place, text.format(n=missing))]
    return []
