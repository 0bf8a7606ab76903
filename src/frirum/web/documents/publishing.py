"""Writes that end a document: to approval, approved by another, frozen with a receipt, corrected beside."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.urls import reverse

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.core.locking.chain import LOCK, moment_text
from frirum.web import clock
from frirum.web.designs.reading import first_seen
from frirum.web.documents import handing_over
from frirum.web.documents.actions import LONGEST_SECTION, note
from frirum.web.documents.locking import DOCUMENT
from frirum.web.documents.models import (
    DocumentErratum,
    DocumentReading,
    DocumentState,
    FrozenPrint,
    LivingDocument,
)
from frirum.web.documents.people import ENDERS, READERS, WRITERS
from frirum.web.documents.public_reading import figures_of_erratum, not_for_everybody, publication_of
from frirum.web.documents.reading import printed_text
from frirum.web.locking.writing import chain_amendment, mail_receipt, make_lock
from frirum.web.mail.handing_over import tell
from frirum.web.organisations.holders import accounts_of
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.models import User
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed
from frirum.web.zones import CASEWORK


@action(needs=WRITERS, of="document.organisations")
def send_to_approval(*, document: LivingDocument, by: Actor) -> LivingDocument:
    """Ask another person to read it; nobody writes in it meanwhile.

    Raises:
        NotAllowed: it is not being written.
        InputRefused: a section is empty, or a text laid beside one has not been put together with it.
    """
    document = _fresh(document)
    if not document.is_open:
        raise NotAllowed(_("Kun et dokument, der skrives, kan sendes til godkendelse."))
    _refuse_unfinished(document)
    document.state = DocumentState.REVIEW
    document.save()
    note("document.sent_to_approval", document, by, {})
    handing_over.sent_to_approval(document, by=by)
    return document


def _refuse_unfinished(document: LivingDocument) -> None:
    sections = document.printed_sections()
    empty = [one.title for one in sections if not one.text]
    if empty:
        raise InputRefused(
            _("Disse afsnit er tomme: {titles}.").format(titles=", ".join(empty)),
            remedy=_("Skriv i dem; kan noget ikke besvares, så skriv det."),
        )
    beside = [one.title for one in sections if one.asides.filter(settled_by="").exists()]
    if beside:
        raise InputRefused(
            _("Der ligger tekst ved siden af disse afsnit: {titles}.").format(titles=", ".join(beside)),
            remedy=_("Læg teksterne sammen, og sig, at det er gjort."),
        )


@action(needs=WRITERS, of="document.organisations")
def take_back_document(*, document: LivingDocument, by: Actor) -> LivingDocument:
    """Go on writing. What was approved has to be read again.

    Raises:
        NotAllowed: it is being written, or frozen.
    """
    document = _fresh(document)
    if document.state not in (DocumentState.REVIEW, DocumentState.APPROVED):
        raise NotAllowed(_("Kun et dokument til godkendelse eller et godkendt dokument kan hentes tilbage."))
    document.state, document.approved_by, document.approved_at = DocumentState.WRITING, "", None
    document.save()
    note("document.taken_back", document, by, {})
    return document


@action(needs=READERS, of="document.answering")
def approve_document(*, document: LivingDocument, by: Actor) -> LivingDocument:
    """Approve it as another than those who have written in it.

    Raises:
        NotAllowed: it was not sent to approval, or by somebody who has written in it.
    """
    document = _fresh(document)
    if document.state != DocumentState.REVIEW:
        raise NotAllowed(_("Kun et dokument, der er sendt til godkendelse, kan godkendes."))
    if is_among(by, document.authors):
        raise NotAllowed(
            _("Den, der selv har skrevet i dokumentet, kan ikke godkende det."), remedy=_("Bed en anden.")
        )
    document.state = DocumentState.APPROVED
    document.approved_by, document.approved_at = by.trail_reference, clock.now()
    document.save()
    note("document.approved", document, by, {})
    handing_over.approved(document, by=by)
    return document


@action(needs=ENDERS, of="document.organisation")
def freeze(*, document: LivingDocument, not_before: dt.datetime | None = None, by: User) -> LivingDocument:
    """Freeze an approved document; the receipt is mailed, to be kept outside the system.

    Args:
        not_before: the moment before which nobody makes it public; None for no embargo.

    Raises:
        NotAllowed: it is not approved, or frozen already.
        InputRefused: the moment is over.
    """
    document = _fresh(document)
    if document.is_locked:
        raise NotAllowed(_("Dokumentet er allerede frosset."))
    if document.state != DocumentState.APPROVED:
        raise NotAllowed(_("Dokumentet skal godkendes af en anden, før det fryses."))
    if not_before is not None and not_before <= clock.now():
        raise InputRefused(
            _("Tidspunktet for offentliggørelsen er passeret."),
            remedy=_("Lad feltet stå tomt, eller vælg et senere."),
        )
    seen = first_seen(document.slug, document.organisation) is not None
    text = printed_text(document, date=clock.today())
    kept = FrozenPrint.objects.create(
        document=document, text=text, sha256=hashlib.sha256(text.encode()).hexdigest()
    )
    lock = make_lock(
        DOCUMENT,
        document,
        by=by,
        after_outcomes=seen,
        also={"not_before": moment_text(not_before)} if not_before else {},
        columns={"not_before": not_before},
    )
    document.state = DocumentState.FROZEN
    document.save()
    sections = list(document.sections.all())
    for section in sections:
        section.locked = True
        section.save()
    details: dict[str, str | int | bool | None] = {"number": LOCK, "sha256": lock.sha256}
    note("document.locked", document, by, details, also=[lock, kept, *sections])
    mail_receipt(DOCUMENT, document, LOCK, by)
    return document


@action(needs=ENDERS, of="document.organisation")
def correct(
    *, document: LivingDocument, section: str, text: str, reason: str, major: bool, by: User
) -> DocumentErratum:
    """A numbered erratum; what was frozen stays as it is. Those who have fetched the document are told.

    Raises:
        NotAllowed: the document is not frozen.
        InputRefused: no reason, no text, no such section; in a public document a number that is not for everybody, or
            that nobody let out.
    """
    document = _fresh(document)
    if not document.is_locked:
        raise NotAllowed(_("Dokumentet er ikke frosset."), remedy=_("Skriv direkte i afsnittet."))
    if section not in {one.key for one in document.printed_sections()}:
        raise InputRefused(_("Dokumentet har ikke afsnittet {key}.").format(key=section))
    cleaned = text.replace("\r\n", "\n").strip()
    if not cleaned or len(cleaned) > LONGEST_SECTION:
        raise InputRefused(_("Skriv, hvad der er rigtigt."))
    held = not_for_everybody(cleaned, reason) if publication_of(document) else []
    if held:
        raise InputRefused(
            _("Rettelsen har tal, der ikke er frigivet til alle: {releases}.").format(
                releases=", ".join(held)
            ),
            remedy=_("Skriv rettelsen uden dem; dokumentet er offentligt."),
        )
    typed = figures_of_erratum(document, cleaned, reason) if publication_of(document) else []
    if typed:
        raise InputRefused(
            _("Rettelsen har tal, som ingen frigivelse har: {sentences}").format(sentences=" ".join(typed)),
            remedy=_(
                "Nævn frigivelsens nummer i sætningen, eller henvis til, hvor det rigtige tal står; dokumentet er "
                "offentligt."
            ),
        )
    made = DocumentErratum(
        document=document,
        section=section,
        text=cleaned,
        reason=reason,
        major=major,
        after_outcomes=first_seen(document.slug, document.organisation) is not None,
    )
    chain_amendment(DOCUMENT, made, by=by)
    details: dict[str, str | int | bool | None] = {"number": made.number, "sha256": made.sha256}
    note("document.corrected", document, by, details, also=[made])
    mail_receipt(DOCUMENT, document, made.number, by)
    _tell_readers(document, made, by)
    return made


def _tell_readers(document: LivingDocument, made: DocumentErratum, by: Actor) -> None:
    readers = set(document.readings.values_list("reader", flat=True)) - {by.trail_reference}
    tell(
        accounts_of(*readers),
        once=f"erratum:{document.reference}:{made.number}",
        subject=lambda: _("Rettelse {n} af et dokument, du har hentet: {slug}").format(
            n=made.number, slug=document.slug
        ),
        says=lambda: _("Dokumentet er rettet. Rettelsen står ved siden af det, der blev frosset."),
        path=reverse("documents:document", args=[document.reference]),
        by=by,
    )


@action(needs=READERS, of="document.organisations")
def note_reading(*, document: LivingDocument, by: Actor) -> None:
    """Remember that somebody has fetched a frozen document, so that he is told when it is corrected."""
    document = _fresh(document)
    if not document.is_locked or document.readings.filter(reader=by.trail_reference).exists():
        nothing_changed()
        return
    made = DocumentReading.objects.create(document=document, reader=by.trail_reference, first_at=clock.now())
    note("document.read", document, by, {}, also=[made])


def _fresh(document: LivingDocument) -> LivingDocument:
    """The document as the database has it, held until the action ends."""
    hold(CASEWORK)
    return LivingDocument._base_manager.get(pk=document.pk)
