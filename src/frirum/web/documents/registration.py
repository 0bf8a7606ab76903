"""What this app adds to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from frirum.web.documents.handing_over import waiting_documents
from frirum.web.documents.locking import DOCUMENT
from frirum.web.documents.models import (
    DocumentErratum,
    DocumentLock,
    DocumentPlace,
    DocumentPublication,
    DocumentReading,
    DocumentSection,
    FrozenPrint,
    LivingDocument,
    SectionAside,
    SectionComment,
    SectionVersion,
    WordTemplate,
)
from frirum.web.documents.people import READERS
from frirum.web.documents.public_reading import documents_about
from frirum.web.locking.verifying import receipt_part
from frirum.web.registration import EventType, MenuItem, Registration, SealedRows, frozen_when, immutable

REGISTRATION = Registration(
    menu=(
        MenuItem(
            label=_("Dokumenter"),
            route="documents:documents",
            order=260,
            description=_("Skriv slutrapporter og notater sammen, få dem godkendt, og frys dem."),
            needs=READERS,
        ),
    ),
    events=(
        EventType("document.begun", _("begyndte dokumentet om {slug}")),
        EventType("document.section_saved", _("skrev i afsnit {section} af dokumentet om {slug}")),
        EventType(
            "document.laid_aside", _("skrev i afsnit {section} af dokumentet om {slug}, mens en anden gemte")
        ),
        EventType(
            "document.aside_settled", _("lagde tekster sammen i afsnit {section} af dokumentet om {slug}")
        ),
        EventType("document.shared_out", _("fordelte afsnit {section} af dokumentet om {slug}")),
        EventType("document.part_added", _("tilføjede afsnit {section} til dokumentet om {slug}")),
        EventType(
            "document.part_left_out", _("tog afsnit {section} ud af dokumentet om {slug} eller med igen")
        ),
        EventType("document.commented", _("kommenterede afsnit {section} af dokumentet om {slug}")),
        EventType(
            "document.comment_settled", _("lukkede en kommentar til afsnit {section} af dokumentet om {slug}")
        ),
        EventType("document.word_taken_in", _("tog tekst fra Word ind i dokumentet om {slug}")),
        EventType("document.case_exported", _("hentede sagen om {slug} ud, {parts} dele")),
        EventType("document.shared", _("lod {place} skrive med i dokumentet om {slug}")),
        EventType("document.template_brought", _("lagde en Word-skabelon ind")),
        EventType("document.template_dropped", _("tog Word-skabelonen ud")),
        EventType("document.sent_to_approval", _("sendte dokumentet om {slug} til godkendelse")),
        EventType("document.taken_back", _("hentede dokumentet om {slug} tilbage")),
        EventType("document.approved", _("godkendte dokumentet om {slug}")),
        EventType("document.locked", _("frøs dokumentet om {slug}")),
        EventType("document.published", _("offentliggjorde dokumentet om {slug}")),
        EventType("document.corrected", _("lavede rettelse {number} af dokumentet om {slug}")),
        EventType("document.read", _("hentede det frosne dokument om {slug}")),
    ),
    sealed=(
        SealedRows("document", LivingDocument),
        SealedRows("document_place", DocumentPlace),
        SealedRows("word_template", WordTemplate),
        SealedRows("document_section", DocumentSection),
        SealedRows("section_version", SectionVersion),
        SealedRows("section_aside", SectionAside),
        SealedRows("section_comment", SectionComment),
        SealedRows("document_lock", DocumentLock),
        SealedRows("frozen_print", FrozenPrint),
        SealedRows("document_publication", DocumentPublication),
        SealedRows("document_erratum", DocumentErratum),
        SealedRows("document_reading", DocumentReading),
    ),
    guards=(
        frozen_when(LivingDocument, "OLD.state = 'frozen'"),
        frozen_when(DocumentSection, "OLD.locked"),
        immutable(SectionVersion),
        immutable(DocumentLock),
        immutable(FrozenPrint),
        immutable(DocumentPublication),
        immutable(DocumentErratum),
        immutable(DocumentReading),
    ),
    waiting=(waiting_documents,),
    locked=(DOCUMENT,),
    receipt_parts={"document": receipt_part("document")},
    public_documents=(documents_about,),
)
