"""The public pages of experiments: the list, a page per experiment that a citizen understands in a minute, versions."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from frirum.core.catalogue import Experiment
from frirum.core.catalogue.canonical import to_json_document
from frirum.core.catalogue.overview import row
from frirum.core.catalogue.selection import read_criteria, select
from frirum.core.vocabulary.danish import sort_key
from frirum.core.vocabulary.municipalities import by_code
from frirum.web import registered
from frirum.web.experiments.definitions import (
    current_catalogue,
    latest_version,
    public_catalogue,
    withdrawal_of,
)
from frirum.web.experiments.listing import (
    ExperimentFilterForm,
    experiment_period,
    experiment_table,
    fault_text,
    guess_texts,
    own_title,
    stated_extensions,
    stranger_text,
    strangers,
    understood,
)
from frirum.web.experiments.models import DefinitionVersion, Origin
from frirum.web.experiments.presentation import page_context
from frirum.web.experiments.timeline import by_date, draw
from frirum.web.organisations.access import may
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import download


@require_safe
@gzip_page
def experiments(request: HttpRequest) -> HttpResponse:
    """The list of experiments, searched and narrowed as the address asks."""
    catalogue = public_catalogue()
    criteria, unknown = read_criteria(request.GET, catalogue)
    found = select(catalogue, criteria)
    query = understood(criteria, request.GET.get("sorter", ""))
    context = {
        "form": ExperimentFilterForm(criteria, catalogue),
        "faults": [
            *(fault_text(one) for one in unknown),
            *(stranger_text(name) for name in strangers(request.GET)),
        ],
        "guesses": guess_texts(criteria),
        "table": experiment_table(query, found, catalogue),
        "count": len(found),
        "total": len(catalogue.experiments),
        "narrowed": not criteria.is_empty,
        "query": query.urlencode(),
        "crumbs": [(_("Forsøg"), None)],
    }
    return render(request, "experiments/experiments.html", context)


@require_safe
@gzip_page
def experiment(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one experiment."""
    found, version = _find(slug)
    for note in registered.experiment_seen():
        note(request.user, slug)
    line = row(found)
    context = page_context(found, current_catalogue()) | {
        "version": version,
        "withdrawal": withdrawal_of(slug),
        "sender": _sender(version),
        "may_withdraw": version.origin == Origin.OWN
        and may(request.user, Permission.EDIT_EXPERIMENT, version.organisation),
        "may_change_course": version.origin == Origin.OWN
        and may(request.user, Permission.EDIT_EXPERIMENT, version.organisation),
        "line": line,
        "found_lines": [one for lines in registered.experiment_found() for one in lines(request.user, slug)],
        "public_documents": registered.public_documents(slug),
        "synthetic": found.synthetic,
        "period": experiment_period(found),
        "extensions": stated_extensions(found),
        "municipalities": sorted(
            (place for code in line.municipalities if (place := by_code(code))),
            key=lambda m: sort_key(m.name),
        ),
        "events": by_date(found),
        "drawing": draw(found),
        "crumbs": [(_("Forsøg"), reverse("experiments:list")), (own_title(found), None)],
    }
    return render(request, "experiments/experiment.html", context)


@dataclass(frozen=True)
class Sender:
    """Who answers for a version that is not of the shipped catalogue."""

    name: str
    is_ministry: bool


def _sender(version: DefinitionVersion) -> Sender | None:
    if version.origin != Origin.OWN:
        return None
    found = Organisation.objects.filter(key=version.organisation).first()
    return Sender(found.name if found else _("driften"), found is not None and found.kind == Kind.MINISTRY)


def _find(slug: str) -> tuple[Experiment, DefinitionVersion]:
    found = current_catalogue().experiments.get(slug)
    version = latest_version(slug)
    if found is None or version is None:
        raise Http404
    return found, version


@require_safe
def experiment_toml(request: HttpRequest, slug: str) -> HttpResponse:
    """The definition as it was published."""
    _found, version = _find(slug)
    return _toml(version, f"{slug}.toml")


def _toml(version: DefinitionVersion, name: str) -> HttpResponse:
    return download(version.toml, name=name, media_type="application/toml")


@require_safe
def experiment_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The definition as JSON, with the version and hash it is of."""
    found, version = _find(slug)
    document = {"version": version.number, "sha256": version.sha256, "definition": to_json_document(found)}
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


# ---- versions ----


@dataclass(frozen=True)
class DiffLine:
    """A line of the difference: `kind` is "added", "removed", "place" or "same"."""

    kind: str
    text: str


@require_safe
@gzip_page
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every published version, and what differs between two of them (`?fra=1&til=2`)."""
    found, latest = _find(slug)
    known = {version.number: version for version in DefinitionVersion.objects.filter(slug=slug)}
    wanted = [request.GET.get(name, "").strip() for name in ("fra", "til")]
    chosen = [known.get(int(text)) if text.isascii() and text.isdigit() else None for text in wanted]
    asked = any(wanted)
    old, new = chosen
    context = {
        "experiment": found,
        "latest": latest,
        "versions": sorted(known.values(), key=lambda version: -version.number),
        "old": old,
        "new": new,
        "unknown": asked and not (old and new),
        "lines": difference(old.toml, new.toml) if old and new else None,
        "crumbs": [
            (_("Forsøg"), reverse("experiments:list")),
            (own_title(found), reverse("experiments:experiment", args=[slug])),
            (_("Versioner"), None),
        ],
    }
    return render(request, "experiments/versions.html", context)


def difference(old: str, new: str) -> tuple[DiffLine, ...]:
    """The lines that differ between two texts, with three lines around each."""
    kinds = {"+": "added", "-": "removed", "@": "place"}
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=3))[2:]
    return tuple(DiffLine(kinds.get(line[:1], "same"), line) for line in lines)


@require_safe
def version_toml(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version as it was published."""
    version = DefinitionVersion.objects.filter(slug=slug, number=number).first()
    if version is None:
        raise Http404
    return _toml(version, f"{slug}-{number}.toml")
