"""The pages of the evaluation form."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scopes_disabled

from frirum.core.catalogue.evaluation_form import SubQuestion, points, questions
from frirum.core.catalogue.form_content import form_content, periods_to_report, reporting_period
from frirum.core.errors import FrirumError, UsageError
from frirum.core.instruments.form_document import form_document
from frirum.core.report.formats import MEDIA_TYPES
from frirum.core.report.html import render_html_fragment
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.taking_part import Choices, grouped
from frirum.web.forms import actions
from frirum.web.forms.content import HEADER, Section, content_of, keys_of_point, point_of, sections, texts_of
from frirum.web.forms.forms import AmendAnswerForm, BeginEvaluationForm, SendBackForm
from frirum.web.forms.keeping import kept_file
from frirum.web.forms.locking import FORM
from frirum.web.forms.models import EvaluationForm, FormState
from frirum.web.forms.people import READERS
from frirum.web.forms.proposing import answer_proposal, open_proposals
from frirum.web.forms.rendering import form_download
from frirum.web.locking.late import late_sentence
from frirum.web.locking.verifying import tampering
from frirum.web.locking.views import receipt_download
from frirum.web.organisations.access import keys_with, may, needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, ask, refuse, refuse_in
from frirum.web.site.saving import is_by_script, posted_number, refused_answer, saved_answer

may_read = needs(*READERS)


def visible_forms(request: HttpRequest) -> list[EvaluationForm]:
    """The forms of the person's own organisations, and, for the ministry, every form that was sent."""
    own = keys_with(request.user, Permission.FILL_FORM) | keys_with(
        request.user, Permission.FOLLOW_EXPERIMENT
    )
    found = {form.pk: form for form in EvaluationForm.objects.filter(organisation__in=own)}
    if may(request.user, Permission.RECEIVE_FORM):
        # A form that was sent is addressed to the ministry; unsent ones stay in their municipality.
        with scopes_disabled():
            sent = list(EvaluationForm.objects.exclude(state__in=[FormState.DRAFT, FormState.LOCKED]))
        found |= {form.pk: form for form in sent}
    return sorted(found.values(), key=lambda form: (form.slug, form.period, form.organisation))


def find(request: HttpRequest, reference: uuid.UUID) -> EvaluationForm:
    """The form, if the person may see it; a foreign one and a missing one are the same 404."""
    for form in visible_forms(request):
        if form.reference == reference:
            return form
    raise Http404


def _may(request: HttpRequest, permission: Permission, form: EvaluationForm) -> bool:
    return may(request.user, permission, form.organisation)


def _require(request: HttpRequest, permission: Permission, form: EvaluationForm) -> None:
    if not _may(request, permission, form):
        raise Http404


def _title(slug: str) -> Any:
    experiment = current_catalogue().experiments.get(slug)
    return own_title(experiment) if experiment else slug


@may_read
@require_GET
def forms(request: HttpRequest) -> HttpResponse:
    """Every form the person may see, with where it stands."""
    rows = [
        {"form": form, "title": _title(form.slug), "municipality": place_name(form.organisation)}
        for form in visible_forms(request)
    ]
    context = {
        "rows": rows,
        "may_begin": may(request.user, Permission.FILL_FORM),
        "crumbs": [(_("Evalueringsskemaer"), None)],
    }
    return render(request, "forms/forms.html", context)


