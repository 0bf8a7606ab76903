"""Ordering a run: which plan, which files, for whom."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frirum.core.errors import FrirumError, InputRefused
from frirum.core.evidence.plan import EvaluationPlan
from frirum.web.body_limits import takes_files
from frirum.web.designs.models import Design
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.registers.models import DataSet
from frirum.web.registration import HeldAnswers
from frirum.web.runs import actions
from frirum.web.runs.bringing import BroughtFile
from frirum.web.runs.forms import OrderForm
from frirum.web.runs.from_instruments import answers_for, answers_label
from frirum.web.runs.from_the_door import data_set_label, data_sets_for, register_label, registers_for
from frirum.web.runs.plans import locked_designs, plan_of_definition, plan_of_design, plan_of_file
from frirum.web.runs.views import title_of
from frirum.web.site.pages import CONFLICT, refuse_in

_LARGEST_PLAN = 1 << 20


@takes_files(500)
@needs(Permission.ANALYSE)
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """Choose a plan and files, and have it run."""
    keys = keys_with(request.user, Permission.ANALYSE)
    organisations = Organisation.objects.filter(key__in=keys).order_by("name").values_list("key", "name")
    designs = locked_designs(keys)
    data_sets = {str(one.reference): one for one in data_sets_for(keys)}
    registers = {str(one.reference): one for one in registers_for(keys)}
    held = answers_for(keys)
    form = OrderForm(
        request.POST or None,
        request.FILES or None,
        plans=_plans(designs),
        organisations=list(organisations),
        data_sets=[(name, data_set_label(one, str(title_of(one.slug)))) for name, one in data_sets.items()],
        registers=[(name, register_label(one, str(title_of(one.slug)))) for name, one in registers.items()],
        held=[(name, answers_label(one, str(title_of(one.slug)))) for name, one in held.items()],
        untold=frozenset(name for name, one in held.items() if one.delete_on is None),
        chosen=request.GET.getlist("svar"),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = _order(request, form, designs, data_sets | registers, held)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            return redirect("runs:run", reference=made.reference)
    context = {"form": form, "crumbs": [(_("Kørsler"), reverse("runs:runs")), (_("Ny kørsel"), None)]}
    return render(request, "runs/order.html", context, status=status)


def _plans(designs: list[Design]) -> list[tuple[str, Any]]:
    """Locked designs first, then what each definition holds."""
    catalogue = current_catalogue()
    locked = [
        (
            str(one.reference),
            _("{title}, {place}").format(
                title=_name(catalogue.experiments[one.slug]), place=place_name(one.organisation)
            ),
        )
        for one in designs
        if one.slug in catalogue.experiments
    ]
    rest = [(slug, _name(experiment)) for slug, experiment in catalogue.experiments.items()]
    return [(_("Låste evalueringsdesign"), locked), (_("Ikke låst: det, definitionen spørger om"), rest)]


def _name(experiment: Any) -> str:
    return strip_tags(str(own_title(experiment)))


def _order(
    request: HttpRequest,
    form: OrderForm,
    designs: list[Design],
    data_sets: dict[str, DataSet],
    held: dict[str, HeldAnswers],
) -> Any:
    data = form.cleaned_data
    plan, design = _chosen(data, designs)
    organisation = data["organisation"] if design is None else design.organisation
    return actions.order_run(
        plan=plan,
        design=None if design is None else str(design.reference),
        files=[BroughtFile(role, one.name, one) for role, one in form.brought()],
        kept_for=actions.KeptFor(data["legal_basis"], data["delete_on"]) if data["delete_on"] else None,
        data_sets=[data_sets[name] for name in (*data.get("data_sets", ()), data.get("register")) if name],
        held=[held[name] for name in data.get("held", ())],
        synthetic=data["synthetic"],
        opens=data["opens"],
        organisation=organisation,
        by=person(request),
    )


def _chosen(data: dict[str, Any], designs: list[Design]) -> tuple[EvaluationPlan, Design | None]:
    given = data["plan_file"]
    if given:
        if given.size > _LARGEST_PLAN:
            raise InputRefused(_("Planen er for stor til at være en plan."), file=given.name)
        try:
            return plan_of_file(given.read().decode("utf-8-sig"), given.name), None
        except UnicodeDecodeError as fault:
            raise InputRefused(_("Planen kan ikke læses."), file=given.name) from fault
    chosen = data["plan"]
    if chosen in current_catalogue().experiments:
        return plan_of_definition(chosen), None
    design = next(one for one in designs if one.reference == uuid.UUID(chosen))
    return plan_of_design(design), design
