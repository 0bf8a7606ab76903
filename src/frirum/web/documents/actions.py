"""Writes on documents: begin, write, share out, comment, take a proposal over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model

from frirum.core.documents.final import WrittenKind, chapters_of
from frirum.core.documents.pixi import parts_of
from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.language import gettext as _
from frirum.web import clock
from frirum.web.documents import handing_over
from frirum.web.documents.concluding import FOREWORD, rows_wanted
from frirum.web.documents.models import (
    DocumentSection,
    DocumentState,
    LivingDocument,
    SectionAside,
    SectionComment,
    SectionState,
    SectionVersion,
)
from frirum.web.documents.people import READERS, WRITERS
from frirum.web.documents.proposing import proposal_for
from frirum.web.documents.returning import read_receipt
from frirum.web.experiments.definitions import current_catalogue, latest_version
from frirum.web.language import in_danish
from frirum.web.organisations.models import User
from frirum.web.organisations.names import place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed, record
from frirum.web.zones import CASEWORK

LONGEST_SECTION = 50_000
LONGEST_COMMENT = 5_000
Details = dict[str, str | int | bool | None]


def _refuse_second(slug: str, kind: str, organisation: str) -> None:
    """Of the final report there is one for all that take part."""
    leader = LivingDocument._base_manager.filter(slug=slug, kind=kind).first()
    if kind == WrittenKind.FINAL and leader is not None and leader.organisation != organisation:
        raise NotAllowed(
            _("{place} har begyndt slutrapporten om forsøget, og den er fælles for alle kommuner.").format(
                place=place_name(leader.organisation)
            ),
            remedy=_("Bed dem om at lade jer skrive med i den."),
        )


@dataclass(frozen=True)
class SavedSection:
    """What became of a save: the section, and the text that was laid beside it where somebody else had saved first."""

    section: DocumentSection
    aside: SectionAside | None = None


@action(needs=Permission.FILL_FORM, of="organisation")
def begin_document(*, slug: str, kind: str, organisation: str, by: Actor) -> LivingDocument:
    """A document with the sections that its kind has for the experiment, all empty.

    Raises:
        UsageError: unknown experiment or kind.
        NotAllowed: the organisation has one already.
    """
    version = latest_version(slug)
    if version is None:
        raise UsageError(_("Der er intet forsøg med slug {slug}.").format(slug=slug))
    if kind not in set(WrittenKind) or WrittenKind(kind).of_network:
        raise UsageError(_("Dokumenter af slagsen {kind} skrives ikke her.").format(kind=kind))
    hold(CASEWORK)
    _refuse_second(slug, kind, organisation)
    chapters = chapters_of(current_catalogue().experiment(slug), WrittenKind(kind))
    document = LivingDocument(
        slug=slug,
        kind=kind,
        organisation=organisation,
        definition_number=version.number,
        definition_sha256=version.sha256,
    )
    return begun(document, [DocumentSection(key=one.key, title=one.title) for one in chapters], by)


def begun(document: LivingDocument, sections: list[DocumentSection], by: Actor) -> LivingDocument:
    """Keep a new document with its sections, numbered in their order.

    Raises:
        NotAllowed: the organisation has one of the kind and period already.
    """
    kind, period = document.kind, document.period
    same = LivingDocument._base_manager.filter(
        slug=document.slug, kind=kind, period=period, organisation=document.organisation
    )
    if same.exists():
        raise NotAllowed(_("Dokumentet er begyndt."), remedy=_("Åbn det i listen over dokumenter."))
    document.begun_by, document.begun_at = by.trail_reference, clock.now()
    document.save()
    for number, section in enumerate(sections, start=1):
        section.document, section.number = document, number
        section.save()
    told: Details = {"kind": str(kind), "definition": document.definition_sha256 or period}
    note("document.begun", document, by, told, also=sections)
    return document


@action(needs=WRITERS, of="organisation")
def begin_conclusions(*, network: str, period: str, organisation: str, by: Actor) -> LivingDocument:
    """A table of conclusions with a row for each of the network's experiments that reports in the period.

    Raises:
        UsageError: unknown network or period.
        NotAllowed: the organisation has one already.
    """
    found = current_catalogue().networks.get(network)
    wanted = rows_wanted(found, period) if found else []
    if not wanted:
        raise UsageError(
            _("Ingen forsøg i netværket {slug} har perioden {period}.").format(slug=network, period=period)
        )
    hold(CASEWORK)
    document = _of_network(WrittenKind.CONCLUSIONS, network, period, organisation)
    titles = [(FOREWORD, _("Indledning")), *((one.slug, one.short_title) for one in wanted)]
    return begun(document, [DocumentSection(key=key, title=title) for key, title in titles], by)


@action(needs=WRITERS, of="organisation")
def begin_pixi(*, network: str, organisation: str, by: Actor) -> LivingDocument:
    """A short report of a network, of this year, with a section for each part of it.

    Raises:
        UsageError: unknown network.
        NotAllowed: the organisation has begun this year's already.
    """
    found = current_catalogue().networks.get(network)
    if found is None:
        raise UsageError(_("Netværket »{slug}« findes ikke.").format(slug=network))
    hold(CASEWORK)
    document = _of_network(WrittenKind.PIXI, network, str(clock.today().year), organisation)
    with in_danish():
        sections = [
            DocumentSection(key=one.key, title=one.title, under=one.under, rests_on=list(one.rests_on))
            for one in parts_of(found)
        ]
    return begun(document, sections, by)


def _of_network(kind: WrittenKind, network: str, period: str, organisation: str) -> LivingDocument:
    return LivingDocument(
        slug=network,
        kind=kind,
        period=period,
        organisation=organisation,
        definition_number=0,
        definition_sha256="",
    )


@action(needs=WRITERS, of="section.document.organisations")
def save_section(*, section: DocumentSection, text: str, revision: int, by: Actor) -> SavedSection:
    """Keep what was written. Where somebody else has saved since `revision`, it is laid beside the section: nothing is
    lost, and a person puts the two together.

    Raises:
        NotAllowed: the document is not open. Nothing changed.
        InputRefused: the text is too long.
    """
    section = fresh(section)
    refuse_closed(section.document)
    text = _clean(text, LONGEST_SECTION)
    if text == section.text:
        nothing_changed()
        return SavedSection(section)
    if revision != section.revision:
        return SavedSection(section, _lay_aside(section, text, revision, by))
    write(section, text, by)
    return SavedSection(section)


@action(needs=WRITERS, of="document.organisations")
def take_in(
    *, document: LivingDocument, texts: Mapping[str, tuple[str, int]], receipt: str, by: Actor
) -> list[SavedSection]:
    """Take texts in that came back from Word, as if they were typed: all of them or none.

    Args:
        texts: key of a section -> its new text, and the section's revision when the file went out.
        receipt: of the file, as `returning.held_against` signed it; a text that the file does not hold is refused.

    Raises:
        NotAllowed: the document is not open.
        InputRefused: no text, one that the file does not hold or that is too long, or no such section.
    """
    hold(CASEWORK)
    document = LivingDocument._base_manager.get(pk=document.pk)
    refuse_closed(document)
    sections = {one.key: one for one in document.sections.filter(key__in=texts)}
    if not texts or len(sections) < len(texts):
        raise InputRefused(_("Vælg mindst ét afsnit, der skal tages ind."))
    file = read_receipt(document, receipt)
    if not all(file.holds(key, text, revision) for key, (text, revision) in texts.items()):
        raise InputRefused(
            _("Teksten er ikke den, der står i filen."),
            remedy=_("Læg filen ind igen, eller skriv teksten i afsnittet."),
        )
    note("document.word_taken_in", document, by, {"sha256": file.sha256, "sections": len(texts)})
    return [
        save_section(section=sections[key], text=text, revision=revision, by=by)
        for key, (text, revision) in texts.items()
    ]


def _lay_aside(section: DocumentSection, text: str, revision: int, by: Actor) -> SectionAside:
    """One text per writer: whoever goes on typing goes on in his own."""
    kept = section.asides.filter(written_by=by.trail_reference, settled_by="").first()
    kept = kept or SectionAside(section=section, written_by=by.trail_reference)
    kept.text, kept.from_revision, kept.written_at = text, max(revision, 0), clock.now()
    kept.save()
    note("document.laid_aside", section.document, by, {"section": section.number}, also=[kept])
    return kept


def write(
    section: DocumentSection,
    text: str,
    by: Actor,
    *,
    taken: str | None = None,
    title: str | None = None,
    rests_on: list[str] | None = None,
) -> None:
    """Put the text in the section; what it said before is kept as a version.

    Args:
        taken: the proposal that was taken over with it; None for none.
        title, rests_on: what a theme or a recommendation is called and rests on; None leaves it as it is.
    """
    also: list[Model] = [section, section.document]
    if section.text or title is not None:
        also.append(
            SectionVersion.objects.create(
                section=section,
                revision=section.revision,
                title=section.title,
                text=section.text,
                written_by=section.written_by,
                written_at=section.written_at,
            )
        )
    section.text, section.revision = text, section.revision + 1
    section.written_by, section.written_at = by.trail_reference, clock.now()
    section.taken = section.taken if taken is None else taken
    section.title = section.title if title is None else title
    section.rests_on = section.rests_on if rests_on is None else rests_on
    section.save()
    document = section.document
    if by.trail_reference not in document.authors:
        document.authors = [*document.authors, by.trail_reference]
        document.save()
    note("document.section_saved", document, by, {"section": section.number}, also=also)


@action(needs=WRITERS, of="aside.section.document.organisations")
def settle_aside(*, aside: SectionAside, by: Actor) -> SectionAside:
    """Say that a text laid beside has been put together with the section's; it stays readable.

    Raises:
        NotAllowed: it is settled already.
    """
    hold(CASEWORK)
    aside = SectionAside.objects.get(pk=aside.pk)
    if aside.settled_by:
        raise NotAllowed(_("Teksten er allerede lagt sammen med afsnittet."))
    aside.settled_by = by.trail_reference
    aside.save()
    note(
        "document.aside_settled", aside.section.document, by, {"section": aside.section.number}, also=[aside]
    )
    return aside


@action(needs=WRITERS, of="section.document.organisations")
def take_over(*, section: DocumentSection, revision: int, by: Actor) -> DocumentSection:
    """Put the proposal made from the data after what stands in the section; a person goes on from there.

    Raises:
        NotAllowed: the document is not open, somebody else has saved since, or the proposal is taken over already.
        InputRefused: there is no proposal.
    """
    section = fresh(section)
    refuse_closed(section.document)
    if revision != section.revision:
        raise NotAllowed(
            _("Afsnittet er ændret af en anden, siden du åbnede det."), remedy=_("Hent siden igen.")
        )
    proposed = proposal_for(section)
    if not proposed:
        raise InputRefused(_("Der er intet forslag til afsnittet."))
    if section.taken == proposed:
        raise NotAllowed(_("Forslaget er allerede taget over."))
    write(section, "\n\n".join(filter(None, (section.text, proposed))), by, taken=proposed)
    return section


@action(needs=WRITERS, of="section.document.organisations")
def share_out(
    *, section: DocumentSection, owner: User | None, due: dt.date | None, ready: bool, by: Actor
) -> DocumentSection:
    """Say who writes the section until when, and whether it is ready.

    Raises:
        NotAllowed: the document is not open.
        InputRefused: a section without text cannot be ready.
    """
    section = fresh(section)
    refuse_closed(section.document)
    if ready and not section.text:
        raise InputRefused(_("Et tomt afsnit kan ikke være klar."))
    section.owner = owner.trail_reference if owner else ""
    section.due = due
    section.state = SectionState.READY if ready else SectionState.WRITING
    section.save()
    note("document.shared_out", section.document, by, {"section": section.number}, also=[section])
    if section.owner and not ready:
        handing_over.section_shared_out(section, by=by)
    return section


@action(needs=READERS, of="section.document.organisations")
def comment_on(
    *, section: DocumentSection, paragraph: int, text: str, answers: SectionComment | None = None, by: Actor
) -> SectionComment:
    """Say something of a paragraph (0: of the whole section), or answer what was said of it.

    Raises:
        InputRefused: no text, or no such paragraph.
        NotAllowed: the document is frozen.
    """
    section = fresh(section)
    if section.document.is_locked:
        raise NotAllowed(_("Dokumentet er frosset."), remedy=_("Lav en rettelse."))
    text = _clean(text, LONGEST_COMMENT)
    if not text:
        raise InputRefused(_("Kommentaren er tom."))
    if not 0 <= paragraph <= len(paragraphs(section.text)):
        raise InputRefused(_("Afsnittet har ikke så mange stykker tekst."))
    if answers is not None and answers.section_id != section.pk:
        raise InputRefused(_("Kommentaren hører til et andet afsnit."))
    made = SectionComment.objects.create(
        section=section,
        paragraph=answers.paragraph if answers else paragraph,
        answers=answers,
        text=text,
        written_by=by.trail_reference,
        written_at=clock.now(),
    )
    note("document.commented", section.document, by, {"section": section.number}, also=[made])
    handing_over.commented(made, by=by)
    return made


@action(needs=WRITERS, of="comment.section.document.organisations")
def settle_comment(*, comment: SectionComment, by: Actor) -> SectionComment:
    """Close a thread; it stays readable.

    Raises:
        NotAllowed: it is closed already, or it is an answer.
    """
    hold(CASEWORK)
    comment = SectionComment.objects.get(pk=comment.pk)
    if comment.settled_by or comment.answers_id:
        raise NotAllowed(_("Tråden er lukket, eller kommentaren er et svar."))
    comment.settled_by = by.trail_reference
    comment.save()
    document = comment.section.document
    note("document.comment_settled", document, by, {"section": comment.section.number}, also=[comment])
    return comment


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a section, as comments count them."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def fresh(section: DocumentSection) -> DocumentSection:
    """The section as the database has it, held until the action ends."""
    hold(CASEWORK)
    return DocumentSection.objects.select_related("document").get(pk=section.pk)


def refuse_closed(document: LivingDocument) -> None:
    """Refuse to write in a document that is under review, approved or frozen."""
    if document.is_open:
        return
    if document.state == DocumentState.FROZEN:
        raise NotAllowed(
            _("Dokumentet er frosset."), remedy=_("Lav en rettelse; den frosne tekst bliver stående.")
        )
    raise NotAllowed(_("Dokumentet er til godkendelse."), remedy=_("Hent det tilbage, og skriv videre."))


def note(
    name: str, document: LivingDocument, by: Actor, details: Details, also: Iterable[Model] = ()
) -> None:
    """The event of a write."""
    record(
        name,
        by=by,
        subject=document,
        organisation=document.organisation,
        details={"slug": document.slug, **details},
        also=list(also),
    )


def _clean(text: str, most: int) -> str:
    cleaned = text.replace("\r\n", "\n").strip()
    if len(cleaned) > most:
        raise InputRefused(
            _("Teksten er på {n} tegn; der er plads til {most}.").format(n=len(cleaned), most=most)
        )
    return cleaned
