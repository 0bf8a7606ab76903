"""The pages of an experiment's economy."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from frirum.core.catalogue.experiment import Experiment
from frirum.core.economy.ledger import EconomyLedger, EconomyLine, Side
from frirum.core.economy.stated_saving import SavingCheck
from frirum.core.economy.words import (
    basis_text,
    gap_text,
    kroner,
    price_text,
    quantity_text,
    side_text,
    unknown_text,
)
from frirum.core.errors import FrirumError
from frirum.core.report.export import rows_to_csv
from frirum.core.vocabulary.danish import format_number
from frirum.web import clock
from frirum.web.economy import actions
from frirum.web.economy.forms import StateAmountForm
from frirum.web.economy.from_rows import certificate_ways
from frirum.web.economy.reading import ledger_for, published_savings
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, download, refuse_in

PAGE = "economy:experiment"


def _find(slug: str) -> Experiment:
    found = current_catalogue().experiments.get(slug)
    if found is None:
        raise Http404
    return found


def _own_keys(request: HttpRequest) -> frozenset[str]:
    return keys_with(request.user, Permission.FOLLOW_EXPERIMENT)


@require_safe
@gzip_page
def experiment(request: HttpRequest, slug: str) -> HttpResponse:
    """The ledger: what the sources give, and for those who follow the experiment what their organisations state."""
    found = _find(slug)
    own = _own_keys(request)
    ledger = ledger_for(found, own)
    stating = keys_with(request.user, Permission.EDIT_EXPERIMENT)
    context = {
        "experiment": found,
        "title": own_title(found),
        "lines": [_line(one) for one in ledger.lines],
        "sides": [_side(ledger, side) for side in Side],
        "net": kroner(ledger.net) if ledger.net is not None else "",
        "net_per_use": kroner(per) if (per := ledger.per_use(ledger.net)) else "",
        "net_per_month": kroner(per) if (per := ledger.per_month(ledger.net)) else "",
        "price_year": ledger.price_year,
        "index_source": ledger.index.source,
        "uses": ledger.uses,
        "months": ledger.months,
        "savings": [_check(figure, check) for figure, check in published_savings(found, current_catalogue())],
        "ways": [
            (way.place, [_line(line) for line in (way.spending, way.count) if line is not None])
            for way in certificate_ways(found, own, on=clock.today())
        ],
        "may_state": bool(stating),
        "sees_own": bool(own) and any(line.by for line in ledger.lines),
        "crumbs": [
            (_("Forsøg"), reverse("experiments:list")),
            (own_title(found), reverse("experiments:experiment", args=[slug])),
            (_("Økonomi"), None),
        ],
    }
    return render(request, "economy/experiment.html", context)


def _line(line: EconomyLine) -> dict[str, Any]:
    return {
        "line": line,
        "side": side_text(line.side),
        "quantity": quantity_text(line),
        "price": price_text(line),
        "amount": kroner(line.amount) if line.amount is not None else "",
        "unknown": unknown_text(line.unknown) if line.unknown else "",
        "basis": basis_text(line.basis),
    }


def _side(ledger: EconomyLedger, side: Side) -> dict[str, Any]:
    total = ledger.side(side)
    return {
        "name": side_text(side),
        "known": kroner(total.known) if total.known is not None else "",
        "unknown": len(total.unknown),
        "unmoved": len(total.unmoved),
        "per_use": kroner(per) if (per := ledger.per_use(total.known)) else "",
        "per_month": kroner(per) if (per := ledger.per_month(total.known)) else "",
        "none": total.known is None and not total.unknown,
    }


def _check(figure: Any, check: SavingCheck) -> dict[str, Any]:
    return {
        "figure": figure,
        "million": check.kroner / 1_000_000,
        "presupposed": [
            {
                "certificate": one.certificate,
                "price": kroner(one.price),
                "low": format_number(one.volume.low),
                "high": format_number(one.volume.high),
                "same": round(one.volume.low) == round(one.volume.high),
            }
            for one in check.presupposed
        ],
        "gaps": [gap_text(one) for one in check.gaps],
        "carries": check.carries,
    }


@require_safe
def csv_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The ledger as the sources give it, for a spreadsheet; what organisations state for themselves is not in it."""
    ledger = ledger_for(_find(slug))
    head = [
        "line",
        "side",
        "text",
        "quantity_low",
        "quantity_high",
        "unit",
        "price_low",
        "price_high",
        "price_known_since",
    ]
    head += ["amount_low", "amount_high", "money_year", "basis", "source"]
    rows: list[list[Any]] = [head]
    for one in ledger.lines:
        price = one.price.amount if one.price else None
        since = one.price.known_since if one.price else None
        rows.append(
            [
                one.id,
                one.side.value,
                one.text,
                *_ends(one.quantity),
                one.unit,
                *_ends(price),
                since.isoformat() if since else "",
                *_ends(one.amount),
                one.money_year or "",
                one.basis.value if one.basis else "",
                one.source,
            ]
        )
    return download(rows_to_csv(rows), name=f"oekonomi-{slug}.csv", media_type="text/csv")


def _ends(span: Any) -> tuple[Any, Any]:
    return ("", "") if span is None else (span.low, span.high)


@needs(Permission.EDIT_EXPERIMENT)
@require_http_methods(["GET", "POST"])
def state(request: HttpRequest, slug: str, line: str) -> HttpResponse:
    """State what a line comes to."""
    found = _find(slug)
    row = next((one for one in ledger_for(found).lines if one.id == line), None)
    if row is None:
        raise Http404
    keys = keys_with(request.user, Permission.EDIT_EXPERIMENT)
    organisations = list(
        Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name")
    )
    form = StateAmountForm(request.POST or None, organisations=organisations, initial={"unit": row.unit})
    status = 200
    if request.method == "POST" and form.is_valid():
        data, spans = form.cleaned_data, form.spans()
        try:
            actions.state_amount(
                slug=slug,
                line=line,
                organisation=data["organisation"],
                quantity=spans["quantity"],
                unit=data["unit"],
                price=spans["price"],
                amount=spans["amount"],
                year=data["year"],
                stated_by=data["stated_by"],
                source=data["source"],
                used_for=data["used_for"],
                measured=data["measured"],
                by=person(request),
            )
            messages.success(request, _("Oplysningen er gemt."))
            return redirect(PAGE, slug=slug)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
    context = {
        "form": form,
        "row": row,
        "title": own_title(found),
        "cancel": reverse(PAGE, args=[slug]),
        "crumbs": [
            (own_title(found), reverse("experiments:experiment", args=[slug])),
            (_("Økonomi"), reverse(PAGE, args=[slug])),
            (_("Oplys"), None),
        ],
    }
    return render(request, "economy/state.html", context, status=status)
