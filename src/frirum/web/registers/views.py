"""The pages of data sets: for analysts alone."""

from __future__ import annotations

import io
import tempfile
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frirum.core.errors import FrirumError
from frirum.web.body_limits import MEGABYTE, takes_files
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import person_name
from frirum.web.organisations.permissions import Permission
from frirum.web.registers import actions, drop_folder, showing
from frirum.web.registers.forms import DataReasonForm, HandingOverForm, RegisterForm
from frirum.web.registers.models import DataSet, HandingOver
from frirum.web.registers.opening import look_over, stored_name, stored_path
from frirum.web.site.listing import list_table, ordered
from frirum.web.site.pages import CONFLICT, ask, page_of, refuse_in, refused_text
from frirum.web.temporary import unnamed_file

# The register and its key file.
MOST_MEGABYTES = 2 * actions.MOST_BYTES // MEGABYTE
View = Callable[..., HttpResponse]


def analyses(view: View) -> View:
    """Let in analysts; the page is kept by no browser."""
    return needs(Permission.ANALYSE)(never_cache(view))


def _own(request: HttpRequest) -> frozenset[str]:
    return keys_with(request.user, Permission.ANALYSE)


def find(request: HttpRequest, reference: uuid.UUID) -> DataSet:
    """The data set of an evaluation of the person's; another's and a missing one are the same 404."""
    found = DataSet.objects.filter(organisation__in=_own(request), reference=reference).first()
    if found is None:
        raise Http404
    return found


def _crumbs(*last: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("Registre"), reverse("registers:data_sets")), *last]


def _title(found: DataSet) -> str:
    return _("Datasæt {n}").format(n=found.number)


@analyses
@require_GET
def data_sets(request: HttpRequest) -> HttpResponse:
    """Every data set of the person's evaluations."""
    columns = showing.columns()
    own = DataSet.objects.filter(organisation__in=_own(request)).order_by("-received_at", "-pk")
    page = page_of(request, ordered(own, columns, request.GET, then=("-received_at", "pk")))
    table = list_table(
        request.GET,
        list(page),
        columns,
        caption=_("Datasæt, de nyeste først"),
        href=lambda one: f"{one.reference}/",
    )
    return render(
        request, "registers/data_sets.html", {"page": page, "table": table, "crumbs": [(_("Registre"), None)]}
    )


@takes_files(MOST_MEGABYTES)
@analyses
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Choose a register file. Its headings are looked over before it is kept, and refused with line and remedy."""
    owners = list(
        Organisation.objects.filter(key__in=_own(request)).order_by("name").values_list("key", "name")
    )
    waiting = [(f"{key}/{one.name}", one.name) for key, _n in owners for one in drop_folder.waiting(key)]
    form = RegisterForm(
        request.POST or None, request.FILES or None, owners=owners, experiments=experiments(), dropped=waiting
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _bring(request, form)
            return redirect("registers:data_set", reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused, "dropped" if form.cleaned_data.get("dropped") else "file")
    context = {
        "form": form,
        "folders": [str(Path("inbox", key)) for key, _name in owners],
        "crumbs": _crumbs((_("Hent et register ind"), None)),
    }
    return render(request, "registers/bring.html", context, status=CONFLICT if form.is_bound else 200)


def experiments() -> list[tuple[str, str]]:
    """(slug, name) of every experiment, by name."""
    found = current_catalogue().experiments.values()
    named = [(one.slug, strip_tags(one.short_title)) for one in found]
    return sorted(named, key=lambda one: one[1].casefold())


def _bring(request: HttpRequest, form: RegisterForm) -> DataSet:
    data = form.cleaned_data
    terms = actions.Terms(data["evaluation_owner"], data["slug"], form.legal_basis, data["delete_on"])
    key = data.get("key_file")
    given: dict[str, Any] = {"terms": terms, "key_content": key.file if key else None, "by": person(request)}
    if data.get("dropped"):
        owner, _slash, name = data["dropped"].partition("/")
        if owner != terms.organisation:
            raise Http404
        path = drop_folder.path_of(owner, name)
        return actions.receive_register(
            **given, name=name, content=None, dropped=name, columns=look_over(path)
        )
    with unnamed_file() as (kept, path):
        for chunk in data["file"].chunks():
            kept.write(chunk)
        kept.flush()
        columns = look_over(path)
        kept.seek(0)
        return actions.receive_register(
            **given,
            name=data["file"].name,
            content=kept,  # type: ignore[arg-type]
            dropped="",
            columns=columns,
        )


@analyses
@require_GET
def data_set(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One data set: terms, headings as understood, quality in counts and pictures, and who was handed it."""
    found = find(request, reference)
    job = showing.job_of(found)
    years, groups = showing.codes_by_year(found)
    handed = [(one, person_name(one.handed_by)) for one in HandingOver.objects.filter(data_set=found)]
    context = {
        "data_set": found,
        "title": _title(found),
        "steps": showing.steps(found) if not found.sender else [],
        "facts": showing.facts(found),
        "understood": showing.understood(found),
        "quality": showing.quality_counts(found),
        "passed": showing.passed_counts(found),
        "pictures": showing.pictures(found),
        "years": years,
        "groups": groups,
        "marks": showing.marks_found(found),
        "handed": handed,
        "job": job,
        **showing.steering(found, job),
        "crumbs": _crumbs((_title(found), None)),
    }
    return render(request, "registers/data_set.html", context)


