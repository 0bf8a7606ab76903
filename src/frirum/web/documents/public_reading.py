"""What everybody may read of the frozen documents, and which numbers are not for everybody."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

from django.urls import reverse
from django_scopes import scopes_disabled

from frirum.core.report.formats import MEDIA_TYPES
from frirum.web.documents.models import DocumentPublication, LivingDocument
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


def not_for_everybody(*texts: str) -> list[str]:
    """The releases that texts name and that not everybody may see, in order; one that is not known here is such."""
    named = {code for text in texts for code in _RELEASE.findall(text)}
    with scopes_disabled():
        public = set(Released.objects.filter(code__in=named, public=True).values_list("code", flat=True))
    return sorted(named - public)
