"""All of one citizen that a person's role covers, the number corrected with a reason, and the own label."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from frirum.web.organisations.access import keys_with, needs, person
from frirum.web.organisations.names import person_names
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import ask_and_act
from frirum.web.uses.forms import CorrectIdentityForm, LabelForm
from frirum.web.uses.identities import masked, unseal
from frirum.web.uses.listing import answer_text, experiment_name, state_text
from frirum.web.uses.models import Citizen, Use, UseState
from frirum.web.uses.people import knows, may_change
from frirum.web.uses.recognising import correct_identity, name_citizen, note_citizen_read, own_label

knows_citizens = needs(Permission.RECORD_USE, Permission.LEAD_USES)


def find_citizen(request: HttpRequest, reference: uuid.UUID) -> Citizen:
    """The citizen, if the person may know who it is; a foreign one and a missing one are the same 404."""
    user = person(request)
    own = keys_with(user, Permission.RECORD_USE) | keys_with(user, Permission.LEAD_USES)
    found = Citizen.objects.filter(reference=reference, organisation__in=own).first()
    if found is None or not knows(citizen=found, by=user):
        raise Http404
    return found


def other_is_open(citizen: Citizen, shown: list[Use]) -> bool:
    """Whether another exemption is open in a case that is not among those shown; which one is not said."""
    running = citizen.uses.filter(state=UseState.RECORDED, ended_on=None)
    return running.exclude(pk__in=[use.pk for use in shown]).exists()


@knows_citizens
@require_safe
@never_cache
@gzip_page
def citizen(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The citizen's uses, deadlines and choices, as far as they are the person's."""
    found, user = find_citizen(request, reference), person(request)
    shown = [use for use in found.uses.all() if may_change(use=use, by=user)]
    note_citizen_read(citizen=found, by=user)
    kinds = {(use.slug, use.part) for use in shown}
    choices = [one for one in found.choices.all() if (one.slug, one.part) in kinds]
    corrections = list(found.corrections.all())
    names = person_names(one.made_by for one in corrections)
    context = {
        "citizen": found,
        "masked": masked(unseal(found.cpr_sealed, found.place)) if found.cpr_sealed else "",
        "label": own_label(found),
        "uses": shown,
        "rows": [
            {
                "use": use,
                "name": experiment_name(use.slug, use.part),
                "state": state_text(use),
                "answer": answer_text(use),
            }
            for use in shown
        ],
        "choices": [(experiment_name(one.slug, one.part), one) for one in choices],
        "other_is_open": other_is_open(found, shown),
        "corrections": [(one, names.get(one.made_by, ""), _what(one.fields)) for one in corrections],
        "crumbs": [(_("Brug af forsøg"), reverse("uses:uses")), (_("Borgeren"), None)],
    }
    return render(request, "uses/citizen.html", context)


def _what(fields: list[str]) -> str:
    words = {"cpr": _("CPR-nummeret"), "case_number": _("sagsnummeret")}
    return _(" og ").join(words[one] for one in fields)


@knows_citizens
@require_http_methods(["GET", "POST"])
@never_cache
def correct_number(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """A number was typed wrong, or the citizen was given another."""
    found = find_citizen(request, reference)
    form = CorrectIdentityForm(request.POST or None)
    return _ask(
        request,
        found,
        form,
        lambda given: correct_identity(
            citizen=found,
            identity=form.identity,
            reason=given["reason"],
            was_own=given["was_own"],
            by=person(request),
        ),
        heading=_("Ret borgerens nummer"),
        text=_(
            "Skriv det rigtige nummer. Det gælder for alle borgerens sager her. Det gamle nummer bliver gemt krypteret "
            "sammen med begrundelsen. Er sagen en anden borgers, så træk brugen tilbage, og registrér den igen."
        ),
        submit=_("Ret nummeret"),
        done=_("Nummeret er rettet."),
    )


@knows_citizens
@require_http_methods(["GET", "POST"])
@never_cache
def name(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """What the case is called among those who have it."""
    found = find_citizen(request, reference)
    return _ask(
        request,
        found,
        LabelForm(request.POST or None, initial={"label": own_label(found)}),
        lambda given: name_citizen(citizen=found, by=person(request), **given),
        heading=_("Egen betegnelse"),
        text=_(
            "Skriv noget, du genkender sagen på i listerne. Kun den, der har sagen, og lederen ser det. Det gemmes "
            "krypteret og står aldrig i mail eller kalender. Skriv ikke CPR-nummer."
        ),
        submit=_("Gem"),
        done=_("Betegnelsen er gemt."),
    )


def _ask(
    request: HttpRequest, found: Citizen, form: forms.Form, act: Callable[[dict[str, Any]], Any], **page: Any
) -> HttpResponse:
    """Ask, act, and go back to the citizen."""
    back = reverse("uses:citizen", args=[found.reference])
    crumbs = [(_("Brug af forsøg"), reverse("uses:uses")), (_("Borgeren"), back), (page["heading"], None)]
    return ask_and_act(
        request, lambda: act(form.cleaned_data), form=form, cancel_url=back, crumbs=crumbs, **page
    )
