"""Checking a case in seconds. Nothing is stored, no identity is asked, and everybody may do it.

The rules are public and the answer follows from them and the facts given, so there is nothing to protect but the
facts: they are posted, never put in an address, and forgotten when the answer has been shown.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frirum.core.catalogue import Experiment, Part
from frirum.core.catalogue.conditions import Answer, Example, FactType
from frirum.core.law.assess import assess
from frirum.core.law.watch import concerns
from frirum.web import clock
from frirum.web.cases.answers import answer
from frirum.web.cases.calendars import deadlines_calendar
from frirum.web.cases.fitting import all_questions, candidates, next_facts
from frirum.web.cases.forms import CaseForm, PlaceAndDayForm, posted
from frirum.web.cases.listing import choices
from frirum.web.cases.prefill import Prefill, prefill
from frirum.web.cases.questions import FactQuestion, questions
from frirum.web.experiments.definitions import current_catalogue, offered_catalogue, withdrawal_of
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.templatetags.definitions import own_text
from frirum.web.site.pages import download


@require_safe
@gzip_page
def start(request: HttpRequest) -> HttpResponse:
    """Choose an experiment, or begin with the citizen."""
    begun = prefill(request)
    if begun.away:
        return redirect(begun.away)
    own, others = choices(offered_catalogue(), begun.municipality)
    context = {
        "own": own,
        "others": others,
        "place": begun.municipality,
        "refused": begun.refused,
        "crumbs": [(_("Undersøg en sag"), None)],
    }
    return render(request, "cases/start.html", context)


# ---- one experiment ----


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gzip_page
def check(request: HttpRequest, slug: str, part: str | None = None) -> HttpResponse:
    """The questions of one experiment or part; posted, the answer first and the questions after it."""
    experiment, chosen = _find(slug, part)
    withdrawal = withdrawal_of(slug)
    if withdrawal is not None:
        context = {"experiment": experiment, "withdrawal": withdrawal, "crumbs": _crumbs(experiment, chosen)}
        return render(request, "cases/withdrawn.html", context)
    begun = prefill(request)
    if begun.away:
        return redirect(begun.away)
    if experiment.parts and chosen is None:
        return _choose_part(request, experiment, begun)
    asked = questions(experiment, chosen)
    form = _form(request, experiment, chosen, asked, begun.municipality)
    found = None
    if form.is_bound and form.is_valid():
        found = answer(experiment, chosen, form.facts(), today=clock.today())
    context = {
        "experiment": experiment,
        "part": chosen,
        "name": _name(experiment, chosen),
        "form": form,
        "kept": _kept(form) if found else None,
        "found": found,
        "refused": begun.refused,
        "examples": _examples(experiment, chosen),
        "calendar": _route("calendar", experiment, chosen),
        "crumbs": _crumbs(experiment, chosen),
    }
    return render(request, "cases/check.html", context)


def _find(slug: str, part: str | None) -> tuple[Experiment, Part | None]:
    experiment = current_catalogue().experiments.get(slug)
    if experiment is None:
        raise Http404
    chosen = experiment.part(part) if part else None
    if part and chosen is None:
        raise Http404
    return experiment, chosen


def _route(route: str, experiment: Experiment, part: Part | None) -> str:
    if part:
        return reverse(f"cases:{route}_part", args=[experiment.slug, part.slug])
    return reverse(f"cases:{route}", args=[experiment.slug])


def _name(experiment: Experiment, part: Part | None) -> Any:
    return own_text(part, "title") if part else own_title(experiment)


def _crumbs(experiment: Experiment, part: Part | None) -> list[tuple[Any, str | None]]:
    first = (_("Undersøg en sag"), reverse("cases:start"))
    if part is None:
        return [first, (own_title(experiment), None)]
    whole = (own_title(experiment), reverse("cases:check", args=[experiment.slug]))
    return [first, whole, (own_text(part, "title"), None)]


def _choose_part(request: HttpRequest, experiment: Experiment, begun: Prefill) -> HttpResponse:
    context = {
        "experiment": experiment,
        "refused": begun.refused,
        "crumbs": _crumbs(experiment, None),
    }
    return render(request, "cases/parts.html", context)


def _form(
    request: HttpRequest,
    experiment: Experiment,
    part: Part | None,
    asked: tuple[FactQuestion, ...],
    municipality: int | None,
) -> CaseForm:
    taking_part = frozenset(
        stay.municipality for stay in experiment.participation if concerns(stay.part_slugs, part)
    )
    initial = {
        q.fact.id: municipality for q in asked if q.fact.type is FactType.MUNICIPALITY and municipality
    }
    data = request.POST if request.method == "POST" else None
    return CaseForm(asked, data, taking_part=taking_part, asked_by=(experiment, part), initial=initial)


def _kept(form: forms.Form) -> list[tuple[str, Any]]:
    """What was answered, to be posted again by a button: (name, value)."""
    return [(name, form.data[name]) for name in form.fields if form.data.get(name)]


def _examples(experiment: Experiment, part: Part | None) -> tuple[Example, ...]:
    found = (part.examples if part else ()) + experiment.examples
    return tuple(e for e in found if e.part_slug is None or (part is not None and e.part_slug == part.slug))


@require_POST
@never_cache
def calendar(request: HttpRequest, slug: str, part: str | None = None) -> HttpResponse:
    """The deadlines of the facts posted, as a calendar file."""
    experiment, chosen = _find(slug, part)
    form = _form(request, experiment, chosen, questions(experiment, chosen), None)
    file = None
    if form.is_valid():
        name = chosen.title if chosen else experiment.short_title
        found = assess(experiment, form.facts(), part=chosen)
        file = deadlines_calendar(found, name=name, now=clock.now())
    if file is None:
        raise Http404
    return download(file, name=f"frister-{experiment.slug}.ics", media_type="text/calendar")


# ---- every experiment ----


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gzip_page
def which(request: HttpRequest) -> HttpResponse:
    """Which experiments fit: place and day first, then the questions that still decide.

    Where the reader's municipality is known, the page begins with it and today, and asks the first questions at once.
    """
    begun = prefill(request)
    if begun.away:
        return redirect(begun.away)
    known = (
        dict(posted({"municipality": begun.municipality, "day": clock.today()}))
        if begun.municipality
        else None
    )
    data: Any = request.POST if request.method == "POST" else known
    context: dict[str, Any] = {
        "place_form": PlaceAndDayForm(data, initial={"day": clock.today()}),
        "is_answer": request.method == "POST",
        "refused": begun.refused,
        "crumbs": [(_("Undersøg en sag"), reverse("cases:start")), (_("Hvilke forsøg passer?"), None)],
    }
    if context["place_form"].is_valid() and data is not None:
        context |= _fitting(request, context["place_form"].cleaned_data)
    return render(request, "cases/which.html", context)


def _fitting(request: HttpRequest, where: dict[str, Any]) -> dict[str, Any]:
    catalogue = offered_catalogue()
    asked = all_questions(catalogue)
    shown = [name for name in asked if name in request.POST]
    form = CaseForm([asked[name] for name in shown], request.POST)
    facts = form.facts() if form.is_valid() else {}
    found = candidates(catalogue, municipality=where["municipality"], day=where["day"], facts=facts)
    coming = next_facts(found, shown, asked) if form.is_valid() else []
    if coming:
        data = request.POST.copy()
        for name in coming:
            data.setdefault(name, "")
        form = CaseForm([asked[name] for name in [*shown, *coming]], data)
        form.is_valid()
    return {
        "form": form,
        "fits": [c for c in found if c.answer in (Answer.ELIGIBLE, Answer.NEEDS_JUDGEMENT)],
        "open": [c for c in found if c.answer is None],
        "aside": [c for c in found if c.answer in (Answer.NOT_ELIGIBLE, Answer.NOT_IN_FORCE)],
    }
