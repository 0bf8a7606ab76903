"""Decisions and public documents as an Atom feed: publications and errata, the newest first (RFC 4287)."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from frirum.core.locking.chain import moment_text
from frirum.core.vocabulary.danish import format_date
from frirum.core.vocabulary.marks import short_mark
from frirum.web import clock
from frirum.web.decisions.models import DecisionRecord
from frirum.web.decisions.reading import is_made_up, published
from frirum.web.documents.models import LivingDocument
from frirum.web.documents.naming import kind_of, title_of
from frirum.web.documents.public_reading import is_of_what_is_real, public_documents
from frirum.web.organisations.names import organisation_name

_ATOM = "http://www.w3.org/2005/Atom"
_EMPTY = dt.datetime(2021, 8, 26, tzinfo=dt.UTC)


def _public_from(decision: DecisionRecord) -> dt.datetime:
    assert decision.public_from is not None, "a published decision has a moment"
    return decision.public_from


def _changed(decision: DecisionRecord) -> dt.datetime:
    last = decision.amendments.last()
    return max(_public_from(decision), last.made_at) if last else _public_from(decision)


def last_changed(request: HttpRequest) -> dt.datetime:
    """When a reader last could see something new."""
    decided = [_changed(one) for one in published()]
    written = [moment for one in _documents() for moment in _moments(one)]
    return max([*decided, *written], default=_EMPTY)


def _documents() -> list[LivingDocument]:
    """The public documents on what is real: synthetic ones are no news."""
    return [one for one in public_documents() if is_of_what_is_real(one)]


def _moments(document: LivingDocument) -> list[dt.datetime]:
    """When it became public, and when each erratum was seen."""
    first = document.publication.published_at
    return [first, *(max(one.made_at, first) for one in document.amendments.all())]


def _tag(request: HttpRequest) -> str:
    decided = [f"{one.pk}.{one.amendments.count()}" for one in published()]
    written = [f"d{one.pk}.{one.amendments.count()}" for one in _documents()]
    return '"' + "-".join([*decided, *written]) + '"'


@require_safe
@condition(etag_func=_tag, last_modified_func=last_changed)
def feed(request: HttpRequest) -> HttpResponse:
    """Every published decision, every public document and every erratum of them as an entry of its own."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    own = settings.PUBLIC_URL + reverse("decisions:feed")
    _add(root, "id", own)
    _add(root, "title", _("Beslutninger og dokumenter om forsøg"))
    _add(root, "updated", moment_text(last_changed(request)))
    _link(root, own, "self")
    _link(root, settings.PUBLIC_URL + reverse("decisions:register"), "alternate")
    entries = [entry for one in published() if not is_made_up(one) for entry in _entries(one)]
    entries += [entry for one in _documents() for entry in _entries_of_document(one)]
    for _moment, entry in sorted(entries, key=lambda pair: pair[0], reverse=True):
        root.append(entry)
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _entries(decision: DecisionRecord) -> list[tuple[dt.datetime, ElementTree.Element]]:
    """The publication and each erratum with their moments."""
    address = settings.PUBLIC_URL + reverse("decisions:published", args=[decision.reference])
    first = _public_from(decision)
    told = [(first, decision.title, address, decision.basis)]
    for one in decision.amendments.all():
        title = _("Rettelse {n}: {title}").format(n=one.number, title=decision.title)
        told.append((max(one.made_at, first), title, f"{address}#rettelse-{one.number}", one.reason))
    return _told(told, organisation_name(decision.organisation))


def _entries_of_document(document: LivingDocument) -> list[tuple[dt.datetime, ElementTree.Element]]:
    """That it became public, and each erratum, with their moments."""
    address = settings.PUBLIC_URL + reverse("documents:public", args=[document.reference])
    title = f"{kind_of(document)}: {strip_tags(str(title_of(document.slug)))}"
    first, *corrected = _moments(document)
    said = _("Frosset {day}, fingeraftryk {hash}.").format(
        day=format_date(document.lock.locked_at.astimezone(clock.COPENHAGEN).date()),
        hash=short_mark(document.lock.sha256),
    )
    told = [(first, title, address, said)]
    for moment, one in zip(corrected, document.amendments.all(), strict=True):
        name = _("Rettelse {n}: {title}").format(n=one.number, title=title)
        told.append((moment, name, f"{address}#rettelse-{one.number}", one.reason))
    return _told(told, organisation_name(document.organisation))


def _told(
    told: list[tuple[dt.datetime, str, str, str]], author: str
) -> list[tuple[dt.datetime, ElementTree.Element]]:
    """An entry of each (moment, title, link, summary)."""
    found = []
    for moment, title, link, summary in told:
        entry = ElementTree.Element(f"{{{_ATOM}}}entry")
        for name, text in (("id", link), ("title", title), ("updated", moment_text(moment))):
            _add(entry, name, text)
        _link(entry, link, "alternate")
        _add(ElementTree.SubElement(entry, f"{{{_ATOM}}}author"), "name", author)
        _add(entry, "summary", summary)
        found.append((moment, entry))
    return found


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: ElementTree.Element, href: str, rel: str) -> None:
    ElementTree.SubElement(parent, f"{{{_ATOM}}}link", href=href, rel=rel)
