"""The register as an Atom feed: publications and errata, the newest first (RFC 4287)."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from frirum.core.locking.chain import moment_text
from frirum.web.decisions.models import DecisionRecord
from frirum.web.decisions.reading import is_made_up, published
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
    return max((_changed(one) for one in published()), default=_EMPTY)


def _tag(request: HttpRequest) -> str:
    return '"' + "-".join(f"{one.pk}.{one.amendments.count()}" for one in published()) + '"'


@require_safe
@condition(etag_func=_tag, last_modified_func=last_changed)
def feed(request: HttpRequest) -> HttpResponse:
    """Every published decision and every erratum as an entry of its own."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    own = settings.PUBLIC_URL + reverse("decisions:feed")
    _add(root, "id", own)
    _add(root, "title", _("Beslutninger om forsøg"))
    _add(root, "updated", moment_text(last_changed(request)))
    _link(root, own, "self")
    _link(root, settings.PUBLIC_URL + reverse("decisions:register"), "alternate")
    entries = [entry for one in published() if not is_made_up(one) for entry in _entries(one)]
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
    author = organisation_name(decision.organisation)
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
