"""The check page and the note as the caseworker will see them, of a draft nobody else sees yet."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from frirum.core.authoring.reach import TooManyWays, layers_of, passing
from frirum.core.catalogue.conditions import FactType, FactUse
from frirum.core.catalogue.experiment import Experiment, Part
from frirum.core.catalogue.loader import read_definition
from frirum.core.catalogue.wording import provision_citation
from frirum.core.law.facts import Value
from frirum.core.law.watch import concerns
from frirum.web import clock
from frirum.web.authoring.people import find, may_write
from frirum.web.authoring.views import crumbs_in
from frirum.web.cases.answers import answer
from frirum.web.cases.forms import CaseForm, posted
from frirum.web.cases.questions import questions


@never_cache
@gzip_page
@may_write
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, reference: uuid.UUID, part: str | None = None) -> HttpResponse:
    """The questions, the answer and the note; begun with a case that passes, so that the note is there at once."""
    draft = find(request, reference)
    experiment = read_definition(draft.toml)[0]
    if experiment is None:
        return render(
            request,
            "authoring/preview.html",
            {"draft": draft, "title": draft.title, "crumbs": crumbs_in(draft, _("Sådan ser det ud"))},
        )
    chosen = experiment.part(part) if part else (experiment.parts[0] if experiment.parts else None)
    if part and chosen is None:
        raise Http404
    asked = questions(experiment, chosen)
    taking_part = frozenset(
        stay.municipality for stay in experiment.participation if concerns(stay.part_slugs, chosen)
    )
    known = {question.fact.id for question in asked}
    begun = {name: value for name, value in _case(experiment, chosen).items() if name in known}
    data = request.POST if request.method == "POST" else dict(posted(begun))
    form = CaseForm(asked, data, taking_part=taking_part, asked_by=(experiment, chosen))
    found = answer(experiment, chosen, form.facts(), today=clock.today()) if form.is_valid() else None
    context = {
        "draft": draft,
        "title": draft.title,
        "experiment": experiment,
        "part": chosen,
        "form": form,
        "found": found,
        "rules": list(dict.fromkeys(filter(None, map(provision_citation, experiment.provisions)))),
        "crumbs": crumbs_in(draft, _("Sådan ser det ud")),
    }
    return render(request, "authoring/preview.html", context)


def _case(experiment: Experiment, part: Part | None) -> dict[str, Value]:
    """A case that passes, in the first municipality and on the first day, where the draft says them."""
    try:
        facts = dict(passing(layers_of(experiment, part)) or {})
    except TooManyWays:
        facts = {}
    stays = [stay for stay in experiment.participation if concerns(stay.part_slugs, part)]
    starts = [stay.start for stay in stays if stay.start] or [
        one.start for one in experiment.periods if one.start
    ]
    for fact in experiment.all_facts():
        if fact.use is FactUse.MUNICIPALITY and stays:
            facts[fact.id] = stays[0].municipality
        elif fact.type is FactType.DATE and starts and fact.id not in facts:
            facts[fact.id] = min(starts)
    return facts
