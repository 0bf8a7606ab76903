"""The pages of the review: send a design to another person, comment on it step by step, decide, compare versions."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frirum.core.designs.guide.compare import compare
from frirum.core.designs.guide.plan import Content
from frirum.core.designs.guide.steps import steps
from frirum.core.errors import FrirumError
from frirum.web.designs import review_actions
from frirum.web.designs.design_forms import CommentForm, DecisionForm, ReviewerForm
from frirum.web.designs.judging import judged_of
from frirum.web.designs.models import Design, DesignVersion, ReviewNote
from frirum.web.designs.pages import crumbs_in, title_of
from frirum.web.designs.people import find, find_to_review, find_with, may_read, may_write, reviewers_of
from frirum.web.designs.reading import content_of, content_of_version
from frirum.web.designs.step_forms import readable
from frirum.web.organisations.access import person
from frirum.web.organisations.models import User
from frirum.web.organisations.names import person_name
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, refuse, refuse_in

NOW = "nu"


@may_write
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Klar til sparring: choose who reads the design."""
    design = find_with(request, reference, Permission.EDIT_EXPERIMENT)
    reviewers = reviewers_of(design, person(request))
    form = ReviewerForm(request.POST or None, reviewers=reviewers)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            version = review_actions.submit_for_review(
                design=design,
                reviewer=User.objects.get(reference=form.cleaned_data["reviewer"]),
                by=person(request),
            )
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            messages.success(request, _("Version {n} er sendt til sparring.").format(n=version.number))
            return redirect("designs:design", reference=reference)
    context = {
        "design": design,
        "form": form,
        "reviewers": reviewers,
        "crumbs": crumbs_in(design, _("Klar til sparring")),
    }
    return render(request, "designs/submit.html", context, status=status)


@may_write
@require_POST
def withdraw(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Back to draft."""
    design = find_with(request, reference, Permission.EDIT_EXPERIMENT)
    return _act(
        request,
        design,
        lambda: review_actions.withdraw(design=design, by=person(request)),
        _("Designet er en kladde igen."),
    )


def _act(
    request: HttpRequest, design: Design, action: Any, done: str, *, to: str = "designs:design"
) -> HttpResponse:
    try:
        action()
    except FrirumError as refused:
        refuse(request, refused)
    else:
        messages.success(request, done)
    return redirect(to, reference=design.reference)


@gzip_page
@may_read
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Read the design as it was sent, and comment on each step; what was typed stays if it cannot be kept."""
    design = find_to_review(request, reference)
    typed: tuple[str, CommentForm] | None = None
    status = 200
    if request.method == "POST":
        key = request.POST.get("step", "")
        form = CommentForm(request.POST, prefix=key or "hele")
        typed, status = (key, form), CONFLICT
        if form.is_valid():
            try:
                review_actions.comment(
                    design=design, step=key, text=form.cleaned_data["text"], by=person(request)
                )
            except FrirumError as refused:
                refuse_in(form, refused)
            else:
                messages.success(request, _("Kommentaren er gemt."))
                return redirect(reverse("designs:review", args=[reference]) + f"#trin-{key}")
    version = design.versions.last()
    if version is None:
        raise Http404
    content = content_of_version(version)
    context = {
        "design": design,
        "title": title_of(design),
        "version": version,
        "author": person_name(version.submitted_by),
        "parts": _parts(content, version, typed),
        "judged": judged_of(design, content),
        "decision": DecisionForm(),
        "crumbs": crumbs_in(design, _("Sparring")),
    }
    return render(request, "designs/review.html", context, status=status)


def _parts(
    content: Content, version: DesignVersion, typed: tuple[str, CommentForm] | None
) -> list[dict[str, Any]]:
    """Each step as it reads, with the comments on it and the form for another."""
    notes = list(version.notes.all())
    return [
        {
            "step": one,
            "readable": readable(one, content),
            "notes": named([note for note in notes if note.step == one.key]),
            "form": typed[1] if typed and typed[0] == one.key else CommentForm(prefix=one.key),
        }
        for one in steps()
    ]


def named(notes: list[ReviewNote]) -> list[tuple[ReviewNote, str]]:
    """Notes with the name of who made them."""
    return [(note, person_name(note.made_by)) for note in notes]


@may_read
@require_POST
def decide(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Approve the design, or send it back."""
    design = find_to_review(request, reference)
    form = DecisionForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    if "godkend" in request.POST:
        return _act(
            request,
            design,
            lambda: review_actions.approve(design=design, text=text, by=person(request)),
            _("Designet er godkendt."),
        )
    if not text.strip():
        messages.error(request, _("Skriv, hvad der skal ændres, når du sender designet tilbage."))
        return redirect(reverse("designs:review", args=[reference]) + "#afgoerelse")
    return _act(
        request,
        design,
        lambda: review_actions.send_back(design=design, text=text, by=person(request)),
        _("Designet er sendt tilbage."),
    )


@gzip_page
@may_read
@require_GET
def versions(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Two versions side by side with what differs marked; `?fra=1&til=nu`."""
    design = find(request, reference)
    known = {str(one.number): one for one in design.versions.all()}
    names = [*known, NOW]
    newer = request.GET.get("til", NOW)
    older = request.GET.get("fra", names[-2] if len(names) > 1 else NOW)
    unknown = older not in names or newer not in names
    changes = () if unknown else compare(_content(design, known, older), _content(design, known, newer))
    context = {
        "design": design,
        "title": title_of(design),
        "rows": [
            (one, person_name(one.submitted_by), named(list(one.notes.all()))) for one in known.values()
        ],
        "names": names,
        "now": NOW,
        "older": older,
        "newer": newer,
        "unknown": unknown,
        "changes": changes,
        "step_titles": {one.key: one.title for one in steps()},
        "crumbs": crumbs_in(design, _("Versioner")),
    }
    return render(request, "designs/versions.html", context)


def _content(design: Design, known: dict[str, DesignVersion], name: str) -> Content:
    return content_of(design) if name == NOW else content_of_version(known[name])
