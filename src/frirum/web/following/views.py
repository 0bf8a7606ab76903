"""The pages of following: every experiment at one glance, one experiment with its meters, and an answer to the law."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from frirum.core.catalogue.experiment import Experiment
from frirum.core.errors import FrirumError
from frirum.core.language import current_language
from frirum.core.report.export import rows_to_csv
from frirum.web import clock
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.following import actions, presenting
from frirum.web.following.answers import AnsweredChange, questions
from frirum.web.following.forms import AnswerForm, asked_day
from frirum.web.following.lookalikes import asks_to_judge, lookalike_table
from frirum.web.following.readings import readings
from frirum.web.following.sight import Sight, sight_of, told_on
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, download, refuse_in

may_follow = needs(Permission.FOLLOW_EXPERIMENT)


def _find(sight: Sight, slug: str) -> Experiment:
    """The experiment, if one of the person's municipalities takes part; else the 404 of what does not exist."""
    found = current_catalogue().experiments.get(slug)
    if found is None or not sight.takes_part(found):
        raise Http404
    return found


def _crumbs(*further: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    return [(_("Følg forsøg"), reverse("following:overview") if further else None), *further]


@may_follow
@never_cache
@require_safe
@gzip_page
def overview(request: HttpRequest) -> HttpResponse:
    """Every experiment that the person's municipalities take part in: what is late, what will never be answered."""
    sight, today = sight_of(request.user), clock.today()
    taking_part = [one for one in current_catalogue().experiments.values() if sight.takes_part(one)]
    lines, quiet = presenting.lines(taking_part, sight, today)
    context = {
        "table": presenting.overview_table(request.GET, lines),
        "lines": lines,
        "quiet": quiet,
        "outside": sight.is_empty,
        "synthetic": presenting.is_demonstration(sight),
        "crumbs": _crumbs(),
    }
    return render(request, "following/overview.html", context)


@may_follow
@never_cache
@require_safe
@gzip_page
def experiment(request: HttpRequest, slug: str) -> HttpResponse:
    """One experiment: a meter per part and municipality, and the law changes that ask for an answer."""
    sight = sight_of(request.user)
    found = _find(sight, slug)
    on = asked_day(request.GET.get("pr", ""), clock.today())
    context = {
        "experiment": found,
        "iso_day": on.isoformat(),
        "iso_today": clock.today().isoformat(),
        "views": presenting.views(readings(found, sight, on=on)),
        "questions": questions(found, on=on),
        "may_answer": bool(_answering(request, found)),
        "judges": asks_to_judge(found) and bool(sight.own_in(found)),
        "synthetic": found.synthetic or presenting.is_demonstration(sight),
        "crumbs": _crumbs((own_title(found), None)),
    }
    return render(request, "following/experiment.html", context)


@may_follow
@never_cache
@require_safe
@gzip_page
def lookalikes(request: HttpRequest, slug: str) -> HttpResponse:
    """Rows of own extracts that look like a use without being one, for somebody to judge; never whose they are."""
    sight = sight_of(request.user)
    found = _find(sight, slug)
    if not asks_to_judge(found) or not sight.own_in(found):
        raise Http404
    context = {
        "experiment": found,
        "table": lookalike_table(request.GET, found, sight, clock.today()),
        "crumbs": _crumbs(
            (own_title(found), reverse("following:experiment", args=[slug])),
            (_("Rækker, der ligner brug"), None),
        ),
    }
    return render(request, "following/lookalikes.html", context)


@may_follow
@never_cache
@require_safe
def csv_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The numbers of the page as a file. A file leaves the team, so every count in it is frozen and protected."""
    sight = sight_of(request.user)
    found = _find(sight, slug)
    on = asked_day(request.GET.get("pr", ""), clock.today())
    rows = presenting.csv_rows(found, readings(found, sight, on=on), sight)
    body = rows_to_csv(rows, comma="," if current_language() == "da" else ".")
    return download(body, name=f"brug-{slug}-{told_on(on).isoformat()}.csv", media_type="text/csv")


def _answering(request: HttpRequest, found: Experiment) -> list[Organisation]:
    """The organisations that the person may answer for: own municipalities in it, and their networks."""
    sight, keys = sight_of(request.user), keys_with(request.user, Permission.EDIT_EXPERIMENT)
    places = [*(network for network, _members in sight.networks_in(found)), *sight.own_in(found)]
    return [place for place in places if place.key in keys]


def _question(found: Experiment, day: str) -> AnsweredChange:
    """The law change of that day, or 404."""
    for question in questions(found, on=clock.today()):
        if question.change.date.isoformat() == day:
            return question
    raise Http404


@needs(Permission.EDIT_EXPERIMENT)
@never_cache
@require_http_methods(["GET", "POST"])
def answer_law(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Say what a law change means for the experiment: moot, narrowed or going on, with a reason."""
    found = _find(sight_of(request.user), slug)
    question, places = _question(found, day), _answering(request, found)
    if not places:
        raise Http404
    form = AnswerForm(
        request.POST or None,
        organisations=[(place.key, place.name) for place in places],
        parts=[(part.slug, part.title) for part in found.parts],
    )
    status = 200
    if request.method == "POST":
        status = CONFLICT
        if form.is_valid():
            try:
                _give(request, slug, question.change.date, form)
                return redirect("following:experiment", slug=slug)
            except FrirumError as refused:
                refuse_in(form, refused)
    context = {
        "experiment": found,
        "question": question,
        "form": form,
        "cancel": reverse("following:experiment", args=[slug]),
        "crumbs": _crumbs(
            (own_title(found), reverse("following:experiment", args=[slug])),
            (_("Svar på lovændringen"), None),
        ),
    }
    return render(request, "following/answer_law.html", context, status=status)


def _give(request: HttpRequest, slug: str, changed_on: dt.date, form: AnswerForm) -> None:
    data = form.cleaned_data
    actions.answer_law_change(
        slug=slug,
        changed_on=changed_on,
        organisation=data["organisation"],
        answer=data["answer"],
        reason=data["reason"],
        part=data.get("part", ""),
        by=person(request),
    )
    messages.success(request, _("Svaret er gemt og står på forsøgets side."))
