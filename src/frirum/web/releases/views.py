"""The pages of the gate."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scopes_disabled

from frirum.core.disclosure.reading import read_counts
from frirum.core.disclosure.settings import Subject
from frirum.core.errors import FrirumError, InputRefused
from frirum.core.report.export import table_to_csv, table_to_xlsx
from frirum.web.organisations.access import keys_with, may, needs, person
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.releases import actions
from frirum.web.releases.forms import DeclineForm, KeepForm, RequestForm
from frirum.web.releases.models import Released, ReleaseRequest, RequestState, TeamTable
from frirum.web.releases.reviewing import grid_of
from frirum.web.releases.reviewing import review as review_of
from frirum.web.releases.tables import printed, protected_of

CONFLICT = 409
EXPORTS = {
    "csv": (table_to_csv, "text/csv; charset=utf-8"),
    "xlsx": (table_to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def _crumbs(*last: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("Frigivelser"), reverse("releases:list")), *last]


def visible_releases(request: HttpRequest) -> list[Released]:
    """Public releases for everybody, and the own organisations' for their people."""
    own = keys_with(request.user, Permission.FOLLOW_EXPERIMENT)
    with scopes_disabled():
        found = list(Released.objects.all())
    return [release for release in found if release.public or release.organisation in own]


def find_release(request: HttpRequest, code: str) -> Released:
    """The release, if the reader may see it; another's and a missing one are the same 404."""
    for release in visible_releases(request):
        if release.code == code.upper():
            return release
    raise Http404


@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """What is released; and for those who work at the gate, the way in."""
    context = {
        "releases": visible_releases(request),
        "may_keep": may(request.user, Permission.ANALYSE),
        "may_approve": may(request.user, Permission.APPROVE_RELEASE),
        "crumbs": [(_("Frigivelser"), None)],
    }
    return render(request, "releases/list.html", context)


@require_GET
def released(request: HttpRequest, code: str) -> HttpResponse:
    """A released table: protected counts only, whoever asks."""
    found = find_release(request, code)
    protected = protected_of(found)
    context = {
        "release": found,
        "grid": grid_of(protected),
        "notes": printed(found).notes,
        "formats": list(EXPORTS),
        "crumbs": _crumbs((found.code, None)),
    }
    return render(request, "releases/released.html", context)