def _act(request: HttpRequest, reference: uuid.UUID, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except FrirumError as refused:
        messages.error(request, refused_text(refused))
    return redirect("registers:data_set", reference=reference)


@analyses
@require_POST
def read(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Have a register read."""
    found = find(request, reference)
    return _act(request, reference, lambda: actions.order_reading(data_set=found, by=person(request)))


@analyses
@require_POST
def compare(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Have a register held against the marks of its evaluation."""
    found = find(request, reference)
    return _act(request, reference, lambda: actions.order_comparison(data_set=found, by=person(request)))


@analyses
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Delete a data set before its day, with a reason."""
    found = find(request, reference)
    form = DataReasonForm(request.POST or None)
    page = reverse("registers:data_set", args=[reference])
    if request.method == "POST" and form.is_valid():
        try:
            actions.delete_data_set(data_set=found, reason=form.cleaned_data["reason"], by=person(request))
        except FrirumError as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("Datasættet er slettet."))
            return redirect(page)
    return ask(
        request,
        heading=_("Slet datasættet"),
        text=_("Filerne slettes for altid. Tallene om datasættet og din begrundelse bliver stående."),
        submit=_("Slet datasættet"),
        danger=True,
        form=form,
        cancel_url=page,
        crumbs=_crumbs((_title(found), page), (_("Slet"), None)),
        status=CONFLICT if form.is_bound else 200,
    )


@analyses
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Record a handing-over; only then can the files be fetched."""
    found = find(request, reference)
    form = HandingOverForm(request.POST or None, initial={"end_date": found.delete_on})
    page = reverse("registers:data_set", args=[reference])
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_over(data_set=found, **form.cleaned_data, by=person(request))
        except FrirumError as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("Udleveringen er skrevet. Filerne kan hentes nederst på siden."))
            return redirect(page)
    context = {
        "form": form,
        "data_set": found,
        "page": page,
        "crumbs": _crumbs((_title(found), page), (_("Udlever"), None)),
    }
    return render(request, "registers/hand_over.html", context, status=CONFLICT if form.is_bound else 200)


@analyses
@require_POST
def fetch(request: HttpRequest, reference: uuid.UUID, handing: uuid.UUID) -> HttpResponse:
    """The files of a recorded handing-over, with its terms; each fetching is an event."""
    found = find(request, reference)
    handing_over = HandingOver.objects.filter(data_set=found, reference=handing).first()
    if handing_over is None:
        raise Http404
    try:
        actions.note_fetched(handing_over=handing_over, by=person(request))
        content = _archive(found, handing_over)
    except FrirumError as refused:
        messages.error(request, refused_text(refused))
        return redirect("registers:data_set", reference=reference)
    return FileResponse(  # type: ignore[return-value]
        content,
        as_attachment=True,
        filename=f"datasaet-{found.number}.zip",
        content_type="application/zip",
    )


def _archive(found: DataSet, handing_over: HandingOver) -> Any:
    """The files and the terms in one archive, in a file that no folder names."""
    kept: Any = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
        for _what, file in sorted(found.files.items()):
            # The names that the description of the data knows them by.
            archive.write(stored_path(file), stored_name(file))
        archive.writestr("udlevering.txt", _terms(found, handing_over))
    kept.seek(0)
    return kept


def _terms(found: DataSet, handing_over: HandingOver) -> str:
    text = io.StringIO()
    for label, value in (
        (_("Reference"), handing_over.reference),
        (_("Modtager"), handing_over.recipient),
        (_("Aftale"), handing_over.agreement),
        (_("Formål"), handing_over.purpose),
        (_("Slettes senest"), handing_over.end_date.isoformat()),
        (_("Hjemmel"), found.legal_basis),
    ):
        text.write(f"{label}: {value}\r\n")
    return text.getvalue()
