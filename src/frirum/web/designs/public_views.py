"""What everybody may see of locked designs: that they are locked and when, and what they say unless under embargo."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django_scopes import scopes_disabled

from frirum.core.catalogue import Experiment
from frirum.core.designs.document.supplements import SupplementText
from frirum.core.designs.lock.document import LockStatus, planned_sentence
from frirum.core.report.formats import MEDIA_TYPES
from frirum.core.report.formats import render as render_file
from frirum.web import clock
from frirum.web.designs.models import Design, DesignLock, DesignState
from frirum.web.designs.status import document_of, status_of
from frirum.web.designs.supplements import confirmed_supplements, supplement_texts
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.names import organisation_name
from frirum.web.site.pages import download


@dataclass(frozen=True)
class LockedView:
    """One locked design, as everybody sees it.

    Attributes:
        may_be_read: what it says is public today; else only that it is locked.
        supplements: what municipalities have added, each with its sender.
    """

    design: Design
    lock: DesignLock
    owner: str
    status: LockStatus
    planned: str
    may_be_read: bool
    supplements: tuple[SupplementText, ...]


def is_public(lock: DesignLock) -> bool:
    """Whether what the design says may be read by all today."""
    return lock.public_from is None or lock.public_from <= clock.today()


def locked_designs(slug: str) -> Iterator[LockedView]:
    """Every locked design of an experiment, whoever made it, the first locked first."""
    with scopes_disabled():
        found = Design.objects.filter(slug=slug, state=DesignState.LOCKED).order_by("lock__locked_at")
        for one in found.select_related("lock"):
            status = status_of(one, public=True)
            yield LockedView(
                design=one,
                lock=one.lock,
                owner=organisation_name(one.organisation),
                status=status,
                planned=planned_sentence(status),
                may_be_read=is_public(one.lock),
                supplements=supplement_texts(confirmed_supplements(one)),
            )


@require_safe
@gzip_page
def locked(request: HttpRequest, slug: str) -> HttpResponse:
    """The locked designs of an experiment: hash, day, amendments as a difference, embargo."""
    experiment = _find(slug)
    context = {
        "experiment": experiment,
        "views": list(locked_designs(slug)),
        "formats": list(MEDIA_TYPES),
        "crumbs": [
            (_("Forsøg"), reverse("experiments:list")),
            (own_title(experiment), reverse("experiments:experiment", args=[slug])),
            (_("Låste design"), None),
        ],
    }
    return render(request, "designs/locked.html", context)


@require_safe
def locked_document(request: HttpRequest, slug: str, reference: uuid.UUID, extension: str) -> HttpResponse:
    """A locked design as a document for everybody; under embargo it is not there."""
    _find(slug)
    with scopes_disabled():
        design = Design.objects.filter(slug=slug, reference=reference, state=DesignState.LOCKED).first()
        if design is None or extension not in MEDIA_TYPES or not is_public(design.lock):
            raise Http404
        made = document_of(design, clock.today(), public=True)
    name = f"evalueringsdesign-{design.slug}-{design.organisation}.{extension}"
    return download(render_file(made, extension), name=name, media_type=MEDIA_TYPES[extension])


def _find(slug: str) -> Experiment:
    found = current_catalogue().experiments.get(slug)
    if found is None:
        raise Http404
    return found
