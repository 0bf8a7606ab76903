"""The page of one section: the text, the proposal beside it, what others wrote meanwhile, comments, errata."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from frirum.core.errors import FrirumError, InputRefused, NotAllowed
from frirum.web import clock
from frirum.web.documents import actions, publishing
from frirum.web.documents.forms import DocumentErratumForm, SectionCommentForm, ShareOutForm
from frirum.web.documents.models import DocumentSection, LivingDocument
from frirum.web.documents.naming import title_of
from frirum.web.documents.people import ENDERS, WRITERS, leads, may_in
from frirum.web.documents.presenting import section_view
from frirum.web.documents.views import find, may_read
from frirum.web.organisations.access import needs, person
from frirum.web.organisations.holders import holders
from frirum.web.organisations.models import User
from frirum.web.site.pages import CONFLICT, refuse, refuse_in
from frirum.web.site.saving import is_by_script, posted_number, refused_answer, saved_answer


def _find(request: HttpRequest, reference: uuid.UUID, key: str) -> DocumentSection:
    found = find(request, reference)
    section = found.sections.filter(key=key).first()
    if section is None:
        raise Http404
    return section


@gzip_page
@may_read
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, reference: uuid.UUID, key: str) -> HttpResponse:
    """Read and write a section. What cannot be kept is said, and what was typed stays on the page."""
    found = _find(request, reference, key)
    if request.method == "GET":
        return _page(request, found)
    done = request.POST.get("gor", "gem")
    if done == "gem":
        return _save(request, found)
    try:
        said = _DO[done](request, found) if done in _DO else None
    except FrirumError as refused:
        refuse(request, refused)
        return _page(request, found, status=CONFLICT)
    if said is None:
        raise Http404
    messages.success(request, said)
    return redirect("documents:section", reference=reference, key=key)


def _save(request: HttpRequest, found: DocumentSection) -> HttpResponse:
    """Autosave and the button: a text that another had overtaken is laid beside, and that is said."""
    typed = request.POST.get("text", "")
    try:
        saved = actions.save_section(
            section=found, text=typed, revision=posted_number(request, "revision"), by=person(request)
        )
    except FrirumError as refused:
        if is_by_script(request):
            return refused_answer(refused)
        refuse(request, refused)
        return _page(request, found, typed=typed, status=CONFLICT)
    if saved.aside is not None:
        laid = NotAllowed(
            _("En anden har gemt afsnittet imens. Din tekst er gemt ved siden af."),
            remedy=_("Hent siden igen, og læg de to sammen."),
        )
        if is_by_script(request):
            return refused_answer(laid)
        refuse(request, laid)
        return redirect("documents:section", reference=found.document.reference, key=found.key)
    if is_by_script(request):
        return saved_answer(revision=saved.section.revision, at=clock.now())
    messages.success(request, _("Afsnittet er gemt."))
    return redirect("documents:section", reference=found.document.reference, key=found.key)


def _take_over(request: HttpRequest, found: DocumentSection) -> str:
    actions.take_over(section=found, revision=posted_number(request, "revision"), by=person(request))
    return _("Forslaget er sat ind efter din tekst.")


def _share_out(request: HttpRequest, found: DocumentSection) -> str:
    form = ShareOutForm(request.POST, people=_people(found.document))
    if not form.is_valid():
        raise InputRefused(" ".join(str(one) for errors in form.errors.values() for one in errors))
    owner = next(
        (one for one in _writers(found.document) if one.trail_reference == form.cleaned_data["owner"]), None
    )
    actions.share_out(
        section=found,
        owner=owner,
        due=form.cleaned_data["due"],
        ready=form.cleaned_data["ready"],
        by=person(request),
    )
    return _("Afsnittet er fordelt.")


def _comment(request: HttpRequest, found: DocumentSection) -> str:
    answers = found.comments.filter(pk=posted_number(request, "svar_paa")).first()
    actions.comment_on(
        section=found,
        paragraph=max(posted_number(request, "paragraph"), 0),
        text=request.POST.get("text", ""),
        answers=answers,
        by=person(request),
    )
    return _("Kommentaren er gemt.")


def _settle_comment(request: HttpRequest, found: DocumentSection) -> str:
    comment = found.comments.filter(pk=posted_number(request, "kommentar")).first()
    if comment is None:
        raise Http404
    actions.settle_comment(comment=comment, by=person(request))
    return _("Tråden er lukket.")


def _settle_aside(request: HttpRequest, found: DocumentSection) -> str:
    aside = found.asides.filter(pk=posted_number(request, "tekst")).first()
    if aside is None:
        raise Http404
    actions.settle_aside(aside=aside, by=person(request))
    return _("Teksten er lagt sammen med afsnittet.")


_DO: dict[str, Any] = {
    "overtag": _take_over,
    "fordel": _share_out,
    "kommenter": _comment,
    "luk": _settle_comment,
    "lagt-sammen": _settle_aside,
}


def _writers(document: LivingDocument) -> list[User]:
    found = {
        one.pk: one
        for key in sorted(document.organisations)
        for permission in WRITERS
        for one in holders(permission, key)
    }
    return list(found.values())


def _people(document: LivingDocument) -> list[tuple[str, str]]:
    return [(one.trail_reference, str(one)) for one in _writers(document)]


def _page(
    request: HttpRequest, found: DocumentSection, *, typed: str | None = None, status: int = 200
) -> HttpResponse:
    document = found.document
    may_write = may_in(request.user, WRITERS, document)
    home = reverse("documents:document", args=[document.reference])
    context = {
        "document": document,
        "view": section_view(found),
        "section": found,
        "typed": found.text if typed is None else typed,
        "may_write": may_write and document.is_open,
        "may_correct": document.is_locked and leads(request.user, ENDERS, document),
        "share_out": ShareOutForm(
            initial={"owner": found.owner, "due": found.due, "ready": found.state == "ready"},
            people=_people(document),
        ),
        "comment": SectionCommentForm(),
        "crumbs": [
            (_("Dokumenter"), reverse("documents:documents")),
            (title_of(document.slug), home),
            (found.title, None),
        ],
    }
    return render(request, "documents/section.html", context, status=status)


@needs(*ENDERS)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, reference: uuid.UUID, key: str) -> HttpResponse:
    """An erratum of a frozen section."""
    found = _find(request, reference, key)
    document = found.document
    if not document.is_locked or not leads(request.user, ENDERS, document):
        raise Http404
    form = DocumentErratumForm(request.POST or None, initial={"major": "nej"})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = publishing.correct(document=document, section=key, by=person(request), **form.cleaned_data)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            messages.success(
                request, _("Rettelse {n} er gemt, og læserne har fået mail.").format(n=made.number)
            )
            return redirect("documents:document", reference=reference)
    home = reverse("documents:document", args=[reference])
    context = {
        "form": form,
        "section": found,
        "cancel": home,
        "crumbs": [
            (_("Dokumenter"), reverse("documents:documents")),
            (title_of(document.slug), home),
            (_("Rettelse"), None),
        ],
    }
    return render(request, "documents/correct.html", context, status=status)
