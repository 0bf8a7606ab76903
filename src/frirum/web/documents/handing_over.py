"""Who is told when a document goes from one to another, and what waits for each on the front page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.http import HttpRequest
from django.urls import reverse

from frirum.core.language import gettext as _
from frirum.core.vocabulary.danish import format_date
from frirum.web.documents.models import (
    DocumentSection,
    DocumentState,
    LivingDocument,
    SectionComment,
    SectionState,
)
from frirum.web.documents.naming import kind_of, title_of
from frirum.web.documents.people import ENDERS, READERS, WRITERS
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.access import keys_with, person
from frirum.web.organisations.holders import accounts_of, holders
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import User
from frirum.web.organisations.names import organisation_name
from frirum.web.registration import WaitingLine
from frirum.web.trail.actors import Actor


def section_shared_out(section: DocumentSection, *, by: Actor) -> None:
    """Tell the one who is to write it, once for each day that was set."""
    _tell(
        section.document,
        accounts_of(section.owner),
        what=f"section:{section.pk}:{section.due}",
        subject=lambda: _("Du er bedt om at skrive et afsnit: {kind}, {slug}"),
        says=lambda: _("Afsnittet »{title}« er dit. {due}").format(title=section.title, due=_due(section)),
        by=by,
    )


def commented(made: SectionComment, *, by: Actor) -> None:
    """Tell those who write the section, and those who have spoken in the same thread."""
    section = made.section
    thread = (
        SectionComment.objects.filter(answers=made.answers) if made.answers else SectionComment.objects.none()
    )
    spoken = {one.written_by for one in thread} | ({made.answers.written_by} if made.answers else set())
    writing = {section.owner} if section.owner else set(section.document.authors)
    _tell(
        section.document,
        accounts_of(*writing, *spoken),
        what=f"comment:{made.pk}",
        subject=lambda: _("Ny kommentar: {kind}, {slug}"),
        says=lambda: _("Der er en kommentar til afsnittet »{title}«.").format(title=section.title),
        by=by,
    )


def sent_to_approval(document: LivingDocument, *, by: Actor) -> None:
    """Tell everybody who may approve it: those who read it and have not written in it."""
    _tell(
        document,
        approvers(document),
        what=f"approval:{_revision(document)}",
        subject=lambda: _("Til godkendelse: {kind}, {slug}"),
        says=lambda: _(
            "Dokumentet venter på, at en, der ikke selv har skrevet i det, læser det og godkender det. Er noget ikke "
            "rigtigt, så skriv en kommentar."
        ),
        by=by,
    )


def approved(document: LivingDocument, *, by: Actor) -> None:
    """Tell those who wrote it, and those who may freeze it."""
    enders = [one for permission in ENDERS for one in holders(permission, document.organisation)]
    _tell(
        document,
        {one.pk: one for one in (*accounts_of(*document.authors), *enders)}.values(),
        what=f"approved:{_revision(document)}",
        subject=lambda: _("Godkendt: {kind}, {slug}"),
        says=lambda: _("Dokumentet er godkendt og kan fryses."),
        by=by,
    )


def made_public(document: LivingDocument, *, by: Actor) -> None:
    """Tell those who wrote it and the one who froze it."""
    _tell(
        document,
        accounts_of(*document.authors, document.lock.locked_by),
        what="public",
        subject=lambda: _("Offentliggjort: {kind}, {slug}"),
        says=lambda: _("Dokumentet kan nu læses af alle."),
        by=by,
    )


def approvers(document: LivingDocument) -> list[User]:
    """Those who may approve it, by name."""
    found = {
        one.pk: one
        for permission in READERS
        for key in document.answering
        for one in holders(permission, key)
    }
    free = [one for one in found.values() if not is_among(one, document.authors)]
    return sorted(free, key=lambda one: one.name)


def _revision(document: LivingDocument) -> int:
    """How far the text has come: what is sent again after more was written is told of again."""
    return sum(one.revision for one in document.sections.all())


def _due(section: DocumentSection) -> str:
    if section.due is None:
        return _("Der er ingen frist.")
    return _("Fristen er den {day}.").format(day=format_date(section.due))


def _tell(
    document: LivingDocument,
    people: Iterable[User],
    *,
    what: str,
    subject: Callable[[], str],
    says: Callable[[], str],
    by: Actor,
) -> None:
    tell(
        people,
        once=f"document:{document.reference}:{what}",
        subject=lambda: subject().format(kind=kind_of(document), slug=document.slug),
        says=says,
        path=reverse("documents:document", args=[document.reference]),
        by=by,
    )


# ---- the front page ----


def waiting_documents(request: HttpRequest) -> Iterator[WaitingLine]:
    """Sections that are the reader's to write, documents to approve, and approved ones to freeze."""
    if not request.user.is_authenticated:
        return
    own = person(request)
    reads = {key for one in READERS for key in keys_with(own, one)}
    if not reads:
        return
    writes = {key for one in WRITERS for key in keys_with(own, one)}
    ends = {key for one in ENDERS for key in keys_with(own, one)}
    open_states = (DocumentState.WRITING, DocumentState.REVIEW, DocumentState.APPROVED)
    for document in LivingDocument.objects.filter(state__in=open_states).order_by("pk"):
        keys = document.organisations
        if document.state == DocumentState.WRITING and keys & writes:
            mine = document.sections.filter(owner=own.trail_reference).exclude(state=SectionState.READY)
            for section in mine:
                says = _("Du skriver afsnittet »{title}«. {due}").format(
                    title=section.title, due=_due(section)
                )
                yield _line(document, says, section)
        elif (
            document.state == DocumentState.REVIEW
            and document.answering & reads
            and not is_among(own, document.authors)
        ):
            yield _line(document, _("Dokumentet venter på din godkendelse."))
        elif document.state == DocumentState.APPROVED and document.organisation in ends:
            yield _line(document, _("Dokumentet er godkendt og kan fryses."))


def _line(document: LivingDocument, says: str, section: DocumentSection | None = None) -> WaitingLine:
    return WaitingLine(
        title_of(document.slug),
        f"{kind_of(document)}: {says}",
        reverse("documents:document", args=[document.reference]),
        organisation_name(document.organisation),
        section.due if section else None,
    )
