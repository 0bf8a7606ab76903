"""The builder of own questionnaires: questions in a form, the design's checks at each save, versions, XLSForm in."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.errors import FrirumError
from frirum.web.body_limits import takes_files
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.experiments.taking_part import experiments_of
from frirum.web.organisations.access import keys_with, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, refuse_in
from frirum.web.site.saving import posted_number
from frirum.web.surveys.building import (
    MOST_QUESTIONS,
    findings_of,
    key_of,
    rows_of,
    toml_of,
    toml_of_xlsform,
)
from frirum.web.surveys.channel_actions import keep_own
from frirum.web.surveys.forms import BuilderForm, QuestionRowForm
from frirum.web.surveys.models import OwnQuestionnaire
from frirum.web.surveys.pages import runs_surveys
from frirum.web.surveys.reading import own_survey
from frirum.web.temporary import unnamed_file

EMPTY_ROWS, FIRST_ROWS = 3, 5


def find_own(request: HttpRequest, reference: uuid.UUID) -> OwnQuestionnaire:
    """A version of an own questionnaire of one of the person's organisations; else a 404."""
    keys = keys_with(request.user, Permission.RUN_SURVEYS)
    found = OwnQuestionnaire.objects.filter(organisation__in=keys, reference=reference).first()
    if found is None:
        raise Http404
    return found


@runs_surveys
@takes_files(4)
@require_http_methods(["GET", "POST"])
def build(request: HttpRequest, reference: uuid.UUID | None = None) -> HttpResponse:
    """A new questionnaire, or the next version of one; what was typed stays on the page."""
    own = find_own(request, reference) if reference else None
    kept = rows_of(own_survey(own, current_catalogue().experiment(own.slug))) if own else []
    form = BuilderForm(request.POST or None, request.FILES or None, initial=_first(own), **_choices(request))
    rows = _rows(request, kept)
    status = 200
    if request.method == "POST" and "tilfoej" not in request.POST and form.is_valid():
        try:
            made = _save(request, form, rows)
            if made is not None:
                messages.success(request, _("Udgave {n} er gemt.").format(n=made.number))
                return redirect("surveys:own", reference=made.reference)
            form.add_error(None, _("Skriv mindst ét spørgsmål, eller vælg en XLSForm."))
        except FrirumError as refused:
            refuse_in(form, refused)
        status = CONFLICT
    context = {
        "form": form,
        "rows": rows,
        "n": len(rows),
        "crumbs": [(_("Spørgeskemaer"), reverse("surveys:waves")), (_("Eget spørgeskema"), None)],
    }
    return render(request, "surveys/build.html", context, status=status)


def _rows(request: HttpRequest, kept: list[dict[str, str]]) -> list[QuestionRowForm]:
    """As many rows as were on the page, with room for some more."""
    posted = max(posted_number(request, "rows"), 0) + (EMPTY_ROWS if "tilfoej" in request.POST else 0)
    n = min(max(posted, len(kept) + EMPTY_ROWS, FIRST_ROWS), MOST_QUESTIONS)
    return [
        QuestionRowForm(
            request.POST or None, prefix=f"q{place}", initial=kept[place - 1] if place <= len(kept) else {}
        )
        for place in range(1, n + 1)
    ]


def _first(own: OwnQuestionnaire | None) -> dict[str, Any]:
    if own is None:
        return {}
    survey = own_survey(own, current_catalogue().experiment(own.slug))
    respondents = survey.instrument.respondents
    return {
        "slug": own.slug,
        "organisation": own.organisation,
        "title": own.title,
        "respondents": respondents[0].value if respondents else "",
    }


def _choices(request: HttpRequest) -> dict[str, list[tuple[str, str]]]:
    keys = keys_with(request.user, Permission.RUN_SURVEYS)
    places = Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name")
    slugs = [(slug, str(strip_tags(str(own_title(one))))) for slug, one in experiments_of(keys).items()]
    return {"slugs": slugs, "organisations": list(places)}


def _save(request: HttpRequest, form: BuilderForm, rows: list[QuestionRowForm]) -> OwnQuestionnaire | None:
    given = form.cleaned_data
    filled = [row.cleaned_data for row in rows if row.is_valid() and row.cleaned_data["text"].strip()]
    if given["file"]:
        with unnamed_file() as (file, path):
            for block in given["file"].chunks():
                file.write(block)
            file.flush()
            content = toml_of_xlsform(path, given["title"])
    elif filled:
        content = toml_of(given["title"], given["respondents"], filled)
    else:
        return None
    return keep_own(
        slug=given["slug"],
        key=key_of(given["title"]),
        organisation=given["organisation"],
        title=given["title"],
        content=content,
        by=person(request),
    )


@runs_surveys
@require_GET
def own(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One version: its questions, what is wanting in it, and the way to a wave."""
    found = find_own(request, reference)
    survey = own_survey(found, current_catalogue().experiment(found.slug))
    versions = OwnQuestionnaire.objects.filter(
        organisation=found.organisation, slug=found.slug, key=found.key
    )
    context = {
        "own": found,
        "survey": survey,
        "findings": findings_of(found.content),
        "versions": list(versions.order_by("-number")),
        "latest": found.number == max(one.number for one in versions),
        "crumbs": [(_("Spørgeskemaer"), reverse("surveys:waves")), (found.title, None)],
    }
    return render(request, "surveys/own.html", context)
