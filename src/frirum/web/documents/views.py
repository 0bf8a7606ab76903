"""The pages of a document as a whole: the list, a new one, the document, what is done with all of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scopes_disabled

from frirum.core.documents.final import WrittenKind
from frirum.core.errors import FrirumError
from frirum.core.report.formats import MEDIA_TYPES
from frirum.core.report.formats import render as print_as
from frirum.core.report.html import render_html_fragment
from frirum.web import clock
from frirum.web.documents import actions, going_public, publishing
from frirum.web.documents.case_export import export_case
from frirum.web.documents.concluding import periods_of
from frirum.web.documents.forms import (
    AnswersForForm,
    BeginConclusionsForm,
    BeginDocumentForm,
    CaseFileForm,
    FreezeForm,
)
from frirum.web.documents.locking import DOCUMENT
from frirum.web.documents.models import DocumentState, LivingDocument
from frirum.web.documents.naming import kind_of, title_of
from frirum.web.documents.people import ENDERS, READERS, WRITERS, leads, may_in
from frirum.web.documents.presenting import section_lines
from frirum.web.documents.public_reading import publication_of, typed_figures
from frirum.web.documents.reading import document_of
from frirum.web.documents.sharing import house_style_of
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.taking_part import Choices, grouped
from frirum.web.locking.verifying import tampering
from frirum.web.locking.views import receipt_download
from frirum.web.organisations.access import keys_with, may, needs, person
from frirum.web.organisations.humans import is_among
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import person_name, shown_place
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, ask_and_act, download, refuse, refuse_in

may_read = needs(*READERS)


def visible_documents(request: HttpRequest) -> list[LivingDocument]:
    """The documents that the person's own organisations lead or write along in."""
    keys = frozenset().union(*(keys_with(request.user, one) for one in READERS))
    with scopes_disabled():  # one that another municipality leads is not in the person's scope
        mine = Q(organisation__in=keys) | Q(places__organisation__in=keys)
        return list(LivingDocument.objects.filter(mine).distinct())


def find(request: HttpRequest, reference: uuid.UUID) -> LivingDocument:
    """The document, if the person may see it; a foreign one and a missing one are the same 404."""
    for found in visible_documents(request):
        if found.reference == reference:
            return found
    raise Http404


@may_read
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """Every document the person may see, with how far it is."""
    rows = []
    for found in visible_documents(request):
        sections = found.printed_sections()
        rows.append(
            {
                "document": found,
                "title": title_of(found.slug),
                "kind": kind_of(found),
                "place": shown_place(found.organisation),
                "written": sum(bool(one.text) for one in sections),
                "of": len(sections),
                "due": min((one.due for one in sections if one.due and one.state != "ready"), default=None),
            }
        )
    context = {
        "rows": rows,
        "may_begin": may(request.user, Permission.FILL_FORM),
        "may_conclude": bool(conclusion_places(request)),
        "crumbs": [(_("Dokumenter"), None)],
    }
    return render(request, "documents/documents.html", context)


