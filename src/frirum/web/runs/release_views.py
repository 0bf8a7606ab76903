"""From a run to the gate, and what an experiment's released runs say to everybody."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.disclosure.settings import Subject
from frirum.core.errors import FrirumError
from frirum.core.evidence.document import result_blocks
from frirum.core.language import current_language
from frirum.core.report.blocks import Document
from frirum.core.report.html import render_html_fragment
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.organisations.access import needs, person
from frirum.web.organisations.permissions import Permission
from frirum.web.runs.forms import ReleaseForm
from frirum.web.runs.releasing import ReleasedResult, is_of_one_place, released_results, take_to_gate
from frirum.web.runs.views import seen_run, title_of
from frirum.web.site.pages import CONFLICT, refuse_in


@needs(Permission.ANALYSE)
@never_cache
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Take a run's answers to the gate: what they are about, and on to asking for their release."""
    found = seen_run(request, reference)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            subject = Subject.SINGLE_MUNICIPALITY if is_of_one_place(found) else Subject.PERSONS
            title = _("Svarene fra {code}: {experiment}").format(
                code=found.code, experiment=strip_tags(str(title_of(found.slug)))
            )
            table = take_to_gate(
                run=found,
                subject=Subject.HEALTH if form.cleaned_data["health"] else subject,
                title=title[:200],
                by=person(request),
            )
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            return redirect("releases:table", reference=table.reference)
    crumbs = [
        (_("Kørsler"), reverse("runs:runs")),
        (found.code, reverse("runs:run", args=[found.reference])),
        (_("Frigiv svarene"), None),
    ]
    return render(request, "runs/release.html", {"form": form, "run": found, "crumbs": crumbs}, status=status)


@require_GET
@gzip_page
def found(request: HttpRequest, slug: str) -> HttpResponse:
    """What the released runs of an experiment say; the figures are the gate's own."""
    if slug not in current_catalogue().experiments:
        raise Http404
    results = released_results(slug, user=request.user)
    context = {
        "experiment": title_of(slug),
        "slug": slug,
        "articles": [(one, _article(one)) for one in results],
        "crumbs": [
            (_("Forsøg"), reverse("experiments:list")),
            (title_of(slug), reverse("experiments:experiment", args=[slug])),
            (_("Fundet i kørsler"), None),
        ],
    }
    return render(request, "runs/found.html", context)


def _article(one: ReleasedResult) -> str:
    title = _("Kørsel {code}").format(code=one.run)
    document = Document(title, result_blocks(replace(one.typed, address="")), language=current_language())
    return render_html_fragment(document, audience="public", title_level=2, id_prefix=one.code.casefold())