@needs(Permission.FILL_FORM)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the form of a reporting period for one of the person's municipalities."""
    keys = keys_with(request.user, Permission.FILL_FORM)
    organisations = Organisation.objects.filter(key__in=keys, kind="municipality").order_by("name")
    form = BeginEvaluationForm(
        request.POST or None,
        periods=_periods(keys),
        organisations=list(organisations.values_list("key", "name")),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        slug, period = form.cleaned_data["period"].split("/", 1)
        try:
            made = actions.begin_form(
                slug=slug,
                period=period,
                organisation=form.cleaned_data["organisation"],
                by=person(request),
            )
            return redirect("forms:form", reference=made.reference)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    crumbs = [(_("Evalueringsskemaer"), reverse("forms:forms")), (_("Nyt skema"), None)]
    return render(request, "forms/begin.html", {"form": form, "crumbs": crumbs}, status=status)


def _periods(keys: frozenset[str]) -> Choices:
    options = [
        (experiment, f"{slug}/{period.id}", f"{strip_tags(own_title(experiment))}: {period.title}")
        for slug, experiment in current_catalogue().experiments.items()
        for period in periods_to_report(experiment)
    ]
    return grouped(keys, options)


@gzip_page
@may_read
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Read and write a form. What cannot be kept is said, and what was typed stays on the page."""
    found = find(request, reference)
    if request.method == "GET":
        return _form_page(request, found)
    _require(request, Permission.FILL_FORM, found)
    typed, refused = _keep(request, found)
    if refused is not None:
        return _refused(request, found, refused, typed)
    if is_by_script(request):
        return _saved(found)
    place = posted_number(request, "efter" if "efter" in request.POST else "point")
    messages.success(request, _("Skemaet er gemt."))
    return redirect(reverse("forms:form", args=[found.reference]) + f"#punkt-{max(place, 0)}")


Typed = dict[int, dict[str, str]]
"""Point (0: the header) -> key -> text."""


def _posted(request: HttpRequest) -> tuple[Typed, dict[int, int]]:
    """What was typed, by point, and the revision each point was read at; a single point may be posted by its number."""
    texts = {
        name.removeprefix("svar-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("svar-")
    }
    if "point" in request.POST or not texts:
        number = posted_number(request, "point")
        return {number: texts}, {number: posted_number(request, "revision")}
    of = {
        key: number
        for number in (HEADER, *(point.number for point in points()))
        for key in keys_of_point(number)
    }
    typed: Typed = {}
    for key, text in texts.items():
        typed.setdefault(of.get(key, -1), {})[key] = text
    return typed, {number: posted_number(request, f"revision-{number}") for number in typed}


def _keep(request: HttpRequest, found: EvaluationForm) -> tuple[Typed, FrirumError | None]:
    """Save every point that was written in. One that is refused takes no other with it: what it held is given back."""
    typed, revisions = _posted(request)
    now = texts_of(found)
    lost: Typed = {}
    first: FrirumError | None = None
    for number, texts in typed.items():
        same = all(now.get(key, "") == text.replace("\r\n", "\n").strip() for key, text in texts.items())
        if same and len(typed) > 1:
            continue
        try:
            actions.save_point(
                form=found, number=number, texts=texts, revision=revisions[number], by=person(request)
            )
        except FrirumError as refused:
            first = first or refused
            lost[number] = texts
    return lost, first


def _revisions(found: EvaluationForm) -> dict[str, int]:
    return {f"revision-{section.number}": section.revision for section in sections(found)}


def _saved(found: EvaluationForm) -> JsonResponse:
    revisions = _revisions(found)
    return saved_answer(revision=max(revisions.values()), at=clock.now(), revisions=revisions)


def _refused(request: HttpRequest, found: EvaluationForm, refused: FrirumError, typed: Typed) -> HttpResponse:
    if is_by_script(request):
        saved = {name: n for name, n in _revisions(found).items() if int(name.partition("-")[2]) not in typed}
        return refused_answer(refused, revisions=saved)
    refuse(request, refused)
    return _form_page(request, found, typed=typed, status=CONFLICT)


@needs(Permission.FILL_FORM)
@require_POST
def proposal(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Take a line that the data propose over, or reject it."""
    found = find(request, reference)
    _require(request, Permission.FILL_FORM, found)
    taken = request.POST.get("svar") == "overtag"
    try:
        made = answer_proposal(
            form=found, digest=request.POST.get("forslag", ""), taken=taken, by=person(request)
        )
    except FrirumError as refused:
        refuse(request, refused)
        return redirect("forms:form", reference=found.reference)
    messages.success(request, _("Forslaget er sat ind.") if taken else _("Forslaget er afvist."))
    number = point_of(made.field).number
    return redirect(reverse("forms:form", args=[found.reference]) + f"#punkt-{number}")


def _form_page(
    request: HttpRequest,
    found: EvaluationForm,
    typed: Typed | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": found,
        "lock": FORM.lock_of(found),
        "late": late_sentence(FORM, found),
        "tampering": tampering(FORM, found),
        "title": _title(found.slug),
        "municipality": place_name(found.organisation),
        "sections": _with_typed(sections(found), typed or {}),
        "proposed": list(_proposed(request, found)),
        "amendments": found.amendments.all(),
        "kept": found.kept.filter(submission=found.submission),
        "returns": _returns(found),
        "missing": len(content_of(found).missing()),
        "may_fill": _may(request, Permission.FILL_FORM, found) and not found.is_sent,
        "may_submit": _may(request, Permission.SUBMIT_FORM, found),
        "may_receive": may(request.user, Permission.RECEIVE_FORM),
        "formats": list(MEDIA_TYPES),
        "crumbs": [(_("Evalueringsskemaer"), reverse("forms:forms")), (_title(found.slug), None)],
    }
    return render(request, "forms/form.html", context, status=status)


def _proposed(request: HttpRequest, found: EvaluationForm) -> Iterator[tuple[int, SubQuestion, Any]]:
    """(point, question, lines) of what the data propose, for those who write in the form."""
    if _may(request, Permission.FILL_FORM, found):
        lines = open_proposals(found)
        for point, question in questions():
            if question.key in lines:
                yield point.number, question, lines[question.key]


def _with_typed(found: tuple[Section, ...], typed: Typed) -> list[Section]:
    """The points with what was typed and not kept: in its field, or beside a point that can be written in no more."""
    shown = []
    for section in found:
        texts = typed.get(section.number, {})
        if section.locked or section.waiting:
            shown.append(replace(section, unsaved=tuple(filter(None, texts.values()))))
        else:
            fields = tuple(replace(one, text=texts.get(one.key, one.text)) for one in section.fields)
            shown.append(replace(section, fields=fields))
    return shown


def _returns(found: EvaluationForm) -> list[dict[str, Any]]:
    """Each time the form was sent back, the newest first, with the files as they were sent then."""
    return [
        {"row": one, "kept": found.kept.filter(submission=one.number)}
        for one in found.returns.order_by("-number")
    ]


@needs(Permission.SUBMIT_FORM)
@require_http_methods(["GET", "POST"])
def lock(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Confirm and lock points 1-5."""
    found = find(request, reference)
    _require(request, Permission.SUBMIT_FORM, found)
    if request.method == "POST":
        return _act(
            request, found, actions.lock_points, _("Punkt 1-5 er låst. Kvitteringen er sendt til din mail.")
        )
    context = {
        "heading": _("Lås punkt 1-5"),
        "text": _(
            "Når forsøget begynder, låses beskrivelse, formål, mål, evalueringsdesign og opfyldelse af lovens krav. "
            "Derefter kan de kun ændres med en begrundelse, og den oprindelige tekst bliver stående."
        ),
        "submit": _("Lås punkt 1-5"),
    }
    return _confirm(request, found, context)


@needs(Permission.SUBMIT_FORM)
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Confirm and send the form to the ministry."""
    found = find(request, reference)
    _require(request, Permission.SUBMIT_FORM, found)
    if request.method == "POST":
        return _act(request, found, actions.submit, _("Skemaet er indsendt."))
    missing = len(content_of(found).missing())
    context = {
        "heading": _("Indsend skemaet"),
        "text": ngettext(
            "Skemaet sendes til ministeriet og kan derefter ikke ændres. {n} felt er ikke udfyldt; det står som ikke "
            "oplyst.",
            "Skemaet sendes til ministeriet og kan derefter ikke ændres. {n} felter er ikke udfyldt; de står som ikke "
            "oplyst.",
            missing,
        ).format(n=missing),
        "submit": _("Indsend"),
    }
    return _confirm(request, found, context)


@needs(Permission.RECEIVE_FORM)
@require_POST
def receive(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The ministry acknowledges a form."""
    found = find(request, reference)
    return _act(request, found, actions.receive, _("Modtagelsen er registreret."))


@needs(Permission.RECEIVE_FORM)
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The ministry sends a form back, with what has to be mended."""
    found = find(request, reference)
    if found.state != FormState.SUBMITTED:
        return redirect("forms:form", reference=found.reference)
    entry = SendBackForm(request.POST or None)
    status = 200
    if request.method == "POST" and entry.is_valid():
        try:
            with scopes_disabled():
                actions.send_back(form=found, by=person(request), **entry.cleaned_data)
        except FrirumError as refused:
            refuse_in(entry, refused)
            status = CONFLICT
        else:
            messages.success(request, _("Skemaet er sendt tilbage. Kommunen har fået mail."))
            return redirect("forms:forms")
    cancel = reverse("forms:form", args=[found.reference])
    crumbs = [
        (_("Evalueringsskemaer"), reverse("forms:forms")),
        (_title(found.slug), cancel),
        (_("Send tilbage"), None),
    ]
    context = {
        "form": entry,
        "found": found,
        "municipality": place_name(found.organisation),
        "cancel": cancel,
        "crumbs": crumbs,
    }
    return render(request, "forms/send_back.html", context, status=status)


def _act(request: HttpRequest, found: EvaluationForm, action: Any, done: str) -> HttpResponse:
    try:
        with scopes_disabled():
            action(form=found, by=person(request))
    except FrirumError as refused:
        refuse(request, refused)
    else:
        messages.success(request, done)
    return redirect("forms:form", reference=found.reference)


def _confirm(request: HttpRequest, found: EvaluationForm, context: dict[str, Any]) -> HttpResponse:
    cancel = reverse("forms:form", args=[found.reference])
    crumbs = [
        (_("Evalueringsskemaer"), reverse("forms:forms")),
        (_title(found.slug), cancel),
        (context["heading"], None),
    ]
    return ask(request, cancel_url=cancel, crumbs=crumbs, **context)


@needs(Permission.FILL_FORM)
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, reference: uuid.UUID, field: str) -> HttpResponse:
    """Change a locked answer, with a reason."""
    found = find(request, reference)
    _require(request, Permission.FILL_FORM, found)
    texts = texts_of(found)
    if field not in texts or field.startswith("header."):
        raise Http404
    entry = AmendAnswerForm(request.POST or None, initial={"text": texts[field], "major": "nej"})
    status = 200
    if request.method == "POST" and entry.is_valid():
        try:
            made = actions.amend(form=found, key=field, by=person(request), **entry.cleaned_data)
        except FrirumError as refused:
            refuse_in(entry, refused)
            status = CONFLICT
        else:
            messages.success(
                request, _("Ændring {n} er gemt. Kvitteringen er sendt til din mail.").format(n=made.number)
            )
            return redirect("forms:form", reference=found.reference)
    point = point_of(field)
    question = next(q for q in point.questions if q.key == field)
    cancel = reverse("forms:form", args=[found.reference])
    context = {
        "form": entry,
        "point": point,
        "question": question,
        "before": texts[field],
        "cancel": cancel,
        "crumbs": [
            (_("Evalueringsskemaer"), reverse("forms:forms")),
            (_title(found.slug), cancel),
            (_("Ændring"), None),
        ],
    }
    return render(request, "forms/amend.html", context, status=status)


@may_read
@require_GET
def document(request: HttpRequest, reference: uuid.UUID, extension: str) -> HttpResponse:
    """The form as it stands, as HTML, DOCX or PDF; one that was sent is given as it was kept then."""
    found = find(request, reference)
    if found.is_sent and (kept := kept_file(found, extension, found.submission)):
        return kept
    name = f"evalueringsskema-{found.slug}-{found.period}"
    return form_download(content_of(found), name=name, extension=extension, date=clock.today())


@may_read
@require_GET
def sent_document(
    request: HttpRequest, reference: uuid.UUID, submission: int, extension: str
) -> HttpResponse:
    """The form as it was sent, the first time or a later one."""
    if kept := kept_file(find(request, reference), extension, submission):
        return kept
    raise Http404


@may_read
@require_GET
def receipt_file(request: HttpRequest, reference: uuid.UUID, number: int) -> HttpResponse:
    """The receipt of the lock (0) or of an amendment, to keep outside the system."""
    return receipt_download(FORM, find(request, reference), number)


@gzip_page
@require_GET
def published(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    """The form as a public definition has it, as a page."""
    experiment, found = _published(slug, period)
    content = form_content(experiment, found, current_catalogue().documents, current_catalogue().scales)
    context = {
        "experiment": experiment,
        "period": found,
        "missing": len(content.missing()),
        "article": render_html_fragment(form_document(content)),
        "formats": list(MEDIA_TYPES),
        "crumbs": [
            (_("Forsøg"), reverse("experiments:list")),
            (own_title(experiment), reverse("experiments:experiment", args=[slug])),
            (_("Evalueringsskema"), None),
        ],
    }
    return render(request, "forms/published.html", context)


@require_GET
def published_document(request: HttpRequest, slug: str, period: str, extension: str) -> HttpResponse:
    """The public form as a file."""
    experiment, found = _published(slug, period)
    content = form_content(experiment, found, current_catalogue().documents, current_catalogue().scales)
    name = f"evalueringsskema-{slug}-{period}"
    return form_download(content, name=name, extension=extension, date=clock.today())


def _published(slug: str, period: str) -> tuple[Any, Any]:
    experiment = current_catalogue().experiments.get(slug)
    if experiment is None:
        raise Http404
    try:
        return experiment, reporting_period(experiment, period)
    except UsageError:
        raise Http404 from None
