"""The public pages of experiments: the list, and a page per experiment that a citizen understands in a minute."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from frirum.core.catalogue import Experiment
from frirum.core.catalogue.canonical import to_json_document
from frirum.core.catalogue.labels import label
from frirum.core.catalogue.overview import row
from frirum.core.vocabulary.danish import format_date
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.experiments.definitions import current_catalogue, latest_version
from frirum.web.site.tables import Column, build, by_name, by_value


@require_GET
def experiments(request: HttpRequest) -> HttpResponse:
    """The list of experiments."""
    catalogue = current_catalogue()
    found = list(catalogue.experiments.values())
    table = build(
        request.GET,
        caption=_("Forsøg"),
        columns=[
            Column("title", _("Forsøg"), sort=by_name("title")),
            Column("network", _("Netværk"), sort=by_name("network")),
            Column("municipalities", _("Kommuner")),
            Column("period", _("Periode"), sort=by_value("start")),
            Column("status", _("Tilstand"), sort=by_name("status")),
        ],
        rows=[_list_row(experiment) for experiment in found],
    )
    context = {"table": table, "count": len(found), "crumbs": [(_("Forsøg"), None)]}
    return render(request, "experiments/experiments.html", context)


def _list_row(experiment: Experiment) -> dict[str, Any]:
    line = row(experiment)
    network = current_catalogue().networks.get(line.network)
    return {
        "title": line.title,
        "href": reverse("experiments:experiment", args=[line.slug]),
        "network": network.short_title if network else line.network,
        "municipalities": _names(line.municipalities),
        "period": period_text(line.start, line.end),
        "start": line.start,
        "status": label(line.status),
    }


def _names(codes: tuple[int, ...]) -> str:
    names = [found.name for code in codes if (found := by_code(code))]
    if len(names) > MANY:
        return _("{n} kommuner").format(n=len(names))
    return ", ".join(names) or _("Ikke oplyst")


MANY = 4


def period_text(start: Any, end: Any) -> str:
    """1. juli 2018 – 31. december 2025, with "ikke oplyst" for what no source states."""
    if start is None and end is None:
        return _("Ikke oplyst")
    return " – ".join(format_date(day) if day else _("ikke oplyst") for day in (start, end))


@require_GET
def experiment(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one experiment."""
    found, version = _find(slug)
    catalogue = current_catalogue()
    line = row(found)
    context = {
        "experiment": found,
        "network": catalogue.networks.get(found.network),
        "version": version,
        "line": line,
        "period": period_text(line.start, line.end),
        "municipalities": [by_code(code) for code in line.municipalities],
        "sources": [(source, catalogue.documents.get(source.document)) for source in found.sources],
        "events": sorted(found.events, key=lambda event: (event.date is None, event.date)),
        "crumbs": [(_("Forsøg"), reverse("experiments:list")), (found.short_title, None)],
    }
    return render(request, "experiments/experiment.html", context)


def _find(slug: str) -> tuple[Experiment, Any]:
    found = current_catalogue().experiments.get(slug)
    if found is None:
        raise Http404
    return found, latest_version(slug)


@require_GET
def experiment_toml(request: HttpRequest, slug: str) -> HttpResponse:
    """The definition as it was published."""
    _found, version = _find(slug)
    response = HttpResponse(version.toml, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.toml"'
    return response


@require_GET
def experiment_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The definition as JSON, with the version and hash it is of."""
    found, version = _find(slug)
    document = {"version": version.number, "sha256": version.sha256, "definition": to_json_document(found)}
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})
