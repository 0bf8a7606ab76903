"""The public pages: the register, a decision, its feed and files, and mail about it."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import RedirectView

from frirum.core.catalogue.history import DecisionOutcome, DecisionReason
from frirum.core.catalogue.labels import label
from frirum.core.decisions.words import departure_text
from frirum.core.errors import FrirumError
from frirum.core.report.export import rows_to_csv
from frirum.core.report.formats import MEDIA_TYPES
from frirum.web.decisions import presenting, subscribing
from frirum.web.decisions.fields import field_label
from frirum.web.decisions.filtering import RegisterFilterForm
from frirum.web.decisions.forms import SubscribeForm
from frirum.web.decisions.locking import DECISION
from frirum.web.decisions.models import DecisionRecord
from frirum.web.decisions.reading import beside, experiment_of, is_made_up, published, texts_of
from frirum.web.experiments.definitions import public_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.locking.verifying import tampering
from frirum.web.organisations.names import organisation_name
from frirum.web.overviews.decisions import decision_tables
from frirum.web.site.pages import CONFLICT, download, page_of, refuse_in

REGISTER = "decisions:register"


def _chosen(request: HttpRequest) -> list[Any]:
    """The entries that the address asks for: of an experiment, a year, decisions only."""
    slug, kind, year = (request.GET.get(name, "") for name in ("experiment", "kind", "year"))
    return [
        one
        for one in presenting.register_entries()
        if (not slug or one.slug == slug)
        and (not kind or (one.kind.value if one.kind else "decision") == kind)
        and (not year or (one.date is not None and str(one.date.year) == year))
    ]


@require_safe
@gzip_page
def register(request: HttpRequest) -> HttpResponse:
    """Every decision and what law made of it."""
    entries = _chosen(request)
    table = presenting.register_table(request.GET, entries)
    page = page_of(request, table.rows)
    context = {
        "form": RegisterFilterForm(request.GET, entries=presenting.register_entries()),
        "table": replace(table, rows=tuple(page)),
        "page": page,
        "count": len(entries),
        "formats": list(MEDIA_TYPES),
        "made_up": [one for one in published() if is_made_up(one)],
        "query": request.GET.urlencode(),
        **decision_tables(),
        "crumbs": [(_("Beslutninger"), None)],
    }
    return render(request, "decisions/register.html", context)


old_register = RedirectView.as_view(pattern_name=REGISTER, query_string=True, permanent=True)
"""The register had a page beside that of the four tables; what was bookmarked still leads there."""


@require_safe
def register_csv(request: HttpRequest) -> HttpResponse:
    """The register as the page shows it, for a spreadsheet."""
    body = rows_to_csv(list(presenting.register_rows(_chosen(request))))
    return download(body, name="frirum-beslutningsregister.csv", media_type="text/csv")


@require_safe
def register_json(request: HttpRequest) -> HttpResponse:
    """The register for other programs."""
    keys, *lines = presenting.register_rows(_chosen(request))
    rows = [dict(zip(keys, line, strict=True)) for line in lines]
    return JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})


def find_published(reference: uuid.UUID) -> DecisionRecord:
    """The decision, if everybody may read it now; one under embargo and a missing one are the same 404."""
    for one in published():
        if one.reference == reference:
            return one
    raise Http404


@require_safe
@gzip_page
def decision(request: HttpRequest, public: uuid.UUID) -> HttpResponse:
    """A published decision with its claims, its errata, and what it departs from."""
    found = find_published(public)
    return render(request, "decisions/decision.html", decision_context(found))


def decision_context(found: DecisionRecord) -> dict[str, Any]:
    """What the page of a decision shows, in public and to those who prepare it."""
    experiment = experiment_of(found)
    texts = texts_of(found)
    return {
        "decision": found,
        "experiment": experiment,
        "part": experiment.part(found.part) if experiment and found.part else None,
        "title": texts["title"],
        "texts": texts,
        "authority": organisation_name(found.organisation),
        "authorities": found.authorities.all(),
        "outcomes": [label(DecisionOutcome(one)) for one in found.outcomes],
        "reasons": [label(DecisionReason(one)) for one in found.reasons],
        "claims": presenting.kept_lines(found),
        "departures": _departures(found),
        "errata": [
            (one, field_label(one.field), getattr(found, one.field)) for one in found.amendments.all()
        ],
        "tampering": tampering(DECISION, found),
        "lock": DECISION.lock_of(found),
        "synthetic": bool(experiment and experiment.synthetic),
        "formats": list(MEDIA_TYPES),
        "crumbs": [
            (_("Beslutninger"), reverse(REGISTER)),
            (_("Registret"), reverse(REGISTER)),
            (own_title(experiment) if experiment else found.slug, None),
        ],
    }


def _departures(found: DecisionRecord) -> list[str]:
    """What it departs from: as frozen when it was published, else as it stands."""
    lock = DECISION.lock_of(found)
    if lock is not None:
        return list(json.loads(bytes(lock.canonical)).get("departures", []))
    return [departure_text(one) for one in beside(found).departures]


# ---- mail about it ----


@never_cache
@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for mail when a decision is published or corrected."""
    experiments = [(slug, one.short_title) for slug, one in public_catalogue().experiments.items()]
    form = SubscribeForm(request.POST or None, experiments=experiments)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            subscribing.ask_to_subscribe(
                address=form.cleaned_data["address"], slug=form.cleaned_data["slug"], by=subscribing.READER
            )
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            # The same words whether the address is new, waiting or subscribes already.
            messages.success(request, _("Er adressen ny, er der sendt en mail med et link at sige ja med."))
            return redirect(REGISTER)
    crumbs = [(_("Registret"), reverse(REGISTER)), (_("Besked på mail"), None)]
    return render(request, "decisions/subscribe.html", {"form": form, "crumbs": crumbs}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes, or end it. Opening the page does neither: mail programs open links by themselves."""
    if request.method == "POST":
        if request.POST.get("svar") == "nej":
            subscribing.end_subscription(token=token, by=subscribing.READER)
            messages.success(request, _("Adressen er slettet."))
        else:
            subscribing.confirm_subscription(token=token, by=subscribing.READER)
            messages.success(request, _("Du får besked, når en beslutning offentliggøres eller rettes."))
        return redirect(REGISTER)
    crumbs = [(_("Registret"), reverse(REGISTER)), (_("Besked på mail"), None)]
    return render(request, "decisions/subscription.html", {"crumbs": crumbs})
