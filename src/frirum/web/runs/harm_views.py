"""The pages of watched harms: the list, beginning one, and one with its evidence over time."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from frirum.core.effects.monitor import Clusters
from frirum.core.errors import FrirumError
from frirum.core.evidence.harm_document import harm_blocks, harm_said
from frirum.core.evidence.plan import EvaluationPlan
from frirum.core.language import current_language
from frirum.core.report.blocks import Document
from frirum.core.report.html import render_html_fragment
from frirum.core.report.numbers import Run
from frirum.core.vocabulary.danish import format_date
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.listing import own_title
from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.names import place_name
from frirum.web.organisations.permissions import Permission
from frirum.web.runs.harm import course_of, harms_in, runs_without, watch_harm
from frirum.web.runs.models import HarmCountRow, WatchedHarm
from frirum.web.runs.plans import locked_designs, plan_of_design
from frirum.web.site.pages import CONFLICT, refuse_in

analyses = needs(Permission.ANALYSE)
_LEAST, _MOST = 0.01, 99.99
"""Per cent: neither nought nor all."""


class WatchForm(forms.Form):
    """What is watched, and from what it must not move."""

    question = forms.ChoiceField(
        label=gettext_lazy("Skade"), help_text=gettext_lazy("Skader i de låste evalueringsdesign")
    )
    rises = forms.TypedChoiceField(
        label=gettext_lazy("Skaden er, at andelen"),
        choices=[("ja", gettext_lazy("stiger")), ("nej", gettext_lazy("falder"))],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
    )
    baseline = forms.FloatField(
        label=gettext_lazy("Udgangspunkt i pct."),
        help_text=gettext_lazy("Den andel, der ingen skade er; den ligger fast fra nu af"),
        min_value=_LEAST,
        max_value=_MOST,
        localize=True,
    )
    baseline_source = forms.CharField(label=gettext_lazy("Hvor udgangspunktet er fra"), max_length=300)
    harm = forms.FloatField(
        label=gettext_lazy("Skade, der skal findes, i procentpoint"),
        required=False,
        help_text=gettext_lazy("Findes med langt færre sager, når den er aftalt"),
        min_value=_LEAST,
        max_value=_MOST,
        localize=True,
    )
    icc = forms.FloatField(
        label=gettext_lazy("Intraklasse-korrelation"),
        required=False,
        min_value=0,
        max_value=1,
        localize=True,
        help_text=gettext_lazy("Når sager fra samme kommune ligner hinanden, fx 0,02"),
    )
    cluster_size = forms.FloatField(
        label=gettext_lazy("Sager pr. kommune, når forsøget slutter"),
        required=False,
        min_value=1,
        localize=True,
    )
    beside = forms.BooleanField(
        label=gettext_lazy("Hold også op mod dem, planen sammenligner med"), required=False
    )
    synthetic = forms.BooleanField(label=gettext_lazy("Kun syntetiske kørsler"), required=False)

    def __init__(self, *args: Any, questions: list[tuple[str, str]]) -> None:
        super().__init__(*args)
        self.fields["question"].choices = questions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The two of likeness belong together."""
        data: dict[str, Any] = super().clean() or {}
        if (data.get("icc") is None) != (data.get("cluster_size") is None):
            raise forms.ValidationError(_("Intraklasse-korrelation og sager pr. kommune hører sammen."))
        return data


@analyses
@require_GET
def harms(request: HttpRequest) -> HttpResponse:
    """What is watched, the newest first, and whether an alarm has rung."""
    own = keys_with(request.user, Permission.ANALYSE)
    rows = [
        (one, title_of(one.slug), place_name(one.organisation), course_of(one))
        for one in WatchedHarm.objects.filter(organisation__in=own)
    ]
    told = [
        (one, title, place, harm_said(course), course.first_alarm is not None)
        for one, title, place, course in rows
    ]
    crumbs = [(_("Kørsler"), reverse("runs:runs")), (_("Overvågede skader"), None)]
    return render(request, "runs/harms.html", {"rows": told, "crumbs": crumbs})


def title_of(slug: str) -> Any:
    """What an experiment is called."""
    experiment = current_catalogue().experiments.get(slug)
    return slug if experiment is None else own_title(experiment)


@analyses
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin to watch a harm of a locked design."""
    plans = _plans(keys_with(request.user, Permission.ANALYSE))
    questions = [
        (f"{reference}|{one.id}", f"{strip_tags(str(title_of(plan.slug)))}: {one.outcome_text}")
        for reference, (plan, _organisation) in plans.items()
        for one in harms_in(plan)
    ]
    form = WatchForm(request.POST or None, questions=questions)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = _begin(request, form.cleaned_data, plans)
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            return redirect("runs:harm", reference=made.reference)
    crumbs = [
        (_("Kørsler"), reverse("runs:runs")),
        (_("Overvågede skader"), reverse("runs:harms")),
        (_("Ny"), None),
    ]
    return render(
        request, "runs/watch.html", {"form": form, "any": bool(questions), "crumbs": crumbs}, status=status
    )


def _plans(keys: frozenset[str]) -> dict[str, tuple[EvaluationPlan, str]]:
    return {str(one.reference): (plan_of_design(one), one.organisation) for one in locked_designs(keys)}


def _begin(
    request: HttpRequest, data: dict[str, Any], plans: dict[str, tuple[EvaluationPlan, str]]
) -> WatchedHarm:
    reference, _bar, question = data["question"].partition("|")
    plan, organisation = plans[reference]
    return watch_harm(
        plan=plan,
        question=question,
        rises=data["rises"],
        baseline=data["baseline"] / 100,
        baseline_source=data["baseline_source"],
        harm=None if data["harm"] is None else data["harm"] / 100,
        clusters=None if data["icc"] is None else Clusters(data["icc"], data["cluster_size"]),
        beside=data["beside"],
        synthetic=data["synthetic"],
        organisation=organisation,
        by=person(request),
    )


@analyses
@never_cache
@require_GET
def harm(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One watched harm: the answer, the picture, every reading and the run it came from."""
    own = keys_with(request.user, Permission.ANALYSE)
    found = WatchedHarm.objects.filter(organisation__in=own, reference=reference).first()
    if found is None:
        raise Http404
    counts = list(HarmCountRow.objects.filter(watch=found).select_related("run"))
    read = [one for one in counts if not one.aside]
    blocks = harm_blocks(
        course_of(found),
        outcome=found.text,
        agreed=Run(
            _("før den første, aftalt {day}").format(day=format_date(found.started_at.date())),
            "",
            found.synthetic,
        ),
        sources=[Run(one.run.code, "e-process", found.synthetic) for one in read],
        name=f"harm-{found.pk}",
    )
    document = Document(
        _("Overvåget skade"),
        blocks,
        language=current_language(),
        kicker=strip_tags(str(title_of(found.slug))),
    )
    context = {
        "watch": found,
        "article": render_html_fragment(document, audience="team", inline_svg=True),
        "counts": counts,
        "without": runs_without(found),
        "crumbs": [
            (_("Kørsler"), reverse("runs:runs")),
            (_("Overvågede skader"), reverse("runs:harms")),
            (found.text, None),
        ],
    }
    return render(request, "runs/harm.html", context)
