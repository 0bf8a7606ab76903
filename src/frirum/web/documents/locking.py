"""What the lock of a document is of: the text of its sections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, Q

from frirum.core.language import gettext as _
from frirum.core.locking.chain import LOCK, moment_text
from frirum.web.documents.models import (
    DocumentErratum,
    DocumentLock,
    DocumentState,
    FrozenPrint,
    LivingDocument,
)
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.locking.kinds import LockedKind
from frirum.web.organisations.names import organisation_name


class LockedDocument(LockedKind):
    """A document: its locked parts are sections."""

    key = "document"
    model = LivingDocument
    lock_model = DocumentLock
    says_locked = Q(state=DocumentState.FROZEN)
    parts_name = "sections"

    def parts(self, thing: LivingDocument) -> Mapping[str, Any]:
        """Key of a section -> its text; of a recommendation also what it says in short, and what it rests on."""
        return {
            one.key: {"title": one.title, "rests_on": one.rests_on, "text": one.text}
            if one.under
            else one.text
            for one in thing.printed_sections()
        }

    def amended(self, amendment: DocumentErratum) -> Mapping[str, Any]:
        """The section that is corrected, and what is right."""
        return {"section": amendment.section, "text": amendment.text}

    def rows(self, thing: LivingDocument) -> Iterable[Model]:
        """The document and its sections."""
        return [thing, *thing.sections.all()]

    def also(self, thing: LivingDocument, lock: DocumentLock | None) -> Mapping[str, Any]:
        """The kind of document, the fingerprint of what it printed with its data, and its embargo, if any."""
        kept = FrozenPrint.objects.filter(document=thing).first()
        embargo = lock.not_before if lock else None
        return {
            "kind": thing.kind,
            **({"print": kept.sha256} if kept else {}),
            **({"not_before": moment_text(embargo)} if embargo else {}),
        }

    def part_title(self, key: str) -> str:
        """A section."""
        return _("Afsnittet »{key}«").format(key=key)

    def name(self) -> str:
        """A document."""
        return _("Dokumentet")

    def heading(self, number: int) -> str:
        """What the receipt is for."""
        if number == LOCK:
            return _("Kvittering for frysning af et dokument")
        return _("Kvittering for rettelse {n} af et frosset dokument").format(n=number)

    def subject(self, thing: LivingDocument, number: int) -> str:
        """What its mail is about."""
        if number == LOCK:
            return _("Kvittering: dokument frosset, {slug}").format(slug=thing.slug)
        return _("Kvittering: rettelse {n} af dokument, {slug}").format(n=number, slug=thing.slug)

    def facts(self, thing: LivingDocument) -> list[str]:
        """The experiment, whose document it is, and what it was begun from."""
        experiment = current_catalogue().experiments.get(thing.slug)
        if experiment is None:
            return [
                _("Netværk og periode: {slug}, {period}").format(slug=thing.slug, period=thing.period),
                _("Organisation: {key}").format(key=organisation_name(thing.organisation)),
            ]
        return [
            _("Forsøg: {title} ({slug})").format(
                title=experiment.short_title if experiment else thing.slug, slug=thing.slug
            ),
            _("Organisation: {key}").format(key=organisation_name(thing.organisation)),
            _("Definition: version {n}, SHA-256 {hash}").format(
                n=thing.definition_number, hash=thing.definition_sha256
            ),
        ]


DOCUMENT = LockedDocument()
