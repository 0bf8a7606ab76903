"""What everybody may read of the frozen documents, and which numbers are not for everybody."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django_scopes import scopes_disabled

from frirum.core.documents.typed_in_prose import figures_in
from frirum.core.report.formats import MEDIA_TYPES
from frirum.core.report.kept import from_kept
from frirum.core.report.text import plain_text
from frirum.web.documents.models import DocumentPublication, FrozenPrint, LivingDocument
from frirum.web.documents.naming import kind_of
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.names import organisation_name
from frirum.web.registration import PublicDocument
from frirum.web.releases.models import Released

_RELEASE = re.compile(r"\bF-\d{4}-\d{3,}\b")


def publication_of(document: LivingDocument) -> DocumentPublication | None:
    """That it was made public; None where it was not."""
    return DocumentPublication.objects.filter(document=document).first()


def public_document(reference: uuid.UUID) -> LivingDocument | None:
    """The document, if everybody may read it; None for any other, whether or not there is one."""
    with scopes_disabled():
        return LivingDocument.objects.filter(reference=reference, publication__isnull=False).first()


def public_documents() -> list[LivingDocument]:
    """Every document that everybody may read, the newest first."""
    with scopes_disabled():
        found = LivingDocument.objects.filter(publication__isnull=False)
        return list(found.select_related("publication", "lock").order_by("-publication__published_at", "-pk"))


def documents_about(slug: str) -> Iterator[PublicDocument]:
    """Those about an experiment or a network, as its page shows them."""
    for one in public_documents():
        if one.slug == slug:
            yield PublicDocument(
                title=kind_of(one),
                address=reverse("documents:public", args=[one.reference]),
                files=tuple(
                    (name.upper(), reverse("documents:public_file", args=[one.reference, name]))
                    for name in MEDIA_TYPES
                ),
                since=one.publication.published_at,
                sender=organisation_name(one.organisation),
                sha256=one.lock.sha256,
                errata=one.amendments.count(),
                synthetic=one.publication.synthetic,
            )


def is_of_what_is_real(document: LivingDocument) -> bool:
    """Whether it is on a real experiment and on no synthetic data: what else is public stands on its page alone."""
    experiment = current_catalogue().experiments.get(document.slug)
    return not document.publication.synthetic and not (experiment and experiment.synthetic)


@dataclass(frozen=True)
class HeldRelease:
    """A release that a document names and not everybody may see: its code, what it is of, and the page of its table,
    where it can be asked for; "" where it is not known here."""

    code: str
    title: str = ""
    address: str = ""
    organisation: str = ""


def held_releases(*texts: str) -> list[HeldRelease]:
    """The releases that texts name and not everybody may see, in order. One whose very content was let out to everybody
    later, under another code, is no such."""
    named = {code for text in texts for code in _RELEASE.findall(text)}
    with scopes_disabled():
        known = {
            one.code: one for one in Released.objects.filter(code__in=named).select_related("request__table")
        }
        held = [code for code in sorted(named) if code not in known or not _for_everybody(known[code])]
    return [_held(code, known.get(code)) for code in held]


def _held(code: str, one: Released | None) -> HeldRelease:
    if one is None:
        return HeldRelease(code)
    address = reverse("releases:table", args=[one.request.table.reference])
    return HeldRelease(code, one.title, address, one.organisation)


def _for_everybody(one: Released) -> bool:
    if one.public:
        return True
    later = Released.objects.filter(request__table=one.request.table, public=True)
    return any(_figures_of(other) == _figures_of(one) for other in later)


def _figures_of(one: Released) -> dict[str, Any]:
    """What a release shows: not that a cell stood in an earlier one, which ends each cell."""
    cells = one.content.get("cells")
    return {**one.content, "cells": [cell[:-1] for cell in cells]} if cells else one.content


def not_for_everybody(*texts: str) -> list[str]:
    """The codes of `held_releases`."""
    return [one.code for one in held_releases(*texts)]


def typed_figures(document: LivingDocument) -> list[dict[str, Any]]:
    """The figures that were typed in a frozen document's prose and that no release let out to everybody: section,
    sentence, and the figures in it."""
    kept = FrozenPrint.objects.filter(document=document).first()
    if kept is None:
        return []
    sections = document.printed_sections()
    printed = _without(plain_text(from_kept(kept.text)), *(one.text for one in sections))
    released = _public_codes(kept.text)
    return [
        {"section": one.title, "sentence": said.text, "figures": list(said.figures)}
        for one in sections
        for said in figures_in(one.text, printed=printed, released=released)
    ]


def figures_of_erratum(document: LivingDocument, *texts: str) -> list[str]:
    """The sentences of a correction with figures that neither a release nor the document itself holds."""
    kept = FrozenPrint.objects.filter(document=document).first()
    printed = plain_text(from_kept(kept.text)) if kept else ""
    released = _public_codes(*texts)
    return [said.text for one in texts for said in figures_in(one, printed=printed, released=released)]


def _public_codes(*texts: str) -> list[str]:
    held = set(not_for_everybody(*texts))
    return sorted({code for text in texts for code in _RELEASE.findall(text)} - held)


def _without(printed: str, *texts: str) -> str:
    """What was printed but for the lines that people typed."""
    typed = {line.removeprefix("- ").strip() for text in texts for line in text.splitlines()}
    return "\n".join(line for line in printed.splitlines() if line.strip() not in typed)
