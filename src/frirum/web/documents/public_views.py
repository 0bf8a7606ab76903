"""What everybody can read of an experiment as a document: its answer on one page, and frozen documents made public."""

from __future__ import annotations

import hashlib
import uuid
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe
from django_scopes import scopes_disabled

from frirum import __version__
from frirum.core.documents.from_runs import found_in
from frirum.core.documents.kinds import ReportKind, experiment_document
from frirum.core.report.formats import MEDIA_TYPES, render
from frirum.core.report.html import render_html_fragment
from frirum.web import clock
from frirum.web.documents.locking import DOCUMENT
from frirum.web.documents.models import LivingDocument
from frirum.web.documents.naming import kind_of, title_of
from frirum.web.documents.public_reading import public_document
from frirum.web.documents.reading import document_of
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.locking.verifying import tampering
from frirum.web.organisations.names import organisation_name
from frirum.web.runs.releasing import released_results
from frirum.web.site.pages import download

WHOM = {"borger": ReportKind.CITIZEN, "minister": ReportKind.MINISTER}


@require_safe
def one_page(request: HttpRequest, slug: str, whom: str, extension: str) -> HttpResponse:
    """The answer as HTML, DOCX or PDF, with what runs found as the gate let it out for everybody.

    What was reckoned on synthetic data stands in the answer of a synthetic experiment alone.
    """
    catalogue = current_catalogue()
    experiment = catalogue.experiments.get(slug)
    if experiment is None or whom not in WHOM or extension not in MEDIA_TYPES:
        raise Http404
    runs = [one.typed for one in released_results(slug) if experiment.synthetic or not one.synthetic]
    made = experiment_document(
        WHOM[whom], experiment, catalogue, found=found_in(runs) if runs else None, date=clock.today()
    )
    content = render(made, extension)
    return download(content, name=f"{slug}-{whom}.{extension}", media_type=MEDIA_TYPES[extension])


def find_public(reference: uuid.UUID) -> LivingDocument:
    """The document, if everybody may read it; one that is not public and an unknown one are the same 404."""
    found = public_document(reference)
    if found is None:
        raise Http404
    return found


@require_safe
@gzip_page
def public(request: HttpRequest, public: uuid.UUID) -> HttpResponse:
    """A frozen document that everybody may read, with its errata and the fingerprint of its receipt."""
    found = find_public(public)
    with scopes_disabled():
        printed = render_html_fragment(document_of(found), id_prefix="dokument")
    catalogue = current_catalogue()
    of_experiment = found.slug in catalogue.experiments
    home = "experiments:experiment" if of_experiment else "overviews:network"
    about = reverse(home, args=[found.slug]) if of_experiment or found.slug in catalogue.networks else ""
    lists = (
        (_("Forsøg"), reverse("experiments:list"))
        if of_experiment
        else (_("Netværk"), reverse("overviews:networks"))
    )
    title, kind = title_of(found.slug), kind_of(found)
    context = {
        "document": found,
        "title": title,
        "kind": kind,
        "printed": printed,
        "sender": organisation_name(found.organisation),
        "errata": found.amendments.all(),
        "formats": list(MEDIA_TYPES),
        "crumbs": [lists, (title, about or None), (kind, None)],
    }
    return render_page(request, "documents/public.html", context)


def _version(request: HttpRequest, public: uuid.UUID, extension: str) -> str | None:
    """What a file of a public document depends on: the lock, its errata, what is found changed, and the program."""
    found = public_document(public)
    if found is None or extension not in MEDIA_TYPES:
        return None
    with scopes_disabled():
        said = (found.lock.sha256, str(found.amendments.count()), *tampering(DOCUMENT, found))
    return f'"{hashlib.sha256(repr((extension, __version__, said)).encode()).hexdigest()[:32]}"'


@lru_cache(maxsize=32)
def _rendered(reference: uuid.UUID, extension: str, version: str) -> bytes:
    """A file of a public document, made once per version: one with pictures takes seconds."""
    with scopes_disabled():
        return render(document_of(find_public(reference)), extension)


@require_safe
@condition(etag_func=_version)
def public_file(request: HttpRequest, public: uuid.UUID, extension: str) -> HttpResponse:
    """The document as it was frozen, errata first, as HTML, DOCX or PDF; in no municipality's own template."""
    found, version = find_public(public), _version(request, public, extension)
    if version is None:
        raise Http404
    content = _rendered(public, extension, version)
    return download(content, name=f"{found.kind}-{found.slug}.{extension}", media_type=MEDIA_TYPES[extension])
