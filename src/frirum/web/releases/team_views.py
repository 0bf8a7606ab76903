"""The team's pages: its own tables, true, and the request to let one out."""

from __future__ import annotations

import math
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.disclosure.merge import Counts
from frirum.core.disclosure.reading import read_counts
from frirum.core.disclosure.settings import Subject
from frirum.core.disclosure.table import Dimension
from frirum.core.errors import FrirumError, InputRefused
from frirum.core.files.data_file import DataFile, DecimalMark
from frirum.core.vocabulary.municipalities import by_code
from frirum.web.body_limits import takes_files
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.permissions import Permission
from frirum.web.registered import offered_counts
from frirum.web.registration import OfferedCounts
from frirum.web.releases import actions
from frirum.web.releases.addressed import approvers_for
from frirum.web.releases.crumbs import Crumb, crumbs_to
from frirum.web.releases.forms import KeepForm, OfferedForm, RequestForm, said_of
from frirum.web.releases.models import ReleaseRequest, RequestState, TeamTable
from frirum.web.releases.naming import latest_names, unknown_in
from frirum.web.releases.reviewing import review as review_of
from frirum.web.releases.tables import spelling_of
from frirum.web.releases.telling import period_typed
from frirum.web.site.pages import CONFLICT, refuse_in
from frirum.web.temporary import unnamed_file

MOST_CELLS = 1_500
"""Cells, margins included, of a table that a page can protect while somebody waits."""


def find_table(request: HttpRequest, reference: uuid.UUID) -> TeamTable:
    """The table, if the person is of its team."""
    own = keys_with(request.user, Permission.ANALYSE)
    found = TeamTable.objects.filter(organisation__in=own, reference=reference).first()
    if found is None:
        raise Http404
    return found


def _crumbs(*last: Crumb) -> list[Crumb]:
    return crumbs_to((_("Holdets tabeller"), reverse("releases:team")), *last)


@needs(Permission.ANALYSE)
@never_cache
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """The team's tables and where each stands."""
    own = keys_with(request.user, Permission.ANALYSE)
    tables = TeamTable.objects.filter(organisation__in=own).prefetch_related("requests").defer("counts")
    rows = [{"table": table, "request": next(iter(table.requests.all()), None)} for table in tables]
    crumbs = crumbs_to((_("Holdets tabeller"), None))
    return render(request, "releases/team.html", {"rows": rows, "crumbs": crumbs})


@takes_files(2)
@needs(Permission.ANALYSE)
@never_cache
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Bring a table for the team."""
    keys = keys_with(request.user, Permission.ANALYSE)
    organisations = Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name")
    form = KeepForm(request.POST or None, request.FILES or None, organisations=list(organisations))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = _keep(request, form.cleaned_data)
        except FrirumError as refused:
            refuse_in(form, refused, "file")
            status = CONFLICT
        else:
            return redirect("releases:table", reference=made.reference)
    context = {"form": form, "crumbs": _crumbs((_("Ny tabel"), None))}
    return render(request, "releases/keep.html", context, status=status)


def _keep(request: HttpRequest, data: dict[str, Any]) -> TeamTable:
    dimensions, counts = _read(data)
    return actions.keep_table(
        title=data["title"],
        measure=spelling_of(data["measure"]),
        subject=Subject(data["subject"]),
        run=data["run"],
        synthetic=data["synthetic"],
        dimensions=dimensions,
        counts=counts,
        population=data["population"],
        period=data["period"],
        organisation=data["organisation"],
        by=person(request),
    )


def _read(data: dict[str, Any]) -> tuple[tuple[Dimension, ...], Counts]:
    """The file's counts; a table too large for a page is refused with the command that takes it."""
    with unnamed_file() as (kept, path):
        for chunk in data["file"].chunks():
            kept.write(chunk)
        kept.flush()
        decimal = DecimalMark(data["decimal"]) if data["decimal"] else None
        file = DataFile(path, data["sheet"], decimal)
        dimensions, counts = read_counts(file, data["rows"], data["columns"] or None, data["count"] or None)
    cells = math.prod(len(dimension.nodes) for dimension in dimensions)
    if cells > MOST_CELLS:
        raise InputRefused(
            _("Tabellen har {n} celler med summer; her kan den højst have {most}.").format(
                n=cells, most=MOST_CELLS
            ),
            remedy=_("Læg kategorier sammen, eller beskyt tabellen med kommandoen frirum protect."),
        )
    return dimensions, counts


