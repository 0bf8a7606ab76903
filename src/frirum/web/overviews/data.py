"""Everything the pages show, as CSV, XLSX and JSON, and the page that says where it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from frirum.core.catalogue.datasets import DATASETS, EXPERIMENTS, Cells, csv_rows, experiment_cells
from frirum.core.catalogue.datasets.descriptions import LICENCE, LICENCE_NAME, citation
from frirum.core.catalogue.selection import Unknown, read_criteria, select
from frirum.core.paths import catalogue_dir
from frirum.core.report.export import rows_to_csv, rows_to_xlsx
from frirum.web.experiments.definitions import public_catalogue
from frirum.web.experiments.listing import PARAMETERS
from frirum.web.overviews.open_data import last_changed, unless_unchanged
from frirum.web.site.pages import XLSX, download


@dataclass(frozen=True)
class _Entry:
    """A table as the page lists it."""

    name: str
    title: str
    count: int
    columns: list[tuple[str, str]]


@require_safe
@gzip_page
def data(request: HttpRequest) -> HttpResponse:
    """Every table with its addresses and columns."""
    catalogue = public_catalogue()
    entries = [
        _Entry(
            name, dataset.title(), sum(1 for _row in dataset.rows(catalogue)), list(dataset.columns().items())
        )
        for name, dataset in DATASETS.items()
    ]
    context = {
        "entries": entries,
        "citation": citation(server=settings.PUBLIC_URL, changed=last_changed()),
        "licence": LICENCE,
        "licence_name": LICENCE_NAME,
        "read_lines": _read_lines(),
        "crumbs": [(_("Data"), None)],
    }
    return render(request, "overviews/data.html", context)


def _read_lines() -> list[tuple[str, str]]:
    """The line that reads a table in R and in pandas, as the CSV files are written."""
    address = f"{settings.PUBLIC_URL}/{EXPERIMENTS.name}.csv"
    return [
        ("R", f'read.csv2("{address}", fileEncoding = "UTF-8-BOM", na.strings = "")'),
        ("pandas", f'pandas.read_csv("{address}", sep=";", decimal=",", encoding="utf-8-sig")'),
    ]


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON schema of a definition, as editors use it."""
    text = (catalogue_dir() / "schema/experiment.schema.json").read_text(encoding="utf-8")
    return HttpResponse(text, content_type="application/schema+json; charset=utf-8")


def _rows(request: HttpRequest, name: str) -> tuple[Iterable[Cells], tuple[Unknown, ...]]:
    """The rows; those of the experiments as searched and narrowed by the address."""
    catalogue = public_catalogue()
    if name != EXPERIMENTS.name:
        return DATASETS[name].rows(catalogue), ()
    criteria, unknown = read_criteria(request.GET, catalogue)
    return (experiment_cells(found, catalogue.on) for found in select(catalogue, criteria)), unknown


def _strangers(request: HttpRequest, name: str) -> tuple[str, tuple[str, ...]]:
    """The first parameter of the address that means nothing here ("" for none), and those that could be asked for.

    A file that silently left it out would be taken for narrowed.
    """
    known = PARAMETERS if name == EXPERIMENTS.name else ()
    return next((one for one in request.GET if one not in known), ""), known


@require_safe
@unless_unchanged
def json_file(request: HttpRequest, name: str) -> HttpResponse:
    """A table as a list of objects; 400 with what is allowed for a parameter or a value that does not exist."""
    stranger, known = _strangers(request, name)
    if stranger:
        return _as_json({"errors": [{"parameter": stranger, "known": list(known)}]}, status=400)
    rows, unknown = _rows(request, name)
    if unknown:
        faults = [{"parameter": u.dimension, "value": u.value, "allowed": list(u.allowed)} for u in unknown]
        return _as_json({"errors": faults}, status=400)
    return _as_json(list(rows))


def _as_json(document: object, status: int = 200) -> JsonResponse:
    return JsonResponse(
        document, safe=False, status=status, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


def _as_rows(request: HttpRequest, name: str) -> Iterable[Sequence[str | int | float]] | HttpResponse:
    """Header and rows of a table as the address asks, or the page that says what it does not know."""
    stranger, known = _strangers(request, name)
    if stranger:
        return _refused(
            _("{parameter} kendes ikke. Muligt: {allowed}.").format(
                parameter=json.dumps(stranger, ensure_ascii=False), allowed=", ".join(known) or _("ingen")
            )
        )
    rows, unknown = _rows(request, name)
    if unknown:
        lines = [
            _("{parameter} kan ikke være {value}. Muligt: {allowed}.").format(
                parameter=u.dimension,
                value=json.dumps(u.value, ensure_ascii=False),
                allowed=", ".join(u.allowed),
            )
            for u in unknown
        ]
        return _refused("\n".join(lines))
    return csv_rows(DATASETS[name], rows)


def _refused(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=400)


@require_safe
@unless_unchanged
def csv_file(request: HttpRequest, name: str) -> HttpResponse:
    """A table for a spreadsheet: semicolons, byte order mark, no cell that becomes a formula."""
    rows = _as_rows(request, name)
    if isinstance(rows, HttpResponse):
        return rows
    return download(rows_to_csv(rows), name=f"frirum-{name}.csv", media_type="text/csv")


@require_safe
@unless_unchanged
def xlsx_file(request: HttpRequest, name: str) -> HttpResponse:
    """The same table as a workbook: numbers are numbers, and a day is the text 2018-07-01 as in the other files."""
    rows = _as_rows(request, name)
    if isinstance(rows, HttpResponse):
        return rows
    return download(rows_to_xlsx(rows, sheet=name), name=f"frirum-{name}.xlsx", media_type=XLSX)