@require_GET
def download(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """A released table as a file."""
    found = find_release(request, code)
    if extension not in EXPORTS:
        raise Http404
    export, media_type = EXPORTS[extension]
    response = HttpResponse(export(printed(found)), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{found.code}.{extension}"'
    return response


def team_tables(request: HttpRequest) -> list[TeamTable]:
    """The tables of the person's own teams."""
    own = keys_with(request.user, Permission.ANALYSE)
    return list(TeamTable.objects.filter(organisation__in=own))


def find_table(request: HttpRequest, reference: uuid.UUID) -> TeamTable:
    """The table, if the person is of its team."""
    for table in team_tables(request):
        if table.reference == reference:
            return table
    raise Http404


@needs(Permission.ANALYSE)
@never_cache
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """The team's tables and where each stands."""
    rows = [{"table": table, "request": table.requests.first()} for table in team_tables(request)]
    return render(
        request, "releases/team.html", {"rows": rows, "crumbs": _crumbs((_("Holdets tabeller"), None))}
    )


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
            place = _("Linje {n}: ").format(n=refused.line) if refused.line else ""
            form.add_error("file", f"{place}{refused.message} {refused.remedy or ''}")
            status = CONFLICT
        else:
            return redirect("releases:table", reference=made.reference)
    crumbs = _crumbs((_("Holdets tabeller"), reverse("releases:team")), (_("Ny tabel"), None))
    return render(request, "releases/keep.html", {"form": form, "crumbs": crumbs}, status=status)


def _keep(request: HttpRequest, data: dict[str, Any]) -> TeamTable:
    # The suffix decides the reader; nothing else of the sender's file name is used.
    suffix = Path(data["file"].name).suffix.lower()
    with tempfile.NamedTemporaryFile(
        suffix=suffix if suffix in (".csv", ".xlsx", ".parquet") else ".csv"
    ) as kept:
        for chunk in data["file"].chunks():
            kept.write(chunk)
        kept.flush()
        dimensions, counts = read_counts(Path(kept.name), data["rows"], data["columns"], data["count"])
    return actions.keep_table(
        title=data["title"],
        measure=data["measure"],
        subject=Subject(data["subject"]),
        run=data["run"],
        synthetic=data["synthetic"],
        dimensions=dimensions,
        counts=counts,
        population=_population(data["population"]),
        organisation=data["organisation"],
        by=person(request),
    )


def _population(text: str) -> dict[str, frozenset[str]]:
    population = {}
    for part in text.split(";"):
        name, equals, codes = part.partition("=")
        if part.strip() and (not equals or not name.strip() or not codes.strip()):
            raise InputRefused(_("Udsnittet skrives navn=a,b, ikke {text}.").format(text=part))
        if part.strip():
            population[name.strip()] = frozenset(code.strip() for code in codes.split(",") if code.strip())
    return population


@needs(Permission.ANALYSE)
@never_cache
@require_GET
def table(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """A team's table, true and as it would leave."""
    found = find_table(request, reference)
    latest = found.requests.first()
    context = {
        "table": found,
        "review": review_of(found),
        "latest": latest,
        "release": getattr(latest, "released", None),
        "may_ask": latest is None or latest.state == RequestState.DECLINED,
        "crumbs": _crumbs((_("Holdets tabeller"), reverse("releases:team")), (found.title, None)),
    }
    return render(request, "releases/table.html", context)


@needs(Permission.ANALYSE)
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Ask for a table's release."""
    found = find_table(request, reference)
    approvers = Organisation.objects.filter(kind=Kind.EVALUATOR).order_by("name").values_list("key", "name")
    form = RequestForm(request.POST or None, approvers=list(approvers))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.request_release(table=found, by=person(request), **form.cleaned_data)
        except FrirumError as refused:
            form.add_error(None, f"{refused.message} {refused.remedy or ''}")
            status = CONFLICT
        else:
            messages.success(request, _("Anmodningen er sendt. En anden person ser på tallene."))
            return redirect("releases:table", reference=found.reference)
    crumbs = _crumbs(
        (_("Holdets tabeller"), reverse("releases:team")),
        (found.title, reverse("releases:table", args=[found.reference])),
        (_("Bed om frigivelse"), None),
    )
    return render(
        request, "releases/ask.html", {"form": form, "table": found, "crumbs": crumbs}, status=status
    )


def addressed_requests(request: HttpRequest) -> list[ReleaseRequest]:
    """The requests that the person's organisation decides, whoever sent them."""
    keys = keys_with(request.user, Permission.APPROVE_RELEASE)
    with scopes_disabled():
        return list(ReleaseRequest.objects.filter(approver__in=keys).select_related("table"))


def find_request(request: HttpRequest, reference: uuid.UUID) -> ReleaseRequest:
    """The request, if it is addressed to the person's organisation."""
    for found in addressed_requests(request):
        if found.reference == reference:
            return found
    raise Http404


@needs(Permission.APPROVE_RELEASE)
@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """The requests to decide, the open ones first."""
    found = sorted(addressed_requests(request), key=lambda one: one.state != RequestState.REQUESTED)
    return render(
        request, "releases/waiting.html", {"requests": found, "crumbs": _crumbs((_("Til godkendelse"), None))}
    )


@needs(Permission.APPROVE_RELEASE)
@never_cache
@require_GET
def review(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The true counts, the rules that hit, and what was released near by. That they were seen is an event."""
    found = find_request(request, reference)
    if found.state == RequestState.REQUESTED:
        actions.note_seen(request=found, by=person(request))
    return _review_page(request, found, DeclineForm())


def _review_page(
    request: HttpRequest, found: ReleaseRequest, form: DeclineForm, status: int = 200
) -> HttpResponse:
    own = person(request).trail_reference in (found.author, found.requested_by)
    open_ = found.state == RequestState.REQUESTED
    context = {
        "request_": found,
        "review": review_of(found.table) if open_ else None,
        "own": own,
        "may_decide": open_ and not own,
        "form": form,
        "crumbs": _crumbs((_("Til godkendelse"), reverse("releases:waiting")), (found.table.title, None)),
    }
    return render(request, "releases/review.html", context, status=status)


@needs(Permission.APPROVE_RELEASE)
@require_POST
def approve(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Let a table out."""
    found = find_request(request, reference)
    try:
        with scopes_disabled():
            made = actions.approve(request=found, by=person(request))
    except FrirumError as refused:
        messages.error(request, f"{refused.message} {refused.remedy or ''}")
    else:
        messages.success(request, _("Tabellen er frigivet som {code}.").format(code=made.code))
    return redirect("releases:review", reference=found.reference)


@needs(Permission.APPROVE_RELEASE)
@require_POST
def decline(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Say no, with a reason."""
    found = find_request(request, reference)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _review_page(request, found, form, status=CONFLICT)
    try:
        with scopes_disabled():
            actions.decline(request=found, by=person(request), **form.cleaned_data)
    except FrirumError as refused:
        messages.error(request, f"{refused.message} {refused.remedy or ''}")
    else:
        messages.success(request, _("Anmodningen er afvist, og begrundelsen er givet videre."))
    return redirect("releases:review", reference=found.reference)