@needs(Permission.ANALYSE)
@never_cache
@require_http_methods(["GET", "POST"])
def offered(request: HttpRequest) -> HttpResponse:
    """Answers of held audits and closed surveys, each of which can become a table of the team."""
    own = keys_with(request.user, Permission.ANALYSE)
    offers = offered_counts(own)
    refusal, status, posted = "", 200, request.POST.get("key", "")
    chosen = next((one for one in offers if one.key == posted), None) if request.method == "POST" else None
    bound = None
    if request.method == "POST":
        if chosen is None:
            raise Http404
        bound = OfferedForm(request.POST, prefix=chosen.key)
        if bound.is_valid():
            try:
                made = _keep_offered(chosen, bound.cleaned_data, person(request))
                return redirect("releases:table", reference=made.reference)
            except FrirumError as refused:
                refusal, status = f"{refused.message} {refused.remedy or ''}".strip(), CONFLICT
        else:
            status = CONFLICT
    runs = {one.run for one in offers}
    tables = {
        (one.run, one.measure): one for one in TeamTable.objects.filter(organisation__in=own, run__in=runs)
    }
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in offers:
        title = f"{_title(one.slug)}: {one.held}"
        form = bound if bound is not None and one is chosen else _offered_form(one)
        groups.setdefault(title, []).append(
            {"offer": one, "form": form, "table": tables.get((one.run, spelling_of(one.measure)))}
        )
    context = {
        "groups": list(groups.items()),
        "refusal": refusal,
        "crumbs": _crumbs((_("Fra tilsyn og spørgeskemaer"), None)),
    }
    return render(request, "releases/offered.html", context, status=status)


def _title(slug: str) -> str:
    experiment = current_catalogue().experiments.get(slug)
    return str(strip_tags(str(own_title(experiment)))) if experiment else slug


def _offered_form(one: OfferedCounts) -> OfferedForm:
    single = by_code(one.organisation) is not None
    first = {
        "period": period_typed(one.period),
        "subject": Subject.SINGLE_MUNICIPALITY if single else Subject.PERSONS,
    }
    return OfferedForm(prefix=one.key, initial=first)


def _keep_offered(one: OfferedCounts, said: dict[str, Any], by: User) -> TeamTable:
    return actions.keep_table(
        title=one.title[:200],
        measure=one.measure,
        subject=Subject(said["subject"]),
        run=one.run,
        synthetic=one.synthetic,
        dimensions=tuple(Dimension(name, leaves) for name, leaves in one.axes),
        counts=dict(one.counts),
        population={axis: frozenset(of) for axis, of in one.population.items()},
        period=said["period"],
        organisation=one.organisation,
        by=by,
    )


@needs(Permission.ANALYSE)
@never_cache
@require_GET
def table(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """A team's table, true and as it would leave."""
    found = find_table(request, reference)
    latest, names = latest_names(found)
    context = {
        "table": found,
        "review": review_of(found, names=names),
        "latest": latest,
        "release": getattr(latest, "released", None),
        "may_ask": _may_ask(latest),
        "crumbs": _crumbs((found.title, None)),
    }
    return render(request, "releases/table.html", context)


def _may_ask(latest: ReleaseRequest | None) -> bool:
    """Whether a release can be asked for: the first, after a no, or for everybody after one for the organisation."""
    if latest is None or latest.state == RequestState.DECLINED:
        return True
    return latest.state == RequestState.APPROVED and not latest.public


@needs(Permission.ANALYSE)
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Ask for a table's release."""
    found = find_table(request, reference)
    approvers = approvers_for(found, person(request))
    latest, names = latest_names(found)
    # A table that is released or waits already is refused below, whatever is said of its names.
    asks = not found.has_estimates and _may_ask(latest)
    unknown = unknown_in(found, said_of(request.POST)) if asks else []
    form = RequestForm(
        request.POST or None,
        approvers=approvers,
        unknown=unknown,
        said=names,
        may_loosen=not found.has_estimates,
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.request_release(table=found, by=person(request), **form.cleaned_data)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            messages.success(request, _("Anmodningen er sendt. En anden person ser på tallene."))
            return redirect("releases:table", reference=found.reference)
    context = {
        "form": form,
        "table": found,
        "crumbs": _crumbs(
            (found.title, reverse("releases:table", args=[found.reference])), (_("Bed om frigivelse"), None)
        ),
    }
    return render(request, "releases/ask.html", context, status=status)
