"""Correcting, ending and handing over a use. Each page asks first; what is refused leaves all that was typed."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frirum.core.errors import FrirumError
from frirum.web import clock
from frirum.web.cases.forms import CaseForm, posted
from frirum.web.cases.questions import questions
from frirum.web.organisations.access import needs, person
from frirum.web.organisations.permissions import Permission
from frirum.web.site.pages import CONFLICT, ask_and_act, refuse, refuse_in
from frirum.web.uses import actions
from frirum.web.uses.actions import last_correction
from frirum.web.uses.assessing import AssessedCase, consents, recorded_case
from frirum.web.uses.forms import PREFIX, ChoiceForm, CorrectForm, EndForm, HandOverForm, UseReasonForm
from frirum.web.uses.listing import experiment_name
from frirum.web.uses.models import Use
from frirum.web.uses.people import may_change
from frirum.web.uses.presentation import correction_lines
from frirum.web.uses.reading import colleagues, find_own_use, note_reading

changes_uses = needs(Permission.RECORD_USE, Permission.LEAD_USES)
Act = Callable[[dict[str, Any]], Any]


@changes_uses
@require_http_methods(["GET", "POST"])
@never_cache
def correct(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Correct the facts and the first day; the case is assessed anew."""
    use = find_own_use(request, reference)
    case = recorded_case(use)
    data = request.POST if request.method == "POST" else None
    asked = CaseForm(
        questions(case.experiment, case.part),
        data,
        asked_by=(case.experiment, case.part),
        initial=dict(posted(case.facts)),
    )
    form = CorrectForm(data, prefix=PREFIX, initial={"begun_on": use.begun_on})
    seen = _seen(request)
    status = 200
    if data is None:
        note_reading(use=use, by=person(request))
    elif asked.is_valid() and form.is_valid():
        try:
            actions.correct_use(
                use=use, facts=_corrected(case, asked), seen=seen, by=person(request), **form.cleaned_data
            )
        except FrirumError as refused:
            refuse_in(form, refused)
            status = CONFLICT
        else:
            messages.success(request, _("Rettelsen er gemt, og sagen er vurderet igen."))
            return redirect("uses:use", reference=use.reference)
    context = {
        "use": use,
        "questions": asked,
        "form": form,
        "last": last_correction(use),
        "since": correction_lines(use, case, after=seen) if seen is not None else [],
        **_around(use, _("Ret brugen")),
    }
    return render(request, "uses/correct.html", context, status=status)


def _seen(request: HttpRequest) -> int | None:
    """Which correction was the last when the page was opened."""
    posted_number = request.POST.get("seen", "")
    return int(posted_number) if re.fullmatch(r"\d{1,6}", posted_number, re.ASCII) else None


def _corrected(case: AssessedCase, asked: CaseForm) -> dict[str, Any]:
    """The answers given now, and the facts the form does not ask about."""
    kept = {name: value for name, value in case.facts.items() if name not in asked.fields}
    return {**kept, **asked.facts()}


@changes_uses
@require_http_methods(["GET", "POST"])
@never_cache
def retract(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Take a use back, with a reason."""
    use = find_own_use(request, reference)
    return _ask(
        request,
        use,
        UseReasonForm(request.POST or None),
        lambda given: actions.retract_use(use=use, by=person(request), **given),
        heading=_("Træk brugen tilbage"),
        text=_(
            "Gør det, når brugen er registreret ved en fejl. Den tæller ikke længere med, men kan stadig læses. "
            "Er brugen slut, skal den afsluttes i stedet."
        ),
        submit=_("Træk tilbage"),
        done=_("Brugen er trukket tilbage. Du kan fortryde i dag."),
        danger=True,
    )


@changes_uses
@require_POST
def restore(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Undo a retraction on the same day."""
    use = find_own_use(request, reference)
    try:
        actions.restore_use(use=use, by=person(request))
    except FrirumError as refused:
        refuse(request, refused)
    else:
        messages.success(request, _("Brugen er registreret igen."))
    return redirect("uses:use", reference=use.reference)


@changes_uses
@require_http_methods(["GET", "POST"])
@never_cache
def end(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The use is over: why, and from when."""
    use = find_own_use(request, reference)
    return _ask(
        request,
        use,
        EndForm(request.POST or None, initial={"ended_on": clock.today()}),
        lambda given: actions.end_use(use=use, by=person(request), **given),
        heading=_("Afslut brugen"),
        text=_(
            "Afslut brugen, når fritagelsen ikke længere bruges, også når borgeren flytter til en anden kommune."
        ),
        submit=_("Afslut"),
        done=_("Brugen er afsluttet."),
    )


@changes_uses
@require_http_methods(["GET", "POST"])
@never_cache
def reopen(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The use was not over after all."""
    use = find_own_use(request, reference)
    return _ask(
        request,
        use,
        UseReasonForm(request.POST or None),
        lambda given: actions.reopen_use(use=use, by=person(request), **given),
        heading=_("Åbn brugen igen"),
        text=_("Slutdagen bliver taget af igen. Det står i rettelserne, hvad den var."),
        submit=_("Åbn igen"),
        done=_("Brugen er åbnet igen."),
    )


@changes_uses
@require_http_methods(["GET", "POST"])
@never_cache
def hand_over(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Give the case to a colleague."""
    use = find_own_use(request, reference)
    people = {str(one.reference): one for one in colleagues(use)}
    form = HandOverForm(request.POST or None, people=[(key, one.name) for key, one in people.items()])
    return _ask(
        request,
        use,
        form,
        lambda given: actions.hand_over_use(use=use, to=people[given["to"]], by=person(request)),
        heading=_("Overdrag sagen"),
        text=_("Kollegaen får sagen i sin liste. Er du ikke leder, kan du ikke længere se den."),
        submit=_("Overdrag"),
        done=_("Sagen er overdraget."),
    )


@changes_uses
@require_http_methods(["GET", "POST"])
@never_cache
def choose(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Record what the citizen chose; a withdrawal ends the use."""
    use = find_own_use(request, reference)
    case = recorded_case(use)
    if not consents(case.experiment, case.part):
        raise Http404
    return _ask(
        request,
        use,
        ChoiceForm(request.POST or None, initial={"chosen_on": clock.today()}),
        lambda given: actions.record_choice(
            citizen=use.citizen, slug=use.slug, part=use.part, by=person(request), **given
        ),
        heading=_("Borgerens valg"),
        text=_(
            "Forsøget hviler på borgerens ønske. Valget gemmes sammen med den tekst, borgeren har fået. "
            "Trækker borgeren sit samtykke tilbage, bliver brugen afsluttet."
        ),
        submit=_("Gem valget"),
        done=_("Borgerens valg er gemt."),
    )


def _ask(request: HttpRequest, use: Use, form: forms.Form, act: Act, **page: Any) -> HttpResponse:
    """Ask, act, and go back to the use, or to the list when it is no longer the person's."""

    def back() -> str:
        use.refresh_from_db()
        still = may_change(use=use, by=person(request))
        return reverse("uses:use", args=[use.reference]) if still else reverse("uses:uses")

    return ask_and_act(
        request, lambda: act(form.cleaned_data), form=form, to=back, **page, **_around(use, page["heading"])
    )


def _around(use: Use, heading: str) -> dict[str, Any]:
    back = reverse("uses:use", args=[use.reference])
    return {
        "name": experiment_name(use.slug, use.part),
        "cancel_url": back,
        "crumbs": [(_("Brug af forsøg"), reverse("uses:uses")), (_("Brug"), back), (heading, None)],
    }
