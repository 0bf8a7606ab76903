"""The page on which a coordinator lets rows through to an evaluation, and sees what went before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from frirum.core.errors import FrirumError
from frirum.core.extracts.kinds import kind_named
from frirum.core.vocabulary.danish import format_number
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.extracts import door
from frirum.web.extracts.models import Passage
from frirum.web.extracts.people import own_municipalities
from frirum.web.extracts.views import brings
from frirum.web.jobs.models import Job
from frirum.web.organisations.access import person
from frirum.web.organisations.models import Organisation
from frirum.web.organisations.names import place_name
from frirum.web.registers.actions import Terms
from frirum.web.registers.forms import TermsForm
from frirum.web.site.pages import CONFLICT, refuse_in


class PassForm(TermsForm):
    """What is let through, to whose evaluation, on which terms."""

    organisation = forms.ChoiceField(label=gettext_lazy("Kommune"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Udtræk, der følger med"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Markeringer fra alle kommunens forsøg følger altid med."),
    )
    field_order = ("organisation", "evaluation_owner", "slug", "kinds", "basis", "other_basis", "delete_on")

    def __init__(
        self, *args: Any, organisations: list[tuple[str, str]], kinds: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["organisation"].choices = organisations
        fields["kinds"].choices = kinds
        if len(organisations) == 1:
            fields["organisation"].widget = forms.HiddenInput()
            fields["organisation"].initial = organisations[0][0]
        if not kinds:
            del fields["kinds"]


@brings
@require_http_methods(["GET", "POST"])
def pass_rows(request: HttpRequest) -> HttpResponse:
    """Let rows through, and see what went before."""
    own = sorted(own_municipalities(request.user))
    form = _form(request, own)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        terms = Terms(data["evaluation_owner"], data["slug"], form.legal_basis, data["delete_on"])
        try:
            door.order_passage(
                organisation=data["organisation"],
                terms=terms,
                kinds=data.get("kinds", []),
                by=person(request),
            )
        except FrirumError as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("Videregivelsen er bestilt. Den står nederst på siden."))
            return redirect("extracts:pass_rows")
    context = {
        "form": form,
        "passages": _passages(own),
        "crumbs": [(_("Udtræk"), reverse("extracts:batches")), (_("Videregiv til evaluering"), None)],
    }
    return render(request, "extracts/pass_rows.html", context, status=CONFLICT if form.is_bound else 200)


def _form(request: HttpRequest, own: list[str]) -> PassForm:
    places = Organisation.objects.filter(key__in=own).order_by("name").values_list("key", "name")
    keys = dict.fromkeys(one for key in own for one in door.recipients(key))
    names = dict(Organisation.objects.filter(key__in=list(keys)).values_list("key", "name"))
    kinds = dict.fromkeys(kind for key in own for kind in door.kinds_in_force(key))
    experiments = [
        (one.slug, strip_tags(one.short_title)) for one in current_catalogue().experiments.values()
    ]
    return PassForm(
        request.POST or None,
        owners=[(key, names.get(key, key)) for key in keys],
        experiments=sorted(experiments, key=lambda one: one[1].casefold()),
        organisations=list(places),
        kinds=[(kind, kind_named(kind).label) for kind in kinds],
    )


def _passages(own: list[str]) -> list[dict[str, Any]]:
    found = list(Passage.objects.filter(organisation__in=own)[:50])
    jobs = {job.reference: job for job in Job.objects.filter(reference__in=[one.job for one in found])}
    experiments = current_catalogue().experiments
    return [
        {
            "passage": one,
            "title": experiments[one.slug].short_title if one.slug in experiments else one.slug,
            "recipient": place_name(one.recipient),
            "sender": place_name(one.organisation),
            "job": jobs.get(one.job) if one.passed_at is None else None,
            "counts": [(kind_named(kind).label, format_number(n)) for kind, n in one.counts.items()],
        }
        for one in found
    ]
