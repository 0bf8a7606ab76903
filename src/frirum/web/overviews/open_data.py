"""The tables at versioned addresses with ETag and Last-Modified, their descriptions, and all of them as one package."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from frirum.core.catalogue.datasets import DATASETS, csv_rows
from frirum.core.catalogue.datasets.descriptions import data_package, dcat, openapi
from frirum.core.catalogue.standing import turned_on
from frirum.core.locking.chain import moment_text
from frirum.core.report.export import rows_to_csv
from frirum.web import clock
from frirum.web.experiments.definitions import public_catalogue
from frirum.web.experiments.models import DefinitionVersion
from frirum.web.site.pages import download

_NEVER = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_ATOM = "http://www.w3.org/2005/Atom"
_MOST_ENTRIES = 50


def last_changed(*_request: object, **_arguments: object) -> dt.datetime:
    """When a definition was last published, or an experiment last began or ended by its plan."""
    last = DefinitionVersion.objects.order_by("-published_at").values_list("published_at", flat=True).first()
    turned = (turned_on(one, clock.today()) for one in public_catalogue().experiments.values())
    nights = [dt.datetime.combine(day, dt.time(), clock.COPENHAGEN) for day in turned if day]
    return max([last or _NEVER, *nights])


def entity_tag(request: HttpRequest, *_arguments: object, **named: object) -> str:
    """A mark of the definitions in force, when one last changed its standing, the address and the reader's language."""
    every = DefinitionVersion.objects.order_by("slug", "number").values_list("slug", "sha256")
    latest = dict(every)
    language = getattr(request, "LANGUAGE_CODE", "da")
    told = json.dumps([sorted(latest.items()), last_changed().isoformat(), request.get_full_path(), language])
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


unless_unchanged: Callable[..., Callable[..., HttpResponse]] = condition(
    etag_func=entity_tag, last_modified_func=last_changed
)


@require_safe
@unless_unchanged
def table(request: HttpRequest, version: str, name: str, ending: str) -> HttpResponse:
    """A table at an address with its version; 404 for a version there is not."""
    dataset = DATASETS.get(name)
    if dataset is None or str(dataset.version) != version:
        raise Http404
    rows = list(dataset.rows(public_catalogue()))
    if ending == "csv":
        body = rows_to_csv(csv_rows(dataset, rows))
        response = download(body, name=f"frirum-{name}-v{version}.csv", media_type="text/csv")
    else:
        response = JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})
    if dataset.deprecated:
        # RFC 9745: the columns that are on their way out are named in the description.
        response["Deprecation"] = "@" + str(int(last_changed().timestamp()))
        response["Link"] = f'<{settings.PUBLIC_URL}/data/openapi.json>; rel="deprecation"'
    return response


@require_safe
@unless_unchanged
def openapi_file(request: HttpRequest) -> JsonResponse:
    """The tables as OpenAPI."""
    return _as_json(openapi(DATASETS, public_catalogue(), server=settings.PUBLIC_URL), "application/json")


@require_safe
@unless_unchanged
def dcat_file(request: HttpRequest) -> JsonResponse:
    """The tables as DCAT-AP."""
    return _as_json(dcat(DATASETS, server=settings.PUBLIC_URL, changed=last_changed()), "application/ld+json")


def _as_json(document: object, media_type: str) -> JsonResponse:
    return JsonResponse(
        document, content_type=media_type, json_dumps_params={"ensure_ascii": False, "indent": 1}, safe=False
    )


@require_safe
@unless_unchanged
def package(request: HttpRequest) -> HttpResponse:
    """Everything as one data package: the CSV files and `datapackage.json`; the same bytes for the same definitions."""
    catalogue, changed = public_catalogue(), last_changed()
    files = {
        name: rows_to_csv(csv_rows(dataset, dataset.rows(catalogue))) for name, dataset in DATASETS.items()
    }
    described = data_package(
        DATASETS,
        catalogue,
        server=settings.PUBLIC_URL,
        changed=changed,
        hashes={name: hashlib.sha256(body).hexdigest() for name, body in files.items()},
    )
    held = {f"{name}.csv": body for name, body in files.items()}
    held["datapackage.json"] = json.dumps(described, ensure_ascii=False, indent=1).encode()
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(held):
            entry = zipfile.ZipInfo(name, date_time=changed.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, held[name])
    return download(into.getvalue(), name="frirum-data.zip", media_type="application/zip")


@require_safe
@unless_unchanged
def feed(request: HttpRequest) -> HttpResponse:
    """The latest published versions of definitions as Atom: when the data change, and why."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    own = f"{settings.PUBLIC_URL}/data/atom.xml"
    _add(root, "id", own)
    _add(root, "title", _("Frirum: data om frikommuneforsøg"))
    _add(root, "updated", moment_text(last_changed()))
    ElementTree.SubElement(root, f"{{{_ATOM}}}link", href=own, rel="self")
    _add(ElementTree.SubElement(root, f"{{{_ATOM}}}author"), "name", "Frirum")
    shown = public_catalogue().experiments
    for version in DefinitionVersion.objects.order_by("-published_at", "-pk")[:_MOST_ENTRIES]:
        if version.slug not in shown:
            continue
        entry = ElementTree.SubElement(root, f"{{{_ATOM}}}entry")
        address = f"{settings.PUBLIC_URL}/forsoeg/{version.slug}/"
        _add(entry, "id", f"{address}#version-{version.number}")
        _add(
            entry,
            "title",
            _("{title}, version {n}").format(title=shown[version.slug].short_title, n=version.number),
        )
        _add(entry, "updated", moment_text(version.published_at))
        ElementTree.SubElement(entry, f"{{{_ATOM}}}link", href=address, rel="alternate")
        _add(entry, "summary", version.reason or _("Udgivet"))
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}").text = text