@needs(Permission.FILL_FORM)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a document for one of the person's organisations."""
    keys = keys_with(request.user, Permission.FILL_FORM)
    organisations = Organisation.objects.filter(key__in=keys, kind="municipality").order_by("name")
    form = BeginDocumentForm(
        request.POST or None,
        experiments=_experiments(keys),
        kinds=[(str(kind), kind.label) for kind in WrittenKind if not kind.of_network],
        organisations=list(organisations.values_list("key", "name")),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_document(by=person(request), **form.cleaned_data)
            return redirect("documents:document", reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    crumbs = [(_("Dokumenter"), reverse("documents:documents")), (_("Nyt dokument"), None)]
    return render(request, "documents/begin.html", {"form": form, "crumbs": crumbs}, status=status)


def conclusion_places(request: HttpRequest) -> list[tuple[str, str]]:
    """The person's organisations that gather conclusions: networks and the ministry."""
    keys = frozenset().union(*(keys_with(request.user, one) for one in WRITERS))
    found = Organisation.objects.filter(key__in=keys).exclude(kind="municipality").order_by("name")
    return list(found.values_list("key", "name"))


@needs(*WRITERS)
@require_http_methods(["GET", "POST"])
def begin_conclusions(request: HttpRequest) -> HttpResponse:
    """Begin a table of conclusions of a network and a reporting period."""
    places = conclusion_places(request)
    if not places:
        raise Http404
    catalogue = current_catalogue()
    periods = [
        (f"{slug}/{period}", f"{network.title}: {title}")
        for slug, network in catalogue.networks.items()
        for period, title in periods_of(network).items()
    ]
    form = BeginConclusionsForm(request.POST or None, periods=periods, organisations=places)
    status = 200
    if request.method == "POST" and form.is_valid():
        network_slug, period = form.cleaned_data["period"].split("/", 1)
        try:
            made = actions.begin_conclusions(
                network=network_slug,
                period=period,
                organisation=form.cleaned_data["organisation"],
                by=person(request),
            )
            return redirect("documents:document", reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    crumbs = [(_("Dokumenter"), reverse("documents:documents")), (_("Ny konklusionstabel"), None)]
    context = {"form": form, "crumbs": crumbs, "kind": WrittenKind.CONCLUSIONS}
    return render(request, "documents/begin.html", context, status=status)


def _experiments(keys: frozenset[str]) -> Choices:
    every = current_catalogue().experiments
    return grouped(keys, [(one, slug, strip_tags(own_title(one))) for slug, one in every.items()])


@gzip_page
@may_read
@require_GET
def document(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The sections with who writes them; of a frozen document its text, and its errata."""
    found = find(request, reference)
    lock = DOCUMENT.lock_of(found)
    context: dict[str, Any] = {
        "document": found,
        "title": title_of(found.slug),
        "kind": kind_of(found),
        "is_pixi": found.kind == WrittenKind.PIXI,
        "place": shown_place(found.organisation),
        "lines": section_lines(found),
        "lock": lock,
        "tampering": tampering(DOCUMENT, found),
        "approved_by": person_name(found.approved_by) if found.approved_by else "",
        "amendments": found.amendments.all(),
        "printed": render_html_fragment(document_of(found), title_level=2, id_prefix="dokument")
        if lock
        else "",
        "formats": list(MEDIA_TYPES),
        "may_write": may_in(request.user, WRITERS, found),
        "leads": leads(request.user, WRITERS, found) and found.is_open,
        "along": [shown_place(one.organisation) for one in found.places.all()],
        "could_write": _could_write(found),
        "wrote_in_it": is_among(person(request), found.authors),
        "may_approve": bool(
            found.answering & frozenset().union(*(keys_with(request.user, one) for one in READERS))
        ),
        "may_freeze": leads(request.user, ENDERS, found),
        "publication": publication_of(found),
        "lacking": _lacking(request, found) if lock else [],
        "embargo": going_public.embargo_text(found.lock) if lock else "",
        "froze_it": lock is not None and is_among(person(request), [lock.locked_by]),
        "crumbs": [(_("Dokumenter"), reverse("documents:documents")), (title_of(found.slug), None)],
    }
    return render(request, "documents/document.html", context)


@may_read
@require_GET
def file(request: HttpRequest, reference: uuid.UUID, extension: str) -> HttpResponse:
    """The document as HTML, DOCX or PDF. Who fetches a frozen one is told when it is corrected."""
    found = find(request, reference)
    if extension not in MEDIA_TYPES:
        raise Http404
    if found.is_locked:
        publishing.note_reading(document=found, by=person(request))
    style = house_style_of(found.organisation) if extension == "docx" else None
    content = print_as(document_of(found, date=clock.today()), extension, house_style=style)
    name = f"{found.kind}-{found.slug}.{extension}"
    return download(content, name=name, media_type=MEDIA_TYPES[extension])


@may_read
@require_POST
def case_file(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Everything on the experiment as one file with a list: forms, documents, threads, earlier texts."""
    found = find(request, reference)
    own = next((key for key in sorted(found.organisations) if _reads(request, key)), None)
    if own is None:
        raise Http404
    try:
        content = export_case(slug=found.slug, organisation=own, by=person(request))
    except FrirumError as refused:
        refuse(request, refused)
        return redirect("documents:document", reference=reference)
    return download(content, name=f"sag-{found.slug}-{own}.zip", media_type="application/zip")


@may_read
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest) -> HttpResponse:
    """Choose an experiment and take out everything one of the person's organisations has on it."""
    keys = frozenset().union(*(keys_with(request.user, one) for one in READERS))
    places = list(Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name"))
    form = CaseFileForm(
        request.POST if request.method == "POST" else None,
        initial={"slug": request.GET.get("slug", "")},
        # A ministry takes part in no experiment and has a case on any.
        experiments=[
            (slug, strip_tags(own_title(one))) for slug, one in current_catalogue().experiments.items()
        ],
        organisations=places,
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        slug, organisation = form.cleaned_data["slug"], form.cleaned_data["organisation"]
        try:
            content = export_case(slug=slug, organisation=organisation, by=person(request))
            return download(content, name=f"sag-{slug}-{organisation}.zip", media_type="application/zip")
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    crumbs = [(_("Dokumenter"), reverse("documents:documents")), (_("Hent en sag"), None)]
    return render(request, "documents/case.html", {"form": form, "crumbs": crumbs}, status=status)


def _reads(request: HttpRequest, key: str) -> bool:
    return any(may(request.user, one, key) for one in READERS)


@may_read
@require_GET
def receipt_file(request: HttpRequest, reference: uuid.UUID, number: int) -> HttpResponse:
    """The receipt of the lock (0) or of an erratum."""
    return receipt_download(DOCUMENT, find(request, reference), number)


_DONE = {
    "godkendelse": lambda: _("Dokumentet er sendt til godkendelse. Ingen kan skrive i det imens."),
    "tilbage": lambda: _("Dokumentet kan skrives i igen."),
    "godkend": lambda: _("Dokumentet er godkendt."),
}
_STEPS: dict[str, Any] = {
    "godkendelse": publishing.send_to_approval,
    "tilbage": publishing.take_back_document,
    "godkend": publishing.approve_document,
}


@may_read
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, reference: uuid.UUID, step: str) -> HttpResponse:
    """What is done with the document as a whole; what cannot be undone asks first."""
    found = find(request, reference)
    if step in _ASKS and leads(request.user, ENDERS, found):
        return _ASKS[step](request, found)
    if step not in _STEPS or (step in {"godkendelse", "tilbage"} and not _may_write(request, found)):
        raise Http404
    if request.method == "GET":
        return redirect("documents:document", reference=reference)
    try:
        _STEPS[step](document=found, by=person(request))
    except FrirumError as refused:
        refuse(request, refused)
    else:
        messages.success(request, _DONE[step]())
    return redirect("documents:document", reference=reference)


def _may_write(request: HttpRequest, found: LivingDocument) -> bool:
    return may_in(request.user, WRITERS, found)


def _could_write(found: LivingDocument) -> list[tuple[str, str]]:
    """The municipalities of the experiment that do not write along yet, and the evaluators that do not read along."""
    catalogue = current_catalogue()
    experiment = catalogue.experiments.get(found.slug)
    if experiment is not None:
        stays = {str(one.municipality) for one in experiment.participation}
    else:
        stays = (
            set(map(str, catalogue.networks[found.slug].members))
            if found.slug in catalogue.networks
            else set()
        )
    theirs = Q(kind=Kind.MUNICIPALITY, key__in=stays) | Q(kind=Kind.EVALUATOR)
    known = Organisation.objects.filter(theirs).exclude(key__in=found.organisations)
    return [(one.key, one.name) for one in known.order_by("kind", "name")]


def _lacking(request: HttpRequest, found: LivingDocument) -> list[tuple[Any, str]]:
    """What keeps it from being public, with the address where it is asked for, or "" for one who cannot ask."""
    if publication_of(found):
        return []
    return [
        (one, one.address if may(request.user, Permission.ANALYSE, one.organisation) else "")
        for one in going_public.lacking(found)
    ]


def _freeze(request: HttpRequest, found: LivingDocument) -> HttpResponse:
    if request.method == "GET" and found.state != DocumentState.APPROVED:
        return redirect("documents:document", reference=found.reference)
    form = FreezeForm(request.POST or None)
    return ask_and_act(
        request,
        lambda: publishing.freeze(document=found, not_before=form.moment(), by=person(request)),
        form=form,
        done=_("Dokumentet er frosset. Kvitteringen er sendt til din mail."),
        heading=_("Frys dokumentet"),
        text=_(
            "Teksten fryses, som den står, og får et fingeraftryk. Derefter kan den kun rettes ved siden af, og de, "
            "der har hentet den, får besked."
        ),
        submit=_("Frys"),
        **_around(found, _("Frys")),
    )


def _publish(request: HttpRequest, found: LivingDocument) -> HttpResponse:
    if request.method == "GET" and (not found.is_locked or publication_of(found)):
        return redirect("documents:document", reference=found.reference)
    figures = typed_figures(found)
    form = AnswersForForm(request.POST or None) if figures else None
    text = _(
        "Alle kan derefter læse og hente dokumentet, som det blev frosset, på en fast adresse og fra forsøgets "
        "side. Det kan ikke tages tilbage: er noget forkert, rettes det ved siden af."
    )
    asked = _("Disse sætninger har tal, der er skrevet i teksten og ikke frigivet. Du skal svare for dem.")
    return ask_and_act(
        request,
        lambda: going_public.publish_document(
            document=found, by=person(request), **(form.cleaned_data if form else {})
        ),
        form=form,
        done=_("Dokumentet er offentligt og har fået sin faste adresse."),
        heading=_("Offentliggør dokumentet"),
        text=f"{text} {asked}" if figures else text,
        lines=[f"{one['section']}: {one['sentence']}" for one in figures],
        submit=_("Offentliggør"),
        **_around(found, _("Offentliggør")),
    )


def _around(found: LivingDocument, last: str) -> dict[str, Any]:
    """What stands around a question about the document: its name, and the way back to it."""
    back = reverse("documents:document", args=[found.reference])
    documents_at = (_("Dokumenter"), reverse("documents:documents"))
    return {
        "name": kind_of(found),
        "cancel_url": back,
        "crumbs": [documents_at, (title_of(found.slug), back), (last, None)],
    }


_ASKS: dict[str, Callable[[HttpRequest, LivingDocument], HttpResponse]] = {
    "frys": _freeze,
    "offentliggoer": _publish,
}
